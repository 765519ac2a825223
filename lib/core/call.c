/* SPDX-License-Identifier: Apache-2.0 */
/* One call, from an endpoint's row to a response or an error. */
#include "core/call.h"
#include "core/client.h"
#include "core/error.h"
#include "http/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *ag_what(struct ag_running *run)
{
	if (!run->what.len) {
		ag_buf_adds(&run->what, run->call->ep->method);
		ag_buf_addc(&run->what, ' ');
		ag_buf_add(&run->what, run->url.s + run->base_len, run->path_end - run->base_len);
	}
	return ag_buf_str(&run->what);
}

static void trace(const struct ag_running *run, enum agola_trace_kind kind, const char *text, int result)
{
	agola_trace_event ev = { .kind = kind,
		                 .status = run->reply->status,
		                 .method = run->call->ep->method,
		                 .url = run->url.s,
		                 .text = text,
		                 .elapsed_us = ag_now_us() - run->start_us,
		                 .result = result };

	run->view.trace(run->view.trace_data, &ev);
}

void ag_call_trace_header(const struct ag_running *run, const char *name, size_t name_len, const char *value, size_t value_len)
{
	static const char *const hidden[] = { "Set-Cookie", "X-Csrf-Token" };
	struct ag_buf b = { 0 };
	bool mask = false;

	if (!run->view.trace)
		return;
	ag_buf_add_printable(&b, name, name_len, 100);
	ag_buf_adds(&b, ": ");
	for (size_t i = 0; i < AG_COUNT(hidden); i++)
		mask |= name_len == strlen(hidden[i]) && ag_ascii_casestarts(name, hidden[i]);
	if (mask)
		ag_buf_adds(&b, "***");
	else
		ag_buf_add_printable(&b, value, value_len, 1000);
	trace(run, AGOLA_TRACE_RESPONSE_HEADER, ag_buf_str(&b), 0);
	ag_buf_free(&b);
}

void ag_call_trace_status(const struct ag_running *run)
{
	if (run->view.trace)
		trace(run, AGOLA_TRACE_RESPONSE, NULL, 0);
}

static void trace_request(const struct ag_running *run, const struct ag_client *c, const void *request)
{
	struct ag_buf b = { 0 };
	const char *const *h = request ? c->body_headers : c->headers;

	if (!run->view.trace)
		return;
	trace(run, AGOLA_TRACE_REQUEST, NULL, 0);
	for (size_t i = 0; i < (request ? c->n_body_headers : c->n_headers); i++) {
		if (ag_ascii_casestarts(h[i], "Expect:"))
			continue;
		trace(run, AGOLA_TRACE_REQUEST_HEADER,
		      ag_ascii_casestarts(h[i], "Authorization:") ? "Authorization: token ***" : h[i], 0);
	}
	if (request) {
		ag_json_encode(&b, run->call->ep->request, request, AG_ENCODE_MASK);
		trace(run, AGOLA_TRACE_REQUEST_BODY, ag_buf_str(&b), 0);
		ag_buf_free(&b);
	}
}

/* An error of the transport has words, but not yet those that say which call it was. */
static int name_error(struct ag_running *run, int result, agola_error *from, agola_error **err)
{
	if (result == AGOLA_ERR_NOMEM || agola_error_result(from) == AGOLA_ERR_NOMEM) {
		agola_error_free(from);
		return ag_fail_nomem(err);
	}
	result = ag_fail(err, result, "%s: %s", ag_what(run), from ? agola_error_message(from) : agola_result_name(result));
	agola_error_free(from);
	return result;
}

static int perform(struct ag_client *c, agola_ctx *ctx, struct ag_running *run, const char *body, size_t body_len,
                   agola_error **err)
{
	agola_transport_request request = {
		.method = run->call->ep->method,
		.url = run->url.s,
		.target = run->url.s + c->path_at,
		.headers = body ? c->body_headers : c->headers,
		.n_headers = body ? c->n_body_headers : c->n_headers,
		.body = body,
		.body_len = body_len,
		.timeout_ms = c->opts.timeout_ms < 0 ? -1 : c->opts.timeout_ms,
		.ctx = ctx,
	};
	agola_error *from = NULL;
	int r;

	if (run->view.deadline_us != INT64_MAX) {
		int64_t left = (run->view.deadline_us - run->start_us + 999) / 1000;

		if (left <= 0)
			return name_error(run, AGOLA_ERR_TIMEOUT, agola_error_new(AGOLA_ERR_TIMEOUT, "the deadline has passed"),
			                  err);
		if (request.timeout_ms < 0 || left < request.timeout_ms)
			request.timeout_ms = left;
	}
	if (agola_ctx_is_cancelled(ctx))
		return name_error(run, AGOLA_ERR_CANCELLED, agola_error_new(AGOLA_ERR_CANCELLED, "cancelled"), err);
	r = c->transport.perform(c->transport.data, &request, run->reply, &from);
	if (r > 0)
		r = AGOLA_ERR_CALLBACK;
	/* the decoder's own words are better than those of the transport that it stopped */
	if (run->reply->failed) {
		agola_error_free(from);
		return ag_reply_failure(run, err);
	}
	if (r)
		return name_error(run, r, from, err);
	agola_error_free(from);
	return ag_reply_finish(run, err);
}

