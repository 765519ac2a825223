/* SPDX-License-Identifier: Apache-2.0 */
/* Calls through a transport that answers with what the input says. */
#include "core/call.h"
#include "core/client.h"
#include "fuzz.h"
#include <agola/client.h>

#include <stdlib.h>
#include <string.h>

#define TOKEN       "sesame-open-1234"
#define MAX_ANSWERS 8
#define MAX_PATH    8
/* A list ends by itself however often the answers come round: a circle is found, and so are too many empty pages. */
#define MAX_SENT 400

struct answer {
	int status;
	const char *head; /* lines, up to an empty one */
	size_t head_len;
	const char *body;
	size_t body_len;
};

/* Everything that the input says. */
struct script {
	const struct ag_endpoint *ep;
	size_t piece;    /* of bodies; 0: whole */
	unsigned refuse; /* the sink or source stops behind so many pieces; 0: never */
	int64_t length;  /* of the source */
	const char *path[MAX_PATH];
	void *query, *request;
	char *upload;
	struct answer answers[MAX_ANSWERS];
	size_t n_answers;
	char *lines[6]; /* to be freed */
};

/* What came of it. */
struct outcome {
	int result;
	struct ag_buf words; /* of the error */
	struct ag_buf data;  /* the response or all items as JSON, or what the sink got */
	size_t n_sent, n_written;
};

struct play {
	const struct script *s;
	struct outcome *out;
	size_t piece;
	const struct answer *last;
};

/* Of all that the library shows; not looked at when the input has the token itself. */
static bool may_have_token;

/* Not with strstr(): a fuzzer that sees what is looked for puts it into its inputs. */
static FUZZ_PLAIN bool has(const char *s, size_t len)
{
	for (size_t at = 0; at < len; at++) {
		size_t n = 0;

		while (TOKEN[n] && at + n < len && s[at + n] == TOKEN[n])
			n++;
		if (!TOKEN[n])
			return true;
	}
	return false;
}

static FUZZ_PLAIN bool has_token(const char *s)
{
	return s && !may_have_token && has(s, strlen(s));
}

/* ---- the transport ---- */

static int give_body(void *reply, const void *data, size_t len)
{
	return agola_transport_reply_body(reply, data, len);
}

static void give_headers(agola_transport_reply *reply, const struct answer *a)
{
	struct fuzz_input in = { a->head, a->head_len };

	while (in.len) {
		char *line = fuzz_line(&in), *value = strchr(line, ':');

		if (value) {
			*value++ = 0;
			value += strspn(value, " ");
		}
		agola_transport_reply_header(reply, line, value ? value : "");
		free(line);
	}
}

static FUZZ_PLAIN void check_request(const agola_transport_request *rq)
{
	for (const char *p = rq->url; *p; p++)
		FUZZ_CHECK((unsigned char)*p > ' ' && (unsigned char)*p < 0x7f && *p != '#', "the URL has byte %d",
		           (unsigned char)*p);
	FUZZ_CHECK(strncmp(rq->url, "http://host/base/", 17) == 0 && strncmp(rq->target, "/base/", 6) == 0, "%s", rq->url);
	for (const char *p = rq->target; (p = strstr(p, "/.")) != NULL && !memchr(rq->target, '?', (size_t)(p - rq->target)); p++)
		FUZZ_CHECK(strncmp(p, "/./", 3) != 0 && strncmp(p, "/../", 4) != 0, "%s", rq->url);
	FUZZ_CHECK(!has_token(rq->url), "the token is in the URL");
}

