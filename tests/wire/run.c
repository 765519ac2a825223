/* SPDX-License-Identifier: Apache-2.0 */
/* Runs every file of a folder in every mode: wire_tests FOLDER. README.md tells what the modes are. */
#include "wire.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STALL_MS 15
/* What is behind the end of a larger answer may come when the next request is out already, and no client can tell it from the answer. */
#define MAX_SHORT 16000

static const struct mode {
	const char *name;
	struct wire_delivery how;
} modes[] = {
	{ "whole", { .framing = WIRE_LENGTH } },
	{ "bytes", { .framing = WIRE_LENGTH, .bytes = true } },
	{ "chunked", { .framing = WIRE_CHUNKED, .chunk = 1 } },
	{ "close", { .framing = WIRE_CLOSE } },
	{ "http10", { .framing = WIRE_CLOSE, .http10 = true } },
	{ "interim", { .framing = WIRE_LENGTH, .interim = true } },
	{ "cut", { .framing = WIRE_LENGTH, .fault = WIRE_CUT } },
	{ "cut-chunked", { .framing = WIRE_CHUNKED, .chunk = 7, .fault = WIRE_CUT } },
	{ "cut-close", { .framing = WIRE_CLOSE, .fault = WIRE_CUT } },
	{ "long", { .framing = WIRE_LENGTH, .fault = WIRE_LONG } },
	{ "short", { .framing = WIRE_LENGTH, .fault = WIRE_SHORT } },
	{ "stall", { .framing = WIRE_LENGTH, .fault = WIRE_STALL } },
	{ "rst", { .framing = WIRE_LENGTH, .fault = WIRE_RST } },
};

/* Turned on by --self-test: the faults do not happen, so that each mode that is about one must fail. */
static bool self_test;

struct run {
	struct wire_replay server;
	struct wire_caller *caller;
	const struct wire_file *file;
	const struct mode *mode;
	struct ag_buf problem, trace;
	bool unframed;   /* the fault is the end of the body, as far as HTTP goes */
	bool only_space; /* it takes away nothing but white space */
	bool too_early;  /* the deadline passed before the fault was there, which says nothing */
	int stall_ms;    /* the deadline of a call whose answer stalls */
};

/* ---- what a call must give ---- */

static void differs(struct run *r, const struct wire_call *c, const char *what, const char *want, const char *got)
{
	if (strcmp(want ? want : "", got ? got : "") != 0)
		ag_buf_addf(&r->problem, "line %d: %s wanted: %s\n but got: %s\n", c->line, what, want ? want : "",
		            got ? got : "");
}

static void check_entries(struct run *r, const struct wire_call *c, const agola_error *e)
{
	if (agola_error_count(e) != c->n_entries)
		ag_buf_addf(&r->problem, "line %d: %zu codes wanted, but got %zu\n", c->line, c->n_entries, agola_error_count(e));
	for (size_t i = 0; i < c->n_entries; i++) {
		differs(r, c, "code", c->entries[i].code, agola_error_code(e, i));
		differs(r, c, "words", c->entries[i].words, agola_error_detail_message(e, i));
		differs(r, c, "details", c->entries[i].details, agola_error_details_json(e, i));
	}
}

static void check_secrets(struct run *r, const struct wire_call *c, const agola_error *e)
{
	const char *s = wire_call_secret_in(r->caller, agola_error_message(e));

	if (s)
		ag_buf_addf(&r->problem, "line %d: the message shows the secret %s: %s\n", c->line, s, agola_error_message(e));
	s = wire_call_secret_in(r->caller, ag_buf_str(&r->trace));
	if (s)
		ag_buf_addf(&r->problem, "line %d: the trace shows the secret %s: %s\n", c->line, s, ag_buf_str(&r->trace));
}

