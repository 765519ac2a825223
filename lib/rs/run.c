/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/run.h"
#include "core/core.h"
#include "rs/run_config.h"

#define V0_7 AG_RELEASE(0, 7, 0)

#define T agola_rs_run_task_step
static const struct agola_field step_fields[] = {
	AG_ENUM(T, phase, ag_executor_task_phase_words, "phase", .flags = AG_OMIT),
	AG_ENUM(T, log_phase, ag_fetch_phase_words, "log_phase", .flags = AG_OMIT),
	AG_OPT_INT(T, exit_status, "exit_status"),
	AG_TIME(T, start_time, "start_time", .flags = AG_OMIT),
	AG_TIME(T, end_time, "end_time", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_run_task_step, step_fields);

#define T agola_rs_run_task
static const struct agola_field task_fields[] = {
	AG_STRING(T, id, "id", .flags = AG_OMIT),
	AG_ENUM(T, status, ag_run_task_status_words, "status", .flags = AG_OMIT),
	AG_BOOL(T, timed_out, "timedout", .flags = AG_OMIT),
	AG_STRING_MAP(T, annotations, "annotations", .flags = AG_OMIT),
	AG_BOOL(T, skip, "skip", .flags = AG_OMIT),
	AG_BOOL(T, waiting_approval, "waiting_approval", .flags = AG_OMIT),
	AG_BOOL(T, approved, "approved", .flags = AG_OMIT),
	AG_OBJECT(T, setup_step, agola_rs_run_task_step, "setup_step"),
	AG_ARRAY(T, steps, agola_rs_run_task_step, "steps", .flags = AG_OMIT),
	AG_INTS(T, workspace_archives, "workspace_archives", .flags = AG_OMIT),
	AG_STRINGS(T, workspace_archives_phase, "workspace_archives_phase", .flags = AG_OMIT),
	AG_TIME(T, start_time, "start_time", .flags = AG_OMIT),
	AG_TIME(T, end_time, "end_time", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_run_task, task_fields);

#define T agola_rs_run
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime"),
	AG_TIME(T, update_time, "updateTime"),
	AG_UINT(T, sequence, "sequence"),
	AG_STRING(T, name, "name", .flags = AG_OMIT),
	AG_STRING(T, run_config_id, "run_config_id", .flags = AG_OMIT),
	AG_UINT(T, counter, "counter", .flags = AG_OMIT),
	AG_STRING(T, group, "group", .flags = AG_OMIT),
	AG_STRING_MAP(T, annotations, "annotations", .flags = AG_OMIT),
	AG_ENUM(T, phase, ag_run_phase_words, "phase", .flags = AG_OMIT),
	AG_ENUM(T, result, ag_run_result_words, "result", .flags = AG_OMIT),
	AG_BOOL(T, stop, "stop", .flags = AG_OMIT),
	AG_MAP(T, tasks, agola_rs_run_task, "tasks", .flags = AG_OMIT),
	AG_TIME(T, enqueue_time, "enqueue_time", .flags = AG_OMIT),
	AG_TIME(T, start_time, "start_time", .flags = AG_OMIT),
	AG_TIME(T, end_time, "end_time", .flags = AG_OMIT),
	AG_BOOL(T, archived, "archived", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_run, fields);

#define TOKENS(T) AG_STRING(T, change_groups_update_tokens, "change_groups_update_tokens")

#define T agola_rs_run_response
static const struct agola_field response_fields[] = {
	AG_OBJECT(T, run, agola_rs_run, "run"),
	AG_OBJECT(T, run_config, agola_rs_run_config, "run_config"),
	TOKENS(T),
};
#undef T
AG_TYPE(agola_rs_run_response, response_fields);

#define T agola_rs_run_page
static const struct agola_field page_fields[] = { AG_ARRAY(T, items, agola_rs_run, "runs"), TOKENS(T) };
#undef T
AG_TYPE_LIST_OBJECT(agola_rs_run_page, page_fields, cursor, 0);

#define CHANGE_GROUPS(T) AG_STRINGS(T, change_groups, "changegroup")
#define PAGE(T)          AG_STRING(T, start, "start"), AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE)
#define FILTER(T)        AG_STRINGS(T, phases, "phase"), AG_STRINGS(T, results, "result")
#define SORT(T)          AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection")
#define GROUP(T)         AG_STRING(T, group, "group", .flags = AG_REQUIRED)

#define T struct agola_rs_run_list_opts
static const struct agola_field list_opts_fields[] = {
	PAGE(T), SORT(T), FILTER(T), AG_STRINGS(T, groups, "group"), AG_TRISTATE(T, last_run, "lastrun"), CHANGE_GROUPS(T),
};
#undef T
AG_TYPE_REQ(agola_rs_run_list_opts, list_opts_fields);

#define T struct agola_rs_run_state_list_opts
static const struct agola_field state_list_opts_fields[] = { PAGE(T), CHANGE_GROUPS(T) };
#undef T
AG_TYPE_REQ(agola_rs_run_state_list_opts, state_list_opts_fields);

#define T struct agola_rs_run_group_state_list_opts
static const struct agola_field group_state_list_opts_fields[] = { GROUP(T), CHANGE_GROUPS(T),
	                                                           AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE) };
#undef T
AG_TYPE_REQ(agola_rs_run_group_state_list_opts, group_state_list_opts_fields);

#define T struct agola_rs_run_group_one_opts
static const struct agola_field group_one_opts_fields[] = { GROUP(T), CHANGE_GROUPS(T) };
#undef T
AG_TYPE_REQ(agola_rs_run_group_one_opts, group_one_opts_fields);

#define T struct agola_rs_run_group_list_opts
static const struct agola_field group_list_opts_fields[] = { PAGE(T), SORT(T), FILTER(T), CHANGE_GROUPS(T) };
#undef T
AG_TYPE_REQ(agola_rs_run_group_list_opts, group_list_opts_fields);

static const struct agola_field get_opts_fields[] = { CHANGE_GROUPS(struct agola_rs_run_get_opts) };
AG_TYPE_REQ(agola_rs_run_get_opts, get_opts_fields);

#define T struct agola_rs_run_create_req
static const struct agola_field create_req_fields[] = {
	AG_MAP(T, run_config_tasks, agola_rs_run_config_task_req, "run_config_tasks"),
	AG_STRING(T, name, "name"),
	AG_STRING(T, group, "group"),
	AG_STRINGS(T, setup_errors, "setup_errors"),
	AG_STRING_MAP(T, static_environment, "static_environment", .flags = AG_SECRET),
	AG_STRING(T, cache_group, "cache_group"),
	AG_STRING(T, run_id, "run_id"),
	AG_TRISTATE(T, from_start, "from_start"),
	AG_STRING_MAP(T, environment, "environment", .flags = AG_SECRET),
	AG_STRING_MAP(T, annotations, "annotations"),
	/* so it is called */
	AG_STRING(T, change_groups_update_tokens, "changeup_update_tokens"),
};
#undef T
AG_TYPE_REQ(agola_rs_run_create_req, create_req_fields);

#define T struct agola_rs_run_action_req
static const struct agola_field action_req_fields[] = {
	AG_ENUM(T, action, ag_rs_run_action_words, "action_type"),
	AG_ENUM(T, phase, ag_run_phase_words, "phase"),
	TOKENS(T),
};
#undef T
AG_TYPE_REQ(agola_rs_run_action_req, action_req_fields);

static const struct agola_field start_req_fields[] = { TOKENS(struct agola_rs_run_start_req) };
AG_TYPE_REQ(agola_rs_run_start_req, start_req_fields);

/* to v0.7.1 runs have no sequence, and a list goes on behind an id */
#define PAGED  .paging = AG_PAGING_START, .start_key = "start", .item_key = "sequence", .old_item_key = "id"
#define QUEUED "phase=queued"

AG_OP(agola_rs_run_list, rs, "GetRuns", "GET", "/runs", (OPTS, agola_rs_run_list_opts), (RET, agola_rs_run_page),
      (ROW, PAGED, .newest_first = true));
AG_ITER(agola_rs_run_iter, rs, agola_rs_run_list, agola_rs_run, 0, (OPTS, agola_rs_run_list_opts));

AG_OP(agola_rs_run_queued_list, rs, "GetQueuedRuns", "GET", "/runs", (OPTS, agola_rs_run_state_list_opts),
      (RET, agola_rs_run_page), (ROW, PAGED, .fixed_query = QUEUED));
AG_ITER(agola_rs_run_queued_iter, rs, agola_rs_run_queued_list, agola_rs_run, 0, (OPTS, agola_rs_run_state_list_opts));

AG_OP(agola_rs_run_running_list, rs, "GetRunningRuns", "GET", "/runs", (OPTS, agola_rs_run_state_list_opts),
      (RET, agola_rs_run_page), (ROW, PAGED, .fixed_query = "phase=running"));
AG_ITER(agola_rs_run_running_iter, rs, agola_rs_run_running_list, agola_rs_run, 0, (OPTS, agola_rs_run_state_list_opts));

AG_OP(agola_rs_run_group_queued_list, rs, "GetGroupQueuedRuns", "GET", "/runs", (OPTS, agola_rs_run_group_state_list_opts),
      (RET, agola_rs_run_page), (ROW, .fixed_query = QUEUED));

AG_OP(agola_rs_run_group_running_list, rs, "GetGroupRunningRuns", "GET", "/runs", (OPTS, agola_rs_run_group_state_list_opts),
      (RET, agola_rs_run_page), (ROW, .fixed_query = "phase=running"));

AG_OP(agola_rs_run_group_first_queued_list, rs, "GetGroupFirstQueuedRuns", "GET", "/runs", (OPTS, agola_rs_run_group_one_opts),
      (RET, agola_rs_run_page), (ROW, .fixed_query = QUEUED "&limit=1&asc="));

AG_OP(agola_rs_run_group_last_list, rs, "GetGroupLastRun", "GET", "/runs", (OPTS, agola_rs_run_group_one_opts),
      (RET, agola_rs_run_page), (ROW, .fixed_query = "limit=1"));

AG_OP(agola_rs_run_group_list, rs, "GetGroupRuns", "GET", "/runs/group/{group}", (REF, group),
      (OPTS, agola_rs_run_group_list_opts), (RET, agola_rs_run_page),
      (ROW, .since = V0_7, .flags = AG_EP_TEXT, .paging = AG_PAGING_START, .start_key = "start", .item_key = "counter",
       .newest_first = true));
/* without a limit the server would send all there are */
AG_ITER(agola_rs_run_group_iter, rs, agola_rs_run_group_list, agola_rs_run, 40, (REF, group),
        (OPTS, agola_rs_run_group_list_opts));

AG_OP(agola_rs_run_create, rs, "CreateRun", "POST", "/runs", (REQ, agola_rs_run_create_req), (RET, agola_rs_run_response));

AG_OP(agola_rs_run_get, rs, "GetRun", "GET", "/runs/{run_id}", (REF, run_id), (OPTS, agola_rs_run_get_opts),
      (RET, agola_rs_run_response));

AG_OP(agola_rs_run_get_by_group, rs, "GetRunByGroup", "GET", "/runs/group/{group}/{#}", (REF, group), (NUM, counter),
      (OPTS, agola_rs_run_get_opts), (RET, agola_rs_run_response), (ROW, .since = V0_7, .flags = AG_EP_TEXT));

AG_OP(agola_rs_run_action, rs, "RunActions", "PUT", "/runs/{run_id}/actions", (REF, run_id), (REQ, agola_rs_run_action_req));

AG_OP(agola_rs_run_start, rs, "StartRun", "PUT", "/runs/{run_id}/actions", (REF, run_id), (REQ, agola_rs_run_start_req),
      (ROW, .fixed_body = "\"action_type\":\"changephase\",\"phase\":\"running\""));
