/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/auth.h"
#include "core/core.h"
#include "gw/linked_account.h"
#include "gw/user.h"

#define T agola_gw_auth_remote_user
static const struct agola_field remote_user_fields[] = {
	AG_STRING(T, id, "ID"),
	AG_STRING(T, login_name, "LoginName"),
	AG_STRING(T, email, "Email"),
};
#undef T
AG_TYPE(agola_gw_auth_remote_user, remote_user_fields);

/* All that any of the answers has: what the callback gives is one of them, and only its key beside it says which. */
#define T agola_gw_auth_answer
static const struct agola_field answer_fields[] = {
	AG_STRING(T, oauth2_redirect, "oauth2_redirect"),
	AG_STRING(T, token, "token", .flags = AG_SECRET | AG_OMIT),
	AG_OBJECT(T, user, agola_gw_user, "user", .flags = AG_OMIT),
	AG_OBJECT(T, remote_user_info, agola_gw_auth_remote_user, "remote_user_info", .flags = AG_OMIT),
	AG_STRING(T, remote_source_name, "remote_source_name", .flags = AG_OMIT),
	AG_OBJECT(T, linked_account, agola_gw_linked_account, "linked_account", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_gw_auth_answer, answer_fields);

#define T agola_gw_auth_result
static const struct agola_field result_fields[] = {
	AG_ENUM(T, request_type, ag_auth_request_type_words, "request_type"),
	AG_OBJECT(T, response, agola_gw_auth_answer, "response"),
};
#undef T
AG_TYPE(agola_gw_auth_result, result_fields);

#define T struct agola_gw_auth_login_req
static const struct agola_field login_req_fields[] = {
	AG_STRING(T, remote_source_name, "remote_source_name"),
	AG_STRING(T, login_name, "login_name"),
	AG_STRING(T, password, "password", .flags = AG_SECRET),
};
#undef T
AG_TYPE_REQ(agola_gw_auth_login_req, login_req_fields);

#define T struct agola_gw_auth_register_req
static const struct agola_field register_req_fields[] = {
	AG_STRING(T, username, "username"),
	AG_STRING(T, remote_source_name, "remote_source_name"),
	AG_STRING(T, remote_source_login_name, "remote_source_login_name"),
	AG_STRING(T, remote_source_login_password, "remote_source_login_password", .flags = AG_SECRET),
};
#undef T
AG_TYPE_REQ(agola_gw_auth_register_req, register_req_fields);

#define T struct agola_gw_auth_oauth2_callback_opts
static const struct agola_field oauth2_callback_opts_fields[] = {
	AG_STRING(T, code, "code", .flags = AG_SECRET | AG_REQUIRED),
	AG_STRING(T, state, "state", .flags = AG_SECRET | AG_REQUIRED),
};
#undef T
AG_TYPE_REQ(agola_gw_auth_oauth2_callback_opts, oauth2_callback_opts_fields);

/* To v0.5.0 they are outside of the API's prefix. */
#define TO_V0_5 .until = AG_RELEASE(0, 5, 0), .flags = AG_EP_ROOT

AG_OLDER(agola_gw_auth_login, gw, "Login", "POST", "/api/login", (REQ, agola_gw_auth_login_req), (RET, agola_gw_auth_answer),
         (ROW, TO_V0_5));
AG_OP(agola_gw_auth_login, gw, "Login", "POST", "/auth/login", (REQ, agola_gw_auth_login_req), (RET, agola_gw_auth_answer),
      (ROW, .since = AG_RELEASE(0, 6, 0), .older = &agola_gw_auth_login_older));

AG_OLDER(agola_gw_auth_authorize, gw, "Authorize", "POST", "/api/authorize", (REQ, agola_gw_auth_login_req),
         (RET, agola_gw_auth_answer), (ROW, TO_V0_5));
AG_OP(agola_gw_auth_authorize, gw, "Authorize", "POST", "/auth/authorize", (REQ, agola_gw_auth_login_req),
      (RET, agola_gw_auth_answer), (ROW, .since = AG_RELEASE(0, 6, 0), .older = &agola_gw_auth_authorize_older));

AG_OLDER(agola_gw_auth_register, gw, "RegisterUser", "POST", "/api/register", (REQ, agola_gw_auth_register_req),
         (RET, agola_gw_auth_answer), (ROW, TO_V0_5));
AG_OP(agola_gw_auth_register, gw, "RegisterUser", "POST", "/auth/register", (REQ, agola_gw_auth_register_req),
      (RET, agola_gw_auth_answer), (ROW, .since = AG_RELEASE(0, 6, 0), .older = &agola_gw_auth_register_older));

AG_OLDER(agola_gw_auth_oauth2_callback, gw, "OAuth2Callback", "GET", "/api/oauth2/callback",
         (OPTS, agola_gw_auth_oauth2_callback_opts), (RET, agola_gw_auth_result), (ROW, TO_V0_5));
AG_OP(agola_gw_auth_oauth2_callback, gw, "OAuth2Callback", "GET", "/auth/oauth2/callback",
      (OPTS, agola_gw_auth_oauth2_callback_opts), (RET, agola_gw_auth_result),
      (ROW, .since = AG_RELEASE(0, 6, 0), .older = &agola_gw_auth_oauth2_callback_older));
