/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/variable.h"
#include "core/core.h"
#include "core/when.h"
#include "cs/project.h"

#define T agola_cs_variable_value
static const struct agola_field value_fields[] = {
	AG_STRING(T, secret_name, "secret_name", .flags = AG_OMIT),
	AG_STRING(T, secret_var, "secret_var", .flags = AG_OMIT),
	AG_OBJECT(T, when, agola_when, "when", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_cs_variable_value, value_fields);

#define T agola_cs_variable
static const struct agola_field fields[] = {
	AG_CS_META(T),
	AG_ARRAY(T, values, agola_cs_variable_value, "values", .flags = AG_OMIT),
	AG_STRING(T, parent_path, "ParentPath", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_cs_variable, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_variable_page, items, agola_cs_variable, "") };
AG_TYPE_PLAIN_LIST(agola_cs_variable_page, page_fields);

#define T struct agola_cs_variable_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_TRISTATE(T, tree, "tree"),
};
#undef T
AG_TYPE_REQ(agola_cs_variable_list_opts, list_opts_fields);

#define T struct agola_cs_variable_value_req
static const struct agola_field value_req_fields[] = {
	AG_STRING(T, secret_name, "secret_name"),
	AG_STRING(T, secret_var, "secret_var"),
	AG_OBJECT(T, when, agola_when_req, "when"),
};
#undef T
AG_TYPE_REQ(agola_cs_variable_value_req, value_req_fields);

#define T struct agola_cs_variable_req
static const struct agola_field req_fields[] = {
	AG_STRING(T, name, "Name"),
	AG_ARRAY(T, values, agola_cs_variable_value_req, "Values"),
};
#undef T
AG_TYPE_REQ(agola_cs_variable_req, req_fields);

AG_OP(agola_cs_project_group_variable_list, cs, "GetProjectGroupVariables", "GET", "/projectgroups/{ref}/variables", (REF, ref),
      (OPTS, agola_cs_variable_list_opts), (RET, agola_cs_variable_page));

AG_OP(agola_cs_project_group_variable_create, cs, "CreateProjectGroupVariable", "POST", "/projectgroups/{ref}/variables",
      (REF, ref), (REQ, agola_cs_variable_req), (RET, agola_cs_variable));

AG_OP(agola_cs_project_group_variable_update, cs, "UpdateProjectGroupVariable", "PUT", "/projectgroups/{ref}/variables/{name}",
      (REF, ref), (REF, name), (REQ, agola_cs_variable_req), (RET, agola_cs_variable));

AG_OP(agola_cs_project_group_variable_delete, cs, "DeleteProjectGroupVariable", "DELETE", "/projectgroups/{ref}/variables/{name}",
      (REF, ref), (REF, name));

AG_OP(agola_cs_project_variable_list, cs, "GetProjectVariables", "GET", "/projects/{ref}/variables", (REF, ref),
      (OPTS, agola_cs_variable_list_opts), (RET, agola_cs_variable_page));

AG_OP(agola_cs_project_variable_create, cs, "CreateProjectVariable", "POST", "/projects/{ref}/variables", (REF, ref),
      (REQ, agola_cs_variable_req), (RET, agola_cs_variable));

AG_OP(agola_cs_project_variable_update, cs, "UpdateProjectVariable", "PUT", "/projects/{ref}/variables/{name}", (REF, ref),
      (REF, name), (REQ, agola_cs_variable_req), (RET, agola_cs_variable));

AG_OP(agola_cs_project_variable_delete, cs, "DeleteProjectVariable", "DELETE", "/projects/{ref}/variables/{name}", (REF, ref),
      (REF, name));
