/* SPDX-License-Identifier: Apache-2.0 */
/* agola/server.h: the components put together. */
#include "server/config.h"
#include "server/db.h"
#include "server/httpd.h"
#include "server/log.h"
#include "server/router.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define GATEWAY_MAX_BODY     ((size_t)1024 * 1024)
#define CONFIGSTORE_MAX_BODY ((size_t)16 * 1024 * 1024)

struct agola_server {
	struct ag_server_config config;
	struct ag_log log;
	int lock_fd;
	bool started;
	pid_t pid; /* of the process that started it */
	struct ag_db *db;
	agola_cs_client *cs;
	struct agola_transport inproc;
	struct ag_component gateway, configstore;
	struct ag_httpd *gateway_httpd, *configstore_httpd;
};

static bool has(const struct agola_server *s, uint32_t component)
{
	return (s->config.components & component) != 0;
}

/* Make the folder, and all above it. */
static int make_dir(const char *path, agola_error **err)
{
	char *p = ag_strdup(path);

	if (!p)
		return ag_fail_nomem(err);
	for (char *at = p + 1; *at; at++) {
		if (*at == '/') {
			*at = 0;
			mkdir(p, 0770);
			*at = '/';
		}
	}
	free(p);
	if (mkdir(path, 0770) != 0 && errno != EEXIST)
		return ag_fail(err, AGOLA_ERR_INVALID, "data folder %s: it cannot be made: %s", path, strerror(errno));
	return 0;
}

