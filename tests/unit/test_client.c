/* SPDX-License-Identifier: Apache-2.0 */
/* Clients, requests and lists over a transport in memory. */
#include "core/core.h"
#include "http/http.h"
#include "unit.h"
#include <agola/client.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- a server in memory: answers one script line after the other, remembers what it was asked ---- */

struct answer {
	int status;
	const char *header, *value, *body;
};

struct server {
	const struct answer *answers;
	size_t n, at;
	char target[400], body[2000], method[10], auth[100];
	int64_t timeout_ms;
	int result;
};

static int perform(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	struct server *s = data;
	const struct answer *a = &s->answers[s->at < s->n ? s->at : s->n - 1];

	s->at++;
	snprintf(s->target, sizeof(s->target), "%s", r->target);
	snprintf(s->method, sizeof(s->method), "%s", r->method);
	snprintf(s->body, sizeof(s->body), "%s", r->body ? r->body : "");
	s->auth[0] = 0;
	for (size_t i = 0; i < r->n_headers; i++) {
		if (strncmp(r->headers[i], "Authorization", 13) == 0)
			snprintf(s->auth, sizeof(s->auth), "%s", r->headers[i]);
	}
	s->timeout_ms = r->timeout_ms;
	if (s->result) {
		*err = agola_error_new(s->result, "it broke");
		return s->result;
	}
	agola_transport_reply_status(reply, a->status);
	if (a->header)
		agola_transport_reply_header(reply, a->header, a->value);
	for (const char *p = a->body; p && *p; p++) {
		int r2 = agola_transport_reply_body(reply, p, 1);

		if (r2)
			return r2;
	}
	return 0;
}

struct fixture {
	struct server server;
	struct agola_transport transport;
	agola_gw_client *gw;
	agola_cs_client *cs;
};

static void start(struct fixture *f, const struct answer *answers, size_t n, const char *token)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;

	f->server = (struct server){ .answers = answers, .n = n };
	f->transport = (struct agola_transport){ .size = sizeof(f->transport), .perform = perform, .data = &f->server };
	o.url = "http://host/base/";
	o.token = token;
	o.transport = &f->transport;
	ck_assert_int_eq(agola_gw_client_new(&o, &f->gw, NULL), 0);
	ck_assert_int_eq(agola_cs_client_new(&o, &f->cs, NULL), 0);
}

static void stop(struct fixture *f)
{
	agola_gw_client_free(f->gw);
	agola_cs_client_free(f->cs);
}

#define START(f, token, ...)                                                                                                     \
	static const struct answer answers_[] = { __VA_ARGS__ };                                                                 \
	start(f, answers_, AG_COUNT(answers_), token)

START_TEST(bad_options)
{
	static const struct {
		const char *url, *token, *words;
	} cases[] = {
		{ NULL, NULL, "url: it is not set; right is for example http://localhost:8000" },
		{ "", NULL, "url \"\": it is not set; right is for example http://localhost:8000" },
		{ "localhost:8000", NULL,
		  "url \"localhost:8000\": it must begin with http:// or https://; right is for example http://localhost:8000" },
		{ "ftp://x", NULL,
		  "url \"ftp://x\": it must begin with http:// or https://; right is for example http://localhost:8000" },
		{ "http://", NULL, "url \"http://\": it has no host; right is for example http://localhost:8000" },
		{ "http://u:hunter2@h", NULL,
		  "url: it must not have a user name or password; use a token; right is for example http://localhost:8000" },
		{ "http://h?x", NULL,
		  "url \"http://h?x\": it must not have a query or a fragment; right is for example http://localhost:8000" },
		{ "http://h/a b", NULL,
		  "url \"http://h/a b\": it has a character that must be escaped in a URL; right is for example "
		  "http://localhost:8000" },
		{ "http://h:99999", NULL,
		  "url \"http://h:99999\": it must have a port from 1 to 65535 behind the colon; right is for example "
		  "http://localhost:8000" },
		{ "http://h:/x", NULL,
		  "url \"http://h:/x\": it must have a port from 1 to 65535 behind the colon; right is for example "
		  "http://localhost:8000" },
		{ "http://[::1:8000", NULL,
		  "url \"http://[::1:8000\": it has no right IPv6 address in its brackets; right is for example "
		  "http://localhost:8000" },
		{ "http://a,b", NULL,
		  "url \"http://a,b\": it has a character in its host that no host has; right is for example "
		  "http://localhost:8000" },
		{ "http://h", "tok\r\nX: y", "token: it has a control character (at character 4)" },
		{ "http://h", "sesame\xff", "token: it is not valid UTF-8" },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
		agola_gw_client *c = NULL;
		agola_error *e = NULL;

		o.url = cases[i].url;
		o.token = cases[i].token;
		ck_assert_int_eq(agola_gw_client_new(&o, &c, &e), AGOLA_ERR_INVALID);
		ck_assert_str_eq(agola_error_message(e), cases[i].words);
		ck_assert_ptr_null(c);
		agola_error_free(e);
	}
}
END_TEST

