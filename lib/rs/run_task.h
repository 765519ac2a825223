/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_RUN_TASK_H
#define AG_RS_RUN_TASK_H

#include "json/json.h"
#include <agola/rs_run_task.h>

extern const struct agola_type agola_rs_run_task_action_req_type;
extern const struct agola_type agola_rs_run_task_set_annotations_req_type;
extern const struct agola_type agola_rs_run_task_approve_req_type;

#endif
