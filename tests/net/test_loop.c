/* SPDX-License-Identifier: Apache-2.0 */
/* Calls on an agola_loop: that they end as blocking ones do, once each, whatever happens. */
#include "net.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static agola_loop *loop;

/* What became of the calls of a test. */
struct seen {
	int n, ok, cancelled, timeout, network, other;
	int chain; /* further calls to start, one out of the end of the other */
	agola_gw_client *client;
	agola_ctx *ctx;
	char name[64], message[200];
};

static struct agola_client_opts opts(const char *url, int64_t timeout_ms, uint32_t max_connections)
{
	struct agola_client_opts o = NET_OPTS(.url = url);

	o.timeout_ms = timeout_ms;
	o.max_connections = max_connections;
	return o;
}

static void get(agola_gw_client *c, agola_ctx *ctx)
{
	agola_error *err = NULL;
	int r = agola_gw_remote_source_get(c, ctx, "x", NULL, &err);

	ck_assert_msg(r == AGOLA_PENDING, "%s", agola_error_message(err));
	ck_assert_ptr_null(err);
}

static void on_done(void *data, int result, void *ret, agola_error *err)
{
	struct seen *s = data;

	s->n++;
	switch (result) {
	case 0:
		s->ok++;
		ck_assert_ptr_nonnull(ret);
		snprintf(s->name, sizeof(s->name), "%s", ((agola_gw_remote_source *)ret)->name);
		break;
	case AGOLA_ERR_CANCELLED:
		s->cancelled++;
		break;
	case AGOLA_ERR_TIMEOUT:
		s->timeout++;
		break;
	case AGOLA_ERR_NETWORK:
		s->network++;
		break;
	default:
		s->other++;
	}
	ck_assert_int_eq(agola_error_result(err), result);
	ck_assert(!result == !!ret);
	snprintf(s->message, sizeof(s->message), "%s", agola_error_message(err));
	agola_free(ret);
	agola_error_free(err);
	ck_assert_int_eq(agola_loop_dispatch(loop, NULL), AGOLA_ERR_INVALID);
	if (s->chain-- > 0)
		get(s->client, s->ctx);
}

static void on_down(void *data, int result, void *ret, agola_error *err)
{
	struct seen *s = data;

	ck_assert_msg(result == 0, "%s", agola_error_message(err));
	ck_assert_ptr_null(ret);
	s->ok++;
}

static agola_ctx *make_ctx(struct seen *s)
{
	agola_ctx *ctx = NULL;

	if (!loop)
		ck_assert_int_eq(agola_loop_new(&loop, NULL), 0);
	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	agola_ctx_set_async(ctx, loop, on_done, s);
	return ctx;
}

static void end(agola_ctx *ctx, agola_gw_client *c)
{
	agola_ctx_free(ctx);
	agola_loop_free(loop);
	loop = NULL;
	agola_gw_client_free(c);
}

START_TEST(a_thousand_at_once)
{
	struct seen s = { 0 };
	agola_ctx *ctx = make_ctx(&s);
	struct agola_client_opts o = opts(net_url("http", "http", "hold"), 60000, 8);
	agola_gw_client *c = net_client(&o);

	for (int i = 0; i < 1000; i++)
		get(c, ctx);
	/* nothing ends before the loop is turned */
	ck_assert_int_eq(s.n, 0);
	ck_assert_int_eq(agola_loop_run(loop, 60000, NULL), 0);
	ck_assert_int_eq(s.ok, 1000);
	/* the server counted its connections */
	ck_assert_int_le(atoi(s.name), 8);
	ck_assert_int_ge(atoi(s.name), 2);
	end(ctx, c);
}
END_TEST

