/* SPDX-License-Identifier: Apache-2.0 */
/* From a request to an answer, and the cursor of lists. */
#include "server/gateway/handlers.h"
#include "server/path.h"
#include "server/router.h"
#include "unit.h"

#include <stdio.h>

/* What the handler below saw. */
static struct {
	int calls;
	char args[3][100];
	char limit[100], key[100];
	int result;
} seen;

static int handler(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	const char *limit = ag_request_query(rq, "limit"), *key = ag_request_query(rq, "a b");

	(void)c;
	seen.calls++;
	for (size_t i = 0; i < 3; i++)
		snprintf(seen.args[i], sizeof(seen.args[i]), "%s", rq->args[i] ? rq->args[i] : "-");
	snprintf(seen.limit, sizeof(seen.limit), "%s", limit ? limit : "-");
	snprintf(seen.key, sizeof(seen.key), "%s", key ? key : "-");
	if (seen.result > 0)
		return AG_REFUSE(err, seen.result, "aCode", "words <&> \"%s\"", "x");
	if (seen.result < 0)
		return ag_fail(err, seen.result, "inside: secret path /x");
	return ag_respond_empty(rs, 204);
}

static const struct ag_route routes[] = {
	{ "GET", "/open", handler, AG_AUTH_NONE },        { "GET", "/closed", handler, AG_AUTH_TOKEN },
	{ "POST", "/admin", handler, AG_AUTH_ADMIN },     { "GET", "/a/{x}", handler, AG_AUTH_NONE },
	{ "GET", "/a/{x}/b/{y}", handler, AG_AUTH_NONE }, { "PUT", "/a/{x}/c", handler, AG_AUTH_NONE },
};

static struct ag_component component = { .name = "test", .routes = routes, .n_routes = AG_COUNT(routes), .token = "right" };
static struct ag_arena arena;
static struct ag_response rs;

static int ask(const char *method, const char *target, const char *authorization)
{
	const char *query = strchr(target, '?');
	struct ag_request rq = {
		.method = method, .query = query ? query + 1 : "", .authorization = authorization, .arena = &arena
	};
	int result = seen.result;

	ag_arena_free(&arena);
	ag_buf_free(&rs.body);
	memset(&rs, 0, sizeof(rs));
	memset(&seen, 0, sizeof(seen));
	seen.result = result;
	ag_arena_init(&arena);
	rq.path = ag_arena_strndup(&arena, target, query ? (size_t)(query - target) : strlen(target));
	ag_route(&component, &rq, &rs);
	return rs.status;
}

static const char *header(const char *name)
{
	for (size_t i = 0; i < rs.n_headers; i++) {
		if (strcmp(rs.headers[i].name, name) == 0)
			return rs.headers[i].value;
	}
	return "-";
}

static void done(void)
{
	ag_arena_free(&arena);
	ag_buf_free(&rs.body);
	seen.result = 0;
}

#define P "/api/v1alpha"

