/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_user_org.h
 * Organizations that a user of the configstore is in.
 *
 * A user is named by its name or its id; one that does not exist answers as agola/cs_user.h says.
 */
#ifndef AGOLA_CS_USER_ORG_H
#define AGOLA_CS_USER_ORG_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/cs_org.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** An organization and what the user is in it. */
typedef struct agola_cs_user_org {
	const agola_cs_org *organization;
	const char *role_raw;
	enum agola_member_role role;
} agola_cs_user_org;

/** One page of organizations. */
typedef struct agola_cs_user_org_page {
	const agola_cs_user_org *const *items; /**< NULL after the last */
	size_t n_items;
	const char *next_start; /**< `start` of the next page: the last organization's name; NULL when this is the last page */
} agola_cs_user_org_page;

/** Options of a list. Use AGOLA_CS_USER_ORG_LIST_OPTS_INIT. Releases to v0.8.0 pass over them and send all at once. */
struct agola_cs_user_org_list_opts {
	size_t size;
	const char *start;              /**< only what comes after this organization's name */
	int64_t limit;                  /**< items of a page; 0: all of them */
	enum agola_sort_direction sort; /**< by the organization's name; 0: ascending */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_CS_USER_ORG_LIST_OPTS_INIT AGOLA_INIT_(struct agola_cs_user_org_list_opts)

/**
 * Get one page of the organizations of a user, ordered by name (to v0.8.0 in no order), public or not.
 * @param user_ref  name or id
 * @param opts      may be NULL
 * @return 0; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_org_list(agola_cs_client *client, agola_ctx *ctx, const char *user_ref,
                                     const struct agola_cs_user_org_list_opts *opts, agola_cs_user_org_page **ret,
                                     agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_cs_user_org_iter agola_cs_user_org_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param user_ref  name or id
 * @param opts      may be NULL; `limit` is the size of a page, 100 without one
 * @param ret       not NULL; free it with agola_cs_user_org_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_org_iter_new(agola_cs_client *client, const char *user_ref,
                                         const struct agola_cs_user_org_list_opts *opts, agola_cs_user_org_iter **ret,
                                         agola_error **err) AGOLA_CHECK;

/**
 * Get the next organization.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_cs_user_org_list(), and AGOLA_ERR_PROTOCOL for a server that goes in
 *         circles. After an error the same page is asked for again. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_user_org_iter_next(agola_cs_user_org_iter *iter, agola_ctx *ctx, const agola_cs_user_org **ret,
                                          agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_cs_user_org_iter_free(agola_cs_user_org_iter *iter);

/**
 * Get one of the organizations of a user.
 * @param user_ref  name or id
 * @param org_ref   name or id
 * @return 0; AGOLA_ERR_NOT_FOUND, with AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST also when the user is not in it;
 *         AGOLA_ERR_VERSION for earlier releases. Since Agola v0.9.0.
 */
AGOLA_API int agola_cs_user_org_get(agola_cs_client *client, agola_ctx *ctx, const char *user_ref, const char *org_ref,
                                    agola_cs_user_org **ret, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
