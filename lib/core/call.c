/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One call, from an endpoint's row to a response or an error. It is a small machine that says what to send next and takes the
 * answer; ag_call() turns its crank when the call blocks, async.c when it runs on a loop.
 */
#include "core/call.h"
#include "core/client.h"
#include "core/error.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_IDLE_MS 60000

const char *ag_what(struct ag_running *run)
{
	const struct ag_shot *s = run->fired ? run->fired : &run->shots[run->shot];

	if (!run->what.len && s->url.s) {
		size_t base = strlen(run->client->base);

		if (!(s->ep->flags & AG_EP_ROOT))
			base += strlen(AG_API_PREFIX);
		ag_buf_adds(&run->what, s->ep->method);
		ag_buf_addc(&run->what, ' ');
		ag_buf_add(&run->what, s->url.s + base, s->path_end - base);
	}
	return ag_buf_str(&run->what);
}

/* ---- the result ---- */

void ag_running_set_error(struct ag_running *run, int result, agola_error *err)
{
	agola_error_free(run->err);
	run->err = err;
	run->result = result;
	agola_free(run->root);
	run->root = NULL;
}

void ag_running_fail(struct ag_running *run, int result, const char *fmt, ...)
{
	struct ag_buf words = { 0 };
	agola_error *err = NULL;
	va_list ap;

	va_start(ap, fmt);
	ag_buf_vaddf(&words, fmt, ap);
	va_end(ap);
	result = words.failed ? ag_fail_nomem(&err) : ag_fail(&err, result, "%s: %s", ag_what(run), ag_buf_str(&words));
	ag_buf_free(&words);
	ag_running_set_error(run, result, err);
}

int ag_running_refuse(struct ag_running *run, const char *why)
{
	ag_running_fail(run, AGOLA_ERR_INVALID, "%s", why);
	return run->result;
}

/* An error of the transport has words, but not yet those that say which call it was. */
static void give_up_for(struct ag_running *run, int result, agola_error *from)
{
	agola_error *err = NULL;

	if (result == AGOLA_ERR_NOMEM || agola_error_result(from) == AGOLA_ERR_NOMEM) {
		result = ag_fail_nomem(&err);
		ag_running_set_error(run, result, err);
	} else {
		ag_running_fail(run, result, "%s", from ? agola_error_message(from) : agola_result_name(result));
	}
	agola_error_free(from);
}

/* ---- which form of the operation the server has ---- */

static bool may_have(struct ag_release r, const struct ag_endpoint *ep)
{
	return r.max >= ep->since && (!ep->until || r.min <= ep->until);
}

static bool must_have(struct ag_release r, const struct ag_endpoint *ep)
{
	return r.min >= ep->since && (!ep->until || r.max <= ep->until);
}

static void lacks(struct ag_running *run, struct ag_release r)
{
	/* the form of today is the one that people know */
	const struct ag_endpoint *ep = run->shots[0].ep ? run->shots[0].ep : run->ep;
	bool gone = ep->until && r.min > ep->until;
	char server[64], edge[32];

	ag_release_words(r, server, sizeof(server));
	ag_release_words((struct ag_release){ gone ? ep->until : ep->since, gone ? ep->until : ep->since }, edge, sizeof(edge));
	ag_running_fail(run, AGOLA_ERR_VERSION, "this Agola (%s) does not have the operation, which %s %s", server,
	                gone ? "ended with" : "came with", edge);
}

/* The first form that the server may have, from run->shot on. */
static bool choose_shot(struct ag_running *run)
{
	struct ag_release r = ag_release_of(run->client);

	for (; run->shot < run->n_shots; run->shot++) {
		if (may_have(r, run->shots[run->shot].ep))
			return true;
	}
	run->shot = 0;
	lacks(run, r);
	return false;
}

/* The answer of a server that does not know the path, or not with this method: all are the router's, none is a handler's. */
static bool is_missing_route(const struct ag_running *run)
{
	const agola_transport_reply *r = &run->reply;
	const char *body = ag_buf_str(&r->body);

	if (r->status == 404)
		return strcmp(body, "404 page not found\n") == 0 || strcmp(body, "\n") == 0;
	/* releases without the route make two slashes one, and say so */
	if (r->status == 301)
		return (run->ep->flags & AG_EP_TEXT) && r->location && *r->location == '/';
	/* handlers say what they send, even when it does not arrive */
	return r->status == 405 ||
	       (r->status == 400 && !*body && !r->typed && (*run->ep->service == 'r' || *run->ep->service == 'n'));
}

