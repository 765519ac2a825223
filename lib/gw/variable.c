/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/variable.h"
#include "core/core.h"
#include "core/when.h"

#define T agola_gw_variable_value
static const struct agola_field value_fields[] = {
	AG_STRING(T, secret_name, "secret_name"),
	AG_STRING(T, secret_var, "secret_var"),
	AG_STRING(T, matching_secret_parent_path, "matching_secret_parent_path"),
	AG_OBJECT(T, when, agola_when, "when"),
};
#undef T
AG_TYPE(agola_gw_variable_value, value_fields);

#define T agola_gw_variable
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, name, "name"),
	AG_ARRAY(T, values, agola_gw_variable_value, "values"),
	AG_STRING(T, parent_path, "parent_path"),
};
#undef T
AG_TYPE(agola_gw_variable, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_variable_page, items, agola_gw_variable, "") };
AG_TYPE_PLAIN_LIST(agola_gw_variable_page, page_fields);

#define T struct agola_gw_variable_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_TRISTATE(T, tree, "tree"),
	AG_TRISTATE(T, remove_overridden, "removeoverridden"),
};
#undef T
AG_TYPE_REQ(agola_gw_variable_list_opts, list_opts_fields);

#define T struct agola_gw_variable_value_req
static const struct agola_field value_req_fields[] = {
	AG_STRING(T, secret_name, "secret_name"),
	AG_STRING(T, secret_var, "secret_var"),
	AG_OBJECT(T, when, agola_when_req, "when"),
};
#undef T
AG_TYPE_REQ(agola_gw_variable_value_req, value_req_fields);

#define T struct agola_gw_variable_req
static const struct agola_field req_fields[] = {
	AG_STRING(T, name, "name"),
	AG_ARRAY(T, values, agola_gw_variable_value_req, "values"),
};
#undef T
AG_TYPE_REQ(agola_gw_variable_req, req_fields);

AG_OP(agola_gw_project_group_variable_list, gw, "GetProjectGroupVariables", "GET", "/projectgroups/{ref}/variables", (REF, ref),
      (OPTS, agola_gw_variable_list_opts), (RET, agola_gw_variable_page));

AG_OP(agola_gw_project_group_variable_create, gw, "CreateProjectGroupVariable", "POST", "/projectgroups/{ref}/variables",
      (REF, ref), (REQ, agola_gw_variable_req), (RET, agola_gw_variable));

AG_OP(agola_gw_project_group_variable_update, gw, "UpdateProjectGroupVariable", "PUT", "/projectgroups/{ref}/variables/{name}",
      (REF, ref), (REF, name), (REQ, agola_gw_variable_req), (RET, agola_gw_variable));

AG_OP(agola_gw_project_group_variable_delete, gw, "DeleteProjectGroupVariable", "DELETE", "/projectgroups/{ref}/variables/{name}",
      (REF, ref), (REF, name));

AG_OP(agola_gw_project_variable_list, gw, "GetProjectVariables", "GET", "/projects/{ref}/variables", (REF, ref),
      (OPTS, agola_gw_variable_list_opts), (RET, agola_gw_variable_page));

AG_OP(agola_gw_project_variable_create, gw, "CreateProjectVariable", "POST", "/projects/{ref}/variables", (REF, ref),
      (REQ, agola_gw_variable_req), (RET, agola_gw_variable));

AG_OP(agola_gw_project_variable_update, gw, "UpdateProjectVariable", "PUT", "/projects/{ref}/variables/{name}", (REF, ref),
      (REF, name), (REQ, agola_gw_variable_req), (RET, agola_gw_variable));

AG_OP(agola_gw_project_variable_delete, gw, "DeleteProjectVariable", "DELETE", "/projects/{ref}/variables/{name}", (REF, ref),
      (REF, name));
