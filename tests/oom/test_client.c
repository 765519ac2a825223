/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of every shape of call of the SDK, failed once. */
#include "core/core.h"
#include "sample.h"
#include "sweep.h"
#include "unit.h"
#include <agola/client.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- a server in memory ---- */

struct answer {
	int status;
	const char *header, *value, *body;
};

struct server {
	const struct answer *answers; /* one after the other, then the first again */
	size_t n, at;
	struct agola_transport transport;
	const char *user_agent;
	agola_gw_client *gw;
	agola_cs_client *cs;
};

static int perform(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	struct server *s = data;
	const struct answer *a = &s->answers[s->at++ % s->n];
	size_t len = a->body ? strlen(a->body) : 0, half = len / 2;
	int result = 0;
	char piece[8];

	while (r->read && r->read(r->read_data, piece, sizeof(piece)) > 0)
		;
	if (a->status < 0) {
		*err = agola_error_new(a->status, a->body);
		return agola_error_result(*err);
	}
	agola_transport_reply_status(reply, a->status);
	if (a->header)
		agola_transport_reply_header(reply, a->header, a->value);
	/* in two pieces, so that a cut token is kept */
	if (half)
		result = agola_transport_reply_body(reply, a->body, half);
	if (result == 0 && len)
		result = agola_transport_reply_body(reply, a->body + half, len - half);
	return result;
}

static struct agola_client_opts opts_of(struct server *s)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;

	s->transport = (struct agola_transport){ .size = sizeof(s->transport), .perform = perform, .data = s };
	o.url = "http://host:8000/a/rather/long/base/path/so/that/the/first/piece/of/memory/is/not/enough/for/it";
	o.token = "tokentokentoken";
	o.ca_file = "/ca";
	o.user_agent = s->user_agent;
	o.transport = &s->transport;
	return o;
}

static void start(struct server *s, const struct answer *answers, size_t n)
{
	struct agola_client_opts o;

	*s = (struct server){ .answers = answers, .n = n };
	o = opts_of(s);
	ck_assert_int_eq(agola_gw_client_new(&o, &s->gw, NULL), 0);
	ck_assert_int_eq(agola_cs_client_new(&o, &s->cs, NULL), 0);
}

static void stop(struct server *s)
{
	agola_gw_client_free(s->gw);
	agola_cs_client_free(s->cs);
}

#define START(s, ...)                                                                                                            \
	static const struct answer answers_[] = { __VA_ARGS__ };                                                                 \
	start(s, answers_, AG_COUNT(answers_))

/* ---- the sweep itself sees what is wrong ---- */

static void *leaked[8]; /* a sweep runs more than once */
static size_t n_leaked;

static void free_leaked(void)
{
	while (n_leaked)
		free(leaked[--n_leaked]);
}

static int seeded(void *arg, agola_error **err)
{
	int fault = *(int *)arg;
	/* not malloc(), which a compiler may leave out */
	char *a = ag_strdup("a"), *b = ag_strdup("b");
	bool ok = a && b;

	if (fault == 0 && a && !b) {
		if (n_leaked < AG_COUNT(leaked))
			leaked[n_leaked++] = a;
		a = NULL;
	}
	free(a);
	free(b);
	if (ok)
		return 0;
	switch (fault) {
	case 1: /* takes no notice */
		return AGOLA_ERR_NETWORK;
	case 2: /* the error says something else */
		return ag_fail(err, AGOLA_ERR_INVALID, "x"), AGOLA_ERR_NOMEM;
	case 3: /* an error beside a success */
		ag_fail_nomem(err);
		return 0;
	default:
		return ag_fail_nomem(err);
	}
}

START_TEST(sweep_sees_faults)
{
	static const char *const words[] = { "pieces of memory behind", "it returns -5", "its error says", "with an error set" };
	int fault = 4;
	struct sweep s = { "seeded", seeded, &fault, 0, 0, false, NULL };
	unsigned long points = 0;

	ck_assert_ptr_null(sweep_run(&s, &points));
	ck_assert_uint_eq(points, 6);
	for (fault = 0; fault < 4; fault++) {
		const char *why = sweep_run(&s, NULL);

#ifdef OOM_WRAP
		if (fault == 0) {
			free_leaked();
			continue;
		}
#endif
		ck_assert_msg(why && strstr(why, words[fault]), "fault %d: %s", fault, why ? why : "not seen");
		if (fault == 0)
			free_leaked();
	}
}
END_TEST

