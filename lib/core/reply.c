/* SPDX-License-Identifier: Apache-2.0 */
#include "core/call.h"
#include "core/error.h"

#include <stdlib.h>
#include <string.h>

/* Enough of an error's body for its list of codes; nobody reads more words. */
#define MAX_ERROR_BODY ((size_t)64 * 1024)

void agola_transport_reply_status(agola_transport_reply *r, int status)
{
	r->status = status;
	/* 1xx: the answer comes behind it */
	if (status >= 200)
		ag_call_trace_status(r->run);
}

static bool is(const char *name, size_t len, const char *known)
{
	return len == strlen(known) && ag_ascii_casestarts(name, known);
}

static void keep(agola_transport_reply *r, char **at, const char *value, size_t len)
{
	free(*at);
	*at = malloc(len + 1);
	if (!*at) {
		r->failed = AGOLA_ERR_NOMEM;
		return;
	}
	memcpy(*at, value, len);
	(*at)[len] = 0;
}

void ag_reply_header(agola_transport_reply *r, const char *name, size_t name_len, const char *value, size_t value_len)
{
	if (memchr(value, 0, value_len))
		return;
	ag_call_trace_header(r->run, name, name_len, value, value_len);
	if (is(name, name_len, "X-Agola-Cursor"))
		keep(r, &r->cursor, value, value_len);
	else if (is(name, name_len, "X-Agola-HasMore"))
		keep(r, &r->has_more, value, value_len);
	else if (is(name, name_len, "Location"))
		keep(r, &r->location, value, value_len);
	else if (is(name, name_len, "Content-Type"))
		r->html = value_len >= 9 && ag_ascii_casestarts(value, "text/html");
}

void agola_transport_reply_header(agola_transport_reply *r, const char *name, const char *value)
{
	ag_reply_header(r, name, strlen(name), value, strlen(value));
}

int agola_transport_reply_body(agola_transport_reply *r, const void *data, size_t len)
{
	const struct agola_type *type = r->run->call->ep->response;
	size_t room;

	if (r->failed)
		return r->failed;
	r->n_body += len;
	if (r->status >= 200 && r->status < 300 && !r->html) {
		if (!type || len == 0)
			return 0;
		if (!r->decoder) {
			r->decoder = ag_decoder_new(type, &r->decode);
			if (!r->decoder)
				return r->failed = AGOLA_ERR_NOMEM;
		}
		return r->failed = ag_decoder_feed(r->decoder, data, len);
	}
	room = MAX_ERROR_BODY - r->error_body.len;
	if (len > room) {
		len = room;
		r->error_cut = true;
	}
	ag_buf_add(&r->error_body, data, len);
	return r->failed = r->error_body.failed ? AGOLA_ERR_NOMEM : 0;
}

int ag_reply_failure(struct ag_running *run, agola_error **err)
{
	agola_transport_reply *r = run->reply;

	if (r->failed == AGOLA_ERR_NOMEM)
		return ag_fail_nomem(err);
	return ag_fail(err, r->failed, "%s: the answer is not what Agola sends: %s", ag_what(run),
	               r->decoder ? ag_decoder_error(r->decoder) : agola_result_name(r->failed));
}

static int not_agola(struct ag_running *run, agola_error **err, const char *fmt, const char *detail)
{
	struct ag_buf b = { 0 };
	int r;

	ag_buf_addf(&b, "%s: %d%s%s: ", ag_what(run), run->reply->status, *ag_http_reason(run->reply->status) ? " " : "",
	            ag_http_reason(run->reply->status));
	ag_buf_adds(&b, fmt);
	ag_buf_add_printable(&b, detail, strlen(detail), 200);
	if (b.failed) {
		ag_buf_free(&b);
		return ag_fail_nomem(err);
	}
	r = ag_fail(err, AGOLA_ERR_PROTOCOL, "%s", ag_buf_str(&b));
	ag_buf_free(&b);
	return r;
}

int ag_reply_finish(struct ag_running *run, agola_error **err)
{
	agola_transport_reply *r = run->reply;
	agola_error *e;
	int result;

	if (r->status < 200)
		return ag_fail(err, AGOLA_ERR_PROTOCOL, "%s: the answer has no status", ag_what(run));
	if (r->status >= 300 && r->status < 400)
		return not_agola(run, err,
		                 "redirects are not followed, the token would go along; is the URL right? It points to ",
		                 r->location ? r->location : "nowhere");
	if (r->status >= 400) {
		e = ag_error_from_body(ag_what(run), r->status, ag_buf_str(&r->error_body), r->error_body.len, r->error_cut);
		result = e->result;
		if (err)
			*err = e;
		else
			agola_error_free(e);
		return result;
	}
	if (r->html)
		return not_agola(run, err, "not an answer of Agola: ", ag_buf_str(&r->error_body));
	if (!run->call->ep->response)
		return 0;
	if (!r->decoder)
		return not_agola(run, err, "the answer is empty", "");
	r->failed = ag_decoder_finish(r->decoder, &run->call->root);
	return r->failed ? ag_reply_failure(run, err) : 0;
}

void ag_reply_free(agola_transport_reply *r)
{
	ag_decoder_free(r->decoder);
	ag_buf_free(&r->error_body);
	free(r->cursor);
	free(r->has_more);
	free(r->location);
}
