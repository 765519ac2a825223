/* SPDX-License-Identifier: Apache-2.0 */
#include "core/call.h"
#include "core/client.h"
#include "core/error.h"

#include <stdlib.h>
#include <string.h>

/* Enough of an error's body for its list of codes; nobody reads more words. */
#define MAX_ERROR_BODY ((size_t)64 * 1024)
#define MAX_TEXT_BODY  ((size_t)64 * 1024 * 1024)

void agola_transport_reply_status(agola_transport_reply *r, int status)
{
	r->status = status;
	/* 1xx: the answer comes behind it */
	if (status < 200)
		return;
	ag_trace_status(r->run);
	if (ag_request_head(r))
		r->failed = AGOLA_ERR_NOMEM;
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
	const char *media = r->run->ep->media;

	if (memchr(value, 0, value_len))
		return;
	ag_trace_header(r->run, name, name_len, value, value_len);
	if (ag_request_header(r, name, name_len, value, value_len))
		r->failed = AGOLA_ERR_NOMEM;
	if (is(name, name_len, "X-Agola-Cursor"))
		keep(r, &r->cursor, value, value_len);
	else if (is(name, name_len, "X-Agola-HasMore"))
		keep(r, &r->has_more, value, value_len);
	else if (is(name, name_len, "Location"))
		keep(r, &r->location, value, value_len);
	else if (is(name, name_len, "Content-Type")) {
		r->typed = true;
		r->of_media = media && value_len >= strlen(media) && ag_ascii_casestarts(value, media);
		r->html = value_len >= 9 && ag_ascii_casestarts(value, "text/html");
	} else if (is(name, name_len, "Content-Length") && (!ag_parse_i64(value, value_len, &r->length) || r->length < 0))
		r->length = -1;
}

void agola_transport_reply_header(agola_transport_reply *r, const char *name, const char *value)
{
	ag_reply_header(r, name, strlen(name), value, strlen(value));
}

/* A success as the operation promises it, as far as the headers tell. */
static bool is_good(const agola_transport_reply *r)
{
	const struct ag_running *run = r->run;

	return r->status >= 200 && r->status < 300 && run->state != AG_RUN_ASKING &&
	       (!run->ep->media || r->of_media || (!r->typed && !run->ep->events)) &&
	       (!r->html || (run->ep->flags & AG_EP_SNIFFED)) && !r->odd;
}

static int decode(agola_transport_reply *r, const void *data, size_t len)
{
	const struct ag_running *run = r->run;
	struct ag_decode_opts opts = { .max_bytes = (size_t)run->client->opts.max_body,
		                       .max_depth = run->client->opts.max_depth,
		                       .one = (run->ep->flags & AG_EP_ONE) != 0 };

	if (!r->decoder)
		r->decoder = ag_decoder_new(run->ep->response, &opts);
	return r->decoder ? ag_decoder_feed(r->decoder, data, len) : AGOLA_ERR_NOMEM;
}

static int stream(agola_transport_reply *r, const void *data, size_t len)
{
	struct ag_stream *s = &r->run->stream;
	int failed = ag_request_begin(r);

	if (failed)
		return failed;
	/* a log grows while it is read */
	if (s->done == 0 && !(r->run->ep->flags & AG_EP_LIVE))
		s->total = r->length;
	if (r->run->ep->follow)
		return ag_follow_write(r->run, data, len);
	return ag_stream_write(s, r->run->ep, data, len);
}

/*
 * What some releases answer where nothing is promised is nothing to the caller, but it is not the words of a proxy. The first byte that is
 * no white space tells.
 */
static bool is_passed_over(agola_transport_reply *r, const char **data, size_t *len)
{
	if (r->judged)
		return true;
	while (*len && memchr(" \t\r\n", **data, 4)) {
		++*data;
		--*len;
	}
	r->judged = *len > 0;
	r->odd = r->judged && !memchr("{[\"-0123456789tfn", **data, 17);
	return !r->odd;
}

int agola_transport_reply_body(agola_transport_reply *r, const void *data, size_t len)
{
	const struct ag_endpoint *ep = r->run->ep;
	size_t max = MAX_ERROR_BODY, room;
	const char *bytes = data;

	if (r->failed || len == 0)
		return r->failed;
	if (is_good(r)) {
		if (ep->response)
			return r->failed = decode(r, data, len);
		if (ep->sink)
			return r->failed = stream(r, data, len);
		if (ep->events)
			return r->failed = ag_events_write(r->run, data, len);
		if (!ep->text && is_passed_over(r, &bytes, &len))
			return 0;
		if (ep->text)
			max = r->run->client->opts.max_body ? (size_t)r->run->client->opts.max_body : MAX_TEXT_BODY;
	}
	room = max - r->body.len;
	if (len > room) {
		len = room;
		r->body_cut = true;
	}
	ag_buf_add(&r->body, bytes, len);
	return r->failed = r->body.failed ? AGOLA_ERR_NOMEM : 0;
}

int ag_reply_failure(struct ag_running *run, agola_error **err)
{
	const agola_transport_reply *r = &run->reply;
	int result = run->stream.failed ? run->stream.failed : r->failed;

	if (result == AGOLA_ERR_NOMEM || run->stream.why.failed)
		return ag_fail_nomem(err);
	if (run->stream.failed)
		return ag_fail(err, result, "%s: %s", ag_what(run), ag_buf_str(&run->stream.why));
	return ag_fail(err, result, "%s: the answer is not what Agola sends: %s", ag_what(run),
	               r->decoder ? ag_decoder_error(r->decoder) : agola_result_name(result));
}

