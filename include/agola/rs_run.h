/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_run.h
 * Runs, as the runservice has them. A run is of a group, a path such as "/project/ID/branch/main" or "/user/ID", and is counted in the
 * second part of it. It waits until somebody starts it, which Agola's scheduler does: one at a time in each group.
 *
 * Change groups keep two callers from deciding on the same state: whoever reads with names of change groups gets a token, and
 * a change that is made with the token is refused (AGOLA_ERR_BAD_REQUEST without a code, to v0.7.1 AGOLA_ERR_INTERNAL) when
 * another one was made with a token of one of these groups meanwhile, and also when the token is older than about 5 minutes.
 * Read again and retry. A change without a token is not checked.
 */
#ifndef AGOLA_RS_RUN_H
#define AGOLA_RS_RUN_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/rs_run_config.h>

AGOLA_BEGIN_DECLS

/** A step of a task, or the setup in front of the first one. */
typedef struct agola_rs_run_task_step {
	enum agola_executor_task_phase phase;
	enum agola_fetch_phase log_phase; /**< of its log */
	const char *phase_raw;            /**< NULL or "" while the executor has reported none */
	const char *log_phase_raw;
	int64_t exit_status; /**< if `has_exit_status`; since v0.3.0 */
	bool has_exit_status;
	agola_time start_time; /**< not valid until it has started */
	agola_time end_time;
} agola_rs_run_task_step;

/** A task of a run. */
typedef struct agola_rs_run_task {
	const char *id;
	enum agola_run_task_status status;
	bool timed_out; /**< since v0.8.0 */
	bool skip;
	bool waiting_approval;
	bool approved;
	const char *status_raw;
	const agola_string_entry *const *annotations; /**< of agola_rs_run_task_set_annotations() */
	size_t n_annotations;
	const agola_rs_run_task_step *setup_step;
	const agola_rs_run_task_step *const *steps;
	size_t n_steps;
	const int64_t *workspace_archives; /**< the numbers of the steps that save to the workspace */
	size_t n_workspace_archives;
	const char *const *workspace_archives_phase; /**< of each of these: "notstarted" or "finished" */
	size_t n_workspace_archives_phase;
	agola_time start_time; /**< not valid until it has started */
	agola_time end_time;
} agola_rs_run_task;

/** An entry of the tasks of a run; the key is the task's id. This struct is frozen. */
typedef struct agola_rs_run_task_entry {
	const char *key;
	const agola_rs_run_task *value;
} agola_rs_run_task_entry;

/** A run. */
typedef struct agola_rs_run {
	const char *id;           /**< UUID; to v0.7.1 another unique text */
	agola_time creation_time; /**< since v0.8.0 */
	agola_time update_time;   /**< since v0.8.0; moves all the time until the run is archived */
	uint64_t sequence;        /**< grows with each run; since v0.8.0, 0 before */
	const char *name;
	const char *run_config_id; /**< since v0.8.0 */
	uint64_t counter;          /**< the run's number */
	const char *group;
	const agola_string_entry *const *annotations;
	size_t n_annotations;
	enum agola_run_phase phase; /**< the run is over when it is setup error, cancelled or finished */
	enum agola_run_result result;
	const char *phase_raw;
	const char *result_raw;
	const agola_rs_run_task_entry *const *tasks;
	size_t n_tasks;
	agola_time enqueue_time; /**< each time is not valid until it has come */
	agola_time start_time;
	agola_time end_time;
	bool stop;     /**< it was told to stop */
	bool archived; /**< all logs and archives are with the runservice; never so for a cancelled run with tasks */
} agola_rs_run;

/** A run, and how it is to be done. */
typedef struct agola_rs_run_response {
	const agola_rs_run *run;
	const agola_rs_run_config *run_config;   /**< not to be logged: it holds environments and passwords */
	const char *change_groups_update_tokens; /**< "" when the run was created */
} agola_rs_run_response;

/** One page of runs. */
typedef struct agola_rs_run_page {
	const agola_rs_run *const *items; /**< NULL after the last */
	size_t n_items;
	const char *change_groups_update_tokens; /**< for the groups that were asked for */
	const char *cursor;                      /**< what to `start` the next page with; NULL when this is the last */
} agola_rs_run_page;

