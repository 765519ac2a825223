/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/run_event.h"
#include "core/core.h"
#include "rs/run_config.h"

#define T agola_rs_run_event_step
static const struct agola_field step_fields[] = {
	AG_ENUM(T, phase, ag_executor_task_phase_words, "phase", .flags = AG_OMIT),
	AG_OPT_INT(T, exit_status, "exit_status", .flags = AG_OMIT),
	AG_TIME(T, start_time, "start_time", .flags = AG_OMIT),
	AG_TIME(T, end_time, "end_time", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_run_event_step, step_fields);

#define T agola_rs_run_event_task
static const struct agola_field task_fields[] = {
	AG_STRING(T, id, "id", .flags = AG_OMIT),
	AG_STRING(T, name, "name", .flags = AG_OMIT),
	AG_INT(T, level, "level", .flags = AG_OMIT),
	AG_BOOL(T, skip, "skip", .flags = AG_OMIT),
	AG_MAP(T, depends, agola_rs_depend, "depends", .flags = AG_OMIT),
	AG_ENUM(T, status, ag_run_task_status_words, "status", .flags = AG_OMIT),
	AG_BOOL(T, timed_out, "timedout", .flags = AG_OMIT),
	AG_BOOL(T, waiting_approval, "waiting_approval", .flags = AG_OMIT),
	AG_BOOL(T, approved, "approved", .flags = AG_OMIT),
	AG_OBJECT(T, setup_step, agola_rs_run_event_step, "setup_step"),
	AG_ARRAY(T, steps, agola_rs_run_event_step, "steps", .flags = AG_OMIT),
	AG_TIME(T, start_time, "start_time", .flags = AG_OMIT),
	AG_TIME(T, end_time, "end_time", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_run_event_task, task_fields);

#define T agola_rs_run_event_data
static const struct agola_field data_fields[] = {
	AG_STRING(T, id, "id", .flags = AG_OMIT),
	AG_STRING(T, name, "name", .flags = AG_OMIT),
	AG_UINT(T, counter, "counter", .flags = AG_OMIT),
	AG_ENUM(T, phase, ag_run_phase_words, "phase", .flags = AG_OMIT),
	AG_ENUM(T, result, ag_run_result_words, "result", .flags = AG_OMIT),
	AG_STRINGS(T, setup_errors, "setup_errors", .flags = AG_OMIT),
	AG_MAP(T, tasks, agola_rs_run_event_task, "tasks", .flags = AG_OMIT),
	AG_TIME(T, enqueue_time, "enqueue_time", .flags = AG_OMIT),
	AG_TIME(T, start_time, "start_time", .flags = AG_OMIT),
	AG_TIME(T, end_time, "end_time", .flags = AG_OMIT),
	AG_STRING_MAP(T, annotations, "annotations", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_run_event_data, data_fields);

#define T agola_rs_run_event
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime"),
	AG_TIME(T, update_time, "updateTime"),
	AG_UINT(T, sequence, "Sequence", .flags = AG_OLD_TEXT),
	AG_STRING(T, event_type, "RunEventType"),
	AG_STRING(T, run_id, "RunID"),
	AG_ENUM(T, phase, ag_run_phase_words, "Phase"),
	AG_ENUM(T, result, ag_run_result_words, "Result"),
	AG_OBJECT(T, data, agola_rs_run_event_data, "Data"),
	AG_UINT(T, data_version, "DataVersion"),
};
#undef T
AG_TYPE(agola_rs_run_event, fields);
AG_EVENTS(agola_rs_run_event);

/* v0.8.0 calls it otherwise */
static const struct agola_field opts_fields[] = {
	AG_UINT(struct agola_rs_run_events_opts, after_sequence, "afterSequence", .old_key = "startsequence"),
};
AG_TYPE_REQ(agola_rs_run_events_opts, opts_fields);

AG_OP(agola_rs_run_events, rs, "GetRunEvents", "GET", "/runs/events", (OPTS, agola_rs_run_events_opts),
      (EVENTS, agola_rs_run_event), (ROW, .flags = AG_EP_LIVE));
