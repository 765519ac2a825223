/* SPDX-License-Identifier: Apache-2.0 */
/* Any public function of the registry, called with what a file says. All their arguments are pointers, so their number is all
 * that there is to know. */
#include "wire.h"
#include <agola/client.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ARGS 12
#define TOKEN    "sesame-open-1234"

struct wire_caller {
	struct ag_arena arena; /* of the call under way */
	void *client;
	char svc[4];
	const struct wire_call *call;
	const struct ag_endpoint *ep;
	void *fn; /* the function; of an iterator its next() */
	void *args[MAX_ARGS];
	size_t n_args;
	void *input[2]; /* roots of request and options */
	const struct agola_type *input_type[2];
	size_t n_inputs;
	struct ag_buf sunk; /* what a download gave */
	struct agola_sink sink;
	const char *upload, *at; /* an upload, and how far it is */
	struct agola_source source;
	void *iter;
	void (*iter_free)(void *);
};

/* ---- the client ---- */

struct client_json {
	const char *token, *base, *user_agent, *release;
	int64_t max_body;
	uint32_t max_depth;
};
static const struct agola_field client_fields[] = {
	AG_STRING(struct client_json, token, "token"),           AG_STRING(struct client_json, base, "base"),
	AG_STRING(struct client_json, user_agent, "user_agent"), AG_INT(struct client_json, max_body, "max_body"),
	AG_STRING(struct client_json, release, "release"),       AG_UINT(struct client_json, max_depth, "max_depth"),
};
static AG_TYPE_(client_json, struct client_json, client_fields, .flags = 0);

static void *symbol(const char *a, const char *b)
{
	char name[512];
	void *p;

	snprintf(name, sizeof(name), "%s%s", a, b);
	p = dlsym(RTLD_DEFAULT, name);
	if (!p)
		fprintf(stderr, "there is no function %s\n", name);
	return p;
}

