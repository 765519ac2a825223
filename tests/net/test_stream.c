/* SPDX-License-Identifier: Apache-2.0 */
/* Downloads and uploads of any length, on operations of the test's own. */
#include "core/core.h"
#include "net.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

int test_down(agola_gw_client *client, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err);
int test_lines(agola_gw_client *client, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err);
int test_up(agola_gw_client *client, agola_ctx *ctx, const struct agola_source *source, agola_gw_remote_source **ret,
            agola_error **err);
int test_short(agola_gw_client *client, agola_ctx *ctx, const struct agola_source *source, agola_error **err);
int test_store(agola_gw_client *client, agola_ctx *ctx, const struct agola_source *source, agola_error **err);
int test_text(agola_gw_client *client, agola_ctx *ctx, char **ret, agola_error **err);
int test_word(agola_gw_client *client, agola_ctx *ctx, char **ret, agola_error **err);

extern const struct agola_type agola_gw_remote_source_type;
AG_OP(test_down, gw, "TestDown", "GET", "/x", (SINK, sink), (ROW, .flags = AG_EP_SNIFFED));
AG_OP(test_lines, gw, "TestLines", "GET", "/x", (SINK, sink), (ROW, .flags = AG_EP_LINES));
AG_OP(test_up, gw, "TestUp", "POST", "/x", (SOURCE, source), (RET, agola_gw_remote_source));
AG_OP(test_short, gw, "TestShort", "POST", "/x", (SOURCE, source), (ROW, .max_source = 5));
AG_OP(test_store, gw, "TestStore", "POST", "/x", (SOURCE, source), (ROW, .flags = AG_EP_STORED));
AG_OP(test_text, gw, "TestText", "GET", "/x", (TEXT, ret));
AG_OP(test_word, gw, "TestWord", "GET", "/x", (TEXT, ret), (ROW, .flags = AG_EP_JSON));

static agola_gw_client *client_of(const char *path)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "http", path));

	o.timeout_ms = 300;
	return net_client(&o);
}

/* The path of text_: @s, with its end or without. */
static const char *text_path(const char *s, int end)
{
	static char path[2000];
	size_t n = (size_t)snprintf(path, sizeof(path), "text_/");

	for (; *s; s++)
		n += (size_t)snprintf(path + n, sizeof(path) - n, "%02x", (unsigned char)*s);
	snprintf(path + n, sizeof(path) - n, "/%d", end);
	return path;
}

struct taken {
	int64_t n;
	int64_t stop_at; /* 0: never */
	char text[200];
	bool right;
	int64_t done, total;
};

static int on_write(void *data, const void *bytes, size_t len)
{
	struct taken *t = data;
	const unsigned char *p = bytes;

	ck_assert_uint_gt(len, 0);
	for (size_t i = 0; i < len; i++) {
		if (p[i] != (t->n + (int64_t)i) % 251)
			t->right = false;
		if (t->n + (int64_t)i < (int64_t)sizeof(t->text) - 1)
			t->text[t->n + (int64_t)i] = (char)p[i];
	}
	t->n += (int64_t)len;
	return t->stop_at && t->n >= t->stop_at;
}

static int on_progress(void *data, int64_t done, int64_t total)
{
	struct taken *t = data;

	ck_assert_int_gt(done, t->done);
	t->done = done;
	t->total = total;
	return 0;
}

static int stop_progress(void *data, int64_t done, int64_t total)
{
	(void)data;
	(void)done;
	(void)total;
	return 1;
}

typedef int (*down_fn)(agola_gw_client *, agola_ctx *, const struct agola_sink *, agola_error **);

/* One download; *words gets the error's. */
static int down(down_fn fn, const char *path, struct taken *t, char *words)
{
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_gw_client *c = client_of(path);
	agola_error *err = NULL;
	int r;

	t->right = true;
	sink.write = on_write;
	sink.data = t;
	sink.progress = on_progress;
	sink.progress_data = t;
	sink.idle_timeout_ms = 1000;
	r = fn(c, NULL, &sink, &err);
	ck_assert_int_eq(agola_error_result(err), r);
	snprintf(words, 300, "%s", agola_error_message(err));
	agola_error_free(err);
	agola_gw_client_free(c);
	return r;
}

