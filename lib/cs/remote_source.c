/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/remote_source.h"
#include "core/core.h"

#define T agola_cs_remote_source
/* From v0.8.0 on the configstore leaves out a false one. */
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
	AG_TRISTATE(T, registration_enabled, "registration_enabled", .column = "registration_enabled",
	            .flags = AG_OMIT | AG_OMIT_FALSE),
	AG_TRISTATE(T, login_enabled, "login_enabled", .column = "login_enabled", .flags = AG_OMIT | AG_OMIT_FALSE),
};
#undef T
AG_TYPE(agola_cs_remote_source, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_remote_source_page, items, agola_cs_remote_source, "") };
AG_TYPE_LIST(agola_cs_remote_source_page, page_fields, next_start);

#define T struct agola_cs_remote_source_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, start, "startremotesourcename"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
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

AG_OP(agola_cs_remote_source_list, cs, "GetRemoteSources", "GET", "/remotesources", (OPTS, agola_cs_remote_source_list_opts),
      (RET, agola_cs_remote_source_page),
      (ROW, .paging = AG_PAGING_START, .start_key = "startremotesourcename", .item_key = "name"));

AG_ITER(agola_cs_remote_source_iter, cs, agola_cs_remote_source_list, agola_cs_remote_source, 100,
        (OPTS, agola_cs_remote_source_list_opts));

AG_OP(agola_cs_remote_source_get, cs, "GetRemoteSource", "GET", "/remotesources/{ref}", (REF, ref),
      (RET, agola_cs_remote_source));

AG_OP(agola_cs_remote_source_create, cs, "CreateRemoteSource", "POST", "/remotesources", (REQ, agola_cs_remote_source_req),
      (RET, agola_cs_remote_source));

AG_OP(agola_cs_remote_source_update, cs, "UpdateRemoteSource", "PUT", "/remotesources/{ref}", (REF, ref),
      (REQ, agola_cs_remote_source_req), (RET, agola_cs_remote_source));

AG_OP(agola_cs_remote_source_delete, cs, "DeleteRemoteSource", "DELETE", "/remotesources/{ref}", (REF, ref));
