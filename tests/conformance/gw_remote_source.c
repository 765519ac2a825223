/* SPDX-License-Identifier: Apache-2.0 */
#include "steps.h"

#define CREATE(...) REQ(agola_gw_remote_source_create_req, __VA_ARGS__)
#define UPDATE(...) REQ(agola_gw_remote_source_update_req, __VA_ARGS__)
#define LIST(...)   REQ(agola_gw_remote_source_list_opts, __VA_ARGS__)

OPERATION_LIST(list, "gateway GetRemoteSources", agola_gw_remote_source, gw, name, cursor);
OPERATION(get, "gateway GetRemoteSource", agola_gw_remote_source, NULL, agola_gw_remote_source_get(GW, NULL, P(0), &t, err));
OPERATION(create, "gateway CreateRemoteSource", agola_gw_remote_source, &get,
          agola_gw_remote_source_create(GW, NULL, R(agola_gw_remote_source_create_req), &t, err));
OPERATION(update, "gateway UpdateRemoteSource", agola_gw_remote_source, &get,
          agola_gw_remote_source_update(GW, NULL, P(0), R(agola_gw_remote_source_update_req), &t, err));
OPERATION_VOID(delete, "gateway DeleteRemoteSource", &get, agola_gw_remote_source_delete(GW, NULL, P(0), err));

enum { MANY = 65 };

static void name_number(struct conf *c, int i, void *req, char *buf, size_t size)
{
	struct agola_gw_remote_source_create_req *q = req;

	snprintf(buf, size, "n%02d", i);
	if (q)
		q->name = buf;
	else
		c->path[0] = buf;
}

#define PASSWORD .type_raw = "gitea", .auth_type_raw = "password", .api_url = "http://g"
#define OAUTH2   .type_raw = "gitlab", .auth_type_raw = "oauth2", .api_url = "http://g"