/* Structs of programs that are older or newer than the library. */
START_TEST(sized_structs)
{
	struct {
		struct agola_client_opts o;
		const char *future;
	} newer = { .o = AGOLA_CLIENT_OPTS_INIT };
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *c = NULL;
	agola_error *e = NULL;

	newer.o.url = "http://h";
	newer.o.size = sizeof(newer);
	ck_assert_int_eq(agola_gw_client_new(&newer.o, &c, NULL), 0);
	agola_gw_client_free(c);
	newer.future = "x";
	ck_assert_int_eq(agola_gw_client_new(&newer.o, &c, &e), AGOLA_ERR_VERSION);
	agola_error_free(e);
	e = NULL;
	o.url = "http://h";
	o.flags = 0xffff;
	o.size = offsetof(struct agola_client_opts, flags);
	ck_assert_int_eq(agola_gw_client_new(&o, &c, NULL), 0);
	agola_gw_client_free(c);
	o.size = sizeof(o);
	ck_assert_int_eq(agola_gw_client_new(&o, &c, NULL), AGOLA_ERR_VERSION);
	o.flags = 0;
	o.header_version = AGOLA_VERSION_NUMBER + 1;
	ck_assert_int_eq(agola_gw_client_new(&o, &c, &e), AGOLA_ERR_VERSION);
	ck_assert_ptr_nonnull(strstr(agola_error_message(e), "built for libagola"));
	agola_error_free(e);
	e = NULL;
	o.size = 0;
	ck_assert_int_eq(agola_gw_client_new(&o, &c, &e), AGOLA_ERR_INVALID);
	agola_error_free(e);
	ck_assert_int_eq(agola_gw_client_new(NULL, &c, NULL), AGOLA_ERR_INVALID);
	ck_assert_int_eq(agola_gw_client_new(&newer.o, NULL, NULL), AGOLA_ERR_INVALID);
}
END_TEST

START_TEST(escapes_as_go_does)
{
	struct ag_buf b = { 0 };

	ag_url_add_segment(&b, "AZaz09-_.~$&+=:@ /?#%!'()*,;[]\"<>\xc3\xa9\x01");
	ck_assert_str_eq(b.s, "AZaz09-_.~$&+=:@%20%2F%3F%23%25%21%27%28%29%2A%2C%3B%5B%5D%22%3C%3E%C3%A9%01");
	ag_buf_reset(&b);
	ag_url_add_query(&b, "a+b/c=&d e");
	ck_assert_str_eq(b.s, "a%2Bb%2Fc%3D%26d%20e");
	ag_buf_free(&b);
}
END_TEST

START_TEST(refs)
{
	static const char *const bad[] = { "", ".", "..", "/a", "a/", "a//b", "a/./b", "a/../b" };
	struct fixture f;
	START(&f, "t", { 200, NULL, NULL, "{\"id\":\"1\",\"name\":\"n\"}" });

	for (size_t i = 0; i < AG_COUNT(bad); i++)
		ck_assert_int_eq(agola_gw_remote_source_get(f.gw, NULL, bad[i], NULL, NULL), AGOLA_ERR_INVALID);
	ck_assert_int_eq(agola_gw_remote_source_get(f.gw, NULL, NULL, NULL, NULL), AGOLA_ERR_INVALID);
	ck_assert_int_eq(agola_gw_remote_source_get(NULL, NULL, "x", NULL, NULL), AGOLA_ERR_INVALID);
	ck_assert_uint_eq(f.server.at, 0);
	ck_assert_int_eq(agola_gw_remote_source_get(f.gw, NULL, "a/..b c", NULL, NULL), 0);
	ck_assert_str_eq(f.server.target, "/base/api/v1alpha/remotesources/a%2F..b%20c");
	ck_assert_str_eq(f.server.auth, "Authorization: token t");
	stop(&f);
	start(&f, answers_, 1, "");
	ck_assert_int_eq(agola_gw_remote_source_get(f.gw, NULL, "x", NULL, NULL), 0);
	ck_assert_str_eq(f.server.auth, "");
	stop(&f);
}
END_TEST

