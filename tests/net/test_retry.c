/* SPDX-License-Identifier: Apache-2.0 */
/* When a call is sent again: only reads, only when the connection broke before an answer, only if asked to, and not for ever. */
#include "net.h"

#include <stdio.h>
#include <stdlib.h>

/* The server answers with the number of requests that came until then; each URL has a count of its own. */
static agola_gw_client *client(const char *path, uint32_t retries)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "http", path));

	o.max_retries = retries;
	return net_client(&o);
}

/* How many requests came before this one. */
static int sent(const char *path)
{
	agola_gw_client *c = client(path, 0);
	struct net_get g = net_get(c, NULL);

	ck_assert_msg(g.result == 0, "%s", g.message);
	agola_gw_client_free(c);
	return atoi(g.name) - 1;
}

static struct net_get get(const char *path, uint32_t retries, agola_ctx *ctx)
{
	agola_gw_client *c = client(path, retries);
	struct net_get g = net_get(c, ctx);

	agola_gw_client_free(c);
	return g;
}

START_TEST(off_by_default)
{
	struct net_get g = get("lose/off/1/0", 0, NULL);

	ck_assert_int_eq(g.result, AGOLA_ERR_NETWORK);
	ck_assert_int_eq(sent("lose/off/1/0"), 1);
}
END_TEST

START_TEST(bounded)
{
	struct net_get g = get("lose/twice/2/0", 2, NULL);

	ck_assert_msg(g.result == 0, "%s", g.message);
	ck_assert_str_eq(g.name, "3");
	g = get("lose/thrice/3/0", 2, NULL);
	ck_assert_int_eq(g.result, AGOLA_ERR_NETWORK);
	ck_assert_int_eq(sent("lose/thrice/3/0"), 3);
	/* nor is a call started that never could end */
	ck_assert_int_eq(agola_gw_client_new(&NET_OPTS(.url = "http://x", .max_retries = 11), &(agola_gw_client *){ NULL }, NULL),
	                 AGOLA_ERR_INVALID);
}
END_TEST

static void on_done(void *data, int result, void *ret, agola_error *err)
{
	int *name = data;

	*name = result ? result : atoi(((agola_gw_remote_source *)ret)->name);
	agola_free(ret);
	agola_error_free(err);
}

START_TEST(on_a_loop_too)
{
	agola_gw_client *c = client("lose/loop/2/0", 2);
	agola_loop *loop = NULL;
	agola_ctx *ctx = NULL;
	int name = 0;

	ck_assert_int_eq(agola_loop_new(&loop, NULL), 0);
	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	agola_ctx_set_async(ctx, loop, on_done, &name);
	ck_assert_int_eq(agola_gw_remote_source_get(c, ctx, "x", NULL, NULL), AGOLA_PENDING);
	ck_assert_int_eq(agola_loop_run(loop, 20000, NULL), 0);
	ck_assert_int_eq(name, 3);
	agola_loop_free(loop);
	agola_ctx_free(ctx);
	agola_gw_client_free(c);
}
END_TEST

static int write_something(agola_gw_client *c, int how)
{
	struct agola_gw_remote_source_create_req create = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	struct agola_gw_remote_source_update_req update = AGOLA_GW_REMOTE_SOURCE_UPDATE_REQ_INIT;

	create.name = "x";
	switch (how) {
	case 0:
		return agola_gw_remote_source_create(c, NULL, &create, NULL, NULL);
	case 1:
		return agola_gw_remote_source_update(c, NULL, "x", &update, NULL, NULL);
	default:
		return agola_gw_remote_source_delete(c, NULL, "x", NULL);
	}
}

/* Not even on a kept connection, on which libcurl would. */
START_TEST(never_what_changes_something)
{
	for (int how = 0; how < 3; how++) {
		char path[40];
		agola_gw_client *c;

		snprintf(path, sizeof(path), "lose/write%d/1/0", how);
		c = client(path, 10);
		ck_assert_int_eq(write_something(c, how), AGOLA_ERR_NETWORK);
		ck_assert_int_eq(sent(path), 1);
		agola_gw_client_free(c);
		snprintf(path, sizeof(path), "keep_then_lose/write%d", 3 + how);
		c = client(path, 10);
		net_is(net_get(c, NULL), 0);
		ck_assert_int_eq(write_something(c, how), AGOLA_ERR_NETWORK);
		ck_assert_int_eq(sent(path), 2);
		agola_gw_client_free(c);
	}
}
END_TEST

/* What every client of HTTP does, whatever max_retries is: a kept connection may have been closed by the time that it is used. */
START_TEST(a_kept_connection_that_ended)
{
	agola_gw_client *c = client("keep_then_lose/read", 0);
	struct net_get g;

	net_is(net_get(c, NULL), 0);
	g = net_get(c, NULL);
	ck_assert_msg(g.result == 0, "%s", g.message);
	ck_assert_str_eq(g.name, "3");
	agola_gw_client_free(c);
}
END_TEST

START_TEST(not_after_an_answer_began)
{
	struct net_get g = get("lose_half/one", 10, NULL);

	ck_assert_int_eq(g.result, AGOLA_ERR_NETWORK);
	ck_assert_int_eq(sent("lose_half/one"), 1);
}
END_TEST

START_TEST(within_the_deadline)
{
	agola_ctx *ctx = NULL;
	struct net_get g;

	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	agola_ctx_set_timeout(ctx, 500);
	g = get("lose/slow/5/200", 10, ctx);
	ck_assert_int_eq(g.result, AGOLA_ERR_TIMEOUT);
	ck_assert_int_ge(g.ms, 400);
	ck_assert_int_lt(g.ms, 3000);
	agola_ctx_free(ctx);
}
END_TEST

START_TEST(not_when_cancelled)
{
	agola_ctx *ctx = NULL;

	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	agola_ctx_cancel(ctx);
	ck_assert_int_eq(get("lose/cancelled/1/0", 10, ctx).result, AGOLA_ERR_CANCELLED);
	agola_ctx_free(ctx);
}
END_TEST

UNIT("retry", off_by_default, bounded, on_a_loop_too, never_what_changes_something, a_kept_connection_that_ended,
     not_after_an_answer_began, within_the_deadline, not_when_cancelled)
