/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/linked_account.h"
#include "core/core.h"

/* Users show four of these; the answer to a create all five, and one by another name. */
#define T agola_gw_linked_account
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, remote_source_id, "remote_source_id"),
	AG_STRING(T, remote_user_id, "remote_user_id", .flags = AG_OMIT),
	AG_STRING(T, remote_user_name, "remote_user_name", .old_key = "remote_username"),
	AG_STRING(T, remote_user_avatar_url, "remote_user_avatar_url"),
};
#undef T
AG_TYPE(agola_gw_linked_account, fields);

#define T agola_gw_linked_account_created
static const struct agola_field created_fields[] = {
	AG_OBJECT(T, linked_account, agola_gw_linked_account, "linked_account"),
	AG_STRING(T, oauth2_redirect, "oauth2_redirect"),
};
#undef T
AG_TYPE(agola_gw_linked_account_created, created_fields);

#define T struct agola_gw_linked_account_create_req
static const struct agola_field create_req_fields[] = {
	AG_STRING(T, remote_source_name, "remote_source_name"),
	AG_STRING(T, remote_source_login_name, "remote_source_login_name"),
	AG_STRING(T, remote_source_login_password, "remote_source_login_password", .flags = AG_SECRET),
};
#undef T
AG_TYPE_REQ(agola_gw_linked_account_create_req, create_req_fields);

AG_OP(agola_gw_linked_account_create, gw, "CreateUserLA", "POST", "/users/{user_ref}/linkedaccounts", (REF, user_ref),
      (REQ, agola_gw_linked_account_create_req), (RET, agola_gw_linked_account_created));

AG_OP(agola_gw_linked_account_delete, gw, "DeleteUserLA", "DELETE", "/users/{user_ref}/linkedaccounts/{id}", (REF, user_ref),
      (REF, id));