static int perform(void *data, const agola_transport_request *rq, agola_transport_reply *reply, agola_error **err)
{
	struct play *p = data;
	char buf[64];
	int64_t n;

	check_request(rq);
	FUZZ_CHECK(p->out->n_sent < MAX_SENT, "it asks for ever");
	while (rq->read && (n = rq->read(rq->read_data, buf, 1 + p->out->n_sent % sizeof(buf))) != 0) {
		if (n < 0)
			return (int)n;
	}
	if (!p->s->n_answers) {
		*err = agola_error_new(AGOLA_ERR_NETWORK, "no answer");
		return AGOLA_ERR_NETWORK;
	}
	p->last = &p->s->answers[p->out->n_sent++ % p->s->n_answers];
	agola_transport_reply_status(reply, p->last->status);
	give_headers(reply, p->last);
	return fuzz_in_pieces(p->last->body, p->last->body_len, p->piece, give_body, reply);
}

/* ---- streams ---- */

static void add_json(struct ag_buf *b, const struct agola_type *type, const void *obj)
{
	ag_json_encode(b, type, obj, 0);
	ag_buf_addc(b, '\n');
}

/* Of whatever type: its root tells. */
static int see(void *data, const void *event)
{
	struct play *p = data;

	add_json(&p->out->data, agola_type_of(event), event);
	return ++p->out->n_written == p->s->refuse;
}

static int take(void *data, const void *bytes, size_t len)
{
	struct play *p = data;

	FUZZ_CHECK(len, "an empty piece");
	ag_buf_add(&p->out->data, bytes, len);
	/* a log is put together of several answers */
	FUZZ_CHECK(p->s->ep->follow || (p->out->data.len <= p->last->body_len &&
	                                memcmp(p->out->data.s, p->last->body, p->out->data.len) == 0),
	           "other bytes than the answer's");
	return ++p->out->n_written == p->s->refuse;
}

/* There is one type of them. */
static int on_event(void *data, const agola_rs_run_event *event)
{
	struct play *p = data;

	FUZZ_CHECK(strcmp(p->s->ep->events->name, "agola_rs_run_event") == 0, "%s", p->s->ep->events->name);
	add_json(&p->out->data, p->s->ep->events, event);
	return ++p->out->n_written == p->s->refuse;
}

static int64_t give(void *data, void *buf, size_t size)
{
	struct play *p = data;
	size_t len = strlen(p->s->upload), done = p->out->n_written * 7, n = size < 7 ? size : 7;

	if (p->out->n_written++ == p->s->refuse && p->s->refuse)
		return -1;
	if (done >= len)
		return 0;
	n = n < len - done ? n : len - done;
	memcpy(buf, p->s->upload + done, n);
	return (int64_t)n;
}

static int watch(void *data, int64_t done, int64_t total)
{
	const struct play *p = data;

	FUZZ_CHECK(done >= 0 && total >= -1, "%lld of %lld", (long long)done, (long long)total);
	(void)p;
	return 0;
}

/* ---- the call ---- */

static void on_trace(void *data, const agola_trace_event *ev)
{
	(void)data;
	FUZZ_CHECK(!has_token(ev->text), "the token is in the trace");
	FUZZ_CHECK(!has_token(ev->url), "the token is in the trace");
}

static int walk(struct ag_client *client, agola_ctx *ctx, const struct ag_call *call, struct outcome *out, agola_error **err)
{
	const struct agola_type *type = agola_type_item(call->ep->response);
	struct ag_iter *it = NULL;
	const void *item;
	int r = ag_iter_new(client, call, 0, &it, err);

	while (r == 0 && (r = ag_iter_next(it, ctx, &item, err)) == 1) {
		add_json(&out->data, type, item);
		r = 0;
	}
	ag_iter_free(it);
	return r;
}

/* One client for all inputs, which costs less than one for each; what it learnt of the server is forgotten. */
static struct ag_client *client_of(const char *service, struct play *play)
{
	static struct ag_client *client;

	if (!client) {
		struct agola_transport transport = { .size = sizeof(transport), .perform = perform };
		struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
		agola_gw_client *handle;

		opts.url = "http://host/base/";
		opts.token = TOKEN;
		opts.transport = &transport;
		opts.max_body = 4096;
		opts.max_retries = 1;
		FUZZ_CHECK(agola_gw_client_new(&opts, &handle, NULL) == 0, "out of memory");
		client = ag_client_of_gw(handle);
	}
	client->service = service;
	client->transport.data = play;
	client->release = AG_RELEASE_NEWEST;
	return client;
}

