/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/log.h"
#include "core/core.h"
#include "gw/run_task.h"

#define V0_7 AG_RELEASE(0, 7, 0)

#define T struct agola_gw_log_get_opts
static const struct agola_field get_opts_fields[] = {
	AG_TRISTATE(T, setup, "setup"),
	AG_INT(T, step, "step", .flags = AG_NOT_NEGATIVE | AG_ALWAYS | AG_ELSE),
	AG_TRISTATE(T, follow, "follow"),
	AG_INT(T, offset, "offset", .flags = AG_NOT_NEGATIVE | AG_NOT_SENT),
	AG_TRISTATE(T, no_check, "no_check", .flags = AG_NOT_SENT),
};
#undef T
AG_TYPE_REQ(agola_gw_log_get_opts, get_opts_fields);

#define T struct agola_gw_log_delete_opts
static const struct agola_field delete_opts_fields[] = {
	AG_TRISTATE(T, setup, "setup"),
	AG_INT(T, step, "step", .flags = AG_NOT_NEGATIVE | AG_ALWAYS | AG_ELSE),
};
#undef T
AG_TYPE_REQ(agola_gw_log_delete_opts, delete_opts_fields);

static struct ag_follow_plan plan(const void *opts)
{
	const struct agola_gw_log_get_opts *o = opts;

	return (struct ag_follow_plan){ .offset = o->offset, .live = o->follow == AGOLA_TRUE && o->no_check != AGOLA_TRUE };
}

/* The stream of the setup ends with step 0, not with the setup. */
static bool ended(const void *answer, const void *opts)
{
	const struct agola_gw_log_get_opts *o = opts;
	const agola_gw_run_task *task = answer;
	size_t at = o->setup == AGOLA_TRUE ? 0 : (size_t)o->step;

	return ag_follow_is_over(task->status, at < task->n_steps ? task->steps[at]->phase : 0);
}

static const struct ag_follow of_project = { .check = "agola_gw_project_run_task_get", .plan = plan, .ended = ended };
static const struct ag_follow of_user = { .check = "agola_gw_user_run_task_get", .plan = plan, .ended = ended };

#define OF_PROJECT "/projects/{project_ref}/runs/{#}/tasks/{task_id}/logs"
#define OF_USER    "/users/{user_ref}/runs/{#}/tasks/{task_id}/logs"

AG_OP(agola_gw_project_log_get, gw, "GetProjectLogs", "GET", OF_PROJECT, (REF, project_ref), (NUM, run_number), (REF, task_id),
      (OPTS, agola_gw_log_get_opts), (SINK, sink),
      (ROW, .since = V0_7, .flags = AG_EP_LIVE, .media = "text/plain", .follow = &of_project));

AG_OP(agola_gw_project_log_delete, gw, "DeleteProjectLogs", "DELETE", OF_PROJECT, (REF, project_ref), (NUM, run_number),
      (REF, task_id), (OPTS, agola_gw_log_delete_opts), (ROW, .since = V0_7));

AG_OP(agola_gw_user_log_get, gw, "GetUserLogs", "GET", OF_USER, (REF, user_ref), (NUM, run_number), (REF, task_id),
      (OPTS, agola_gw_log_get_opts), (SINK, sink),
      (ROW, .since = V0_7, .flags = AG_EP_LIVE, .media = "text/plain", .follow = &of_user));

AG_OP(agola_gw_user_log_delete, gw, "DeleteUserLogs", "DELETE", OF_USER, (REF, user_ref), (NUM, run_number), (REF, task_id),
      (OPTS, agola_gw_log_delete_opts), (ROW, .since = V0_7));
