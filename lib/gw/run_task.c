/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/run_task.h"
#include "core/core.h"

#define V0_7 AG_RELEASE(0, 7, 0)

static const struct agola_field container_fields[] = { AG_STRING(agola_gw_run_task_container, image, "image") };
AG_TYPE(agola_gw_run_task_container, container_fields);

#define T agola_gw_run_task_setup_step
static const struct agola_field setup_step_fields[] = {
	AG_ENUM(T, phase, ag_executor_task_phase_words, "phase"),
	AG_STRING(T, name, "name"),
	AG_TIME(T, start_time, "start_time"),
	AG_TIME(T, end_time, "end_time"),
};
#undef T
AG_TYPE(agola_gw_run_task_setup_step, setup_step_fields);

#define T agola_gw_run_task_step
static const struct agola_field step_fields[] = {
	AG_ENUM(T, phase, ag_executor_task_phase_words, "phase"),
	AG_ENUM(T, type, ag_step_type_words, "type"),
	AG_STRING(T, name, "name"),
	AG_STRING(T, command, "command"),
	AG_STRING(T, shell, "shell"),
	AG_OPT_INT(T, exit_status, "exit_status"),
	AG_TIME(T, start_time, "start_time"),
	AG_TIME(T, end_time, "end_time"),
	AG_BOOL(T, log_archived, "log_archived"),
};
#undef T
AG_TYPE(agola_gw_run_task_step, step_fields);

#define T agola_gw_run_task
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, name, "name"),
	AG_ENUM(T, status, ag_run_task_status_words, "status"),
	AG_BOOL(T, timed_out, "timedout"),
	AG_ARRAY(T, containers, agola_gw_run_task_container, "containers"),
	AG_BOOL(T, waiting_approval, "waiting_approval"),
	AG_BOOL(T, approved, "approved"),
	AG_STRING_MAP(T, approval_annotations, "approval_annotations"),
	AG_OBJECT(T, setup_step, agola_gw_run_task_setup_step, "setup_step"),
	AG_ARRAY(T, steps, agola_gw_run_task_step, "steps"),
	AG_TIME(T, start_time, "start_time"),
	AG_TIME(T, end_time, "end_time"),
	AG_DURATION(T, task_timeout_interval, "task_timeout_interval"),
};
#undef T
AG_TYPE(agola_gw_run_task, fields);

static const struct agola_field action_req_fields[] = {
	AG_ENUM(struct agola_gw_run_task_action_req, action, ag_run_task_action_words, "action_type"),
};
AG_TYPE_REQ(agola_gw_run_task_action_req, action_req_fields);

AG_OP(agola_gw_project_run_task_get, gw, "GetProjectRunTask", "GET", "/projects/{project_ref}/runs/{#}/tasks/{task_id}",
      (REF, project_ref), (NUM, run_number), (REF, task_id), (RET, agola_gw_run_task), (ROW, .since = V0_7));

AG_OP(agola_gw_project_run_task_action, gw, "ProjectRunTaskAction", "PUT",
      "/projects/{project_ref}/runs/{#}/tasks/{task_id}/actions", (REF, project_ref), (NUM, run_number), (REF, task_id),
      (REQ, agola_gw_run_task_action_req), (ROW, .since = V0_7));

AG_OP(agola_gw_user_run_task_get, gw, "GetUserRunTask", "GET", "/users/{user_ref}/runs/{#}/tasks/{task_id}", (REF, user_ref),
      (NUM, run_number), (REF, task_id), (RET, agola_gw_run_task), (ROW, .since = V0_7));

AG_OP(agola_gw_user_run_task_action, gw, "UserRunTaskAction", "PUT", "/users/{user_ref}/runs/{#}/tasks/{task_id}/actions",
      (REF, user_ref), (NUM, run_number), (REF, task_id), (REQ, agola_gw_run_task_action_req), (ROW, .since = V0_7));