/* ---- handles and errors ---- */

static int client_new(void *arg, agola_error **err)
{
	struct agola_client_opts o = opts_of(arg);
	agola_gw_client *c = NULL;
	int r = agola_gw_client_new(&o, &c, err);

	if (r && c)
		return SWEEP_WRONG;
	agola_gw_client_free(c);
	return r;
}

static int client_refused(void *arg, agola_error **err)
{
	struct agola_client_opts o = opts_of(arg);
	agola_cs_client *c = NULL;

	o.url = "host:1";
	return agola_cs_client_new(&o, &c, err);
}

static int ctx_new(void *arg, agola_error **err)
{
	agola_ctx *c = NULL;
	int r = agola_ctx_new(&c, err);

	(void)arg;
	if (r && c)
		return SWEEP_WRONG;
	agola_ctx_free(c);
	return r;
}

static int error_new(void *arg, agola_error **err)
{
	agola_error *e = agola_error_new(AGOLA_ERR_CALLBACK, arg);
	int r = agola_error_result(e);

	if (err)
		*err = e;
	else
		agola_error_free(e);
	return r;
}

START_TEST(handles)
{
	struct server s = { 0 };
	char words[1000];

	memset(words, 'w', sizeof(words) - 1);
	words[sizeof(words) - 1] = 0;
	/* of several lengths: the pieces of its memory end at another string each time */
	for (size_t len = 0; len < sizeof(words); len += 40) {
		s.user_agent = words + sizeof(words) - 1 - len;
		sweep_check(&(struct sweep){ .name = "client_new", .call = client_new, .arg = &s });
	}
	s.user_agent = NULL;
	sweep_check(&(struct sweep){
	        .name = "client_new refused", .call = client_refused, .arg = &s, .expected = AGOLA_ERR_INVALID });
	sweep_check(&(struct sweep){ .name = "ctx_new", .call = ctx_new });
	sweep_check(&(struct sweep){ .name = "error_new", .call = error_new, .arg = words, .expected = AGOLA_ERR_CALLBACK });
}
END_TEST

/* ---- every endpoint: a request with all set, and an answer with all set ---- */

struct endpoint_call {
	struct server *server;
	struct ag_client *client;
	const struct ag_endpoint *ep;
	const void *query, *request;
	agola_ctx *ctx;
	size_t n_sunk;
};

static int on_write(void *data, const void *bytes, size_t len)
{
	struct endpoint_call *e = data;

	(void)bytes;
	e->n_sunk += len;
	return 0;
}

static int64_t on_read(void *data, void *buf, size_t size)
{
	memset(buf, 'x', size);
	return (*(int *)data)-- ? (int64_t)size : 0;
}

static int on_event(void *data, const agola_rs_run_event *event)
{
	struct endpoint_call *e = data;

	e->n_sunk += event->sequence != 0;
	return 0;
}

static int endpoint(void *arg, agola_error **err)
{
	struct endpoint_call *e = arg;
	static const char *const path[] = { "some/ref", "b", "c", "d", "e", "f", "g", "h", NULL };
	int pieces = 2, r;
	struct agola_sink sink = { .size = sizeof(sink), .write = on_write, .data = e };
	struct agola_source source = { .size = sizeof(source), .read = on_read, .data = &pieces };
	static const char *const target[] = { "/some/ref", NULL };
	bool any = (e->ep->flags & AG_EP_ANY) != 0;
	struct ag_call call = { .ep = e->ep, .path = any ? target : path, .number = 7, .query = e->query, .request = e->request };

	/* some need to know, the others send it as it comes */
	source.length = e->ep->max_source ? 8 : 0;
	call.method = any ? "POST" : NULL;
	call.sink = e->ep->sink ? &sink : NULL;
	/* its options have a body already */
	call.source = e->ep->source && !any ? &source : NULL;
	call.on_event = (ag_event_fn)on_event;
	call.event_data = e;
	e->server->at = e->n_sunk = 0;
	r = ag_call(e->client, e->ctx, &call, err);
	if (r ? call.root != NULL : (call.root == NULL) != (e->ep->response == NULL && !e->ep->text))
		r = SWEEP_WRONG;
	r = r == 0 && !e->n_sunk == (e->ep->sink || e->ep->events) ? SWEEP_WRONG : r;
	agola_free(call.root);
	return r;
}

