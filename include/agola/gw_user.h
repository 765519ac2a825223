/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_user.h
 * Users of the gateway, and the runs that users start from a local repository.
 */
#ifndef AGOLA_GW_USER_H
#define AGOLA_GW_USER_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/gw_linked_account.h>

AGOLA_BEGIN_DECLS

/** A user as everybody sees it. */
typedef struct agola_gw_user {
	const char *id; /**< UUID */
	const char *username;
} agola_gw_user;

/** A user as the user and administrators see it. */
typedef struct agola_gw_private_user {
	const char *id; /**< UUID */
	const char *username;
	const char *const *tokens; /**< names of the tokens, in order; see agola/gw_user_token.h */
	size_t n_tokens;
	const agola_gw_linked_account *const *linked_accounts;
	size_t n_linked_accounts;
} agola_gw_private_user;

/** One page of users. */
typedef struct agola_gw_user_page {
	const agola_gw_private_user *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< for the next page, in agola_gw_user_list_opts; NULL when this is the last */
} agola_gw_user_page;

/** Options of a list. Use AGOLA_GW_USER_LIST_OPTS_INIT. */
struct agola_gw_user_list_opts {
	size_t size;
	const char *cursor;             /**< go on after a page; `sort` is then not sent: the cursor holds it */
	int64_t limit;                  /**< users of a page; 0: the server's default; servers lower it to 30 (v0.9.0 on) or 40 */
	enum agola_sort_direction sort; /**< by name; 0: ascending, also with releases that default to descending */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_GW_USER_LIST_OPTS_INIT AGOLA_INIT_(struct agola_gw_user_list_opts)

/** An account at a remote source. Use AGOLA_GW_USER_GET_BY_REMOTE_USER_OPTS_INIT. */
struct agola_gw_user_get_by_remote_user_opts {
	size_t size;
	const char *remote_user_id;    /**< required: the user's id there */
	const char *remote_source_ref; /**< required: id or name of the remote source */
};

#define AGOLA_GW_USER_GET_BY_REMOTE_USER_OPTS_INIT AGOLA_INIT_(struct agola_gw_user_get_by_remote_user_opts)

/** A user to create. Use AGOLA_GW_USER_CREATE_REQ_INIT. */
struct agola_gw_user_create_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *username;
};

#define AGOLA_GW_USER_CREATE_REQ_INIT AGOLA_INIT_(struct agola_gw_user_create_req)

/**
 * A run of what a user has pushed to the gateway, into the repository "/repos/USER-ID/REPO-UUID.git": exactly one of `branch`, `tag`
 * and `ref`. Use AGOLA_GW_USER_CREATE_RUN_REQ_INIT.
 */
struct agola_gw_user_create_run_req {
	size_t size;
	const char *repo_uuid; /**< required: any id of the local repository that stays the same; runs of one share caches */
	const char *repo_path; /**< required: "USER-ID/REPO-UUID" */
	const char *branch;    /**< the name only */
	const char *tag;       /**< the name only; from v0.2.0 on */
	const char *ref; /**< "refs/heads/…", "refs/tags/…", or one that a regular expression below fits; from v0.2.0 on */
	const char *commit_sha;                      /**< required: whole, it is not looked up */
	const char *message;                         /**< required: shown with the run */
	const char *const *pull_request_ref_regexes; /**< Go's, with a group that is the pull request's id; from v0.2.0 on */
	size_t n_pull_request_ref_regexes;
	const agola_string_entry *const *variables; /**< of the run; from v0.2.0 on */
	size_t n_variables;
};

#define AGOLA_GW_USER_CREATE_RUN_REQ_INIT AGOLA_INIT_(struct agola_gw_user_create_run_req)

/**
 * Get the user whose token the client has.
 * @return 0; AGOLA_ERR_FORBIDDEN, to v0.9.2 AGOLA_ERR_BAD_REQUEST with the server's admin token, which is no user. Since Agola
 *         v0.1.0.
 */
AGOLA_API int agola_gw_user_get_current(agola_gw_client *client, agola_ctx *ctx, agola_gw_private_user **ret,
                                        agola_error **err) AGOLA_CHECK;

/**
 * Get a user. Any token will do.
 * @param user_ref  id or name
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_USER_DOES_NOT_EXIST. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_user_get(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, agola_gw_user **ret,
                                agola_error **err) AGOLA_CHECK;

/**
 * Get one page of the users, ordered by name. Needs an administrator's token.
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_UNAUTHORIZED, to v0.7.1 AGOLA_ERR_INTERNAL for others. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_user_list(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_user_list_opts *opts,
                                 agola_gw_user_page **ret, agola_error **err) AGOLA_CHECK;

/** Walks all users, one page in memory at a time. */
typedef struct agola_gw_user_iter agola_gw_user_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_gw_user_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_user_iter_new(agola_gw_client *client, const struct agola_gw_user_list_opts *opts,
                                     agola_gw_user_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next user.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_gw_user_list(). After an error the same page is asked for again.
 *         Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_user_iter_next(agola_gw_user_iter *iter, agola_ctx *ctx, const agola_gw_private_user **ret,
                                      agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_gw_user_iter_free(agola_gw_user_iter *iter);

/**
 * Get the user that an account at a remote source belongs to. Needs an administrator's token.
 * @param opts  both members are required
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST or AGOLA_CODE_LINKED_ACCOUNT_DOES_NOT_EXIST. Since
 *         Agola v0.8.0.
 */
AGOLA_API int agola_gw_user_get_by_remote_user(agola_gw_client *client, agola_ctx *ctx,
                                               const struct agola_gw_user_get_by_remote_user_opts *opts,
                                               agola_gw_private_user **ret, agola_error **err) AGOLA_CHECK;

/**
 * Create a user. Needs an administrator's token.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_USER_NAME or AGOLA_CODE_USER_ALREADY_EXISTS; AGOLA_ERR_INTERNAL for those
 *         who are no administrators. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_user_create(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_user_create_req *req,
                                   agola_gw_user **ret, agola_error **err) AGOLA_CHECK;

/**
 * Delete a user. Needs an administrator's token.
 * @param user_ref  id or name
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_USER_DOES_NOT_EXIST, to v0.9.2 AGOLA_ERR_BAD_REQUEST; AGOLA_ERR_INTERNAL for
 *         those who are no administrators. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_user_delete(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, agola_error **err) AGOLA_CHECK;

/**
 * Start a run from what was pushed. Needs that user's token. The answer does not tell the run: agola_gw_user_run_list() finds it,
 * unless no run fits, which is no error.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST when something required is missing, AGOLA_ERR_UNAUTHORIZED for the repository of somebody else,
 *         AGOLA_ERR_FORBIDDEN with the server's admin token, AGOLA_ERR_INTERNAL when the commit has no configuration. Since Agola
 *         v0.1.0.
 */
AGOLA_API int agola_gw_user_create_run(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_user_create_run_req *req,
                                       agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
