/* SPDX-License-Identifier: Apache-2.0 */
/* One client, one context, one response: many threads; and a child process. */
#include "threads.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- more threads than connections ---- */

#define N_EACH 8

static void all_calls(struct crew *crew, int number)
{
	struct place *p = crew->arg;
	char name[40];

	for (int i = 0; i < N_EACH; i++) {
		struct agola_gw_remote_source_create_req q = place_req(name);
		struct agola_gw_remote_source_list_opts o = AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT;
		agola_gw_remote_source *rs = NULL;
		agola_gw_remote_source_iter *it = NULL;
		const agola_gw_remote_source *item;
		agola_error *err = NULL;
		char last[60] = "";
		int r, mine = 0;

		snprintf(name, sizeof(name), "t%02d-n%02d", number, i);
		r = agola_gw_remote_source_create(p->gw, NULL, &q, &rs, &err);
		crew_check(crew, r == 0 && strcmp(rs->name, name) == 0, "create: %s", agola_error_message(err));
		agola_free(rs);
		rs = NULL;
		r = agola_gw_remote_source_get(p->gw, NULL, name, &rs, &err);
		crew_check(crew, r == 0 && strcmp(rs->name, name) == 0, "get: %s", agola_error_message(err));
		agola_free(rs);
		o.limit = 7;
		r = agola_gw_remote_source_iter_new(p->gw, &o, &it, &err);
		while (r == 0 && (r = agola_gw_remote_source_iter_next(it, NULL, &item, &err)) == 1) {
			r = 0;
			crew_check(crew, strcmp(last, item->name) < 0, "%s comes behind %s", item->name, last);
			snprintf(last, sizeof(last), "%s", item->name);
			mine += memcmp(item->name, name, 3) == 0;
			if (mine > i + 1)
				break;
		}
		/* what this thread created before is all there, whatever the others do meanwhile */
		crew_check(crew, r == 0 && mine == i + 1, "list: %d of %d, %s", mine, i + 1, agola_error_message(err));
		agola_gw_remote_source_iter_free(it);
		agola_error_free(err);
	}
}

START_TEST(one_client)
{
	struct place p;
	struct crew crew = { .fn = all_calls, .arg = &p, .n = 16 };

	ck_assert_ptr_null(place_start(&p, 3));
	crew_run(&crew);
	place_stop(&p);
}
END_TEST

/* ---- two clients in two threads, each its own ---- */

static void own_client(struct crew *crew, int number)
{
	struct place *p = crew->arg;

	for (int i = 0; i < 30; i++) {
		struct agola_client_opts c = AGOLA_CLIENT_OPTS_INIT;
		agola_gw_client *gw = NULL;
		agola_gw_remote_source_page *page = NULL;

		c.url = agola_server_gateway_url(p->server);
		c.token = number ? agola_server_admin_token(p->server) : NULL;
		crew_check(crew, agola_gw_client_new(&c, &gw, NULL) == 0, "new");
		crew_check(crew, agola_gw_remote_source_list(gw, NULL, NULL, &page, NULL) == 0, "list");
		agola_free(page);
		agola_gw_client_free(gw);
	}
}

START_TEST(own_clients)
{
	struct place p;
	struct crew crew = { .fn = own_client, .arg = &p, .n = 2 };

	ck_assert_ptr_null(place_start(&p, 0));
	crew_run(&crew);
	place_stop(&p);
}
END_TEST

/* ---- cancel ---- */

struct waiting {
	agola_gw_client *gw;
	agola_ctx *ctx;
	atomic_int done;
};

static agola_ctx *signalled;

static void on_signal(int sig)
{
	(void)sig;
	errno = 77;
	agola_ctx_cancel(signalled);
	if (errno != 77)
		abort();
}

static void wait_for_answer(struct crew *crew, int number)
{
	struct waiting *w = crew->arg;
	agola_error *err = NULL;
	int r = agola_gw_remote_source_get(w->gw, w->ctx, "x", NULL, &err);

	crew_check(crew, r == AGOLA_ERR_CANCELLED && agola_error_result(err) == r, "thread %d: %d, %s", number, r,
	           agola_error_message(err));
	agola_error_free(err);
	atomic_fetch_add(&w->done, 1);
}

static void cancel_all(bool by_signal)
{
	struct waiting w = { 0 };
	struct crew crew = { .fn = wait_for_answer, .arg = &w, .n = 12 };
	struct agola_client_opts c = AGOLA_CLIENT_OPTS_INIT;
	char url[60];
	int fd = silent_server(url, sizeof(url));
	int64_t start;

	c.url = url;
	/* some wait for an answer, the others for a connection */
	c.max_connections = 4;
	ck_assert_int_eq(agola_gw_client_new(&c, &w.gw, NULL), 0);
	ck_assert_int_eq(agola_ctx_new(&w.ctx, NULL), 0);
	signalled = w.ctx;
	crew_start(&crew);
	sleep_ms(200);
	ck_assert_int_eq(atomic_load(&w.done), 0);
	start = now_ms();
	if (by_signal)
		ck_assert_int_eq(kill(getpid(), SIGUSR1), 0);
	else
		agola_ctx_cancel(w.ctx);
	crew_join(&crew);
	crew_assert(&crew);
	ck_assert_int_lt(now_ms() - start, 5000);
	ck_assert(agola_ctx_is_cancelled(w.ctx));
	agola_ctx_free(w.ctx);
	agola_gw_client_free(w.gw);
	close(fd);
}

START_TEST(cancel_from_a_thread)
{
	cancel_all(false);
}
END_TEST

