/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/org_member.h"
#include "core/core.h"
#include "cs/user.h"

#define T agola_cs_org_member
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime", .flags = AG_OMIT),
	AG_TIME(T, update_time, "updateTime", .flags = AG_OMIT),
	AG_STRING(T, organization_id, "organization_id", .flags = AG_OMIT),
	AG_STRING(T, user_id, "user_id", .flags = AG_OMIT),
	AG_ENUM(T, role, ag_member_role_words, "member_role", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_cs_org_member, fields);

static const struct agola_field user_fields[] = {
	AG_OBJECT(agola_cs_org_member_user, user, agola_cs_user, "User"),
	AG_ENUM(agola_cs_org_member_user, role, ag_member_role_words, "Role"),
};
AG_TYPE(agola_cs_org_member_user, user_fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_org_member_page, items, agola_cs_org_member_user, "") };
AG_TYPE_LIST(agola_cs_org_member_page, page_fields, next_start);

#define T struct agola_cs_org_member_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, start, "startusername"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
};
#undef T
AG_TYPE_REQ(agola_cs_org_member_list_opts, list_opts_fields);

static const struct agola_field add_req_fields[] = {
	AG_ENUM(struct agola_cs_org_member_add_req, role, ag_member_role_words, "Role"),
};
AG_TYPE_REQ(agola_cs_org_member_add_req, add_req_fields);

AG_OP(agola_cs_org_member_list, cs, "GetOrgMembers", "GET", "/orgs/{org_ref}/members", (REF, org_ref),
      (OPTS, agola_cs_org_member_list_opts), (RET, agola_cs_org_member_page),
      (ROW, .paging = AG_PAGING_START, .start_key = "startusername", .item_key = "User.name", .flags = AG_EP_WHOLE));

AG_ITER(agola_cs_org_member_iter, cs, agola_cs_org_member_list, agola_cs_org_member_user, 100, (REF, org_ref),
        (OPTS, agola_cs_org_member_list_opts));

AG_OP(agola_cs_org_member_add, cs, "AddOrgMember", "PUT", "/orgs/{org_ref}/members/{user_ref}", (REF, org_ref), (REF, user_ref),
      (REQ, agola_cs_org_member_add_req), (RET, agola_cs_org_member));

AG_OP(agola_cs_org_member_remove, cs, "RemoveOrgMember", "DELETE", "/orgs/{org_ref}/members/{user_ref}", (REF, org_ref),
      (REF, user_ref));
