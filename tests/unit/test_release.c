/* SPDX-License-Identifier: Apache-2.0 */
/* Which release a server is, by what each era answers to harmless requests, and what calls make of it. */
#include "core/core.h"
#include "unit.h"
#include <agola/client.h>

#include <stdio.h>

int test_new(agola_gw_client *client, agola_ctx *ctx, char **ret, agola_error **err);
int test_gone(agola_gw_client *client, agola_ctx *ctx, char **ret, agola_error **err);
int test_moved(agola_gw_client *client, agola_ctx *ctx, char **ret, agola_error **err);
int test_asked(agola_gw_client *client, agola_ctx *ctx, char **ret, agola_error **err);
int test_one(agola_gw_client *client, agola_ctx *ctx, agola_gw_remote_source **ret, agola_error **err);

AG_OP(test_new, gw, "TestNew", "GET", "/new", (TEXT, ret), (ROW, .since = AG_RELEASE(0, 8, 0)));
AG_OP(test_gone, gw, "TestGone", "GET", "/gone", (TEXT, ret), (ROW, .until = AG_RELEASE(0, 6, 0)));
AG_OP(test_asked, gw, "TestAsked", "GET", "/asked", (TEXT, ret), (ROW, .since = AG_RELEASE(0, 8, 0), .flags = AG_EP_ASK));
static const struct ag_endpoint moved_before = { .method = "GET", .path = "/before", .text = true, .flags = AG_EP_ROOT };
AG_OP(test_moved, gw, "TestMoved", "GET", "/now", (TEXT, ret), (ROW, .since = AG_RELEASE(0, 6, 0), .older = &moved_before));
extern const struct agola_type agola_gw_remote_source_type;
AG_OP(test_one, gw, "TestOne", "GET", "/one", (RET, agola_gw_remote_source),
      (ROW, .flags = AG_EP_ONE, .fixed_query = "query_type=x"));

struct page {
	const char *target; /* what comes behind the API's prefix, or all of it */
	int status;
	const char *header, *body;
};

/* As the real servers answered; what is not here is not known. */
struct era {
	const char *words; /* how the library names it */
	struct page pages[6];
	bool has_new, has_gone, has_now;
};

static const struct era eras[] = {
	{ "v0.2.0 or earlier", { { "/version", 404, NULL, "404 page not found\n" } }, false, true, false },
	{ "v0.3.0 to v0.5.0",
	  { { "/version", 200, NULL, "{\"version\":\"No version defined at build time\"}" },
	    { "/remotesources?limit=x", 400, NULL, "{\"message\":\"cannot parse limit\"}" },
	    { "/auth/login", 404, NULL, "404 page not found\n" } },
	  false,
	  true,
	  false },
	{ "v0.6.0",
	  { { "/version", 200, NULL, "{\"version\":\"No version defined at build time\"}" },
	    { "/remotesources?limit=x", 400, NULL, "{\"message\":\"cannot parse limit\"}" },
	    { "/auth/login", 405, NULL, "" } },
	  false,
	  true,
	  true },
	{ "v0.7.0 to v0.7.1",
	  { { "/version", 200, NULL, "{\"version\":\"No version defined at build time\"}" },
	    { "/remotesources?limit=x", 400, NULL, "{\"code\":\"\",\"message\":\"\"}" },
	    { "/remotesources?limit=1", 200, NULL, "[]" },
	    { "/maintenance/configstore", 404, NULL, "404 page not found\n" } },
	  false,
	  false,
	  true },
	{ "v0.8.0",
	  { { "/version", 200, NULL, "{\"version\":\"No version defined at build time\"}" },
	    { "/remotesources?limit=x", 400, NULL, "{\"code\":\"\",\"message\":\"\"}" },
	    { "/remotesources?limit=1", 200, NULL, "[]" },
	    { "/maintenance/configstore", 401, NULL, "{\"code\":\"\",\"message\":\"\"}" } },
	  true,
	  false,
	  true },
	{ "v0.9.0 to v0.9.2",
	  { { "/version", 200, NULL, "{\"version\":\"No version defined at build time\"}" },
	    { "/remotesources?limit=x", 400, NULL, "{\"code\":\"\",\"message\":\"\"}" },
	    { "/remotesources?limit=1", 200, "X-Agola-Cursor", "[]" } },
	  true,
	  false,
	  true },
	{ "v0.10.0 or later",
	  { { "/version", 200, NULL, "{\"version\":\"No version defined at build time\"}" },
	    { "/remotesources?limit=x", 400, NULL, "[{\"code\":\"invalidLimit\",\"details\":null}]" } },
	  true,
	  false,
	  true },
	{ "v0.9.1", { { "/version", 200, NULL, "{\"version\":\"v0.9.1\"}" } }, true, false, true },
	{ "v0.10.0 or later", { { "/version", 200, NULL, "{\"version\":\"agolad 0.1.0\"}" } }, true, false, true },
};

