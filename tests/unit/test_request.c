/* SPDX-License-Identifier: Apache-2.0 */
/* Requests of one's own, and what a sink is told before its first bytes. What goes over the wire stands in tests/wire. */
#include "core/core.h"
#include "unit.h"
#include <agola/client.h>

#include <stdio.h>
#include <stdlib.h>

#define PIECE   "0123456789"
#define HEADERS 100

struct server {
	int status;
	const char *body;
	size_t n_headers;
	int failures; /* connections that break before an answer */
	unsigned n_requests;
	size_t n_taken; /* of a body */
	char line[200]; /* method and target */
};

static int perform(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	struct server *s = data;
	char bytes[7];
	int64_t n;

	s->n_requests++;
	snprintf(s->line, sizeof(s->line), "%s %s", r->method, r->target);
	s->n_taken = r->body_len;
	while (r->read && (n = r->read(r->read_data, bytes, sizeof(bytes))) != 0) {
		if (n < 0)
			return (int)n;
		s->n_taken += (size_t)n;
	}
	if (s->failures-- > 0) {
		*err = agola_error_new(AGOLA_ERR_NETWORK, "it broke");
		return AGOLA_ERR_NETWORK;
	}
	agola_transport_reply_status(reply, 100);
	agola_transport_reply_header(reply, "X-Early", "not of the answer");
	agola_transport_reply_status(reply, s->status);
	agola_transport_reply_header(reply, "content-type", "text/x-seed");
	agola_transport_reply_header(reply, "X-AGOLA-Cursor", "bmV4dA==");
	for (size_t i = 0; i < s->n_headers; i++) {
		char name[32], value[32];

		snprintf(name, sizeof(name), "X-%zu", i);
		snprintf(value, sizeof(value), "value %zu", i);
		agola_transport_reply_header(reply, name, value);
	}
	agola_transport_reply_header(reply, "X-Bytes", "a\xff");
	agola_transport_reply_header(reply, "X-Escape", "a\033[31m");
	return s->body ? agola_transport_reply_body(reply, s->body, strlen(s->body)) : 0;
}

static agola_gw_client *client(struct server *s, uint32_t max_retries)
{
	struct agola_transport t = { .size = sizeof(t), .perform = perform, .data = s };
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *c = NULL;

	o.url = "http://host";
	o.token = "sesame-open-1234";
	o.transport = &t;
	o.max_retries = max_retries;
	ck_assert_int_eq(agola_gw_client_new(&o, &c, NULL), 0);
	return c;
}

struct taken {
	struct server *server;
	size_t n_bytes, n_begun, n_headers;
	int status, stop;
	char type[32];
};

static int on_begin(void *data, const agola_response *head)
{
	struct taken *t = data;

	ck_assert_uint_eq(t->n_bytes, 0);
	ck_assert_ptr_null(head->body);
	t->n_begun++;
	t->status = head->status;
	t->n_headers = head->n_headers;
	snprintf(t->type, sizeof(t->type), "%s", head->content_type);
	return t->stop;
}

static int on_write(void *data, const void *bytes, size_t len)
{
	struct taken *t = data;

	(void)bytes;
	ck_assert_uint_eq(t->n_begun, 1);
	t->n_bytes += len;
	return 0;
}

static int64_t on_read(void *data, void *buf, size_t size)
{
	int *left = data;

	memset(buf, 'x', size);
	return (*left)-- > 0 ? (int64_t)size : 0;
}

