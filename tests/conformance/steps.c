/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SDK against one server, whatever it is: does every operation and prints one line per step, "step<TAB>result<TAB>detail".
 * It decides nothing; run.py compares the lines with expect.tsv.
 *
 * steps GATEWAY_URL CONFIGSTORE_URL ADMIN_TOKEN
 */
#include <agola/client.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static agola_gw_client *gw, *anonymous, *wrong;
static agola_cs_client *cs;

static void say(const char *step, int result, agola_error *err, const char *detail)
{
	char codes[200] = "";

	for (size_t i = 0; i < agola_error_count(err); i++)
		snprintf(codes + strlen(codes), sizeof(codes) - strlen(codes), "%s%s", i ? "," : "", agola_error_code(err, i));
	printf("%s\t%s\t%s\n", step, agola_result_name(result), result < 0 ? codes : detail);
	agola_error_free(err);
}

/* The name of what is wanted, and what the configstore shows of it: NULL if it shows nothing. */
typedef bool visible_fn(const agola_cs_remote_source *rs, const void *want);

/* Releases to v0.7.1 read from a copy that follows the writes after a moment: wait until a write shows, at most 20 s. */
static void wait_until(const char *name, visible_fn *visible, const void *want)
{
	for (int i = 0; i < 2000; i++) {
		agola_cs_remote_source *rs = NULL;
		bool done;

		if (agola_cs_remote_source_get(cs, NULL, name, &rs, NULL) < 0)
			rs = NULL;
		done = visible(rs, want);
		agola_free(rs);
		if (done)
			return;
		usleep(10000);
	}
	printf("wait\tTIMEOUT\t%s\n", name);
}

static bool is_gone(const agola_cs_remote_source *rs, const void *want)
{
	return !rs && !want;
}

static bool is_like(const agola_cs_remote_source *rs, const void *want)
{
	const agola_gw_remote_source *w = want;

	/* unset is true in those releases, false in the later ones, which do not send false: only a set one tells */
	return rs && !strcmp(rs->id, w->id) &&
	       (rs->registration_enabled == AGOLA_UNSET || (rs->registration_enabled == AGOLA_TRUE) == w->registration_enabled) &&
	       (rs->login_enabled == AGOLA_UNSET || (rs->login_enabled == AGOLA_TRUE) == w->login_enabled);
}

static bool is_same(const agola_cs_remote_source *rs, const void *want)
{
	const agola_cs_remote_source *w = want;

	return rs && !strcmp(rs->id, w->id) && !strcmp(rs->type_raw, w->type_raw) && rs->skip_verify == w->skip_verify;
}

static void gw_detail(const agola_gw_remote_source *rs, char *buf, size_t size)
{
	snprintf(buf, size, "%s %s %d %d", rs->name, rs->auth_type_raw, rs->registration_enabled, rs->login_enabled);
}

static char id_of_first[64];

static void gw_create(const char *step, agola_gw_client *c, const char *name, const char *type, const char *auth, const char *url,
                      const char *cid, const char *secret, enum agola_tristate login)
{
	struct agola_gw_remote_source_create_req q = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	agola_gw_remote_source *rs = NULL;
	agola_error *err = NULL;
	char detail[200] = "";
	int r;

	q.name = name;
	q.type_raw = type;
	q.auth_type_raw = auth;
	q.api_url = url;
	q.oauth2_client_id = cid;
	q.oauth2_client_secret = secret;
	q.login_enabled = login;
	r = agola_gw_remote_source_create(c, NULL, &q, &rs, &err);
	if (r == 0) {
		gw_detail(rs, detail, sizeof(detail));
		if (!*id_of_first)
			snprintf(id_of_first, sizeof(id_of_first), "%s", rs->id);
		wait_until(rs->name, is_like, rs);
	}
	say(step, r, err, detail);
	agola_free(rs);
}