static bool expected(struct run *r, const struct wire_call *c, struct wire_outcome *o)
{
	const struct wire_exchange *last = c->n ? &r->file->exchanges[c->first + c->n - 1] : NULL;
	size_t before = r->problem.len;

	if (o->json.len && o->n_items)
		ag_buf_addc(&o->json, ']');
	differs(r, c, "result", c->result, agola_result_name(o->result));
	if (c->message || o->result == 0)
		differs(r, c, "message", c->message, agola_error_message(o->err));
	if (c->json || o->result == 0)
		differs(r, c, "response", c->json, ag_buf_str(&o->json));
	differs(r, c, "next", c->next, o->next);
	check_entries(r, c, o->err);
	/* that a release lacks the operation is known, not answered */
	if (o->result && last && o->result != AGOLA_ERR_VERSION && !(strstr(c->function, "_iter") && last->status < 300) &&
	    agola_error_http_status(o->err) != last->status)
		ag_buf_addf(&r->problem, "line %d: HTTP status of the error wanted: %d\n but got: %d (%s)\n", c->line,
		            last->status, agola_error_http_status(o->err), agola_error_message(o->err));
	check_secrets(r, c, o->err);
	return r->problem.len == before;
}

/* What may come of a call whose answer was not what the file says. */
static bool fault_ends_well(const struct run *r, const struct wire_call *c, const struct wire_exchange *x,
                            const struct wire_delivery *how, int result)
{
	bool broken = result == AGOLA_ERR_NETWORK || result == AGOLA_ERR_PROTOCOL;
	bool json = x->status < 300 && wire_call_is_typed(r->caller);

	/* what is wrong from the beginning need not be waited for */
	if (how->fault == WIRE_STALL)
		return result == AGOLA_ERR_TIMEOUT ||
		       (result == AGOLA_ERR_PROTOCOL && strcmp(c->result, "AGOLA_ERR_PROTOCOL") == 0);
	/* where the framing does not show that something is missing, only JSON can */
	if (r->unframed && (!json || r->only_space))
		return broken || result == ag_error_kind_of_status(x->status);
	return broken;
}

/* ---- running a file ---- */

static void on_trace(void *data, const agola_trace_event *ev)
{
	struct run *r = data;

	ag_buf_addf(&r->trace, "%s %s\n", ev->url, ev->text ? ev->text : "");
}

static void set_server(struct run *r, const struct wire_call *c, const struct wire_delivery *how, bool broken)
{
	pthread_mutex_lock(&r->server.lock);
	r->server.file = r->file;
	r->server.how = *how;
	r->server.broken = broken && !self_test;
	if (c)
		r->server.at = c->first;
	r->server.end = c ? c->first + c->n : r->server.end;
	pthread_mutex_unlock(&r->server.lock);
}

static void take_server_problem(struct run *r)
{
	pthread_mutex_lock(&r->server.lock);
	ag_buf_adds(&r->problem, ag_buf_str(&r->server.problem));
	ag_buf_reset(&r->server.problem);
	pthread_mutex_unlock(&r->server.lock);
}

static size_t server_count(struct run *r, const size_t *of)
{
	size_t n;

	pthread_mutex_lock(&r->server.lock);
	n = *of;
	pthread_mutex_unlock(&r->server.lock);
	return n;
}

/* How often the server got to the fault since it had @before. A deadline may pass when the request is still on its way. */
static size_t faults_since(struct run *r, size_t before, bool deadline)
{
	size_t n;

	for (int waited = 0;; waited++) {
		wire_replay_settle(&r->server);
		n = server_count(r, &r->server.n_faults) - before;
		if (n || !deadline || self_test || waited == 50)
			return n;
		usleep(1000);
	}
}

static void meet_fault(struct run *r, agola_ctx *ctx, const struct wire_call *c, const struct wire_delivery *how,
                       struct wire_outcome *o)
{
	const struct wire_exchange *x = &r->file->exchanges[how->fault_at];
	int64_t start = ag_now_us(), ms;
	size_t n, before = server_count(r, &r->server.n_faults);

