/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a case; see README.md. */
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum part { NOTHING, CALL, REQUEST_HEAD, REQUEST_BODY, ANSWER_HEAD, ANSWER_BODY, RESULT };

struct reader {
	struct wire_file *f;
	struct wire_exchange *x; /* the one being read */
	struct wire_call *c;
	struct ag_buf call, json; /* text of the call, of the body or of the result, that goes on in the next line */
	enum part part;
	int line;
	bool glued; /* the answer's body goes on without a line feed */
};

static bool bad(const struct reader *r, const char *what, const char *text)
{
	fprintf(stderr, "%s:%d: %s: %s\n", r->f->path, r->line, what, text);
	return false;
}

static const char *keep(struct wire_file *f, const char *s)
{
	char *p = ag_arena_strdup(&f->arena, s);

	if (!p)
		abort();
	return p;
}

static void add_line(struct wire_file *f, struct wire_lines *l, const char *s)
{
	const char **v = ag_arena_alloc(&f->arena, (l->n + 1) * sizeof(*v));

	if (!v)
		abort();
	if (l->n)
		memcpy(v, l->v, l->n * sizeof(*v));
	v[l->n++] = keep(f, s);
	l->v = v;
}

/* The end of the JSON string that begins at s[0] == '"'. */
static size_t string_end(const char *s, size_t len)
{
	size_t i = 1;

	while (i < len && s[i] != '"')
		i += s[i] == '\\' ? 2 : 1;
	return i < len ? i + 1 : len;
}

void wire_squeeze(struct ag_buf *b, const char *json, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = 1;

		if (json[i] == '"')
			n = string_end(json + i, len - i);
		if (!strchr(" \t\r\n", json[i]))
			ag_buf_add(b, json + i, n);
		i += n;
	}
}

/* "name(arg, arg)": arguments are JSON. */
static bool take_call(struct reader *r)
{
	const char *s = ag_buf_str(&r->call), *open = strchr(s, '('), *p;
	struct ag_buf arg = { 0 };
	int depth = 0;

	r->c->function = ag_arena_strndup(&r->f->arena, s, (size_t)(open - s));
	for (p = open + 1; *p && (*p != ')' || depth); p++) {
		if (*p == '"') {
			size_t n = string_end(p, strlen(p));

			ag_buf_add(&arg, p, n);
			p += n - 1;
		} else if (*p == ',' && depth == 0) {
			add_line(r->f, &r->c->args, ag_buf_str(&arg));
			ag_buf_reset(&arg);
		} else if (*p != ' ' && *p != '\t' && *p != '\n') {
			depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
			ag_buf_addc(&arg, *p);
		}
	}
	if (arg.len)
		add_line(r->f, &r->c->args, ag_buf_str(&arg));
	ag_buf_free(&arg);
	ag_buf_reset(&r->call);
	return strcmp(p, ")") == 0 || bad(r, "a call that does not end with \")\"", s);
}

/* What was gathered over several lines is complete. */
static bool end_part(struct reader *r)
{
	struct ag_buf b = { 0 };
	bool ok = true;

	if (r->part == CALL)
		ok = take_call(r);
	if (r->json.len && (r->part == REQUEST_BODY || r->part == RESULT)) {
		wire_squeeze(&b, r->json.s, r->json.len);
		*(r->part == RESULT ? &r->c->json : &r->x->body) = keep(r->f, ag_buf_str(&b));
		ag_buf_free(&b);
	}
	ag_buf_reset(&r->json);
	r->part = NOTHING;
	return ok;
}

static bool new_exchange(struct reader *r, const char *text)
{
	const char *sp = strchr(text, ' ');

	if (!r->c || r->c->result)
		return bad(r, "a request must stand below its call", text);
	if (r->x && r->x->status == 0)
		return bad(r, "the request before has no answer", text);
	if (!sp || sp[1] != '/')
		return bad(r, "not a method and a path", text);
	if (r->f->n_exchanges == WIRE_MAX)
		return bad(r, "too many requests in one file", text);
	r->x = &r->f->exchanges[r->f->n_exchanges++];
	r->x->line = r->line;
	r->x->method = ag_arena_strndup(&r->f->arena, text, (size_t)(sp - text));
	r->x->target = keep(r->f, sp + 1);
	r->c->n++;
	r->part = REQUEST_HEAD;
	return true;
}

