/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_org_invitation.h
 * Invitations of users of the configstore to organizations.
 *
 * Organization and user are named by name or id. One that does not exist answers AGOLA_ERR_NOT_FOUND with
 * AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST or AGOLA_CODE_USER_DOES_NOT_EXIST, and an invitation with
 * AGOLA_CODE_INVITATION_DOES_NOT_EXIST. Releases to v0.9.2 send nothing but the status, which is AGOLA_ERR_BAD_REQUEST when
 * something is to be written.
 */
#ifndef AGOLA_CS_ORG_INVITATION_H
#define AGOLA_CS_ORG_INVITATION_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** An invitation as the configstore keeps it. */
typedef struct agola_cs_org_invitation {
	const char *id; /**< UUID */
	agola_time creation_time;
	agola_time update_time;
	const char *user_id;
	const char *organization_id;
	const char *role_raw;
	enum agola_member_role role; /**< what the user becomes */
} agola_cs_org_invitation;

/** Invitations: all of them, in no order. */
typedef struct agola_cs_org_invitation_page {
	const agola_cs_org_invitation *const *items; /**< NULL after the last */
	size_t n_items;
} agola_cs_org_invitation_page;

/** An invitation to create. Use AGOLA_CS_ORG_INVITATION_CREATE_REQ_INIT. */
struct agola_cs_org_invitation_create_req {
	size_t size;
	const char *user_ref;        /**< required; name or id */
	const char *role_raw;        /**< instead of `role` */
	enum agola_member_role role; /**< required */
	uint32_t unused_;            /**< 0 */
};

#define AGOLA_CS_ORG_INVITATION_CREATE_REQ_INIT AGOLA_INIT_(struct agola_cs_org_invitation_create_req)

/** The answer to an invitation. Use AGOLA_CS_ORG_INVITATION_ACTION_REQ_INIT. */
struct agola_cs_org_invitation_action_req {
	size_t size;
	const char *action_raw;                  /**< instead of `action` */
	enum agola_org_invitation_action action; /**< required */
	uint32_t unused_;                        /**< 0 */
};

#define AGOLA_CS_ORG_INVITATION_ACTION_REQ_INIT AGOLA_INIT_(struct agola_cs_org_invitation_action_req)

/**
 * List the invitations of an organization.
 * @param org_ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_org_invitation_list(agola_cs_client *client, agola_ctx *ctx, const char *org_ref,
                                           agola_cs_org_invitation_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * List the invitations of a user.
 * @param user_ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_user_org_invitation_list(agola_cs_client *client, agola_ctx *ctx, const char *user_ref,
                                                agola_cs_org_invitation_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get one.
 * @param org_ref   name or id
 * @param user_ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_org_invitation_get(agola_cs_client *client, agola_ctx *ctx, const char *org_ref, const char *user_ref,
                                          agola_cs_org_invitation **ret, agola_error **err) AGOLA_CHECK;

/**
 * Invite a user. Nobody looks whether the user is a member already; then accepting makes it one twice.
 * @param org_ref  name or id
 * @param req      not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVITATION_ALREADY_EXISTS, AGOLA_CODE_INVALID_ROLE or,
 *         without a user, AGOLA_CODE_INVALID_USER_NAME; AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_org_invitation_create(agola_cs_client *client, agola_ctx *ctx, const char *org_ref,
                                             const struct agola_cs_org_invitation_create_req *req, agola_cs_org_invitation **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Withdraw one.
 * @param org_ref   name or id
 * @param user_ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_org_invitation_delete(agola_cs_client *client, agola_ctx *ctx, const char *org_ref, const char *user_ref,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Accept or reject one for the user. It is gone then.
 * @param org_ref   name or id
 * @param user_ref  name or id
 * @param req       not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_INTERNAL for an action that Agola does not know; AGOLA_ERR_VERSION for earlier
 *         releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_org_invitation_action(agola_cs_client *client, agola_ctx *ctx, const char *org_ref, const char *user_ref,
                                             const struct agola_cs_org_invitation_action_req *req, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