static void on_trace(void *data, const agola_trace_event *ev)
{
	(void)data;
	(void)ev;
}

/* What is no response of a type. */
static const char *body_of(const struct ag_endpoint *ep)
{
	if (ep->text && (ep->flags & AG_EP_JSON))
		return "\"a word\"";
	return ep->text || ep->sink ? ep->flags & AG_EP_LINES ? "{\"a\":1}\n" : "a word\n" : NULL;
}

static void sweep_endpoint(const struct ag_endpoint *ep)
{
	struct server s;
	struct answer answer = { .status = 200, .header = "X-Agola-Cursor", .value = "bmV4dA==" };
	struct ag_arena arena;
	struct ag_buf body = { 0 };
	struct endpoint_call e = { .server = &s, .ep = ep };
	struct sweep sweep = { .name = ep->name, .call = endpoint, .arg = &e };

	ag_arena_init(&arena);
	if (ep->response && !(ep->flags & AG_EP_ANY))
		sample_json(&body, ep->response);
	if (ep->events) {
		answer.header = "Content-Type";
		answer.value = "text/event-stream";
		ag_buf_adds(&body, "data: ");
		sample_json(&body, ep->events);
		ag_buf_adds(&body, "\n\n");
	}
	answer.body = body.len ? body.s : body_of(ep);
	start(&s, &answer, 1);
	e.client = ag_client_of_gw(s.gw);
	e.query = ep->query ? sample_request(&arena, ep->query) : NULL;
	e.request = ep->request ? sample_request(&arena, ep->request) : NULL;
	sweep_check(&sweep);
	/* a trace allocates as well; it may lose words, the call may not */
	ck_assert_int_eq(agola_ctx_new(&e.ctx, NULL), 0);
	agola_ctx_set_trace(e.ctx, on_trace, NULL);
	sweep_check(&sweep);
	agola_ctx_free(e.ctx);
	stop(&s);
	ag_buf_free(&body);
	ag_arena_free(&arena);
}

START_TEST(endpoints)
{
	const struct ag_endpoint *ep;

	for (size_t i = 0; (ep = ag_endpoint_at(i)) != NULL; i++)
		sweep_endpoint(ep);
	ck_assert_ptr_nonnull(ag_endpoint_find("agola_gw_remote_source_get"));
}
END_TEST

/* A log that is cut, with an error behind it, is asked about and read again. */
START_TEST(log_goes_on)
{
	struct server s;
	struct agola_gw_log_get_opts opts = AGOLA_GW_LOG_GET_OPTS_INIT;
	struct endpoint_call e = { .server = &s, .ep = ag_endpoint_find("agola_gw_user_log_get"), .query = &opts };
	START(&s, { 200, NULL, NULL, "one\n[]" },
	      { 200, NULL, NULL, "{\"status\":\"running\",\"steps\":[{\"phase\":\"running\"}]}" },
	      { 200, NULL, NULL, "one\ntwo\n" }, { 200, NULL, NULL, "{\"status\":\"success\"}" });

	opts.follow = AGOLA_TRUE;
	e.client = ag_client_of_gw(s.gw);
	sweep_check(&(struct sweep){ .name = "log_goes_on", .call = endpoint, .arg = &e });
	ck_assert_uint_eq(e.n_sunk, 8);
	ck_assert_uint_eq(s.at, 4);
	stop(&s);
}
END_TEST

/* One of the runservice, which asks for the run with texts of its options. */
START_TEST(rs_log_goes_on)
{
	struct server s;
	struct agola_rs_log_get_opts opts = AGOLA_RS_LOG_GET_OPTS_INIT;
	struct endpoint_call e = { .server = &s, .ep = ag_endpoint_find("agola_rs_log_get"), .query = &opts };
	START(&s, { 200, NULL, NULL, "one\n" },
	      { 200, NULL, NULL, "{\"run\":{\"tasks\":{\"t\":{\"status\":\"running\",\"steps\":[{\"phase\":\"running\"}]}}}}" },
	      { 200, NULL, NULL, "one\ntwo\n" }, { 200, NULL, NULL, "{\"run\":{\"tasks\":{\"t\":{\"status\":\"success\"}}}}" });

	opts.run_id = "r";
	opts.task_id = "t";
	opts.follow = AGOLA_TRUE;
	e.client = ag_client_of_gw(s.gw);
	sweep_check(&(struct sweep){ .name = "rs_log_goes_on", .call = endpoint, .arg = &e });
	ck_assert_uint_eq(e.n_sunk, 8);
	ck_assert_uint_eq(s.at, 4);
	stop(&s);
}
END_TEST