/* ---- sending ---- */

static bool is_stream(const struct ag_endpoint *ep)
{
	return ep->sink || ep->source || ep->events;
}

static int64_t idle_timeout(const struct ag_running *run)
{
	int64_t ms = run->ep->sink ? run->stream.sink.idle_timeout_ms : run->stream.source.idle_timeout_ms;

	if (ms == 0)
		return run->ep->flags & AG_EP_LIVE ? -1 : DEFAULT_IDLE_MS;
	return ms < 0 ? -1 : ms;
}

static bool aim(struct ag_running *run, const struct ag_shot *s)
{
	struct ag_client *c = run->client;
	enum ag_headers_kind kind = s->body.len ? AG_HEADERS_JSON : AG_HEADERS_READ;

	run->ep = s->ep;
	if (run->fired != s)
		ag_buf_reset(&run->what);
	run->fired = s;
	if (s->ep->source)
		kind = run->stream.to_send < 0 ? AG_HEADERS_CHUNKED : AG_HEADERS_BYTES;
	run->out = (agola_transport_request){
		.method = s->ep->method,
		.url = s->url.s,
		.headers = c->headers[kind].list,
		.n_headers = c->headers[kind].n,
		.body = s->body.len ? s->body.s : NULL,
		.body_len = s->body.len,
		.idle_timeout_ms = is_stream(s->ep) ? idle_timeout(run) : -1,
	};
	/* a log has no time limit, but what is asked between its reads has one */
	if (run->state == AG_RUN_CHECKING)
		run->out.idle_timeout_ms = DEFAULT_IDLE_MS;
	if (s->ep->source) {
		run->out.read = ag_stream_read;
		run->out.read_data = &run->stream;
		run->out.read_len = run->stream.to_send;
	}
	if (run->own_headers.n && !ag_args_add_headers(run)) {
		give_up_for(run, AGOLA_ERR_NOMEM, NULL);
		return false;
	}
	return true;
}

static bool aim_probe(struct ag_running *run)
{
	struct ag_client *c = run->client;
	enum ag_headers_kind kind = ag_probe_has_token(run->probe) ? AG_HEADERS_READ : AG_HEADERS_PLAIN;

	ag_buf_reset(&run->probe_url);
	ag_buf_addf(&run->probe_url, "%s" AG_API_PREFIX "%s", c->base, ag_probe_target(run->probe));
	if (run->probe_url.failed) {
		give_up_for(run, AGOLA_ERR_NOMEM, NULL);
		return false;
	}
	run->out = (agola_transport_request){ .method = "GET",
		                              .url = run->probe_url.s,
		                              .headers = c->headers[kind].list,
		                              .n_headers = c->headers[kind].n,
		                              .idle_timeout_ms = -1 };
	return true;
}

/* Set how much time is left. False: none is, or somebody cancelled. */
static bool may_go_on(struct ag_running *run)
{
	int64_t left = run->deadline_us == INT64_MAX ? -1 : (run->deadline_us - ag_now_us() + 999) / 1000;

	if (run->deadline_us != INT64_MAX && left <= 0) {
		ag_running_fail(run, AGOLA_ERR_TIMEOUT, "the deadline has passed");
		return false;
	}
	if (agola_ctx_is_cancelled(run->ctx)) {
		ag_running_fail(run, AGOLA_ERR_CANCELLED, "cancelled");
		return false;
	}
	run->out.timeout_ms = left;
	return true;
}

/* What is the same for all that is sent, and must be looked at each time. */
static bool load(struct ag_running *run)
{
	if (!may_go_on(run))
		return false;
	run->out.target = run->out.url + run->client->path_at;
	run->out.ctx = run->ctx;
	ag_reply_free(&run->reply);
	run->reply = (agola_transport_reply){ .run = run, .length = -1, .body.secret = true };
	ag_trace_request(run);
	return true;
}

