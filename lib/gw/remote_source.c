/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/remote_source.h"
#include "core/core.h"

#define T agola_gw_remote_source
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, name, "name"),
	AG_ENUM(T, auth_type, ag_remote_source_auth_types, "auth_type"),
	AG_BOOL(T, registration_enabled, "registration_enabled"),
	AG_BOOL(T, login_enabled, "login_enabled"),
};
#undef T
AG_TYPE(agola_gw_remote_source, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_remote_source_page, items, agola_gw_remote_source, "") };
AG_TYPE_LIST(agola_gw_remote_source_page, page_fields, cursor);

#define T struct agola_gw_remote_source_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, cursor, "cursor"),
	AG_INT(T, limit, "limit"),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
};
#undef T
AG_TYPE_REQ(agola_gw_remote_source_list_opts, list_opts_fields);

#define T struct agola_gw_remote_source_create_req
static const struct agola_field create_req_fields[] = {
	AG_STRING(T, name, "name"),
	AG_STRING(T, api_url, "apiurl"),
	AG_ENUM(T, type, ag_remote_source_types, "type"),
	AG_ENUM(T, auth_type, ag_remote_source_auth_types, "auth_type"),
	AG_TRISTATE(T, skip_verify, "skip_verify"),
	AG_STRING(T, oauth2_client_id, "oauth_2_client_id"),
	AG_STRING(T, oauth2_client_secret, "oauth_2_client_secret", .flags = AG_SECRET),
	AG_STRING(T, ssh_host_key, "ssh_host_key"),
	AG_TRISTATE(T, skip_ssh_host_key_check, "skip_ssh_host_key_check"),
	AG_TRISTATE(T, registration_enabled, "registration_enabled"),
	AG_TRISTATE(T, login_enabled, "login_enabled"),
};
#undef T
AG_TYPE_REQ(agola_gw_remote_source_create_req, create_req_fields);

#define T struct agola_gw_remote_source_update_req
static const struct agola_field update_req_fields[] = {
	AG_STRING(T, name, "name"),
	AG_STRING(T, api_url, "apiurl"),
	AG_TRISTATE(T, skip_verify, "skip_verify"),
	AG_STRING(T, oauth2_client_id, "oauth_2_client_id"),
	AG_STRING(T, oauth2_client_secret, "oauth_2_client_secret", .flags = AG_SECRET),
	AG_STRING(T, ssh_host_key, "ssh_host_key"),
	AG_TRISTATE(T, skip_ssh_host_key_check, "skip_ssh_host_key_check"),
	AG_TRISTATE(T, registration_enabled, "registration_enabled"),
	AG_TRISTATE(T, login_enabled, "login_enabled"),
};
#undef T
AG_TYPE_REQ(agola_gw_remote_source_update_req, update_req_fields);

static const struct ag_endpoint list = {
	.method = "GET",
	.path = "/remotesources",
	.query = &agola_gw_remote_source_list_opts_type,
	.response = &agola_gw_remote_source_page_type,
	.paging = AG_PAGING_CURSOR,
	.item_key = "name",
};

int agola_gw_remote_source_list(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_remote_source_list_opts *opts,
                                agola_gw_remote_source_page **ret, agola_error **err)
{
	AG_CALL(ag_client_of_gw(client), ctx, ret, err, .ep = &list, .query = opts);
}

AG_ITER(agola_gw_remote_source, gw, list, 0);

int agola_gw_remote_source_get(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_gw_remote_source **ret,
                               agola_error **err)
{
	static const struct ag_endpoint ep = { .method = "GET",
		                               .path = "/remotesources/{ref}",
		                               .response = &agola_gw_remote_source_type };

	AG_CALL(ag_client_of_gw(client), ctx, ret, err, .ep = &ep, .path = { ref });
}

int agola_gw_remote_source_create(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_remote_source_create_req *req,
                                  agola_gw_remote_source **ret, agola_error **err)
{
	static const struct ag_endpoint ep = { .method = "POST",
		                               .path = "/remotesources",
		                               .request = &agola_gw_remote_source_create_req_type,
		                               .response = &agola_gw_remote_source_type };

	AG_CALL(ag_client_of_gw(client), ctx, ret, err, .ep = &ep, .request = req);
}

int agola_gw_remote_source_update(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                  const struct agola_gw_remote_source_update_req *req, agola_gw_remote_source **ret,
                                  agola_error **err)
{
	static const struct ag_endpoint ep = { .method = "PUT",
		                               .path = "/remotesources/{ref}",
		                               .request = &agola_gw_remote_source_update_req_type,
		                               .response = &agola_gw_remote_source_type };

	AG_CALL(ag_client_of_gw(client), ctx, ret, err, .ep = &ep, .path = { ref }, .request = req);
}

int agola_gw_remote_source_delete(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_error **err)
{
	static const struct ag_endpoint ep = { .method = "DELETE", .path = "/remotesources/{ref}" };

	AG_CALL_VOID(ag_client_of_gw(client), ctx, err, .ep = &ep, .path = { ref });
}
