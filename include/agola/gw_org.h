/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_org.h
 * Organizations of the gateway: owners of projects that have members.
 *
 * An organization is named by its name or its id. One that does not exist answers AGOLA_ERR_NOT_FOUND with
 * AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST; so does a private one, to a caller who is neither a member nor an administrator.
 * Releases to v0.6.0 send words instead of a code, v0.7.0 to v0.9.2 send nothing but the status.
 */
#ifndef AGOLA_GW_ORG_H
#define AGOLA_GW_ORG_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** An organization. */
typedef struct agola_gw_org {
	const char *id; /**< UUID */
	const char *name;
	enum agola_visibility visibility;
	const char *visibility_raw;
} agola_gw_org;

/** One page of organizations. */
typedef struct agola_gw_org_page {
	const agola_gw_org *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< for the next page, in the options; NULL when this is the last */
} agola_gw_org_page;

/** Options of a list. Use AGOLA_GW_ORG_LIST_OPTS_INIT. */
struct agola_gw_org_list_opts {
	size_t size;
	const char *cursor;             /**< go on after a page; `sort` is then not sent: the cursor holds it */
	int64_t limit;                  /**< items of a page; 0: the server's default; servers lower it to 30 (v0.9.0 on) or 20 */
	enum agola_sort_direction sort; /**< by name; 0: ascending */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_GW_ORG_LIST_OPTS_INIT AGOLA_INIT_(struct agola_gw_org_list_opts)

/** An organization to create. Use AGOLA_GW_ORG_CREATE_REQ_INIT. */
struct agola_gw_org_create_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const char *visibility_raw;       /**< instead of `visibility` */
	enum agola_visibility visibility; /**< required */
	uint32_t unused_;                 /**< 0 */
};

#define AGOLA_GW_ORG_CREATE_REQ_INIT AGOLA_INIT_(struct agola_gw_org_create_req)

/** What to change. A member that is not set stays as it is on the server. Use AGOLA_GW_ORG_UPDATE_REQ_INIT. */
struct agola_gw_org_update_req {
	size_t size;
	const char *visibility_raw; /**< instead of `visibility` */
	enum agola_visibility visibility;
	uint32_t unused_; /**< 0 */
};

#define AGOLA_GW_ORG_UPDATE_REQ_INIT AGOLA_INIT_(struct agola_gw_org_update_req)

/**
 * Get one page of the organizations, ordered by name. For anybody with a token. Administrators get all, others only the
 * public ones, not even the private ones that they are in: see agola_gw_user_org_list(). Releases to v0.8.0 list all to
 * everybody.
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_BAD_REQUEST for a cursor that the server does not accept.
 *         Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_list(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_org_list_opts *opts,
                                agola_gw_org_page **ret, agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_gw_org_iter agola_gw_org_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_gw_org_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_iter_new(agola_gw_client *client, const struct agola_gw_org_list_opts *opts, agola_gw_org_iter **ret,
                                    agola_error **err) AGOLA_CHECK;

/**
 * Get the next organization.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_gw_org_list(), and AGOLA_ERR_PROTOCOL for a server that repeats a
 *         cursor. After an error the same page is asked for again. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_iter_next(agola_gw_org_iter *iter, agola_ctx *ctx, const agola_gw_org **ret,
                                     agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_gw_org_iter_free(agola_gw_org_iter *iter);

/**
 * Get one. For anybody with a token if it is public, else for its members and administrators; with releases to v0.8.0 for
 * anybody with a token.
 * @param ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_get(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_gw_org **ret,
                               agola_error **err) AGOLA_CHECK;

/**
 * Create one. For anybody with a token. The calling user becomes its owner; with the bare administrator's token it has no
 * members.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_ORGANIZATION_ALREADY_EXISTS, AGOLA_CODE_INVALID_ORGANIZATION_NAME or
 *         AGOLA_CODE_INVALID_VISIBILITY. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_create(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_org_create_req *req,
                                  agola_gw_org **ret, agola_error **err) AGOLA_CHECK;

/**
 * Change one. For its owners and administrators.
 * @param ref  name or id
 * @param req  not NULL
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_VISIBILITY;
 *         AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_org_update(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                  const struct agola_gw_org_update_req *req, agola_gw_org **ret, agola_error **err) AGOLA_CHECK;

/**
 * Delete one, with its members, invitations, the groups below its root group and their projects. For its owners and
 * administrators. The projects that are directly in its root group are left behind: delete them first.
 * @param ref  name or id
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_delete(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
