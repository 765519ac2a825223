/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_user.h
 * Users of the configstore.
 *
 * A user is named by its name or its id. One that does not exist answers AGOLA_ERR_NOT_FOUND with
 * AGOLA_CODE_USER_DOES_NOT_EXIST; when something is to be written, releases to v0.9.2 answer AGOLA_ERR_BAD_REQUEST. Releases to
 * v0.6.0 send words instead of a code, v0.7.0 to v0.9.2 send nothing but the status.
 */
#ifndef AGOLA_CS_USER_H
#define AGOLA_CS_USER_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/cs_linked_account.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** An entry of the linked accounts of a user; the key is the id of the account. This struct is frozen. */
typedef struct agola_cs_linked_account_entry {
	const char *key;
	const agola_cs_linked_account *value;
} agola_cs_linked_account_entry;

/** A user as the configstore keeps it. */
typedef struct agola_cs_user {
	const char *id;           /**< UUID */
	agola_time creation_time; /**< since Agola v0.8.0; not valid before */
	agola_time update_time;   /**< since Agola v0.8.0; not valid before */
	const char *name;
	const char *secret; /**< what Agola signs for this user with; secret */
	/** Releases to v0.7.1 only: from v0.8.0 on, ask agola_cs_linked_account_list(). */
	const agola_cs_linked_account_entry *const *linked_accounts;
	size_t n_linked_accounts;
	/** Tokens by their names, secret. Releases to v0.7.1 only: from v0.8.0 on, ask agola_cs_user_token_list(). */
	const agola_string_entry *const *tokens;
	size_t n_tokens;
	bool admin; /**< no operation sets it */
} agola_cs_user;

/** One page of users. */
typedef struct agola_cs_user_page {
	const agola_cs_user *const *items; /**< NULL after the last */
	size_t n_items;
	const char *next_start; /**< `start` of the next page: the last name; NULL when this is the last page. Releases to v0.8.0
	                             do not tell: there it is NULL only for an empty page */
} agola_cs_user_page;

/** Options of a list. Use AGOLA_CS_USER_LIST_OPTS_INIT. */
struct agola_cs_user_list_opts {
	size_t size;
	const char *start; /**< only what comes after this name */
	int64_t limit;     /**< items of a page; 0: all of them from v0.9.0 on, 10 before; to v0.8.0 never above 20 */
	enum agola_sort_direction sort; /**< by name; 0: ascending, also with releases that default to descending */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_CS_USER_LIST_OPTS_INIT AGOLA_INIT_(struct agola_cs_user_list_opts)

/** Whose token it is. Use AGOLA_CS_USER_GET_BY_TOKEN_OPTS_INIT. */
struct agola_cs_user_get_by_token_opts {
	size_t size;
	const char
	        *token; /**< required; secret. It goes into the URL, as Agola wants it, and so into logs of proxies in between */
};

#define AGOLA_CS_USER_GET_BY_TOKEN_OPTS_INIT AGOLA_INIT_(struct agola_cs_user_get_by_token_opts)

/** Whose linked account it is. Use AGOLA_CS_USER_GET_BY_LINKED_ACCOUNT_OPTS_INIT. */
struct agola_cs_user_get_by_linked_account_opts {
	size_t size;
	const char *linked_account_id; /**< required */
};

#define AGOLA_CS_USER_GET_BY_LINKED_ACCOUNT_OPTS_INIT AGOLA_INIT_(struct agola_cs_user_get_by_linked_account_opts)

/** A user to create. Use AGOLA_CS_USER_CREATE_REQ_INIT. */
struct agola_cs_user_create_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const struct agola_cs_linked_account_create_req *linked_account; /**< NULL: none is created */
};

#define AGOLA_CS_USER_CREATE_REQ_INIT AGOLA_INIT_(struct agola_cs_user_create_req)

/** What to change. Use AGOLA_CS_USER_UPDATE_REQ_INIT. */
struct agola_cs_user_update_req {
	size_t size;
	const char *name; /**< NULL: it stays. The server does not look whether it is a good one */
};

#define AGOLA_CS_USER_UPDATE_REQ_INIT AGOLA_INIT_(struct agola_cs_user_update_req)

/**
 * Get one page of the users, ordered by name.
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_INVALID for a negative limit. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_list(agola_cs_client *client, agola_ctx *ctx, const struct agola_cs_user_list_opts *opts,
                                 agola_cs_user_page **ret, agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_cs_user_iter agola_cs_user_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param opts  may be NULL; `limit` is the size of a page, 100 without one
 * @param ret   not NULL; free it with agola_cs_user_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_iter_new(agola_cs_client *client, const struct agola_cs_user_list_opts *opts,
                                     agola_cs_user_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next user.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_cs_user_list(), and AGOLA_ERR_PROTOCOL for a server that goes in
 *         circles. After an error the same page is asked for again. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_iter_next(agola_cs_user_iter *iter, agola_ctx *ctx, const agola_cs_user **ret,
                                      agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_cs_user_iter_free(agola_cs_user_iter *iter);

/**
 * Get one.
 * @param ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_get(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_cs_user **ret,
                                agola_error **err) AGOLA_CHECK;

/**
 * Get the one that a token is of.
 * @param opts  not NULL
 * @return 0; AGOLA_ERR_INVALID without a token; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_get_by_token(agola_cs_client *client, agola_ctx *ctx,
                                         const struct agola_cs_user_get_by_token_opts *opts, agola_cs_user **ret,
                                         agola_error **err) AGOLA_CHECK;

/**
 * Get the one who is somebody at a remote source.
 * @param opts  not NULL
 * @return 0; AGOLA_ERR_INVALID when an option is not set; AGOLA_ERR_NOT_FOUND with
 *         AGOLA_CODE_LINKED_ACCOUNT_DOES_NOT_EXIST. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_get_by_remote_user(agola_cs_client *client, agola_ctx *ctx,
                                               const struct agola_cs_remote_user_opts *opts, agola_cs_user **ret,
                                               agola_error **err) AGOLA_CHECK;

/**
 * Get the one that has a linked account.
 * @param opts  not NULL
 * @return 0; AGOLA_ERR_INVALID without an id; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_get_by_linked_account(agola_cs_client *client, agola_ctx *ctx,
                                                  const struct agola_cs_user_get_by_linked_account_opts *opts,
                                                  agola_cs_user **ret, agola_error **err) AGOLA_CHECK;

/**
 * Create one, with its root project group, and perhaps a linked account.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_USER_ALREADY_EXISTS, AGOLA_CODE_INVALID_USER_NAME or
 *         AGOLA_CODE_LINKED_ACCOUNT_ALREADY_EXISTS; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST (to v0.9.2
 *         AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_create(agola_cs_client *client, agola_ctx *ctx, const struct agola_cs_user_create_req *req,
                                   agola_cs_user **ret, agola_error **err) AGOLA_CHECK;

/**
 * Rename one.
 * @param ref  name or id
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_USER_ALREADY_EXISTS, also for the name that it has.
 *         Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_update(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                   const struct agola_cs_user_update_req *req, agola_cs_user **ret,
                                   agola_error **err) AGOLA_CHECK;

/**
 * Delete one, with its memberships, invitations, linked accounts and tokens. Its project groups and projects are left behind:
 * delete them first.
 * @param ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
