/* SPDX-License-Identifier: Apache-2.0 */
/* Logs that take several reads, blocking and on a loop. */
#include "core/call.h"
#include "net.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

struct taken {
	int64_t n;
	char text[100];
	int result;
	char message[300];
	bool done;
};

static int on_write(void *data, const void *bytes, size_t len)
{
	struct taken *t = data;
	const char *p = bytes;

	for (size_t i = 0; i < len && t->n + (int64_t)i < (int64_t)sizeof(t->text) - 1; i++)
		t->text[t->n + (int64_t)i] = p[i];
	t->n += (int64_t)len;
	return 0;
}

static void take(struct taken *t, int result, agola_error *err)
{
	t->result = result;
	snprintf(t->message, sizeof(t->message), "%s", agola_error_message(err));
	agola_error_free(err);
	t->done = true;
}

static void on_done(void *data, int result, void *ret, agola_error *err)
{
	ck_assert_ptr_null(ret);
	take(data, result, err);
}

static void set_pauses(uint32_t ms)
{
	for (size_t i = 0; i < AG_COUNT(ag_follow_pauses_ms); i++)
		ag_follow_pauses_ms[i] = ms;
}

/* A client of a server that has @script, that of log() in servers.py; of any service, which only the compiler tells apart. */
static agola_gw_client *client_of(const char *script)
{
	static int id;
	char path[300];
	struct agola_client_opts o;

	snprintf(path, sizeof(path), "log/%d/%s", ++id, script);
	o = NET_OPTS(.url = net_url("http", "http", path));
	return net_client(&o);
}

typedef int (*read_fn)(agola_gw_client *c, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err);

static int read_log(agola_gw_client *c, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err)
{
	struct agola_gw_log_get_opts opts = AGOLA_GW_LOG_GET_OPTS_INIT;

	opts.follow = AGOLA_TRUE;
	return agola_gw_user_log_get(c, ctx, "u", 1, "t", &opts, sink, err);
}

/* Of a runservice. The texts of the options may go when the call has begun. */
static int rs_log(agola_gw_client *c, agola_ctx *ctx, const struct agola_sink *sink, int64_t offset, enum agola_tristate no_check,
                  agola_error **err)
{
	struct agola_rs_log_get_opts opts = AGOLA_RS_LOG_GET_OPTS_INIT;
	char run[] = "r", task[] = "t";
	int r;

	opts.run_id = run;
	opts.task_id = task;
	opts.follow = AGOLA_TRUE;
	opts.offset = offset;
	opts.no_check = no_check;
	r = agola_rs_log_get((agola_rs_client *)c, ctx, &opts, sink, err);
	*run = *task = '?';
	return r;
}

static int read_rs_log(agola_gw_client *c, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err)
{
	return rs_log(c, ctx, sink, 0, AGOLA_UNSET, err);
}

static int read_rs_log_behind_one(agola_gw_client *c, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err)
{
	return rs_log(c, ctx, sink, 1, AGOLA_FALSE, err);
}

static int read_rs_log_unchecked(agola_gw_client *c, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err)
{
	return rs_log(c, ctx, sink, 0, AGOLA_TRUE, err);
}

static int read_archive(agola_gw_client *c, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err)
{
	struct agola_rs_archive_get_opts opts = AGOLA_RS_ARCHIVE_GET_OPTS_INIT;

	opts.task_id = "t";
	return agola_rs_archive_get((agola_rs_client *)c, ctx, &opts, sink, err);
}

static int read_cache(agola_gw_client *c, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err)
{
	return agola_rs_cache_get((agola_rs_client *)c, ctx, "k", NULL, sink, err);
}

static int read_cache_by_prefix(agola_gw_client *c, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err)
{
	struct agola_rs_cache_opts opts = AGOLA_RS_CACHE_OPTS_INIT;

	opts.prefix = AGOLA_TRUE;
	return agola_rs_cache_get((agola_rs_client *)c, ctx, "k", &opts, sink, err);
}