/* ---- the public functions ---- */

static int public_get(void *arg, agola_error **err)
{
	struct server *s = arg;
	agola_gw_remote_source *rs = NULL;
	int r;

	s->at = 0;
	r = agola_gw_remote_source_get(s->gw, NULL, "x", &rs, err);
	if (r ? rs != NULL : !rs || strcmp(rs->name, "a name") != 0)
		return SWEEP_WRONG;
	agola_free(rs);
	return r;
}

static int public_iterator(void *arg, agola_error **err)
{
	struct agola_gw_remote_source_list_opts o = AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT;
	struct server *s = arg;
	agola_gw_remote_source_iter *it = NULL;
	const agola_gw_remote_source *rs = NULL;
	int n = 0, r;

	o.cursor = "first";
	s->at = 0;
	r = agola_gw_remote_source_iter_new(s->gw, &o, &it, err);
	if (r)
		return it ? SWEEP_WRONG : r;
	while ((r = agola_gw_remote_source_iter_next(it, NULL, &rs, err)) == 1)
		n++;
	agola_gw_remote_source_iter_free(it);
	return r == 0 && n != 4 ? SWEEP_WRONG : r;
}

/* An iterator that failed for want of memory goes on where it was. */
START_TEST(iterator_goes_on)
{
	struct server s;
	START(&s, { 200, "X-Agola-Cursor", "Mg==", "[{\"name\":\"a\"},{\"name\":\"b\"}]" },
	      { 200, "X-Agola-Cursor", "", "[{\"name\":\"c\"},{\"name\":\"d\"}]" });

	sweep_check(&(struct sweep){ .name = "iterator", .call = public_iterator, .arg = &s });
	for (unsigned long n = 1;; n++) {
		agola_gw_remote_source_iter *it;
		const agola_gw_remote_source *rs;
		agola_error *err = NULL;
		char seen[10] = "";
		bool hit;
		int r;

		s.at = 0;
		ck_assert_int_eq(agola_gw_remote_source_iter_new(s.gw, NULL, &it, NULL), 0);
		ck_assert_int_eq(agola_gw_remote_source_iter_next(it, NULL, &rs, NULL), 1);
		strcat(seen, rs->name);
		ck_assert_int_eq(agola_gw_remote_source_iter_next(it, NULL, &rs, NULL), 1);
		strcat(seen, rs->name);
		fail_arm(n, FAIL_ONCE, FAIL_HERE);
		r = agola_gw_remote_source_iter_next(it, NULL, &rs, &err);
		hit = fail_disarm();
		ck_assert_int_eq(agola_error_result(err), r == 1 ? 0 : AGOLA_ERR_NOMEM);
		agola_error_free(err);
		if (r == 1)
			strcat(seen, rs->name);
		else
			s.at = 1;
		while (agola_gw_remote_source_iter_next(it, NULL, &rs, NULL) == 1)
			strcat(seen, rs->name);
		ck_assert_str_eq(seen, "abcd");
		agola_gw_remote_source_iter_free(it);
		if (!hit)
			break;
	}
	stop(&s);
}
END_TEST

START_TEST(public_functions)
{
	struct server s;
	START(&s, { 200, NULL, NULL, "{\"name\":\"a name\",\"auth_type\":\"oauth2\"}" });

	sweep_check(&(struct sweep){ .name = "get", .call = public_get, .arg = &s });
	stop(&s);
}
END_TEST

/* ---- answers that are errors ---- */