START_TEST(lengths)
{
	static const int64_t sizes[] = { 0, 1, 16383, 16384, 16385, 1000000 };
	char words[300], path[100];

	for (size_t i = 0; i < AG_COUNT(sizes); i++) {
		struct taken t = { 0 };

		snprintf(path, sizeof(path), "bytes_/%lld/%lld", (long long)sizes[i], (long long)sizes[i]);
		ck_assert_int_eq(down(test_down, path, &t, words), 0);
		ck_assert_int_eq(t.n, sizes[i]);
		ck_assert(t.right);
		ck_assert_int_eq(t.done, sizes[i]);
		ck_assert_int_eq(t.total, sizes[i]);
		if (sizes[i] == 0)
			continue;
		/* the last byte is missing */
		t = (struct taken){ 0 };
		snprintf(path, sizeof(path), "bytes_/%lld/%lld", (long long)sizes[i], (long long)sizes[i] - 1);
		ck_assert_int_eq(down(test_down, path, &t, words), AGOLA_ERR_NETWORK);
		ck_assert_int_eq(t.n, sizes[i] - 1);
	}
}
END_TEST

START_TEST(memory_does_not_grow)
{
	struct taken t = { 0 };
	struct rusage before, after;
	char words[300];

	ck_assert_int_eq(down(test_down, "bytes_/1000000/1000000", &t, words), 0);
	getrusage(RUSAGE_SELF, &before);
	t = (struct taken){ 0 };
	ck_assert_int_eq(down(test_down, "bytes_/100000000/100000000", &t, words), 0);
	getrusage(RUSAGE_SELF, &after);
	ck_assert_int_eq(t.n, 100000000);
	ck_assert(t.right);
	ck_assert_int_lt(after.ru_maxrss - before.ru_maxrss, 4096);
}
END_TEST

START_TEST(chunks)
{
	char words[300];
	struct taken t = { 0 };

	ck_assert_int_eq(down(test_down, text_path("step 1\nstep 2\n", 1), &t, words), 0);
	ck_assert_str_eq(t.text, "step 1\nstep 2\n");
	ck_assert_int_eq(t.total, -1);
	t = (struct taken){ 0 };
	ck_assert_int_eq(down(test_down, text_path("step 1\nstep", 0), &t, words), AGOLA_ERR_NETWORK);
	ck_assert_str_eq(t.text, "step 1\nstep");
	/* the server is silent for longer than the sink allows, but the client's timeout_ms is no matter */
	t = (struct taken){ 0 };
	ck_assert_int_eq(down(test_down, text_path("step", 2), &t, words), AGOLA_ERR_TIMEOUT);
	ck_assert_str_eq(t.text, "step");
}
END_TEST

START_TEST(the_caller_stops)
{
	struct taken t = { .stop_at = 20000 };
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_gw_client *c = client_of("bytes_/1000000/1000000");
	agola_error *err = NULL;
	char words[300];

	ck_assert_int_eq(down(test_down, "bytes_/1000000/1000000", &t, words), AGOLA_ERR_CALLBACK);
	ck_assert_int_lt(t.n, 100000);
	ck_assert_ptr_nonnull(strstr(words, "write() of the sink"));
	sink.write = on_write;
	sink.data = &t;
	sink.progress = stop_progress;
	t = (struct taken){ 0 };
	ck_assert_int_eq(test_down(c, NULL, &sink, &err), AGOLA_ERR_CALLBACK);
	agola_error_free(err);
	/* the client is as good as before */
	sink.progress = NULL;
	t = (struct taken){ 0 };
	ck_assert_int_eq(test_down(c, NULL, &sink, NULL), 0);
	agola_gw_client_free(c);
}
END_TEST

