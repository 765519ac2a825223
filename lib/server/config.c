/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config.h"
#include "core/core.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define AT(m) offsetof(struct ag_server_config, m)
#define USED(p, k, m)                                                                                                            \
	{                                                                                                                        \
		p, AG_KEY_##k, true, AT(m), NULL                                                                                 \
	}
#define KNOWN(p, k)                                                                                                              \
	{                                                                                                                        \
		p, AG_KEY_##k, false, 0, NULL                                                                                    \
	}
#define WEB(p, m)                                                                                                                \
	USED(p ".web.listenAddress", TEXT, m.listen), USED(p ".web.tls", BOOL, m.tls),                                           \
	        USED(p ".web.tlsCertFile", TEXT, m.tls_cert_file), USED(p ".web.tlsKeyFile", TEXT, m.tls_key_file),              \
	        KNOWN(p ".web.allowedOrigins", LIST)
#define STORAGE(p)                                                                                                               \
	{ p ".objectStorage.type", AG_KEY_TEXT, false, 0, "posix|s3" }, KNOWN(p ".objectStorage.path", TEXT),                    \
	        KNOWN(p ".objectStorage.endpoint", TEXT), KNOWN(p ".objectStorage.bucket", TEXT),                                \
	        KNOWN(p ".objectStorage.location", TEXT), KNOWN(p ".objectStorage.accessKey", TEXT),                             \
	        KNOWN(p ".objectStorage.secretAccessKey", TEXT), KNOWN(p ".objectStorage.disableTLS", BOOL)
#define ETCD(p)                                                                                                                  \
	KNOWN(p ".etcd.endpoints", TEXT), KNOWN(p ".etcd.tlsCertFile", TEXT), KNOWN(p ".etcd.tlsKeyFile", TEXT),                 \
	        KNOWN(p ".etcd.tlsCAFile", TEXT), KNOWN(p ".etcd.tlsSkipVerify", BOOL)

const struct ag_config_key ag_config_keys[] = {
	USED("id", TEXT, id),
	USED("internalServicesAPIToken", TEXT, internal_token),
	USED("configstoreURL", TEXT, common_configstore_url),
	USED("configstoreAPIToken", TEXT, common_configstore_token),
	KNOWN("apiExposedURL", TEXT),
	KNOWN("webExposedURL", TEXT),
	KNOWN("runserviceURL", TEXT),
	KNOWN("runserviceAPIToken", TEXT),
	KNOWN("gitserverURL", TEXT),
	KNOWN("gitserverAPIToken", TEXT),
	KNOWN("notificationURL", TEXT),
	KNOWN("notificationAPIToken", TEXT),
	KNOWN("executorAPIToken", TEXT),

	USED("gateway.debug", BOOL, debug),
	KNOWN("gateway.apiExposedURL", TEXT),
	KNOWN("gateway.webExposedURL", TEXT),
	USED("gateway.configstoreURL", TEXT, configstore_url),
	USED("gateway.configstoreAPIToken", TEXT, gateway_configstore_token),
	KNOWN("gateway.runserviceURL", TEXT),
	KNOWN("gateway.runserviceAPIToken", TEXT),
	KNOWN("gateway.gitserverURL", TEXT),
	KNOWN("gateway.gitserverAPIToken", TEXT),
	KNOWN("gateway.notificationURL", TEXT),
	KNOWN("gateway.notificationAPIToken", TEXT),
	WEB("gateway", gateway),
	STORAGE("gateway"),
	KNOWN("gateway.tokenSigning.duration", DURATION),
	{ "gateway.tokenSigning.method", AG_KEY_TEXT, false, 0, "hmac|rsa" },
	KNOWN("gateway.tokenSigning.key", TEXT),
	KNOWN("gateway.tokenSigning.privateKeyPath", TEXT),
	KNOWN("gateway.tokenSigning.publicKeyPath", TEXT),
	KNOWN("gateway.cookieSigning.duration", DURATION),
	KNOWN("gateway.cookieSigning.key", TEXT),
	KNOWN("gateway.unsecureCookies", BOOL),
	USED("gateway.adminToken", TEXT, admin_token),
	{ "gateway.organizationMemberAddingMode", AG_KEY_TEXT, false, 0, "direct|invitation" },

	USED("configstore.debug", BOOL, debug),
	USED("configstore.dataDir", TEXT, data_dir),
	USED("configstore.db.type", TEXT, db_type),
	USED("configstore.db.connString", TEXT, db_path),
	USED("configstore.apiToken", TEXT, configstore_token),
	WEB("configstore", configstore),
	STORAGE("configstore"),
	ETCD("configstore"),

	USED("agolad.threads", UINT, threads),
	USED("agolad.maxConnections", UINT, max_connections),
	USED("agolad.idleTimeout", DURATION, idle_timeout_ms),
	USED("agolad.drainTimeout", DURATION, drain_ms),
	{ "agolad.logLevel", AG_KEY_TEXT, true, AT(log_level_word), "error|warn|info|debug" },
	{ "agolad.logFormat", AG_KEY_TEXT, true, AT(log_format), "plain|json" },
	{ NULL, AG_KEY_TEXT, false, 0, NULL },
};

