/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_run_task.h
 * What can be done to a task of a run in the runservice. A task is named by the id of its run and its own id, which is its key in the
 * `tasks` of agola_rs_run. Tokens of change groups are as in agola/rs_run.h.
 */
#ifndef AGOLA_RS_RUN_TASK_H
#define AGOLA_RS_RUN_TASK_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** What to do with a task. Use AGOLA_RS_RUN_TASK_ACTION_REQ_INIT. */
struct agola_rs_run_task_action_req {
	size_t size;
	enum agola_rs_run_task_action action;         /**< required */
	uint32_t unused_;                             /**< 0 */
	const char *action_raw;                       /**< instead of `action` */
	const agola_string_entry *const *annotations; /**< of AGOLA_RS_RUN_TASK_ACTION_SET_ANNOTATIONS: all of them */
	size_t n_annotations;
	const char *change_groups_update_tokens; /**< unset: not checked */
};

#define AGOLA_RS_RUN_TASK_ACTION_REQ_INIT AGOLA_INIT_(struct agola_rs_run_task_action_req)

/** New annotations of a task. Use AGOLA_RS_RUN_TASK_SET_ANNOTATIONS_REQ_INIT. */
struct agola_rs_run_task_set_annotations_req {
	size_t size;
	/** all of them; unset: none. Agola's scheduler approves a task whose `approvers` is a JSON array that is not empty, as text */
	const agola_string_entry *const *annotations;
	size_t n_annotations;
	const char *change_groups_update_tokens; /**< unset: not checked */
};

#define AGOLA_RS_RUN_TASK_SET_ANNOTATIONS_REQ_INIT AGOLA_INIT_(struct agola_rs_run_task_set_annotations_req)

/** Options of approving a task. Use AGOLA_RS_RUN_TASK_APPROVE_REQ_INIT. */
struct agola_rs_run_task_approve_req {
	size_t size;
	const char *change_groups_update_tokens; /**< unset: not checked */
};

#define AGOLA_RS_RUN_TASK_APPROVE_REQ_INIT AGOLA_INIT_(struct agola_rs_run_task_approve_req)

/**
 * Do something to a task: what agola_rs_run_task_set_annotations() and agola_rs_run_task_approve() do, or what later releases know.
 * @param run_id   the id of its run
 * @param task_id  its id
 * @param req      not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST without a code for an unknown action and a stale token; AGOLA_ERR_NOT_FOUND with
 *         AGOLA_CODE_RUN_TASK_DOES_NOT_EXIST; AGOLA_ERR_INTERNAL for an unknown run and for what is no token. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_task_action(agola_rs_client *client, agola_ctx *ctx, const char *run_id, const char *task_id,
                                       const struct agola_rs_run_task_action_req *req, agola_error **err) AGOLA_CHECK;

/**
 * Replace the annotations of a task, whatever its status.
 * @param run_id   the id of its run
 * @param task_id  its id
 * @param req      may be NULL: then there are none
 * @return 0; as agola_rs_run_task_action(). Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_task_set_annotations(agola_rs_client *client, agola_ctx *ctx, const char *run_id, const char *task_id,
                                                const struct agola_rs_run_task_set_annotations_req *req,
                                                agola_error **err) AGOLA_CHECK;

/**
 * Approve a task that waits for it. It goes on a little later.
 * @param run_id   the id of its run
 * @param task_id  its id
 * @param req      may be NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_RUN_TASK_NOT_WAITING_APPROVAL, also when it is approved already; otherwise as
 *         agola_rs_run_task_action(). Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_task_approve(agola_rs_client *client, agola_ctx *ctx, const char *run_id, const char *task_id,
                                        const struct agola_rs_run_task_approve_req *req, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
