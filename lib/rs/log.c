/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/log.h"
#include "core/core.h"
#include <agola/rs_run.h>

#include <string.h>

#define WHICH(T)                                                                                                                 \
	AG_STRING(T, run_id, "runid", .flags = AG_REQUIRED), AG_STRING(T, task_id, "taskid", .flags = AG_REQUIRED),              \
	        AG_TRISTATE(T, setup, "setup"), AG_INT(T, step, "step", .flags = AG_ALWAYS | AG_ELSE | AG_NOT_NEGATIVE)

#define T struct agola_rs_log_get_opts
static const struct agola_field get_opts_fields[] = {
	WHICH(T),
	AG_TRISTATE(T, follow, "follow"),
	AG_INT(T, offset, "offset", .flags = AG_NOT_NEGATIVE | AG_NOT_SENT),
	AG_TRISTATE(T, no_check, "no_check", .flags = AG_NOT_SENT),
};
#undef T
AG_TYPE_REQ(agola_rs_log_get_opts, get_opts_fields);

static const struct agola_field delete_opts_fields[] = { WHICH(struct agola_rs_log_delete_opts) };
AG_TYPE_REQ(agola_rs_log_delete_opts, delete_opts_fields);

static struct ag_follow_plan plan(const void *opts)
{
	const struct agola_rs_log_get_opts *o = opts;

	return (struct ag_follow_plan){ .offset = o->offset,
		                        .live = o->follow == AGOLA_TRUE && o->no_check != AGOLA_TRUE,
		                        .plain = true };
}

static const char *run_of(const void *opts)
{
	return ((const struct agola_rs_log_get_opts *)opts)->run_id;
}

/* The stream of the setup ends with step 0, not with the setup. */
static bool ended(const void *answer, const void *opts)
{
	const struct agola_rs_log_get_opts *o = opts;
	const agola_rs_run *run = ((const agola_rs_run_response *)answer)->run;
	size_t at = o->setup == AGOLA_TRUE ? 0 : (size_t)o->step;

	for (size_t i = 0; run && i < run->n_tasks; i++) {
		const agola_rs_run_task *task = run->tasks[i]->value;

		if (task && strcmp(run->tasks[i]->key, o->task_id) == 0)
			return ag_follow_is_over(task->status,
			                         at < task->n_steps && task->steps[at] ? task->steps[at]->phase : 0);
	}
	return false;
}

static const struct ag_follow of_run = { .plan = plan, .check = "agola_rs_run_get", .ref = run_of, .ended = ended };

AG_OP(agola_rs_log_get, rs, "GetLogs", "GET", "/logs", (OPTS, agola_rs_log_get_opts), (SINK, sink),
      (ROW, .flags = AG_EP_LIVE | AG_EP_SNIFFED, .follow = &of_run));

AG_OP(agola_rs_log_delete, rs, "DeleteLogs", "DELETE", "/logs", (OPTS, agola_rs_log_delete_opts),
      (ROW, .since = AG_RELEASE(0, 4, 0)));
