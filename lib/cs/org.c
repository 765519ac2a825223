/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/org.h"
#include "core/core.h"

#define T agola_cs_org
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime", .old_key = "created_at", .flags = AG_OMIT),
	AG_TIME(T, update_time, "updateTime", .flags = AG_OMIT),
	AG_STRING(T, name, "name", .flags = AG_OMIT),
	AG_ENUM(T, visibility, ag_visibility_words, "visibility", .flags = AG_OMIT),
	AG_STRING(T, creator_user_id, "creator_user_id", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_cs_org, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_org_page, items, agola_cs_org, "") };
AG_TYPE_LIST(agola_cs_org_page, page_fields, next_start);

#define T struct agola_cs_org_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, start, "startorgname"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
	AG_STRINGS(T, visibilities, "visibilities"),
};
#undef T
AG_TYPE_REQ(agola_cs_org_list_opts, list_opts_fields);

/* Keys of the request type from v0.7.0 on; old_key is what the stored object was sent as before, where more than case differs. */
static const struct agola_field create_req_fields[] = {
	AG_STRING(struct agola_cs_org_create_req, name, "Name"),
	AG_ENUM(struct agola_cs_org_create_req, visibility, ag_visibility_words, "Visibility"),
	AG_STRING(struct agola_cs_org_create_req, creator_user_id, "CreatorUserID", .old_key = "creator_user_id"),
};
AG_TYPE_REQ(agola_cs_org_create_req, create_req_fields);

static const struct agola_field update_req_fields[] = {
	AG_ENUM(struct agola_cs_org_update_req, visibility, ag_visibility_words, "Visibility"),
};
AG_TYPE_REQ(agola_cs_org_update_req, update_req_fields);

AG_OP(agola_cs_org_list, cs, "GetOrgs", "GET", "/orgs", (OPTS, agola_cs_org_list_opts), (RET, agola_cs_org_page),
      (ROW, .paging = AG_PAGING_START, .start_key = "startorgname", .item_key = "name"));

AG_ITER(agola_cs_org_iter, cs, agola_cs_org_list, agola_cs_org, 100, (OPTS, agola_cs_org_list_opts));

AG_OP(agola_cs_org_get, cs, "GetOrg", "GET", "/orgs/{ref}", (REF, ref), (RET, agola_cs_org));

AG_OP(agola_cs_org_create, cs, "CreateOrg", "POST", "/orgs", (REQ, agola_cs_org_create_req), (RET, agola_cs_org));

AG_OP(agola_cs_org_update, cs, "UpdateOrg", "PUT", "/orgs/{ref}", (REF, ref), (REQ, agola_cs_org_update_req), (RET, agola_cs_org),
      (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_cs_org_delete, cs, "DeleteOrg", "DELETE", "/orgs/{ref}", (REF, ref));
