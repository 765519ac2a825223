/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_org_invitation.h Invitations to an organization, as its owners see them; the invited user's side is in
 * agola/gw_user_org.h. A server has them when its member adding mode is "invitation"; by default it is "direct", and members
 * are added without being asked.
 *
 * All operations came with v0.8.0: earlier releases answer AGOLA_ERR_VERSION. Organizations and users are named by their name
 * or id; what does not exist answers AGOLA_ERR_NOT_FOUND, with one of AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST,
 * AGOLA_CODE_USER_DOES_NOT_EXIST and AGOLA_CODE_INVITATION_DOES_NOT_EXIST from v0.10.0 on. "Owner" is a user who is an owner
 * of the organization or an administrator; the bare administrator's token is refused, with AGOLA_ERR_FORBIDDEN (to v0.9.2
 * AGOLA_ERR_BAD_REQUEST).
 */
#ifndef AGOLA_GW_ORG_INVITATION_H
#define AGOLA_GW_ORG_INVITATION_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/**
 * An invitation. The list of an organization tells other things than the other calls do: what is not told is NULL, 0 or not
 * valid.
 */
typedef struct agola_gw_org_invitation {
	const char *id;                /**< UUID */
	agola_time creation_time;      /**< only in the list of an organization */
	agola_time update_time;        /**< only in the list of an organization */
	const char *user_id;           /**< UUID of the invited user; the wire calls it "user_ref", in that list "user_id" */
	const char *organization_id;   /**< UUID */
	const char *organization_name; /**< not in the list of an organization */
	enum agola_member_role role;   /**< only in the list of an organization */
	const char *role_raw;
} agola_gw_org_invitation;

/** All invitations; the list is not in pages. */
typedef struct agola_gw_org_invitation_page {
	const agola_gw_org_invitation *const *items; /**< NULL after the last */
	size_t n_items;
} agola_gw_org_invitation_page;

/** Options of a list. Use AGOLA_GW_ORG_INVITATION_LIST_OPTS_INIT. */
struct agola_gw_org_invitation_list_opts {
	size_t size;
	int64_t limit; /**< 0: none is sent; all releases look at it, and then send all invitations */
};

#define AGOLA_GW_ORG_INVITATION_LIST_OPTS_INIT AGOLA_INIT_(struct agola_gw_org_invitation_list_opts)

/** Whom to invite. Use AGOLA_GW_ORG_INVITATION_CREATE_REQ_INIT. */
struct agola_gw_org_invitation_create_req {
	size_t size;
	const char *user_ref;        /**< required: name or id of the user */
	const char *role_raw;        /**< instead of `role` */
	enum agola_member_role role; /**< required */
	uint32_t unused_;            /**< 0 */
};

#define AGOLA_GW_ORG_INVITATION_CREATE_REQ_INIT AGOLA_INIT_(struct agola_gw_org_invitation_create_req)

/**
 * Get the open invitations of an organization. For its owners.
 * @param org_ref  name or id
 * @param opts     may be NULL
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_INVALID for a negative limit. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_org_invitation_list(agola_gw_client *client, agola_ctx *ctx, const char *org_ref,
                                           const struct agola_gw_org_invitation_list_opts *opts,
                                           agola_gw_org_invitation_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Invite a user. For owners.
 * @param org_ref  name or id
 * @param req      not NULL
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_BAD_REQUEST with
 *         AGOLA_CODE_CANNOT_CREATE_INVITATION when members are added directly, AGOLA_CODE_INVITATION_ALREADY_EXISTS or
 *         AGOLA_CODE_INVALID_ROLE; AGOLA_ERR_INTERNAL for somebody who is a member already. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_org_invitation_create(agola_gw_client *client, agola_ctx *ctx, const char *org_ref,
                                             const struct agola_gw_org_invitation_create_req *req, agola_gw_org_invitation **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Get the open invitation of a user. For anybody with a token.
 * @param org_ref   name or id
 * @param user_ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_org_invitation_get(agola_gw_client *client, agola_ctx *ctx, const char *org_ref, const char *user_ref,
                                          agola_gw_org_invitation **ret, agola_error **err) AGOLA_CHECK;

/**
 * Take an invitation back. For owners.
 * @param org_ref   name or id
 * @param user_ref  name or id
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_org_invitation_delete(agola_gw_client *client, agola_ctx *ctx, const char *org_ref, const char *user_ref,
                                             agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