/* A server that lacks the operation would do something else, and it may be such a one. */
static bool must_ask(const struct ag_running *run)
{
	struct ag_release r = ag_release_of(run->client);

	return (run->ep->flags & AG_EP_ASK) && r.min < run->ep->since && r.max >= run->ep->since;
}

bool ag_running_next(struct ag_running *run)
{
	if (run->state == AG_RUN_READY && must_ask(run)) {
		run->state = AG_RUN_ASKING;
		run->probe = ag_probe_next(run->client, NULL);
	}
	switch (run->state) {
	case AG_RUN_READY:
		run->state = AG_RUN_SENT;
		if (choose_shot(run) && aim(run, &run->shots[run->shot]) && load(run))
			return true;
		break;
	case AG_RUN_CHECKING:
		if (aim(run, &run->following.check) && load(run))
			return true;
		break;
	case AG_RUN_PAUSED:
		if (may_go_on(run)) {
			if (run->out.timeout_ms >= 0 && run->out.timeout_ms < run->following.pause_ms)
				run->following.pause_ms = run->out.timeout_ms;
			return true;
		}
		break;
	case AG_RUN_ASKING:
		if (aim_probe(run) && load(run))
			return true;
		break;
	default:
		break;
	}
	run->state = AG_RUN_OVER;
	return false;
}

/* ---- answers ---- */

/* Nothing came back, the call changes nothing on the server, and there is time left. */
static bool worth_retrying(struct ag_running *run, int result)
{
	bool reads = strcmp(run->ep->method, "GET") == 0 || strcmp(run->ep->method, "HEAD") == 0;

	/* what was read from a source is gone */
	return result == AGOLA_ERR_NETWORK && reads && !run->ep->source && run->reply.status == 0 &&
	       run->tries++ < run->client->opts.max_retries;
}

static void take_answer(struct ag_running *run, int result, agola_error *from)
{
	agola_error *err = NULL;

	/* our own words are better than those of the transport that we stopped */
	if (run->reply.failed || run->stream.failed) {
		agola_error_free(from);
		result = ag_reply_failure(run, &err);
		ag_running_set_error(run, result, err);
	} else if (result) {
		give_up_for(run, result > 0 ? AGOLA_ERR_CALLBACK : result, from);
	} else {
		agola_error_free(from);
		result = ag_reply_finish(run, &err);
		if (result == 0 && run->ep->paging)
			result = ag_paging_result(run, &err);
		if (result)
			ag_running_set_error(run, result, err);
	}
}

/* With what was learnt of the server: send another form, or say that it has none. */
static void after_probes(struct ag_running *run)
{
	struct ag_release r = ag_release_of(run->client);
	size_t next = run->shot + 1;

	run->state = AG_RUN_OVER;
	run->no_method = run->no_method && !must_have(r, run->shots[run->shot].ep);
	while (next < run->n_shots && !may_have(r, run->shots[next].ep))
		next++;
	if (next < run->n_shots) {
		run->shot = next;
		run->state = AG_RUN_READY;
		ag_buf_reset(&run->what);
		ag_running_set_error(run, 0, NULL);
	} else if (run->no_method || !may_have(r, run->shots[run->shot].ep)) {
		lacks(run, r);
	}
}

/* The answer to a probe before anything else was sent. */
static void asked_first(struct ag_running *run, int result, agola_error *from)
{
	if (result || run->reply.failed) {
		run->state = AG_RUN_OVER;
		give_up_for(run, result ? result : run->reply.failed, from);
		return;
	}
	agola_error_free(from);
	run->probe = must_ask(run) ? ag_probe_next(run->client, run->probe) : NULL;
	if (run->probe)
		return;
	run->state = must_ask(run) ? AG_RUN_OVER : AG_RUN_READY;
	if (run->state == AG_RUN_OVER)
		ag_running_fail(run, AGOLA_ERR_VERSION,
		                "which release this Agola is cannot be found, and not all have the operation");
}