/* Only the descriptor is waited for; the time-out comes through it. */
START_TEST(one_descriptor_is_enough)
{
	struct seen s = { 0 };
	agola_ctx *ctx = make_ctx(&s);
	struct agola_client_opts o = opts(net_url("http", "http", "silent"), 200, 0);
	agola_gw_client *c = net_client(&o);
	struct pollfd p = { .fd = agola_loop_fd(loop), .events = POLLIN };
	int64_t start = ag_now_us();

	get(c, ctx);
	ck_assert_int_gt(agola_loop_timeout_ms(loop), -1);
	ck_assert_int_le(agola_loop_timeout_ms(loop), 200);
	while (s.n == 0) {
		ck_assert_int_eq(poll(&p, 1, 5000), 1);
		ck_assert_int_ge(agola_loop_dispatch(loop, NULL), 0);
	}
	ck_assert_int_eq(s.timeout, 1);
	ck_assert_int_ge(ag_now_us() - start, 190000);
	ck_assert_int_lt(ag_now_us() - start, 2000000);
	ck_assert_int_eq(agola_loop_timeout_ms(loop), -1);
	end(ctx, c);
}
END_TEST

/* One waits for the server, one for the only connection. */
START_TEST(queued_calls_time_out)
{
	struct seen s = { 0 };
	agola_ctx *ctx = make_ctx(&s);
	struct agola_client_opts o = opts(net_url("http", "http", "silent"), 150, 1);
	agola_gw_client *c = net_client(&o);

	get(c, ctx);
	get(c, ctx);
	ck_assert_int_eq(agola_loop_run(loop, 5000, NULL), 0);
	ck_assert_int_eq(s.timeout, 2);
	end(ctx, c);
}
END_TEST

static agola_ctx *victim;

static void on_signal(int sig)
{
	(void)sig;
	agola_ctx_cancel(victim);
}

static void *cancel_soon(void *arg)
{
	poll(NULL, 0, 50);
	agola_ctx_cancel(arg);
	return NULL;
}

/* @how: 0 from a thread, 1 from a signal handler, 2 before the start. The call beside it goes on. */
static void cancel_one(int how)
{
	struct seen a = { 0 }, b = { 0 };
	agola_ctx *one = make_ctx(&a), *other = make_ctx(&b);
	struct agola_client_opts o = opts(net_url("http", "http", "silent"), 30000, 0);
	struct agola_client_opts o2 = opts(net_url("http", "http", "drip"), 10000, 0);
	agola_gw_client *c = net_client(&o), *c2 = net_client(&o2);
	struct itimerval t = { .it_value = { 0, 50000 } };
	int64_t start;
	pthread_t thread;

	victim = one;
	if (how == 2) {
		agola_error *err = NULL;

		agola_ctx_cancel(one);
		ck_assert_int_eq(agola_gw_remote_source_get(c, one, "x", NULL, &err), AGOLA_ERR_CANCELLED);
		agola_error_free(err);
		a.cancelled = 1;
	} else {
		get(c, one);
	}
	get(c2, other);
	start = ag_now_us();
	if (how == 0) {
		ck_assert_int_eq(pthread_create(&thread, NULL, cancel_soon, one), 0);
	} else if (how == 1) {
		signal(SIGALRM, on_signal);
		setitimer(ITIMER_REAL, &t, NULL);
	}
	while (a.cancelled == 0)
		ck_assert_int_ge(agola_loop_run(loop, 10, NULL), 0);
	ck_assert_int_lt(ag_now_us() - start, 1000000);
	ck_assert_int_eq(agola_loop_run(loop, 10000, NULL), 0);
	ck_assert_int_eq(b.ok, 1);
	if (how == 0)
		pthread_join(thread, NULL);
	agola_ctx_free(one);
	agola_gw_client_free(c);
	end(other, c2);
}

START_TEST(cancel_from_a_thread)
{
	cancel_one(0);
}
END_TEST
START_TEST(cancel_from_a_signal)
{
	cancel_one(1);
}
END_TEST
START_TEST(cancel_before)
{
	cancel_one(2);
}
END_TEST

START_TEST(calls_start_calls)
{
	struct seen s = { .chain = 50 };
	agola_ctx *ctx = make_ctx(&s);
	struct agola_client_opts o = opts(net_url("http", "http", "plain"), 10000, 1);

	s.client = net_client(&o);
	s.ctx = ctx;
	get(s.client, ctx);
	ck_assert_int_eq(agola_loop_run(loop, 20000, NULL), 0);
	ck_assert_int_eq(s.ok, 51);
	end(ctx, s.client);
}
END_TEST

