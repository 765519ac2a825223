/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/project_group.h"
#include "core/core.h"
#include "gw/project.h"

#define T agola_gw_project_group
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, name, "name"),
	AG_STRING(T, path, "path"),
	AG_STRING(T, parent_path, "parent_path"),
	AG_ENUM(T, visibility, ag_visibility_words, "visibility"),
	AG_ENUM(T, global_visibility, ag_visibility_words, "global_visibility"),
};
#undef T
AG_TYPE(agola_gw_project_group, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_project_group_page, items, agola_gw_project_group, "") };
AG_TYPE_PLAIN_LIST(agola_gw_project_group_page, page_fields);

/* What is created and what is changed has the same keys. */
#define REQ_ROWS(T)                                                                                                              \
	AG_STRING(T, name, "name"), AG_STRING(T, parent_ref, "parent_ref"),                                                      \
	        AG_ENUM(T, visibility, ag_visibility_words, "visibility")

static const struct agola_field create_req_fields[] = { REQ_ROWS(struct agola_gw_project_group_create_req) };
AG_TYPE_REQ(agola_gw_project_group_create_req, create_req_fields);

static const struct agola_field update_req_fields[] = { REQ_ROWS(struct agola_gw_project_group_update_req) };
AG_TYPE_REQ(agola_gw_project_group_update_req, update_req_fields);

AG_OP(agola_gw_project_group_get, gw, "GetProjectGroup", "GET", "/projectgroups/{ref}", (REF, ref),
      (RET, agola_gw_project_group));

AG_OP(agola_gw_project_group_subgroup_list, gw, "GetProjectGroupSubgroups", "GET", "/projectgroups/{ref}/subgroups", (REF, ref),
      (RET, agola_gw_project_group_page));

AG_OP(agola_gw_project_group_project_list, gw, "GetProjectGroupProjects", "GET", "/projectgroups/{ref}/projects", (REF, ref),
      (RET, agola_gw_project_page));

AG_OP(agola_gw_project_group_create, gw, "CreateProjectGroup", "POST", "/projectgroups", (REQ, agola_gw_project_group_create_req),
      (RET, agola_gw_project_group));

AG_OP(agola_gw_project_group_update, gw, "UpdateProjectGroup", "PUT", "/projectgroups/{ref}", (REF, ref),
      (REQ, agola_gw_project_group_update_req), (RET, agola_gw_project_group));

AG_OP(agola_gw_project_group_delete, gw, "DeleteProjectGroup", "DELETE", "/projectgroups/{ref}", (REF, ref));
