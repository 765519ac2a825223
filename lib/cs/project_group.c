/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/project_group.h"
#include "core/core.h"
#include "cs/project.h"

#define T agola_cs_project_group
static const struct agola_field fields[] = {
	AG_CS_META(T),
	AG_ENUM(T, visibility, ag_visibility_words, "visibility", .flags = AG_OMIT),
	AG_CS_PLACE(T),
};
#undef T
AG_TYPE(agola_cs_project_group, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_project_group_page, items, agola_cs_project_group, "") };
AG_TYPE_PLAIN_LIST(agola_cs_project_group_page, page_fields);

#define T struct agola_cs_project_group_req
static const struct agola_field req_fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, name, "Name"),
	AG_OBJECT(T, parent, agola_cs_parent_req, "Parent"),
	AG_ENUM(T, visibility, ag_visibility_words, "Visibility"),
};
#undef T
AG_TYPE_REQ(agola_cs_project_group_req, req_fields);

AG_OP(agola_cs_project_group_get, cs, "GetProjectGroup", "GET", "/projectgroups/{ref}", (REF, ref),
      (RET, agola_cs_project_group));

AG_OP(agola_cs_project_group_subgroup_list, cs, "GetProjectGroupSubgroups", "GET", "/projectgroups/{ref}/subgroups", (REF, ref),
      (RET, agola_cs_project_group_page));

AG_OP(agola_cs_project_group_project_list, cs, "GetProjectGroupProjects", "GET", "/projectgroups/{ref}/projects", (REF, ref),
      (RET, agola_cs_project_page));

AG_OP(agola_cs_project_group_create, cs, "CreateProjectGroup", "POST", "/projectgroups", (REQ, agola_cs_project_group_req),
      (RET, agola_cs_project_group));

AG_OP(agola_cs_project_group_update, cs, "UpdateProjectGroup", "PUT", "/projectgroups/{ref}", (REF, ref),
      (REQ, agola_cs_project_group_req), (RET, agola_cs_project_group));

AG_OP(agola_cs_project_group_delete, cs, "DeleteProjectGroup", "DELETE", "/projectgroups/{ref}", (REF, ref));
