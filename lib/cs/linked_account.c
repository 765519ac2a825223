/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/linked_account.h"
#include "core/core.h"

#define T agola_cs_linked_account
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime", .flags = AG_OMIT),
	AG_TIME(T, update_time, "updateTime", .flags = AG_OMIT),
	AG_STRING(T, user_id, "user_id", .flags = AG_OMIT),
	AG_STRING(T, remote_user_id, "remote_user_id", .flags = AG_OMIT),
	AG_STRING(T, remote_username, "remote_username", .flags = AG_OMIT),
	AG_STRING(T, remote_user_avatar_url, "remote_user_avatar_url", .flags = AG_OMIT),
	AG_STRING(T, remote_source_id, "remote_source_id", .flags = AG_OMIT),
	AG_STRING(T, user_access_token, "user_access_token", .flags = AG_OMIT | AG_SECRET),
	AG_STRING(T, oauth2_access_token, "oauth2_access_token", .flags = AG_OMIT | AG_SECRET),
	AG_STRING(T, oauth2_refresh_token, "oauth2_refresh_token", .flags = AG_OMIT | AG_SECRET),
	AG_TIME(T, oauth2_access_token_expires_at, "oauth_2_access_token_expires_at"),
};
#undef T
AG_TYPE(agola_cs_linked_account, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_linked_account_page, items, agola_cs_linked_account, "") };
AG_TYPE_PLAIN_LIST(agola_cs_linked_account_page, page_fields);

/* clang-format off */
#define ACCOUNT(T)                                                                              \
	AG_STRING(T, remote_user_id, "remote_user_id"),                                         \
	AG_STRING(T, remote_username, "remote_user_name"),                                      \
	AG_STRING(T, user_access_token, "user_access_token", .flags = AG_SECRET),               \
	AG_STRING(T, oauth2_access_token, "oauth2_access_token", .flags = AG_SECRET),           \
	AG_STRING(T, oauth2_refresh_token, "oauth2_refresh_token", .flags = AG_SECRET),         \
	AG_TIME(T, oauth2_access_token_expires_at, "oauth_2_access_token_expires_at")
/* clang-format on */

static const struct agola_field create_req_fields[] = {
	AG_STRING(struct agola_cs_linked_account_create_req, remote_source_name, "remote_source_name"),
	ACCOUNT(struct agola_cs_linked_account_create_req),
};
AG_TYPE_REQ(agola_cs_linked_account_create_req, create_req_fields);

static const struct agola_field update_req_fields[] = { ACCOUNT(struct agola_cs_linked_account_update_req) };
AG_TYPE_REQ(agola_cs_linked_account_update_req, update_req_fields);

static const struct agola_field remote_user_fields[] = {
	AG_STRING(struct agola_cs_remote_user_opts, remote_user_id, "remoteuserid", .flags = AG_REQUIRED),
	AG_STRING(struct agola_cs_remote_user_opts, remote_source_id, "remotesourceid", .flags = AG_REQUIRED),
};
AG_TYPE_REQ(agola_cs_remote_user_opts, remote_user_fields);

AG_OP(agola_cs_linked_account_list, cs, "GetUserLinkedAccounts", "GET", "/users/{user_ref}/linkedaccounts", (REF, user_ref),
      (RET, agola_cs_linked_account_page), (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_cs_linked_account_get_by_remote_user, cs, "GetLinkedAccountByRemoteUserAndSource", "GET", "/linkedaccounts",
      (OPTS, agola_cs_remote_user_opts), (RET, agola_cs_linked_account),
      (ROW, .since = AG_RELEASE(0, 8, 0), .fixed_query = "query_type=byremoteuser", .flags = AG_EP_ONE));

AG_OP(agola_cs_linked_account_create, cs, "CreateUserLA", "POST", "/users/{user_ref}/linkedaccounts", (REF, user_ref),
      (REQ, agola_cs_linked_account_create_req), (RET, agola_cs_linked_account));

AG_OP(agola_cs_linked_account_update, cs, "UpdateUserLA", "PUT", "/users/{user_ref}/linkedaccounts/{id}", (REF, user_ref),
      (REF, id), (REQ, agola_cs_linked_account_update_req), (RET, agola_cs_linked_account));

AG_OP(agola_cs_linked_account_delete, cs, "DeleteUserLA", "DELETE", "/users/{user_ref}/linkedaccounts/{id}", (REF, user_ref),
      (REF, id));
