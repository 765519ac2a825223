/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_executor.h
 * Executors, as the runservice knows them. An executor is a program that takes tasks and runs them: it names itself by reporting its
 * status, listens at a URL for new tasks and for whoever wants its logs and archives, and keeps reporting.
 */
#ifndef AGOLA_RS_EXECUTOR_H
#define AGOLA_RS_EXECUTOR_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** How an executor is. What is not set is not sent, and so none, 0 or false. Use AGOLA_RS_EXECUTOR_STATUS_REQ_INIT. */
struct agola_rs_executor_status_req {
	size_t size;
	const char *listen_url;   /**< required: where it listens, without "/" at its end and without /api/v1alpha */
	const char *const *archs; /**< such as "amd64"; it gets no tasks that ask for another */
	size_t n_archs;
	const agola_string_entry *const *labels; /**< kept, and looked at by no release */
	size_t n_labels;
	int64_t active_tasks_limit; /**< so many tasks at a time; 0: as many as there are */
	int64_t active_tasks;       /**< that it runs now */
	const char *executor_group; /**< of those that come and go together */
	/** the ids of all that are alive in the group; the others of it that are `dynamic` are forgotten */
	const char *const *siblings_executors;
	size_t n_siblings_executors;
	enum agola_tristate allow_privileged_containers; /**< it takes tasks with such */
	enum agola_tristate dynamic;                     /**< to be forgotten when it is not among the siblings */
};

#define AGOLA_RS_EXECUTOR_STATUS_REQ_INIT AGOLA_INIT_(struct agola_rs_executor_status_req)

/**
 * Report the status of an executor; the first report makes it known. One that has reported nothing for 60 s gets no new tasks; Agola's
 * own report every 2 s.
 * @param executor_id  what it calls itself; of letters, digits, "-", "_" and ".", as servers do not undo escapes
 * @param req          not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST for what the server cannot read. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_executor_send_status(agola_rs_client *client, agola_ctx *ctx, const char *executor_id,
                                            const struct agola_rs_executor_status_req *req, agola_error **err) AGOLA_CHECK;

/**
 * Forget an executor. Tasks of it that are not over fail, and logs and archives that were not fetched are lost.
 * @return 0; AGOLA_ERR_NOT_FOUND if there is none, which releases to v0.7.1 take for success. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_executor_delete(agola_rs_client *client, agola_ctx *ctx, const char *executor_id,
                                       agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