START_TEST(matching)
{
	static const struct {
		const char *method, *target;
		int status;
		const char *arg0, *arg1;
	} rows[] = {
		{ "GET", P "/open", 204, "-", "-" },
		{ "GET", P "/a/x", 204, "x", "-" },
		{ "GET", P "/a/x/b/y", 204, "x", "y" },
		/* matched as sent: a slash in an argument is %2F, and nothing is decoded */
		{ "GET", P "/a/x%2fy", 204, "x%2fy", "-" },
		{ "GET", P "/a/%C3%B6", 204, "%C3%B6", "-" },
		{ "GET", P "/a/\xff", 204, "\xff", "-" },
		{ "GET", P "/a/a+b", 204, "a+b", "-" },
		{ "PUT", P "/a/x/c", 204, "x", "-" },
		{ "GET", P "/a/x/c", 404, NULL, NULL },
		{ "GET", P "/a", 404, NULL, NULL },
		{ "GET", P "/a/", 404, NULL, NULL },
		{ "GET", P "/a/x/", 404, NULL, NULL },
		{ "GET", P "/open/", 404, NULL, NULL },
		{ "GET", P "/ope", 404, NULL, NULL },
		{ "GET", P "/openx", 404, NULL, NULL },
		{ "GET", P "/%6fpen", 404, NULL, NULL },
		{ "GET", P, 404, NULL, NULL },
		{ "GET", "/", 404, NULL, NULL },
		{ "GET", "/open", 404, NULL, NULL },
		{ "GET", "/api/v1alphax/open", 404, NULL, NULL },
		{ "GET", "/API/v1alpha/open", 404, NULL, NULL },
		/* wrong methods are 404 as well, as in Go */
		{ "POST", P "/open", 404, NULL, NULL },
		{ "HEAD", P "/open", 404, NULL, NULL },
		{ "OPTIONS", P "/open", 404, NULL, NULL },
		{ "get", P "/open", 404, NULL, NULL },
		/* escapes that are none, NUL, no path at all */
		{ "GET", P "/a/%zz", 400, NULL, NULL },
		{ "GET", P "/a/%", 400, NULL, NULL },
		{ "GET", P "/a/%2", 400, NULL, NULL },
		{ "GET", P "/a/x%00y", 400, NULL, NULL },
		{ "GET", P "/open?limit=%00", 400, NULL, NULL },
		{ "GET", "*", 400, NULL, NULL },
		{ "GET", "http://h" P "/open", 400, NULL, NULL },
		{ "GET", "", 400, NULL, NULL },
	};

	for (size_t i = 0; i < AG_COUNT(rows); i++) {
		ck_assert_msg(ask(rows[i].method, rows[i].target, NULL) == rows[i].status, "%s %s: %d", rows[i].method,
		              rows[i].target, rs.status);
		ck_assert_int_eq(seen.calls, rows[i].status == 204);
		if (rows[i].arg0) {
			ck_assert_str_eq(seen.args[0], rows[i].arg0);
			ck_assert_str_eq(seen.args[1], rows[i].arg1);
		}
		if (rs.status == 404) {
			ck_assert_str_eq(ag_buf_str(&rs.body), "404 page not found\n");
			ck_assert_str_eq(rs.content_type, "text/plain; charset=utf-8");
			ck_assert_str_eq(header("X-Content-Type-Options"), "nosniff");
		}
		if (rs.status == 204) {
			ck_assert_uint_eq(rs.body.len, 0);
			ck_assert_str_eq(rs.content_type, "application/json");
		}
	}
	done();
}
END_TEST

START_TEST(cleaning)
{
	static const struct {
		const char *target, *location;
	} rows[] = {
		{ P "//open", P "/open" },
		{ P "/./open", P "/open" },
		{ P "/x/../open", P "/open" },
		{ P "/x/%2e%2E/open", P "/open" },
		{ P "/open/.", P "/open" },
		{ P "/a//b/", P "/a/b/" },
		{ P "/a/x%2F%2Fy", P "/a/x/y" },
		{ "//", "/" },
		{ "/..", "/" },
		{ "/../../x", "/x" },
		{ P "//open?limit=1&a=%2F", P "/open?limit=1&a=%2F" },
		{ P "//a b\"<>%25%3F%23", P "/a%20b%22%3C%3E%25%3F%23" },
		{ P "//%C3%B6:@!$&'()*+,;=", P "/%C3%B6:@%21$&%27%28%29%2A+,;=" },
	};

	for (size_t i = 0; i < AG_COUNT(rows); i++) {
		ck_assert_msg(ask("DELETE", rows[i].target, NULL) == 301, "%s: %d", rows[i].target, rs.status);
		ck_assert_str_eq(header("Location"), rows[i].location);
		ck_assert_uint_eq(rs.body.len, 0);
		ck_assert_int_eq(seen.calls, 0);
	}
	done();
}
END_TEST

START_TEST(queries)
{
	static const struct {
		const char *query, *limit, *key;
	} rows[] = {
		{ "limit=5", "5", "-" },
		{ "limit=5&limit=6", "5", "-" },
		{ "x=1&limit=5", "5", "-" },
		{ "limit", "", "-" },
		{ "limit=", "", "-" },
		{ "limit=%35", "5", "-" },
		{ "%6Cimit=5", "5", "-" },
		{ "Limit=5", "-", "-" },
		{ "a+b=c+d", "-", "c d" },
		{ "a%20b=c%2Bd", "-", "c+d" },
		{ "a+b=x=y", "-", "x=y" },
		/* a pair that holds ; or an escape that is none is passed over, the next one counts */
		{ "limit=5;a+b=1", "-", "-" },
		{ "limit=%zz&limit=7", "7", "-" },
		{ "%zz=1&limit=7", "7", "-" },
		{ "limit=1;2&limit=3", "3", "-" },
		{ "&&&limit=5&", "5", "-" },
		{ "=5", "-", "-" },
		{ "?limit=5", "-", "-" },
	};
	char target[200];

	for (size_t i = 0; i < AG_COUNT(rows); i++) {
		snprintf(target, sizeof(target), P "/open?%s", rows[i].query);
		ck_assert_int_eq(ask("GET", target, NULL), 204);
		ck_assert_msg(strcmp(seen.limit, rows[i].limit) == 0, "%s: limit is %s", rows[i].query, seen.limit);
		ck_assert_msg(strcmp(seen.key, rows[i].key) == 0, "%s: a b is %s", rows[i].query, seen.key);
	}
	done();
}
END_TEST

