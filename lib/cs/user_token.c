/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/user_token.h"
#include "core/core.h"

#define T agola_cs_user_token
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime"),
	AG_TIME(T, update_time, "updateTime"),
	AG_STRING(T, name, "name", .flags = AG_OMIT),
	AG_STRING(T, value, "value", .flags = AG_OMIT | AG_SECRET),
	AG_STRING(T, user_id, "user_id", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_cs_user_token, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_user_token_page, items, agola_cs_user_token, "") };
AG_TYPE_PLAIN_LIST(agola_cs_user_token_page, page_fields);

static const struct agola_field create_req_fields[] = { AG_STRING(struct agola_cs_user_token_create_req, name, "token_name") };
AG_TYPE_REQ(agola_cs_user_token_create_req, create_req_fields);

static const struct agola_field created_fields[] = {
	AG_STRING(agola_cs_user_token_created, name, "name"),
	AG_STRING(agola_cs_user_token_created, token, "token", .flags = AG_SECRET),
};
AG_TYPE(agola_cs_user_token_created, created_fields);

AG_OP(agola_cs_user_token_list, cs, "GetUserTokens", "GET", "/users/{user_ref}/tokens", (REF, user_ref),
      (RET, agola_cs_user_token_page), (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_cs_user_token_create, cs, "CreateUserToken", "POST", "/users/{user_ref}/tokens", (REF, user_ref),
      (REQ, agola_cs_user_token_create_req), (RET, agola_cs_user_token_created));

AG_OP(agola_cs_user_token_delete, cs, "DeleteUserToken", "DELETE", "/users/{user_ref}/tokens/{name}", (REF, user_ref),
      (REF, name));
