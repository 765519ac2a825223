/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML file of `agola serve`. */
#include "folder.h"
#include "server/config.h"
#include "unit.h"

#include <sys/stat.h>

static struct ag_server_config c;
static char message[2000];

static int read_text(const char *text, size_t len)
{
	agola_error *err = NULL;
	int r;

	folder_write("c.yml", text, len);
	ag_config_init(&c);
	r = ag_config_read(&c, folder_path("c.yml"), &err);
	/* without the folder's name */
	snprintf(message, sizeof(message), "%s", agola_error_message(err) + (r ? strlen(folder) + 1 : 0));
	agola_error_free(err);
	return r;
}

static int finish(struct agola_server_opts *o)
{
	agola_error *err = NULL;
	int r = ag_config_finish(&c, o, &err);

	snprintf(message, sizeof(message), "%s", agola_error_message(err));
	agola_error_free(err);
	return r;
}

static int read_and_finish(const char *text)
{
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	int r = read_text(text, strlen(text));

	return r ? r : finish(&o);
}

#define OK(text) ck_assert_msg(read_and_finish(text) == 0, "%s", message)

START_TEST(defaults)
{
	folder_make();
	OK("configstore: {dataDir: /d}");
	ck_assert_str_eq(c.id, "agola");
	ck_assert_str_eq(c.data_dir, "/d");
	ck_assert_str_eq(c.db_path, "/d/configstore.db");
	ck_assert_str_eq(c.gateway.listen, "127.0.0.1:0");
	ck_assert_str_eq(c.configstore.listen, "127.0.0.1:0");
	ck_assert(!c.gateway.tls && !c.configstore.tls && !c.log_json && c.admin_token_wanted);
	ck_assert_ptr_null(c.configstore_token);
	ck_assert_ptr_null(c.gateway_configstore_token);
	ck_assert_ptr_null(c.configstore_url);
	ck_assert_ptr_null(c.notes);
	ck_assert_uint_eq(c.threads, 0);
	ck_assert_uint_eq(c.max_connections, 4096);
	ck_assert_int_eq(c.idle_timeout_ms, 30000);
	ck_assert_int_eq(c.drain_ms, 10000);
	ck_assert_int_eq((int)c.log_level, AGOLA_LOG_INFO);
	ck_assert_uint_eq(c.components, AGOLA_SERVER_GATEWAY | AGOLA_SERVER_CONFIGSTORE);
	ag_config_free(&c);
	folder_drop();
}
END_TEST

START_TEST(all_that_is_used)
{
	folder_make();
	OK("id: one-2\n"
	   "gateway:\n"
	   "  adminToken: A\n"
	   "  web: {listenAddress: ':8000', tls: yes, tlsCertFile: /c, tlsKeyFile: /k}\n"
	   "configstore:\n"
	   "  dataDir: /d\n"
	   "  db: {type: sqlite3, connString: /e/x.db}\n"
	   "  apiToken: T\n"
	   "  web: {listenAddress: '[::1]:4002', tls: off}\n"
	   "agolad: {threads: 3, maxConnections: 99, idleTimeout: 1m30s, drainTimeout: 0s, logLevel: warn, logFormat: json}\n");
	ck_assert_str_eq(c.id, "one-2");
	ck_assert_str_eq(c.admin_token, "A");
	ck_assert(!c.admin_token_wanted && c.gateway.tls && !c.configstore.tls && c.log_json);
	ck_assert_str_eq(c.gateway.listen, ":8000");
	ck_assert_str_eq(c.gateway.tls_cert_file, "/c");
	ck_assert_str_eq(c.gateway.tls_key_file, "/k");
	ck_assert_str_eq(c.configstore.listen, "[::1]:4002");
	ck_assert_str_eq(c.db_path, "/e/x.db");
	ck_assert_str_eq(c.configstore_token, "T");
	ck_assert_str_eq(c.gateway_configstore_token, "T");
	ck_assert_uint_eq(c.threads, 3);
	ck_assert_uint_eq(c.max_connections, 99);
	ck_assert_int_eq(c.idle_timeout_ms, 90000);
	ck_assert_int_eq(c.drain_ms, 0);
	ck_assert_int_eq((int)c.log_level, AGOLA_LOG_WARN);
	ag_config_free(&c);
	folder_drop();
}
END_TEST