const char *const ag_config_other_sections[] = { "scheduler", "notification", "runservice", "executor", "gitserver", NULL };

const char *ag_config_key(size_t n)
{
	return n < AG_COUNT(ag_config_keys) ? ag_config_keys[n].path : NULL;
}

void ag_config_init(struct ag_server_config *c)
{
	memset(c, 0, sizeof(*c));
	ag_arena_init(&c->arena);
	c->id = "agola";
	c->max_connections = 4096;
	c->idle_timeout_ms = 30000;
	c->drain_ms = 10000;
}

void ag_config_free(struct ag_server_config *c)
{
	const char *const secrets[] = { c->admin_token, c->configstore_token, c->gateway_configstore_token, c->internal_token,
		                        c->common_configstore_token };

	for (size_t i = 0; i < AG_COUNT(secrets); i++) {
		if (secrets[i])
			ag_wipe((void *)(uintptr_t)secrets[i], strlen(secrets[i]));
	}
	ag_arena_free(&c->arena);
}

/* Where an option is set, it goes over the file's value. */
static bool put(struct ag_server_config *c, const char **at, const char *value)
{
	if (!value)
		return true;
	*at = ag_arena_strdup(&c->arena, value);
	return *at != NULL;
}

/* Empty is not set; each secret gets a copy of its own, because it is wiped at the end. */
static bool fall_back(struct ag_server_config *c, const char **at, const char *to)
{
	if (*at && **at)
		return true;
	*at = NULL;
	return !to || !*to || put(c, at, to);
}

#define MAX_TIMEOUT_MS (24 * 3600 * (int64_t)1000)