START_TEST(authorization)
{
	static const struct {
		const char *header;
		bool right;
	} rows[] = {
		{ "token right", true },      { "TOKEN right", true },   { "Token right", true },
		{ "  token right \t", true }, { NULL, false },           { "", false },
		{ "token", false },           { "token ", false },       { "token wrong", false },
		{ "token righ", false },      { "token rightx", false }, { "token right x", false },
		{ "token  right", false },    { "token\tright", false }, { "Bearer right", false },
		{ "right", false },           { "tokenright", false },   { "token RIGHT", false },
	};

	for (size_t i = 0; i < AG_COUNT(rows); i++) {
		ck_assert_msg(ask("GET", P "/closed", rows[i].header) == (rows[i].right ? 204 : 401), "%s", rows[i].header);
		ck_assert_int_eq(seen.calls, rows[i].right);
		if (!rows[i].right)
			ck_assert_str_eq(ag_buf_str(&rs.body), "[]");
		ck_assert_int_eq(ask("POST", P "/admin", rows[i].header), rows[i].right ? 204 : 401);
		/* where it is not read, a wrong one does no harm */
		ck_assert_int_eq(ask("GET", P "/open", rows[i].header), 204);
	}
	/* unknown paths need no token to be unknown */
	ck_assert_int_eq(ask("GET", P "/none", NULL), 404);
	/* a component without a token: open, but for what needs an admin */
	component.token = NULL;
	ck_assert_int_eq(ask("GET", P "/closed", NULL), 204);
	ck_assert_int_eq(ask("POST", P "/admin", "token "), 401);
	ck_assert_int_eq(ask("POST", P "/admin", NULL), 401);
	component.token = "right";
	done();
}
END_TEST

START_TEST(errors)
{
	seen.result = 400;
	ck_assert_int_eq(ask("GET", P "/open", NULL), 400);
	ck_assert_str_eq(ag_buf_str(&rs.body),
	                 "[{\"code\":\"aCode\",\"details\":null,\"message\":\"words \\u003c\\u0026\\u003e \\\"x\\\"\"}]");
	ck_assert_str_eq(rs.content_type, "application/json");
	seen.result = 404;
	ck_assert_int_eq(ask("GET", P "/open", NULL), 404);
	/* what went wrong inside is in the log only */
	seen.result = AGOLA_ERR_INTERNAL;
	ck_assert_int_eq(ask("GET", P "/open", NULL), 500);
	ck_assert_str_eq(ag_buf_str(&rs.body), "[]");
	ck_assert_str_eq(rs.error, "inside: secret path /x");
	seen.result = AGOLA_ERR_NOMEM;
	ck_assert_int_eq(ask("GET", P "/open", NULL), 500);
	done();
}
END_TEST

/* ---- lists ---- */

static int64_t limit;
static enum agola_sort_direction sort;
static struct ag_cursor cursor;
static bool of_gateway;
static const char *next;

static int list(struct ag_component *c, struct ag_request *rq, struct ag_response *to, agola_error **err)
{
	int r = of_gateway ? ag_gateway_list_query(rq, &cursor, &limit, err) : ag_request_list(rq, &limit, &sort, err);

	(void)c;
	if (r == 0 && of_gateway)
		r = ag_gateway_list_next(rq, to, next, cursor.sort, err);
	return r ? r : ag_respond_empty(to, 204);
}

static const struct ag_route list_routes[] = { { "GET", "/list", list, AG_AUTH_NONE } };

static int ask_list(const char *query)
{
	char target[500];

	component.routes = list_routes;
	component.n_routes = 1;
	snprintf(target, sizeof(target), P "/list?%s", query);
	cursor = (struct ag_cursor){ 0 };
	ask("GET", target, NULL);
	component.routes = routes;
	component.n_routes = AG_COUNT(routes);
	return rs.status;
}

