/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_user_org.h Organizations and invitations of the user whose token is used. The bare administrator's token is
 * nobody's and is refused, with AGOLA_ERR_FORBIDDEN (AGOLA_ERR_BAD_REQUEST to v0.9.2, and for the answer to an invitation
 * always).
 */
#ifndef AGOLA_GW_USER_ORG_H
#define AGOLA_GW_USER_ORG_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/gw_org.h>
#include <agola/gw_org_invitation.h>

AGOLA_BEGIN_DECLS

/** An organization and what the user is in it. */
typedef struct agola_gw_user_org {
	const agola_gw_org *organization;
	enum agola_member_role role;
	const char *role_raw;
} agola_gw_user_org;

/** One page of organizations. */
typedef struct agola_gw_user_org_page {
	const agola_gw_user_org *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< for the next page, in the options; NULL when this is the last */
} agola_gw_user_org_page;

/** Options of a list. Use AGOLA_GW_USER_ORG_LIST_OPTS_INIT. */
struct agola_gw_user_org_list_opts {
	size_t size;
	const char *cursor; /**< go on after a page; `sort` is then not sent: the cursor holds it */
	int64_t limit; /**< items of a page; 0: the server's default; servers lower it to 30; releases to v0.8.0 send all at once */
	enum agola_sort_direction sort; /**< by the organization's name; 0: ascending */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_GW_USER_ORG_LIST_OPTS_INIT AGOLA_INIT_(struct agola_gw_user_org_list_opts)

/** The answer to an invitation. Use AGOLA_GW_USER_ORG_INVITATION_ACTION_REQ_INIT. */
struct agola_gw_user_org_invitation_action_req {
	size_t size;
	const char *action_raw;                  /**< instead of `action` */
	enum agola_org_invitation_action action; /**< required */
	uint32_t unused_;                        /**< 0 */
};

#define AGOLA_GW_USER_ORG_INVITATION_ACTION_REQ_INIT AGOLA_INIT_(struct agola_gw_user_org_invitation_action_req)

/**
 * Get one page of the organizations that the user is in, ordered by name.
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_FORBIDDEN, see above; AGOLA_ERR_INVALID for a negative limit;
 *         AGOLA_ERR_BAD_REQUEST for a cursor that the server does not accept;
 *         AGOLA_ERR_VERSION for earlier releases. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_org_list(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_user_org_list_opts *opts,
                                     agola_gw_user_org_page **ret, agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_gw_user_org_iter agola_gw_user_org_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_gw_user_org_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_org_iter_new(agola_gw_client *client, const struct agola_gw_user_org_list_opts *opts,
                                         agola_gw_user_org_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next organization.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_gw_user_org_list(), and AGOLA_ERR_PROTOCOL for a server that repeats a
 *         cursor. After an error the same page is asked for again. Since Agola v0.7.0.
 */
AGOLA_API int agola_gw_user_org_iter_next(agola_gw_user_org_iter *iter, agola_ctx *ctx, const agola_gw_user_org **ret,
                                          agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.7.0. */
AGOLA_API void agola_gw_user_org_iter_free(agola_gw_user_org_iter *iter);

/**
 * Get the user's open invitations. They tell no role and no times.
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_FORBIDDEN, see above; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_VERSION for earlier releases.
 *         Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_user_org_invitation_list(agola_gw_client *client, agola_ctx *ctx,
                                                const struct agola_gw_org_invitation_list_opts *opts,
                                                agola_gw_org_invitation_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Accept an invitation, which makes the user a member, or reject it. Either way it is gone.
 * @param org_ref  name or id of the organization
 * @param req      not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST for another action, and see above; AGOLA_ERR_NOT_FOUND with
 *         AGOLA_CODE_INVITATION_DOES_NOT_EXIST or AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST; AGOLA_ERR_VERSION for earlier
 *         releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_user_org_invitation_action(agola_gw_client *client, agola_ctx *ctx, const char *org_ref,
                                                  const struct agola_gw_user_org_invitation_action_req *req,
                                                  agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
