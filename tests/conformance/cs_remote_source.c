/* SPDX-License-Identifier: Apache-2.0 */
#include "steps.h"

#define PUT(...)  REQ(agola_cs_remote_source_req, __VA_ARGS__)
#define LIST(...) REQ(agola_cs_remote_source_list_opts, __VA_ARGS__)

OPERATION_LIST(list, "configstore GetRemoteSources", agola_cs_remote_source, cs, name, next_start);
OPERATION(get, "configstore GetRemoteSource", agola_cs_remote_source, NULL, agola_cs_remote_source_get(CS, NULL, P(0), &t, err));
OPERATION(create, "configstore CreateRemoteSource", agola_cs_remote_source, &get,
          agola_cs_remote_source_create(CS, NULL, R(agola_cs_remote_source_req), &t, err));
OPERATION(update, "configstore UpdateRemoteSource", agola_cs_remote_source, &get,
          agola_cs_remote_source_update(CS, NULL, P(0), R(agola_cs_remote_source_req), &t, err));
OPERATION_VOID(delete, "configstore DeleteRemoteSource", &get, agola_cs_remote_source_delete(CS, NULL, P(0), err));
/* For other nouns too. */
const struct operation cs_remote_source_get = { "configstore GetRemoteSource", get_call, NULL };

#define PASSWORD .type_raw = "gitea", .auth_type_raw = "password", .api_url = "http://d"
#define FULL                                                                                                                     \
	.type_raw = "gitlab", .auth_type_raw = "oauth2", .api_url = "http://c", .oauth2_client_id = "i",                         \
	.oauth2_client_secret = "s", .ssh_host_key = "k", .skip_verify = AGOLA_TRUE, .skip_ssh_host_key_check = AGOLA_TRUE,      \
	.registration_enabled = AGOLA_TRUE

enum { MANY = 25 };

static void name_number(struct conf *c, int i, void *req, char *buf, size_t size)
{
	struct agola_cs_remote_source_req *q = req;

	snprintf(buf, size, "n%02d", i);
	if (q)
		q->name = buf;
	else
		c->path[0] = buf;
}

static const struct step rows[] = {
	{ "create", &create, .req = PUT(.name = "c1", FULL), .keep = "c1" },
	{ "create.second", &create, .req = PUT(.name = "c2", PASSWORD) },
	{ "create.taken", &create, .req = PUT(.name = "c1", FULL) },
	{ "create.bad-name", &create, .req = PUT(.name = "bad name", PASSWORD) },
	{ "get.name", &get, .path = { "c1" } },
	{ "get.id", &get, .path = { "$c1" } },
	{ "get.unknown", &get, .path = { "nope" } },
	{ "create.many", &create, .req = PUT(PASSWORD), .times = MANY, .fill = name_number },
	{ "list", &list },
	{ "list.desc", &list, .req = LIST(.sort = AGOLA_SORT_DESC) },
	{ "list.desc.1", &list, .req = LIST(.sort = AGOLA_SORT_DESC, .limit = 1) },
	{ "list.start", &list, .req = LIST(.start = "n22") },
	{ "list.page", &list_page },
	{ "list.page.7", &list_page, .req = LIST(.limit = 7) },
	{ "list.page.start", &list_page, .req = LIST(.start = "n24") },
	{ "clean.many", &delete, .times = MANY, .fill = name_number },
	{ "update.taken", &update, .path = { "c1" }, .req = PUT(.name = "c2", FULL) },
	{ "update.unknown", &update, .path = { "nope" }, .req = PUT(.name = "c3", PASSWORD) },
	{ "update", &update, .path = { "c1" }, .req = PUT(.name = "c3", PASSWORD, .login_enabled = AGOLA_TRUE) },
	{ "update.id", &update, .path = { "$c1" }, .req = PUT(.name = "c4", PASSWORD) },
	{ "clean.name-back", &update, .path = { "c4" }, .req = PUT(.name = "c3", PASSWORD) },
	{ "update.bad-name", &update, .path = { "c3" }, .req = PUT(.name = "bad name", PASSWORD) },
	{ "delete", &delete, .path = { "c2" } },
	{ "delete.again", &delete, .path = { "c2" } },
	{ "delete.id", &delete, .path = { "$c1" } },
	{ "clean.name", &delete, .path = { "c3" } },
	{ "list.left", &list },
};
NOUN(cs_remote_source, rows);
