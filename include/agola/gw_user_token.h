/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_user_token.h
 * Tokens of users, with which programs act for them. agola_gw_private_user has their names; what they are is shown once only, when
 * they are created.
 */
#ifndef AGOLA_GW_USER_TOKEN_H
#define AGOLA_GW_USER_TOKEN_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A new token. */
typedef struct agola_gw_user_token {
	const char *token; /**< 40 hexadecimal digits; secret */
} agola_gw_user_token;

/** A token to create. Use AGOLA_GW_USER_TOKEN_CREATE_REQ_INIT. */
struct agola_gw_user_token_create_req {
	size_t size;
	const char *token_name; /**< required; servers take any text, but can delete only those whose name needs no
	                             escaping in a URL: letters, digits, "-", ".", "_" and "~" */
};

#define AGOLA_GW_USER_TOKEN_CREATE_REQ_INIT AGOLA_INIT_(struct agola_gw_user_token_create_req)

/**
 * Create a token. For the user and for administrators.
 * @param user_ref  id or name
 * @param req       not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_USER_TOKEN_ALREADY_EXISTS, and without a code for the token of another user;
 *         AGOLA_ERR_NOT_FOUND for an unknown user. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_user_token_create(agola_gw_client *client, agola_ctx *ctx, const char *user_ref,
                                         const struct agola_gw_user_token_create_req *req, agola_gw_user_token **ret,
                                         agola_error **err) AGOLA_CHECK;

/**
 * Delete a token. For the user and for administrators; releases to v0.6.0 refuse administrators and let other users do it.
 * @param user_ref    id or name
 * @param token_name  the token's name
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_USER_TOKEN_DOES_NOT_EXIST (to v0.9.2 AGOLA_ERR_BAD_REQUEST) or
 *         AGOLA_CODE_USER_DOES_NOT_EXIST; AGOLA_ERR_BAD_REQUEST for the token of another user. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_user_token_delete(agola_gw_client *client, agola_ctx *ctx, const char *user_ref, const char *token_name,
                                         agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