START_TEST(tokens_and_urls_fall_back)
{
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	static const struct {
		const char *text, *own, *sent;
	} rows[] = {
		{ "internalServicesAPIToken: I\n", "I", "I" },
		{ "internalServicesAPIToken: I\nconfigstoreAPIToken: C\n", "C", "C" },
		{ "internalServicesAPIToken: I\nconfigstore: {dataDir: /d, apiToken: S}\n", "S", "I" },
		{ "gateway: {configstoreAPIToken: G}\nconfigstoreAPIToken: C\n", "C", "G" },
		{ "configstoreAPIToken: ''\ninternalServicesAPIToken: I\n", "I", "I" },
	};

	folder_make();
	o.components = AGOLA_SERVER_GATEWAY;
	o.configstore_url = "http://c";
	o.admin_token = "A";
	for (size_t i = 0; i < AG_COUNT(rows); i++) {
		ck_assert_int_eq(read_text(rows[i].text, strlen(rows[i].text)), 0);
		ck_assert_msg(finish(&o) == 0, "%s", message);
		ck_assert_str_eq(c.configstore_token, rows[i].own);
		ck_assert_str_eq(c.gateway_configstore_token, rows[i].sent);
		ag_config_free(&c);
	}
	/* options over the file */
	o.configstore_url = NULL;
	ck_assert_int_eq(read_text("configstoreURL: http://common\n", 30), 0);
	ck_assert_int_eq(finish(&o), 0);
	ck_assert_str_eq(c.configstore_url, "http://common");
	ag_config_free(&c);
	o.configstore_url = "http://opt";
	ck_assert_int_eq(read_text("gateway: {configstoreURL: http://own}\n", 38), 0);
	ck_assert_int_eq(finish(&o), 0);
	ck_assert_str_eq(c.configstore_url, "http://opt");
	ag_config_free(&c);
	folder_drop();
}
END_TEST

/* Each key with a value of its kind is taken, and with none of the wrong kinds. */
START_TEST(every_key)
{
	static const char *const good[] = { "x", "true", "1", "1m", "[a, b]" };
	char text[500], nested[300];

	folder_make();
	for (const struct ag_config_key *k = ag_config_keys; k->path; k++) {
		char value[64];
		size_t depth = 0;
		const char *leaf = k->path;

		snprintf(value, sizeof(value), "%s", good[k->kind]);
		if (k->words)
			snprintf(value, sizeof(value), "%.*s", (int)strcspn(k->words, "|"), k->words);
		nested[0] = 0;
		for (const char *dot; (dot = strchr(leaf, '.')) != NULL; leaf = dot + 1) {
			snprintf(nested + strlen(nested), sizeof(nested) - strlen(nested), "%*s%.*s:\n", (int)(2 * depth), "",
			         (int)(dot - leaf), leaf);
			depth++;
		}
		snprintf(text, sizeof(text), "%s%*s%s: %s\n", nested, (int)(2 * depth), "", leaf, value);
		ck_assert_msg(read_text(text, strlen(text)) == 0, "%s: %s", k->path, message);
		/* what has no use here is said */
		ck_assert_msg(k->used ? !c.notes : c.notes && strstr(c.notes, k->path), "%s: %s", k->path,
		              c.notes ? c.notes : "");
		ag_config_free(&c);
		/* nothing is not set */
		snprintf(text, sizeof(text), "%s%*s%s: ~\n", nested, (int)(2 * depth), "", leaf);
		ck_assert_int_eq(read_text(text, strlen(text)), 0);
		ag_config_free(&c);
		/* a mapping is right for no key */
		snprintf(text, sizeof(text), "%s%*s%s: {a: b}\n", nested, (int)(2 * depth), "", leaf);
		ck_assert_int_eq(read_text(text, strlen(text)), AGOLA_ERR_INVALID);
		snprintf(value, sizeof(value), "c.yml:%zu: %s: it is a mapping; right is", depth + 1, k->path);
		ck_assert_msg(strncmp(message, value, strlen(value)) == 0, "%s", message);
		ag_config_free(&c);
		if (k->kind != AG_KEY_TEXT || k->words) {
			snprintf(text, sizeof(text), "%s%*s%s: %s\n", nested, (int)(2 * depth), "", leaf,
			         k->kind == AG_KEY_LIST ? "{}" : "nonsense");
			ck_assert_msg(read_text(text, strlen(text)) == AGOLA_ERR_INVALID, "%s", k->path);
			ag_config_free(&c);
		}
	}
	folder_drop();
}
END_TEST

