/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_remote_source.h
 * Remote sources of the configstore, an internal service: whoever has its token reads and writes everything, secrets too.
 */
#ifndef AGOLA_CS_REMOTE_SOURCE_H
#define AGOLA_CS_REMOTE_SOURCE_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A remote source as the configstore keeps it. */
typedef struct agola_cs_remote_source {
	const char *id;           /**< UUID */
	agola_time creation_time; /**< since Agola v0.8.0; not valid before */
	agola_time update_time;   /**< since Agola v0.8.0; not valid before */
	const char *name;
	const char *api_url;
	enum agola_remote_source_type type;
	enum agola_remote_source_auth_type auth_type;
	const char *type_raw;
	const char *auth_type_raw;
	const char *oauth2_client_id;     /**< NULL if there is none */
	const char *oauth2_client_secret; /**< NULL if there is none; secret */
	const char *ssh_host_key;         /**< NULL if there is none */
	bool skip_verify;
	bool skip_ssh_host_key_check;
	enum agola_tristate registration_enabled; /**< unset: the server sent nothing: false from v0.8.0 on, true before */
	enum agola_tristate login_enabled;        /**< likewise */
} agola_cs_remote_source;

/** One page of remote sources. */
typedef struct agola_cs_remote_source_page {
	const agola_cs_remote_source *const *items; /**< NULL after the last */
	size_t n_items;
	const char *next_start; /**< `start` of the next page: the last name; NULL when this is the last page. Releases to v0.8.0
	                             do not tell: there it is NULL only for an empty page */
} agola_cs_remote_source_page;

/** Options of a list. Use AGOLA_CS_REMOTE_SOURCE_LIST_OPTS_INIT. */
struct agola_cs_remote_source_list_opts {
	size_t size;
	const char *start; /**< only what comes after this name */
	int64_t limit;     /**< items of a page; 0: all of them from v0.9.0 on, 10 before; to v0.8.0 never above 20 */
	enum agola_sort_direction sort; /**< by name; 0: ascending, also with releases that default to descending */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_CS_REMOTE_SOURCE_LIST_OPTS_INIT AGOLA_INIT_(struct agola_cs_remote_source_list_opts)

/**
 * A whole remote source, to create or to put in place of another: an update replaces every member, and a member that is
 * not set becomes empty or false. Use AGOLA_CS_REMOTE_SOURCE_REQ_INIT.
 */
struct agola_cs_remote_source_req {
	size_t size;
	const char *name;                             /**< required */
	const char *api_url;                          /**< required */
	enum agola_remote_source_type type;           /**< required */
	enum agola_remote_source_auth_type auth_type; /**< required */
	const char *type_raw;                         /**< instead of `type` */
	const char *auth_type_raw;                    /**< instead of `auth_type` */
	const char *oauth2_client_id;                 /**< required for oauth2 */
	const char *oauth2_client_secret;             /**< required for oauth2; secret */
	const char *ssh_host_key;                     /**< dropped by v0.7.0 */
	enum agola_tristate skip_verify;
	enum agola_tristate skip_ssh_host_key_check;
	enum agola_tristate registration_enabled; /**< unset: false. It is always sent, because old releases default to true */
	enum agola_tristate login_enabled;        /**< likewise */
};

#define AGOLA_CS_REMOTE_SOURCE_REQ_INIT AGOLA_INIT_(struct agola_cs_remote_source_req)

/**
 * Get one page of the remote sources, ordered by name.
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_INVALID for a negative limit. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_remote_source_list(agola_cs_client *client, agola_ctx *ctx,
                                          const struct agola_cs_remote_source_list_opts *opts, agola_cs_remote_source_page **ret,
                                          agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. As agola_gw_remote_source_iter. */
typedef struct agola_cs_remote_source_iter agola_cs_remote_source_iter;

/**
 * As agola_gw_remote_source_iter_new(); without a `limit` a page has 100 items. Free it with
 * agola_cs_remote_source_iter_free(). Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_remote_source_iter_new(agola_cs_client *client, const struct agola_cs_remote_source_list_opts *opts,
                                              agola_cs_remote_source_iter **ret, agola_error **err) AGOLA_CHECK;

/** As agola_gw_remote_source_iter_next(). Since Agola v0.1.0. */
AGOLA_API int agola_cs_remote_source_iter_next(agola_cs_remote_source_iter *iter, agola_ctx *ctx,
                                               const agola_cs_remote_source **ret, agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_cs_remote_source_iter_free(agola_cs_remote_source_iter *iter);

/** Get one by @p ref, its id or its name. @return 0; AGOLA_ERR_NOT_FOUND if there is none. Since Agola v0.1.0. */
AGOLA_API int agola_cs_remote_source_get(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_cs_remote_source **ret,
                                         agola_error **err) AGOLA_CHECK;

/**
 * Create one.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with one of the codes in agola/error.h. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_remote_source_create(agola_cs_client *client, agola_ctx *ctx, const struct agola_cs_remote_source_req *req,
                                            agola_cs_remote_source **ret, agola_error **err) AGOLA_CHECK;

/**
 * Replace one; its id and creation time stay.
 * @param ref  its name; agolad also takes its id
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with one of the codes in agola/error.h; AGOLA_ERR_NOT_FOUND if there is none (to v0.9.2
 *         AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_remote_source_update(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                            const struct agola_cs_remote_source_req *req, agola_cs_remote_source **ret,
                                            agola_error **err) AGOLA_CHECK;

/** Delete one. @p ref and errors as for agola_cs_remote_source_update(). Since Agola v0.1.0. */
AGOLA_API int agola_cs_remote_source_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                            agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
