/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_log.h Logs of the steps of a run's tasks. A log is bytes, not lines: it may have terminal escapes and invalid UTF-8, and a
 * piece may end inside of a character.
 *
 * Projects and users are named by their id or path, runs by their number, tasks by their id, steps by their place in `steps` of
 * agola_gw_run_task, from 0 on. What cannot be read yet, because the step has not begun, answers the same as what does not exist:
 * AGOLA_ERR_NOT_FOUND without a code. Ask agola_gw_project_run_task_get() until the step has begun. Earlier releases, that know
 * runs by an id, answer AGOLA_ERR_VERSION.
 */
#ifndef AGOLA_GW_LOG_H
#define AGOLA_GW_LOG_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/stream.h>

AGOLA_BEGIN_DECLS

/** Which log, and how much of it. Use AGOLA_GW_LOG_GET_OPTS_INIT. */
struct agola_gw_log_get_opts {
	size_t size;
	int64_t step;                 /**< of this step; does not count with `setup` */
	int64_t offset;               /**< pass over so many bytes, that the caller has from an earlier call */
	enum agola_tristate setup;    /**< AGOLA_TRUE: of the setup of the task instead, which needs a task with steps */
	enum agola_tristate follow;   /**< AGOLA_TRUE: go on until the step has ended; with `setup` until step 0 has */
	enum agola_tristate no_check; /**< AGOLA_TRUE, with `follow`: believe that the step has ended when the stream does */
	uint32_t unused_;             /**< 0 */
};

#define AGOLA_GW_LOG_GET_OPTS_INIT AGOLA_INIT_(struct agola_gw_log_get_opts)

/** Which log to delete. Use AGOLA_GW_LOG_DELETE_OPTS_INIT. */
struct agola_gw_log_delete_opts {
	size_t size;
	int64_t step;              /**< of this step; does not count with `setup` */
	enum agola_tristate setup; /**< AGOLA_TRUE: of the setup of the task instead */
	uint32_t unused_;          /**< 0 */
};

#define AGOLA_GW_LOG_DELETE_OPTS_INIT AGOLA_INIT_(struct agola_gw_log_delete_opts)

/**
 * Read a log: what there is of it now, or with `follow` until the step has ended. For those who may see the run.
 *
 * Agola does not tell the end of a log from a stream that broke on its way, so the library does: when the stream of a step that
 * is followed ends, it asks for the task. If the step goes on, it reads the log again, passes over what was delivered, and waits
 * a little when there was nothing new. What a gateway writes behind a log that it could not read to its end is not delivered.
 * What was delivered before an error is the log's beginning: go on with `offset`.
 *
 * A step may be silent for as long as it likes: set a deadline or cancel the context to stop. `progress` of the sink is never told
 * a total.
 * @param project_ref  its id or its path, such as "org/acme/web"
 * @param run_number   of the run
 * @param task_id      of the task
 * @param opts         may be NULL: what there is of step 0
 * @param sink         where it goes; not NULL
 * @return 0 at the end; AGOLA_ERR_NOT_FOUND also for a log that is not there yet or was deleted; AGOLA_ERR_FORBIDDEN;
 *         AGOLA_ERR_INVALID for a negative `step` or `offset`; AGOLA_ERR_NETWORK when the stream ends again and again although
 *         the step does not; those of agola/stream.h. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_project_log_get(agola_gw_client *client, agola_ctx *ctx, const char *project_ref, uint64_t run_number,
                                       const char *task_id, const struct agola_gw_log_get_opts *opts,
                                       const struct agola_sink *sink, agola_error **err) AGOLA_CHECK;

/**
 * Delete a log, which must be archived: see `log_archived` of agola_gw_run_task; with `setup` that of step 0 counts. For owners
 * of the project.
 * @param project_ref  its id or its path
 * @param run_number   of the run
 * @param task_id      of the task
 * @param opts         may be NULL: the log of step 0
 * @return 0; AGOLA_ERR_BAD_REQUEST for a log that is not archived; AGOLA_ERR_NOT_FOUND also for one that was deleted;
 *         AGOLA_ERR_FORBIDDEN; AGOLA_ERR_INVALID for a negative `step`. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_project_log_delete(agola_gw_client *client, agola_ctx *ctx, const char *project_ref, uint64_t run_number,
                                          const char *task_id, const struct agola_gw_log_delete_opts *opts,
                                          agola_error **err) AGOLA_CHECK;

/**
 * Read a log of a user's own run, as agola_gw_project_log_get() does. For the user.
 * @param user_ref    name or id
 * @param run_number  of the run
 * @param task_id     of the task
 * @param opts        may be NULL: what there is of step 0
 * @param sink        where it goes; not NULL
 * @return as agola_gw_project_log_get(). Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_log_get(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, uint64_t run_number,
                                    const char *task_id, const struct agola_gw_log_get_opts *opts, const struct agola_sink *sink,
                                    agola_error **err) AGOLA_CHECK;

/**
 * Delete a log of a user's own run, as agola_gw_project_log_delete() does. For the user.
 * @param user_ref    name or id
 * @param run_number  of the run
 * @param task_id     of the task
 * @param opts        may be NULL: the log of step 0
 * @return as agola_gw_project_log_delete(). Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_log_delete(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, uint64_t run_number,
                                       const char *task_id, const struct agola_gw_log_delete_opts *opts,
                                       agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
