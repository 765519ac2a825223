/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/user_org.h"
#include "core/core.h"
#include "gw/org.h"
#include "gw/org_invitation.h"

#define T agola_gw_user_org
static const struct agola_field fields[] = {
	AG_OBJECT(T, organization, agola_gw_org, "Organization"),
	AG_ENUM(T, role, ag_member_role_words, "Role"),
};
#undef T
AG_TYPE(agola_gw_user_org, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_user_org_page, items, agola_gw_user_org, "") };
AG_TYPE_LIST(agola_gw_user_org_page, page_fields, cursor);

#define T struct agola_gw_user_org_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, cursor, "cursor"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
};
#undef T
AG_TYPE_REQ(agola_gw_user_org_list_opts, list_opts_fields);

static const struct agola_field action_req_fields[] = {
	AG_ENUM(struct agola_gw_user_org_invitation_action_req, action, ag_org_invitation_action_words, "action_type"),
};
AG_TYPE_REQ(agola_gw_user_org_invitation_action_req, action_req_fields);

/* To v0.8.0 there are no pages, and no cursor: without an item_key none is made up. */
AG_OP(agola_gw_user_org_list, gw, "GetUserOrgs", "GET", "/user/orgs", (OPTS, agola_gw_user_org_list_opts),
      (RET, agola_gw_user_org_page), (ROW, .since = AG_RELEASE(0, 7, 0), .paging = AG_PAGING_CURSOR));

AG_ITER(agola_gw_user_org_iter, gw, agola_gw_user_org_list, agola_gw_user_org, 0, (OPTS, agola_gw_user_org_list_opts));

AG_OP(agola_gw_user_org_invitation_list, gw, "GetUserOrgInvitations", "GET", "/user/org_invitations",
      (OPTS, agola_gw_org_invitation_list_opts), (RET, agola_gw_org_invitation_page), (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_gw_user_org_invitation_action, gw, "UserOrgInvitationAction", "PUT", "/user/org_invitations/{org_ref}/actions",
      (REF, org_ref), (REQ, agola_gw_user_org_invitation_action_req), (ROW, .since = AG_RELEASE(0, 8, 0)));