static void gw_get(const char *step, agola_gw_client *c, const char *ref)
{
	agola_gw_remote_source *rs = NULL;
	agola_error *err = NULL;
	char detail[200] = "";
	int r = agola_gw_remote_source_get(c, NULL, ref, &rs, &err);

	if (r == 0)
		gw_detail(rs, detail, sizeof(detail));
	say(step, r, err, detail);
	agola_free(rs);
}

static void gw_update(const char *step, const char *ref, struct agola_gw_remote_source_update_req q)
{
	agola_gw_remote_source *rs = NULL;
	agola_error *err = NULL;
	char detail[200] = "";
	int r;

	q.size = sizeof(q);
	r = agola_gw_remote_source_update(gw, NULL, ref, &q, &rs, &err);
	if (r == 0) {
		gw_detail(rs, detail, sizeof(detail));
		wait_until(rs->name, is_like, rs);
	}
	say(step, r, err, detail);
	agola_free(rs);
}

static void gw_delete(const char *step, const char *ref)
{
	agola_error *err = NULL;
	int r = agola_gw_remote_source_delete(gw, NULL, ref, &err);

	if (r == 0)
		wait_until(ref, is_gone, NULL);
	say(step, r, err, "");
}

static void gw_walk(const char *step, agola_gw_client *c, int sort, int64_t limit)
{
	struct agola_gw_remote_source_list_opts o = AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT;
	agola_gw_remote_source_iter *it = NULL;
	const agola_gw_remote_source *rs;
	agola_error *err = NULL;
	char detail[200], first[64] = "", last[64] = "";
	int n = 0, r, in_order = 1;

	o.sort = (enum agola_sort_direction)sort;
	o.limit = limit;
	r = agola_gw_remote_source_iter_new(c, &o, &it, &err);
	while (r >= 0 && (r = agola_gw_remote_source_iter_next(it, NULL, &rs, &err)) == 1) {
		if (n++ == 0)
			snprintf(first, sizeof(first), "%s", rs->name);
		else
			in_order &= (strcmp(rs->name, last) > 0) == (sort != AGOLA_SORT_DESC);
		snprintf(last, sizeof(last), "%s", rs->name);
	}
	agola_gw_remote_source_iter_free(it);
	snprintf(detail, sizeof(detail), "%d %s..%s %s", n, first, last, in_order ? "in order" : "out of order");
	say(step, r, err, detail);
}

static void cs_walk(const char *step, int sort, int64_t limit)
{
	struct agola_cs_remote_source_list_opts o = AGOLA_CS_REMOTE_SOURCE_LIST_OPTS_INIT;
	agola_cs_remote_source_iter *it = NULL;
	const agola_cs_remote_source *rs;
	agola_error *err = NULL;
	char detail[200], first[64] = "", last[64] = "";
	int n = 0, r;

	o.sort = (enum agola_sort_direction)sort;
	o.limit = limit;
	r = agola_cs_remote_source_iter_new(cs, &o, &it, &err);
	while (r >= 0 && (r = agola_cs_remote_source_iter_next(it, NULL, &rs, &err)) == 1) {
		if (n++ == 0)
			snprintf(first, sizeof(first), "%s", rs->name);
		snprintf(last, sizeof(last), "%s", rs->name);
	}
	agola_cs_remote_source_iter_free(it);
	snprintf(detail, sizeof(detail), "%d %s..%s", n, first, last);
	say(step, r, err, detail);
}

static void cs_say(const char *step, int r, agola_cs_remote_source *rs, agola_error *err)
{
	char detail[300] = "";

	if (r == 0)
		snprintf(detail, sizeof(detail), "%s %s %s %s %s %s key=%s skip=%d,%d on=%d,%d time=%d", rs->name, rs->api_url,
		         rs->type_raw, rs->auth_type_raw, rs->oauth2_client_id ? rs->oauth2_client_id : "-",
		         rs->oauth2_client_secret ? rs->oauth2_client_secret : "-", rs->ssh_host_key ? rs->ssh_host_key : "-",
		         rs->skip_verify, rs->skip_ssh_host_key_check, rs->registration_enabled == AGOLA_TRUE,
		         rs->login_enabled == AGOLA_TRUE, rs->creation_time.valid && rs->update_time.valid);
	say(step, r, err, detail);
	agola_free(rs);
}