START_TEST(error_answers)
{
	static const struct {
		struct answer answer;
		int result;
	} cases[] = {
		{ { 400, NULL, NULL, "{\"message\":\"remote source \\\"x\\\" already exists\"}" }, AGOLA_ERR_BAD_REQUEST },
		{ { 404, NULL, NULL, "{\"code\":\"notexist\",\"message\":\"no such thing\"}" }, AGOLA_ERR_NOT_FOUND },
		{ { 400, NULL, NULL, "[{\"code\":\"remoteSourceAlreadyExists\",\"details\":{\"name\":\"x\"}}]" },
		  AGOLA_ERR_BAD_REQUEST },
		{ { 400, NULL, NULL,
		    "[{\"code\":\"a\",\"details\":null,\"message\":\"one\"},{\"code\":\"b\",\"details\":[1],\"message\":\"two\"}"
		    "]" },
		  AGOLA_ERR_BAD_REQUEST },
		{ { 401, NULL, NULL, "[]" }, AGOLA_ERR_UNAUTHORIZED },
		{ { 403, NULL, NULL, "" }, AGOLA_ERR_FORBIDDEN },
		{ { 500, NULL, NULL, "something broke\nover two lines" }, AGOLA_ERR_INTERNAL },
		{ { 502, NULL, NULL, "<html><body>Bad Gateway</body></html>" }, AGOLA_ERR_HTTP },
		{ { 500, NULL, NULL, "[{\"code\":\"cut" }, AGOLA_ERR_INTERNAL },
		{ { 500, NULL, NULL, "\xff\xfe not UTF-8" }, AGOLA_ERR_INTERNAL },
		{ { 302, "Location", "http://elsewhere/", "" }, AGOLA_ERR_PROTOCOL },
		{ { 200, "Content-Type", "text/html", "<p>log in</p>" }, AGOLA_ERR_PROTOCOL },
		{ { 200, NULL, NULL, "" }, AGOLA_ERR_PROTOCOL },
		{ { 200, NULL, NULL, "{\"name\":7}" }, AGOLA_ERR_PROTOCOL },
		{ { 200, NULL, NULL, "{\"name\":\"x\"" }, AGOLA_ERR_PROTOCOL },
		{ { 200, NULL, NULL, "{\"name\" \"x\"}" }, AGOLA_ERR_PROTOCOL },
		{ { 100, NULL, NULL, "" }, AGOLA_ERR_PROTOCOL },
		{ { AGOLA_ERR_NETWORK, NULL, NULL, "it broke" }, AGOLA_ERR_NETWORK },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct server s;
		char name[40];

		snprintf(name, sizeof(name), "error answer %zu", i);
		start(&s, &cases[i].answer, 1);
		sweep_check(&(struct sweep){ .name = name, .call = public_get, .arg = &s, .expected = cases[i].result });
		stop(&s);
	}
}
END_TEST

static int bad_ref(void *arg, agola_error **err)
{
	struct server *s = arg;

	return agola_gw_remote_source_delete(s->gw, NULL, "a//b", err);
}

static int no_has_more(void *arg, agola_error **err)
{
	struct server *s = arg;

	return agola_cs_remote_source_list(s->cs, NULL, NULL, NULL, err);
}

static int bad_enum(void *arg, agola_error **err)
{
	struct agola_gw_remote_source_create_req q = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	struct server *s = arg;

	q.type = (enum agola_remote_source_type)99;
	return agola_gw_remote_source_create(s->gw, NULL, &q, NULL, err);
}

static int cancelled(void *arg, agola_error **err)
{
	struct server *s = arg;
	agola_ctx *ctx = NULL;
	int r = agola_ctx_new(&ctx, err);

	if (r)
		return r;
	agola_ctx_cancel(ctx);
	r = agola_gw_remote_source_delete(s->gw, ctx, "x", err);
	agola_ctx_free(ctx);
	return r;
}

START_TEST(refusals_of_our_own)
{
	struct server s;
	START(&s, { 200, "X-Agola-HasMore", "maybe", "[{\"name\":\"a\"}]" });

	sweep_check(&(struct sweep){ .name = "bad ref", .call = bad_ref, .arg = &s, .expected = AGOLA_ERR_INVALID });
	sweep_check(&(struct sweep){ .name = "bad enum", .call = bad_enum, .arg = &s, .expected = AGOLA_ERR_INVALID });
	sweep_check(&(struct sweep){ .name = "HasMore", .call = no_has_more, .arg = &s, .expected = AGOLA_ERR_PROTOCOL });
	sweep_check(&(struct sweep){ .name = "cancelled", .call = cancelled, .arg = &s, .expected = AGOLA_ERR_CANCELLED });
	stop(&s);
}
END_TEST

UNIT("oom-client", sweep_sees_faults, handles, endpoints, log_goes_on, rs_log_goes_on, public_functions, iterator_goes_on,
     error_answers, refusals_of_our_own)