START_TEST(descriptors)
{
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_gw_client *c = client_of("bytes_/300000/300000");
	char name[] = "/tmp/agola-stream-XXXXXX";
	agola_error *err = NULL;
	int fd = mkstemp(name), full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	unlink(name);
	sink.use_fd = 1;
	sink.fd = fd;
	ck_assert_int_eq(test_down(c, NULL, &sink, NULL), 0);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 300000);
	sink.fd = full;
	ck_assert_int_eq(test_down(c, NULL, &sink, &err), AGOLA_ERR_IO);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), "No space left"));
	agola_error_free(err);
	ck_assert_int_eq(test_down(c, NULL, NULL, NULL), AGOLA_ERR_INVALID);
	sink.write = on_write;
	ck_assert_int_eq(test_down(c, NULL, &sink, NULL), AGOLA_ERR_INVALID);
	sink = (struct agola_sink)AGOLA_SINK_INIT;
	ck_assert_int_eq(test_down(c, NULL, &sink, NULL), AGOLA_ERR_INVALID);
	close(fd);
	close(full);
	agola_gw_client_free(c);
}
END_TEST

static void stands_still(int flags)
{
	struct agola_sink sink = AGOLA_SINK_INIT;
	struct agola_source source = AGOLA_SOURCE_INIT;
	agola_gw_client *c = client_of("bytes_/300000/300000");
	agola_ctx *ctx = NULL;
	int full[2], empty[2];

	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	ck_assert_int_eq(pipe2(full, O_CLOEXEC | flags) | pipe2(empty, O_CLOEXEC | flags), 0);
	sink.use_fd = source.use_fd = 1;
	sink.fd = full[1];
	source.fd = empty[0];
	agola_ctx_set_timeout(ctx, 200);
	ck_assert_int_eq(test_down(c, ctx, &sink, NULL), AGOLA_ERR_TIMEOUT);
	agola_ctx_set_timeout(ctx, 200);
	ck_assert_int_eq(test_up(c, ctx, &source, NULL, NULL), AGOLA_ERR_TIMEOUT);
	agola_ctx_set_timeout(ctx, 10000);
	agola_ctx_cancel(ctx);
	ck_assert_int_eq(test_down(c, ctx, &sink, NULL), AGOLA_ERR_CANCELLED);
	for (int i = 0; i < 2; i++) {
		close(full[i]);
		close(empty[i]);
	}
	agola_ctx_free(ctx);
	agola_gw_client_free(c);
}

/* A pipe that nobody empties or fills does not hold a call for ever. */
START_TEST(descriptors_that_stand_still)
{
	stands_still(0);
	stands_still(O_NONBLOCK);
}
END_TEST

START_TEST(exports)
{
	static const struct {
		const char *text;
		int result;
	} cases[] = {
		{ "{}\n", 0 },
		{ "{\"a\":\"}\\\"\"}\n{\"b\":[1,{}]}\n", 0 },
		{ "{}\n{\"a\":", AGOLA_ERR_NETWORK },
		{ "{}\n{\"a\":\"", AGOLA_ERR_NETWORK },
		{ "{}\n{}", AGOLA_ERR_NETWORK },
		{ "{}\n{", AGOLA_ERR_NETWORK },
		{ "{}\n[]", AGOLA_ERR_NETWORK },
		{ "{}\n[]\n", AGOLA_ERR_NETWORK },
		{ "{}\n{} ", AGOLA_ERR_NETWORK },
		/* as to v0.7.1: no line feed anywhere */
		{ "{}", 0 },
		{ "{\"a\":\"}\\\"\"}{\"b\":[1,{}]}", 0 },
		{ "{}{\"a\":", AGOLA_ERR_NETWORK },
		{ "{}{", AGOLA_ERR_NETWORK },
		{ "{}[]", AGOLA_ERR_NETWORK },
		{ "{}null", AGOLA_ERR_NETWORK },
		/* nothing came, and nobody said that there is nothing */
		{ "", AGOLA_ERR_NETWORK },
		{ "<html>", AGOLA_ERR_PROTOCOL },
		{ "404 page not found\n", AGOLA_ERR_PROTOCOL },
	};
	char words[300];

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct taken t = { 0 };

		ck_assert_msg(down(test_lines, text_path(cases[i].text, 1), &t, words) == cases[i].result, "%s: %s",
		              cases[i].text, words);
	}
	/* a service that has nothing yet says so */
	ck_assert_int_eq(down(test_lines, "bytes_/0/0", &(struct taken){ 0 }, words), 0);
}
END_TEST

