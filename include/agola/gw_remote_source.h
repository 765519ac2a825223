/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_remote_source.h
 * Remote sources of the gateway: the git servers (Gitea, GitHub, GitLab) that projects and users come from.
 *
 * All operations exist since Agola v0.1.0 and work the same way with every release, except for what an error says: for a
 * reference that does not exist and a name that exists already, v0.7.0 and later answer AGOLA_ERR_INTERNAL without a
 * word; earlier releases and agolad answer AGOLA_ERR_NOT_FOUND and AGOLA_ERR_BAD_REQUEST. v0.7.1 answers
 * AGOLA_ERR_INTERNAL to every update that it refuses. Codes come from v0.10.0 on.
 */
#ifndef AGOLA_GW_REMOTE_SOURCE_H
#define AGOLA_GW_REMOTE_SOURCE_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A remote source as the gateway shows it; it never shows the URL, the type and the OAuth2 data. */
typedef struct agola_gw_remote_source {
	const char *id; /**< UUID */
	const char *name;
	enum agola_remote_source_auth_type auth_type;
	bool registration_enabled; /**< users may register with it */
	bool login_enabled;        /**< users may log in with it */
	const char *auth_type_raw;
} agola_gw_remote_source;

/** One page of remote sources. */
typedef struct agola_gw_remote_source_page {
	const agola_gw_remote_source *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< for the next page, in agola_gw_remote_source_list_opts; NULL when this is the last */
} agola_gw_remote_source_page;

/** Options of a list. Use AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT. */
struct agola_gw_remote_source_list_opts {
	size_t size;
	const char *cursor;             /**< go on after a page; `sort` is then not sent: the cursor holds it */
	int64_t limit;                  /**< items of a page; 0: the server's default; servers lower it to 30 (v0.9.0 on) or 20 */
	enum agola_sort_direction sort; /**< by name; 0: ascending, also with releases that default to descending */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT AGOLA_INIT_(struct agola_gw_remote_source_list_opts)

/** A remote source to create. Use AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT. */
struct agola_gw_remote_source_create_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const char *api_url;                          /**< required: base URL of the git server */
	enum agola_remote_source_type type;           /**< required */
	enum agola_remote_source_auth_type auth_type; /**< required */
	const char *type_raw;                         /**< instead of `type` */
	const char *auth_type_raw;                    /**< instead of `auth_type` */
	const char *oauth2_client_id;                 /**< required for oauth2 */
	const char *oauth2_client_secret;             /**< required for oauth2; secret */
	const char *ssh_host_key;                     /**< public host key, "type base64"; unset: any, see the next but one */
	enum agola_tristate skip_verify;              /**< do not check the git server's certificate; unset: false */
	enum agola_tristate skip_ssh_host_key_check;  /**< unset: false */
	enum agola_tristate registration_enabled;     /**< unset: true */
	enum agola_tristate login_enabled;            /**< unset: true */
};

#define AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT AGOLA_INIT_(struct agola_gw_remote_source_create_req)

/** What to change. A member that is not set stays as it is on the server. Use AGOLA_GW_REMOTE_SOURCE_UPDATE_REQ_INIT. */
struct agola_gw_remote_source_update_req {
	size_t size;
	const char *name; /**< the new name */
	const char *api_url;
	const char *oauth2_client_id;
	const char *oauth2_client_secret; /**< secret */
	const char *ssh_host_key;         /**< "" removes it */
	enum agola_tristate skip_verify;
	enum agola_tristate skip_ssh_host_key_check;
	enum agola_tristate registration_enabled;
	enum agola_tristate login_enabled;
};

#define AGOLA_GW_REMOTE_SOURCE_UPDATE_REQ_INIT AGOLA_INIT_(struct agola_gw_remote_source_update_req)

/**
 * Get one page of the remote sources, ordered by name. No token is needed; a wrong one is refused by releases to v0.7.1.
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_BAD_REQUEST for a cursor that the server does not accept
 *         (v0.2.0 and v0.7.1 begin anew with such a cursor). Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_remote_source_list(agola_gw_client *client, agola_ctx *ctx,
                                          const struct agola_gw_remote_source_list_opts *opts, agola_gw_remote_source_page **ret,
                                          agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_gw_remote_source_iter agola_gw_remote_source_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_gw_remote_source_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_remote_source_iter_new(agola_gw_client *client, const struct agola_gw_remote_source_list_opts *opts,
                                              agola_gw_remote_source_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next remote source.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_gw_remote_source_list(), and AGOLA_ERR_PROTOCOL for a
 *         server that repeats a cursor. After an error the same page is asked for again. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_remote_source_iter_next(agola_gw_remote_source_iter *iter, agola_ctx *ctx,
                                               const agola_gw_remote_source **ret, agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_gw_remote_source_iter_free(agola_gw_remote_source_iter *iter);

/**
 * Get one by @p ref, its id or its name. Any token will do.
 * @return 0; AGOLA_ERR_UNAUTHORIZED without a token; AGOLA_ERR_NOT_FOUND or AGOLA_ERR_INTERNAL (see above) if there is
 *         none. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_remote_source_get(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_gw_remote_source **ret,
                                         agola_error **err) AGOLA_CHECK;

/**
 * Create one. Needs an administrator's token.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with one of the codes in agola/error.h. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_remote_source_create(agola_gw_client *client, agola_ctx *ctx,
                                            const struct agola_gw_remote_source_create_req *req, agola_gw_remote_source **ret,
                                            agola_error **err) AGOLA_CHECK;

/**
 * Change one. Needs an administrator's token.
 * @param ref  its name; agolad also takes its id
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with one of the codes in agola/error.h. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_remote_source_update(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                            const struct agola_gw_remote_source_update_req *req, agola_gw_remote_source **ret,
                                            agola_error **err) AGOLA_CHECK;

/**
 * Delete one. Needs an administrator's token.
 * @param ref  its name; agolad also takes its id
 * @return 0; AGOLA_ERR_NOT_FOUND, with v0.2.0 AGOLA_ERR_BAD_REQUEST, from v0.7.0 AGOLA_ERR_INTERNAL if there is none.
 * Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_remote_source_delete(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                            agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