START_TEST(what_is_wrong)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "gateway:\n  web:\n    tls: maybe\n", "c.yml:3: gateway.web.tls: \"maybe\" is not right: true or false" },
		{ "agolad:\n  threads: -1\n", "c.yml:2: agolad.threads: \"-1\" is not right: a whole number of 0 or more" },
		{ "agolad: {threads: 4294967296}\n",
		  "c.yml:1: agolad.threads: \"4294967296\" is not right: a whole number of 0 or more" },
		{ "agolad: {idleTimeout: 30}\n",
		  "c.yml:1: agolad.idleTimeout: \"30\" is not right: a duration such as 30s or 1h30m" },
		{ "agolad: {logLevel: loud}\n", "c.yml:1: agolad.logLevel: \"loud\" is not right: one of error|warn|info|debug" },
		{ "agolad: {logLevel: err}\n", "c.yml:1: agolad.logLevel: \"err\" is not right: one of error|warn|info|debug" },
		{ "id: [a]\n", "c.yml:1: id: it is a list; right is a single value" },
		{ "id: \"a\\0b\"\n", "c.yml:1: id: the value holds a NUL character" },
		{ "configstore: x\n", "c.yml:1: configstore: it is a single value; right is a mapping of keys" },
		{ "configstore:\n  - a\n", "c.yml:2: configstore: it is a list; right is a mapping of keys" },
		{ "configstore:\n  web:\n    listenAdress: x\n",
		  "c.yml:3: configstore.web.listenAdress: there is no such key; did you mean configstore.web.listenAddress?" },
		{ "confgstore: {dataDir: x}\n", "c.yml:1: confgstore: there is no such key" },
		{ "zzzzzz: 1\n", "c.yml:1: zzzzzz: there is no such key" },
		{ "agolad: {nothingLikeIt: 1}\n", "c.yml:1: agolad.nothingLikeIt: there is no such key" },
		{ "id: a\nid: b\n", "c.yml:2: id: it stands in the file twice, first in line 1" },
		{ "? [a]\n: b\n", "c.yml:1: a key is no text" },
		{ "- a\n", "c.yml:1: the file is no mapping of keys" },
		{ "just text\n", "c.yml:1: the file is no mapping of keys" },
		{ "a: b: c\n", "c.yml:1:5: not YAML: mapping values are not allowed in this context" },
		{ "a: [\n", "c.yml:2:1: not YAML: did not find expected node content" },
		{ "\tid: x\n", "c.yml:1:1: not YAML: found character that cannot start any token" },
		{ "id: *x\n", "c.yml:1:5: not YAML: found undefined alias" },
		{ "gateway: &g\n  web: *g\n", "c.yml:2: gateway.web.web" },
		{ "gateway:\n  <<: x\n", "c.yml:2: gateway.<<: right is an alias of a mapping" },
	};

	folder_make();
	for (size_t i = 0; i < AG_COUNT(rows); i++) {
		ck_assert_msg(read_text(rows[i].text, strlen(rows[i].text)) == AGOLA_ERR_INVALID, "%s", rows[i].text);
		ck_assert_msg(strncmp(message, rows[i].message, strlen(rows[i].message)) == 0, "%s gives: %s", rows[i].text,
		              message);
		ag_config_free(&c);
	}
	folder_drop();
}
END_TEST