/* One server per folder: the lock ends with the process, however it ends. */
static int lock_dir(struct agola_server *s, agola_error **err)
{
	struct ag_buf path = { 0 };
	char pid[32] = "";
	int e;

	ag_buf_addf(&path, "%s/lock", s->config.data_dir);
	if (path.failed)
		return ag_fail_nomem(err);
	s->lock_fd = open(path.s, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	e = errno;
	ag_buf_free(&path);
	if (s->lock_fd < 0)
		return ag_fail(err, AGOLA_ERR_INVALID, "data folder %s: it cannot be written: %s", s->config.data_dir,
		               strerror(e));
	if (flock(s->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		ssize_t n = pread(s->lock_fd, pid, sizeof(pid) - 1, 0);

		while (n > 0 && (pid[n - 1] < '0' || pid[n - 1] > '9'))
			n--;
		pid[n > 0 ? n : 0] = 0;
		return ag_fail(err, AGOLA_ERR_INVALID, "data folder %s: another agolad is running on it (process %s)",
		               s->config.data_dir, *pid ? pid : "unknown");
	}
	e = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	if (ftruncate(s->lock_fd, 0) != 0 || pwrite(s->lock_fd, pid, (size_t)e, 0) != e)
		return ag_fail(err, AGOLA_ERR_INVALID, "data folder %s: it cannot be written: %s", s->config.data_dir,
		               strerror(errno));
	return 0;
}

static int start_configstore(struct agola_server *s, agola_error **err)
{
	int r = make_dir(s->config.data_dir, err);

	if (r == 0)
		r = lock_dir(s, err);
	if (r == 0)
		r = ag_db_open(s->config.db_path, &s->db, err);
	if (r)
		return r;
	s->configstore = (struct ag_component){ .name = "configstore",
		                                .routes = ag_configstore_routes,
		                                .n_routes = ag_n_configstore_routes,
		                                .token = s->config.configstore_token,
		                                .max_body = CONFIGSTORE_MAX_BODY,
		                                .too_large = 413,
		                                .too_large_unsaid = 413,
		                                .db = s->db };
	return ag_httpd_start(&s->config.configstore, &s->config, &s->configstore, &s->log, &s->configstore_httpd, err);
}

static int start_gateway(struct agola_server *s, agola_error **err)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	int r;

	if (s->config.admin_token_wanted) {
		r = make_dir(s->config.data_dir, err);
		if (r == 0)
			r = ag_admin_token(&s->config, err);
		if (r)
			return r;
	}
	o.token = s->config.gateway_configstore_token;
	o.url = s->config.configstore_url;
	o.user_agent = "agolad";
	o.max_connections = 64;
	o.timeout_ms = 30000;
	if (!o.url) {
		ag_inproc_init(&s->inproc, &s->configstore);
		o.transport = &s->inproc;
		o.url = "http://configstore";
	}
	r = agola_cs_client_new(&o, &s->cs, err);
	if (r)
		return r;
	s->gateway = (struct ag_component){ .name = "gateway",
		                            .routes = ag_gateway_routes,
		                            .n_routes = ag_n_gateway_routes,
		                            .token = s->config.admin_token,
		                            .max_body = GATEWAY_MAX_BODY,
		                            .too_large = 417,
		                            .too_large_unsaid = 400,
		                            .cs = s->cs,
		                            .change_lock = PTHREAD_MUTEX_INITIALIZER };
	return ag_httpd_start(&s->config.gateway, &s->config, &s->gateway, &s->log, &s->gateway_httpd, err);
}

static void log_notes(struct agola_server *s)
{
	for (const char *p = s->config.notes; p && *p; p += strcspn(p, "\n") + 1)
		ag_log(&s->log, AGOLA_LOG_INFO, "%.*s", (int)strcspn(p, "\n"), p);
}

int agola_server_start(const struct agola_server_opts *opts, agola_server **ret, agola_error **err)
{
	struct agola_server_opts o;
	struct agola_server *s;
	int r;

	if (!opts || !ret)
		return ag_fail(err, AGOLA_ERR_INVALID, "agola_server_start: %s is NULL", opts ? "ret" : "opts");
	s = calloc(1, sizeof(*s));
	if (!s)
		return ag_fail_nomem(err);
	s->lock_fd = -1;
	s->pid = getpid();
	ag_config_init(&s->config);
	r = ag_copy_sized(&o, sizeof(o), opts, "agola_server_opts", err);
	if (r == 0 && o.config_file)
		r = ag_config_read(&s->config, o.config_file, err);
	if (r == 0)
		r = ag_config_finish(&s->config, &o, err);
	s->log = (struct ag_log){ .fn = o.log, .data = o.log_data, .level = s->config.log_level, .json = s->config.log_json };
	if (r == 0)
		log_notes(s);
	if (r == 0 && has(s, AGOLA_SERVER_CONFIGSTORE))
		r = start_configstore(s, err);
	if (r == 0 && has(s, AGOLA_SERVER_GATEWAY))
		r = start_gateway(s, err);
	if (r) {
		agola_server_stop(s, 0);
		return r;
	}
	if (s->configstore_httpd)
		ag_log(&s->log, AGOLA_LOG_INFO, "configstore on %s, database %s", ag_httpd_url(s->configstore_httpd),
		       s->config.db_path);
	if (s->gateway_httpd)
		ag_log(&s->log, AGOLA_LOG_INFO, "gateway on %s", ag_httpd_url(s->gateway_httpd));
	s->started = true;
	*ret = s;
	return 0;
}

const char *agola_server_gateway_url(const agola_server *server)
{
	return server && server->gateway_httpd ? ag_httpd_url(server->gateway_httpd) : NULL;
}

const char *agola_server_configstore_url(const agola_server *server)
{
	return server && server->configstore_httpd ? ag_httpd_url(server->configstore_httpd) : NULL;
}

const char *agola_server_admin_token(const agola_server *server)
{
	return server && has(server, AGOLA_SERVER_GATEWAY) ? server->config.admin_token : NULL;
}

const char *agola_server_admin_token_file(const agola_server *server)
{
	return server ? server->config.admin_token_file : NULL;
}

void agola_server_stop(agola_server *s, int64_t drain_ms)
{
	int64_t until;

	/* a child process has neither the threads nor a right to the database */
	if (!s || s->pid != getpid())
		return;
	if (drain_ms < 0)
		drain_ms = s->config.drain_ms;
	ag_httpd_quiesce(s->gateway_httpd);
	ag_httpd_quiesce(s->configstore_httpd);
	until = ag_now_us() + drain_ms * 1000;
	while (ag_httpd_busy(s->gateway_httpd) + ag_httpd_busy(s->configstore_httpd) && ag_now_us() < until)
		nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
	/* the gateway first: it uses the rest */
	ag_httpd_stop(s->gateway_httpd);
	ag_httpd_stop(s->configstore_httpd);
	agola_cs_client_free(s->cs);
	ag_db_close(s->db);
	if (s->lock_fd >= 0) {
		/* a child process may hold the same open file, which would keep the lock */
		flock(s->lock_fd, LOCK_UN);
		close(s->lock_fd);
	}
	if (s->started)
		ag_log(&s->log, AGOLA_LOG_INFO, "stopped");
	ag_config_free(&s->config);
	free(s);
}
