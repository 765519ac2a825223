/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/org.h"
#include "core/core.h"

#define T agola_gw_org
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, name, "name"),
	AG_ENUM(T, visibility, ag_visibility_words, "visibility", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_gw_org, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_org_page, items, agola_gw_org, "") };
AG_TYPE_LIST(agola_gw_org_page, page_fields, cursor);

#define T struct agola_gw_org_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, cursor, "cursor"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
};
#undef T
AG_TYPE_REQ(agola_gw_org_list_opts, list_opts_fields);

#define T struct agola_gw_org_create_req
static const struct agola_field create_req_fields[] = {
	AG_STRING(T, name, "name"),
	AG_ENUM(T, visibility, ag_visibility_words, "visibility"),
};
#undef T
AG_TYPE_REQ(agola_gw_org_create_req, create_req_fields);

static const struct agola_field update_req_fields[] = {
	AG_ENUM(struct agola_gw_org_update_req, visibility, ag_visibility_words, "visibility"),
};
AG_TYPE_REQ(agola_gw_org_update_req, update_req_fields);

AG_OP(agola_gw_org_list, gw, "GetOrgs", "GET", "/orgs", (OPTS, agola_gw_org_list_opts), (RET, agola_gw_org_page),
      (ROW, .paging = AG_PAGING_CURSOR, .item_key = "name"));

AG_ITER(agola_gw_org_iter, gw, agola_gw_org_list, agola_gw_org, 0, (OPTS, agola_gw_org_list_opts));

AG_OP(agola_gw_org_get, gw, "GetOrg", "GET", "/orgs/{ref}", (REF, ref), (RET, agola_gw_org));

AG_OP(agola_gw_org_create, gw, "CreateOrg", "POST", "/orgs", (REQ, agola_gw_org_create_req), (RET, agola_gw_org));

AG_OP(agola_gw_org_update, gw, "UpdateOrg", "PUT", "/orgs/{ref}", (REF, ref), (REQ, agola_gw_org_update_req), (RET, agola_gw_org),
      (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_gw_org_delete, gw, "DeleteOrg", "DELETE", "/orgs/{ref}", (REF, ref));
