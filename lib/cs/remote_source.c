/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/remote_source.h"
#include "core/core.h"

#define T agola_cs_remote_source
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id", .column = "id"),
	AG_TIME(T, creation_time, "creationTime", .column = "creation_time", .flags = AG_OMIT),
	AG_TIME(T, update_time, "updateTime", .column = "update_time", .flags = AG_OMIT),
	AG_STRING(T, name, "name", .column = "name", .flags = AG_OMIT),
	AG_STRING(T, api_url, "apiurl", .column = "apiurl", .flags = AG_OMIT),
	AG_BOOL(T, skip_verify, "skip_verify", .column = "skip_verify", .flags = AG_OMIT),
	AG_ENUM(T, type, ag_remote_source_types, "type", .column = "type", .flags = AG_OMIT),
	AG_ENUM(T, auth_type, ag_remote_source_auth_types, "auth_type", .column = "auth_type", .flags = AG_OMIT),
	AG_STRING(T, oauth2_client_id, "client_id", .column = "oauth2_client_id", .flags = AG_OMIT),
	AG_STRING(T, oauth2_client_secret, "client_secret", .column = "oauth2_client_secret", .flags = AG_OMIT | AG_SECRET),
	AG_STRING(T, ssh_host_key, "ssh_host_key", .column = "ssh_host_key", .flags = AG_OMIT),
	AG_BOOL(T, skip_ssh_host_key_check, "skip_ssh_host_key_check", .column = "skip_ssh_host_key_check", .flags = AG_OMIT),
	AG_TRISTATE(T, registration_enabled, "registration_enabled", .column = "registration_enabled", .flags = AG_OMIT),
	AG_TRISTATE(T, login_enabled, "login_enabled", .column = "login_enabled", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_cs_remote_source, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_remote_source_page, items, agola_cs_remote_source, "") };
AG_TYPE_LIST(agola_cs_remote_source_page, page_fields, next_start);

#define T struct agola_cs_remote_source_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, start, "startremotesourcename"),
	AG_INT(T, limit, "limit"),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
};
#undef T
AG_TYPE_REQ(agola_cs_remote_source_list_opts, list_opts_fields);

/* Keys of the request type from v0.7.0 on; old_key is what the stored object was sent as before, where more than case differs. */
#define T struct agola_cs_remote_source_req
static const struct agola_field req_fields[] = {
	AG_STRING(T, name, "Name"),
	AG_STRING(T, api_url, "APIURL"),
	AG_TRISTATE(T, skip_verify, "SkipVerify", .old_key = "skip_verify"),
	AG_ENUM(T, type, ag_remote_source_types, "Type"),
	AG_ENUM(T, auth_type, ag_remote_source_auth_types, "AuthType", .old_key = "auth_type"),
	AG_STRING(T, oauth2_client_id, "Oauth2ClientID", .old_key = "client_id"),
	AG_STRING(T, oauth2_client_secret, "Oauth2ClientSecret", .old_key = "client_secret", .flags = AG_SECRET),
	AG_STRING(T, ssh_host_key, "SSHHostKey", .old_key = "ssh_host_key"),
	AG_TRISTATE(T, skip_ssh_host_key_check, "SkipSSHHostKeyCheck", .old_key = "skip_ssh_host_key_check"),
	AG_TRISTATE(T, registration_enabled, "RegistrationEnabled", .old_key = "registration_enabled", .flags = AG_DEFAULT_FALSE),
	AG_TRISTATE(T, login_enabled, "LoginEnabled", .old_key = "login_enabled", .flags = AG_DEFAULT_FALSE),
};
#undef T
AG_TYPE_REQ(agola_cs_remote_source_req, req_fields);

static const struct ag_endpoint list = {
	.method = "GET",
	.path = "/remotesources",
	.query = &agola_cs_remote_source_list_opts_type,
	.response = &agola_cs_remote_source_page_type,
	.paging = AG_PAGING_START,
	.start_key = "startremotesourcename",
	.item_key = "name",
};

int agola_cs_remote_source_list(agola_cs_client *client, agola_ctx *ctx, const struct agola_cs_remote_source_list_opts *opts,
                                agola_cs_remote_source_page **ret, agola_error **err)
{
	AG_CALL(ag_client_of_cs(client), ctx, ret, err, .ep = &list, .query = opts);
}

AG_ITER(agola_cs_remote_source, cs, list, 100);

int agola_cs_remote_source_get(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_cs_remote_source **ret,
                               agola_error **err)
{
	static const struct ag_endpoint ep = { .method = "GET",
		                               .path = "/remotesources/{ref}",
		                               .response = &agola_cs_remote_source_type };

	AG_CALL(ag_client_of_cs(client), ctx, ret, err, .ep = &ep, .path = { ref });
}

int agola_cs_remote_source_create(agola_cs_client *client, agola_ctx *ctx, const struct agola_cs_remote_source_req *req,
                                  agola_cs_remote_source **ret, agola_error **err)
{
	static const struct ag_endpoint ep = { .method = "POST",
		                               .path = "/remotesources",
		                               .request = &agola_cs_remote_source_req_type,
		                               .response = &agola_cs_remote_source_type };

	AG_CALL(ag_client_of_cs(client), ctx, ret, err, .ep = &ep, .request = req);
}

int agola_cs_remote_source_update(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                  const struct agola_cs_remote_source_req *req, agola_cs_remote_source **ret, agola_error **err)
{
	static const struct ag_endpoint ep = { .method = "PUT",
		                               .path = "/remotesources/{ref}",
		                               .request = &agola_cs_remote_source_req_type,
		                               .response = &agola_cs_remote_source_type };

	AG_CALL(ag_client_of_cs(client), ctx, ret, err, .ep = &ep, .path = { ref }, .request = req);
}

int agola_cs_remote_source_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_error **err)
{
	static const struct ag_endpoint ep = { .method = "DELETE", .path = "/remotesources/{ref}" };

	AG_CALL_VOID(ag_client_of_cs(client), ctx, err, .ep = &ep, .path = { ref });
}
