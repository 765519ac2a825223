/* SPDX-License-Identifier: Apache-2.0 */
#include "threads.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static struct member {
	struct crew *crew;
	int number;
	pthread_t thread;
} members[MAX_THREADS];
static pthread_barrier_t together;

static void *run(void *arg)
{
	struct member *m = arg;

	pthread_barrier_wait(&together);
	m->crew->fn(m->crew, m->number);
	return NULL;
}

void crew_start(struct crew *crew)
{
	ck_assert_int_le(crew->n, MAX_THREADS);
	pthread_barrier_init(&together, NULL, (unsigned)crew->n);
	for (int i = 0; i < crew->n; i++) {
		members[i] = (struct member){ .crew = crew, .number = i };
		ck_assert_int_eq(pthread_create(&members[i].thread, NULL, run, &members[i]), 0);
	}
}

void crew_join(struct crew *crew)
{
	for (int i = 0; i < crew->n; i++)
		pthread_join(members[i].thread, NULL);
	pthread_barrier_destroy(&together);
}

void crew_run(struct crew *crew)
{
	crew_start(crew);
	crew_join(crew);
	crew_assert(crew);
}

bool crew_check(struct crew *crew, bool ok, const char *fmt, ...)
{
	va_list ap;

	if (!ok && atomic_fetch_add(&crew->faults, 1) == 0) {
		va_start(ap, fmt);
		vsnprintf(crew->first, sizeof(crew->first), fmt, ap);
		va_end(ap);
	}
	return ok;
}

void crew_assert(const struct crew *crew)
{
	ck_assert_msg(!atomic_load(&crew->faults), "%d faults, first: %s", atomic_load(&crew->faults), crew->first);
}

bool place_make_dir(char *dir)
{
	strcpy(dir, "/tmp/agola-threads-XXXXXX");
	return mkdtemp(dir) != NULL;
}

void place_remove_dir(const char *dir)
{
	static const char *const names[] = { "configstore.db", "configstore.db-wal", "configstore.db-shm", "lock",
		                             "admin-token" };
	char path[200];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

const char *place_start(struct place *p, uint32_t max_connections)
{
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	struct agola_client_opts c = AGOLA_CLIENT_OPTS_INIT;

	memset(p, 0, sizeof(*p));
	if (!place_make_dir(p->dir))
		return "mkdtemp";
	o.data_dir = p->dir;
	if (agola_server_start(&o, &p->server, NULL) != 0)
		return "agola_server_start";
	c.token = agola_server_admin_token(p->server);
	c.url = agola_server_gateway_url(p->server);
	c.max_connections = max_connections;
	if (agola_gw_client_new(&c, &p->gw, NULL) != 0)
		return "agola_gw_client_new";
	c.url = agola_server_configstore_url(p->server);
	return agola_cs_client_new(&c, &p->cs, NULL) == 0 ? NULL : "agola_cs_client_new";
}

void place_stop(struct place *p)
{
	agola_gw_client_free(p->gw);
	agola_cs_client_free(p->cs);
	agola_server_stop(p->server, 1000);
	place_remove_dir(p->dir);
}

struct agola_gw_remote_source_create_req place_req(const char *name)
{
	struct agola_gw_remote_source_create_req q = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;

	q.name = name;
	q.api_url = "http://git.example.com/";
	q.type = AGOLA_REMOTE_SOURCE_GITEA;
	q.auth_type = AGOLA_AUTH_PASSWORD;
	return q;
}

void sleep_ms(int ms)
{
	nanosleep(&(struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L }, NULL);
}

int silent_server(char *url, size_t size)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)(void *)&a, sizeof(a)), 0);
	ck_assert_int_eq(listen(fd, 64), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)(void *)&a, &len), 0);
	snprintf(url, size, "http://127.0.0.1:%d", ntohs(a.sin_port));
	return fd;
}