START_TEST(limits)
{
	static const struct {
		const char *query;
		int status;
		int64_t limit, of_gateway;
	} rows[] = {
		{ "", 204, 0, 30 },
		{ "limit=", 204, 0, 30 },
		{ "limit=0", 204, 0, 0 },
		{ "limit=-0", 204, 0, 0 },
		{ "limit=00000000000000000000000", 204, 0, 0 },
		{ "limit=1", 204, 1, 1 },
		{ "limit=%2B1", 204, 1, 1 },
		{ "limit=007", 204, 7, 7 },
		{ "limit=29", 204, 29, 29 },
		{ "limit=30", 204, 30, 30 },
		{ "limit=31", 204, 31, 30 },
		{ "limit=9223372036854775807", 204, INT64_MAX, 30 },
		{ "limit=9223372036854775808", 400, 0, 0 },
		{ "limit=-1", 400, 0, 0 },
		{ "limit=-9223372036854775808", 400, 0, 0 },
		{ "limit=1.0", 400, 0, 0 },
		{ "limit=1e1", 400, 0, 0 },
		{ "limit=0x10", 400, 0, 0 },
		{ "limit=1_0", 400, 0, 0 },
		{ "limit=+1", 400, 0, 0 },
		{ "limit=%2B", 400, 0, 0 },
		{ "limit=-", 400, 0, 0 },
		{ "limit=%2B-0", 400, 0, 0 },
		{ "limit=--1", 400, 0, 0 },
		{ "limit=a", 400, 0, 0 },
		{ "limit=1a", 400, 0, 0 },
		{ "limit=1%20", 400, 0, 0 },
		{ "limit=%D9%A1", 400, 0, 0 },
	};

	for (int g = 0; g < 2; g++) {
		of_gateway = g;
		for (size_t i = 0; i < AG_COUNT(rows); i++) {
			ck_assert_msg(ask_list(rows[i].query) == rows[i].status, "%s: %d", rows[i].query, rs.status);
			if (rs.status == 204)
				ck_assert_msg(limit == (g ? rows[i].of_gateway : rows[i].limit), "%s: %lld", rows[i].query,
				              (long long)limit);
			else
				ck_assert_ptr_nonnull(strstr(ag_buf_str(&rs.body), "\"invalidLimit\""));
		}
		ck_assert_int_eq(ask_list("limit=x&sortdirection=x"), 400);
		ck_assert_ptr_nonnull(strstr(ag_buf_str(&rs.body), "\"invalidLimit\""));
		ck_assert_int_eq(ask_list("sortdirection=ASC"), 400);
		ck_assert_ptr_nonnull(strstr(ag_buf_str(&rs.body), "\"invalidSortDirection\""));
		ck_assert_int_eq(ask_list("sortdirection="), 204);
		ck_assert_int_eq(ask_list("sortdirection=desc"), 204);
		ck_assert_int_eq((int)(g ? cursor.sort : sort), AGOLA_SORT_DESC);
	}
	done();
}
END_TEST

START_TEST(cursors)
{
	static const char *const bad[] = { "x",
		                           "%3D%3D%3D%3D",
		                           "e30%3D",
		                           "bnVsbA%3D%3D",
		                           "eyJTdGFydCI6ImEifQ%3D%3D",
		                           "eyJTdGFydCI6MSwiU29ydERpcmVjdGlvbiI6ImFzYyJ9",
		                           "e30",
		                           "e3%0A0%3D",
		                           "%C3%B6aaa" };
	char query[400];

	of_gateway = true;
	next = NULL;
	ck_assert_int_eq(ask_list(""), 204);
	ck_assert_str_eq(header("X-Agola-Cursor"), "");
	/* out and in again, for each length that base64 knows */
	for (int d = AGOLA_SORT_ASC; d <= AGOLA_SORT_DESC; d++) {
		for (const char *name = "abcdef\xc3\xb6"; *name; name++) {
			struct ag_buf b = { 0 };

			next = name;
			if ((unsigned char)*name == 0xb6)
				break;
			ck_assert_int_eq(ask_list(d == AGOLA_SORT_ASC ? "sortdirection=asc" : "sortdirection=desc"), 204);
			for (const char *c = header("X-Agola-Cursor"); *c; c++)
				ag_buf_addf(&b, strchr("+/=", *c) ? "%%%02X" : "%c", *c);
			snprintf(query, sizeof(query), "cursor=%s", ag_buf_str(&b));
			ag_buf_free(&b);
			ck_assert_int_eq(ask_list(query), 204);
			ck_assert_str_eq(cursor.start, name);
			ck_assert_int_eq((int)cursor.sort, d);
		}
	}
	strcat(query, "&sortdirection=desc");
	ck_assert_int_eq(ask_list(query), 400);
	for (size_t i = 0; i < AG_COUNT(bad); i++) {
		snprintf(query, sizeof(query), "cursor=%s", bad[i]);
		ck_assert_msg(ask_list(query) == 400, "%s: %d", bad[i], rs.status);
	}
	ck_assert_int_eq(ask_list("cursor="), 204);
	done();
}
END_TEST

UNIT("server-router", matching, cleaning, queries, authorization, errors, limits, cursors)
