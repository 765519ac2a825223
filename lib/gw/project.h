/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_PROJECT_H
#define AG_GW_PROJECT_H

#include "json/json.h"
#include <agola/gw_project.h>

extern const struct agola_type agola_gw_project_type;
extern const struct agola_type agola_gw_project_page_type;
extern const struct agola_type agola_gw_project_create_req_type;
extern const struct agola_type agola_gw_project_update_req_type;
extern const struct agola_type agola_gw_project_create_run_req_type;

#endif