	if (how->fault == WIRE_STALL)
		agola_ctx_set_timeout(ctx, r->stall_ms);
	wire_call_make(r->caller, ctx, o);
	agola_ctx_set_timeout(ctx, -1);
	ms = (ag_now_us() - start) / 1000;
	n = faults_since(r, before, how->fault == WIRE_STALL);
	r->too_early = !n && o->result == AGOLA_ERR_TIMEOUT && !self_test;
	if (!fault_ends_well(r, c, x, how, o->result))
		ag_buf_addf(&r->problem, "line %d: the fault at byte %zu of answer %zu ends with %s (%s)\n", c->line, how->offset,
		            how->fault_at + 1, agola_result_name(o->result), agola_error_message(o->err));
	if (how->fault == WIRE_STALL && (ms > 2000 + r->stall_ms || (o->result == AGOLA_ERR_TIMEOUT && ms < r->stall_ms - 1)))
		ag_buf_addf(&r->problem, "line %d: the deadline was %d ms, it took %lld\n", c->line, r->stall_ms, (long long)ms);
	if (n > 1 && strcmp(x->method, "GET") != 0)
		ag_buf_addf(&r->problem, "line %d: the %s was sent %zu times, though it may have been carried out\n", c->line,
		            x->method, n);
	check_secrets(r, c, o->err);
	agola_error_free(o->err);
	o->err = NULL;
}

/* All calls of the file; one of them meets the fault of @how, and is made again without it. */
static bool run_once(struct run *r, const struct wire_delivery *how)
{
	agola_ctx *ctx = NULL;
	bool ok = true;

	r->too_early = false;
	if (agola_ctx_new(&ctx, NULL))
		abort();
	agola_ctx_set_trace(ctx, on_trace, r);
	for (size_t i = 0; i < r->file->n_calls && ok; i++) {
		const struct wire_call *c = &r->file->calls[i];
		struct wire_outcome o = { 0 };
		bool faulty = how->fault && how->fault_at >= c->first && how->fault_at < c->first + c->n;
		bool iterates = strstr(c->function, "_iter") != NULL;
		size_t at;

		ag_buf_reset(&r->trace);
		set_server(r, c, how, faulty);
		ok = wire_call_begin(r->caller, c);
		if (!ok) {
			ag_buf_addf(&r->problem, "line %d: the call cannot be made\n", c->line);
			break;
		}
		if (faulty) {
			meet_fault(r, ctx, c, how, &o);
			if (r->too_early) {
				wire_outcome_free(&o);
				wire_call_end(r->caller);
				break;
			}
			set_server(r, iterates ? NULL : c, how, false);
			/* an iterator goes on where it was, everything else begins again */
			if (!iterates)
				wire_outcome_free(&o);
		}
		if (!r->problem.len)
			wire_call_make(r->caller, ctx, &o);
		take_server_problem(r);
		ag_buf_adds(&r->problem, ag_buf_str(&o.problem));
		ok = !r->problem.len && expected(r, c, &o);
		at = server_count(r, &r->server.at);
		if (ok && at != c->first + c->n)
			ag_buf_addf(&r->problem, "line %d: %zu requests wanted, but sent: %zu\n", c->line, c->n, at - c->first);
		ok = ok && !r->problem.len;
		wire_outcome_free(&o);
		wire_call_end(r->caller);
	}
	agola_ctx_free(ctx);
	return ok;
}

/* Which of the @len offsets of an answer a mode looks at. */
static size_t next_offset(const struct run *r, size_t at, size_t headers_end, size_t len)
{
	enum wire_fault fault = r->mode->how.fault;

	if (fault == WIRE_CUT && r->file->every_offset)
		return at + 1 + (at > 500 && at + 100 < len ? len / 50 : 0);
	if (fault == WIRE_CUT) {
		bool in_headers = at < headers_end;
		size_t end = in_headers && headers_end < len ? headers_end : len - 1;
		size_t next = at + 1 + (in_headers ? headers_end / 8 : (len - headers_end) / 12);

		return at < end && next > end ? end : next;
	}
	/* each takes its time */
	if (fault == WIRE_STALL && !r->file->every_offset)
		return at < (headers_end + len) / 2 ? (headers_end + len) / 2 : len;
	/* behind nothing, half of the headers, all of them, half of the body */
	if (at < headers_end / 2)
		return headers_end / 2;
	if (at < headers_end)
		return headers_end;
	return at < (headers_end + len) / 2 ? (headers_end + len) / 2 : len;
}

