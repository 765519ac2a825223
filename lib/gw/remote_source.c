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
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
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

AG_OP(agola_gw_remote_source_list, gw, "GetRemoteSources", "GET", "/remotesources", (OPTS, agola_gw_remote_source_list_opts),
      (RET, agola_gw_remote_source_page), (ROW, .paging = AG_PAGING_CURSOR, .item_key = "name"));

AG_ITER(agola_gw_remote_source_iter, gw, agola_gw_remote_source_list, agola_gw_remote_source, 0,
        (OPTS, agola_gw_remote_source_list_opts));

AG_OP(agola_gw_remote_source_get, gw, "GetRemoteSource", "GET", "/remotesources/{ref}", (REF, ref),
      (RET, agola_gw_remote_source));

AG_OP(agola_gw_remote_source_create, gw, "CreateRemoteSource", "POST", "/remotesources", (REQ, agola_gw_remote_source_create_req),
      (RET, agola_gw_remote_source));

AG_OP(agola_gw_remote_source_update, gw, "UpdateRemoteSource", "PUT", "/remotesources/{ref}", (REF, ref),
      (REQ, agola_gw_remote_source_update_req), (RET, agola_gw_remote_source));

AG_OP(agola_gw_remote_source_delete, gw, "DeleteRemoteSource", "DELETE", "/remotesources/{ref}", (REF, ref));
