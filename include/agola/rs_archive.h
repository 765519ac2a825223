/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_archive.h
 * Archives of workspaces: tar files that a step of a task saved, and that executors put into the workspaces of later tasks.
 */
#ifndef AGOLA_RS_ARCHIVE_H
#define AGOLA_RS_ARCHIVE_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/stream.h>

AGOLA_BEGIN_DECLS

/** Which archive. Use AGOLA_RS_ARCHIVE_GET_OPTS_INIT. */
struct agola_rs_archive_get_opts {
	size_t size;
	const char *task_id; /**< required: of the task in its run, as in agola_rs_workspace_operation */
	int64_t step;        /**< which step saved it, counted from 0 */
};

#define AGOLA_RS_ARCHIVE_GET_OPTS_INIT AGOLA_INIT_(struct agola_rs_archive_get_opts)

/**
 * Get an archive, as it was saved.
 * @param opts  not NULL
 * @param sink  not NULL: where the bytes go. A server that fails behind the first byte adds "[]" and ends as if all was well: so one that
 *              ends with it is read again from there, and only believed when it ends there again
 * @return 0; AGOLA_ERR_NOT_FOUND if there is none, also when it was cleaned away (after 7 days, unless the server was told
 *         otherwise). Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_archive_get(agola_rs_client *client, agola_ctx *ctx, const struct agola_rs_archive_get_opts *opts,
                                   const struct agola_sink *sink, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
