/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/user.h"
#include "core/core.h"
#include "gw/linked_account.h"

#define T agola_gw_user
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, username, "username"),
};
#undef T
AG_TYPE(agola_gw_user, fields);

#define T agola_gw_private_user
static const struct agola_field private_fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, username, "username"),
	AG_STRINGS(T, tokens, "tokens"),
	AG_ARRAY(T, linked_accounts, agola_gw_linked_account, "linked_accounts"),
};
#undef T
AG_TYPE(agola_gw_private_user, private_fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_user_page, items, agola_gw_private_user, "") };
AG_TYPE_LIST(agola_gw_user_page, page_fields, cursor);

#define T struct agola_gw_user_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, cursor, "cursor"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
};
#undef T
AG_TYPE_REQ(agola_gw_user_list_opts, list_opts_fields);

#define T struct agola_gw_user_get_by_remote_user_opts
static const struct agola_field get_by_remote_user_opts_fields[] = {
	AG_STRING(T, remote_user_id, "remoteuserid", .flags = AG_REQUIRED),
	AG_STRING(T, remote_source_ref, "remotesourceref", .flags = AG_REQUIRED),
};
#undef T
AG_TYPE_REQ(agola_gw_user_get_by_remote_user_opts, get_by_remote_user_opts_fields);

static const struct agola_field create_req_fields[] = { AG_STRING(struct agola_gw_user_create_req, username, "username") };
AG_TYPE_REQ(agola_gw_user_create_req, create_req_fields);

#define T struct agola_gw_user_create_run_req
static const struct agola_field create_run_req_fields[] = {
	AG_STRING(T, repo_uuid, "repo_uuid"),
	AG_STRING(T, repo_path, "repo_path"),
	AG_STRING(T, branch, "branch"),
	AG_STRING(T, tag, "tag"),
	AG_STRING(T, ref, "ref"),
	AG_STRING(T, commit_sha, "commit_sha"),
	AG_STRING(T, message, "message"),
	AG_STRINGS(T, pull_request_ref_regexes, "pull_request_ref_regexes"),
	AG_STRING_MAP(T, variables, "variables"),
};
#undef T
AG_TYPE_REQ(agola_gw_user_create_run_req, create_run_req_fields);

AG_OP(agola_gw_user_get_current, gw, "GetCurrentUser", "GET", "/user", (RET, agola_gw_private_user));

AG_OP(agola_gw_user_get, gw, "GetUser", "GET", "/users/{user_ref}", (REF, user_ref), (RET, agola_gw_user));

AG_OP(agola_gw_user_list, gw, "GetUsers", "GET", "/users", (OPTS, agola_gw_user_list_opts), (RET, agola_gw_user_page),
      (ROW, .paging = AG_PAGING_CURSOR, .item_key = "username"));

AG_ITER(agola_gw_user_iter, gw, agola_gw_user_list, agola_gw_private_user, 0, (OPTS, agola_gw_user_list_opts));

AG_OP(agola_gw_user_get_by_remote_user, gw, "GetUserByLinkedAccountRemoteUserAndSource", "GET", "/users",
      (OPTS, agola_gw_user_get_by_remote_user_opts), (RET, agola_gw_private_user),
      (ROW, .since = AG_RELEASE(0, 8, 0), .fixed_query = "query_type=byremoteuser", .flags = AG_EP_ONE | AG_EP_ASK));

AG_OP(agola_gw_user_create, gw, "CreateUser", "POST", "/users", (REQ, agola_gw_user_create_req), (RET, agola_gw_user));

AG_OP(agola_gw_user_delete, gw, "DeleteUser", "DELETE", "/users/{user_ref}", (REF, user_ref));

AG_OP(agola_gw_user_create_run, gw, "UserCreateRun", "POST", "/user/createrun", (REQ, agola_gw_user_create_run_req));