/* All headers but those that are no text, none of an answer before it. */
START_TEST(an_answer)
{
	struct server s = { .status = 200, .body = PIECE, .n_headers = HEADERS };
	agola_gw_client *c = client(&s, 0);
	agola_response *a = NULL;

	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x?y", NULL, NULL, NULL, &a, NULL), 0);
	ck_assert_str_eq(s.line, "GET /api/v1alpha/x?y");
	ck_assert_int_eq(a->status, 200);
	ck_assert_str_eq(a->content_type, "text/x-seed");
	ck_assert_str_eq(a->next, "bmV4dA==");
	ck_assert_str_eq(a->body, PIECE);
	ck_assert_uint_eq(a->n_headers, HEADERS + 2);
	ck_assert_str_eq(a->headers[0]->key, "content-type");
	ck_assert_str_eq(a->headers[HEADERS + 1]->key, "X-99");
	ck_assert_str_eq(a->headers[HEADERS + 1]->value, "value 99");
	ck_assert_str_eq(agola_type_name(agola_type_of(a)), "agola_response");
	agola_free(a);
	/* nobody wants it */
	ck_assert_int_eq(agola_gw_request(c, NULL, "HEAD", "/x", NULL, NULL, NULL, NULL, NULL), 0);
	ck_assert_str_eq(s.line, "HEAD /api/v1alpha/x");
	agola_gw_client_free(c);
}
END_TEST

START_TEST(a_sink_is_told)
{
	struct server s = { .status = 203, .body = PIECE };
	agola_gw_client *c = client(&s, 0);
	struct taken t = { .server = &s };
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_response *a = NULL;
	agola_error *err = NULL;

	sink.write = on_write;
	sink.begin = on_begin;
	sink.data = &t;
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x", NULL, NULL, &sink, &a, NULL), 0);
	ck_assert_uint_eq(t.n_bytes, strlen(PIECE));
	ck_assert_int_eq(t.status, 203);
	ck_assert_uint_eq(t.n_headers, 2);
	ck_assert_str_eq(t.type, "text/x-seed");
	ck_assert_ptr_null(a->body);
	ck_assert_uint_eq(a->n_headers, 2);
	agola_free(a);
	/* also of nothing, of an error not; and of any other download */
	s.body = NULL;
	t = (struct taken){ .server = &s };
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x", NULL, NULL, &sink, NULL, NULL), 0);
	ck_assert_uint_eq(t.n_begun, 1);
	s.status = 404;
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x", NULL, NULL, &sink, NULL, NULL), AGOLA_ERR_NOT_FOUND);
	ck_assert_uint_eq(t.n_begun, 1);
	s = (struct server){ .status = 200, .body = "a tree\n" };
	t = (struct taken){ .server = &s };
	ck_assert_int_eq(agola_gw_repo_get(c, NULL, "u/r.git/HEAD", NULL, &sink, NULL), 0);
	ck_assert_uint_eq(t.n_begun, 1);
	ck_assert_int_eq(t.status, 200);
	/* it may have seen enough */
	t = (struct taken){ .server = &s, .stop = 1 };
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x", NULL, NULL, &sink, NULL, &err), AGOLA_ERR_CALLBACK);
	ck_assert_str_eq(agola_error_message(err), "GET /x: begin() of the sink asked to stop");
	ck_assert_uint_eq(t.n_bytes, 0);
	agola_error_free(err);
	agola_gw_client_free(c);
}
END_TEST

/* A body that was read is gone, and what is no read is for the caller to send again. */
START_TEST(sent_again)
{
	struct server s = { .status = 200, .body = "" };
	agola_gw_client *c = client(&s, 3);
	struct agola_request_opts opts = AGOLA_REQUEST_OPTS_INIT;
	struct agola_source source = AGOLA_SOURCE_INIT;
	int left = 2;

	s.failures = 2;
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x", NULL, NULL, NULL, NULL, NULL), 0);
	ck_assert_uint_eq(s.n_requests, 3);
	opts.body = "{}";
	s = (struct server){ .status = 200, .failures = 1 };
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x", &opts, NULL, NULL, NULL, NULL), 0);
	ck_assert_uint_eq(s.n_requests, 2);
	ck_assert_uint_eq(s.n_taken, 2);
	s = (struct server){ .status = 200, .failures = 1 };
	ck_assert_int_eq(agola_gw_request(c, NULL, "PUT", "/x", &opts, NULL, NULL, NULL, NULL), AGOLA_ERR_NETWORK);
	ck_assert_uint_eq(s.n_requests, 1);
	source.read = on_read;
	source.data = &left;
	s = (struct server){ .status = 200, .failures = 1 };
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x", NULL, &source, NULL, NULL, NULL), AGOLA_ERR_NETWORK);
	ck_assert_uint_eq(s.n_requests, 1);
	ck_assert_uint_eq(s.n_taken, 14);
	agola_gw_client_free(c);
}
END_TEST