/** Which runs. Use AGOLA_RS_RUN_LIST_OPTS_INIT. */
struct agola_rs_run_list_opts {
	size_t size;
	const char *start; /**< only runs behind this sequence, to v0.7.1 this id, in the order of the list: `cursor` of a page */
	int64_t limit;     /**< runs of a page; 0: 25; the server lowers it to 40 */
	const char *const *phases;        /**< only runs in one of these: "queued", "running", … */
	size_t n_phases;                  /**< 0: in any */
	const char *const *results;       /**< only runs with one of these: "success", "failed", … */
	size_t n_results;                 /**< 0: with any */
	const char *const *groups;        /**< only runs of one of these groups, or of one below it */
	size_t n_groups;                  /**< 0: of any */
	const char *const *change_groups; /**< the token is for these */
	size_t n_change_groups;
	enum agola_sort_direction sort; /**< by age; 0: descending, the newest first */
	enum agola_tristate last_run;   /**< only the newest run of each group; needs `groups`, and cannot go on behind a page */
};

#define AGOLA_RS_RUN_LIST_OPTS_INIT AGOLA_INIT_(struct agola_rs_run_list_opts)

/** Which of the runs that wait or run. Use AGOLA_RS_RUN_STATE_LIST_OPTS_INIT. */
struct agola_rs_run_state_list_opts {
	size_t size;
	const char *start;                /**< `cursor` of a page */
	int64_t limit;                    /**< runs of a page; 0: 25; the server lowers it to 40 */
	const char *const *change_groups; /**< the token is for these */
	size_t n_change_groups;
};

#define AGOLA_RS_RUN_STATE_LIST_OPTS_INIT AGOLA_INIT_(struct agola_rs_run_state_list_opts)

/** Which of the runs of a group that wait or run. Use AGOLA_RS_RUN_GROUP_STATE_LIST_OPTS_INIT. */
struct agola_rs_run_group_state_list_opts {
	size_t size;
	const char *group;                /**< required */
	const char *const *change_groups; /**< the token is for these */
	size_t n_change_groups;
	int64_t limit; /**< how many; 0: 25; the server lowers it to 40 */
};

#define AGOLA_RS_RUN_GROUP_STATE_LIST_OPTS_INIT AGOLA_INIT_(struct agola_rs_run_group_state_list_opts)

/** Which run of a group. Use AGOLA_RS_RUN_GROUP_ONE_OPTS_INIT. */
struct agola_rs_run_group_one_opts {
	size_t size;
	const char *group;                /**< required */
	const char *const *change_groups; /**< the token is for these */
	size_t n_change_groups;
};

#define AGOLA_RS_RUN_GROUP_ONE_OPTS_INIT AGOLA_INIT_(struct agola_rs_run_group_one_opts)