static const struct era silent = { "",
	                           { { "/version", 502, NULL, "" },
	                             { "/remotesources?limit=x", 502, NULL, "" },
	                             { "/remotesources?limit=1", 502, NULL, "" },
	                             { "/maintenance/configstore", 502, NULL, "" },
	                             { "/auth/login", 502, NULL, "" } },
	                           false,
	                           false,
	                           false };

struct server {
	const struct era *era;
	int n, n_tokens;
	int n_asked; /* of test_asked(), which any release answers */
	int result;  /* of the transport */
};

static int perform(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	struct server *s = data;
	const char *target = strncmp(r->target, "/api/v1alpha", 12) == 0 ? r->target + 12 : r->target;
	struct page answer = { NULL, 404, NULL, "404 page not found\n" };

	(void)err;
	s->n++;
	if (s->result)
		return s->result;
	for (size_t i = 0; i < r->n_headers; i++)
		s->n_tokens += strncmp(r->headers[i], "Authorization", 13) == 0;
	for (size_t i = 0; s->era && i < AG_COUNT(s->era->pages) && s->era->pages[i].target; i++) {
		if (strcmp(s->era->pages[i].target, target) == 0)
			answer = s->era->pages[i];
	}
	if (s->era && ((s->era->has_new && strcmp(target, "/new") == 0) || (s->era->has_gone && strcmp(target, "/gone") == 0) ||
	               (strcmp(target, s->era->has_now ? "/now" : "/before") == 0)))
		answer = (struct page){ NULL, 200, NULL, "here" };
	if (!s->era && strcmp(target, "/one?query_type=x") == 0)
		answer = (struct page){ NULL, 200, NULL, "[{\"name\":\"a\"}]" };
	if (strcmp(target, "/asked") == 0) {
		s->n_asked++;
		answer = (struct page){ NULL, 200, NULL, "here" };
	}
	agola_transport_reply_status(reply, answer.status);
	if (answer.header)
		agola_transport_reply_header(reply, answer.header, "");
	return *answer.body ? agola_transport_reply_body(reply, answer.body, strlen(answer.body)) : 0;
}

static agola_gw_client *client_of(struct server *s, const struct era *era, const char *release)
{
	static struct agola_transport t;
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *c = NULL;

	*s = (struct server){ .era = era };
	t = (struct agola_transport){ .size = sizeof(t), .perform = perform, .data = s };
	o.url = "http://host";
	o.token = "t";
	o.release = release;
	o.transport = &t;
	ck_assert_int_eq(agola_gw_client_new(&o, &c, NULL), 0);
	return c;
}

typedef int (*text_fn)(agola_gw_client *, agola_ctx *, char **, agola_error **);

/* @there: the call works; else its error is AGOLA_ERR_VERSION and names the release. */
static void expect(agola_gw_client *c, text_fn fn, bool there, const char *words)
{
	char *s = NULL;
	agola_error *err = NULL;
	int r = fn(c, NULL, &s, &err);

	ck_assert_msg(r == (there ? 0 : AGOLA_ERR_VERSION), "%s: %s", words, agola_error_message(err));
	if (there)
		ck_assert_str_eq(s, "here");
	else
		ck_assert_ptr_nonnull(strstr(agola_error_message(err), words));
	agola_error_free(err);
	agola_free(s);
}

START_TEST(each_era)
{
	for (size_t i = 0; i < AG_COUNT(eras); i++) {
		const struct era *e = &eras[i];
		struct server s;
		agola_gw_client *c = client_of(&s, e, NULL);
		int asked;

		/* the newest form first: the server is only asked when it lacks that */
		expect(c, test_new, e->has_new, e->words);
		ck_assert(!e->has_new || s.n == 1);
		/* questions go without the token: releases to v0.7.1 refuse a wrong one */
		ck_assert_int_eq(s.n_tokens, 1);
		expect(c, test_gone, e->has_gone, e->words);
		expect(c, test_moved, true, e->words);
		asked = s.n;
		/* what is known now needs no further question, nor the call that cannot work */
		expect(c, test_new, e->has_new, e->words);
		expect(c, test_gone, e->has_gone, e->words);
		ck_assert_int_eq(s.n - asked, e->has_new + e->has_gone);
		agola_gw_client_free(c);
	}
}
END_TEST

/* What older releases take for something else is not sent before it is known that the server is none. */
START_TEST(asked_first)
{
	struct server s;
	agola_gw_client *c;

	for (size_t i = 0; i < AG_COUNT(eras); i++) {
		c = client_of(&s, &eras[i], NULL);
		expect(c, test_asked, eras[i].has_new, "does not have the operation, which came with v0.8.0");
		ck_assert_int_eq(s.n_asked, eras[i].has_new);
		ck_assert_int_gt(s.n, s.n_asked);
		agola_gw_client_free(c);
	}
	/* nothing that it could be known by */
	c = client_of(&s, &silent, NULL);
	expect(c, test_asked, false, "which release this Agola is cannot be found");
	ck_assert_int_eq(s.n_asked, 0);
	agola_gw_client_free(c);
}
END_TEST