static void cs_get(const char *step, const char *ref)
{
	agola_cs_remote_source *rs = NULL;
	agola_error *err = NULL;
	int r = agola_cs_remote_source_get(cs, NULL, ref, &rs, &err);

	cs_say(step, r, rs, err);
}

static void cs_put(const char *step, const char *ref, struct agola_cs_remote_source_req q)
{
	agola_cs_remote_source *rs = NULL;
	agola_error *err = NULL;
	int r;

	q.size = sizeof(q);
	r = ref ? agola_cs_remote_source_update(cs, NULL, ref, &q, &rs, &err)
	        : agola_cs_remote_source_create(cs, NULL, &q, &rs, &err);
	if (r == 0)
		wait_until(rs->name, is_same, rs);
	cs_say(step, r, rs, err);
}

static void cs_delete(const char *step, const char *ref)
{
	agola_error *err = NULL;
	int r = agola_cs_remote_source_delete(cs, NULL, ref, &err);

	if (r == 0)
		wait_until(ref, is_gone, NULL);
	say(step, r, err, "");
}

static void gateway(void)
{
	char name[32];

	gw_walk("gw.list.empty", anonymous, 0, 0);
	gw_create("gw.create", gw, "gitea", "gitea", "password", "http://g/<&>", NULL, NULL, AGOLA_UNSET);
	gw_create("gw.create.oauth2", gw, "github", "github", "oauth2", "http://h", "id", "secret", AGOLA_FALSE);
	gw_create("gw.create.taken", gw, "gitea", "gitea", "password", "http://g", NULL, NULL, AGOLA_UNSET);
	gw_create("gw.create.bad-name", gw, "bad_name", "gitea", "password", "http://g", NULL, NULL, AGOLA_UNSET);
	gw_create("gw.create.no-name", gw, "", "gitea", "password", "http://g", NULL, NULL, AGOLA_UNSET);
	gw_create("gw.create.no-url", gw, "x", "gitea", "password", "", NULL, NULL, AGOLA_UNSET);
	gw_create("gw.create.no-type", gw, "x", "", "password", "http://g", NULL, NULL, AGOLA_UNSET);
	gw_create("gw.create.no-auth-type", gw, "x", "gitea", "", "http://g", NULL, NULL, AGOLA_UNSET);
	gw_create("gw.create.wrong-auth-type", gw, "x", "github", "password", "http://g", NULL, NULL, AGOLA_UNSET);
	gw_create("gw.create.no-client-id", gw, "x", "gitlab", "oauth2", "http://g", "", "s", AGOLA_UNSET);
	gw_create("gw.create.no-client-secret", gw, "x", "gitlab", "oauth2", "http://g", "i", "", AGOLA_UNSET);
	gw_create("gw.create.anonymous", anonymous, "x", "gitea", "password", "http://g", NULL, NULL, AGOLA_UNSET);
	gw_create("gw.create.wrong-token", wrong, "x", "gitea", "password", "http://g", NULL, NULL, AGOLA_UNSET);
	gw_get("gw.get.name", gw, "gitea");
	gw_get("gw.get.id", gw, id_of_first);
	gw_get("gw.get.unknown", gw, "nope");
	gw_get("gw.get.hostile", gw, "a b/%2e?x#\xc3\xa9");
	gw_get("gw.get.anonymous", anonymous, "gitea");
	gw_get("gw.get.wrong-token", wrong, "gitea");
	gw_update("gw.update.nothing", "gitea", (struct agola_gw_remote_source_update_req){ .size = 0 });
	gw_update("gw.update.flags", "gitea",
	          (struct agola_gw_remote_source_update_req){ .login_enabled = AGOLA_FALSE, .skip_verify = AGOLA_TRUE });
	gw_update("gw.update.rename", "gitea", (struct agola_gw_remote_source_update_req){ .name = "gitea2" });
	gw_update("gw.update.taken", "gitea2", (struct agola_gw_remote_source_update_req){ .name = "github" });
	gw_update("gw.update.bad-name", "gitea2", (struct agola_gw_remote_source_update_req){ .name = "-" });
	gw_update("gw.update.unknown", "nope", (struct agola_gw_remote_source_update_req){ .name = "y" });
	for (int i = 0; i < 65; i++) {
		snprintf(name, sizeof(name), "n%02d", i);
		gw_create("gw.create.many", gw, name, "gitea", "password", "http://g", NULL, NULL, AGOLA_UNSET);
	}
	gw_walk("gw.walk", anonymous, 0, 0);
	gw_walk("gw.walk.desc", gw, AGOLA_SORT_DESC, 0);
	gw_walk("gw.walk.7", gw, AGOLA_SORT_ASC, 7);
	gw_walk("gw.walk.1", gw, 0, 1);
	gw_walk("gw.list.wrong-token", wrong, 0, 0);
	for (int i = 0; i < 65; i++) {
		snprintf(name, sizeof(name), "n%02d", i);
		gw_delete("gw.delete.many", name);
	}
	gw_delete("gw.delete", "gitea2");
	gw_delete("gw.delete.again", "gitea2");
}