/** Which of the runs of a group. Use AGOLA_RS_RUN_GROUP_LIST_OPTS_INIT. */
struct agola_rs_run_group_list_opts {
	size_t size;
	const char *start; /**< only runs behind this number in the order of the list: `cursor` of a page */
	int64_t limit;     /**< runs of a page; 0: all of them, to v0.8.0 25 */
	const char *const *phases;
	size_t n_phases; /**< 0: in any */
	const char *const *results;
	size_t n_results;                 /**< 0: with any */
	const char *const *change_groups; /**< the token is for these */
	size_t n_change_groups;
	enum agola_sort_direction sort; /**< by number; 0: descending, the newest first */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_RS_RUN_GROUP_LIST_OPTS_INIT AGOLA_INIT_(struct agola_rs_run_group_list_opts)

/** Options of getting a run. Use AGOLA_RS_RUN_GET_OPTS_INIT. */
struct agola_rs_run_get_opts {
	size_t size;
	const char *const *change_groups; /**< the token is for these */
	size_t n_change_groups;
};

#define AGOLA_RS_RUN_GET_OPTS_INIT AGOLA_INIT_(struct agola_rs_run_get_opts)

/**
 * A run to create, or with `run_id` one to do again: then only `from_start`, `environment` and the token count, and the rest is that of
 * the run before. Use AGOLA_RS_RUN_CREATE_REQ_INIT.
 */
struct agola_rs_run_create_req {
	size_t size;
	/** not NULL, but with no entry, for a run without tasks, which succeeds; NULL only beside `setup_errors` */
	const struct agola_rs_run_config_task_req_entry *const *run_config_tasks;
	size_t n_run_config_tasks;
	const char *name;
	const char *group;               /**< required for a new run: absolute, with two parts at least */
	const char *const *setup_errors; /**< it has failed already, and why */
	size_t n_setup_errors;
	const agola_string_entry *const *static_environment; /**< kept when it is done again; values are secret */
	size_t n_static_environment;
	const char *cache_group;                      /**< whose caches it uses; unset: the second part of the group */
	const char *run_id;                           /**< of a run to do again */
	const agola_string_entry *const *environment; /**< values are secret */
	size_t n_environment;
	const agola_string_entry *const *annotations; /**< the notification service looks for `projectid` */
	size_t n_annotations;
	const char *change_groups_update_tokens; /**< unset: not checked */
	enum agola_tristate from_start;          /**< again: all tasks, not only those that did not succeed; unset: false */
	uint32_t unused_;                        /**< 0 */
};

#define AGOLA_RS_RUN_CREATE_REQ_INIT AGOLA_INIT_(struct agola_rs_run_create_req)

/** What to do with a run. Use AGOLA_RS_RUN_ACTION_REQ_INIT. */
struct agola_rs_run_action_req {
	size_t size;
	enum agola_rs_run_action action;         /**< required */
	enum agola_run_phase phase;              /**< of AGOLA_RS_RUN_ACTION_CHANGE_PHASE: running or cancelled */
	const char *action_raw;                  /**< instead of `action` */
	const char *phase_raw;                   /**< instead of `phase` */
	const char *change_groups_update_tokens; /**< unset: not checked */
};

#define AGOLA_RS_RUN_ACTION_REQ_INIT AGOLA_INIT_(struct agola_rs_run_action_req)

/** Options of starting a run. Use AGOLA_RS_RUN_START_REQ_INIT. */
struct agola_rs_run_start_req {
	size_t size;
	const char *change_groups_update_tokens; /**< unset: not checked */
};

#define AGOLA_RS_RUN_START_REQ_INIT AGOLA_INIT_(struct agola_rs_run_start_req)

/**
 * Get one page of all runs. The server does not tell whether there is more: the last page is one without items.
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_START_SEQUENCE, or without a code for a limit that is not valid. Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_list(agola_rs_client *client, agola_ctx *ctx, const struct agola_rs_run_list_opts *opts,
                                agola_rs_run_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get one page of the runs that wait to be started, the oldest first; as agola_rs_run_list(). Since Agola v0.1.0.
 * @param opts  may be NULL
 */
AGOLA_API int agola_rs_run_queued_list(agola_rs_client *client, agola_ctx *ctx, const struct agola_rs_run_state_list_opts *opts,
                                       agola_rs_run_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get one page of the runs that run, the oldest first; as agola_rs_run_list(). Since Agola v0.1.0.
 * @param opts  may be NULL
 */
AGOLA_API int agola_rs_run_running_list(agola_rs_client *client, agola_ctx *ctx, const struct agola_rs_run_state_list_opts *opts,
                                        agola_rs_run_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the newest of the runs of a group that wait to be started, in one page; as agola_rs_run_list(). Since Agola v0.1.0.
 * @param opts  not NULL
 */
AGOLA_API int agola_rs_run_group_queued_list(agola_rs_client *client, agola_ctx *ctx,
                                             const struct agola_rs_run_group_state_list_opts *opts, agola_rs_run_page **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Get the newest of the runs of a group that run, in one page; as agola_rs_run_list(). Since Agola v0.1.0.
 * @param opts  not NULL
 */
AGOLA_API int agola_rs_run_group_running_list(agola_rs_client *client, agola_ctx *ctx,
                                              const struct agola_rs_run_group_state_list_opts *opts, agola_rs_run_page **ret,
                                              agola_error **err) AGOLA_CHECK;

/**
 * Get the run of a group that is to be started next, in a page of one, or of none; as agola_rs_run_list(). Since Agola v0.1.0.
 * @param opts  not NULL
 */
AGOLA_API int agola_rs_run_group_first_queued_list(agola_rs_client *client, agola_ctx *ctx,
                                                   const struct agola_rs_run_group_one_opts *opts, agola_rs_run_page **ret,
                                                   agola_error **err) AGOLA_CHECK;

/**
 * Get the newest run of a group, in a page of one, or of none; as agola_rs_run_list(). Since Agola v0.1.0.
 * @param opts  not NULL
 */
AGOLA_API int agola_rs_run_group_last_list(agola_rs_client *client, agola_ctx *ctx,
                                           const struct agola_rs_run_group_one_opts *opts, agola_rs_run_page **ret,
                                           agola_error **err) AGOLA_CHECK;

/**
 * Get one page of the runs of a group, and of those below it.
 * @param group  such as "/project/ID"; for an unknown one the list is empty
 * @param opts   may be NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_RUN_NUMBER for a start that is no number. Since Agola v0.7.0.
 */
AGOLA_API int agola_rs_run_group_list(agola_rs_client *client, agola_ctx *ctx, const char *group,
                                      const struct agola_rs_run_group_list_opts *opts, agola_rs_run_page **ret,
                                      agola_error **err) AGOLA_CHECK;

/** Walks all runs, one page in memory at a time. */
typedef struct agola_rs_run_iter agola_rs_run_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_rs_run_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_iter_new(agola_rs_client *client, const struct agola_rs_run_list_opts *opts, agola_rs_run_iter **ret,
                                    agola_error **err) AGOLA_CHECK;

/**
 * Get the next run.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_rs_run_list(). After an error the same page is asked for again. Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_iter_next(agola_rs_run_iter *iter, agola_ctx *ctx, const agola_rs_run **ret,
                                     agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_rs_run_iter_free(agola_rs_run_iter *iter);

/** Walks all runs that wait to be started, one page in memory at a time. */
typedef struct agola_rs_run_queued_iter agola_rs_run_queued_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_rs_run_queued_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_queued_iter_new(agola_rs_client *client, const struct agola_rs_run_state_list_opts *opts,
                                           agola_rs_run_queued_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next run.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_rs_run_queued_list(). After an error the same page is asked for again. Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_queued_iter_next(agola_rs_run_queued_iter *iter, agola_ctx *ctx, const agola_rs_run **ret,
                                            agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_rs_run_queued_iter_free(agola_rs_run_queued_iter *iter);

/** Walks all runs that run, one page in memory at a time. */
typedef struct agola_rs_run_running_iter agola_rs_run_running_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_rs_run_running_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_running_iter_new(agola_rs_client *client, const struct agola_rs_run_state_list_opts *opts,
                                            agola_rs_run_running_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next run.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_rs_run_running_list(). After an error the same page is asked for again. Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_running_iter_next(agola_rs_run_running_iter *iter, agola_ctx *ctx, const agola_rs_run **ret,
                                             agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_rs_run_running_iter_free(agola_rs_run_running_iter *iter);

/** Walks all runs of a group, one page in memory at a time. */
typedef struct agola_rs_run_group_iter agola_rs_run_group_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param group  as for agola_rs_run_group_list()
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_rs_run_group_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.7.0.
 */
AGOLA_API int agola_rs_run_group_iter_new(agola_rs_client *client, const char *group,
                                          const struct agola_rs_run_group_list_opts *opts, agola_rs_run_group_iter **ret,
                                          agola_error **err) AGOLA_CHECK;

/**
 * Get the next run.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_rs_run_group_list(). After an error the same page is asked for again. Since
 *         Agola v0.7.0.
 */
AGOLA_API int agola_rs_run_group_iter_next(agola_rs_run_group_iter *iter, agola_ctx *ctx, const agola_rs_run **ret,
                                           agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.7.0. */
AGOLA_API void agola_rs_run_group_iter_free(agola_rs_run_group_iter *iter);

/**
 * Create a run, or do one again.
 * @param req  not NULL
 * @return 0, and the run, which may have failed already: what is wrong with its tasks makes it one with setup errors;
 *         AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_RUN_GROUP, with AGOLA_CODE_RUN_CANNOT_BE_RESTARTED, and without a code for a
 *         token that is stale and for a run without tasks; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_RUN_DOES_NOT_EXIST for a `run_id`;
 *         AGOLA_ERR_INTERNAL for a group with one part and for what is no token. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_create(agola_rs_client *client, agola_ctx *ctx, const struct agola_rs_run_create_req *req,
                                  agola_rs_run_response **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get a run.
 * @param run_id  its id
 * @param opts    may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_RUN_DOES_NOT_EXIST. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_get(agola_rs_client *client, agola_ctx *ctx, const char *run_id,
                               const struct agola_rs_run_get_opts *opts, agola_rs_run_response **ret,
                               agola_error **err) AGOLA_CHECK;

/**
 * Get a run by its number.
 * @param group    its group, or one above it of two parts at least, such as "/project/ID"
 * @param counter  its number
 * @param opts     may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_RUN_DOES_NOT_EXIST; AGOLA_ERR_INTERNAL if several have the number. Since Agola v0.7.0.
 */
AGOLA_API int agola_rs_run_get_by_group(agola_rs_client *client, agola_ctx *ctx, const char *group, uint64_t counter,
                                        const struct agola_rs_run_get_opts *opts, agola_rs_run_response **ret,
                                        agola_error **err) AGOLA_CHECK;

/**
 * Start, cancel or stop a run. A run is started or cancelled while it is queued, and stopped while it runs.
 * @param run_id  its id
 * @param req     not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST without a code for an unknown action and a stale token; AGOLA_ERR_INTERNAL for an unknown run, for
 *         one in another phase and for what is no token. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_action(agola_rs_client *client, agola_ctx *ctx, const char *run_id,
                                  const struct agola_rs_run_action_req *req, agola_error **err) AGOLA_CHECK;

/**
 * Start a run: agola_rs_run_action() with the phase running.
 * @param req  may be NULL
 * @return 0; as agola_rs_run_action(). Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_start(agola_rs_client *client, agola_ctx *ctx, const char *run_id,
                                 const struct agola_rs_run_start_req *req, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