START_TEST(cancel_from_a_signal_handler)
{
	struct sigaction sa = { .sa_handler = on_signal }, old;

	sigaction(SIGUSR1, &sa, &old);
	cancel_all(true);
	sigaction(SIGUSR1, &old, NULL);
}
END_TEST

/* ---- a response ---- */

static void read_response(struct crew *crew, int number)
{
	const agola_gw_remote_source_page *page = crew->arg;

	for (int i = 0; i < 50; i++) {
		const agola_type *type = agola_type_of(page);
		char *text = NULL;
		size_t n = 0;

		crew_check(crew, agola_json_encode(NULL, page, (uint32_t)(number & 1), &text, NULL) == 0, "encode");
		crew_check(crew, text && strstr(text, "read-me") != NULL, "text");
		agola_free(text);
		for (size_t k = 0; k < agola_list_n_items(page); k++) {
			const agola_gw_remote_source *rs = agola_list_item(page, k);

			n += strcmp(rs->name, "read-me") == 0;
		}
		crew_check(crew, n == 1 && strcmp(agola_type_name(type), "agola_gw_remote_source_page") == 0, "items");
	}
}

START_TEST(one_response)
{
	struct place p;
	struct agola_gw_remote_source_create_req q = place_req("read-me");
	agola_gw_remote_source_page *page = NULL;
	struct crew crew = { .fn = read_response, .n = 8 };

	ck_assert_ptr_null(place_start(&p, 0));
	ck_assert_int_eq(agola_gw_remote_source_create(p.gw, NULL, &q, NULL, NULL), 0);
	ck_assert_int_eq(agola_gw_remote_source_list(p.gw, NULL, NULL, &page, NULL), 0);
	crew.arg = page;
	crew_run(&crew);
	agola_free(page);
	place_stop(&p);
}
END_TEST

/* ---- a child process ---- */

/* What a child finds, as bits of its exit code. */
static int in_child(struct place *p, agola_ctx *ctx)
{
	agola_error *err = NULL;
	int bad = 0;

	if (agola_gw_remote_source_get(p->gw, NULL, "x", NULL, &err) != AGOLA_ERR_INVALID ||
	    !strstr(agola_error_message(err), "fork"))
		bad |= 1;
	agola_error_free(err);
	/* of no effect on the parent */
	agola_ctx_cancel(ctx);
	if (!agola_ctx_is_cancelled(ctx))
		bad |= 2;
	agola_ctx_free(ctx);
	agola_gw_client_free(p->gw);
	agola_cs_client_free(p->cs);
	agola_server_stop(p->server, 0);
	return bad;
}

static int exit_code(pid_t pid)
{
	int status = 0;

	if (waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

START_TEST(child_does_not_disturb)
{
	struct place p;
	struct agola_gw_remote_source_create_req q = place_req("x");
	agola_ctx *ctx = NULL;
	pid_t pid;

	ck_assert_ptr_null(place_start(&p, 1));
	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	ck_assert_int_eq(agola_gw_remote_source_create(p.gw, ctx, &q, NULL, NULL), 0);
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		_exit(in_child(&p, ctx));
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(exit_code(pid), 0);
	ck_assert(!agola_ctx_is_cancelled(ctx));
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(agola_gw_remote_source_get(p.gw, ctx, "x", NULL, NULL), 0);
	agola_ctx_free(ctx);
	place_stop(&p);
}
END_TEST

/* A child that lives on holds what it inherited: the folder is free all the same, and the connection ends. */
START_TEST(child_holds_nothing)
{
	struct place p;
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	agola_server *again = NULL;
	agola_error *err = NULL;
	int fds[2], r;
	pid_t pid;
	char c;

	ck_assert_ptr_null(place_start(&p, 1));
	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(fds[1]);
		_exit(read(fds[0], &c, 1) == 0 ? 0 : 1);
	}
	ck_assert_int_gt(pid, 0);
	close(fds[0]);
	agola_server_stop(p.server, 0);
	o.data_dir = p.dir;
	r = agola_server_start(&o, &again, &err);
	close(fds[1]);
	ck_assert_int_eq(exit_code(pid), 0);
	ck_assert_msg(r == 0, "%s", agola_error_message(err));
	p.server = again;
	place_stop(&p);
}
END_TEST

/* A program that this one starts gets none of our files: no connection, no database. */
START_TEST(programs_inherit_nothing)
{
	struct place p;
	bool open_before[256];
	char path[64], target[200];

	for (int fd = 0; fd < 256; fd++)
		open_before[fd] = fcntl(fd, F_GETFD) >= 0;
	ck_assert_ptr_null(place_start(&p, 0));
	ck_assert_int_eq(agola_gw_remote_source_list(p.gw, NULL, NULL, NULL, NULL), 0);
	for (int fd = 0; fd < 256; fd++) {
		int flags = fcntl(fd, F_GETFD);
		struct sockaddr_storage a = { 0 };
		socklen_t len = sizeof(a);
		ssize_t n;

		if (open_before[fd] || flags < 0 || (flags & FD_CLOEXEC))
			continue;
		/* libcurl wakes itself up by a pair of sockets that leads nowhere else */
		if (getsockname(fd, (struct sockaddr *)(void *)&a, &len) == 0 && a.ss_family == AF_UNIX)
			continue;
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		n = readlink(path, target, sizeof(target) - 1);
		target[n > 0 ? n : 0] = 0;
		ck_abort_msg("file %d (%s) is not closed on exec", fd, target);
	}
	place_stop(&p);
}
END_TEST

UNIT("threads-client", one_client, own_clients, cancel_from_a_thread, cancel_from_a_signal_handler, one_response,
     child_does_not_disturb, child_holds_nothing, programs_inherit_nothing)