static void make_call(const struct script *s, size_t piece, struct outcome *out)
{
	struct play play = { .s = s, .out = out, .piece = piece };
	struct ag_client *client = client_of(s->ep->service, &play);
	struct agola_sink sink = AGOLA_SINK_INIT;
	struct agola_source source = AGOLA_SOURCE_INIT;
	bool any = (s->ep->flags & AG_EP_ANY) != 0;
	struct ag_call call = {
		.ep = s->ep, .method = s->path[0], .path = s->path + any, .number = 7, .query = s->query, .request = s->request
	};
	agola_error *err = NULL;
	agola_ctx *ctx = NULL;

	/* the other time without */
	if (piece) {
		FUZZ_CHECK(agola_ctx_new(&ctx, NULL) == 0, "out of memory");
		agola_ctx_set_trace(ctx, on_trace, NULL);
	}
	sink.write = take;
	sink.progress = source.progress = watch;
	sink.data = sink.progress_data = source.data = source.progress_data = &play;
	source.read = give;
	source.length = s->length;
	call.sink = any && !*s->upload ? NULL : &sink;
	call.on_event = (ag_event_fn)see;
	call.event_data = &play;
	call.source = any && !s->length ? NULL : &source;
	call.on_event = (ag_event_fn)on_event;
	call.event_data = &play;
	if (s->ep->paging) {
		out->result = walk(client, ctx, &call, out, &err);
	} else {
		out->result = ag_call(client, ctx, &call, &err);
		FUZZ_CHECK(!call.root || (out->result == 0 && (any || !s->ep->sink)), "a response beside an error");
		if (call.root && s->ep->response)
			add_json(&out->data, s->ep->response, call.root);
		else if (call.root)
			ag_buf_adds(&out->data, call.root);
		agola_free(call.root);
	}
	FUZZ_CHECK((out->result < 0) == (err != NULL), "%s", agola_result_name(out->result));
	if (err) {
		FUZZ_CHECK(agola_error_result(err) == out->result, "%d", agola_error_result(err));
		fuzz_check_words(agola_error_message(err));
		FUZZ_CHECK(!has_token(agola_error_message(err)), "the token is in the error");
		ag_buf_adds(&out->words, agola_error_message(err));
	} else if (s->ep->sink && !any && !s->ep->follow && play.last && play.last->status != 304) {
		FUZZ_CHECK(out->data.len == play.last->body_len, "a download is complete with %zu of %zu bytes", out->data.len,
		           play.last->body_len);
		FUZZ_CHECK(!(s->ep->flags & AG_EP_LINES) || !out->data.len || strchr("\n}", out->data.s[out->data.len - 1]),
		           "a cut export looks complete");
	}
	agola_error_free(err);
	agola_ctx_free(ctx);
}

/* ---- the input ---- */

static void *struct_of(const struct agola_type *type, const char *json)
{
	static const struct ag_decode_opts opts = { .lenient = true };
	void *root = NULL;

	if (type && (!*json || ag_json_decode(type, &opts, json, strlen(json), &root, NULL) != 0))
		FUZZ_CHECK(ag_json_decode(type, &opts, "{}", 2, &root, NULL) == 0, "out of memory");
	return root;
}