static int not_agola(struct ag_running *run, agola_error **err, const char *fmt, const char *detail)
{
	struct ag_buf b = { 0 }, clean = { 0 };
	int r;

	ag_buf_addf(&b, "%s: %d%s%s: ", ag_what(run), run->reply.status, *ag_http_reason(run->reply.status) ? " " : "",
	            ag_http_reason(run->reply.status));
	ag_buf_adds(&b, fmt);
	ag_secrets_hide(run, &clean, detail, strlen(detail));
	b.failed |= clean.failed;
	ag_buf_add_printable(&b, ag_buf_str(&clean), clean.len, 200);
	ag_buf_free(&clean);
	if (b.failed) {
		ag_buf_free(&b);
		return ag_fail_nomem(err);
	}
	r = ag_fail(err, AGOLA_ERR_PROTOCOL, "%s", ag_buf_str(&b));
	ag_buf_free(&b);
	return r;
}

/* One string in a list of its own: what a JSON string is read as. */
struct words {
	const char *const *items;
	size_t n_items;
	const char *next;
};
static const struct agola_field word_fields[] = { AG_STRINGS(struct words, items, "") };
static AG_TYPE_(ag_words, struct words, word_fields, .flags = AG_TYPE_PAGE | AG_TYPE_ARRAY,
                .off_cursor = (uint32_t)offsetof(struct words, next));

static int finish_json_text(struct ag_running *run, agola_error **err)
{
	struct ag_buf list = { .secret = true }, why = { 0 };
	struct words *w;
	void *root = NULL;
	int r;

	ag_buf_addc(&list, '[');
	ag_buf_add(&list, ag_buf_str(&run->reply.body), run->reply.body.len);
	ag_buf_addc(&list, ']');
	r = list.failed ? AGOLA_ERR_NOMEM : ag_json_decode(&ag_words_type, NULL, list.s, list.len, &root, &why);
	w = root;
	if (r == AGOLA_ERR_PROTOCOL || (r == 0 && w->n_items != 1))
		r = not_agola(run, err, "the answer is no JSON string", "");
	else if (r == 0 && !(run->root = ag_root_text(w->items[0], strlen(w->items[0]))))
		r = ag_fail_nomem(err);
	else if (r)
		r = ag_fail_nomem(err);
	agola_free(root);
	ag_buf_free(&list);
	ag_buf_free(&why);
	return r;
}

/* The body as text: a root of its own. */
static int finish_text(struct ag_running *run, agola_error **err)
{
	agola_transport_reply *r = &run->reply;

	if (r->body_cut)
		return not_agola(run, err, "the answer is larger than the limit", "");
	if (run->ep->flags & AG_EP_JSON)
		return finish_json_text(run, err);
	run->root = ag_root_text(ag_buf_str(&r->body), r->body.len);
	return run->root ? 0 : ag_fail_nomem(err);
}

int ag_reply_finish(struct ag_running *run, agola_error **err)
{
	agola_transport_reply *r = &run->reply;
	const struct ag_endpoint *ep = run->ep;
	int result;

	if (r->status < 200)
		return ag_fail(err, AGOLA_ERR_PROTOCOL, "%s: the answer has no status", ag_what(run));
	if (r->status == 304 && (ep->flags & AG_EP_STORED))
		return ep->flags & AG_EP_ANY ? ag_request_finish(run, err) : 0;
	if (r->status >= 300 && r->status < 400)
		return not_agola(run, err,
		                 "redirects are not followed, the token would go along; is the URL right? It points to ",
		                 r->location ? r->location : "nowhere");
	if (r->status >= 400) {
		agola_error *e = ag_error_from_body(run, ag_what(run), r->status, ag_buf_str(&r->body), r->body.len, r->body_cut);

		result = e->result;
		if (err)
			*err = e;
		else
			agola_error_free(e);
		return result;
	}
	if (!is_good(r))
		return not_agola(run, err, "not an answer of Agola: ", ag_buf_str(&r->body));
	if (ep->sink && (ag_request_begin(r) || ag_stream_finish(&run->stream, ep, r->length)))
		return ag_reply_failure(run, err);
	if (ep->flags & AG_EP_ANY)
		return r->body_cut ? not_agola(run, err, "the answer is larger than the limit; a sink takes any size", "")
		                   : ag_request_finish(run, err);
	if (ep->sink)
		return 0;
	if (ep->events)
		return ag_events_finish(run) ? ag_reply_failure(run, err) : 0;
	if (ep->text)
		return finish_text(run, err);
	if (!ep->response)
		return 0;
	if (!r->decoder)
		return not_agola(run, err, "the answer is empty", "");
	r->failed = ag_decoder_finish(r->decoder, &run->root);
	if (r->failed)
		return ag_reply_failure(run, err);
	if (ag_type_has_secrets(ep->response))
		ag_root_set_secret(run->root);
	return 0;
}

void ag_reply_free(agola_transport_reply *r)
{
	agola_free(r->head);
	ag_decoder_free(r->decoder);
	ag_buf_free(&r->body);
	free(r->cursor);
	free(r->has_more);
	/* it may say the URL again */
	if (r->location)
		ag_wipe(r->location, strlen(r->location));
	free(r->location);
}
