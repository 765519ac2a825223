/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_run.h
 * Runs of the gateway: those of a project, and those that a user started from a local repository. A run has a number, counted
 * from 1 in its project or for its user.
 *
 * All operations exist since Agola v0.7.0. Earlier releases know runs only by an id that later ones do not show, so with those every
 * function here gives AGOLA_ERR_VERSION.
 *
 * The runs of a project may be read by everybody if the project is public, else by the owning user, the members of the owning
 * organization and administrators; those of a user by the user and by administrators.
 */
#ifndef AGOLA_GW_RUN_H
#define AGOLA_GW_RUN_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A run as lists show it. */
typedef struct agola_gw_run_summary {
	uint64_t number;
	const char *name;
	/** `ref_type`, `commit_sha`, `branch`, `tag`, `message` and others, as text; ordered as sent */
	const agola_string_entry *const *annotations;
	size_t n_annotations;
	enum agola_run_phase phase;
	enum agola_run_result result; /**< AGOLA_RUN_RESULT_UNKNOWN until there is one, which can be before the phase is over */
	const char *phase_raw;
	const char *result_raw;
	const char *const *tasks_waiting_approval; /**< ids of tasks, in no order */
	size_t n_tasks_waiting_approval;
	agola_time enqueue_time; /**< each time is not valid until it has come */
	agola_time start_time;
	agola_time end_time;
} agola_gw_run_summary;

/** One page of runs. */
typedef struct agola_gw_run_page {
	const agola_gw_run_summary *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< for the next page, in agola_gw_run_list_opts; NULL when this is the last */
} agola_gw_run_page;

/** A task that another one waits for. */
typedef struct agola_gw_run_task_depend {
	const char *task_id;
	const char *const *conditions; /**< "on_success", "on_failure", "on_skipped" */
	size_t n_conditions;
} agola_gw_run_task_depend;

/** An entry of the tasks that a task waits for; the key is the id of that task. This struct is frozen. */
typedef struct agola_gw_run_task_depend_entry {
	const char *key;
	const agola_gw_run_task_depend *value;
} agola_gw_run_task_depend_entry;

/** A task as its run shows it; agola_gw_project_run_task_get() and agola_gw_user_run_task_get() tell its steps. */
typedef struct agola_gw_run_task_summary {
	const char *id; /**< UUID */
	const char *name;
	enum agola_run_task_status status;
	bool timed_out; /**< since v0.8.0, false before */
	bool waiting_approval;
	bool approved;
	const char *status_raw;
	int64_t level; /**< depth in the graph of tasks, 0 for those that wait for no other */
	const agola_gw_run_task_depend_entry *const *depends;
	size_t n_depends;
	const agola_string_entry *const *approval_annotations; /**< `approvers`: a JSON array of the ids of users, as text */
	size_t n_approval_annotations;
	agola_time start_time;
	agola_time end_time;
	int64_t task_timeout_interval; /**< in nanoseconds; 0: none; since v0.8.0 */
} agola_gw_run_task_summary;

/** An entry of the tasks of a run; the key is the task's id. This struct is frozen. */
typedef struct agola_gw_run_task_entry {
	const char *key;
	const agola_gw_run_task_summary *value;
} agola_gw_run_task_entry;

/** A run with its tasks. */
typedef struct agola_gw_run {
	uint64_t number;
	const char *name;
	const agola_string_entry *const *annotations; /**< as in agola_gw_run_summary */
	size_t n_annotations;
	enum agola_run_phase phase; /**< the run is over when it is setup error, cancelled or finished */
	enum agola_run_result result;
	const char *phase_raw;
	const char *result_raw;
	const char *const *setup_errors; /**< why the phase is AGOLA_RUN_PHASE_SETUP_ERROR */
	size_t n_setup_errors;
	const agola_gw_run_task_entry *const *tasks; /**< none for a setup error */
	size_t n_tasks;
	const char *const *tasks_waiting_approval; /**< ids of tasks, in no order */
	size_t n_tasks_waiting_approval;
	agola_time enqueue_time;
	agola_time start_time;
	agola_time end_time;
	bool stopping;                      /**< it was told to stop */
	bool can_restart_from_scratch;      /**< AGOLA_RUN_ACTION_RESTART with `from_start` is possible */
	bool can_restart_from_failed_tasks; /**< and without it */
} agola_gw_run;