static int check(struct ag_server_config *c, agola_error **err)
{
	bool gateway = c->components & AGOLA_SERVER_GATEWAY, configstore = c->components & AGOLA_SERVER_CONFIGSTORE;

	if (c->components & ~(uint32_t)(AGOLA_SERVER_GATEWAY | AGOLA_SERVER_CONFIGSTORE))
		return ag_fail(err, AGOLA_ERR_INVALID, "components: 0x%x has an unknown one", c->components);
	if (strlen(c->id) > 20 || !ag_is_name(c->id))
		return ag_fail(err, AGOLA_ERR_INVALID,
		               "id \"%s\": right are at most 20 letters, digits and single inner hyphens, first a letter", c->id);
	if (configstore && !c->data_dir)
		return ag_fail(err, AGOLA_ERR_INVALID, "configstore.dataDir: it is not set; right is a folder for the database");
	if (c->db_type && strcmp(c->db_type, "sqlite3") != 0)
		return ag_fail(err, AGOLA_ERR_INVALID, "configstore.db.type \"%s\": this agolad has sqlite3 only", c->db_type);
	if (configstore && c->db_path &&
	    (!*c->db_path || strncmp(c->db_path, "file:", 5) == 0 || strncmp(c->db_path, ":memory:", 8) == 0))
		return ag_fail(err, AGOLA_ERR_INVALID, "configstore.db.connString \"%s\": right is the path of a file",
		               c->db_path);
	if (gateway && !configstore && !c->configstore_url)
		return ag_fail(
		        err, AGOLA_ERR_INVALID,
		        "gateway.configstoreURL: it is not set; a gateway without a configstore in the same process needs it");
	if (gateway && !configstore && !c->admin_token && !c->data_dir)
		return ag_fail(err, AGOLA_ERR_INVALID,
		               "gateway.adminToken: it is not set, and there is no data folder to keep a new one in");
	if (c->max_connections < 8 || c->max_connections > 100000)
		return ag_fail(err, AGOLA_ERR_INVALID, "agolad.maxConnections %u: right is 8 to 100000", c->max_connections);
	if (c->threads > 256)
		return ag_fail(err, AGOLA_ERR_INVALID, "agolad.threads %u: right is 0 (as many as fit the machine) to 256",
		               c->threads);
	if (c->threads > c->max_connections)
		return ag_fail(err, AGOLA_ERR_INVALID, "agolad.threads %u: right is at most agolad.maxConnections, which is %u",
		               c->threads, c->max_connections);
	if (c->idle_timeout_ms < 1000 || c->idle_timeout_ms > MAX_TIMEOUT_MS)
		return ag_fail(err, AGOLA_ERR_INVALID, "agolad.idleTimeout %lld ms: right is 1s to 24h",
		               (long long)c->idle_timeout_ms);
	if (c->drain_ms < 0 || c->drain_ms > MAX_TIMEOUT_MS)
		return ag_fail(err, AGOLA_ERR_INVALID, "agolad.drainTimeout %lld ms: right is 0s to 24h", (long long)c->drain_ms);
	return 0;
}

int ag_config_finish(struct ag_server_config *c, const struct agola_server_opts *o, agola_error **err)
{
	static const char *const levels[] = { "", "error", "warn", "info", "debug" };
	bool ok;

	c->components = o->components ? o->components : AGOLA_SERVER_GATEWAY | AGOLA_SERVER_CONFIGSTORE;
	ok = put(c, &c->data_dir, o->data_dir) && put(c, &c->gateway.listen, o->gateway_listen) &&
	     put(c, &c->configstore.listen, o->configstore_listen) && put(c, &c->admin_token, o->admin_token) &&
	     put(c, &c->configstore_token, o->configstore_token) && put(c, &c->gateway_configstore_token, o->configstore_token) &&
	     put(c, &c->configstore_url, o->configstore_url);
	/* a secret at the top counts where the section has none */
	ok = ok && fall_back(c, &c->configstore_token, c->common_configstore_token) &&
	     fall_back(c, &c->configstore_token, c->internal_token) &&
	     fall_back(c, &c->gateway_configstore_token, c->common_configstore_token) &&
	     fall_back(c, &c->gateway_configstore_token, c->internal_token) &&
	     fall_back(c, &c->configstore_url, c->common_configstore_url) && fall_back(c, &c->admin_token, NULL) &&
	     fall_back(c, &c->data_dir, NULL) && fall_back(c, &c->db_path, NULL);
	/* in one process the two talk without sockets, with the token that the configstore wants */
	if (ok && (c->components & AGOLA_SERVER_CONFIGSTORE)) {
		c->configstore_url = NULL;
		ok = !c->configstore_token || put(c, &c->gateway_configstore_token, c->configstore_token);
	}
	if (ok && !c->db_path && c->data_dir)
		ok = (c->db_path = ag_arena_printf(&c->arena, "%s/configstore.db", c->data_dir)) != NULL;
	if (!ok)
		return ag_fail_nomem(err);
	if (!c->gateway.listen || !*c->gateway.listen)
		c->gateway.listen = "127.0.0.1:0";
	if (!c->configstore.listen || !*c->configstore.listen)
		c->configstore.listen = "127.0.0.1:0";
	c->log_level = c->debug ? AGOLA_LOG_DEBUG : AGOLA_LOG_INFO;
	for (int i = AGOLA_LOG_ERROR; i <= AGOLA_LOG_DEBUG; i++) {
		if (c->log_level_word && strcmp(c->log_level_word, levels[i]) == 0)
			c->log_level = (enum agola_log_level)i;
	}
	if (o->log_level)
		c->log_level = o->log_level;
	c->log_json = o->log_json || (c->log_format && strcmp(c->log_format, "json") == 0);
	c->admin_token_wanted = (c->components & AGOLA_SERVER_GATEWAY) && !c->admin_token;
	return check(c, err);
}

