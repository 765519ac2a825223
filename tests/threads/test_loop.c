/* SPDX-License-Identifier: Apache-2.0 */
/* Loops in threads: each its own, on one client whose connections they share; cancel from another thread and from a signal handler. */
#include "threads.h"

#include <signal.h>
#include <unistd.h>

#define N_CALLS 20

struct turn {
	struct crew *crew;
	agola_loop *loop;
	int n, want; /* calls that are over; what they all should end with */
};

static void on_done(void *data, int result, void *ret, agola_error *err)
{
	struct turn *t = data;

	crew_check(t->crew, result == t->want && !ret == !!result, "a call ended with %d: %s", result, agola_error_message(err));
	agola_free(ret);
	agola_error_free(err);
	t->n++;
}

static agola_ctx *async_ctx(struct turn *t)
{
	agola_ctx *ctx = NULL;

	if (!crew_check(t->crew, agola_ctx_new(&ctx, NULL) == 0, "ctx"))
		return NULL;
	agola_ctx_set_async(ctx, t->loop, on_done, t);
	return ctx;
}

/* ---- loops that wait for each other's connections ---- */

static void turn_a_loop(struct crew *crew, int number)
{
	struct place *p = crew->arg;
	struct turn t = { .crew = crew };
	agola_ctx *ctx;

	(void)number;
	if (!crew_check(crew, agola_loop_new(&t.loop, NULL) == 0, "loop"))
		return;
	ctx = async_ctx(&t);
	for (int i = 0; i < N_CALLS; i++)
		crew_check(crew, agola_gw_remote_source_list(p->gw, ctx, NULL, NULL, NULL) == AGOLA_PENDING, "start");
	/* far less than the time-out of a call: a connection that becomes free is news to the loops that wait for one */
	crew_check(crew, agola_loop_run(t.loop, 30000, NULL) == 0 && t.n == N_CALLS, "%d of %d are over", t.n, N_CALLS);
	agola_loop_free(t.loop);
	agola_ctx_free(ctx);
}

START_TEST(one_client)
{
	struct place p;
	struct crew crew = { .fn = turn_a_loop, .arg = &p, .n = 16 };

	ck_assert_ptr_null(place_start(&p, 3));
	crew_run(&crew);
	place_stop(&p);
}
END_TEST

/* ---- cancel ---- */

struct waiting {
	agola_gw_client *gw;
	agola_ctx *ctx[MAX_THREADS];
	atomic_int ready;
};

static agola_ctx *signalled;
static atomic_int n_cancelled; /* cancels that are over: a loop must not be freed before */

static void on_signal(int sig)
{
	(void)sig;
	agola_ctx_cancel(signalled);
	atomic_fetch_add(&n_cancelled, 1);
}

static void wait_on_a_loop(struct crew *crew, int number)
{
	struct waiting *w = crew->arg;
	struct turn t = { .crew = crew, .want = AGOLA_ERR_CANCELLED };

	if (!crew_check(crew, agola_loop_new(&t.loop, NULL) == 0, "loop"))
		return;
	w->ctx[number] = async_ctx(&t);
	for (int i = 0; i < 3; i++)
		crew_check(crew, agola_gw_remote_source_list(w->gw, w->ctx[number], NULL, NULL, NULL) == AGOLA_PENDING, "start");
	atomic_fetch_add(&w->ready, 1);
	crew_check(crew, agola_loop_run(t.loop, 30000, NULL) == 0 && t.n == 3, "%d of 3 are over", t.n);
	while (atomic_load(&n_cancelled) < crew->n)
		sleep_ms(1);
	agola_loop_free(t.loop);
}

static void cancel_all(bool by_signal)
{
	struct waiting w = { 0 };
	struct crew crew = { .fn = wait_on_a_loop, .arg = &w, .n = by_signal ? 1 : 8 };
	struct agola_client_opts c = AGOLA_CLIENT_OPTS_INIT;
	char url[60];
	int fd = silent_server(url, sizeof(url));

	c.url = url;
	/* some wait for an answer, the others for a connection */
	c.max_connections = 2;
	ck_assert_int_eq(agola_gw_client_new(&c, &w.gw, NULL), 0);
	atomic_store(&n_cancelled, 0);
	crew_start(&crew);
	while (atomic_load(&w.ready) < crew.n)
		sleep_ms(5);
	sleep_ms(50);
	signalled = w.ctx[0];
	if (by_signal)
		ck_assert_int_eq(kill(getpid(), SIGUSR1), 0);
	for (int i = 0; !by_signal && i < crew.n; i++)
		agola_ctx_cancel(w.ctx[i]);
	if (!by_signal)
		atomic_store(&n_cancelled, crew.n);
	crew_join(&crew);
	crew_assert(&crew);
	for (int i = 0; i < crew.n; i++)
		agola_ctx_free(w.ctx[i]);
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

UNIT("threads-loop", one_client, cancel_from_a_thread, cancel_from_a_signal_handler)