START_TEST(what_does_not_fit_together)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "", "configstore.dataDir: it is not set" },
		{ "configstore: {dataDir: ''}", "configstore.dataDir: it is not set" },
		{ "configstore: {dataDir: /d}\nid: a_b", "id \"a_b\": right are at most 20 letters" },
		{ "configstore: {dataDir: /d}\nid: a12345678901234567890", "id \"a12345678901234567890\": right are at most 20" },
		{ "configstore: {dataDir: /d, db: {type: postgres}}",
		  "configstore.db.type \"postgres\": this agolad has sqlite3 only" },
		{ "configstore: {dataDir: /d, db: {connString: ':memory:'}}",
		  "configstore.db.connString \":memory:\": right is the path" },
		{ "configstore: {dataDir: /d, db: {connString: 'file:x'}}",
		  "configstore.db.connString \"file:x\": right is the path" },
		{ "configstore: {dataDir: /d}\nagolad: {maxConnections: 7}", "agolad.maxConnections 7: right is 8 to 100000" },
		{ "configstore: {dataDir: /d}\nagolad: {maxConnections: 100001}",
		  "agolad.maxConnections 100001: right is 8 to 100000" },
		{ "configstore: {dataDir: /d}\nagolad: {threads: 257}",
		  "agolad.threads 257: right is 0 (as many as fit the machine) to 256" },
		{ "configstore: {dataDir: /d}\nagolad: {threads: 9, maxConnections: 8}", "agolad.threads 9: right is at most" },
		{ "configstore: {dataDir: /d}\nagolad: {idleTimeout: 999ms}", "agolad.idleTimeout 999 ms: right is 1s to 24h" },
		{ "configstore: {dataDir: /d}\nagolad: {idleTimeout: 25h}",
		  "agolad.idleTimeout 90000000 ms: right is 1s to 24h" },
		{ "configstore: {dataDir: /d}\nagolad: {drainTimeout: -1s}", "agolad.drainTimeout -1000 ms: right is 0s to 24h" },
	};
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;

	folder_make();
	for (size_t i = 0; i < AG_COUNT(rows); i++) {
		ck_assert_msg(read_and_finish(rows[i].text) == AGOLA_ERR_INVALID, "%s", rows[i].text);
		ck_assert_msg(strncmp(message, rows[i].message, strlen(rows[i].message)) == 0, "%s gives: %s", rows[i].text,
		              message);
		ag_config_free(&c);
	}
	/* a gateway alone */
	o.components = AGOLA_SERVER_GATEWAY;
	ag_config_init(&c);
	ck_assert_int_eq(finish(&o), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(message, "gateway.configstoreURL"));
	ag_config_free(&c);
	o.configstore_url = "http://x";
	ag_config_init(&c);
	ck_assert_int_eq(finish(&o), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(message, "gateway.adminToken"));
	ag_config_free(&c);
	o.components = 8;
	ag_config_init(&c);
	ck_assert_int_eq(finish(&o), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(message, "0x8"));
	ag_config_free(&c);
	folder_drop();
}
END_TEST

START_TEST(passed_over)
{
	static const char text[] =
	        "scheduler: {runserviceURL: x, anything: [1]}\nrunservice:\nconfigstore: {dataDir: /d, objectStorage: "
	        "{type: posix, path: /o}}\nexecutor: 5\ngitserver: {}\nnotification: {db: {}}\n";

	folder_make();
	OK(text);
	ck_assert_ptr_nonnull(strstr(c.notes, "c.yml:1: section scheduler is passed over: agolad does not have this service\n"));
	ck_assert_ptr_nonnull(strstr(c.notes, "c.yml:2: section runservice is passed over"));
	ck_assert_ptr_nonnull(strstr(c.notes, "c.yml:4: section executor"));
	ck_assert_ptr_nonnull(strstr(c.notes, "c.yml:5: section gitserver"));
	ck_assert_ptr_nonnull(strstr(c.notes, "c.yml:6: section notification"));
	ck_assert_ptr_nonnull(strstr(
	        c.notes, "keys without effect in agolad: configstore.objectStorage.type, configstore.objectStorage.path\n"));
	ag_config_free(&c);
	folder_drop();
}
END_TEST