static int run_call(struct ag_client *c, agola_ctx *ctx, struct ag_running *run, const void *query, const void *request,
                    agola_error **err)
{
	struct ag_call *call = run->call;
	const struct ag_endpoint *ep = call->ep;
	struct ag_buf body = { 0 };
	char sep = '?';
	int r;

	ag_buf_adds(&run->url, c->base);
	r = ag_args_path(&run->url, call, err);
	if (r)
		return r;
	if (run->url.failed)
		return ag_fail_nomem(err);
	run->base_len = strlen(c->base);
	run->path_end = run->url.len;
	if (ep->paging)
		ag_paging_query(&run->url, &sep, ep, query);
	else if (ep->query)
		ag_args_query(&run->url, &sep, ep->query, query);
	if (request)
		ag_json_encode(&body, ep->request, request, 0);
	if (run->url.failed || body.failed) {
		ag_buf_wipe(&body);
		return ag_fail_nomem(err);
	}
	trace_request(run, c, request);
	r = perform(c, ctx, run, request ? body.s : NULL, body.len, err);
	ag_buf_wipe(&body);
	if (r == 0 && ep->paging)
		r = ag_paging_result(run, query, err);
	return r;
}

int ag_call(struct ag_client *c, agola_ctx *ctx, struct ag_call *call, agola_error **err)
{
	const struct ag_endpoint *ep = call->ep;
	agola_transport_reply reply = { 0 };
	struct ag_running run = { .call = call, .reply = &reply, .view = ag_ctx_view(ctx), .start_us = ag_now_us() };
	void *query = NULL, *request = NULL;
	agola_error *own = NULL;
	int r = 0;

	call->root = NULL;
	if (!c)
		return ag_fail(err, AGOLA_ERR_INVALID, "%s %s: client is NULL", ep->method, ep->path);
	if (ep->request && !call->request)
		return ag_fail(err, AGOLA_ERR_INVALID, "%s %s: req is NULL", ep->method, ep->path);
	reply.run = &run;
	reply.decode.max_bytes = (size_t)c->opts.max_body;
	reply.decode.max_depth = c->opts.max_depth;
	if (ep->query)
		r = ag_args_copy(ep->query, call->query, &query, &own);
	if (r == 0 && ep->request)
		r = ag_args_copy(ep->request, call->request, &request, &own);
	if (r == 0)
		r = run_call(c, ctx, &run, query, request, &own);
	if (r && run.what.failed) {
		/* the words lack the call that they are about */
		agola_error_free(own);
		r = ag_fail_nomem(&own);
	}
	if (run.view.trace && run.url.len && !run.url.failed)
		trace(&run, AGOLA_TRACE_DONE, NULL, r);
	/* an answer that is not Agola's is still one */
	if (r == AGOLA_ERR_PROTOCOL && !own->is_static && reply.status >= 200)
		own->status = reply.status;
	if (r && err)
		*err = own;
	else
		agola_error_free(own);
	if (r) {
		agola_free(call->root);
		call->root = NULL;
	}
	ag_reply_free(&reply);
	ag_buf_free(&run.url);
	ag_buf_free(&run.what);
	free(query);
	free(request);
	return r;
}

AG_LIST(ag_endpoint_list, struct ag_endpoint);

const struct ag_endpoint *ag_endpoint_at(size_t i)
{
	size_t n = (size_t)(AG_LIST_END(ag_endpoint_list) - AG_LIST_BEGIN(ag_endpoint_list));

	return i < n ? AG_LIST_BEGIN(ag_endpoint_list)[i] : NULL;
}

const struct ag_endpoint *ag_endpoint_find(const char *name)
{
	const struct ag_endpoint *ep;

	for (size_t i = 0; (ep = ag_endpoint_at(i)) != NULL; i++) {
		if (strcmp(ep->name, name) == 0)
			return ep;
	}
	return NULL;
}