static bool read_answer(struct script *s, struct fuzz_input *in)
{
	struct answer *a = &s->answers[s->n_answers];
	char *line;
	const char *end;

	if (!in->len || s->n_answers == MAX_ANSWERS)
		return false;
	line = fuzz_line(in);
	a->status = atoi(line);
	free(line);
	a->head = in->at;
	end = in->len ? memmem(in->at, in->len, "\n\n", 2) : NULL;
	if (in->len && in->at[0] == '\n')
		end = in->at - 1;
	a->head_len = end ? (size_t)(end + 1 - in->at) : in->len;
	in->at += a->head_len + (end != NULL);
	in->len -= a->head_len + (end != NULL);
	a->body = in->at;
	end = in->len ? memmem(in->at, in->len, "\n%%\n", 4) : NULL;
	a->body_len = end ? (size_t)(end - in->at) : in->len;
	in->at += a->body_len + (end ? 4 : 0);
	in->len -= a->body_len + (end ? 4 : 0);
	s->n_answers++;
	return true;
}

/* "3" pieces of 3 bytes, then when to stop and the length of the source; '@' is 0. */
static unsigned setting(const char **s)
{
	return **s ? (unsigned char)*(*s)++ & 31u : 0;
}

static void read_script(struct script *s, struct fuzz_input *in)
{
	const char *settings;
	char *p;

	for (size_t i = 1; i < AG_COUNT(s->lines); i++)
		s->lines[i] = fuzz_line(in);
	settings = s->lines[1];
	s->piece = setting(&settings);
	s->refuse = setting(&settings);
	s->length = setting(&settings);
	for (size_t i = 0; i < MAX_PATH; i++)
		s->path[i] = "x";
	p = s->lines[2];
	for (size_t i = 0; i < MAX_PATH && *p; i++) {
		s->path[i] = p;
		p += strcspn(p, "\t");
		if (*p)
			*p++ = 0;
	}
	s->query = struct_of(s->ep->query, s->lines[3]);
	s->request = struct_of(s->ep->request, s->lines[4]);
	s->upload = s->lines[5];
	while (read_answer(s, in))
		;
}

static void free_outcome(struct outcome *o)
{
	ag_buf_free(&o->words);
	ag_buf_free(&o->data);
}

static void compare_in_pieces(struct script *s, const struct outcome *whole)
{
	struct outcome pieces = { 0 };

	if (fuzz_fault && s->n_answers)
		s->answers[0].status = 599;
	make_call(s, s->piece ? s->piece : 1, &pieces);
	/* where a sink stops depends on them */
	if (!s->refuse) {
		FUZZ_CHECK(whole->result == pieces.result && strcmp(ag_buf_str(&whole->words), ag_buf_str(&pieces.words)) == 0,
		           "%s: %s\nin pieces of %zu: %s: %s", agola_result_name(whole->result), ag_buf_str(&whole->words),
		           s->piece, agola_result_name(pieces.result), ag_buf_str(&pieces.words));
		FUZZ_CHECK(whole->result || (whole->data.len == pieces.data.len &&
		                             memcmp(ag_buf_str(&whole->data), ag_buf_str(&pieces.data), whole->data.len) == 0),
		           "%s\nin pieces of %zu: %s", ag_buf_str(&whole->data), s->piece, ag_buf_str(&pieces.data));
	}
	free_outcome(&pieces);
}

void fuzz_call(const uint8_t *data, size_t size, fuzz_endpoint_fn may)
{
	struct fuzz_input in = { (const char *)data, size };
	struct script s = { .lines = { fuzz_line(&in) } };
	struct outcome whole = { 0 };

	s.ep = fuzz_endpoint(s.lines[0], may);
	if (!s.ep) {
		free(s.lines[0]);
		return;
	}
	/* the library looks for the token in what servers say, and so the fuzzer learns it all the same */
	may_have_token = has((const char *)data, size);
	read_script(&s, &in);
	memset(ag_follow_pauses_ms, 0, sizeof(ag_follow_pauses_ms));
	make_call(&s, 0, &whole);
	if (s.piece || fuzz_thorough)
		compare_in_pieces(&s, &whole);
	free_outcome(&whole);
	agola_free(s.query);
	agola_free(s.request);
	for (size_t i = 0; i < AG_COUNT(s.lines); i++)
		free(s.lines[i]);
}