#define TOKEN_BYTES 20

static int make_token(struct ag_server_config *c, const char *path, agola_error **err)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char raw[TOKEN_BYTES];
	char text[2 * TOKEN_BYTES + 1];
	struct ag_buf tmp = { 0 };
	int fd, e = 0;

	if (getrandom(raw, sizeof(raw), 0) != (ssize_t)sizeof(raw))
		return ag_fail(err, AGOLA_ERR_INTERNAL, "no random numbers for an admin token: %s", strerror(errno));
	for (size_t i = 0; i < TOKEN_BYTES; i++) {
		text[2 * i] = hex[raw[i] >> 4];
		text[2 * i + 1] = hex[raw[i] & 15];
	}
	text[2 * TOKEN_BYTES] = '\n';
	ag_buf_addf(&tmp, "%s.new", path);
	if (tmp.failed)
		return ag_fail_nomem(err);
	/* left over, with whatever mode */
	unlink(tmp.s);
	fd = open(tmp.s, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, text, sizeof(text)) != (ssize_t)sizeof(text) || fsync(fd) != 0 || rename(tmp.s, path) != 0)
		e = errno ? errno : EIO;
	if (fd >= 0)
		close(fd);
	ag_buf_free(&tmp);
	c->admin_token = ag_arena_strndup(&c->arena, text, 2 * TOKEN_BYTES);
	c->admin_token_file = path;
	ag_wipe(text, sizeof(text));
	if (e)
		return ag_fail(err, AGOLA_ERR_INVALID, "admin token file %s: it cannot be written: %s", path, strerror(e));
	return c->admin_token ? 0 : ag_fail_nomem(err);
}

int ag_admin_token(struct ag_server_config *c, agola_error **err)
{
	const char *path = ag_arena_printf(&c->arena, "%s/admin-token", c->data_dir);
	char text[256];
	struct stat st;
	ssize_t n;
	int fd;

	if (!path)
		return ag_fail_nomem(err);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return make_token(c, path, err);
	if (fd < 0 || fstat(fd, &st) != 0) {
		int e = errno;

		if (fd >= 0)
			close(fd);
		return ag_fail(err, AGOLA_ERR_INVALID, "admin token file %s: it cannot be read: %s", path, strerror(e));
	}
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (st.st_mode & 077)
		return ag_fail(err, AGOLA_ERR_INVALID,
		               "admin token file %s: others can read it (mode %04o); right is 0600, and a new token", path,
		               (unsigned)st.st_mode & 07777);
	while (n > 0 && strchr(" \t\r\n", text[n - 1]))
		n--;
	if (n <= 0 || memchr(text, 0, (size_t)n) || memchr(text, '\n', (size_t)n))
		return ag_fail(err, AGOLA_ERR_INVALID,
		               "admin token file %s: it does not hold one line with a token; remove it to get a new token", path);
	c->admin_token = ag_arena_strndup(&c->arena, text, (size_t)n);
	c->admin_token_file = path;
	ag_wipe(text, sizeof(text));
	return c->admin_token ? 0 : ag_fail_nomem(err);
}
