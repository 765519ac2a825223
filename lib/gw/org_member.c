/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/org_member.h"
#include "core/core.h"
#include "gw/org.h"
#include "gw/user.h"

#define T agola_gw_org_member
static const struct agola_field fields[] = {
	AG_OBJECT(T, organization, agola_gw_org, "organization", .flags = AG_OMIT),
	AG_OBJECT(T, user, agola_gw_user, "user"),
	AG_ENUM(T, role, ag_member_role_words, "role"),
};
#undef T
AG_TYPE(agola_gw_org_member, fields);

#define T agola_gw_org_member_page
static const struct agola_field page_fields[] = {
	AG_OBJECT(T, organization, agola_gw_org, "organization"),
	AG_ARRAY(T, items, agola_gw_org_member, "members"),
};
#undef T
AG_TYPE_LIST_OBJECT(agola_gw_org_member_page, page_fields, cursor, 1);

#define T struct agola_gw_org_member_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, cursor, "cursor"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
};
#undef T
AG_TYPE_REQ(agola_gw_org_member_list_opts, list_opts_fields);

static const struct agola_field add_req_fields[] = {
	AG_ENUM(struct agola_gw_org_member_add_req, role, ag_member_role_words, "role"),
};
AG_TYPE_REQ(agola_gw_org_member_add_req, add_req_fields);

/* To v0.8.0 there are no pages, and no cursor: without an item_key none is made up. */
AG_OP(agola_gw_org_member_list, gw, "GetOrgMembers", "GET", "/orgs/{org_ref}/members", (REF, org_ref),
      (OPTS, agola_gw_org_member_list_opts), (RET, agola_gw_org_member_page), (ROW, .paging = AG_PAGING_CURSOR));

AG_ITER(agola_gw_org_member_iter, gw, agola_gw_org_member_list, agola_gw_org_member, 0, (REF, org_ref),
        (OPTS, agola_gw_org_member_list_opts));

AG_OP(agola_gw_org_member_add, gw, "AddOrgMember", "PUT", "/orgs/{org_ref}/members/{user_ref}", (REF, org_ref), (REF, user_ref),
      (REQ, agola_gw_org_member_add_req), (RET, agola_gw_org_member));

AG_OP(agola_gw_org_member_remove, gw, "RemoveOrgMember", "DELETE", "/orgs/{org_ref}/members/{user_ref}", (REF, org_ref),
      (REF, user_ref));
