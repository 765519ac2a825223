/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_log.h
 * Logs of steps: what the commands of a step wrote, as it is, with escapes of terminals and whatever else. Until the task is over the
 * runservice gets a log from the executor; afterwards it has it itself, for 30 days unless it was told otherwise.
 */
#ifndef AGOLA_RS_LOG_H
#define AGOLA_RS_LOG_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/stream.h>

AGOLA_BEGIN_DECLS

/** Which log. Use AGOLA_RS_LOG_GET_OPTS_INIT. */
struct agola_rs_log_get_opts {
	size_t size;
	const char *run_id;           /**< required */
	const char *task_id;          /**< required: a key of the `tasks` of agola_rs_run */
	int64_t step;                 /**< which step, counted from 0; passed over with `setup` */
	enum agola_tristate setup;    /**< the setup in front of the first step; a task without steps has none that can be read */
	enum agola_tristate follow;   /**< go on until the step is over, that of the setup until step 0 is */
	int64_t offset;               /**< pass over so many bytes, that the caller has from an earlier call */
	enum agola_tristate no_check; /**< with `follow`: believe that the step is over when the stream ends */
	uint32_t unused_;             /**< 0 */
};

#define AGOLA_RS_LOG_GET_OPTS_INIT AGOLA_INIT_(struct agola_rs_log_get_opts)

/** Which log to delete. Use AGOLA_RS_LOG_DELETE_OPTS_INIT. */
struct agola_rs_log_delete_opts {
	size_t size;
	const char *run_id;        /**< required */
	const char *task_id;       /**< required: a key of the `tasks` of agola_rs_run */
	int64_t step;              /**< which step, counted from 0; passed over with `setup` */
	enum agola_tristate setup; /**< that of the setup */
	uint32_t unused_;          /**< 0 */
};

#define AGOLA_RS_LOG_DELETE_OPTS_INIT AGOLA_INIT_(struct agola_rs_log_delete_opts)

/**
 * Get a log. A log that is not there yet cannot be told from a step that does not exist: whoever follows a step that may not have begun
 * asks again while its run goes on.
 *
 * Where the executor or the runservice fails behind the first byte, the server ends the log as if that was all of it. So when the stream
 * of a step that is followed ends, the library asks for the run. If the step goes on, it reads the log again, passes over what was
 * delivered, and waits a little when there was nothing new. Without `follow` the run tells whether a log is complete: when `log_phase`
 * of the step was AGOLA_FETCH_PHASE_FINISHED before the call, what came is all there is. What was delivered before an error is the
 * log's beginning: go on with `offset`.
 * @param opts  not NULL
 * @param sink  not NULL: where the bytes go; without an `idle_timeout_ms` it waits for as long as the step says nothing
 * @return 0; AGOLA_ERR_NOT_FOUND, without a code, for an unknown run, task or step and for a log that is not there yet, or no more;
 *         AGOLA_ERR_INTERNAL when the executor cannot be asked, and when it wants a token, which live logs are asked for without;
 *         AGOLA_ERR_NETWORK when the stream breaks, and when it ends again and again although the step does not. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_log_get(agola_rs_client *client, agola_ctx *ctx, const struct agola_rs_log_get_opts *opts,
                               const struct agola_sink *sink, agola_error **err) AGOLA_CHECK;

/**
 * Delete a log. It must be with the runservice: `log_phase` of its step, for the setup that of step 0.
 * @param opts  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST when it is not with the runservice yet; AGOLA_ERR_NOT_FOUND, without a code, for an unknown run,
 *         task or step and for a log that is not there. Since Agola v0.4.0.
 */
AGOLA_API int agola_rs_log_delete(agola_rs_client *client, agola_ctx *ctx, const struct agola_rs_log_delete_opts *opts,
                                  agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
