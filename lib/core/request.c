/* SPDX-License-Identifier: Apache-2.0 */
/* Requests of the caller's own: see agola/request.h. Each call has a row of its own, made of one below and of what the caller says. */
#include "core/call.h"
#include "core/client.h"

#include <string.h>

#define T struct agola_request_opts
static const struct agola_field opts_fields[] = {
	AG_STRING_MAP(T, query, "query"),
	AG_STRING_MAP(T, headers, "headers", .flags = AG_HEADER | AG_SECRET),
	AG_STRING(T, body, "body", .flags = AG_NOT_SENT | AG_BODY | AG_SECRET),
};
#undef T
AG_TYPE_REQ(agola_request_opts, opts_fields);

#define T agola_response
static const struct agola_field response_fields[] = {
	AG_INT(T, status, "status"), AG_STRING(T, content_type, "content_type"),
	AG_STRING(T, next, "next"),  AG_STRING_MAP(T, headers, "headers"),
	AG_STRING(T, body, "body"),
};
#undef T
AG_TYPE(agola_response, response_fields);

#define OP(svc, also)                                                                                                            \
	AG_OP(agola_##svc##_request, svc, NULL, NULL, "{target}", (METHOD, method), (REF, target), (OPTS, agola_request_opts),   \
	      (SOURCE, source), (SINK, sink), (RET, agola_response), (ROW, .flags = AG_EP_ANY | AG_EP_STORED | (also)))
OP(gw, 0);
OP(cs, 0);
OP(rs, AG_EP_SNIFFED);
OP(ns, 0);

/* ---- before it is sent ---- */

int ag_request_row(struct ag_endpoint *ret, const struct ag_call *call, agola_error **err)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };

	*ret = *call->ep;
	for (size_t i = 0; call->method && i < AG_COUNT(methods); i++) {
		if (strcmp(call->method, methods[i]) == 0)
			ret->method = methods[i];
	}
	if (!ret->method)
		return ag_fail(err, AGOLA_ERR_INVALID, "%s(): method %s none of GET, HEAD, POST, PUT, PATCH, DELETE", ret->name,
		               call->method ? "is" : "is NULL, which is");
	ret->source = call->source != NULL;
	ret->sink = call->sink != NULL;
	ret->text = !call->sink;
	ret->response = NULL;
	return 0;
}

/* Whether @path of a row, with its holes, is that of @target. */
static bool is_path_of(const char *path, const char *target)
{
	for (;;) {
		size_t n = strcspn(path, "/"), m = strcspn(target, "/?");

		if (*path == '{' ? m == 0 : n != m || memcmp(path, target, n) != 0)
			return false;
		path += n;
		target += m;
		if (*path != '/' || *target != '/')
			return !*path && *target != '/';
		path++;
		target++;
	}
}

/* The secrets of a body, as the operations know them that it may stand for. */
static void collect_body(struct ag_running *run, const char *target)
{
	static const struct ag_decode_opts lenient = { .lenient = true };
	const struct agola_request_opts *opts = run->query;
	const struct ag_endpoint *ep;

	for (size_t i = 0; opts->body && target && (ep = ag_endpoint_at(i)) != NULL; i++) {
		void *request = NULL;

		if (!ep->request || strcmp(ep->service, run->ep->service) != 0 || strcmp(ep->method, run->ep->method) != 0 ||
		    !is_path_of(ep->path, target))
			continue;
		if (ag_json_decode(ep->request, &lenient, opts->body, strlen(opts->body), &request, NULL) == AGOLA_ERR_NOMEM)
			run->secrets.failed = true;
		if (request)
			ag_secrets_collect(&run->secrets, ep->request, request);
		agola_free(request);
	}
}

/* Those of the query, as @pair is one of it. */
static void collect_pair(struct ag_running *run, struct ag_buf *pair)
{
	size_t at = pair->failed ? 0 : ag_secrets_key(run, ag_buf_str(pair), pair->len);

	if (at)
		ag_secrets_add(&run->secrets, pair->s + at);
	run->secrets.failed |= pair->failed;
	ag_buf_free(pair);
}