static bool is_space(const struct ag_buf *body, size_t from)
{
	while (from < body->len && strchr(" \t\r\n", body->s[from]))
		from++;
	return from >= body->len;
}

static bool run_faults(struct run *r, const struct wire_exchange *x, struct wire_delivery how)
{
	const struct ag_buf *body = &x->reply_body;
	struct ag_buf b = { 0 };
	size_t headers_end, len;
	bool ok, has_body = wire_has_body(x);

	how.fault_at = (size_t)(x - r->file->exchanges);
	wire_answer(&b, x, &how, &headers_end);
	/* RFC 9112, 8: a chunked answer is complete with the chunk of no size, without the line behind it */
	len = b.len - (how.framing == WIRE_CHUNKED && has_body ? 2 : 0);
	ag_buf_free(&b);
	/* so that the first fault meets a connection that was used before */
	ok = run_once(r, &modes[0].how);
	if (how.fault == WIRE_LONG || how.fault == WIRE_SHORT) {
		if (!has_body || (how.fault == WIRE_SHORT && (!body->len || body->len > MAX_SHORT)))
			return ok;
		r->unframed = how.fault == WIRE_SHORT;
		r->only_space = body->len && is_space(body, body->len - 1);
		return ok && run_once(r, &how);
	}
	/* the headers are those of the mode "cut" */
	if (how.framing != WIRE_LENGTH && has_body)
		how.offset = headers_end;
	for (; how.offset < len && ok; how.offset = next_offset(r, how.offset, headers_end, len)) {
		r->unframed = how.framing == WIRE_CLOSE && how.offset >= headers_end;
		r->only_space = r->unframed && is_space(body, how.offset - headers_end);
		r->stall_ms = STALL_MS;
		while ((ok = run_once(r, &how)) && r->too_early && r->stall_ms < 10000)
			r->stall_ms *= 2;
		if (r->too_early)
			ag_buf_adds(&r->problem, "the server never got to its fault\n");
		ok = ok && !r->too_early;
	}
	return ok;
}

/* True for a pass. */
static bool run_mode(struct run *r, const struct mode *m, const struct wire_file *f)
{
	bool ok = true;

	r->mode = m;
	r->file = f;
	ag_buf_reset(&r->problem);
	r->caller = wire_caller_new(f, r->server.port);
	if (!r->caller)
		return false;
	if (m->how.fault == WIRE_NONE)
		ok = run_once(r, &m->how);
	for (size_t i = 0; m->how.fault && i < f->n_exchanges && ok; i++)
		ok = run_faults(r, &f->exchanges[i], m->how);
	wire_caller_free(r->caller);
	r->caller = NULL;
	return ok;
}

/* A fault in an answer of a status without a body needs a body; a file without requests has nothing that could go wrong. */
static bool applies(const struct mode *m, const struct wire_file *f)
{
	bool any = false;
	size_t len = strlen(m->name);

	for (const char *p = f->skip; p && (p = strstr(p, m->name)); p += len) {
		if ((p == f->skip || p[-1] == ' ') && (p[len] == ' ' || !p[len]))
			return false;
	}
	if (m->how.fault == WIRE_NONE)
		return f->n_exchanges > 0 || m == &modes[0];
	for (size_t i = 0; i < f->n_exchanges; i++) {
		const struct wire_exchange *x = &f->exchanges[i];
		bool body = wire_has_body(x);

		any |= m->how.fault == WIRE_SHORT ? x->reply_body.len > 0 : m->how.fault == WIRE_LONG ? body : true;
	}
	return any;
}

/* ---- TAP ---- */

