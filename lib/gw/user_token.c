/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/user_token.h"
#include "core/core.h"

static const struct agola_field fields[] = { AG_STRING(agola_gw_user_token, token, "token", .flags = AG_SECRET) };
AG_TYPE(agola_gw_user_token, fields);

static const struct agola_field create_req_fields[] = { AG_STRING(struct agola_gw_user_token_create_req, token_name,
	                                                          "token_name") };
AG_TYPE_REQ(agola_gw_user_token_create_req, create_req_fields);

AG_OP(agola_gw_user_token_create, gw, "CreateUserToken", "POST", "/users/{user_ref}/tokens", (REF, user_ref),
      (REQ, agola_gw_user_token_create_req), (RET, agola_gw_user_token));

AG_OP(agola_gw_user_token_delete, gw, "DeleteUserToken", "DELETE", "/users/{user_ref}/tokens/{token_name}", (REF, user_ref),
      (REF, token_name));