START_TEST(yaml_itself)
{
	folder_make();
	/* anchors, merging, own keys before merged ones, quotes, comments, documents that say nothing */
	OK("gateway:\n  web: &w {listenAddress: ':1', tls: false}\n  adminToken: '# no comment' # one\n"
	   "configstore:\n  dataDir: /d\n  web:\n    <<: *w\n    listenAddress: ':2'\n");
	ck_assert_str_eq(c.gateway.listen, ":1");
	ck_assert_str_eq(c.configstore.listen, ":2");
	ck_assert_str_eq(c.admin_token, "# no comment");
	ag_config_free(&c);
	OK("id: &i abc\nconfigstore: {dataDir: *i}");
	ck_assert_str_eq(c.data_dir, "abc");
	ag_config_free(&c);
	/* quoted, it is the word and not nothing */
	OK("configstore: {dataDir: '~'}");
	ck_assert_str_eq(c.data_dir, "~");
	ag_config_free(&c);
	OK("\xef\xbb\xbf"
	   "configstore: {dataDir: /\xc3\xb6}\r\n");
	ck_assert_str_eq(c.data_dir, "/\xc3\xb6");
	ag_config_free(&c);
	ck_assert_int_eq(read_text("", 0), 0);
	ag_config_free(&c);
	ck_assert_int_eq(read_text("# nothing\n---\n", 14), 0);
	ag_config_free(&c);
	ck_assert_int_eq(read_text("id: \xff\n", 6), AGOLA_ERR_INVALID);
	ag_config_free(&c);
	ck_assert_int_eq(read_text("\0\0\0\0", 4), AGOLA_ERR_INVALID);
	ag_config_free(&c);
	folder_drop();
}
END_TEST

START_TEST(files)
{
	agola_error *err = NULL;
	char *big = malloc(1024 * 1024 + 1);

	folder_make();
	ag_config_init(&c);
	ck_assert_int_eq(ag_config_read(&c, folder_path("none.yml"), &err), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), "none.yml: No such file"));
	agola_error_free(err);
	ck_assert_int_eq(ag_config_read(&c, folder, &err), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), "it is a folder"));
	agola_error_free(err);
	ag_config_free(&c);
	memset(big, '#', 1024 * 1024 + 1);
	ck_assert_int_eq(read_text(big, 1024 * 1024 + 1), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(message, "larger than 1 MiB"));
	ag_config_free(&c);
	free(big);
	folder_drop();
}
END_TEST

/* ---- admin token ---- */

START_TEST(admin_token)
{
	agola_error *err = NULL;
	char first[100];
	struct stat st;

	folder_make();
	for (int i = 0; i < 2; i++) {
		ag_config_init(&c);
		c.data_dir = folder;
		ck_assert_int_eq(ag_admin_token(&c, NULL), 0);
		ck_assert_uint_eq(strlen(c.admin_token), 40);
		ck_assert_uint_eq(strspn(c.admin_token, "0123456789abcdef"), 40);
		if (i)
			ck_assert_str_eq(c.admin_token, first);
		snprintf(first, sizeof(first), "%s", c.admin_token);
		ag_config_free(&c);
	}
	ck_assert_int_eq(stat(folder_path("admin-token"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	/* others can read it: refused, not used */
	ck_assert_int_eq(chmod(folder_path("admin-token"), 0644), 0);
	ag_config_init(&c);
	c.data_dir = folder;
	ck_assert_int_eq(ag_admin_token(&c, &err), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), "others can read it (mode 0644); right is 0600"));
	ck_assert_ptr_null(strstr(agola_error_message(err), first));
	agola_error_free(err);
	ag_config_free(&c);
	/* empty, or several lines */
	for (int i = 0; i < 3; i++) {
		static const char *const bad[] = { "", "\n \n", "a\nb\n" };

		unlink(folder_path("admin-token"));
		folder_write("admin-token", bad[i], strlen(bad[i]));
		chmod(folder_path("admin-token"), 0600);
		ag_config_init(&c);
		c.data_dir = folder;
		ck_assert_int_eq(ag_admin_token(&c, &err), AGOLA_ERR_INVALID);
		ck_assert_ptr_nonnull(strstr(agola_error_message(err), "remove it to get a new token"));
		agola_error_free(err);
		ag_config_free(&c);
	}
	/* by hand, with white space behind */
	folder_write("admin-token", "by hand\r\n", 9);
	ag_config_init(&c);
	c.data_dir = folder;
	ck_assert_int_eq(ag_admin_token(&c, NULL), 0);
	ck_assert_str_eq(c.admin_token, "by hand");
	ag_config_free(&c);
	folder_drop();
	/* no folder */
	ag_config_init(&c);
	c.data_dir = folder;
	ck_assert_int_eq(ag_admin_token(&c, &err), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), "cannot be written: No such file"));
	agola_error_free(err);
	ag_config_free(&c);
}
END_TEST

UNIT("server-config", defaults, all_that_is_used, tokens_and_urls_fall_back, every_key, what_is_wrong, what_does_not_fit_together,
     passed_over, yaml_itself, files, admin_token)
