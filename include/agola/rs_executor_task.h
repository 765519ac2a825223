/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_executor_task.h
 * The tasks that the runservice gave to an executor. An executor gets its list, or is sent new ones at its URL; runs them, stops those
 * that are to be stopped, and reports how each is, with all its steps, whenever that changes.
 *
 * All operations want Agola v0.8.0 or later: earlier releases have other forms of a task, so with those every function here gives
 * AGOLA_ERR_VERSION. Where the release is not known the first call asks for it.
 */
#ifndef AGOLA_RS_EXECUTOR_TASK_H
#define AGOLA_RS_EXECUTOR_TASK_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/rs_run_config.h>

AGOLA_BEGIN_DECLS

/** How a step is, or the setup in front of the first one. */
typedef struct agola_rs_executor_task_step_status {
	enum agola_executor_task_phase phase; /**< 0 with an empty `phase_raw` until the executor reports one */
	bool has_exit_status;
	const char *phase_raw;
	agola_time start_time; /**< not valid until it has started */
	agola_time end_time;
	int64_t exit_status; /**< if `has_exit_status` */
} agola_rs_executor_task_step_status;

/** How a task is, as its executor last reported it. */
typedef struct agola_rs_executor_task_status {
	enum agola_executor_task_phase phase;
	bool timed_out;
	const char *phase_raw;
	const char *fail_error; /**< why it failed before or beside its steps; "" if that is not so */
	const agola_rs_executor_task_step_status *setup_step;
	const agola_rs_executor_task_step_status *const *steps; /**< as many as the task has */
	size_t n_steps;
	agola_time start_time; /**< not valid until it has started */
	agola_time end_time;
} agola_rs_executor_task_status;

/** An archive to put into the workspace of a task; agola_rs_archive_get() gets it. */
typedef struct agola_rs_workspace_operation {
	const char *task_id; /**< of the task in its run that saved it */
	int64_t step;        /**< which step of that did */
	bool overwrite;      /**< false in all releases */
} agola_rs_workspace_operation;

/** What is to be done. */
typedef struct agola_rs_executor_task_spec {
	const char *task_name;
	const char *arch;                            /**< such as "amd64"; "": any */
	const agola_rs_container *const *containers; /**< the first runs the steps */
	size_t n_containers;
	const agola_string_entry *const *environment; /**< with AGOLA_RUN_COUNTER, the number of the run; values are secret */
	size_t n_environment;
	const char *working_dir; /**< "": the executor's own choice */
	const char *shell;       /**< "": the executor's own choice; Agola's take "/bin/sh -e" */
	const char *user;        /**< "": that of the container */
	const agola_rs_workspace_operation *const *workspace_operations; /**< in this order, before the first step */
	size_t n_workspace_operations;
	const agola_rs_docker_registry_auth_entry *const *docker_registries_auth;
	size_t n_docker_registries_auth;
	const char *cache_prefix; /**< the key of a cache is this, "-", and the expanded key of the step */
	const agola_rs_step *const *steps;
	size_t n_steps;
	int64_t task_timeout_interval; /**< in nanoseconds; 0: none; it is for the executor to end the task */
	bool privileged;               /**< false in all releases */
} agola_rs_executor_task_spec;

/** A task of an executor. It does not say of which run it is. */
typedef struct agola_rs_executor_task {
	const char *id; /**< of the task at the executor; that in its run is another one */
	const char *executor_id;
	bool stop; /**< it is to be stopped, and then reported as stopped, or as cancelled if it had not started */
	const agola_rs_executor_task_status *status;
	const agola_rs_executor_task_spec *spec;
} agola_rs_executor_task;

/** All tasks of an executor; the list is not in pages. */
typedef struct agola_rs_executor_task_page {
	const agola_rs_executor_task *const *items; /**< NULL after the last */
	size_t n_items;
} agola_rs_executor_task_page;

/** How a step is, in a report. Use AGOLA_RS_EXECUTOR_TASK_STEP_STATUS_REQ_INIT. */
struct agola_rs_executor_task_step_status_req {
	size_t size;
	const char *phase_raw;                /**< instead of `phase` */
	enum agola_executor_task_phase phase; /**< required */
	bool has_exit_status;                 /**< `exit_status` is sent; otherwise there is none */
	uint8_t unused_[3];                   /**< 0 */
	agola_time start_time;                /**< not valid: it has not started */
	agola_time end_time;
	int64_t exit_status;
};

#define AGOLA_RS_EXECUTOR_TASK_STEP_STATUS_REQ_INIT AGOLA_INIT_(struct agola_rs_executor_task_step_status_req)

/** How a task is. It replaces what was reported before, so all steps come with it. Use AGOLA_RS_EXECUTOR_TASK_STATUS_REQ_INIT. */
struct agola_rs_executor_task_status_req {
	size_t size;
	const char *phase_raw;                /**< instead of `phase` */
	enum agola_executor_task_phase phase; /**< required */
	enum agola_tristate timed_out;        /**< unset: false */
	const char *fail_error;               /**< kept, and shown by no release */
	const struct agola_rs_executor_task_step_status_req *setup_step;
	/** as many as the task has, in its order. More take down the runservice (v0.10.0, HEAD): nothing here can look */
	const struct agola_rs_executor_task_step_status_req *const *steps;
	size_t n_steps;
	agola_time start_time; /**< not valid: it has not started */
	agola_time end_time;
};

#define AGOLA_RS_EXECUTOR_TASK_STATUS_REQ_INIT AGOLA_INIT_(struct agola_rs_executor_task_status_req)

/**
 * Get all tasks of an executor, in whatever phase, until the runservice has no more use for them.
 * @param executor_id  as for agola_rs_executor_send_status(); for an unknown one the list is empty
 * @return 0; negative as every call. Since Agola v0.8.0.
 */
AGOLA_API int agola_rs_executor_task_list(agola_rs_client *client, agola_ctx *ctx, const char *executor_id,
                                          agola_rs_executor_task_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get a task of an executor.
 * @param executor_id  servers do not look whether the task is its
 * @param task_id      `id` of agola_rs_executor_task
 * @return 0; AGOLA_ERR_NOT_FOUND when the runservice has no more use for the task: what the executor keeps of it can go. Since
 *         Agola v0.8.0.
 */
AGOLA_API int agola_rs_executor_task_get(agola_rs_client *client, agola_ctx *ctx, const char *executor_id, const char *task_id,
                                         agola_rs_executor_task **ret, agola_error **err) AGOLA_CHECK;

/**
 * Report how a task is. A change that makes no sense, such as from stopped to running, is passed over.
 * @param executor_id  servers do not look whether the task is its
 * @param task_id      `id` of agola_rs_executor_task; servers do not tell when there is none
 * @param req          not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST for what the server cannot read. Since Agola v0.8.0.
 */
AGOLA_API int agola_rs_executor_task_send_status(agola_rs_client *client, agola_ctx *ctx, const char *executor_id,
                                                 const char *task_id, const struct agola_rs_executor_task_status_req *req,
                                                 agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
