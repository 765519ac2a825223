/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_PROJECT_H
#define AG_CS_PROJECT_H

#include "json/json.h"
#include <agola/cs_project.h>

extern const struct agola_type agola_cs_parent_type;
extern const struct agola_type agola_cs_parent_req_type;
extern const struct agola_type agola_cs_project_type;
extern const struct agola_type agola_cs_project_page_type;
extern const struct agola_type agola_cs_project_req_type;

/* What every object begins with, and what the server works out of where an object is. */
#define AG_CS_META(T)                                                                                                            \
	AG_STRING(T, id, "id"), AG_TIME(T, creation_time, "creationTime", .flags = AG_OMIT),                                     \
	        AG_TIME(T, update_time, "updateTime", .flags = AG_OMIT), AG_STRING(T, name, "name", .flags = AG_OMIT),           \
	        AG_OBJECT(T, parent, agola_cs_parent, "parent")
#define AG_CS_PLACE(T)                                                                                                           \
	AG_ENUM(T, owner_type, ag_object_kind_words, "OwnerType"), AG_STRING(T, owner_id, "OwnerID"),                            \
	        AG_STRING(T, path, "Path"), AG_STRING(T, parent_path, "ParentPath"),                                             \
	        AG_ENUM(T, global_visibility, ag_visibility_words, "GlobalVisibility")

#endif