/* The compiler has no cast from data to functions. */
static int call_fn(void *fn, void **a, size_t n)
{
	union {
		void *p;
		int (*f3)(void *, void *, void *);
		int (*f4)(void *, void *, void *, void *);
		int (*f5)(void *, void *, void *, void *, void *);
		int (*f6)(void *, void *, void *, void *, void *, void *);
		int (*f7)(void *, void *, void *, void *, void *, void *, void *);
		int (*f8)(void *, void *, void *, void *, void *, void *, void *, void *);
		int (*f9)(void *, void *, void *, void *, void *, void *, void *, void *, void *);
	} u = { .p = fn };

	switch (n) {
	case 3:
		return u.f3(a[0], a[1], a[2]);
	case 4:
		return u.f4(a[0], a[1], a[2], a[3]);
	case 5:
		return u.f5(a[0], a[1], a[2], a[3], a[4]);
	case 6:
		return u.f6(a[0], a[1], a[2], a[3], a[4], a[5]);
	case 7:
		return u.f7(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
	case 8:
		return u.f8(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
	case 9:
		return u.f9(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8]);
	default:
		fprintf(stderr, "a function with %zu arguments: add it to call_fn()\n", n);
		abort();
	}
}

struct wire_caller *wire_caller_open(const char *svc, const struct agola_client_opts *opts)
{
	struct wire_caller *c = calloc(1, sizeof(*c));
	agola_error *err = NULL;
	char prefix[16];
	void *make;

	if (!c)
		abort();
	ag_arena_init(&c->arena);
	snprintf(c->svc, sizeof(c->svc), "%.2s", svc);
	snprintf(prefix, sizeof(prefix), "agola_%s", c->svc);
	make = symbol(prefix, "_client_new");
	if (make && call_fn(make, (void *[]){ (void *)(uintptr_t)opts, &c->client, &err }, 3) == 0)
		return c;
	fprintf(stderr, "no client: %s\n", agola_error_message(err));
	agola_error_free(err);
	wire_caller_free(c);
	return NULL;
}

struct wire_caller *wire_caller_new(const struct wire_file *f, uint16_t port)
{
	struct wire_caller *c;
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	struct ag_buf why = { 0 };
	struct client_json *j = NULL;
	const char *text = f->client ? f->client : "{}";
	char url[200];

	if (ag_json_decode(&client_json_type, NULL, text, strlen(text), (void **)&j, &why)) {
		fprintf(stderr, "%s: client: %s\n", f->path, ag_buf_str(&why));
		ag_buf_free(&why);
		return NULL;
	}
	snprintf(url, sizeof(url), "http://127.0.0.1:%u%s", port, j->base ? j->base : "");
	o.url = url;
	o.token = j->token ? j->token : TOKEN;
	o.user_agent = j->user_agent;
	o.release = j->release;
	o.max_body = j->max_body;
	o.max_depth = j->max_depth;
	o.proxy = "";
	o.timeout_ms = 20000;
	c = wire_caller_open(f->calls[0].function + strlen("agola_"), &o);
	agola_free(j);
	return c;
}

void wire_caller_free(struct wire_caller *c)
{
	char prefix[16];
	union {
		void *p;
		void (*fn)(void *);
	} u;

	if (!c)
		return;
	wire_call_end(c);
	snprintf(prefix, sizeof(prefix), "agola_%s", c->svc);
	if (c->client && (u.p = symbol(prefix, "_client_free")))
		u.fn(c->client);
	ag_arena_free(&c->arena);
	free(c);
}

/* ---- arguments ---- */

struct text_json {
	const char *text;
};
static const struct agola_field text_fields[] = { AG_STRING(struct text_json, text, "text") };
static AG_TYPE_(text_json, struct text_json, text_fields, .flags = 0);

static bool bad_call(const struct wire_call *call, const char *what, const char *more)
{
	fprintf(stderr, "line %d: %s: %s%s\n", call->line, call->function, what, more);
	return false;
}

static bool path_argument(struct wire_caller *c, const char *json)
{
	struct ag_buf b = { 0 };
	struct text_json *t = NULL;
	int r;

	ag_buf_addf(&b, "{\"text\":%s}", json);
	r = ag_json_decode(&text_json_type, NULL, b.s, b.len, (void **)&t, NULL);
	ag_buf_free(&b);
	if (r)
		return bad_call(c->call, "this argument should be a string: ", json);
	c->args[c->n_args++] = t->text ? ag_arena_strdup(&c->arena, t->text) : NULL;
	agola_free(t);
	return true;
}

static bool struct_argument(struct wire_caller *c, const struct agola_type *type, const char *json)
{
	struct ag_buf why = { 0 };
	void *root = NULL;

	if (strcmp(json, "null") != 0) {
		if (*json != '{' || ag_json_decode(type, NULL, json, strlen(json), &root, &why)) {
			bad_call(c->call, "this argument should be an object: ", json);
			ag_buf_free(&why);
			return false;
		}
		memcpy(root, &(size_t){ type->size }, sizeof(size_t));
	}
	c->input[c->n_inputs] = root;
	c->input_type[c->n_inputs++] = type;
	c->args[c->n_args++] = root;
	return true;
}

/* The endpoint's path tells its arguments: {name} is text, {#} a number. */
static bool path_arguments(struct wire_caller *c)
{
	size_t i = 0;

	if (c->ep->flags & AG_EP_ANY) {
		if (!c->call->args.n || !path_argument(c, c->call->args.v[i++]))
			return bad_call(c->call, "it takes the method", "");
	}
	for (const char *p = c->ep->path; (p = strchr(p, '{')); p++, i++) {
		const char *json = i < c->call->args.n ? c->call->args.v[i] : NULL;
		uint64_t number;

		_Static_assert(sizeof(void *) == sizeof(number), "numbers are passed as pointers are");
		if (!json)
			return bad_call(c->call, "it takes more arguments: ", p);
		if (p[1] != '#') {
			if (!path_argument(c, json))
				return false;
			continue;
		}
		if (!ag_parse_u64(json, strlen(json), &number))
			return bad_call(c->call, "this argument should be a number: ", json);
		c->args[c->n_args++] = (void *)(uintptr_t)number;
	}
	return true;
}

static int on_write(void *data, const void *bytes, size_t len)
{
	struct wire_caller *c = data;

	ag_buf_add(&c->sunk, bytes, len);
	return 0;
}

static int64_t on_read(void *data, void *buf, size_t size)
{
	struct wire_caller *c = data;
	size_t left = strlen(c->at), n = left < size ? left : size;

	/* in small pieces */
	n = n > 3 ? 3 : n;
	memcpy(buf, c->at, n);
	c->at += n;
	return (int64_t)n;
}

/* Of whatever type: its root tells. */
static int on_event(void *data, const void *event)
{
	struct wire_caller *c = data;
	char *json = NULL;

	if (agola_json_encode(NULL, event, AGOLA_JSON_SHOW_SECRETS, &json, NULL))
		return -1;
	ag_buf_addf(&c->sunk, "%s%s", c->sunk.len ? "," : "", json);
	agola_free(json);
	return 0;
}

/* A download needs no argument in the file; an upload has its content there, as a string. Where both may be left out, null or nothing
 * is no upload, and "sink" a download. */
static bool stream_arguments(struct wire_caller *c, size_t *i)
{
	const struct wire_lines *given = &c->call->args;
	bool any = (c->ep->flags & AG_EP_ANY) != 0;

	if (any && (*i >= given->n || strcmp(given->v[*i], "null") == 0)) {
		(*i)++;
		c->args[c->n_args++] = NULL;
	} else if (c->ep->source) {
		if (*i >= given->n || !path_argument(c, given->v[*i]))
			return bad_call(c->call, "it takes the content of an upload", "");
		(*i)++;
		c->upload = c->args[--c->n_args];
		c->source = (struct agola_source){ .size = sizeof(c->source), .read = on_read, .data = c };
		c->source.length = c->upload ? (int64_t)strlen(c->upload) : 0;
		c->args[c->n_args++] = &c->source;
	}
	if (any && (*i >= given->n || strcmp(given->v[(*i)++], "\"sink\"") != 0)) {
		c->args[c->n_args++] = NULL;
	} else if (c->ep->sink) {
		c->sink = (struct agola_sink){ .size = sizeof(c->sink), .write = on_write, .data = c };
		c->args[c->n_args++] = &c->sink;
	}
	if (c->ep->events) {
		const union {
			int (*fn)(void *, const void *);
			void *p;
		} u = { .fn = on_event };

		c->args[c->n_args++] = u.p;
		c->args[c->n_args++] = c;
	}
	return true;
}

static bool read_args(struct wire_caller *c)
{
	const struct wire_lines *given = &c->call->args;
	const struct agola_type *types[] = { c->ep->request, c->ep->query };
	size_t i;

	c->args[c->n_args++] = c->client;
	c->args[c->n_args++] = NULL; /* ctx */
	if (!path_arguments(c))
		return false;
	i = c->n_args - 2;
	for (size_t k = 0; k < AG_COUNT(types); k++) {
		/* what is left out at the end is NULL */
		if (types[k] && !struct_argument(c, types[k], i < given->n ? given->v[i++] : "null"))
			return false;
	}
	if (!stream_arguments(c, &i))
		return false;
	return i >= given->n || bad_call(c->call, "an argument too many: ", given->v[i]);
}

/* ---- iterators ---- */

static const char *iter_noun(const char *function, char *noun, size_t size)
{
	size_t len = strlen(function);

	if (len < 5 || len >= size || strcmp(function + len - 5, "_iter") != 0)
		return NULL;
	memcpy(noun, function, len - 5);
	noun[len - 5] = 0;
	return noun;
}

/* args are client, ctx, path…, opts; an iterator's maker takes no ctx. */
static bool make_iterator(struct wire_caller *c, const char *noun)
{
	void *make = symbol(noun, "_iter_new"), *args[MAX_ARGS];
	union {
		void *p;
		void (*fn)(void *);
	} u = { .p = symbol(noun, "_iter_free") };
	agola_error *err = NULL;
	size_t n = 0;

	c->fn = symbol(noun, "_iter_next");
	if (!make || !u.p || !c->fn)
		return false;
	c->iter_free = u.fn;
	for (size_t i = 0; i < c->n_args; i++) {
		if (i != 1)
			args[n++] = c->args[i];
	}
	args[n++] = &c->iter;
	args[n++] = &err;
	if (call_fn(make, args, n) == 0)
		return true;
	bad_call(c->call, "no iterator: ", agola_error_message(err));
	agola_error_free(err);
	return false;
}

/* ---- a call ---- */

bool wire_call_begin(struct wire_caller *c, const struct wire_call *call)
{
	char noun[200], name[220];

	wire_call_end(c);
	c->call = call;
	if (iter_noun(call->function, noun, sizeof(noun)))
		snprintf(name, sizeof(name), "%s_list", noun);
	else
		snprintf(name, sizeof(name), "%s", call->function);
	c->ep = ag_endpoint_find(name);
	if (!c->ep)
		return bad_call(call, "no endpoint has the name ", name);
	if (strncmp(call->function + strlen("agola_"), c->svc, 2) != 0)
		return bad_call(call, "all calls of a file are of one service, here ", c->svc);
	c->n_args = 0;
	if (!read_args(c))
		return false;
	if (strcmp(name, call->function) != 0)
		return make_iterator(c, noun);
	c->fn = symbol(name, "");
	return c->fn != NULL;
}

void wire_call_end(struct wire_caller *c)
{
	if (c->iter)
		c->iter_free(c->iter);
	c->iter = NULL;
	for (size_t i = 0; i < c->n_inputs; i++)
		agola_free(c->input[i]);
	c->n_inputs = 0;
	ag_buf_free(&c->sunk);
	ag_arena_free(&c->arena);
	ag_arena_init(&c->arena);
}

static void add_json(struct wire_outcome *out, const agola_type *type, const void *object)
{
	char *json = NULL;

	if (agola_json_encode(type, object, AGOLA_JSON_SHOW_SECRETS, &json, NULL)) {
		ag_buf_adds(&out->problem, "agola_json_encode() fails\n");
		return;
	}
	ag_buf_adds(&out->json, json);
	agola_free(json);
}

/* Outputs are set on success and left alone on failure, errors the other way round. */
static void check_outputs(struct wire_outcome *out, const void *ret, const void *untouched, bool has_ret, bool got_one)
{
	if (has_ret && (ret == untouched) == got_one)
		ag_buf_adds(&out->problem, got_one ? "*ret was not set\n" : "*ret was changed\n");
	if ((out->err == untouched) == (out->result < 0))
		ag_buf_adds(&out->problem, out->result < 0 ? "*err was not set\n" : "*err was changed\n");
	if (out->err == untouched)
		out->err = NULL;
	if (out->result < 0 && agola_error_result(out->err) != out->result)
		ag_buf_adds(&out->problem, "*err has another result than the call\n");
}

static void iterate(struct wire_caller *c, agola_ctx *ctx, struct wire_outcome *out)
{
	int untouched;
	const agola_type *type = agola_type_item(c->ep->response);

	for (;;) {
		void *item = &untouched;
		void *args[] = { c->iter, ctx, &item, &out->err };

		out->err = (void *)&untouched;
		out->result = call_fn(c->fn, args, 4);
		check_outputs(out, item, &untouched, true, out->result == 1);
		if (out->result != 1)
			return;
		ag_buf_addc(&out->json, out->n_items++ ? ',' : '[');
		add_json(out, type, item);
	}
}

/* Without the headers that are the mode's matter. */
static void add_response(struct wire_outcome *out, const agola_response *ret)
{
	agola_response plain = *ret;
	const agola_string_entry **left = calloc(ret->n_headers + 1, sizeof(*left));

	if (!left)
		abort();
	plain.headers = left;
	plain.n_headers = 0;
	for (size_t i = 0; i < ret->n_headers; i++) {
		const char *name = ret->headers[i]->key;

		if (strcmp(name, "Content-Length") != 0 && strcmp(name, "Transfer-Encoding") != 0 &&
		    strcmp(name, "Connection") != 0)
			left[plain.n_headers++] = ret->headers[i];
	}
	add_json(out, agola_type_find("agola_response"), &plain);
	free(left);
}

void wire_call_make(struct wire_caller *c, agola_ctx *ctx, struct wire_outcome *out)
{
	const struct agola_type *type = c->ep->response;
	int untouched;
	void *ret = &untouched, *args[MAX_ARGS];
	size_t n = c->n_args;

	if (c->iter) {
		iterate(c, ctx, out);
		return;
	}
	memcpy(args, c->args, n * sizeof(*args));
	args[1] = ctx;
	c->at = c->upload;
	ag_buf_reset(&c->sunk);
	if (type || c->ep->text)
		args[n++] = &ret;
	args[n++] = &out->err;
	out->err = (void *)&untouched;
	out->result = call_fn(c->fn, args, n);
	check_outputs(out, ret, &untouched, type || c->ep->text, out->result == 0);
	if (c->ep->sink && out->result == 0 && c->args[c->n_args - 1])
		ag_json_string(&out->json, ag_buf_str(&c->sunk), c->sunk.len);
	if (c->ep->events && (out->result == 0 || out->result == AGOLA_ERR_TIMEOUT))
		ag_buf_addf(&out->json, "[%s]", ag_buf_str(&c->sunk));
	if (c->ep->text && out->result == 0 && ret != &untouched) {
		ag_json_string(&out->json, ret, strlen(ret));
		agola_free(ret);
	}
	if (!type || out->result || ret == &untouched)
		return;
	if (c->ep->flags & AG_EP_ANY)
		add_response(out, ret);
	else
		add_json(out, NULL, ret);
	if ((type->flags & AG_TYPE_PAGE) && type->off_cursor) {
		const char *next;

		memcpy(&next, (const char *)ret + type->off_cursor, sizeof(next));
		out->next = next ? ag_strdup(next) : NULL;
	}
	agola_free(ret);
}

const struct ag_endpoint *wire_call_endpoint(const struct wire_caller *c)
{
	return c->ep;
}

bool wire_call_is_typed(const struct wire_caller *c)
{
	return c->ep->response != NULL && !(c->ep->flags & AG_EP_ANY);
}

/* A secret string of an input's row, or a value of a secret map, that stands in @text. */
static const char *secret_of_row(const struct agola_field *f, const void *input, const char *text)
{
	const struct ag_map_entry *const *entries;
	const char *s;
	size_t n;

	if (f->kind != AGOLA_KIND_MAP) {
		s = ag_field_string(f, input);
		return s && strlen(s) > 5 && strstr(text, s) ? s : NULL;
	}
	memcpy(&entries, ag_field_at(f, input), sizeof(entries));
	memcpy(&n, (const char *)input + f->off_count, sizeof(n));
	for (size_t i = 0; i < n; i++) {
		s = entries[i]->value;
		if (s && strlen(s) > 5 && strstr(text, s))
			return s;
	}
	return NULL;
}

const char *wire_call_secret_in(const struct wire_caller *c, const char *text)
{
	if (strstr(text, TOKEN))
		return TOKEN;
	for (size_t i = 0; i < c->n_inputs; i++) {
		const struct agola_type *t = c->input_type[i];

		for (uint32_t k = 0; c->input[i] && k < t->n_fields; k++) {
			const struct agola_field *f = &t->fields[k];
			const char *s = f->flags & AG_SECRET ? secret_of_row(f, c->input[i], text) : NULL;

			if (s)
				return s;
		}
	}
	return NULL;
}

void wire_outcome_free(struct wire_outcome *out)
{
	agola_error_free(out->err);
	ag_buf_free(&out->json);
	ag_buf_free(&out->problem);
	free(out->next);
	*out = (struct wire_outcome){ 0 };
}
