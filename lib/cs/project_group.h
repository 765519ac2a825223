/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_PROJECT_GROUP_H
#define AG_CS_PROJECT_GROUP_H

#include "json/json.h"
#include <agola/cs_project_group.h>

extern const struct agola_type agola_cs_project_group_type;
extern const struct agola_type agola_cs_project_group_page_type;
extern const struct agola_type agola_cs_project_group_req_type;

#endif
