/* SPDX-License-Identifier: Apache-2.0 */
/* Timeouts, deadlines and cancelling, in each place where a call can wait. */
#include "net.h"

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>

/* Where a call waits: for the connection, for TLS, for the answer, for a connection of the client to become free. */
static const struct place {
	const char *scheme, *server, *path;
	bool busy;
} places[] = {
	{ "http", "full", "", false },
	{ "https", "http", "silent", false },
	{ "http", "http", "silent", false },
	{ "http", "http", "silent", true },
};

static struct agola_client_opts opts_of(const struct place *p)
{
	return NET_OPTS(.url = net_url(p->scheme, p->server, p->path), .max_connections = 1, .flags = AGOLA_CLIENT_INSECURE);
}

/* A thread that holds the only connection until its context is cancelled. */
struct holder {
	agola_gw_client *client;
	agola_ctx *ctx;
	pthread_t thread;
};

static void *hold(void *arg)
{
	struct holder *h = arg;

	net_get(h->client, h->ctx);
	return NULL;
}

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
}

static void start_holder(struct holder *h, agola_gw_client *c)
{
	h->client = c;
	ck_assert_int_eq(agola_ctx_new(&h->ctx, NULL), 0);
	ck_assert_int_eq(pthread_create(&h->thread, NULL, hold, h), 0);
	pause_ms(50);
}

static void stop_holder(struct holder *h)
{
	agola_ctx_cancel(h->ctx);
	pthread_join(h->thread, NULL);
	agola_ctx_free(h->ctx);
}

static void in_time(const struct net_get *g, size_t place, int64_t least, int64_t most)
{
	ck_assert_msg(g->ms >= least && g->ms <= most, "place %zu: %lld ms, not %lld to %lld: %s", place, (long long)g->ms,
	              (long long)least, (long long)most, g->message);
}

START_TEST(total_timeout)
{
	for (size_t i = 0; i < AG_COUNT(places); i++) {
		struct agola_client_opts o = opts_of(&places[i]);
		struct holder h = { 0 };
		agola_gw_client *c;
		struct net_get g;

		o.timeout_ms = places[i].busy ? 400 : 100;
		c = net_client(&o);
		if (places[i].busy)
			start_holder(&h, c);
		g = net_get(c, NULL);
		ck_assert_msg(g.result == AGOLA_ERR_TIMEOUT || (places[i].busy && g.result == 0), "place %zu: %s", i, g.message);
		in_time(&g, i, 99, 1000);
		if (places[i].busy)
			stop_holder(&h);
		agola_gw_client_free(c);
	}
}
END_TEST

START_TEST(deadline)
{
	for (size_t i = 0; i < AG_COUNT(places); i++) {
		struct agola_client_opts o = opts_of(&places[i]);
		agola_gw_client *c = net_client(&o);
		struct holder h = { 0 };
		agola_ctx *ctx;
		struct net_get g;

		if (places[i].busy)
			start_holder(&h, c);
		ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
		agola_ctx_set_timeout(ctx, 100);
		g = net_get(c, ctx);
		ck_assert_msg(g.result == AGOLA_ERR_TIMEOUT, "place %zu: %s", i, g.message);
		in_time(&g, i, 99, 1000);
		/* a later call has no time left, and does not wait */
		g = net_get(c, ctx);
		ck_assert_msg(g.result == AGOLA_ERR_TIMEOUT, "place %zu: %s", i, g.message);
		in_time(&g, i, 0, 20);
		if (places[i].busy)
			stop_holder(&h);
		agola_ctx_free(ctx);
		agola_gw_client_free(c);
	}
}
END_TEST

START_TEST(connect_timeout)
{
	struct agola_client_opts o = opts_of(&places[0]);
	struct net_get g;

	o.connect_timeout_ms = 100;
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == AGOLA_ERR_TIMEOUT, "%s", g.message);
	in_time(&g, 0, 99, 1000);
	/* TLS belongs to the connection */
	o.url = net_url("https", "http", "silent");
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == AGOLA_ERR_TIMEOUT, "%s", g.message);
	in_time(&g, 1, 99, 1000);
	/* the answer does not */
	o.url = net_url("http", "http", "drip");
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == 0 && g.ms > 300, "%lld ms: %s", (long long)g.ms, g.message);
	o.timeout_ms = 150;
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == AGOLA_ERR_TIMEOUT, "%s", g.message);
}
END_TEST

/* ---- cancelling ---- */

static agola_ctx *signalled;
static volatile int64_t cancelled_at;

static void on_signal(int sig)
{
	(void)sig;
	cancelled_at = ag_now_us();
	agola_ctx_cancel(signalled);
}

static void *cancel_soon(void *ctx)
{
	pause_ms(50);
	cancelled_at = ag_now_us();
	agola_ctx_cancel(ctx);
	return NULL;
}

/* How long the call took to come back after the cancel, in milliseconds. */
static int64_t cancel_in(size_t place, bool by_signal)
{
	struct itimerval timer = { .it_value.tv_usec = 50000 };
	struct agola_client_opts o = opts_of(&places[place]);
	agola_gw_client *c = net_client(&o);
	struct holder h = { 0 };
	agola_ctx *ctx;
	struct net_get g;
	pthread_t thread;
	int64_t late;

	if (places[place].busy)
		start_holder(&h, c);
	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	if (by_signal) {
		signalled = ctx;
		ck_assert(signal(SIGALRM, on_signal) != SIG_ERR);
		ck_assert_int_eq(setitimer(ITIMER_REAL, &timer, NULL), 0);
	} else {
		ck_assert_int_eq(pthread_create(&thread, NULL, cancel_soon, ctx), 0);
	}
	g = net_get(c, ctx);
	late = (ag_now_us() - cancelled_at) / 1000;
	if (by_signal)
		signal(SIGALRM, SIG_DFL);
	else
		pthread_join(thread, NULL);
	ck_assert_msg(g.result == AGOLA_ERR_CANCELLED, "place %zu: %s: %s", place, agola_result_name(g.result), g.message);
	ck_assert_msg(g.ms >= 49, "place %zu: cancelled before the cancel", place);
	if (places[place].busy)
		stop_holder(&h);
	agola_ctx_free(ctx);
	agola_gw_client_free(c);
	return late;
}

/* Within 100 ms; a machine that is busy with other things may have up to three tries. */
static void cancels_in_time(bool by_signal)
{
	for (size_t i = 0; i < AG_COUNT(places); i++) {
		int64_t late = 1000;

		for (int k = 0; k < 3 && late > 100; k++)
			late = cancel_in(i, by_signal);
		ck_assert_msg(late <= 100, "place %zu: %lld ms after the cancel", i, (long long)late);
	}
}

START_TEST(cancel_by_thread)
{
	cancels_in_time(false);
}
END_TEST

START_TEST(cancel_by_signal)
{
	cancels_in_time(true);
}
END_TEST

/* What was cancelled does not spoil the client. */
START_TEST(client_goes_on)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "http", "drip"), .max_connections = 1);
	agola_gw_client *c = net_client(&o);
	agola_ctx *ctx;

	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	agola_ctx_set_timeout(ctx, 50);
	net_is(net_get(c, ctx), AGOLA_ERR_TIMEOUT);
	/* the rest of that answer must not be taken for this one's */
	net_is(net_get(c, NULL), 0);
	agola_ctx_free(ctx);
	agola_gw_client_free(c);
}
END_TEST

UNIT("wait", total_timeout, deadline, connect_timeout, cancel_by_thread, cancel_by_signal, client_goes_on)