/* ---- up ---- */

struct given {
	int64_t left;
	int64_t fail_at; /* -1: never */
	size_t piece;
};

static int64_t on_read(void *data, void *buf, size_t size)
{
	struct given *g = data;
	size_t n = g->piece && g->piece < size ? g->piece : size;

	if (g->fail_at >= 0 && g->left <= g->fail_at)
		return -1;
	if ((int64_t)n > g->left)
		n = (size_t)g->left;
	memset(buf, 'x', n);
	g->left -= (int64_t)n;
	return (int64_t)n;
}

/* @length as in the source. The id of the answer is the number of bytes that came, its name how. */
static int up(struct given g, int64_t length, const char *id, const char *how)
{
	struct agola_source source = AGOLA_SOURCE_INIT;
	agola_gw_client *c = client_of("take");
	agola_gw_remote_source *rs = NULL;
	agola_error *err = NULL;
	int r;

	source.read = on_read;
	source.data = &g;
	source.length = length;
	r = test_up(c, NULL, &source, &rs, &err);
	ck_assert_int_eq(agola_error_result(err), r);
	if (r == 0) {
		ck_assert_str_eq(rs->id, id);
		ck_assert_str_eq(rs->name, how);
	}
	agola_free(rs);
	agola_error_free(err);
	agola_gw_client_free(c);
	return r;
}

START_TEST(uploads)
{
	ck_assert_int_eq(up((struct given){ 5, -1, 0 }, 5, "5", "whole"), 0);
	ck_assert_int_eq(up((struct given){ 3000000, -1, 0 }, 3000000, "3000000", "whole"), 0);
	ck_assert_int_eq(up((struct given){ 0, -1, 0 }, 0, "0", "chunked"), 0);
	ck_assert_int_eq(up((struct given){ 5, -1, 1 }, 0, "5", "chunked"), 0);
	ck_assert_int_eq(up((struct given){ 3000000, -1, 70001 }, 0, "3000000", "chunked"), 0);
	/* more is there than its length: the rest is not asked for */
	ck_assert_int_eq(up((struct given){ 50, -1, 0 }, 5, "5", "whole"), 0);
	ck_assert_int_eq(up((struct given){ 50, -1, 7 }, 51, "", ""), AGOLA_ERR_IO);
	ck_assert_int_eq(up((struct given){ 50, 20, 7 }, 50, "", ""), AGOLA_ERR_CALLBACK);
	ck_assert_int_eq(up((struct given){ 50, 20, 7 }, 0, "", ""), AGOLA_ERR_CALLBACK);
	ck_assert_int_eq(up((struct given){ 50, -1, 0 }, -5, "", ""), AGOLA_ERR_INVALID);
}
END_TEST

/* What an upload gave is gone: it is not sent again on another connection, and the error says what that means. */
START_TEST(upload_without_an_answer)
{
	struct given g = { 5, -1, 0 };
	struct agola_source source = AGOLA_SOURCE_INIT;
	agola_gw_client *c = client_of("take_once");
	agola_error *err = NULL;

	source.read = on_read;
	source.data = &g;
	ck_assert_int_eq(test_up(c, NULL, &source, NULL, NULL), 0);
	g.left = 5;
	ck_assert_int_eq(test_up(c, NULL, &source, NULL, &err), AGOLA_ERR_NETWORK);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err),
	                             "the connection broke before an answer came; the request may have been carried out"));
	ck_assert_int_eq(agola_error_http_status(err), 0);
	agola_error_free(err);
	agola_gw_client_free(c);
}
END_TEST