void ag_running_answered(struct ag_running *run, int result, agola_error *from)
{
	const struct ag_endpoint *ep = run->ep;
	bool checking;

	if (run->state == AG_RUN_ASKING) {
		if (result == 0)
			ag_probe_learn(run->client, run->probe, &run->reply);
		if (run->result == 0) {
			asked_first(run, result, from);
			return;
		}
		agola_error_free(from);
		run->probe = result == 0 ? ag_probe_next(run->client, run->probe) : NULL;
		if (!run->probe)
			after_probes(run);
		return;
	}
	if (run->state == AG_RUN_PAUSED) {
		run->state = result ? AG_RUN_OVER : AG_RUN_READY;
		if (result)
			give_up_for(run, result, from);
		return;
	}
	checking = run->state == AG_RUN_CHECKING;
	run->state = AG_RUN_OVER;
	if (worth_retrying(run, result)) {
		agola_error_free(from);
		run->state = checking ? AG_RUN_CHECKING : AG_RUN_READY;
		return;
	}
	take_answer(run, result, from);
	if (checking)
		ag_follow_checked(run);
	else if (ep->follow)
		ag_follow_read_over(run);
	if (result == 0 && run->result && run->state == AG_RUN_OVER && !must_have(ag_release_of(run->client), ep) &&
	    is_missing_route(run)) {
		run->no_method = run->reply.status == 405;
		run->probe = ag_probe_next(run->client, NULL);
		if (run->probe)
			run->state = AG_RUN_ASKING;
		else
			after_probes(run);
	}
}

/* ---- life ---- */

/* A stream that may take several reads, and what is asked between them. */
static int begin_follow(struct ag_running *run, const struct ag_call *call, agola_error **err)
{
	const struct ag_follow *f = call->ep->follow;
	const char *ref[] = { NULL, NULL };
	struct ag_call as = *call;

	ag_follow_open(run);
	/* they are looked at when the caller's may be gone */
	if (!ag_args_own(&run->arena, call->ep->query, run->query, NULL))
		return ag_fail_nomem(err);
	if (!run->following.plan.live)
		return 0;
	if (f->ref) {
		ref[0] = f->ref(run->query);
		as.path = ref;
	}
	return ag_args_load(run, &run->following.check, &as, ag_endpoint_find(f->check), NULL, err);
}

/* All that can be wrong before anything is sent. */
static int begin(struct ag_running *run, const struct ag_call *of, agola_error **err)
{
	const struct ag_endpoint *ep = run->ep;
	struct ag_call with_row = *of, *call = &with_row;
	struct ag_client *c = run->client;
	int r = 0;

	call->ep = ep;
	if (ep->request && !call->request && !ep->fixed_body)
		return ag_args_fail(call, AGOLA_ERR_INVALID, err, "req is NULL");
	if (ep->query)
		r = ag_args_copy(ep->query, call->query, &run->query, err);
	if (r == 0 && ep->request)
		r = ag_args_copy(ep->request, call->request, &run->request, err);
	if (r == 0 && ep->query)
		ag_secrets_collect(&run->secrets, ep->query, run->query);
	if (r == 0 && ep->request)
		ag_secrets_collect(&run->secrets, ep->request, run->request);
	if (r == 0 && (ep->flags & AG_EP_ANY))
		r = ag_request_check(run, call, err);
	if (run->secrets.failed)
		return ag_fail_nomem(err);
	if (r == 0 && ep->query)
		r = ag_args_headers(run, ep->query, run->query, err);
	if (r == 0)
		r = ag_stream_open(&run->stream, call, err);
	for (const struct ag_endpoint *e = ep; r == 0 && e && run->n_shots < AG_COUNT(run->shots); e = e->older)
		r = ag_args_load(run, &run->shots[run->n_shots++], call, e, run->query, err);
	if (r == 0 && ep->follow)
		r = begin_follow(run, call, err);
	run->deadline_us = run->view.deadline_us;
	if (c->opts.timeout_ms >= 0 && !is_stream(ep) && run->start_us + c->opts.timeout_ms * 1000 < run->deadline_us)
		run->deadline_us = run->start_us + c->opts.timeout_ms * 1000;
	run->stream.ctx = run->ctx;
	run->stream.deadline_us = run->deadline_us;
	return r;
}