static int n_tests, n_failed;

static void say(bool ok, const char *file, const char *mode, const struct ag_buf *problem)
{
	char *copy = problem ? ag_strdup(ag_buf_str(problem)) : NULL;

	n_failed += !ok;
	printf("%s %d - %s:%s\n", ok ? "ok" : "not ok", ++n_tests, file, mode);
	for (char *save, *s = !ok && copy ? strtok_r(copy, "\n", &save) : NULL; s; s = strtok_r(NULL, "\n", &save))
		printf("# %s: %s\n", file, s);
	fflush(stdout);
	free(copy);
}

static int is_case(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return len > 5 && strcmp(e->d_name + len - 5, ".wire") == 0;
}

/* Every operation of the service has a file. */
static bool check_coverage(const struct ag_buf *called, const char *service, struct ag_buf *why)
{
	const struct ag_endpoint *ep;

	for (size_t i = 0; (ep = ag_endpoint_at(i)); i++) {
		char name[200];

		snprintf(name, sizeof(name), "\n%s\n", ep->name);
		if (strcmp(ep->service, service) == 0 && !strstr(ep->name, "_wiretest_") && !strstr(ag_buf_str(called), name))
			ag_buf_addf(why, "no file calls %s\n", ep->name);
	}
	return !why->len;
}

static void run_file(struct run *r, const char *path, struct ag_buf *called)
{
	struct wire_file *f = wire_file_read(path);
	bool broken = false;

	if (!f) {
		say(false, path, "read", NULL);
		return;
	}
	for (size_t i = 0; i < f->n_calls; i++)
		ag_buf_addf(called, "%s\n", f->calls[i].function);
	for (const struct mode *m = modes; m < modes + AG_COUNT(modes); m++) {
		bool ok;

		if (!applies(m, f) || broken)
			continue;
		ok = run_mode(r, m, f);
		/* in a self-test a mode passes by failing */
		if (self_test && m->how.fault == WIRE_NONE)
			continue;
		say(ok != self_test, f->name, m->name, &r->problem);
		/* what is wrong in a file is wrong in every mode */
		broken = !ok && m == modes;
	}
	wire_file_free(f);
}

/* Files that are wrong: each must fail, as it stands. */
static void run_faulty(struct run *r, const char *path)
{
	struct wire_file *f = wire_file_read(path);

	say(!f || !run_mode(r, &modes[0], f), f ? f->name : path, "must-fail", NULL);
	wire_file_free(f);
}

int main(int argc, char **argv)
{
	const char *option = argc == 3 ? argv[1] : "", *folder = argv[argc - 1], *slash = strrchr(folder, '/');
	bool faulty = strcmp(option, "--must-fail") == 0;
	struct dirent **names;
	struct run r = { 0 };
	struct ag_buf called = { 0 };
	int n = argc > 1 ? scandir(folder, &names, is_case, alphasort) : -1;

	self_test = strcmp(option, "--self-test") == 0;
	if (n <= 0 || wire_replay_start(&r.server) || (argc == 3 && !self_test && !faulty)) {
		fprintf(stderr, "Usage: wire_tests [--must-fail|--self-test] FOLDER (with *.wire in it)\n");
		return 2;
	}
	ag_buf_addc(&called, '\n');
	for (int i = 0; i < n; i++) {
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", folder, names[i]->d_name);
		if (faulty)
			run_faulty(&r, path);
		else
			run_file(&r, path, &called);
		free(names[i]);
	}
	free(names);
	ag_buf_reset(&r.problem);
	if (self_test)
		say(!check_coverage(&called, "gw", &r.problem), "gw", "every-operation", NULL);
	else if (!faulty)
		say(check_coverage(&called, slash ? slash + 1 : folder, &r.problem), folder, "every-operation", &r.problem);
	printf("1..%d\n", n_tests);
	wire_replay_stop(&r.server);
	ag_buf_free(&r.problem);
	ag_buf_free(&r.trace);
	ag_buf_free(&called);
	return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
