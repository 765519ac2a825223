/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_linked_account.h
 * Linked accounts of the configstore: who a user is at a remote source, with the tokens for acting there.
 *
 * A user is named by its name or its id. One that does not exist answers AGOLA_ERR_NOT_FOUND with
 * AGOLA_CODE_USER_DOES_NOT_EXIST; when something is to be written, releases to v0.9.2 answer AGOLA_ERR_BAD_REQUEST. Releases to
 * v0.6.0 send words instead of a code, v0.7.0 to v0.9.2 send nothing but the status.
 */
#ifndef AGOLA_CS_LINKED_ACCOUNT_H
#define AGOLA_CS_LINKED_ACCOUNT_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A linked account as the configstore keeps it. */
typedef struct agola_cs_linked_account {
	const char *id;           /**< UUID */
	agola_time creation_time; /**< since Agola v0.8.0; not valid before */
	agola_time update_time;   /**< since Agola v0.8.0; not valid before */
	const char *user_id;      /**< since Agola v0.8.0; NULL before */
	const char *remote_user_id;
	const char *remote_username;
	const char *remote_user_avatar_url; /**< NULL: no release sets it */
	const char *remote_source_id;
	const char *user_access_token;             /**< NULL if there is none; secret */
	const char *oauth2_access_token;           /**< NULL if there is none; secret */
	const char *oauth2_refresh_token;          /**< NULL if there is none; secret */
	agola_time oauth2_access_token_expires_at; /**< the first second of the year 1 when there is none */
} agola_cs_linked_account;

/** Linked accounts of a user: all of them, in no order. */
typedef struct agola_cs_linked_account_page {
	const agola_cs_linked_account *const *items; /**< NULL after the last */
	size_t n_items;
} agola_cs_linked_account_page;

/** A linked account to create. Use AGOLA_CS_LINKED_ACCOUNT_CREATE_REQ_INIT. */
struct agola_cs_linked_account_create_req {
	size_t size;
	const char *remote_source_name; /**< required; its name, not its id */
	const char *remote_user_id;
	const char *remote_username;
	const char *user_access_token;    /**< secret */
	const char *oauth2_access_token;  /**< secret */
	const char *oauth2_refresh_token; /**< secret */
	agola_time oauth2_access_token_expires_at;
};

#define AGOLA_CS_LINKED_ACCOUNT_CREATE_REQ_INIT AGOLA_INIT_(struct agola_cs_linked_account_create_req)

/**
 * A whole linked account in place of another: a member that is not set becomes empty. Its remote source stays. Use
 * AGOLA_CS_LINKED_ACCOUNT_UPDATE_REQ_INIT.
 */
struct agola_cs_linked_account_update_req {
	size_t size;
	const char *remote_user_id;
	const char *remote_username;
	const char *user_access_token;    /**< secret */
	const char *oauth2_access_token;  /**< secret */
	const char *oauth2_refresh_token; /**< secret */
	agola_time oauth2_access_token_expires_at;
};

#define AGOLA_CS_LINKED_ACCOUNT_UPDATE_REQ_INIT AGOLA_INIT_(struct agola_cs_linked_account_update_req)

/** Somebody at a remote source. Use AGOLA_CS_REMOTE_USER_OPTS_INIT. */
struct agola_cs_remote_user_opts {
	size_t size;
	const char *remote_user_id;   /**< required; the id that the remote source knows */
	const char *remote_source_id; /**< required; its id, not its name */
};

#define AGOLA_CS_REMOTE_USER_OPTS_INIT AGOLA_INIT_(struct agola_cs_remote_user_opts)

/**
 * List the linked accounts of a user. Earlier releases have them in agola_cs_user.
 * @param user_ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_linked_account_list(agola_cs_client *client, agola_ctx *ctx, const char *user_ref,
                                           agola_cs_linked_account_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the one of somebody at a remote source.
 * @param opts  not NULL
 * @return 0; AGOLA_ERR_INVALID when an option is not set; AGOLA_ERR_NOT_FOUND with
 *         AGOLA_CODE_LINKED_ACCOUNT_DOES_NOT_EXIST; AGOLA_ERR_VERSION for earlier releases, see
 *         agola_cs_user_get_by_remote_user(). Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_linked_account_get_by_remote_user(agola_cs_client *client, agola_ctx *ctx,
                                                         const struct agola_cs_remote_user_opts *opts,
                                                         agola_cs_linked_account **ret, agola_error **err) AGOLA_CHECK;

/**
 * Create one.
 * @param user_ref  name or id
 * @param req       not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_LINKED_ACCOUNT_ALREADY_EXISTS when a user has this account, or
 *         AGOLA_CODE_INVALID_REMOTE_SOURCE_NAME without a remote source; AGOLA_ERR_NOT_FOUND with
 *         AGOLA_CODE_USER_DOES_NOT_EXIST or AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST (to v0.9.2 AGOLA_ERR_BAD_REQUEST). Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_cs_linked_account_create(agola_cs_client *client, agola_ctx *ctx, const char *user_ref,
                                             const struct agola_cs_linked_account_create_req *req, agola_cs_linked_account **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Replace one.
 * @param user_ref  name or id
 * @param id        of the linked account
 * @param req       not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_USER_DOES_NOT_EXIST or AGOLA_CODE_LINKED_ACCOUNT_DOES_NOT_EXIST, also when it
 *         is of another user (to v0.9.2 AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_linked_account_update(agola_cs_client *client, agola_ctx *ctx, const char *user_ref, const char *id,
                                             const struct agola_cs_linked_account_update_req *req, agola_cs_linked_account **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Delete one. Projects that use it are left as they are, and then cannot be updated.
 * @param user_ref  name or id
 * @param id        of the linked account
 * @return 0; as agola_cs_linked_account_update(). Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_linked_account_delete(agola_cs_client *client, agola_ctx *ctx, const char *user_ref, const char *id,
                                             agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