START_TEST(outputs_are_left_alone_on_failure)
{
	struct fixture f;
	agola_gw_remote_source *rs = (void *)&f;
	agola_error *e = (void *)&f;
	START(&f, NULL, { 404, NULL, NULL, "[]" }, { 200, NULL, NULL, "{}" });

	ck_assert_int_eq(agola_gw_remote_source_get(f.gw, NULL, "x", &rs, NULL), AGOLA_ERR_NOT_FOUND);
	ck_assert_ptr_eq(rs, &f);
	ck_assert_int_eq(agola_gw_remote_source_get(f.gw, NULL, "x", &rs, &e), 0);
	ck_assert_ptr_eq(e, &f);
	agola_free(rs);
	stop(&f);
}
END_TEST

START_TEST(requests)
{
	struct fixture f;
	struct agola_gw_remote_source_create_req c = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	struct agola_gw_remote_source_update_req u = AGOLA_GW_REMOTE_SOURCE_UPDATE_REQ_INIT;
	struct agola_cs_remote_source_req s = AGOLA_CS_REMOTE_SOURCE_REQ_INIT;
	agola_error *e = NULL;
	START(&f, "t", { 201, NULL, NULL, "{}" });

	c.name = "n";
	c.api_url = "http://u";
	c.type = AGOLA_REMOTE_SOURCE_GITLAB;
	c.auth_type_raw = "later";
	c.login_enabled = AGOLA_FALSE;
	ck_assert_int_eq(agola_gw_remote_source_create(f.gw, NULL, &c, NULL, NULL), 0);
	ck_assert_str_eq(f.server.method, "POST");
	ck_assert_str_eq(
	        f.server.body,
	        "{\"name\":\"n\",\"apiurl\":\"http://u\",\"type\":\"gitlab\",\"auth_type\":\"later\",\"login_enabled\":false}");
	ck_assert_int_eq(agola_gw_remote_source_update(f.gw, NULL, "r", &u, NULL, NULL), 0);
	ck_assert_str_eq(f.server.body, "{}");
	u.ssh_host_key = "";
	ck_assert_int_eq(agola_gw_remote_source_update(f.gw, NULL, "r", &u, NULL, NULL), 0);
	ck_assert_str_eq(f.server.body, "{\"ssh_host_key\":\"\"}");
	s.name = "n";
	s.oauth2_client_secret = "z";
	ck_assert_int_eq(agola_cs_remote_source_create(f.cs, NULL, &s, NULL, NULL), 0);
	ck_assert_str_eq(f.server.body,
	                 "{\"Name\":\"n\",\"Oauth2ClientSecret\":\"z\",\"client_secret\":\"z\",\"RegistrationEnabled\":false,"
	                 "\"registration_enabled\":false,\"LoginEnabled\":false,\"login_enabled\":false}");
	/* an enum or three-state that is none */
	f.server.at = 0;
	c.type = (enum agola_remote_source_type)77;
	ck_assert_int_eq(agola_gw_remote_source_create(f.gw, NULL, &c, NULL, &e), AGOLA_ERR_INVALID);
	ck_assert_str_eq(agola_error_message(e), "struct agola_gw_remote_source_create_req: type: 77 is no value of its enum");
	agola_error_free(e);
	u.login_enabled = (enum agola_tristate)5;
	ck_assert_int_eq(agola_gw_remote_source_update(f.gw, NULL, "r", &u, NULL, NULL), AGOLA_ERR_INVALID);
	ck_assert_int_eq(agola_gw_remote_source_create(f.gw, NULL, NULL, NULL, NULL), AGOLA_ERR_INVALID);
	ck_assert_uint_eq(f.server.at, 0);
	stop(&f);
}
END_TEST