static void configstore(void)
{
	struct agola_cs_remote_source_req q = { .name = "c1",
		                                .api_url = "http://c",
		                                .type_raw = "gitlab",
		                                .auth_type_raw = "oauth2",
		                                .oauth2_client_id = "i",
		                                .oauth2_client_secret = "s",
		                                .ssh_host_key = "k",
		                                .skip_verify = AGOLA_TRUE,
		                                .skip_ssh_host_key_check = AGOLA_TRUE,
		                                .registration_enabled = AGOLA_TRUE };
	struct agola_cs_remote_source_req p = {
		.name = "c2", .api_url = "http://d", .type_raw = "gitea", .auth_type_raw = "password"
	};

	cs_get("cs.get", "github");
	cs_put("cs.create", NULL, q);
	cs_put("cs.create.second", NULL, p);
	cs_put("cs.create.taken", NULL, q);
	cs_get("cs.get.created", "c1");
	cs_get("cs.get.unknown", "nope");
	cs_walk("cs.walk", 0, 0);
	cs_walk("cs.walk.desc.1", AGOLA_SORT_DESC, 1);
	q.name = "c2";
	cs_put("cs.update.taken", "c1", q);
	q.name = "c3";
	cs_put("cs.update.unknown", "nope", q);
	q.type_raw = "gitea";
	q.auth_type_raw = "password";
	q.oauth2_client_id = q.oauth2_client_secret = q.ssh_host_key = NULL;
	q.skip_verify = AGOLA_UNSET;
	cs_put("cs.update", "c1", q);
	q.name = "bad name";
	cs_put("cs.update.bad-name", "c3", q);
	cs_delete("cs.delete", "c3");
	cs_delete("cs.delete.second", "c2");
	cs_delete("cs.delete.again", "c3");
	cs_delete("cs.delete.github", "github");
}

int main(int argc, char **argv)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;

	if (argc != 4)
		return 2;
	o.url = argv[1];
	o.token = argv[3];
	if (agola_gw_client_new(&o, &gw, NULL))
		return 2;
	o.token = NULL;
	if (agola_gw_client_new(&o, &anonymous, NULL))
		return 2;
	o.token = "wrong";
	if (agola_gw_client_new(&o, &wrong, NULL))
		return 2;
	o.url = argv[2];
	o.token = NULL;
	if (agola_cs_client_new(&o, &cs, NULL))
		return 2;
	gateway();
	configstore();
	agola_gw_client_free(gw);
	agola_gw_client_free(anonymous);
	agola_gw_client_free(wrong);
	agola_cs_client_free(cs);
	return 0;
}
