/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_EXECUTOR_TASK_H
#define AG_RS_EXECUTOR_TASK_H

#include "json/json.h"
#include <agola/rs_executor_task.h>

extern const struct agola_type agola_rs_executor_task_step_status_type;
extern const struct agola_type agola_rs_executor_task_status_type;
extern const struct agola_type agola_rs_workspace_operation_type;
extern const struct agola_type agola_rs_executor_task_spec_type;
extern const struct agola_type agola_rs_executor_task_type;
extern const struct agola_type agola_rs_executor_task_page_type;
extern const struct agola_type agola_rs_executor_task_step_status_req_type;
extern const struct agola_type agola_rs_executor_task_status_req_type;

#endif
