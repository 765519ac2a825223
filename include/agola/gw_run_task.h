/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_run_task.h
 * A task of a run, with its steps. Those who may read the run may read it; see agola/gw_run.h.
 *
 * All operations exist since Agola v0.7.0; with earlier releases they give AGOLA_ERR_VERSION.
 */
#ifndef AGOLA_GW_RUN_TASK_H
#define AGOLA_GW_RUN_TASK_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A container that a task runs in. */
typedef struct agola_gw_run_task_container {
	const char *image;
} agola_gw_run_task_container;

/** What is done before the first step: containers are made, tools are put into them. */
typedef struct agola_gw_run_task_setup_step {
	enum agola_executor_task_phase phase;
	uint32_t unused_; /**< 0 */
	const char *phase_raw;
	const char *name; /**< "Task setup" */
	agola_time start_time;
	agola_time end_time;
} agola_gw_run_task_setup_step;

/** A step of a task. Its place in the list is its number, which the functions of agola/gw_log.h take. */
typedef struct agola_gw_run_task_step {
	enum agola_executor_task_phase phase;
	enum agola_step_type type;
	const char *phase_raw;
	const char *type_raw;
	const char *name;
	const char *command; /**< of AGOLA_STEP_RUN, else "" */
	const char *shell;   /**< of AGOLA_STEP_RUN; "": the default */
	int64_t exit_status; /**< of AGOLA_STEP_RUN, if `has_exit_status` */
	bool has_exit_status;
	bool log_archived; /**< its log is complete and stored, and can be deleted */
	agola_time start_time;
	agola_time end_time;
} agola_gw_run_task_step;

/** A task with its steps. */
typedef struct agola_gw_run_task {
	const char *id; /**< UUID */
	const char *name;
	enum agola_run_task_status status;
	bool timed_out; /**< since v0.8.0, false before */
	bool waiting_approval;
	bool approved;
	const char *status_raw;
	const agola_gw_run_task_container *const *containers; /**< since v0.8.0 */
	size_t n_containers;
	const agola_string_entry *const *approval_annotations; /**< `approvers`: a JSON array of the ids of users, as text */
	size_t n_approval_annotations;
	const agola_gw_run_task_setup_step *setup_step;
	const agola_gw_run_task_step *const *steps;
	size_t n_steps;
	agola_time start_time; /**< not valid until it has started */
	agola_time end_time;
	int64_t task_timeout_interval; /**< in nanoseconds; 0: none; since v0.8.0 */
} agola_gw_run_task;

/** What to do with a task. Use AGOLA_GW_RUN_TASK_ACTION_REQ_INIT. */
struct agola_gw_run_task_action_req {
	size_t size;
	enum agola_run_task_action action; /**< required */
	uint32_t unused_;                  /**< 0 */
	const char *action_raw;            /**< instead of `action` */
};

#define AGOLA_GW_RUN_TASK_ACTION_REQ_INIT AGOLA_INIT_(struct agola_gw_run_task_action_req)

/**
 * Get a task of a run of a project.
 * @param project_ref  its id or its path
 * @param run_number   the run's number in the project
 * @param task_id      its id, a key of the `tasks` of agola_gw_run; its name will not do
 * @return 0; AGOLA_ERR_NOT_FOUND, with a code for the run and the project, without one for the task. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_project_run_task_get(agola_gw_client *client, agola_ctx *ctx, const char *project_ref, uint64_t run_number,
                                            const char *task_id, agola_gw_run_task **ret, agola_error **err) AGOLA_CHECK;

/**
 * Approve a task of a run of a project. Needs the token of a user who owns the project; the server's admin token will not do. The
 * task goes on a little later. The server does not look whether the task waits for it.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST for an unknown task and when the user has approved it already; AGOLA_ERR_FORBIDDEN, to v0.9.2
 *         AGOLA_ERR_BAD_REQUEST with the admin token. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_project_run_task_action(agola_gw_client *client, agola_ctx *ctx, const char *project_ref,
                                               uint64_t run_number, const char *task_id,
                                               const struct agola_gw_run_task_action_req *req, agola_error **err) AGOLA_CHECK;

/**
 * Get a task of a run of a user, as agola_gw_project_run_task_get().
 * @param user_ref    id or name
 * @param run_number  the run's number for that user
 * @return 0; AGOLA_ERR_NOT_FOUND, with a code for the run and the user, without one for the task. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_run_task_get(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, uint64_t run_number,
                                         const char *task_id, agola_gw_run_task **ret, agola_error **err) AGOLA_CHECK;

/**
 * Approve a task of a run of a user. Needs that user's token, or that of a user who is an administrator.
 * @param req  not NULL
 * @return 0; as agola_gw_project_run_task_action(). Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_run_task_action(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, uint64_t run_number,
                                            const char *task_id, const struct agola_gw_run_task_action_req *req,
                                            agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
