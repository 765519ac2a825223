/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/org_invitation.h"
#include "core/core.h"

/* The list of an organization is of the configstore's objects, all else of the gateway's own. */
#define T agola_gw_org_invitation
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime", .flags = AG_OMIT),
	AG_TIME(T, update_time, "updateTime", .flags = AG_OMIT),
	AG_STRING(T, user_id, "user_ref", .old_key = "user_id"),
	AG_STRING(T, organization_id, "organization_id"),
	AG_STRING(T, organization_name, "organization_name", .flags = AG_OMIT),
	AG_ENUM(T, role, ag_member_role_words, "role", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_gw_org_invitation, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_org_invitation_page, items, agola_gw_org_invitation, "") };
AG_TYPE_PLAIN_LIST(agola_gw_org_invitation_page, page_fields);

static const struct agola_field list_opts_fields[] = {
	AG_INT(struct agola_gw_org_invitation_list_opts, limit, "limit", .flags = AG_NOT_NEGATIVE),
};
AG_TYPE_REQ(agola_gw_org_invitation_list_opts, list_opts_fields);

#define T struct agola_gw_org_invitation_create_req
static const struct agola_field create_req_fields[] = {
	AG_STRING(T, user_ref, "user_ref"),
	AG_ENUM(T, role, ag_member_role_words, "role"),
};
#undef T
AG_TYPE_REQ(agola_gw_org_invitation_create_req, create_req_fields);

AG_OP(agola_gw_org_invitation_list, gw, "GetOrgInvitations", "GET", "/orgs/{org_ref}/invitations", (REF, org_ref),
      (OPTS, agola_gw_org_invitation_list_opts), (RET, agola_gw_org_invitation_page), (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_gw_org_invitation_create, gw, "CreateOrgInvitation", "POST", "/orgs/{org_ref}/invitations", (REF, org_ref),
      (REQ, agola_gw_org_invitation_create_req), (RET, agola_gw_org_invitation), (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_gw_org_invitation_get, gw, "GetOrgInvitation", "GET", "/orgs/{org_ref}/invitations/{user_ref}", (REF, org_ref),
      (REF, user_ref), (RET, agola_gw_org_invitation), (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_gw_org_invitation_delete, gw, "DeleteOrgInvitation", "DELETE", "/orgs/{org_ref}/invitations/{user_ref}",
      (REF, org_ref), (REF, user_ref), (ROW, .since = AG_RELEASE(0, 8, 0)));
