/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/user.h"
#include "core/core.h"
#include "cs/linked_account.h"

#define T agola_cs_user
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime", .flags = AG_OMIT),
	AG_TIME(T, update_time, "updateTime", .flags = AG_OMIT),
	AG_STRING(T, name, "name", .flags = AG_OMIT),
	AG_STRING(T, secret, "secret", .flags = AG_OMIT | AG_SECRET),
	AG_MAP(T, linked_accounts, agola_cs_linked_account, "linked_accounts", .flags = AG_OMIT),
	AG_STRING_MAP(T, tokens, "tokens", .flags = AG_OMIT | AG_SECRET),
	AG_BOOL(T, admin, "admin", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_cs_user, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_user_page, items, agola_cs_user, "") };
AG_TYPE_LIST(agola_cs_user_page, page_fields, next_start);

#define T struct agola_cs_user_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, start, "startusername"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
};
#undef T
AG_TYPE_REQ(agola_cs_user_list_opts, list_opts_fields);

static const struct agola_field get_by_token_fields[] = {
	AG_STRING(struct agola_cs_user_get_by_token_opts, token, "token", .flags = AG_REQUIRED | AG_SECRET),
};
AG_TYPE_REQ(agola_cs_user_get_by_token_opts, get_by_token_fields);

static const struct agola_field get_by_linked_account_fields[] = {
	AG_STRING(struct agola_cs_user_get_by_linked_account_opts, linked_account_id, "linkedaccountid", .flags = AG_REQUIRED),
};
AG_TYPE_REQ(agola_cs_user_get_by_linked_account_opts, get_by_linked_account_fields);

static const struct agola_field create_req_fields[] = {
	AG_STRING(struct agola_cs_user_create_req, name, "user_name"),
	AG_OBJECT(struct agola_cs_user_create_req, linked_account, agola_cs_linked_account_create_req, "create_user_la_request"),
};
AG_TYPE_REQ(agola_cs_user_create_req, create_req_fields);

static const struct agola_field update_req_fields[] = { AG_STRING(struct agola_cs_user_update_req, name, "user_name") };
AG_TYPE_REQ(agola_cs_user_update_req, update_req_fields);

AG_OP(agola_cs_user_list, cs, "GetUsers", "GET", "/users", (OPTS, agola_cs_user_list_opts), (RET, agola_cs_user_page),
      (ROW, .paging = AG_PAGING_START, .start_key = "startusername", .item_key = "name"));

AG_ITER(agola_cs_user_iter, cs, agola_cs_user_list, agola_cs_user, 100, (OPTS, agola_cs_user_list_opts));

AG_OP(agola_cs_user_get, cs, "GetUser", "GET", "/users/{ref}", (REF, ref), (RET, agola_cs_user));

AG_OP(agola_cs_user_get_by_token, cs, "GetUserByToken", "GET", "/users", (OPTS, agola_cs_user_get_by_token_opts),
      (RET, agola_cs_user), (ROW, .fixed_query = "query_type=bytoken", .flags = AG_EP_ONE));

AG_OP(agola_cs_user_get_by_remote_user, cs, "GetUserByLinkedAccountRemoteUserAndSource", "GET", "/users",
      (OPTS, agola_cs_remote_user_opts), (RET, agola_cs_user),
      (ROW, .fixed_query = "query_type=byremoteuser", .flags = AG_EP_ONE));

AG_OP(agola_cs_user_get_by_linked_account, cs, "GetUserByLinkedAccount", "GET", "/users",
      (OPTS, agola_cs_user_get_by_linked_account_opts), (RET, agola_cs_user),
      (ROW, .fixed_query = "query_type=bylinkedaccount", .flags = AG_EP_ONE));

AG_OP(agola_cs_user_create, cs, "CreateUser", "POST", "/users", (REQ, agola_cs_user_create_req), (RET, agola_cs_user));

AG_OP(agola_cs_user_update, cs, "UpdateUser", "PUT", "/users/{ref}", (REF, ref), (REQ, agola_cs_user_update_req),
      (RET, agola_cs_user));

AG_OP(agola_cs_user_delete, cs, "DeleteUser", "DELETE", "/users/{ref}", (REF, ref));