START_TEST(list_of_new_and_old_releases)
{
	struct fixture f;
	struct agola_gw_remote_source_list_opts o = AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT;
	agola_gw_remote_source_page *p = NULL;
	START(&f, NULL, { 200, "x-agola-cursor", "Zm9v+/=", "[{\"name\":\"a\"}]" }, { 200, "X-Agola-Cursor", "", "[]" },
	      { 200, NULL, NULL, "[{\"name\":\"b c\"}]" }, { 200, NULL, NULL, "[]" });

	ck_assert_int_eq(agola_gw_remote_source_list(f.gw, NULL, NULL, &p, NULL), 0);
	ck_assert_str_eq(f.server.target, "/base/api/v1alpha/remotesources?asc=");
	ck_assert_str_eq(p->cursor, "Zm9v+/=");
	o.cursor = p->cursor;
	o.limit = 7;
	o.sort = AGOLA_SORT_DESC;
	ck_assert_int_eq(agola_gw_remote_source_list(f.gw, NULL, &o, NULL, NULL), 0);
	ck_assert_str_eq(f.server.target, "/base/api/v1alpha/remotesources?cursor=Zm9v%2B%2F%3D&limit=7");
	agola_free(p);
	/* an old one sends no cursor: ours is made of the last name */
	o.cursor = NULL;
	ck_assert_int_eq(agola_gw_remote_source_list(f.gw, NULL, &o, &p, NULL), 0);
	ck_assert_str_eq(f.server.target, "/base/api/v1alpha/remotesources?limit=7&sortdirection=desc");
	ck_assert_ptr_nonnull(p->cursor);
	o.cursor = p->cursor;
	o.sort = 0;
	ck_assert_int_eq(agola_gw_remote_source_list(f.gw, NULL, &o, NULL, NULL), 0);
	ck_assert_str_eq(f.server.target, "/base/api/v1alpha/remotesources?limit=7&sortdirection=desc&start=b%20c");
	agola_free(p);
	stop(&f);
}
END_TEST

START_TEST(has_more)
{
	struct fixture f;
	agola_cs_remote_source_page *p = NULL;
	agola_error *e = NULL;
	START(&f, NULL, { 200, "X-Agola-HasMore", "true", "[{\"name\":\"a\"}]" },
	      { 200, "X-Agola-Hasmore", "false", "[{\"name\":\"a\"}]" }, { 200, "X-Agola-HasMore", "", "[{\"name\":\"a\"}]" },
	      { 200, "X-Agola-HasMore", "maybe", "[{\"name\":\"a\"}]" }, { 200, "X-Agola-HasMore", "true", "[]" });

	ck_assert_int_eq(agola_cs_remote_source_list(f.cs, NULL, NULL, &p, NULL), 0);
	ck_assert_str_eq(p->next_start, "a");
	agola_free(p);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(agola_cs_remote_source_list(f.cs, NULL, NULL, &p, NULL), 0);
		ck_assert_ptr_null(p->next_start);
		agola_free(p);
	}
	ck_assert_int_eq(agola_cs_remote_source_list(f.cs, NULL, NULL, &p, &e), AGOLA_ERR_PROTOCOL);
	agola_error_free(e);
	ck_assert_int_eq(agola_cs_remote_source_list(f.cs, NULL, NULL, &p, &e), AGOLA_ERR_PROTOCOL);
	agola_error_free(e);
	stop(&f);
}
END_TEST

START_TEST(iterator_walks_and_recovers)
{
	struct fixture f;
	agola_gw_remote_source_iter *it;
	const agola_gw_remote_source *rs;
	START(&f, NULL, { 200, "X-Agola-Cursor", "c1", "[{\"name\":\"a\"},{\"name\":\"b\"}]" }, { 500, NULL, NULL, "[]" },
	      { 200, "X-Agola-Cursor", "c2", "[]" }, { 200, "X-Agola-Cursor", "", "[{\"name\":\"c\"}]" });

	ck_assert_int_eq(agola_gw_remote_source_iter_new(f.gw, NULL, &it, NULL), 0);
	ck_assert_uint_eq(f.server.at, 0);
	ck_assert_int_eq(agola_gw_remote_source_iter_next(it, NULL, &rs, NULL), 1);
	ck_assert_str_eq(rs->name, "a");
	ck_assert_int_eq(agola_gw_remote_source_iter_next(it, NULL, &rs, NULL), 1);
	ck_assert_int_eq(agola_gw_remote_source_iter_next(it, NULL, &rs, NULL), AGOLA_ERR_INTERNAL);
	ck_assert_str_eq(f.server.target, "/base/api/v1alpha/remotesources?cursor=c1");
	ck_assert_int_eq(agola_gw_remote_source_iter_next(it, NULL, &rs, NULL), 1);
	ck_assert_str_eq(rs->name, "c");
	ck_assert_int_eq(agola_gw_remote_source_iter_next(it, NULL, &rs, NULL), 0);
	ck_assert_int_eq(agola_gw_remote_source_iter_next(it, NULL, &rs, NULL), 0);
	ck_assert_uint_eq(f.server.at, 4);
	agola_gw_remote_source_iter_free(it);
	agola_gw_remote_source_iter_free(NULL);
	stop(&f);
}
END_TEST