/* What the server would not take is not sent. */
START_TEST(uploads_with_a_limit)
{
	static const struct {
		int64_t length;
		const char *words;
	} cases[] = {
		{ 5, NULL },
		{ 1, NULL },
		{ 6, "length is 6, the server takes no more than 5 bytes" },
		{ 0, "length is not known" },
	};
	agola_gw_client *c = client_of("take");

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct given g = { 100, -1, 0 };
		struct agola_source source = AGOLA_SOURCE_INIT;
		agola_error *err = NULL;
		int r;

		source.read = on_read;
		source.data = &g;
		source.length = cases[i].length;
		r = test_short(c, NULL, &source, &err);
		ck_assert_int_eq(r, cases[i].words ? AGOLA_ERR_INVALID : 0);
		ck_assert_msg(!cases[i].words || strstr(agola_error_message(err), cases[i].words), "%s",
		              agola_error_message(err));
		ck_assert_int_eq(g.left, cases[i].words ? 100 : 100 - cases[i].length);
		agola_error_free(err);
	}
	agola_gw_client_free(c);
}
END_TEST

START_TEST(files_up)
{
	struct agola_source source = AGOLA_SOURCE_INIT;
	agola_gw_client *c = client_of("take"), *kept = client_of("stored");
	agola_gw_remote_source *rs = NULL;
	char name[] = "/tmp/agola-stream-XXXXXX";
	int fd = mkstemp(name), pipes[2];

	unlink(name);
	ck_assert_int_eq(ftruncate(fd, 100000), 0);
	source.use_fd = 1;
	source.fd = fd;
	lseek(fd, 1, SEEK_SET);
	ck_assert_int_eq(test_up(c, NULL, &source, &rs, NULL), 0);
	ck_assert_str_eq(rs->id, "99999");
	ck_assert_str_eq(rs->name, "whole");
	agola_free(rs);
	ck_assert_int_eq(pipe2(pipes, O_CLOEXEC), 0);
	ck_assert_int_eq(write(pipes[1], "hello", 5), 5);
	close(pipes[1]);
	source.fd = pipes[0];
	ck_assert_int_eq(test_up(c, NULL, &source, &rs, NULL), 0);
	ck_assert_str_eq(rs->id, "5");
	ck_assert_str_eq(rs->name, "chunked");
	agola_free(rs);
	source.fd = fd;
	lseek(fd, 0, SEEK_SET);
	ck_assert_int_eq(test_store(kept, NULL, &source, NULL), 0);
	close(pipes[0]);
	close(fd);
	agola_gw_client_free(c);
	agola_gw_client_free(kept);
}
END_TEST

START_TEST(texts)
{
	agola_gw_client *c = client_of(text_path("\"a\\u00e9\"", 1));
	char *s = NULL;

	ck_assert_int_eq(test_text(c, NULL, &s, NULL), 0);
	ck_assert_str_eq(s, "\"a\\u00e9\"");
	agola_free(s);
	ck_assert_int_eq(test_word(c, NULL, &s, NULL), 0);
	ck_assert_str_eq(s, "a\xc3\xa9");
	agola_free(s);
	agola_gw_client_free(c);
	for (int i = 0; i < 4; i++) {
		static const char *const wrong[] = { "", "1", "\"a\",\"b\"", "\"a" };

		c = client_of(text_path(wrong[i], 1));
		ck_assert_int_eq(test_word(c, NULL, &s, NULL), AGOLA_ERR_PROTOCOL);
		agola_gw_client_free(c);
	}
}
END_TEST

UNIT("stream", lengths, memory_does_not_grow, chunks, the_caller_stops, descriptors, descriptors_that_stand_still, exports,
     uploads, upload_without_an_answer, uploads_with_a_limit, files_up, texts)