struct starter {
	agola_gw_client *client;
	agola_ctx *ctx;
	int n;
};

static int start_one(void *data, const void *bytes, size_t len)
{
	struct starter *s = data;

	ck_assert_uint_gt(len, 0);
	ck_assert_ptr_nonnull(bytes);
	if (s->n++ == 0)
		get(s->client, s->ctx);
	return 0;
}

/* A function that takes a download may start a call too, though libcurl is in the middle of one. */
START_TEST(downloads_start_calls)
{
	struct seen s = { 0 }, down = { 0 };
	agola_ctx *ctx = make_ctx(&s), *down_ctx = NULL;
	struct agola_client_opts o = opts(net_url("http", "http", "plain"), 10000, 0);
	struct agola_client_opts o2 = opts(net_url("http", "http", "bytes_/1000/1000"), 10000, 0);
	struct starter starter = { .client = net_client(&o), .ctx = ctx };
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_rs_client *c2 = NULL;

	sink.write = start_one;
	sink.data = &starter;
	down_ctx = make_ctx(&down);
	ck_assert_int_eq(agola_rs_client_new(&o2, &c2, NULL), 0);
	agola_ctx_set_async(down_ctx, loop, on_down, &down);
	ck_assert_int_eq(agola_rs_cache_get(c2, down_ctx, "k", NULL, &sink, NULL), AGOLA_PENDING);
	ck_assert_int_eq(agola_loop_run(loop, 10000, NULL), 0);
	ck_assert_int_eq(down.ok, 1);
	ck_assert_int_eq(s.ok, 1);
	agola_ctx_free(down_ctx);
	agola_rs_client_free(c2);
	end(ctx, starter.client);
}
END_TEST

START_TEST(a_loop_ends_with_calls)
{
	struct seen s = { 0 };
	agola_ctx *ctx = make_ctx(&s);
	struct agola_client_opts o = opts(net_url("http", "http", "silent"), 10000, 2);
	agola_gw_client *c = net_client(&o);

	for (int i = 0; i < 5; i++)
		get(c, ctx);
	end(ctx, c);
	ck_assert_int_eq(s.cancelled, 5);
}
END_TEST

START_TEST(errors_are_the_same)
{
	struct seen s = { 0 };
	agola_ctx *ctx = make_ctx(&s);
	struct agola_client_opts o = opts("http://127.0.0.1:1", 10000, 0);
	struct agola_client_opts o2 = opts(net_url("http", "http", "close_after"), 10000, 0);
	agola_gw_client *c = net_client(&o), *c2 = net_client(&o2);

	get(c, ctx);
	ck_assert_int_eq(agola_loop_run(loop, 5000, NULL), 0);
	ck_assert_int_eq(s.network, 1);
	ck_assert_ptr_nonnull(strstr(s.message, "GET /remotesources/x: "));
	for (int i = 0; i < 3; i++) {
		get(c2, ctx);
		ck_assert_int_eq(agola_loop_run(loop, 5000, NULL), 0);
	}
	ck_assert_int_eq(s.ok, 3);
	agola_gw_client_free(c2);
	end(ctx, c);
}
END_TEST

static void on_trace(void *data, const agola_trace_event *event)
{
	struct ag_buf *bodies = data;

	if (event->kind == AGOLA_TRACE_REQUEST_BODY)
		ag_buf_addf(bodies, "%s %s\n", event->method, event->text);
}

static void on_text(void *data, int result, void *ret, agola_error *err)
{
	snprintf(data, 200, "%s", result ? agola_error_message(err) : "ok");
	agola_free(ret);
	agola_error_free(err);
}

