/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/executor_task.h"
#include "core/core.h"
#include "rs/run_config.h"

#define STEP_STATUS(T)                                                                                                           \
	AG_ENUM(T, phase, ag_executor_task_phase_words, "phase"), AG_TIME(T, start_time, "start_time"),                          \
	        AG_TIME(T, end_time, "end_time"), AG_OPT_INT(T, exit_status, "exit_status")

static const struct agola_field step_status_fields[] = { STEP_STATUS(agola_rs_executor_task_step_status) };
AG_TYPE(agola_rs_executor_task_step_status, step_status_fields);

#define T agola_rs_executor_task_status
static const struct agola_field status_fields[] = {
	AG_ENUM(T, phase, ag_executor_task_phase_words, "phase"),
	AG_BOOL(T, timed_out, "timedout"),
	AG_STRING(T, fail_error, "fail_error"),
	AG_OBJECT(T, setup_step, agola_rs_executor_task_step_status, "setup_step"),
	AG_ARRAY(T, steps, agola_rs_executor_task_step_status, "steps"),
	AG_TIME(T, start_time, "start_time"),
	AG_TIME(T, end_time, "end_time"),
};
#undef T
AG_TYPE(agola_rs_executor_task_status, status_fields);

#define T agola_rs_workspace_operation
static const struct agola_field operation_fields[] = {
	AG_STRING(T, task_id, "task_id", .flags = AG_OMIT),
	AG_INT(T, step, "step", .flags = AG_OMIT),
	AG_BOOL(T, overwrite, "overwrite", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_workspace_operation, operation_fields);

#define T agola_rs_executor_task_spec
static const struct agola_field spec_fields[] = {
	AG_STRING(T, task_name, "task_name"),
	AG_STRING(T, arch, "arch"),
	AG_ARRAY(T, containers, agola_rs_container, "containers"),
	AG_STRING_MAP(T, environment, "environment", .flags = AG_SECRET),
	AG_STRING(T, working_dir, "working_dir"),
	AG_STRING(T, shell, "shell"),
	AG_STRING(T, user, "user"),
	AG_BOOL(T, privileged, "privileged"),
	AG_ARRAY(T, workspace_operations, agola_rs_workspace_operation, "workspace_operations"),
	AG_MAP(T, docker_registries_auth, agola_rs_docker_registry_auth, "docker_registries_auth"),
	AG_STRING(T, cache_prefix, "cache_prefix"),
	AG_ARRAY(T, steps, agola_rs_step, "steps"),
	AG_DURATION(T, task_timeout_interval, "task_timeout_interval"),
};
#undef T
AG_TYPE(agola_rs_executor_task_spec, spec_fields);

#define T agola_rs_executor_task
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, executor_id, "executor_id"),
	AG_BOOL(T, stop, "stop"),
	AG_OBJECT(T, status, agola_rs_executor_task_status, "status"),
	AG_OBJECT(T, spec, agola_rs_executor_task_spec, "spec"),
};
#undef T
AG_TYPE(agola_rs_executor_task, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_rs_executor_task_page, items, agola_rs_executor_task, "") };
AG_TYPE_PLAIN_LIST(agola_rs_executor_task_page, page_fields);

static const struct agola_field step_status_req_fields[] = { STEP_STATUS(struct agola_rs_executor_task_step_status_req) };
AG_TYPE_REQ(agola_rs_executor_task_step_status_req, step_status_req_fields);

#define T struct agola_rs_executor_task_status_req
static const struct agola_field status_req_fields[] = {
	AG_ENUM(T, phase, ag_executor_task_phase_words, "phase"),
	AG_TRISTATE(T, timed_out, "timedout"),
	AG_STRING(T, fail_error, "fail_error"),
	AG_OBJECT(T, setup_step, agola_rs_executor_task_step_status_req, "setup_step"),
	AG_ARRAY(T, steps, agola_rs_executor_task_step_status_req, "steps"),
	AG_TIME(T, start_time, "start_time"),
	AG_TIME(T, end_time, "end_time"),
};
#undef T
AG_TYPE_REQ(agola_rs_executor_task_status_req, status_req_fields);

/* tasks of earlier releases have the same keys elsewhere */
#define ROWS .since = AG_RELEASE(0, 8, 0), .flags = AG_EP_ASK

AG_OP(agola_rs_executor_task_list, rs, "GetExecutorTasks", "GET", "/executor/{executor_id}/tasks", (REF, executor_id),
      (RET, agola_rs_executor_task_page), (ROW, ROWS));

AG_OP(agola_rs_executor_task_get, rs, "GetExecutorTask", "GET", "/executor/{executor_id}/tasks/{task_id}", (REF, executor_id),
      (REF, task_id), (RET, agola_rs_executor_task), (ROW, ROWS));

AG_OP(agola_rs_executor_task_send_status, rs, "SendExecutorTaskStatus", "POST", "/executor/{executor_id}/tasks/{task_id}",
      (REF, executor_id), (REF, task_id), (REQ, agola_rs_executor_task_status_req), (ROW, ROWS));
