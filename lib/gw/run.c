/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/run.h"
#include "core/core.h"

#define V0_7 AG_RELEASE(0, 7, 0)

#define T agola_gw_run_summary
static const struct agola_field summary_fields[] = {
	AG_UINT(T, number, "number"),
	AG_STRING(T, name, "name"),
	AG_STRING_MAP(T, annotations, "annotations"),
	AG_ENUM(T, phase, ag_run_phase_words, "phase"),
	AG_ENUM(T, result, ag_run_result_words, "result"),
	AG_STRINGS(T, tasks_waiting_approval, "tasks_waiting_approval"),
	AG_TIME(T, enqueue_time, "enqueue_time"),
	AG_TIME(T, start_time, "start_time"),
	AG_TIME(T, end_time, "end_time"),
};
#undef T
AG_TYPE(agola_gw_run_summary, summary_fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_run_page, items, agola_gw_run_summary, "") };
AG_TYPE_LIST(agola_gw_run_page, page_fields, cursor);

#define T agola_gw_run_task_depend
static const struct agola_field depend_fields[] = {
	AG_STRING(T, task_id, "task_id", .flags = AG_OMIT),
	AG_STRINGS(T, conditions, "conditions", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_gw_run_task_depend, depend_fields);

#define T agola_gw_run_task_summary
static const struct agola_field task_fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, name, "name"),
	AG_ENUM(T, status, ag_run_task_status_words, "status"),
	AG_BOOL(T, timed_out, "timedout"),
	AG_INT(T, level, "level"),
	AG_MAP(T, depends, agola_gw_run_task_depend, "depends"),
	AG_BOOL(T, waiting_approval, "waiting_approval"),
	AG_BOOL(T, approved, "approved"),
	AG_STRING_MAP(T, approval_annotations, "approval_annotations"),
	AG_TIME(T, start_time, "start_time"),
	AG_TIME(T, end_time, "end_time"),
	AG_DURATION(T, task_timeout_interval, "task_timeout_interval"),
};
#undef T
AG_TYPE(agola_gw_run_task_summary, task_fields);

#define T agola_gw_run
static const struct agola_field fields[] = {
	AG_UINT(T, number, "number"),
	AG_STRING(T, name, "name"),
	AG_STRING_MAP(T, annotations, "annotations"),
	AG_ENUM(T, phase, ag_run_phase_words, "phase"),
	AG_ENUM(T, result, ag_run_result_words, "result"),
	AG_STRINGS(T, setup_errors, "setup_errors"),
	AG_BOOL(T, stopping, "stopping"),
	AG_MAP(T, tasks, agola_gw_run_task_summary, "tasks"),
	AG_STRINGS(T, tasks_waiting_approval, "tasks_waiting_approval"),
	AG_TIME(T, enqueue_time, "enqueue_time"),
	AG_TIME(T, start_time, "start_time"),
	AG_TIME(T, end_time, "end_time"),
	AG_BOOL(T, can_restart_from_scratch, "can_restart_from_scratch"),
	AG_BOOL(T, can_restart_from_failed_tasks, "can_restart_from_failed_tasks"),
};
#undef T
AG_TYPE(agola_gw_run, fields);

#define T struct agola_gw_run_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, cursor, "cursor"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
	AG_UINT(T, start, "start"),
	AG_STRING(T, subgroup, "subgroup"),
	AG_STRINGS(T, phases, "phase"),
	AG_STRINGS(T, results, "result"),
};
#undef T
AG_TYPE_REQ(agola_gw_run_list_opts, list_opts_fields);

#define T struct agola_gw_run_action_req
static const struct agola_field action_req_fields[] = {
	AG_ENUM(T, action, ag_run_action_words, "action_type"),
	AG_TRISTATE(T, from_start, "from_start"),
};
#undef T
AG_TYPE_REQ(agola_gw_run_action_req, action_req_fields);

#define RUNS                                                                                                                     \
	.since = V0_7, .paging = AG_PAGING_CURSOR, .start_key = "start", .item_key = "number", .newest_first = true,             \
	.cursor_loses = "subgroup"

AG_OP(agola_gw_project_run_list, gw, "GetProjectRuns", "GET", "/projects/{project_ref}/runs", (REF, project_ref),
      (OPTS, agola_gw_run_list_opts), (RET, agola_gw_run_page), (ROW, RUNS));

AG_ITER(agola_gw_project_run_iter, gw, agola_gw_project_run_list, agola_gw_run_summary, 0, (REF, project_ref),
        (OPTS, agola_gw_run_list_opts));

AG_OP(agola_gw_project_run_get, gw, "GetProjectRun", "GET", "/projects/{project_ref}/runs/{#}", (REF, project_ref),
      (NUM, run_number), (RET, agola_gw_run), (ROW, .since = V0_7));

AG_OP(agola_gw_project_run_action, gw, "ProjectRunAction", "PUT", "/projects/{project_ref}/runs/{#}/actions", (REF, project_ref),
      (NUM, run_number), (REQ, agola_gw_run_action_req), (RET, agola_gw_run), (ROW, .since = V0_7));

AG_OP(agola_gw_user_run_list, gw, "GetUserRuns", "GET", "/users/{user_ref}/runs", (REF, user_ref), (OPTS, agola_gw_run_list_opts),
      (RET, agola_gw_run_page), (ROW, RUNS));

AG_ITER(agola_gw_user_run_iter, gw, agola_gw_user_run_list, agola_gw_run_summary, 0, (REF, user_ref),
        (OPTS, agola_gw_run_list_opts));

AG_OP(agola_gw_user_run_get, gw, "GetUserRun", "GET", "/users/{user_ref}/runs/{#}", (REF, user_ref), (NUM, run_number),
      (RET, agola_gw_run), (ROW, .since = V0_7));

AG_OP(agola_gw_user_run_action, gw, "UserRunAction", "PUT", "/users/{user_ref}/runs/{#}/actions", (REF, user_ref),
      (NUM, run_number), (REQ, agola_gw_run_action_req), (RET, agola_gw_run), (ROW, .since = V0_7));