static void collect_query(struct ag_running *run, const char *target)
{
	const struct agola_request_opts *opts = run->query;
	struct ag_buf pair = { .secret = true };

	for (size_t i = 0; i < opts->n_query; i++) {
		ag_buf_addf(&pair, "%s=%s", opts->query[i]->key, opts->query[i]->value);
		collect_pair(run, &pair);
	}
	while (target && *(target += strcspn(target, "?&"))) {
		target++;
		ag_buf_add(&pair, target, strcspn(target, "&"));
		collect_pair(run, &pair);
	}
}

int ag_request_check(struct ag_running *run, const struct ag_call *call, agola_error **err)
{
	const struct agola_request_opts *opts = run->query;

	if (opts->body && call->source)
		return ag_fail(err, AGOLA_ERR_INVALID, "%s(): there is a source and a body; set one of them", run->ep->name);
	if ((opts->body || call->source) && strcmp(run->ep->method, "HEAD") == 0)
		return ag_fail(err, AGOLA_ERR_INVALID, "%s(): a body cannot go with HEAD", run->ep->name);
	collect_body(run, call->path[0]);
	collect_query(run, call->path[0]);
	return 0;
}

/* ---- the answer ---- */

int ag_request_head(agola_transport_reply *r)
{
	const struct ag_running *run = r->run;

	if (!(run->ep->flags & AG_EP_ANY) && !(run->ep->sink && run->stream.sink.begin))
		return 0;
	agola_free(r->head);
	r->cap_head = 0;
	r->head = ag_root_new(&agola_response_type, sizeof(*r->head));
	if (!r->head)
		return AGOLA_ERR_NOMEM;
	r->head->status = r->status;
	return 0;
}

/* Room for one more. */
static bool grow(agola_transport_reply *r)
{
	size_t cap = r->cap_head ? 2 * r->cap_head : 16;
	const agola_string_entry **all;

	if (r->head->n_headers < r->cap_head)
		return true;
	all = ag_arena_alloc(ag_root_arena(r->head), cap * sizeof(*all));
	if (!all)
		return false;
	if (r->head->n_headers)
		memcpy(all, r->head->headers, r->head->n_headers * sizeof(*all));
	r->head->headers = all;
	r->cap_head = cap;
	return true;
}

static bool is_text(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (((unsigned char)s[i] < ' ' && s[i] != '\t') || s[i] == 0x7f)
			return false;
	}
	return ag_utf8_valid(s, len);
}

int ag_request_header(agola_transport_reply *r, const char *name, size_t name_len, const char *value, size_t value_len)
{
	struct ag_arena *arena = r->head ? ag_root_arena(r->head) : NULL;
	agola_string_entry *e;

	if (!r->head || !is_text(name, name_len) || !is_text(value, value_len))
		return 0;
	e = ag_arena_alloc(arena, sizeof(*e));
	if (!e || !grow(r) || !(e->key = ag_arena_strndup(arena, name, name_len)) ||
	    !(e->value = ag_arena_strndup(arena, value, value_len)))
		return AGOLA_ERR_NOMEM;
	((const agola_string_entry **)(uintptr_t)r->head->headers)[r->head->n_headers++] = e;
	if (ag_ascii_casecmp(e->key, "Content-Type") == 0)
		r->head->content_type = e->value;
	else if (ag_ascii_casecmp(e->key, "X-Agola-Cursor") == 0)
		r->head->next = e->value;
	return 0;
}

int ag_request_begin(agola_transport_reply *r)
{
	struct ag_stream *s = &r->run->stream;

	if (s->begun || !s->sink.begin || !r->head)
		return 0;
	s->begun = true;
	if (s->sink.begin(s->sink.data, r->head) == 0)
		return 0;
	ag_buf_reset(&s->why);
	ag_buf_adds(&s->why, "begin() of the sink asked to stop");
	return s->failed = AGOLA_ERR_CALLBACK;
}

int ag_request_finish(struct ag_running *run, agola_error **err)
{
	agola_transport_reply *r = &run->reply;

	if (!run->ep->sink) {
		const char *body = ag_buf_str(&r->body);

		if (memchr(body, 0, r->body.len) || !ag_utf8_valid(body, r->body.len))
			return ag_fail(err, AGOLA_ERR_PROTOCOL, "%s: the answer is no text; a sink takes any bytes",
			               ag_what(run));
		r->head->body = ag_arena_strndup(ag_root_arena(r->head), body, r->body.len);
		if (!r->head->body)
			return ag_fail_nomem(err);
	}
	run->root = r->head;
	r->head = NULL;
	return 0;
}
