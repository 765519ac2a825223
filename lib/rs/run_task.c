/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/run_task.h"
#include "core/core.h"

#define ANNOTATIONS(T) AG_STRING_MAP(T, annotations, "annotations")
#define TOKENS(T)      AG_STRING(T, change_groups_update_tokens, "change_groups_update_tokens")

#define T struct agola_rs_run_task_action_req
static const struct agola_field action_req_fields[] = {
	AG_ENUM(T, action, ag_rs_run_task_action_words, "action_type"),
	ANNOTATIONS(T),
	TOKENS(T),
};
#undef T
AG_TYPE_REQ(agola_rs_run_task_action_req, action_req_fields);

#define T struct agola_rs_run_task_set_annotations_req
static const struct agola_field set_annotations_req_fields[] = { ANNOTATIONS(T), TOKENS(T) };
#undef T
AG_TYPE_REQ(agola_rs_run_task_set_annotations_req, set_annotations_req_fields);

static const struct agola_field approve_req_fields[] = { TOKENS(struct agola_rs_run_task_approve_req) };
AG_TYPE_REQ(agola_rs_run_task_approve_req, approve_req_fields);

#define ACTIONS "/runs/{run_id}/tasks/{task_id}/actions"

AG_OP(agola_rs_run_task_action, rs, "RunTaskActions", "PUT", ACTIONS, (REF, run_id), (REF, task_id),
      (REQ, agola_rs_run_task_action_req));

AG_OP(agola_rs_run_task_set_annotations, rs, "RunTaskSetAnnotations", "PUT", ACTIONS, (REF, run_id), (REF, task_id),
      (REQ, agola_rs_run_task_set_annotations_req), (ROW, .fixed_body = "\"action_type\":\"setannotations\""));

AG_OP(agola_rs_run_task_approve, rs, "ApproveRunTask", "PUT", ACTIONS, (REF, run_id), (REF, task_id),
      (REQ, agola_rs_run_task_approve_req), (ROW, .fixed_body = "\"action_type\":\"approve\""));
