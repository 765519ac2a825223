/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_RUN_TASK_H
#define AG_GW_RUN_TASK_H

#include "json/json.h"
#include <agola/gw_run_task.h>

extern const struct agola_type agola_gw_run_task_container_type;
extern const struct agola_type agola_gw_run_task_setup_step_type;
extern const struct agola_type agola_gw_run_task_step_type;
extern const struct agola_type agola_gw_run_task_type;
extern const struct agola_type agola_gw_run_task_action_req_type;

#endif
