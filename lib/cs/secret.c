/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/secret.h"
#include "core/core.h"
#include "cs/project.h"

#define T agola_cs_secret
static const struct agola_field fields[] = {
	AG_CS_META(T),
	AG_ENUM(T, type, ag_secret_type_words, "type", .flags = AG_OMIT),
	AG_STRING_MAP(T, data, "data", .flags = AG_OMIT | AG_SECRET),
	AG_STRING(T, secret_provider_id, "secret_provider_id", .flags = AG_OMIT),
	AG_STRING(T, path, "path", .flags = AG_OMIT),
	AG_STRING(T, parent_path, "ParentPath", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_cs_secret, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_secret_page, items, agola_cs_secret, "") };
AG_TYPE_PLAIN_LIST(agola_cs_secret_page, page_fields);

#define T struct agola_cs_secret_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_TRISTATE(T, tree, "tree"),
};
#undef T
AG_TYPE_REQ(agola_cs_secret_list_opts, list_opts_fields);

#define T struct agola_cs_secret_req
static const struct agola_field req_fields[] = {
	AG_STRING(T, name, "Name"),
	AG_ENUM(T, type, ag_secret_type_words, "Type"),
	AG_STRING_MAP(T, data, "Data", .flags = AG_SECRET),
	AG_STRING(T, secret_provider_id, "SecretProviderID", .old_key = "secret_provider_id"),
	AG_STRING(T, path, "Path"),
};
#undef T
AG_TYPE_REQ(agola_cs_secret_req, req_fields);

AG_OP(agola_cs_project_group_secret_list, cs, "GetProjectGroupSecrets", "GET", "/projectgroups/{ref}/secrets", (REF, ref),
      (OPTS, agola_cs_secret_list_opts), (RET, agola_cs_secret_page));

AG_OP(agola_cs_project_group_secret_create, cs, "CreateProjectGroupSecret", "POST", "/projectgroups/{ref}/secrets", (REF, ref),
      (REQ, agola_cs_secret_req), (RET, agola_cs_secret));

AG_OP(agola_cs_project_group_secret_update, cs, "UpdateProjectGroupSecret", "PUT", "/projectgroups/{ref}/secrets/{name}",
      (REF, ref), (REF, name), (REQ, agola_cs_secret_req), (RET, agola_cs_secret));

AG_OP(agola_cs_project_group_secret_delete, cs, "DeleteProjectGroupSecret", "DELETE", "/projectgroups/{ref}/secrets/{name}",
      (REF, ref), (REF, name));

AG_OP(agola_cs_project_secret_list, cs, "GetProjectSecrets", "GET", "/projects/{ref}/secrets", (REF, ref),
      (OPTS, agola_cs_secret_list_opts), (RET, agola_cs_secret_page));

AG_OP(agola_cs_project_secret_create, cs, "CreateProjectSecret", "POST", "/projects/{ref}/secrets", (REF, ref),
      (REQ, agola_cs_secret_req), (RET, agola_cs_secret));

AG_OP(agola_cs_project_secret_update, cs, "UpdateProjectSecret", "PUT", "/projects/{ref}/secrets/{name}", (REF, ref), (REF, name),
      (REQ, agola_cs_secret_req), (RET, agola_cs_secret));

AG_OP(agola_cs_project_secret_delete, cs, "DeleteProjectSecret", "DELETE", "/projects/{ref}/secrets/{name}", (REF, ref),
      (REF, name));
