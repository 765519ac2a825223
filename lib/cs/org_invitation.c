/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/org_invitation.h"
#include "core/core.h"

#define V0_8 AG_RELEASE(0, 8, 0)

#define T agola_cs_org_invitation
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime"),
	AG_TIME(T, update_time, "updateTime"),
	AG_STRING(T, user_id, "user_id", .flags = AG_OMIT),
	AG_STRING(T, organization_id, "organization_id", .flags = AG_OMIT),
	AG_ENUM(T, role, ag_member_role_words, "role", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_cs_org_invitation, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_org_invitation_page, items, agola_cs_org_invitation, "") };
AG_TYPE_PLAIN_LIST(agola_cs_org_invitation_page, page_fields);

static const struct agola_field create_req_fields[] = {
	AG_STRING(struct agola_cs_org_invitation_create_req, user_ref, "UserRef"),
	AG_ENUM(struct agola_cs_org_invitation_create_req, role, ag_member_role_words, "Role"),
};
AG_TYPE_REQ(agola_cs_org_invitation_create_req, create_req_fields);

static const struct agola_field action_req_fields[] = {
	AG_ENUM(struct agola_cs_org_invitation_action_req, action, ag_org_invitation_action_words, "action_type"),
};
AG_TYPE_REQ(agola_cs_org_invitation_action_req, action_req_fields);

AG_OP(agola_cs_org_invitation_list, cs, "GetOrgInvitations", "GET", "/orgs/{org_ref}/invitations", (REF, org_ref),
      (RET, agola_cs_org_invitation_page), (ROW, .since = V0_8));

AG_OP(agola_cs_user_org_invitation_list, cs, "GetUserOrgInvitations", "GET", "/users/{user_ref}/org_invitations", (REF, user_ref),
      (RET, agola_cs_org_invitation_page), (ROW, .since = V0_8));

AG_OP(agola_cs_org_invitation_get, cs, "GetOrgInvitation", "GET", "/orgs/{org_ref}/invitations/{user_ref}", (REF, org_ref),
      (REF, user_ref), (RET, agola_cs_org_invitation), (ROW, .since = V0_8));

AG_OP(agola_cs_org_invitation_create, cs, "CreateOrgInvitation", "POST", "/orgs/{org_ref}/invitations", (REF, org_ref),
      (REQ, agola_cs_org_invitation_create_req), (RET, agola_cs_org_invitation), (ROW, .since = V0_8));

AG_OP(agola_cs_org_invitation_delete, cs, "DeleteOrgInvitation", "DELETE", "/orgs/{org_ref}/invitations/{user_ref}",
      (REF, org_ref), (REF, user_ref), (ROW, .since = V0_8));

AG_OP(agola_cs_org_invitation_action, cs, "UserOrgInvitationAction", "PUT", "/orgs/{org_ref}/invitations/{user_ref}/actions",
      (REF, org_ref), (REF, user_ref), (REQ, agola_cs_org_invitation_action_req), (ROW, .since = V0_8));