void ag_running_free(struct ag_running *run)
{
	for (size_t i = 0; i < run->n_shots; i++) {
		ag_buf_free(&run->shots[i].url);
		ag_buf_free(&run->shots[i].body);
		ag_buf_free(&run->shots[i].said);
	}
	ag_buf_free(&run->following.check.url);
	ag_arena_wipe(&run->arena);
	ag_reply_free(&run->reply);
	ag_buf_free(&run->probe_url);
	ag_buf_free(&run->stream.why);
	ag_decoder_free(run->stream.events.decoder);
	ag_buf_free(&run->what);
	ag_buf_free(&run->secrets);
	free(run->query);
	free(run->request);
}

static int call_of(struct ag_running *run, struct ag_call *call)
{
	agola_error *err = NULL;
	int r = begin(run, call, &err);

	if (r) {
		ag_running_set_error(run, r, err);
		return r;
	}
	if (run->view.loop)
		return ag_async_start(run);
	while (ag_running_next(run)) {
		const struct agola_transport *t = &run->client->transport;
		agola_error *from = NULL;

		if (run->state == AG_RUN_PAUSED)
			r = ag_ctx_sleep(run->ctx, run->following.pause_ms, &from);
		else
			r = t->perform(t->data, &run->out, &run->reply, &from);
		ag_running_answered(run, r, from);
	}
	return run->result;
}

/* Words of a transport, or of what was found in an answer. */
static void hide_secrets(struct ag_running *run)
{
	struct ag_buf b = { 0 };

	if (run->err->is_static)
		return;
	ag_secrets_hide(run, &b, run->err->message, strlen(run->err->message));
	if (strcmp(ag_buf_str(&b), run->err->message) != 0)
		run->err->message = b.failed ? NULL : ag_arena_strdup(ag_root_arena(run->err), ag_buf_str(&b));
	ag_buf_free(&b);
	if (!run->err->message) {
		agola_error_free(run->err);
		run->result = ag_fail_nomem(&run->err);
	}
}

/* The error's last words; also those of a call on a loop. */
void ag_running_close(struct ag_running *run)
{
	ag_trace_done(run);
	if (run->result == 0)
		return;
	if (run->what.failed) {
		/* the words lack the call that they are about */
		agola_error_free(run->err);
		run->result = ag_fail_nomem(&run->err);
	}
	hide_secrets(run);
	/* an answer that is not Agola's is still one, and so is a stream that came and is not whole */
	if ((run->result == AGOLA_ERR_PROTOCOL || run->stream.failed) && !run->err->is_static && run->reply.status >= 200)
		run->err->status = run->reply.status;
}

int ag_call(struct ag_client *c, agola_ctx *ctx, struct ag_call *call, agola_error **err)
{
	const struct ag_endpoint *ep = call->ep;
	struct ag_ctx_view view = ag_ctx_view(ctx);
	struct ag_running on_stack, *run = &on_stack;
	struct ag_endpoint any;
	int r;

	call->root = NULL;
	if (ep->flags & AG_EP_ANY) {
		r = ag_request_row(&any, call, err);
		if (r)
			return r;
		ep = &any;
	}
	if (!c)
		return ag_args_fail(call, AGOLA_ERR_INVALID, err, "client is NULL");
	if (c->pid != getpid() || ag_ctx_is_inherited(ctx))
		return ag_args_fail(call, AGOLA_ERR_INVALID, err, "%s was made before a fork; a child process makes its own",
		                    c->pid != getpid() ? "client" : "ctx");
	if (view.loop && !(run = malloc(sizeof(*run))))
		return ag_fail_nomem(err);
	*run = (struct ag_running){
		.ep = ep, .client = c, .ctx = ctx, .view = view, .start_us = ag_now_us(), .reply = { .length = -1 }
	};
	if (ep == &any) {
		run->any = any;
		run->ep = &run->any;
	}
	run->reply.run = run;
	run->secrets.secret = true;
	r = call_of(run, call);
	if (r == AGOLA_PENDING)
		return r;
	ag_running_close(run);
	r = run->result;
	call->root = run->root;
	if (r && err)
		*err = run->err;
	else
		agola_error_free(run->err);
	ag_running_free(run);
	if (run != &on_stack)
		free(run);
	return r;
}