/* Servers that would keep a naive loop busy for ever. */
START_TEST(iterator_ends)
{
	static const struct answer same[] = { { 200, "X-Agola-Cursor", "c", "[{\"name\":\"a\"}]" } };
	static const struct answer circle[] = { { 200, "X-Agola-Cursor", "1", "[{}]" }, { 200, "X-Agola-Cursor", "2", "[{}]" },
		                                { 200, "X-Agola-Cursor", "3", "[{}]" }, { 200, "X-Agola-Cursor", "1", "[{}]" },
		                                { 200, "X-Agola-Cursor", "2", "[{}]" }, { 200, "X-Agola-Cursor", "3", "[{}]" },
		                                { 200, "X-Agola-Cursor", "1", "[{}]" }, { 200, "X-Agola-Cursor", "2", "[{}]" },
		                                { 200, "X-Agola-Cursor", "3", "[{}]" }, { 200, "X-Agola-Cursor", "1", "[{}]" } };
	static struct answer empty[200];
	static char cursors[200][8];
	static const struct {
		const struct answer *a;
		size_t n;
	} cases[] = { { same, 1 }, { circle, AG_COUNT(circle) }, { empty, 200 } };

	for (int i = 0; i < 200; i++) {
		snprintf(cursors[i], sizeof(cursors[i]), "e%d", i);
		empty[i] = (struct answer){ 200, "X-Agola-Cursor", cursors[i], "[]" };
	}
	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct fixture f;
		agola_gw_remote_source_iter *it;
		const agola_gw_remote_source *rs;
		int r = 1;

		start(&f, cases[i].a, cases[i].n, NULL);
		ck_assert_int_eq(agola_gw_remote_source_iter_new(f.gw, NULL, &it, NULL), 0);
		for (int k = 0; k < 1000 && r == 1; k++)
			r = agola_gw_remote_source_iter_next(it, NULL, &rs, NULL);
		ck_assert_msg(r == AGOLA_ERR_PROTOCOL, "case %zu: %d", i, r);
		agola_gw_remote_source_iter_free(it);
		stop(&f);
	}
}
END_TEST

START_TEST(answers_that_are_not_agolas)
{
	struct fixture f;
	agola_error *e = NULL;
	static const char *const words[] = {
		"GET /remotesources/x: 302 Found: redirects are not followed, the token would go along; is the URL right? It "
		"points to http://e/?",
		"GET /remotesources/x: 200 OK: not an answer of Agola: <p>login</p>",
		"GET /remotesources/x: 200 OK: the answer is empty",
		"GET /remotesources/x: the answer is not what Agola sends: expected an object, found an array",
		"GET /remotesources/x: 304: redirects are not followed, the token would go along; is the URL right? It points to "
		"nowhere",
	};
	START(&f, NULL, { 302, "Location", "http://e/\x1b", "" },
	      { 200, "Content-Type", "text/html; charset=utf-8", "<p>login</p>" }, { 200, NULL, NULL, "" },
	      { 200, NULL, NULL, "[" }, { 304, NULL, NULL, "" });

	for (size_t i = 0; i < AG_COUNT(words); i++) {
		ck_assert_int_eq(agola_gw_remote_source_get(f.gw, NULL, "x", NULL, &e), AGOLA_ERR_PROTOCOL);
		ck_assert_str_eq(agola_error_message(e), words[i]);
		agola_error_free(e);
	}
	/* a delete reads no body, but a login page is no success */
	f.server.at = 1;
	ck_assert_int_eq(agola_gw_remote_source_delete(f.gw, NULL, "x", NULL), AGOLA_ERR_PROTOCOL);
	ck_assert_int_eq(agola_gw_remote_source_delete(f.gw, NULL, "x", NULL), 0);
	stop(&f);
}
END_TEST

struct seen {
	struct ag_buf all;
	int n, last_result;
};

static void on_trace(void *data, const agola_trace_event *ev)
{
	struct seen *s = data;

	s->n++;
	ag_buf_addf(&s->all, "%d %s %s %s\n", ev->kind, ev->method, ev->url, ev->text ? ev->text : "");
	if (ev->kind == AGOLA_TRACE_DONE)
		s->last_result = ev->result;
}

