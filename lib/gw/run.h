/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_RUN_H
#define AG_GW_RUN_H

#include "json/json.h"
#include <agola/gw_run.h>

extern const struct agola_type agola_gw_run_summary_type;
extern const struct agola_type agola_gw_run_page_type;
extern const struct agola_type agola_gw_run_task_depend_type;
extern const struct agola_type agola_gw_run_task_summary_type;
extern const struct agola_type agola_gw_run_type;
extern const struct agola_type agola_gw_run_list_opts_type;
extern const struct agola_type agola_gw_run_action_req_type;

#endif