/* A call returns before it is made: what was given to it may be gone when it is sent once more, in the form of an old release. */
START_TEST(arguments_may_go)
{
	char branch[] = "main", end_of_it[200] = "";
	struct agola_gw_project_create_run_req req = AGOLA_GW_PROJECT_CREATE_RUN_REQ_INIT;
	struct agola_client_opts o = opts(net_url("http", "http", "v0_2"), 10000, 0);
	struct ag_buf bodies = { 0 };
	agola_gw_client *c = net_client(&o);
	agola_ctx *ctx = make_ctx(NULL);

	agola_ctx_set_async(ctx, loop, on_text, end_of_it);
	agola_ctx_set_trace(ctx, on_trace, &bodies);
	req.branch = branch;
	ck_assert_int_eq(agola_gw_project_create_run(c, ctx, "p", &req, NULL), AGOLA_PENDING);
	memset(branch, '!', sizeof(branch) - 1);
	ck_assert_int_eq(agola_loop_run(loop, 5000, NULL), 0);
	ck_assert_str_eq(end_of_it, "ok");
	ck_assert_str_eq(ag_buf_str(&bodies), "POST {\"branch\":\"main\"}\nPUT {\"branch\":\"main\"}\n");
	ag_buf_free(&bodies);
	end(ctx, c);
}
END_TEST

static void on_response(void *data, int result, void *ret, agola_error *err)
{
	const agola_response *a = ret;

	snprintf(data, 200, "%s%s", a ? a->body : "", agola_error_message(err));
	ck_assert_int_eq(agola_error_result(err), result);
	agola_free(ret);
	agola_error_free(err);
}

/* The row of such a call is its own, and goes with it. */
START_TEST(requests_of_ones_own)
{
	char method[] = "GET", target[] = "/x%2Fy", key[] = "k", value[] = "v", end_of_it[200] = "";
	struct agola_request_opts req = AGOLA_REQUEST_OPTS_INIT;
	const agola_string_entry pair = { key, value }, *query[] = { &pair };
	struct agola_client_opts o = opts(net_url("http", "http", "plain"), 10000, 0);
	agola_gw_client *c = net_client(&o);
	agola_ctx *ctx = make_ctx(NULL);

	agola_ctx_set_async(ctx, loop, on_response, end_of_it);
	req.query = query;
	req.n_query = 1;
	ck_assert_int_eq(agola_gw_request(c, ctx, method, target, &req, NULL, NULL, NULL, NULL), AGOLA_PENDING);
	memset(method, '!', sizeof(method) - 1);
	memset(target, '!', sizeof(target) - 1);
	*key = *value = '!';
	ck_assert_int_eq(agola_loop_run(loop, 5000, NULL), 0);
	ck_assert_ptr_nonnull(strstr(end_of_it, "\"name\":\"/plain/api/v1alpha/x%2Fy?k=v\""));
	ck_assert_int_eq(agola_gw_request(c, ctx, "GET", "/../x", NULL, NULL, NULL, NULL, NULL), AGOLA_ERR_INVALID);
	end(ctx, c);
}
END_TEST

static int never(void *data, const agola_transport_request *request, agola_transport_reply *reply, agola_error **err)
{
	(void)data;
	(void)request;
	(void)reply;
	(void)err;
	ck_abort_msg("a transport of its own was used");
	return 0;
}

START_TEST(what_cannot_start)
{
	struct seen s = { 0 };
	agola_ctx *ctx = make_ctx(&s);
	struct agola_client_opts o = opts(net_url("http", "http", "plain"), 10000, 0);
	struct agola_transport t = AGOLA_TRANSPORT_INIT;
	agola_gw_client *c = net_client(&o), *own;
	agola_gw_remote_source_iter *it = NULL;
	const agola_gw_remote_source *item;
	agola_error *err = NULL;

	t.perform = never;
	o.transport = &t;
	own = net_client(&o);
	ck_assert_int_eq(agola_gw_remote_source_get(c, ctx, "", NULL, &err), AGOLA_ERR_INVALID);
	agola_error_free(err);
	ck_assert_int_eq(agola_gw_remote_source_get(own, ctx, "x", NULL, &err), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), "transport"));
	agola_error_free(err);
	ck_assert_int_eq(agola_gw_remote_source_iter_new(c, NULL, &it, NULL), 0);
	ck_assert_int_eq(agola_gw_remote_source_iter_next(it, ctx, &item, &err), AGOLA_ERR_INVALID);
	agola_error_free(err);
	agola_gw_remote_source_iter_free(it);
	ck_assert_int_eq(agola_loop_run(loop, 1000, NULL), 0);
	ck_assert_int_eq(s.n, 0);
	/* and it blocks again */
	agola_ctx_set_async(ctx, NULL, NULL, NULL);
	net_is(net_get(c, ctx), 0);
	agola_gw_client_free(own);
	end(ctx, c);
}
END_TEST