static int follow_by(read_fn fn, agola_gw_client *c, agola_ctx *ctx, struct taken *t, agola_error **err)
{
	struct agola_sink sink = AGOLA_SINK_INIT;

	*t = (struct taken){ 0 };
	sink.write = on_write;
	sink.data = t;
	return fn(c, ctx, &sink, err);
}

static int follow(agola_gw_client *c, agola_ctx *ctx, struct taken *t, agola_error **err)
{
	return follow_by(read_log, c, ctx, t, err);
}

static void is_by(read_fn fn, const char *script, int result, const char *text, const char *words)
{
	for (int async = 0; async < 2; async++) {
		agola_gw_client *c = client_of(script);
		agola_loop *loop = NULL;
		agola_ctx *ctx = NULL;
		agola_error *err = NULL;
		struct taken t;

		if (async) {
			ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
			ck_assert_int_eq(agola_loop_new(&loop, NULL), 0);
			agola_ctx_set_async(ctx, loop, on_done, &t);
			ck_assert_int_eq(follow_by(fn, c, ctx, &t, &err), AGOLA_PENDING);
			ck_assert_int_eq(agola_loop_run(loop, 10000, NULL), 0);
			ck_assert(t.done);
		} else {
			int r = follow_by(fn, c, NULL, &t, &err);

			take(&t, r, err);
		}
		ck_assert_msg(t.result == result, "%s: %s (%s)", script, agola_result_name(t.result), t.message);
		ck_assert_str_eq(t.text, text);
		ck_assert_str_eq(t.message, words);
		agola_loop_free(loop);
		agola_ctx_free(ctx);
		agola_gw_client_free(c);
	}
}

static void is(const char *script, int result, const char *text, const char *words)
{
	is_by(read_log, script, result, text, words);
}

#define WHAT "GET /users/u/runs/1/tasks/t/logs: "

START_TEST(ends)
{
	set_pauses(1);
	is("l.e", 0, "", "");
	is("l6162.e", 0, "ab", "");
	/* as told a little later */
	is("l6162.r.l6162.r.l6162.e", 0, "ab", "");
	is("l6162.r.l61.e.l6162.e", 0, "ab", "");
	/* somebody came back */
	is("l61.r.5.4.l6162.e", 0, "ab", "");
	is("l61.r.5.4.l6162.r.5.5.5.l616263.e", 0, "abc", "");
}
END_TEST

START_TEST(gives_up)
{
	set_pauses(1);
	is("l61.r.l61.r.l61.r.l61.r.l61.r.l6162.e", AGOLA_ERR_NETWORK, "a",
	   WHAT "the stream ends although the step goes on, again and again");
	is("l6162.r.l61.e.l61.e.l61.e.l61.e.l6162.e", AGOLA_ERR_NETWORK, "ab",
	   WHAT "the answer is shorter than what came of it before");
	is("l61.r.5.5.5.5.l6162.e", AGOLA_ERR_INTERNAL, "a", WHAT "500 Internal Server Error");
	is("l61.5.l6162.e", AGOLA_ERR_INTERNAL, "a", "GET /users/u/runs/1/tasks/t: 500 Internal Server Error");
	/* a log that was never there */
	is("4.l61.e", AGOLA_ERR_NOT_FOUND, "", WHAT "404 Not Found");
}
END_TEST

START_TEST(of_the_runservice)
{
	set_pauses(1);
	is_by(read_rs_log, "l.E", 0, "", "");
	is_by(read_rs_log, "l6162.R.l6162.R.l6162.E", 0, "ab", "");
	is_by(read_rs_log, "l61.R.5.4.l6162.E", 0, "ab", "");
	is_by(read_rs_log, "l61.R.l61.R.l61.R.l61.R.l61.R.l6162.E", AGOLA_ERR_NETWORK, "a",
	      "GET /logs: the stream ends although the step goes on, again and again");
	is_by(read_rs_log, "l61.5.l6162.E", AGOLA_ERR_INTERNAL, "a", "GET /runs/r: 500 Internal Server Error");
	/* it glues nothing to a log, so this is all of it */
	is_by(read_rs_log, "l615b5d.E", 0, "a[]", "");
	is_by(read_rs_log_behind_one, "l6162.R.l616263.E", 0, "bc", "");
	is_by(read_rs_log_unchecked, "l61.R.l6162.E", 0, "a", "");
}
END_TEST

