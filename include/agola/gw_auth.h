/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_auth.h
 * How people come in by the browser: log in, register, and link accounts with what a remote source says of them. Programs use a
 * token instead (agola/gw_user_token.h).
 *
 * Nothing here needs a token. With a remote source of AGOLA_AUTH_PASSWORD the answer is final; with one of AGOLA_AUTH_OAUTH2 it says
 * where a browser must go, and the remote source sends it back with what agola_gw_auth_oauth2_callback() takes.
 *
 * Releases from v0.8.0 on say that somebody is logged in by cookies only, which this library does not keep; those before give a token
 * as well. Releases to v0.5.0 have these operations at other paths, which the library knows. A wrong password is
 * AGOLA_ERR_UNAUTHORIZED to v0.7.1.
 */
#ifndef AGOLA_GW_AUTH_H
#define AGOLA_GW_AUTH_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/gw_linked_account.h>
#include <agola/gw_user.h>

AGOLA_BEGIN_DECLS

/** Somebody at a remote source. */
typedef struct agola_gw_auth_remote_user {
	const char *id; /**< at the remote source */
	const char *login_name;
	const char *email;
} agola_gw_auth_remote_user;

/** An answer. What a function does not promise is NULL. */
typedef struct agola_gw_auth_answer {
	const char *oauth2_redirect; /**< where a browser must go; "" when it is final */
	const char *token;           /**< of agola_gw_auth_login() to v0.7.1: a JWT, sent as "Authorization: bearer"; secret */
	const agola_gw_user *user;   /**< of a login */
	const agola_gw_auth_remote_user *remote_user_info;
	const char *remote_source_name;
	const agola_gw_linked_account *linked_account; /**< of a linked account */
} agola_gw_auth_answer;

/** What came of a way through a browser. */
typedef struct agola_gw_auth_result {
	enum agola_auth_request_type request_type; /**< what was begun */
	uint32_t unused_;                          /**< 0 */
	const char *request_type_raw;
	const agola_gw_auth_answer *response; /**< its end, as the function that began it would have given */
} agola_gw_auth_result;

/** Who logs in or shows who they are. Use AGOLA_GW_AUTH_LOGIN_REQ_INIT. */
struct agola_gw_auth_login_req {
	size_t size;
	const char *remote_source_name; /**< required: its name or id */
	const char *login_name;         /**< at the remote source; required if it is one with passwords */
	const char *password;           /**< the same; secret */
};

#define AGOLA_GW_AUTH_LOGIN_REQ_INIT AGOLA_INIT_(struct agola_gw_auth_login_req)

/** A user to register. Use AGOLA_GW_AUTH_REGISTER_REQ_INIT. */
struct agola_gw_auth_register_req {
	size_t size;
	const char *username;                     /**< required: the new user's name */
	const char *remote_source_name;           /**< required: its name; its id will not do */
	const char *remote_source_login_name;     /**< required if the remote source is one with passwords */
	const char *remote_source_login_password; /**< the same; secret */
};

#define AGOLA_GW_AUTH_REGISTER_REQ_INIT AGOLA_INIT_(struct agola_gw_auth_register_req)

/** What the remote source sent the browser back with. Use AGOLA_GW_AUTH_OAUTH2_CALLBACK_OPTS_INIT. */
struct agola_gw_auth_oauth2_callback_opts {
	size_t size;
	const char *code;  /**< required; secret */
	const char *state; /**< required: as it was in `oauth2_redirect`; secret */
};

#define AGOLA_GW_AUTH_OAUTH2_CALLBACK_OPTS_INIT AGOLA_INIT_(struct agola_gw_auth_oauth2_callback_opts)

/**
 * Log in. The answer has `user`, and `token` to v0.7.1; or `oauth2_redirect`.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST, or AGOLA_CODE_LINKED_ACCOUNT_DOES_NOT_EXIST for
 *         somebody who is not registered; AGOLA_ERR_BAD_REQUEST when the remote source is not for logins; AGOLA_ERR_INTERNAL for a
 *         wrong password. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_auth_login(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_auth_login_req *req,
                                  agola_gw_auth_answer **ret, agola_error **err) AGOLA_CHECK;

/**
 * Find out who somebody is at a remote source, before they register. The answer has `remote_user_info` and `remote_source_name`, or
 * `oauth2_redirect`.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST; AGOLA_ERR_INTERNAL for a wrong password. Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_gw_auth_authorize(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_auth_login_req *req,
                                      agola_gw_auth_answer **ret, agola_error **err) AGOLA_CHECK;

/**
 * Create a user who is known to a remote source. The answer has nothing but `oauth2_redirect`.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST; AGOLA_ERR_BAD_REQUEST with
 *         AGOLA_CODE_INVALID_USER_NAME, AGOLA_CODE_USER_ALREADY_EXISTS or AGOLA_CODE_LINKED_ACCOUNT_ALREADY_EXISTS, and without a
 *         code when the remote source is not for registrations; AGOLA_ERR_INTERNAL for a wrong password. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_auth_register(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_auth_register_req *req,
                                     agola_gw_auth_answer **ret, agola_error **err) AGOLA_CHECK;

/**
 * Go on where a browser was sent away: end what agola_gw_auth_login(), agola_gw_auth_authorize(), agola_gw_auth_register() or
 * agola_gw_linked_account_create() began.
 * @param opts  both members are required
 * @return 0; AGOLA_ERR_INTERNAL (to v0.7.1 AGOLA_ERR_BAD_REQUEST) for a state that is wrong or too old and for a code that
 *         the remote source does not take; otherwise as the function that is ended. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_auth_oauth2_callback(agola_gw_client *client, agola_ctx *ctx,
                                            const struct agola_gw_auth_oauth2_callback_opts *opts, agola_gw_auth_result **ret,
                                            agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