/* What a child finds that must not use its parent's loop, as bits of its exit code. */
static int in_child(agola_gw_client *parents)
{
	struct agola_client_opts o = opts(net_url("http", "http", "plain"), 10000, 0);
	agola_gw_client *own = NULL;
	agola_ctx *ctx = NULL;
	agola_error *err = NULL;
	int bad = 0;

	if (agola_loop_fd(loop) != -1 || agola_loop_timeout_ms(loop) != -1)
		bad |= 1;
	if (agola_loop_dispatch(loop, &err) != AGOLA_ERR_INVALID || !strstr(agola_error_message(err), "fork"))
		bad |= 2;
	agola_error_free(err);
	err = NULL;
	if (agola_loop_run(loop, 5000, NULL) != AGOLA_ERR_INVALID)
		bad |= 4;
	/* a client and a context of its own do not help */
	if (agola_gw_client_new(&o, &own, NULL) || agola_ctx_new(&ctx, NULL))
		return 8;
	agola_ctx_set_async(ctx, loop, on_done, NULL);
	if (agola_gw_remote_source_get(own, ctx, "x", NULL, &err) != AGOLA_ERR_INVALID ||
	    !strstr(agola_error_message(err), "fork"))
		bad |= 16;
	agola_error_free(err);
	agola_ctx_cancel(ctx);
	agola_ctx_free(ctx);
	agola_gw_client_free(own);
	agola_loop_free(loop);
	agola_gw_client_free(parents);
	return bad;
}

/* A child refuses its parent's loop and may free it, in the middle of calls; the parent's calls end as if there were no child. */
START_TEST(a_child_leaves_the_loop_alone)
{
	struct seen s = { 0 };
	agola_ctx *ctx = make_ctx(&s);
	struct agola_client_opts o = opts(net_url("http", "http", "drip"), 10000, 2);
	agola_gw_client *c = net_client(&o);
	int status = 0;
	pid_t pid;

	for (int i = 0; i < 4; i++)
		get(c, ctx);
	ck_assert_int_eq(agola_loop_run(loop, 30, NULL), 4);
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		_exit(in_child(c));
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child found 0x%x", (unsigned)status);
	ck_assert_int_eq(s.n, 0);
	ck_assert_int_eq(agola_loop_run(loop, 10000, NULL), 0);
	ck_assert_int_eq(s.ok, 4);
	end(ctx, c);
}
END_TEST

START_TEST(nothing_to_do)
{
	ck_assert_int_eq(agola_loop_new(NULL, NULL), AGOLA_ERR_INVALID);
	ck_assert_int_eq(agola_loop_dispatch(NULL, NULL), AGOLA_ERR_INVALID);
	ck_assert_int_eq(agola_loop_fd(NULL), -1);
	agola_loop_free(NULL);
	ck_assert_int_eq(agola_loop_new(&loop, NULL), 0);
	ck_assert_int_eq(agola_loop_run(loop, -1, NULL), 0);
	ck_assert_int_eq(agola_loop_timeout_ms(loop), -1);
	agola_loop_free(loop);
	loop = NULL;
}
END_TEST

UNIT("loop", a_thousand_at_once, one_descriptor_is_enough, queued_calls_time_out, cancel_from_a_thread, cancel_from_a_signal,
     cancel_before, calls_start_calls, downloads_start_calls, a_loop_ends_with_calls, errors_are_the_same, arguments_may_go,
     requests_of_ones_own, what_cannot_start, a_child_leaves_the_loop_alone, nothing_to_do)