/* What is no log takes more than one read only if it ends as an error would. */
START_TEST(archives_and_caches)
{
	const read_fn fns[] = { read_archive, read_cache };

	set_pauses(1);
	for (size_t i = 0; i < AG_COUNT(fns); i++) {
		is_by(fns[i], "l6162.5", 0, "ab", "");
		is_by(fns[i], "l615b5d.l61626364", 0, "abcd", "");
		is_by(fns[i], "l615b5d.l6162635b5d.l61626364", 0, "abcd", "");
		is_by(fns[i], "l615b5d.l615b5d.5", 0, "a[]", "");
	}
	is_by(read_archive, "l615b5d.5", AGOLA_ERR_INTERNAL, "a", "GET /executor/archives: 500 Internal Server Error");
	is_by(read_cache_by_prefix, "l615b5d.5", 0, "a[]", "");
}
END_TEST

static void *cancel(void *ctx)
{
	usleep(100000);
	agola_ctx_cancel(ctx);
	return NULL;
}

START_TEST(pauses_end)
{
	agola_ctx *ctx = NULL;
	agola_loop *loop = NULL;

	set_pauses(60000);
	for (int how = 0; how < 5; how++) {
		bool async = how >= 2, late = how % 2 == 0;
		agola_gw_client *c = client_of("l.r");
		agola_error *err = NULL;
		struct taken t;
		pthread_t thread;
		int64_t start = ag_now_us();
		int r;

		ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
		ck_assert_int_eq(agola_loop_new(&loop, NULL), 0);
		if (async)
			agola_ctx_set_async(ctx, loop, on_done, &t);
		if (late && how < 4)
			agola_ctx_set_timeout(ctx, 100);
		else if (!late)
			ck_assert_int_eq(pthread_create(&thread, NULL, cancel, ctx), 0);
		r = follow(c, ctx, &t, &err);
		if (async) {
			ck_assert_int_eq(r, AGOLA_PENDING);
			/* the last time the loop ends in a pause */
			ck_assert_int_ge(agola_loop_run(loop, how == 4 ? 50 : 10000, NULL), how == 4);
			agola_loop_free(loop);
		} else {
			take(&t, r, err);
			agola_loop_free(loop);
		}
		if (!late)
			pthread_join(thread, NULL);
		ck_assert(t.done);
		ck_assert_int_eq(t.result, late && how < 4 ? AGOLA_ERR_TIMEOUT : AGOLA_ERR_CANCELLED);
		ck_assert_int_lt(ag_now_us() - start, 5000000);
		agola_ctx_free(ctx);
		agola_gw_client_free(c);
	}
}
END_TEST

START_TEST(memory_does_not_grow)
{
	struct rusage before, after;
	agola_error *err = NULL;
	agola_gw_client *c;
	struct taken t;

	set_pauses(1);
	is("n100000.r.n200000.e", 0,
	   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "");
	getrusage(RUSAGE_SELF, &before);
	c = client_of("n30000000.r.n40000000.e");
	ck_assert_int_eq(follow(c, NULL, &t, &err), 0);
	getrusage(RUSAGE_SELF, &after);
	ck_assert_int_eq(t.n, 40000000);
	ck_assert_int_lt(after.ru_maxrss - before.ru_maxrss, 4096);
	agola_gw_client_free(c);
}
END_TEST

UNIT("log", ends, gives_up, of_the_runservice, archives_and_caches, pauses_end, memory_does_not_grow)