/** Which runs, and in which order. Use AGOLA_GW_RUN_LIST_OPTS_INIT. */
struct agola_gw_run_list_opts {
	size_t size;
	const char *cursor;   /**< go on after a page; the other members, but for `limit`, are then those of the first page */
	int64_t limit;        /**< runs of a page; 0: the server's default; servers lower it to 30 (v0.9.0 on) or 40 */
	uint64_t start;       /**< only runs behind this number in the order of the list; 0: all */
	const char *subgroup; /**< "branch", "tag" or "pr", alone or with "/" and the escaped name: "branch/feature%2Fx" */
	const char *const *phases;      /**< only runs in one of these: "queued", "running", … */
	size_t n_phases;                /**< 0: in any */
	const char *const *results;     /**< only runs with one of these: "success", "failed", … */
	size_t n_results;               /**< 0: with any */
	enum agola_sort_direction sort; /**< by number; 0: descending, the newest first */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_GW_RUN_LIST_OPTS_INIT AGOLA_INIT_(struct agola_gw_run_list_opts)

/** What to do with a run. Use AGOLA_GW_RUN_ACTION_REQ_INIT. */
struct agola_gw_run_action_req {
	size_t size;
	enum agola_run_action action;   /**< required */
	enum agola_tristate from_start; /**< of a restart: all tasks, not only those that failed; unset: false */
	const char *action_raw;         /**< instead of `action` */
};

#define AGOLA_GW_RUN_ACTION_REQ_INIT AGOLA_INIT_(struct agola_gw_run_action_req)

/**
 * Get one page of the runs of a project. The server's cursor forgets `subgroup` and lets runs of others in; with a subgroup the
 * `cursor` of the page is therefore one of the library, which does not.
 * @param project_ref  its id or its path, such as "org/acme/web"
 * @param opts         may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project, AGOLA_ERR_FORBIDDEN for one that the caller may not read. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_project_run_list(agola_gw_client *client, agola_ctx *ctx, const char *project_ref,
                                        const struct agola_gw_run_list_opts *opts, agola_gw_run_page **ret,
                                        agola_error **err) AGOLA_CHECK;

/** Walks all runs of a project, one page in memory at a time. */
typedef struct agola_gw_project_run_iter agola_gw_project_run_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param project_ref  as for agola_gw_project_run_list()
 * @param opts         may be NULL; `limit` is the size of a page
 * @param ret          not NULL; free it with agola_gw_project_run_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_project_run_iter_new(agola_gw_client *client, const char *project_ref,
                                            const struct agola_gw_run_list_opts *opts, agola_gw_project_run_iter **ret,
                                            agola_error **err) AGOLA_CHECK;

/**
 * Get the next run. Runs that begin while the iterator walks are not seen again or missed, as it walks by number.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_gw_project_run_list(). After an error the same page is asked for
 *         again. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_project_run_iter_next(agola_gw_project_run_iter *iter, agola_ctx *ctx, const agola_gw_run_summary **ret,
                                             agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.7.0. */
AGOLA_API void agola_gw_project_run_iter_free(agola_gw_project_run_iter *iter);

/**
 * Get a run of a project with its tasks.
 * @param run_number  its number in the project
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_RUN_DOES_NOT_EXIST or AGOLA_CODE_PROJECT_DOES_NOT_EXIST. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_project_run_get(agola_gw_client *client, agola_ctx *ctx, const char *project_ref, uint64_t run_number,
                                       agola_gw_run **ret, agola_error **err) AGOLA_CHECK;

/**
 * Restart, cancel or stop a run of a project. For the owners of the project and administrators; also for members of the owning
 * organization, if the project lets them. A queued run is cancelled, a running one is stopped; the answer comes before it has
 * stopped.
 * @param req  not NULL
 * @param ret  of a restart: the new run. Otherwise the run as it was before: get it again
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_RUN_CANNOT_BE_RESTARTED; AGOLA_ERR_INTERNAL when a run that is not queued
 *         is to be cancelled or one that is not running to be stopped. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_project_run_action(agola_gw_client *client, agola_ctx *ctx, const char *project_ref, uint64_t run_number,
                                          const struct agola_gw_run_action_req *req, agola_gw_run **ret,
                                          agola_error **err) AGOLA_CHECK;

/**
 * Get one page of the runs of a user, as agola_gw_project_run_list().
 * @param user_ref  id or name
 * @param opts      may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown user, AGOLA_ERR_FORBIDDEN for the runs of somebody else. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_run_list(agola_gw_client *client, agola_ctx *ctx, const char *user_ref,
                                     const struct agola_gw_run_list_opts *opts, agola_gw_run_page **ret,
                                     agola_error **err) AGOLA_CHECK;

/** Walks all runs of a user, one page in memory at a time. */
typedef struct agola_gw_user_run_iter agola_gw_user_run_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param user_ref  id or name
 * @param opts      may be NULL; `limit` is the size of a page
 * @param ret       not NULL; free it with agola_gw_user_run_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_run_iter_new(agola_gw_client *client, const char *user_ref, const struct agola_gw_run_list_opts *opts,
                                         agola_gw_user_run_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next run.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_gw_user_run_list(). After an error the same page is asked for
 *         again. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_run_iter_next(agola_gw_user_run_iter *iter, agola_ctx *ctx, const agola_gw_run_summary **ret,
                                          agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.7.0. */
AGOLA_API void agola_gw_user_run_iter_free(agola_gw_user_run_iter *iter);

/**
 * Get a run of a user with its tasks.
 * @param user_ref    id or name
 * @param run_number  its number for that user
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_RUN_DOES_NOT_EXIST or AGOLA_CODE_USER_DOES_NOT_EXIST. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_run_get(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, uint64_t run_number,
                                    agola_gw_run **ret, agola_error **err) AGOLA_CHECK;

/**
 * Restart, cancel or stop a run of a user, as agola_gw_project_run_action(). For the user and for administrators.
 * @param req  not NULL
 * @return 0; as agola_gw_project_run_action(). Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_run_action(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, uint64_t run_number,
                                       const struct agola_gw_run_action_req *req, agola_gw_run **ret,
                                       agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
