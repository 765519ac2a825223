/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/secret.h"
#include "core/core.h"

#define T agola_gw_secret
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, name, "name"),
	AG_STRING(T, parent_path, "parent_path"),
};
#undef T
AG_TYPE(agola_gw_secret, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_secret_page, items, agola_gw_secret, "") };
AG_TYPE_PLAIN_LIST(agola_gw_secret_page, page_fields);

#define T struct agola_gw_secret_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_TRISTATE(T, tree, "tree"),
	AG_TRISTATE(T, remove_overridden, "removeoverridden"),
};
#undef T
AG_TYPE_REQ(agola_gw_secret_list_opts, list_opts_fields);

#define T struct agola_gw_secret_req
static const struct agola_field req_fields[] = {
	AG_STRING(T, name, "name"),
	AG_ENUM(T, type, ag_secret_type_words, "type"),
	AG_STRING_MAP(T, data, "data", .flags = AG_SECRET),
	AG_STRING(T, secret_provider_id, "secret_provider_id"),
	AG_STRING(T, path, "path"),
};
#undef T
AG_TYPE_REQ(agola_gw_secret_req, req_fields);

AG_OP(agola_gw_project_group_secret_list, gw, "GetProjectGroupSecrets", "GET", "/projectgroups/{ref}/secrets", (REF, ref),
      (OPTS, agola_gw_secret_list_opts), (RET, agola_gw_secret_page));

AG_OP(agola_gw_project_group_secret_create, gw, "CreateProjectGroupSecret", "POST", "/projectgroups/{ref}/secrets", (REF, ref),
      (REQ, agola_gw_secret_req), (RET, agola_gw_secret));

AG_OP(agola_gw_project_group_secret_update, gw, "UpdateProjectGroupSecret", "PUT", "/projectgroups/{ref}/secrets/{name}",
      (REF, ref), (REF, name), (REQ, agola_gw_secret_req), (RET, agola_gw_secret));

AG_OP(agola_gw_project_group_secret_delete, gw, "DeleteProjectGroupSecret", "DELETE", "/projectgroups/{ref}/secrets/{name}",
      (REF, ref), (REF, name));

AG_OP(agola_gw_project_secret_list, gw, "GetProjectSecrets", "GET", "/projects/{ref}/secrets", (REF, ref),
      (OPTS, agola_gw_secret_list_opts), (RET, agola_gw_secret_page));

AG_OP(agola_gw_project_secret_create, gw, "CreateProjectSecret", "POST", "/projects/{ref}/secrets", (REF, ref),
      (REQ, agola_gw_secret_req), (RET, agola_gw_secret));

AG_OP(agola_gw_project_secret_update, gw, "UpdateProjectSecret", "PUT", "/projects/{ref}/secrets/{name}", (REF, ref), (REF, name),
      (REQ, agola_gw_secret_req), (RET, agola_gw_secret));

AG_OP(agola_gw_project_secret_delete, gw, "DeleteProjectSecret", "DELETE", "/projects/{ref}/secrets/{name}", (REF, ref),
      (REF, name));
