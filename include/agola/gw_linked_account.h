/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_linked_account.h
 * Linked accounts of the gateway: which account at a remote source belongs to a user. Projects are made with it, and the user logs
 * in with it.
 *
 * agola_gw_private_user has the linked accounts of a user.
 */
#ifndef AGOLA_GW_LINKED_ACCOUNT_H
#define AGOLA_GW_LINKED_ACCOUNT_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A user's account at a remote source. */
typedef struct agola_gw_linked_account {
	const char *id; /**< UUID */
	const char *
	        remote_source_id; /**< in the answer to a create, all releases from v0.2.0 on have the id of the remote user here */
	const char *remote_user_id; /**< only in the answer to a create, else NULL */
	const char *remote_user_name;
	const char *remote_user_avatar_url;
} agola_gw_linked_account;

/** What came of linking an account. */
typedef struct agola_gw_linked_account_created {
	const agola_gw_linked_account *linked_account; /**< NULL when the user must go to `oauth2_redirect` first */
	const char *oauth2_redirect;                   /**< where a browser must go; "" when the account is linked */
} agola_gw_linked_account_created;

/** An account to link. Use AGOLA_GW_LINKED_ACCOUNT_CREATE_REQ_INIT. */
struct agola_gw_linked_account_create_req {
	size_t size;
	const char *remote_source_name;           /**< required: its name; its id will not do */
	const char *remote_source_login_name;     /**< required if the remote source is one with passwords */
	const char *remote_source_login_password; /**< the same; secret */
};

#define AGOLA_GW_LINKED_ACCOUNT_CREATE_REQ_INIT AGOLA_INIT_(struct agola_gw_linked_account_create_req)

/**
 * Link an account. Needs the token of the user itself, administrators cannot do it for others. With a remote source of
 * AGOLA_AUTH_OAUTH2 the account is not linked yet: the user's browser must go to `oauth2_redirect`, and comes back with what
 * agola_gw_auth_oauth2_callback() takes.
 * @param user_ref  id or name
 * @param req       not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown remote source or user; AGOLA_ERR_FORBIDDEN with the server's admin token, to
 *         v0.9.2 AGOLA_ERR_BAD_REQUEST; AGOLA_ERR_BAD_REQUEST for another user and with
 *         AGOLA_CODE_LINKED_ACCOUNT_ALREADY_EXISTS; for a wrong password AGOLA_ERR_INTERNAL, to v0.7.1
 *         AGOLA_ERR_UNAUTHORIZED. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_linked_account_create(agola_gw_client *client, agola_ctx *ctx, const char *user_ref,
                                             const struct agola_gw_linked_account_create_req *req,
                                             agola_gw_linked_account_created **ret, agola_error **err) AGOLA_CHECK;

/**
 * Unlink an account. For the user and for administrators; releases to v0.6.0 refuse administrators and let other users do it.
 * @param user_ref  id or name
 * @param id        of the linked account
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_LINKED_ACCOUNT_DOES_NOT_EXIST (to v0.9.2 AGOLA_ERR_BAD_REQUEST) or
 *         AGOLA_CODE_USER_DOES_NOT_EXIST; AGOLA_ERR_BAD_REQUEST for another user. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_linked_account_delete(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, const char *id,
                                             agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
