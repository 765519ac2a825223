/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_PROJECT_GROUP_H
#define AG_GW_PROJECT_GROUP_H

#include "json/json.h"
#include <agola/gw_project_group.h>

extern const struct agola_type agola_gw_project_group_type;
extern const struct agola_type agola_gw_project_group_page_type;
extern const struct agola_type agola_gw_project_group_create_req_type;
extern const struct agola_type agola_gw_project_group_update_req_type;

#endif