static bool request_line(struct reader *r, const char *text)
{
	if (r->part != REQUEST_HEAD && r->part != REQUEST_BODY)
		return end_part(r) && new_exchange(r, text);
	if (r->part == REQUEST_HEAD && *text)
		add_line(r->f, &r->x->headers, text);
	else if (r->part == REQUEST_HEAD)
		r->part = REQUEST_BODY;
	else
		ag_buf_addf(&r->json, "%s\n", text);
	return true;
}

static int hex(char c)
{
	const char *digits = "0123456789abcdef", *p = c ? strchr(digits, c) : NULL;

	return p ? (int)(p - digits) : -1;
}

/* A line of an answer's body with \xHH, \r, \n and \\ in it. */
static bool glued_line(struct reader *r, const char *text)
{
	struct ag_buf *b = &r->x->reply_body;

	for (const char *p = text; *p; p++) {
		if (*p != '\\') {
			ag_buf_addc(b, *p);
		} else if (p[1] == 'x' && hex(p[2]) >= 0 && hex(p[3]) >= 0) {
			ag_buf_addc(b, (char)(hex(p[2]) * 16 + hex(p[3])));
			p += 3;
		} else if (p[1] == 'r' || p[1] == 'n' || p[1] == '\\') {
			ag_buf_addc(b, *++p == 'r' ? '\r' : *p == 'n' ? '\n' : '\\');
		} else {
			return bad(r, "not \\xHH, \\r, \\n or \\\\", p);
		}
	}
	r->glued = true;
	return true;
}

/* "65536 x": x so many times. */
static bool repeated_line(struct reader *r, const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (n <= 0 || *end != ' ')
		return bad(r, "not a number and a text", text);
	while (n--)
		ag_buf_adds(&r->x->reply_body, end + 1);
	r->glued = true;
	return true;
}

static bool answer_line(struct reader *r, char mark, const char *text)
{
	struct ag_buf *b;

	if (r->part != ANSWER_HEAD && r->part != ANSWER_BODY) {
		if (!end_part(r) || !r->x || r->x->status)
			return bad(r, "an answer must stand below its request", text);
		r->x->status = atoi(text);
		if (r->x->status < 200 || r->x->status > 599)
			return bad(r, "not a status", text);
		r->part = ANSWER_HEAD;
		return true;
	}
	b = &r->x->reply_body;
	if (r->part == ANSWER_HEAD) {
		if (!*text)
			r->part = ANSWER_BODY;
		else
			add_line(r->f, &r->x->reply_headers, text);
		return true;
	}
	if (mark == '~')
		return glued_line(r, text);
	if (mark == '*')
		return repeated_line(r, text);
	if (b->len && !r->glued)
		ag_buf_addc(b, '\n');
	r->glued = false;
	ag_buf_adds(b, text);
	return true;
}

static bool result_line(struct reader *r, const char *text)
{
	static const char *const keys[] = { "message: ", "next: ", "code: ", "words: ", "details: " };
	struct wire_call *c = r->c;
	size_t k = 0;

	if (!c || (r->x && r->x->status == 0))
		return bad(r, "a result must stand below its call and its answers", text);
	if (r->part != RESULT) {
		if (!end_part(r))
			return false;
		if (c->result)
			return bad(r, "a second result of one call", text);
		c->result = keep(r->f, text);
		r->part = RESULT;
		return true;
	}
	while (k < AG_COUNT(keys) && strncmp(text, keys[k], strlen(keys[k])) != 0)
		k++;
	if (k == AG_COUNT(keys)) {
		ag_buf_addf(&r->json, "%s\n", text);
		return true;
	}
	text = keep(r->f, text + strlen(keys[k]));
	if (k < 2) {
		*(k == 0 ? &c->message : &c->next) = text;
		return true;
	}
	if (k == 2) {
		if (c->n_entries == AG_COUNT(c->entries))
			return bad(r, "too many codes", text);
		c->entries[c->n_entries++] = (struct wire_entry){ strcmp(text, "-") == 0 ? "" : text, "", NULL };
		return true;
	}
	if (!c->n_entries)
		return bad(r, "words or details without a code before them; \"code: -\" is an entry without one", text);
	*(k == 3 ? &c->entries[c->n_entries - 1].words : &c->entries[c->n_entries - 1].details) = text;
	return true;
}

