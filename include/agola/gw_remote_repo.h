/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_remote_repo.h
 * Repositories that a user has at a remote source.
 */
#ifndef AGOLA_GW_REMOTE_REPO_H
#define AGOLA_GW_REMOTE_REPO_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A repository. */
typedef struct agola_gw_remote_repo {
	const char *id;   /**< the remote source's own */
	const char *path; /**< such as "owner/repo", for agola_gw_project_create() */
} agola_gw_remote_repo;

/** All repositories; the list is not in pages. */
typedef struct agola_gw_remote_repo_page {
	const agola_gw_remote_repo *const *items; /**< NULL after the last */
	size_t n_items;
} agola_gw_remote_repo_page;

/**
 * Get the repositories for which the user can make projects: those in which deploy keys and webhooks can be created. Needs
 * the token of a user with a linked account at the remote source. The server asks the remote source: it may take seconds.
 * @param remote_source_ref  name or id
 * @return 0; AGOLA_ERR_FORBIDDEN for the bare administrator's token (to v0.9.2 AGOLA_ERR_BAD_REQUEST); AGOLA_ERR_INTERNAL for
 *         an unknown remote source and without a linked account (to v0.6.0 AGOLA_ERR_NOT_FOUND or AGOLA_ERR_BAD_REQUEST);
 *         AGOLA_ERR_BAD_REQUEST when the remote source refuses. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_user_remote_repo_list(agola_gw_client *client, agola_ctx *ctx, const char *remote_source_ref,
                                             agola_gw_remote_repo_page **ret, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