START_TEST(asked_first_and_nobody_there)
{
	struct server s;
	agola_gw_client *c = client_of(&s, &eras[7], NULL);
	agola_error *err = NULL;
	char *text = NULL;

	s.result = AGOLA_ERR_NETWORK;
	ck_assert_int_eq(test_asked(c, NULL, &text, &err), AGOLA_ERR_NETWORK);
	ck_assert_int_eq(s.n, 1);
	agola_error_free(err);
	s.result = 0;
	expect(c, test_asked, true, "");
	ck_assert_int_eq(s.n_asked, 1);
	agola_gw_client_free(c);
	/* what is known needs no question */
	c = client_of(&s, &eras[7], "v0.9.1");
	expect(c, test_asked, true, "");
	ck_assert_int_eq(s.n, 1);
	agola_gw_client_free(c);
}
END_TEST

START_TEST(the_caller_knows)
{
	struct server s;
	agola_gw_client *c = client_of(&s, &eras[0], "v0.2.0");

	expect(c, test_new, false, "v0.2.0");
	ck_assert_int_eq(s.n, 0);
	expect(c, test_moved, true, "");
	ck_assert_int_eq(s.n, 1);
	agola_gw_client_free(c);
	c = client_of(&s, &eras[6], "HEAD");
	expect(c, test_gone, false, "later than v0.10.0");
	ck_assert_int_eq(s.n, 0);
	agola_gw_client_free(c);
}
END_TEST

/* A server that answers nothing that it could be known by: the call's own error stays. */
START_TEST(nobody_knows)
{
	struct server s;
	agola_gw_client *c = client_of(&s, NULL, NULL);
	char *text = NULL;
	agola_error *err = NULL;
	agola_gw_remote_source *rs = NULL;

	ck_assert_int_lt(test_new(c, NULL, &text, &err), 0);
	ck_assert_ptr_null(text);
	agola_error_free(err);
	ck_assert_int_eq(test_one(c, NULL, &rs, NULL), 0);
	ck_assert_str_eq(rs->name, "a");
	agola_free(rs);
	agola_gw_client_free(c);
}
END_TEST

int test_rs_new(agola_rs_client *client, agola_ctx *ctx, agola_error **err);
AG_OP(test_rs_new, rs, "TestRsNew", "GET", "/new", (ROW, .since = AG_RELEASE(0, 4, 0)));

/* A runservice that refuses everything: as v0.10.0 does, but that its body is lost on the way, or as a router does. */
static int refuse(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	struct server *s = data;
	bool maintenance = strstr(r->target, "/maintenance") != NULL;

	(void)err;
	s->n++;
	agola_transport_reply_status(reply, maintenance ? 200 : 400);
	if (!s->n_tokens)
		agola_transport_reply_header(reply, "Content-Type", "application/json");
	return 0;
}

START_TEST(a_refusal_without_body)
{
	for (int is_router = 0; is_router < 2; is_router++) {
		struct server s = { .n_tokens = is_router };
		struct agola_transport t = { .size = sizeof(t), .perform = refuse, .data = &s };
		struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
		agola_rs_client *c = NULL;

		o.url = "http://host";
		o.transport = &t;
		ck_assert_int_eq(agola_rs_client_new(&o, &c, NULL), 0);
		ck_assert_int_eq(test_rs_new(c, NULL, NULL), AGOLA_ERR_BAD_REQUEST);
		/* a handler's answer is about the request; only a router's leads to questions, and those to knowledge */
		ck_assert_int_eq(s.n > 1, is_router);
		s.n = 0;
		ck_assert_int_eq(test_rs_new(c, NULL, NULL), AGOLA_ERR_BAD_REQUEST);
		ck_assert_int_eq(s.n, 1);
		agola_rs_client_free(c);
	}
}
END_TEST

START_TEST(words_that_are_no_release)
{
	static const char *const wrong[] = { "", "x", "v", "v0", "0.10.x", "v0.10.0x", "HEAD1", "v0.10.0.1", "-1.2.3" };

	for (size_t i = 0; i < AG_COUNT(wrong); i++) {
		struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
		agola_gw_client *c = NULL;
		agola_error *err = NULL;

		o.url = "http://host";
		o.release = wrong[i];
		ck_assert_msg(agola_gw_client_new(&o, &c, &err) == AGOLA_ERR_INVALID, "%s", wrong[i]);
		ck_assert_ptr_nonnull(strstr(agola_error_message(err), "v0.10.0, or HEAD"));
		agola_error_free(err);
	}
}
END_TEST

UNIT("release", each_era, asked_first, asked_first_and_nobody_there, the_caller_knows, nobody_knows, a_refusal_without_body,
     words_that_are_no_release)
