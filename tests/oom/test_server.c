/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation inside the server, failed once: of a start, and of each kind of request. */
#include "server/db.h"
#include "server/router.h"
#include "sweep.h"
#include "unit.h"
#include <agola/client.h>
#include <agola/server.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- gateway, configstore and database in this thread, without sockets ---- */

struct stack {
	char dir[64], db_path[100];
	struct ag_db *db;
	struct ag_component configstore, gateway;
	struct agola_transport to_configstore, to_gateway;
	agola_cs_client *cs;
	agola_gw_client *gw;
};

static void make_dir(char *dir)
{
	strcpy(dir, "/tmp/agola-oom-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void remove_dir(const char *dir)
{
	static const char *const names[] = {
		"db",   "db-wal",      "db-shm",          "configstore.db", "configstore.db-wal", "configstore.db-shm",
		"lock", "admin-token", "admin-token.new", "config.yml"
	};
	char path[200];

	for (size_t i = 0; i < AG_COUNT(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	ck_assert_int_eq(rmdir(dir), 0);
}

static void start(struct stack *s)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;

	memset(s, 0, sizeof(*s));
	make_dir(s->dir);
	snprintf(s->db_path, sizeof(s->db_path), "%s/db", s->dir);
	ck_assert_int_eq(ag_db_open(s->db_path, &s->db, NULL), 0);
	s->configstore = (struct ag_component){ .name = "configstore",
		                                .routes = ag_configstore_routes,
		                                .n_routes = ag_n_configstore_routes,
		                                .token = "cstoken",
		                                .db = s->db };
	ag_inproc_init(&s->to_configstore, &s->configstore);
	o.url = "http://configstore";
	o.token = "cstoken";
	o.transport = &s->to_configstore;
	ck_assert_int_eq(agola_cs_client_new(&o, &s->cs, NULL), 0);
	s->gateway = (struct ag_component){
		.name = "gateway", .routes = ag_gateway_routes, .n_routes = ag_n_gateway_routes, .token = "admin", .cs = s->cs
	};
	ag_inproc_init(&s->to_gateway, &s->gateway);
	o.url = "http://gateway";
	o.token = "admin";
	o.transport = &s->to_gateway;
	ck_assert_int_eq(agola_gw_client_new(&o, &s->gw, NULL), 0);
}

static void stop(struct stack *s)
{
	agola_gw_client_free(s->gw);
	agola_cs_client_free(s->cs);
	ag_db_close(s->db);
	remove_dir(s->dir);
}

static int check_integrity(struct ag_tx *tx, void *arg, agola_error **err)
{
	return ag_db_int(tx, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check<>'ok'", arg, err);
}

/* The database is whole, and takes a write. */
static void check_db(struct stack *s)
{
	int64_t faults = -1;

	ck_assert_int_eq(db_do(s->db, NULL, AG_DB_WRITE, check_integrity, &faults, NULL), 0);
	ck_assert_int_eq(faults, 0);
}

/* ---- requests ---- */

#define OLD_URL "http://old.example.com/"
#define NEW_URL "http://new.example.com/"

static struct agola_gw_remote_source_create_req create_req(const char *name)
{
	struct agola_gw_remote_source_create_req q = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;

	q.name = name;
	q.api_url = OLD_URL;
	q.type = AGOLA_REMOTE_SOURCE_GITEA;
	q.auth_type = AGOLA_AUTH_OAUTH2;
	q.oauth2_client_id = "id-old";
	q.oauth2_client_secret = "secret-old";
	q.ssh_host_key = "key-old";
	q.skip_verify = AGOLA_TRUE;
	return q;
}

static void must_create(struct stack *s, const char *name)
{
	struct agola_gw_remote_source_create_req q = create_req(name);

	ck_assert_int_eq(agola_gw_remote_source_create(s->gw, NULL, &q, NULL, NULL), 0);
}

/* All of it as it was created or, with @changed, as it was updated; nothing in between. */
static bool is_whole(const agola_cs_remote_source *rs, bool changed)
{
	return rs->id && strlen(rs->id) == 36 && strcmp(rs->api_url, changed ? NEW_URL : OLD_URL) == 0 &&
	       strcmp(rs->oauth2_client_id, changed ? "id-new" : "id-old") == 0 &&
	       strcmp(rs->oauth2_client_secret, changed ? "secret-new" : "secret-old") == 0 &&
	       strcmp(rs->ssh_host_key, changed ? "key-new" : "key-old") == 0 && strcmp(rs->type_raw, "gitea") == 0 &&
	       strcmp(rs->auth_type_raw, "oauth2") == 0 && rs->skip_verify == AGOLA_TRUE && rs->creation_time.valid &&
	       rs->update_time.valid;
}

static int do_get(void *arg, agola_error **err)
{
	struct stack *s = arg;
	agola_gw_remote_source *rs = NULL;
	int r = agola_gw_remote_source_get(s->gw, NULL, "one", &rs, err);

	if (r ? rs != NULL : strcmp(rs->name, "one") != 0 || rs->auth_type != AGOLA_AUTH_OAUTH2)
		return SWEEP_WRONG;
	agola_free(rs);
	return r;
}

static int do_get_missing(void *arg, agola_error **err)
{
	struct stack *s = arg;

	return agola_gw_remote_source_get(s->gw, NULL, "missing", NULL, err);
}

static int do_wrong_token(void *arg, agola_error **err)
{
	struct stack *s = arg;
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *c;
	int r;

	o.url = "http://gateway";
	o.token = "wrong";
	o.transport = &s->to_gateway;
	r = agola_gw_client_new(&o, &c, err);
	if (r)
		return r;
	r = agola_gw_remote_source_get(c, NULL, "one", NULL, err);
	agola_gw_client_free(c);
	return r;
}

/* Page by page: no name is lost or comes twice, whatever was out of memory. */
static int do_list(void *arg, agola_error **err)
{
	struct agola_gw_remote_source_list_opts o = AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT;
	static const char *const names[] = { "two", "three", "one" };
	struct stack *s = arg;
	agola_gw_remote_source_iter *it = NULL;
	const agola_gw_remote_source *rs;
	size_t n = 0;
	int r;

	o.limit = 2;
	o.sort = AGOLA_SORT_DESC;
	r = agola_gw_remote_source_iter_new(s->gw, &o, &it, err);
	while (r == 0 && (r = agola_gw_remote_source_iter_next(it, NULL, &rs, err)) == 1) {
		if (n == AG_COUNT(names) || strcmp(rs->name, names[n++]) != 0)
			break;
		r = 0;
	}
	agola_gw_remote_source_iter_free(it);
	return r == 1 || (r == 0 && n != AG_COUNT(names)) ? SWEEP_WRONG : r;
}

static int do_list_bad(void *arg, agola_error **err)
{
	struct agola_gw_remote_source_list_opts o = AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT;
	struct stack *s = arg;

	o.cursor = "bm90IGEgY3Vyc29y";
	return agola_gw_remote_source_list(s->gw, NULL, &o, NULL, err);
}

static int do_create(void *arg, agola_error **err)
{
	struct agola_gw_remote_source_create_req q = create_req("new");
	struct stack *s = arg;
	agola_gw_remote_source *rs = NULL;
	int r = agola_gw_remote_source_create(s->gw, NULL, &q, &rs, err);

	if (r ? rs != NULL : strcmp(rs->name, "new") != 0)
		return SWEEP_WRONG;
	agola_free(rs);
	return r;
}

/* Created or not, it is whole; then it goes. */
static bool settle_create(void *arg)
{
	struct stack *s = arg;
	agola_cs_remote_source *rs = NULL;
	int r = agola_cs_remote_source_get(s->cs, NULL, "new", &rs, NULL);
	bool ok = r == AGOLA_ERR_NOT_FOUND || (r == 0 && is_whole(rs, false));

	agola_free(rs);
	return ok && (r || agola_cs_remote_source_delete(s->cs, NULL, "new", NULL) == 0);
}

static int do_create_again(void *arg, agola_error **err)
{
	struct agola_gw_remote_source_create_req q = create_req("one");
	struct stack *s = arg;

	return agola_gw_remote_source_create(s->gw, NULL, &q, NULL, err);
}

static int do_update(void *arg, agola_error **err)
{
	struct agola_gw_remote_source_update_req q = AGOLA_GW_REMOTE_SOURCE_UPDATE_REQ_INIT;
	struct stack *s = arg;

	q.api_url = NEW_URL;
	q.oauth2_client_id = "id-new";
	q.oauth2_client_secret = "secret-new";
	q.ssh_host_key = "key-new";
	return agola_gw_remote_source_update(s->gw, NULL, "one", &q, NULL, err);
}

static bool settle_update(void *arg)
{
	struct agola_gw_remote_source_update_req back = AGOLA_GW_REMOTE_SOURCE_UPDATE_REQ_INIT;
	struct stack *s = arg;
	agola_cs_remote_source *rs = NULL;
	bool ok = agola_cs_remote_source_get(s->cs, NULL, "one", &rs, NULL) == 0 && (is_whole(rs, false) || is_whole(rs, true));

	agola_free(rs);
	back.api_url = OLD_URL;
	back.oauth2_client_id = "id-old";
	back.oauth2_client_secret = "secret-old";
	back.ssh_host_key = "key-old";
	return ok && agola_gw_remote_source_update(s->gw, NULL, "one", &back, NULL, NULL) == 0;
}

static int do_delete(void *arg, agola_error **err)
{
	struct stack *s = arg;

	return agola_gw_remote_source_delete(s->gw, NULL, "one", err);
}

static bool settle_delete(void *arg)
{
	struct agola_gw_remote_source_create_req q = create_req("one");
	struct stack *s = arg;
	agola_cs_remote_source *rs = NULL;
	int r = agola_cs_remote_source_get(s->cs, NULL, "one", &rs, NULL);
	bool ok = r == AGOLA_ERR_NOT_FOUND || (r == 0 && is_whole(rs, false));

	agola_free(rs);
	return ok && (r == 0 || agola_gw_remote_source_create(s->gw, NULL, &q, NULL, NULL) == 0);
}

/* A server that is out of memory answers 500, and says nothing that is wrong. */
#define SWEEP(s, fn, expected_, settle_)                                                                                         \
	sweep_check(&(struct sweep){ .name = #fn,                                                                                \
	                             .call = fn,                                                                                 \
	                             .arg = s,                                                                                   \
	                             .expected = expected_,                                                                      \
	                             .also = AGOLA_ERR_INTERNAL,                                                                 \
	                             .keeps = true,                                                                              \
	                             .settle = settle_ })

START_TEST(requests)
{
	struct stack s;
	long before = fail_live();

	start(&s);
	must_create(&s, "one");
	must_create(&s, "two");
	must_create(&s, "three");
	SWEEP(&s, do_get, 0, NULL);
	SWEEP(&s, do_get_missing, AGOLA_ERR_NOT_FOUND, NULL);
	SWEEP(&s, do_wrong_token, AGOLA_ERR_UNAUTHORIZED, NULL);
	SWEEP(&s, do_list, 0, NULL);
	SWEEP(&s, do_list_bad, AGOLA_ERR_BAD_REQUEST, NULL);
	check_db(&s);
	SWEEP(&s, do_create, 0, settle_create);
	SWEEP(&s, do_create_again, AGOLA_ERR_BAD_REQUEST, NULL);
	SWEEP(&s, do_update, 0, settle_update);
	SWEEP(&s, do_delete, 0, settle_delete);
	check_db(&s);
	stop(&s);
	ck_assert_int_eq(fail_live(), before);
}
END_TEST

/* ---- a database that is opened ---- */

static int do_open(void *arg, agola_error **err)
{
	struct ag_db *db = NULL;
	int r = ag_db_open(arg, &db, err);

	if (r && db)
		return SWEEP_WRONG;
	ag_db_close(db);
	return r;
}

START_TEST(database)
{
	struct stack s;

	start(&s);
	sweep_check(
	        &(struct sweep){ .name = "open", .call = do_open, .arg = s.db_path, .also = AGOLA_ERR_INTERNAL, .keeps = true });
	check_db(&s);
	stop(&s);
}
END_TEST

/* ---- a whole server ---- */

static int do_start(void *arg, agola_error **err)
{
	struct agola_server_opts o = *(struct agola_server_opts *)arg;
	agola_server *s = NULL;
	int r = agola_server_start(&o, &s, err);

	if (r && s)
		return SWEEP_WRONG;
	agola_server_stop(s, 0);
	return r;
}

/* So that each start makes a new one; one that is there is whole. */
static bool settle_token(void *arg)
{
	const struct agola_server_opts *o = arg;
	char path[200];
	struct stat st;

	snprintf(path, sizeof(path), "%s/admin-token", o->data_dir);
	if (stat(path, &st) != 0)
		return errno == ENOENT;
	return st.st_size == 41 && (st.st_mode & 07777) == 0600 && unlink(path) == 0;
}

START_TEST(server_start)
{
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	char dir[64], file[100];
	FILE *f;

	make_dir(dir);
	snprintf(file, sizeof(file), "%s/config.yml", dir);
	f = fopen(file, "w");
	ck_assert_ptr_nonnull(f);
	fprintf(f,
	        "internalServicesAPIToken: secret\ngateway:\n  adminToken: admin\nconfigstore:\n  dataDir: %s\n"
	        "agolad:\n  threads: 2\nscheduler: {}\n",
	        dir);
	fclose(f);
	o.config_file = file;
	/* libyaml itself loses pieces of a document when memory is out */
	sweep_check(&(struct sweep){ .name = "server_start, config file", .call = do_start, .arg = &o, .keeps = true });
	o.config_file = NULL;
	o.data_dir = dir;
	sweep_check(&(struct sweep){ .name = "server_start, made token", .call = do_start, .arg = &o, .settle = settle_token });
	remove_dir(dir);
}
END_TEST

UNIT("oom-server", requests, database, server_start)
