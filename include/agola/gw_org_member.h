/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_org_member.h Members of an organization and their roles. Organizations and users are named by their name or id; what does
 * not exist answers AGOLA_ERR_NOT_FOUND, from v0.10.0 on with AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST,
 * AGOLA_CODE_USER_DOES_NOT_EXIST or AGOLA_CODE_ORG_MEMBER_DOES_NOT_EXIST. "Owner" is a user who is an owner of the organization
 * or an administrator.
 */
#ifndef AGOLA_GW_ORG_MEMBER_H
#define AGOLA_GW_ORG_MEMBER_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/gw_org.h>
#include <agola/gw_user.h>

AGOLA_BEGIN_DECLS

/** A member of an organization. */
typedef struct agola_gw_org_member {
	const agola_gw_org *organization; /**< only in the answer of agola_gw_org_member_add(), NULL in lists */
	const agola_gw_user *user;
	enum agola_member_role role;
	const char *role_raw;
} agola_gw_org_member;

/** One page of members. */
typedef struct agola_gw_org_member_page {
	const agola_gw_org *organization;
	const agola_gw_org_member *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< for the next page, in the options; NULL when this is the last */
} agola_gw_org_member_page;

/** Options of a list. Use AGOLA_GW_ORG_MEMBER_LIST_OPTS_INIT. */
struct agola_gw_org_member_list_opts {
	size_t size;
	const char *cursor; /**< go on after a page; `sort` is then not sent: the cursor holds it */
	int64_t limit; /**< items of a page; 0: the server's default; servers lower it to 30; releases to v0.8.0 send all at once */
	enum agola_sort_direction sort; /**< by the user's name; 0: ascending; releases to v0.8.0 do not look at it */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_GW_ORG_MEMBER_LIST_OPTS_INIT AGOLA_INIT_(struct agola_gw_org_member_list_opts)

/** What a user becomes. Use AGOLA_GW_ORG_MEMBER_ADD_REQ_INIT. */
struct agola_gw_org_member_add_req {
	size_t size;
	const char *role_raw;        /**< instead of `role` */
	enum agola_member_role role; /**< required */
	uint32_t unused_;            /**< 0 */
};

#define AGOLA_GW_ORG_MEMBER_ADD_REQ_INIT AGOLA_INIT_(struct agola_gw_org_member_add_req)

/**
 * Get one page of the members of an organization, ordered by name. For anybody with a token.
 * @param org_ref  name or id
 * @param opts     may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_BAD_REQUEST for a cursor that the server
 *         does not accept. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_member_list(agola_gw_client *client, agola_ctx *ctx, const char *org_ref,
                                       const struct agola_gw_org_member_list_opts *opts, agola_gw_org_member_page **ret,
                                       agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_gw_org_member_iter agola_gw_org_member_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param org_ref  name or id
 * @param opts     may be NULL; `limit` is the size of a page
 * @param ret      not NULL; free it with agola_gw_org_member_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_member_iter_new(agola_gw_client *client, const char *org_ref,
                                           const struct agola_gw_org_member_list_opts *opts, agola_gw_org_member_iter **ret,
                                           agola_error **err) AGOLA_CHECK;

/**
 * Get the next member.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_gw_org_member_list(), and AGOLA_ERR_PROTOCOL for a server that repeats a
 *         cursor. After an error the same page is asked for again. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_member_iter_next(agola_gw_org_member_iter *iter, agola_ctx *ctx, const agola_gw_org_member **ret,
                                            agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_gw_org_member_iter_free(agola_gw_org_member_iter *iter);

/**
 * Make a user a member, or change the role of one. An open invitation of the user is removed. For owners, but only for
 * administrators on a server whose member adding mode is "invitation" (see agola/gw_org_invitation.h).
 * @param org_ref   name or id
 * @param user_ref  name or id
 * @param req       not NULL
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_ROLE or
 *         AGOLA_CODE_CANNOT_ADD_USER_TO_ORGANIZATION. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_member_add(agola_gw_client *client, agola_ctx *ctx, const char *org_ref, const char *user_ref,
                                      const struct agola_gw_org_member_add_req *req, agola_gw_org_member **ret,
                                      agola_error **err) AGOLA_CHECK;

/**
 * Make somebody a member no more. For owners.
 * @param org_ref   name or id
 * @param user_ref  name or id
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_BAD_REQUEST to v0.9.2 for a user who is no member.
 * Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_org_member_remove(agola_gw_client *client, agola_ctx *ctx, const char *org_ref, const char *user_ref,
                                         agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
