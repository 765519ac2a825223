/* SPDX-License-Identifier: Apache-2.0 */
/* Servers started and stopped inside this program. */
#include "unit.h"

#include <agola/client.h>
#include <agola/server.h>
#include <dirent.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static char folders[2][200];

static void make_folders(void)
{
	const char *tmp = getenv("TMPDIR");

	for (int i = 0; i < 2; i++) {
		snprintf(folders[i], sizeof(folders[i]), "%s/agola-embed-XXXXXX", tmp && *tmp ? tmp : "/tmp");
		ck_assert_ptr_nonnull(mkdtemp(folders[i]));
	}
}

static void drop_folders(void)
{
	for (int i = 0; i < 2; i++) {
		DIR *d = opendir(folders[i]);
		struct dirent *e;

		while (d && (e = readdir(d)) != NULL)
			unlinkat(dirfd(d), e->d_name, 0);
		if (d)
			closedir(d);
		rmdir(folders[i]);
	}
}

static int entries(const char *dir)
{
	DIR *d = opendir(dir);
	int n = 0;

	ck_assert_ptr_nonnull(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

/* How many there are, once those of ended threads have gone. */
static int settled(const char *dir, int want)
{
	int n = entries(dir);

	for (int i = 0; i < 200 && n > want; i++) {
		usleep(10000);
		n = entries(dir);
	}
	return n;
}

static agola_server *start(int folder)
{
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	agola_server *s = NULL;
	agola_error *err = NULL;

	o.data_dir = folders[folder];
	ck_assert_msg(agola_server_start(&o, &s, &err) == 0, "%s", agola_error_message(err));
	return s;
}

static agola_gw_client *client(const agola_server *s)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *c = NULL;

	o.url = agola_server_gateway_url(s);
	o.token = agola_server_admin_token(s);
	ck_assert_int_eq(agola_gw_client_new(&o, &c, NULL), 0);
	return c;
}

static void create(const agola_server *s, const char *name)
{
	struct agola_gw_remote_source_create_req q = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	agola_gw_remote_source *ret = NULL;
	agola_gw_client *c = client(s);
	agola_error *err = NULL;

	q.name = name;
	q.api_url = "http://x";
	q.type = AGOLA_REMOTE_SOURCE_GITEA;
	q.auth_type = AGOLA_AUTH_PASSWORD;
	ck_assert_msg(agola_gw_remote_source_create(c, NULL, &q, &ret, &err) == 0, "%s", agola_error_message(err));
	ck_assert_str_eq(ret->name, name);
	agola_free(ret);
	agola_gw_client_free(c);
}

static size_t count(const agola_server *s)
{
	agola_gw_remote_source_page *page = NULL;
	agola_gw_client *c = client(s);
	size_t n;

	ck_assert_int_eq(agola_gw_remote_source_list(c, NULL, NULL, &page, NULL), 0);
	n = page->n_items;
	agola_free(page);
	agola_gw_client_free(c);
	return n;
}

START_TEST(again_and_again)
{
	int fds, threads;

	make_folders();
	agola_server_stop(start(0), 0);
	fds = entries("/proc/self/fd");
	threads = settled("/proc/self/task", 3);
	for (size_t i = 0; i < 20; i++) {
		char name[20];
		agola_server *s = start(0);

		snprintf(name, sizeof(name), "n%zu", i);
		create(s, name);
		ck_assert_uint_eq(count(s), i + 1);
		agola_server_stop(s, i % 2 ? 0 : -1);
	}
	ck_assert_int_eq(settled("/proc/self/fd", fds), fds);
	ck_assert_int_eq(settled("/proc/self/task", threads), threads);
	drop_folders();
}
END_TEST

START_TEST(two_at_once)
{
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	agola_server *a, *b, *c = NULL;
	agola_error *err = NULL;
	int fds, threads;

	make_folders();
	a = start(0);
	b = start(1);
	ck_assert_str_ne(agola_server_gateway_url(a), agola_server_gateway_url(b));
	ck_assert_str_ne(agola_server_admin_token(a), agola_server_admin_token(b));
	ck_assert_ptr_nonnull(strstr(agola_server_admin_token_file(a), folders[0]));
	create(a, "one");
	ck_assert_uint_eq(count(a), 1);
	ck_assert_uint_eq(count(b), 0);
	/* a third one on the same folder is refused, and leaves nothing behind */
	fds = entries("/proc/self/fd");
	threads = entries("/proc/self/task");
	o.data_dir = folders[0];
	for (int i = 0; i < 5; i++) {
		ck_assert_int_eq(agola_server_start(&o, &c, &err), AGOLA_ERR_INVALID);
		ck_assert_ptr_null(c);
		ck_assert_ptr_nonnull(strstr(agola_error_message(err), "another agolad is running on it"));
		agola_error_free(err);
		err = NULL;
	}
	ck_assert_int_le(settled("/proc/self/fd", fds), fds);
	ck_assert_int_le(settled("/proc/self/task", threads), threads);
	agola_server_stop(a, 0);
	ck_assert_uint_eq(count(b), 0);
	ck_assert_int_eq(agola_server_start(&o, &a, NULL), 0);
	ck_assert_uint_eq(count(a), 1);
	agola_server_stop(a, 0);
	agola_server_stop(b, 0);
	drop_folders();
}
END_TEST

/* A socket to the server, which asks for nothing. */
static int open_connection(const agola_server *s)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_port = htons((uint16_t)atoi(strrchr(agola_server_gateway_url(s), ':') + 1));
	ck_assert_int_eq(connect(fd, (const struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

START_TEST(stop_with_open_connections)
{
	static const char half[] = "POST /api/v1alpha/remotesources HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{";
	agola_server *s;
	int fds[50];
	char c;

	make_folders();
	s = start(0);
	for (int i = 0; i < 50; i++) {
		fds[i] = open_connection(s);
		if (i % 2)
			ck_assert_int_eq((int)send(fds[i], half, sizeof(half) - 1, MSG_NOSIGNAL), (int)sizeof(half) - 1);
	}
	usleep(200000);
	/* requests that do not end are cut after the time that is given */
	agola_server_stop(s, 300);
	for (int i = 0; i < 50; i++) {
		ck_assert_int_le((int)recv(fds[i], &c, 1, 0), 0);
		close(fds[i]);
	}
	drop_folders();
}
END_TEST

static atomic_bool over;
static atomic_int answers;

static void *ask(void *arg)
{
	agola_gw_client *c = arg;

	while (!atomic_load(&over)) {
		agola_gw_remote_source_page *page = NULL;
		agola_error *err = NULL;
		int r = agola_gw_remote_source_list(c, NULL, NULL, &page, &err);

		/* answered, or the connection is gone; never half an answer */
		if (r == 0)
			atomic_fetch_add(&answers, 1);
		else
			ck_assert_msg(r == AGOLA_ERR_NETWORK, "%s", agola_error_message(err));
		agola_free(page);
		agola_error_free(err);
	}
	return NULL;
}

START_TEST(stop_under_load)
{
	agola_gw_client *c;
	agola_server *s;
	pthread_t t[8];

	make_folders();
	s = start(0);
	create(s, "one");
	c = client(s);
	atomic_store(&over, false);
	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_create(&t[i], NULL, ask, c), 0);
	while (atomic_load(&answers) < 200)
		usleep(1000);
	agola_server_stop(s, -1);
	usleep(50000);
	atomic_store(&over, true);
	for (int i = 0; i < 8; i++)
		pthread_join(t[i], NULL);
	agola_gw_client_free(c);
	drop_folders();
}
END_TEST

static atomic_int lines;
static char secret_seen;

static void on_line(void *data, enum agola_log_level level, const char *line)
{
	(void)level;
	atomic_fetch_add(&lines, 1);
	if (strstr(line, data) || strchr(line, '\n'))
		secret_seen = 1;
}

START_TEST(options)
{
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	agola_server *s = NULL, *g = NULL;
	agola_error *err = NULL;

	make_folders();
	/* arguments */
	ck_assert_int_eq(agola_server_start(NULL, &s, &err), AGOLA_ERR_INVALID);
	agola_error_free(err);
	ck_assert_int_eq(agola_server_start(&o, NULL, NULL), AGOLA_ERR_INVALID);
	o.size = 0;
	ck_assert_int_eq(agola_server_start(&o, &s, NULL), AGOLA_ERR_INVALID);
	agola_server_stop(NULL, 5);
	ck_assert_ptr_null(agola_server_gateway_url(NULL));
	ck_assert_ptr_null(agola_server_configstore_url(NULL));
	ck_assert_ptr_null(agola_server_admin_token(NULL));
	ck_assert_ptr_null(agola_server_admin_token_file(NULL));
	/* a configstore and a gateway that talk over HTTP, with a token */
	o = (struct agola_server_opts)AGOLA_SERVER_OPTS_INIT;
	o.data_dir = folders[0];
	o.components = AGOLA_SERVER_CONFIGSTORE;
	o.configstore_token = "CSTOKEN";
	o.log = on_line;
	o.log_data = (void *)(uintptr_t) "TOKEN";
	ck_assert_int_eq(agola_server_start(&o, &s, NULL), 0);
	ck_assert_ptr_null(agola_server_gateway_url(s));
	ck_assert_ptr_null(agola_server_admin_token(s));
	o.components = AGOLA_SERVER_GATEWAY;
	o.data_dir = NULL;
	o.configstore_url = agola_server_configstore_url(s);
	o.admin_token = "ADMINTOKEN";
	ck_assert_int_eq(agola_server_start(&o, &g, NULL), 0);
	ck_assert_ptr_null(agola_server_configstore_url(g));
	ck_assert_ptr_null(agola_server_admin_token_file(g));
	create(g, "one");
	ck_assert_uint_eq(count(g), 1);
	agola_server_stop(g, 0);
	agola_server_stop(s, 0);
	ck_assert_int_gt(atomic_load(&lines), 4);
	ck_assert_int_eq(secret_seen, 0);
	drop_folders();
}
END_TEST

UNIT("server-embed", again_and_again, two_at_once, stop_with_open_connections, stop_under_load, options)