static bool new_call(struct reader *r, const char *text)
{
	if (!end_part(r))
		return false;
	if (r->c && !r->c->result)
		return bad(r, "the call before has no result", text);
	if (r->f->n_calls == WIRE_MAX)
		return bad(r, "too many calls in one file", text);
	r->c = &r->f->calls[r->f->n_calls++];
	r->c->line = r->line;
	r->c->first = r->f->n_exchanges;
	r->part = CALL;
	ag_buf_adds(&r->call, text);
	return true;
}

static bool read_line(struct reader *r, char *s)
{
	char mark = s[0];
	const char *text = s[0] && (s[1] == ' ' || !s[1]) ? s + 1 + (s[1] == ' ') : NULL;

	if (mark == '#')
		return true;
	if (!mark)
		return end_part(r);
	if (text && mark == '>')
		return request_line(r, text);
	if (text && mark == '=')
		return result_line(r, text);
	if (mark == '<' && (s[1] == '~' || s[1] == '*') && s[2] == ' ')
		return answer_line(r, s[1], s + 3);
	if (text && mark == '<')
		return answer_line(r, 0, text);
	if ((mark == ' ' || mark == '\t') && r->part == CALL) {
		ag_buf_adds(&r->call, s);
		return true;
	}
	if (strncmp(s, "client {", 8) == 0 && !r->c) {
		r->f->client = keep(r->f, s + 7);
		return true;
	}
	if (strcmp(s, "every offset") == 0 && !r->c) {
		r->f->every_offset = true;
		return true;
	}
	if (strncmp(s, "skip ", 5) == 0 && !r->c) {
		r->f->skip = keep(r->f, s + 5);
		return true;
	}
	if (strncmp(s, "agola_", 6) == 0 && strchr(s, '('))
		return new_call(r, s);
	return bad(r, "what is this?", s);
}

struct wire_file *wire_file_read(const char *path)
{
	struct wire_file *f = calloc(1, sizeof(*f));
	struct reader r = { .f = f };
	const char *slash = strrchr(path, '/');
	FILE *in = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	bool ok = in != NULL;

	if (!f)
		abort();
	ag_arena_init(&f->arena);
	f->path = keep(f, path);
	slash = slash ? slash + 1 : path;
	f->name = ag_arena_strndup(&f->arena, slash, strlen(slash) > 5 ? strlen(slash) - strlen(".wire") : 0);
	if (!in)
		perror(path);
	while (ok && (n = getline(&line, &cap, in)) >= 0) {
		r.line++;
		if (n && line[n - 1] == '\n')
			line[n - 1] = 0;
		ok = read_line(&r, line);
	}
	ok = ok && end_part(&r);
	if (ok && (!f->n_calls || !r.c->result))
		ok = bad(&r, f->n_calls ? "the last call has no result" : "there is no call", "");
	if (in)
		fclose(in);
	free(line);
	ag_buf_free(&r.call);
	ag_buf_free(&r.json);
	if (!ok) {
		wire_file_free(f);
		return NULL;
	}
	return f;
}

void wire_file_free(struct wire_file *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n_exchanges; i++)
		ag_buf_free(&f->exchanges[i].reply_body);
	ag_arena_free(&f->arena);
	free(f);
}
