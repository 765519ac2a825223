/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_org.h
 * Organizations of the configstore: owners of projects that have members.
 *
 * An organization is named by its name or its id. One that does not exist answers AGOLA_ERR_NOT_FOUND with
 * AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST; when something is to be written, releases to v0.9.2 answer AGOLA_ERR_BAD_REQUEST.
 * Releases to v0.6.0 send words instead of a code, v0.7.0 to v0.9.2 send nothing but the status.
 */
#ifndef AGOLA_CS_ORG_H
#define AGOLA_CS_ORG_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** An organization as the configstore keeps it. */
typedef struct agola_cs_org {
	const char *id; /**< UUID */
	agola_time creation_time;
	agola_time update_time; /**< since Agola v0.8.0; not valid before */
	const char *name;
	const char *visibility_raw;
	const char *creator_user_id; /**< NULL if there is none; it stays when the user is deleted */
	enum agola_visibility visibility;
} agola_cs_org;

/** One page of organizations. */
typedef struct agola_cs_org_page {
	const agola_cs_org *const *items; /**< NULL after the last */
	size_t n_items;
	const char *next_start; /**< `start` of the next page: the last name; NULL when this is the last page. Releases to v0.8.0
	                             do not tell: there it is NULL only for an empty page */
} agola_cs_org_page;

/** Options of a list. Use AGOLA_CS_ORG_LIST_OPTS_INIT. */
struct agola_cs_org_list_opts {
	size_t size;
	const char *start; /**< only what comes after this name */
	/** "public", "private"; none: the public ones. Releases to v0.8.0 list all of them, whatever this says. */
	const char *const *visibilities;
	size_t n_visibilities;
	int64_t limit; /**< items of a page; 0: all of them from v0.9.0 on, 10 before; to v0.8.0 never above 20 */
	enum agola_sort_direction sort; /**< by name; 0: ascending, also with releases that default to descending */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_CS_ORG_LIST_OPTS_INIT AGOLA_INIT_(struct agola_cs_org_list_opts)

/** An organization to create. Use AGOLA_CS_ORG_CREATE_REQ_INIT. */
struct agola_cs_org_create_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const char *creator_user_id;      /**< becomes its owner; an id, not a name. NULL: it has no members */
	const char *visibility_raw;       /**< instead of `visibility` */
	enum agola_visibility visibility; /**< required */
	uint32_t unused_;                 /**< 0 */
};

#define AGOLA_CS_ORG_CREATE_REQ_INIT AGOLA_INIT_(struct agola_cs_org_create_req)

/** What to change. Use AGOLA_CS_ORG_UPDATE_REQ_INIT. */
struct agola_cs_org_update_req {
	size_t size;
	const char *visibility_raw;       /**< instead of `visibility` */
	enum agola_visibility visibility; /**< required */
	uint32_t unused_;                 /**< 0 */
};

#define AGOLA_CS_ORG_UPDATE_REQ_INIT AGOLA_INIT_(struct agola_cs_org_update_req)

/**
 * Get one page of the organizations, ordered by name.
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_VISIBILITY. Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_list(agola_cs_client *client, agola_ctx *ctx, const struct agola_cs_org_list_opts *opts,
                                agola_cs_org_page **ret, agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_cs_org_iter agola_cs_org_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param opts  may be NULL; `limit` is the size of a page, 100 without one
 * @param ret   not NULL; free it with agola_cs_org_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_iter_new(agola_cs_client *client, const struct agola_cs_org_list_opts *opts, agola_cs_org_iter **ret,
                                    agola_error **err) AGOLA_CHECK;

/**
 * Get the next organization.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_cs_org_list(), and AGOLA_ERR_PROTOCOL for a server that goes in
 *         circles. After an error the same page is asked for again. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_iter_next(agola_cs_org_iter *iter, agola_ctx *ctx, const agola_cs_org **ret,
                                     agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_cs_org_iter_free(agola_cs_org_iter *iter);

/**
 * Get one.
 * @param ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_get(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_cs_org **ret,
                               agola_error **err) AGOLA_CHECK;

/**
 * Create one, with its root project group.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_ORGANIZATION_ALREADY_EXISTS, AGOLA_CODE_INVALID_ORGANIZATION_NAME or
 *         AGOLA_CODE_INVALID_VISIBILITY; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_CREATOR_USER_DOES_NOT_EXIST (to v0.9.2
 *         AGOLA_ERR_BAD_REQUEST); AGOLA_ERR_INTERNAL when the creator is given by name (to v0.7.1 nobody becomes the owner then).
 *         Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_create(agola_cs_client *client, agola_ctx *ctx, const struct agola_cs_org_create_req *req,
                                  agola_cs_org **ret, agola_error **err) AGOLA_CHECK;

/**
 * Change the visibility of one. That of its root project group stays.
 * @param ref  name or id
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND (to v0.9.2 AGOLA_ERR_BAD_REQUEST); AGOLA_ERR_BAD_REQUEST with
 *         AGOLA_CODE_INVALID_VISIBILITY; AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_org_update(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                  const struct agola_cs_org_update_req *req, agola_cs_org **ret, agola_error **err) AGOLA_CHECK;

/**
 * Delete one, with its members, invitations, the groups below its root group and their projects. The projects that are directly
 * in its root group are left behind: delete them first.
 * @param ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND (to v0.9.2 AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
