/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_RUN_H
#define AG_RS_RUN_H

#include "json/json.h"
#include <agola/rs_run.h>

extern const struct agola_type agola_rs_run_task_step_type;
extern const struct agola_type agola_rs_run_task_type;
extern const struct agola_type agola_rs_run_type;
extern const struct agola_type agola_rs_run_response_type;
extern const struct agola_type agola_rs_run_page_type;
extern const struct agola_type agola_rs_run_list_opts_type;
extern const struct agola_type agola_rs_run_state_list_opts_type;
extern const struct agola_type agola_rs_run_group_state_list_opts_type;
extern const struct agola_type agola_rs_run_group_one_opts_type;
extern const struct agola_type agola_rs_run_group_list_opts_type;
extern const struct agola_type agola_rs_run_get_opts_type;
extern const struct agola_type agola_rs_run_create_req_type;
extern const struct agola_type agola_rs_run_action_req_type;
extern const struct agola_type agola_rs_run_start_req_type;

#endif
