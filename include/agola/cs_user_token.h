/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_user_token.h
 * Tokens of the users of the configstore: with one, a program speaks to the gateway as that user.
 *
 * A user is named by its name or its id; one that does not exist answers as agola/cs_user.h says.
 */
#ifndef AGOLA_CS_USER_TOKEN_H
#define AGOLA_CS_USER_TOKEN_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A token as the configstore keeps it. */
typedef struct agola_cs_user_token {
	const char *id; /**< UUID */
	agola_time creation_time;
	agola_time update_time;
	const char *name;
	const char *value; /**< the token; secret */
	const char *user_id;
} agola_cs_user_token;

/** Tokens of a user: all of them, in no order. */
typedef struct agola_cs_user_token_page {
	const agola_cs_user_token *const *items; /**< NULL after the last */
	size_t n_items;
} agola_cs_user_token_page;

/** A token to create. Use AGOLA_CS_USER_TOKEN_CREATE_REQ_INIT. */
struct agola_cs_user_token_create_req {
	size_t size;
	const char *name; /**< required; one that holds other characters than letters, digits and `-_.~` can never be deleted */
};

#define AGOLA_CS_USER_TOKEN_CREATE_REQ_INIT AGOLA_INIT_(struct agola_cs_user_token_create_req)

/** A token that was created. */
typedef struct agola_cs_user_token_created {
	const char *name;  /**< since Agola v0.8.0; NULL before */
	const char *token; /**< secret */
} agola_cs_user_token_created;

/**
 * List the tokens of a user, with their values. Earlier releases have them in agola_cs_user.
 * @param user_ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_user_token_list(agola_cs_client *client, agola_ctx *ctx, const char *user_ref,
                                       agola_cs_user_token_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Create one.
 * @param user_ref  name or id
 * @param req       not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_USER_TOKEN_ALREADY_EXISTS, or without a code when the
 *         name is empty. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_token_create(agola_cs_client *client, agola_ctx *ctx, const char *user_ref,
                                         const struct agola_cs_user_token_create_req *req, agola_cs_user_token_created **ret,
                                         agola_error **err) AGOLA_CHECK;

/**
 * Delete one.
 * @param user_ref  name or id
 * @param name      of the token
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_USER_DOES_NOT_EXIST or AGOLA_CODE_USER_TOKEN_DOES_NOT_EXIST (to v0.9.2
 *         AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_token_delete(agola_cs_client *client, agola_ctx *ctx, const char *user_ref, const char *name,
                                         agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