START_TEST(context)
{
	struct fixture f;
	struct seen seen = { 0 };
	agola_ctx *ctx;
	agola_error *e = NULL;
	struct agola_gw_remote_source_create_req c = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	START(&f, "tokentoken", { 201, "Set-Cookie", "cookiecookie", "{}" });

	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	agola_ctx_set_trace(ctx, on_trace, &seen);
	c.name = "x";
	c.oauth2_client_secret = "secretsecret";
	ck_assert_int_eq(agola_gw_remote_source_create(f.gw, ctx, &c, NULL, NULL), 0);
	ck_assert_ptr_nonnull(strstr(seen.all.s, "Authorization: token ***"));
	ck_assert_ptr_nonnull(strstr(seen.all.s, "\"oauth_2_client_secret\":\"***\""));
	ck_assert_ptr_nonnull(strstr(seen.all.s, "Set-Cookie: ***"));
	ck_assert_ptr_null(strstr(seen.all.s, "tokentoken"));
	ck_assert_ptr_null(strstr(seen.all.s, "secretsecret"));
	ck_assert_ptr_null(strstr(seen.all.s, "cookiecookie"));
	ag_buf_free(&seen.all);
	agola_ctx_set_timeout(ctx, 5000);
	ck_assert_int_eq(agola_gw_remote_source_delete(f.gw, ctx, "x", NULL), 0);
	ck_assert_int_le(f.server.timeout_ms, 5000);
	ck_assert_int_gt(f.server.timeout_ms, 4000);
	agola_ctx_set_timeout(ctx, 0);
	f.server.at = 0;
	ck_assert_int_eq(agola_gw_remote_source_delete(f.gw, ctx, "x", &e), AGOLA_ERR_TIMEOUT);
	ck_assert_int_eq(seen.last_result, AGOLA_ERR_TIMEOUT);
	agola_error_free(e);
	agola_ctx_set_timeout(ctx, -1);
	ck_assert(!agola_ctx_is_cancelled(ctx));
	agola_ctx_cancel(ctx);
	agola_ctx_cancel(ctx);
	ck_assert(agola_ctx_is_cancelled(ctx));
	ck_assert_int_eq(agola_gw_remote_source_delete(f.gw, ctx, "x", &e), AGOLA_ERR_CANCELLED);
	ck_assert_str_eq(agola_error_message(e), "DELETE /remotesources/x: cancelled");
	agola_error_free(e);
	ck_assert_uint_eq(f.server.at, 0);
	agola_ctx_free(ctx);
	agola_ctx_free(NULL);
	agola_ctx_cancel(NULL);
	ag_buf_free(&seen.all);
	stop(&f);
}
END_TEST

START_TEST(transport_errors)
{
	struct fixture f;
	agola_error *e = NULL;
	START(&f, NULL, { 200, NULL, NULL, "{}" });

	f.server.result = AGOLA_ERR_NETWORK;
	ck_assert_int_eq(agola_gw_remote_source_get(f.gw, NULL, "x", NULL, &e), AGOLA_ERR_NETWORK);
	ck_assert_str_eq(agola_error_message(e), "GET /remotesources/x: it broke");
	ck_assert_int_eq(agola_error_http_status(e), 0);
	agola_error_free(e);
	stop(&f);
}
END_TEST

/* Of all lists: a negative limit is a mistake, and releases differ in what they make of it. */
START_TEST(no_list_takes_a_negative_limit)
{
	const struct agola_type *t;
	int n = 0;

	for (size_t i = 0; (t = ag_type_at(i)) != NULL; i++) {
		for (uint32_t k = 0; (t->flags & AG_TYPE_REQUEST) && k < t->n_fields; k++) {
			const struct agola_field *f = &t->fields[k];

			if (strcmp(f->key, "limit") != 0)
				continue;
			ck_assert_msg(f->kind == AGOLA_KIND_INT && (f->flags & AG_NOT_NEGATIVE),
			              "%s.limit has no AG_NOT_NEGATIVE", t->name);
			n++;
		}
	}
	ck_assert_int_gt(n, 2);
}
END_TEST

UNIT("client", bad_options, sized_structs, escapes_as_go_does, refs, outputs_are_left_alone_on_failure, requests,
     list_of_new_and_old_releases, has_more, iterator_walks_and_recovers, iterator_ends, answers_that_are_not_agolas, context,
     transport_errors, no_list_takes_a_negative_limit)