static void on_trace(void *data, const agola_trace_event *ev)
{
	char *all = data;
	size_t n = strlen(all);

	snprintf(all + n, 4000 - n, "%s %s\n", ev->url, ev->text ? ev->text : "");
}

START_TEST(a_trace_has_no_secrets)
{
	struct server s = { .status = 200, .body = PIECE };
	agola_gw_client *c = client(&s, 0);
	struct agola_request_opts opts = AGOLA_REQUEST_OPTS_INIT;
	const agola_string_entry header = { "X-Key", "a secret header" }, pair = { "code", "a secret code" };
	const agola_string_entry *headers[] = { &header }, *query[] = { &pair };
	char all[4000] = "";
	agola_ctx *ctx = NULL;

	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	agola_ctx_set_trace(ctx, on_trace, all);
	opts.body = "{\"password\":\"open-sesame\"}";
	opts.headers = headers;
	opts.query = query;
	opts.n_headers = opts.n_query = 1;
	ck_assert_int_eq(agola_gw_request(c, ctx, "POST", "/auth/login?state=hidden", &opts, NULL, NULL, NULL, NULL), 0);
	ck_assert_str_eq(s.line, "POST /api/v1alpha/auth/login?state=hidden&code=a%20secret%20code");
	ck_assert_msg(strstr(all, "/auth/login?state=***&code=*** \n") != NULL, "%s", all);
	ck_assert_msg(strstr(all, " X-Key: ***\n") != NULL, "%s", all);
	ck_assert_msg(strstr(all, " ***\n") != NULL, "%s", all);
	ck_assert_msg(!strstr(all, "sesame") && !strstr(all, "secret") && !strstr(all, "hidden"), "%s", all);
	agola_ctx_free(ctx);
	agola_gw_client_free(c);
}
END_TEST

START_TEST(refused)
{
	struct server s = { .status = 200 };
	agola_gw_client *c = client(&s, 0);
	struct agola_request_opts opts = { 0 };
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_error *err = NULL;

	ck_assert_int_eq(agola_gw_request(NULL, NULL, "GET", "/x", NULL, NULL, NULL, NULL, &err), AGOLA_ERR_INVALID);
	ck_assert_str_eq(agola_error_message(err), "GET /x: client is NULL");
	agola_error_free(err);
	ck_assert_int_eq(agola_gw_request(c, NULL, NULL, "/x", NULL, NULL, NULL, NULL, &err), AGOLA_ERR_INVALID);
	ck_assert_str_eq(agola_error_message(err),
	                 "agola_gw_request(): method is NULL, which is none of GET, HEAD, POST, PUT, PATCH, DELETE");
	agola_error_free(err);
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", NULL, NULL, NULL, NULL, NULL, &err), AGOLA_ERR_INVALID);
	ck_assert_str_eq(agola_error_message(err), "GET {target}: target is NULL");
	agola_error_free(err);
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x", &opts, NULL, NULL, NULL, NULL), AGOLA_ERR_INVALID);
	ck_assert_int_eq(agola_gw_request(c, NULL, "GET", "/x", NULL, NULL, &sink, NULL, &err), AGOLA_ERR_INVALID);
	ck_assert_str_eq(agola_error_message(err), "struct agola_sink: set either write, or fd with use_fd");
	agola_error_free(err);
	ck_assert_uint_eq(s.n_requests, 0);
	agola_gw_client_free(c);
}
END_TEST

UNIT("request", an_answer, a_sink_is_told, sent_again, a_trace_has_no_secrets, refused)
