/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/executor.h"
#include "core/core.h"

#define T struct agola_rs_executor_status_req
static const struct agola_field status_req_fields[] = {
	AG_STRING(T, listen_url, "listenURL", .flags = AG_REQUIRED),
	AG_STRINGS(T, archs, "archs"),
	AG_STRING_MAP(T, labels, "labels"),
	AG_TRISTATE(T, allow_privileged_containers, "allow_privileged_containers"),
	AG_INT(T, active_tasks_limit, "active_tasks_limit", .flags = AG_NOT_NEGATIVE),
	AG_INT(T, active_tasks, "active_tasks", .flags = AG_NOT_NEGATIVE),
	AG_TRISTATE(T, dynamic, "dynamic"),
	AG_STRING(T, executor_group, "executor_group"),
	AG_STRINGS(T, siblings_executors, "siblings_executors"),
};
#undef T
AG_TYPE_REQ(agola_rs_executor_status_req, status_req_fields);

/* to v0.7.1 the body is what is stored, with its id */
AG_OP(agola_rs_executor_send_status, rs, "SendExecutorStatus", "POST", "/executor/{executor_id}", (REF, executor_id),
      (REQ, agola_rs_executor_status_req), (ROW, .fixed_body = "\"id\":{}"));

AG_OP(agola_rs_executor_delete, rs, "DeleteExecutor", "DELETE", "/executor/{executor_id}", (REF, executor_id));
