/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/user_org.h"
#include "core/core.h"
#include "cs/org.h"

static const struct agola_field fields[] = {
	AG_OBJECT(agola_cs_user_org, organization, agola_cs_org, "Organization"),
	AG_ENUM(agola_cs_user_org, role, ag_member_role_words, "Role"),
};
AG_TYPE(agola_cs_user_org, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_user_org_page, items, agola_cs_user_org, "") };
AG_TYPE_LIST(agola_cs_user_org_page, page_fields, next_start);

#define T struct agola_cs_user_org_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, start, "startorgname"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
};
#undef T
AG_TYPE_REQ(agola_cs_user_org_list_opts, list_opts_fields);

AG_OP(agola_cs_user_org_list, cs, "GetUserOrgs", "GET", "/users/{user_ref}/orgs", (REF, user_ref),
      (OPTS, agola_cs_user_org_list_opts), (RET, agola_cs_user_org_page),
      (ROW, .paging = AG_PAGING_START, .start_key = "startorgname", .item_key = "Organization.name", .flags = AG_EP_WHOLE));

AG_ITER(agola_cs_user_org_iter, cs, agola_cs_user_org_list, agola_cs_user_org, 100, (REF, user_ref),
        (OPTS, agola_cs_user_org_list_opts));

AG_OP(agola_cs_user_org_get, cs, "GetUserOrg", "GET", "/users/{user_ref}/orgs/{org_ref}", (REF, user_ref), (REF, org_ref),
      (RET, agola_cs_user_org), (ROW, .since = AG_RELEASE(0, 9, 0)));