static const struct step rows[] = {
	{ "list.empty", &list, NOBODY },
	{ "list.empty.page", &list_page, NOBODY },
	{ "create", &create, .keep = "gitea",
	  .req = CREATE(.name = "gitea", .type = AGOLA_REMOTE_SOURCE_GITEA, .auth_type = AGOLA_AUTH_PASSWORD,
	                .api_url = "http://g/<&>") },
	{ "create.kept", &cs_remote_source_get, .path = { "gitea" } },
	{ "create.oauth2", &create,
	  .req = CREATE(.name = "github", .type_raw = "github", .auth_type_raw = "oauth2", .api_url = "http://h",
	                .oauth2_client_id = "id", .oauth2_client_secret = "secret", .ssh_host_key = "ssh-rsa AAAA",
	                .skip_verify = AGOLA_TRUE, .skip_ssh_host_key_check = AGOLA_TRUE, .registration_enabled = AGOLA_FALSE,
	                .login_enabled = AGOLA_FALSE) },
	{ "create.oauth2.kept", &cs_remote_source_get, .path = { "github" } },
	{ "create.taken", &create, .req = CREATE(.name = "gitea", PASSWORD) },
	{ "create.bad-name", &create, .req = CREATE(.name = "bad_name", PASSWORD) },
	{ "create.no-name", &create, .req = CREATE(.name = "", PASSWORD) },
	{ "create.name-40", &create, .req = CREATE(.name = "a-name-of-just-as-many-letters-as-can-be", PASSWORD) },
	{ "create.name-41", &create, .req = CREATE(.name = "another-name-of-one-letter-more-than-that", PASSWORD) },
	{ "clean.name-41", &delete, .path = { "another-name-of-one-letter-more-than-that" } },
	{ "create.no-url", &create, .req = CREATE(.name = "x", .type_raw = "gitea", .auth_type_raw = "password", .api_url = "") },
	{ "create.no-type", &create,
	  .req = CREATE(.name = "x", .type_raw = "", .auth_type_raw = "password", .api_url = "http://g") },
	{ "create.no-auth-type", &create,
	  .req = CREATE(.name = "x", .type_raw = "gitea", .auth_type_raw = "", .api_url = "http://g") },
	{ "create.wrong-auth-type", &create,
	  .req = CREATE(.name = "x", .type_raw = "github", .auth_type_raw = "password", .api_url = "http://g") },
	{ "create.no-client-id", &create,
	  .req = CREATE(.name = "x", OAUTH2, .oauth2_client_id = "", .oauth2_client_secret = "s") },
	{ "create.no-client-secret", &create,
	  .req = CREATE(.name = "x", OAUTH2, .oauth2_client_id = "i", .oauth2_client_secret = "") },
	{ "create.nobody", &create, NOBODY, .req = CREATE(.name = "x", PASSWORD) },
	{ "create.wrong-token", &create, WRONG, .req = CREATE(.name = "x", PASSWORD) },
	{ "get.name", &get, .path = { "gitea" } },
	{ "get.id", &get, .path = { "$gitea" } },
	{ "get.unknown", &get, .path = { "nope" } },
	{ "get.hostile", &get, .path = { "a b/%2e?x#\xc3\xa9" } },
	{ "get.nobody", &get, NOBODY, .path = { "gitea" } },
	{ "get.wrong-token", &get, WRONG, .path = { "gitea" } },
	{ "update.nothing", &update, .path = { "gitea" }, .req = UPDATE(.name = NULL) },
	{ "update.flags", &update, .path = { "gitea" }, .req = UPDATE(.login_enabled = AGOLA_FALSE, .skip_verify = AGOLA_TRUE) },
	{ "update.rename", &update, .path = { "gitea" }, .req = UPDATE(.name = "gitea2") },
	{ "update.kept", &cs_remote_source_get, .path = { "gitea2" } },
	{ "update.old-name", &get, .path = { "gitea" } },
	{ "update.same-name", &update, .path = { "gitea2" }, .req = UPDATE(.name = "gitea2") },
	{ "update.taken", &update, .path = { "gitea2" }, .req = UPDATE(.name = "github") },
	{ "update.bad-name", &update, .path = { "gitea2" }, .req = UPDATE(.name = "-") },
	{ "update.no-client-id", &update, .path = { "github" }, .req = UPDATE(.oauth2_client_id = "") },
	{ "update.unknown", &update, .path = { "nope" }, .req = UPDATE(.name = "y") },
	{ "update.nobody", &update, NOBODY, .path = { "gitea2" }, .req = UPDATE(.name = "y") },
	{ "update.id", &update, .path = { "$gitea" }, .req = UPDATE(.registration_enabled = AGOLA_FALSE) },
	{ "create.many", &create, .req = CREATE(PASSWORD), .times = MANY, .fill = name_number },
	{ "list", &list, NOBODY },
	{ "list.desc", &list, .req = LIST(.sort = AGOLA_SORT_DESC) },
	{ "list.7", &list, .req = LIST(.limit = 7, .sort = AGOLA_SORT_ASC) },
	{ "list.desc.1", &list, .req = LIST(.limit = 1, .sort = AGOLA_SORT_DESC) },
	{ "list.1000", &list, .req = LIST(.limit = 1000) },
	{ "list.page", &list_page },
	{ "list.page.7", &list_page, .req = LIST(.limit = 7) },
	{ "list.page.1000", &list_page, .req = LIST(.limit = 1000) },
	{ "list.page.bad-cursor", &list_page, .req = LIST(.cursor = "bad") },
	{ "list.wrong-token", &list, WRONG },
	{ "delete.nobody", &delete, NOBODY, .path = { "gitea2" } },
	{ "clean.many", &delete, .times = MANY, .fill = name_number },
	{ "delete.id", &delete, .path = { "$gitea" } },
	{ "delete", &delete, .path = { "github" } },
	{ "delete.again", &delete, .path = { "github" } },
	{ "clean.renamed", &delete, .path = { "gitea2" } },
	{ "clean.name-40", &delete, .path = { "a-name-of-just-as-many-letters-as-can-be" } },
	{ "list.left", &list },
};
NOUN(gw_remote_source, rows);
