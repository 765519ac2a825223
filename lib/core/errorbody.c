/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of error answers, of every shape: [{"code","details","message"}] (v0.10.0 on, and agolad), {"code","message"} (v0.7.0 to
 * v0.9.2), {"message"} (before), plain text, HTML of a proxy, nothing. The first character of the body decides, never the release.
 */
#include "core/call.h"
#include "core/error.h"

#include <string.h>

#define SEEN .flags = AG_PRESENCE, AG_PRESENCE_AT(struct ag_error_entry, seen)
static const struct agola_field entry_fields[] = {
	AG_STRING(struct ag_error_entry, code, "code", SEEN),
	AG_RAW(struct ag_error_entry, details, "details"),
	AG_STRING(struct ag_error_entry, message, "message", SEEN),
};
static AG_TYPE_(ag_error_entry, struct ag_error_entry, entry_fields, .flags = 0);

struct entry_list {
	const struct ag_error_entry *const *items;
	size_t n_items;
	const char *next;
};
static const struct agola_field list_fields[] = { AG_ARRAY(struct entry_list, items, ag_error_entry, "") };
static AG_TYPE_(ag_error_list, struct entry_list, list_fields, .flags = AG_TYPE_PAGE | AG_TYPE_ARRAY,
                .off_cursor = (uint32_t)offsetof(struct entry_list, next));

#define MAX_WORDS 200
#define MAX_SAID  1000

/* Append at most @max bytes of what a server said, in one line, without the secrets of the call. */
static void add_said(struct ag_buf *b, const struct ag_running *run, const char *s, size_t len, size_t max)
{
	struct ag_buf clean = { 0 };

	if (run) {
		ag_secrets_hide(run, &clean, s, len);
		b->failed |= clean.failed;
		s = ag_buf_str(&clean);
		len = clean.len;
	}
	ag_buf_add_printable(b, s, len, max);
	ag_buf_free(&clean);
}

static char *copy(const struct ag_running *run, agola_error *e, const char *s, bool *failed)
{
	struct ag_buf b = { 0 };
	char *p;

	if (!s || !*s)
		return NULL;
	add_said(&b, run, s, strlen(s), MAX_SAID);
	/* of white space alone nothing is left */
	p = b.failed || !b.len ? NULL : ag_arena_strdup(ag_root_arena(e), b.s);
	if (!p && (b.failed || b.len))
		*failed = true;
	ag_buf_free(&b);
	return p;
}

/* JSON stays JSON: with a secret in it, nothing of it is kept. */
static char *copy_details(const struct ag_running *run, agola_error *e, const char *s, bool *failed)
{
	struct ag_buf clean = { 0 };
	char *p;

	if (!s)
		return NULL;
	if (run)
		ag_secrets_hide(run, &clean, s, strlen(s));
	p = ag_arena_strdup(ag_root_arena(e), run && strcmp(ag_buf_str(&clean), s) != 0 ? "\"***\"" : s);
	if (clean.failed || !p)
		*failed = true;
	ag_buf_free(&clean);
	return p;
}

/* A code that is a word stays as it is, whatever the secrets are: programs compare it. */
static bool is_word(const char *s)
{
	return s && s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")] == 0;
}

/* Entries of the decoded body become those of the error; entries with nothing in them are dropped. */
static bool take_entries(const struct ag_running *run, agola_error *e, const struct ag_error_entry *const *items, size_t n)
{
	const struct ag_error_entry **out = ag_arena_alloc(ag_root_arena(e), (n + 1) * sizeof(*out));
	bool failed = !out;

	for (size_t i = 0; i < n && !failed; i++) {
		struct ag_error_entry *x = ag_arena_alloc(ag_root_arena(e), sizeof(*x));

		if (!x)
			return false;
		x->code = copy(is_word(items[i]->code) ? NULL : run, e, items[i]->code, &failed);
		x->message = copy(run, e, items[i]->message, &failed);
		x->details = copy_details(run, e, items[i]->details, &failed);
		if (x->code || x->message || (x->details && strcmp(x->details, "null") != 0))
			out[e->n_entries++] = x;
	}
	e->entries = out;
	return !failed;
}

enum read { READ, NOT_AGOLAS, NO_MEMORY };

static enum read read_json(const struct ag_running *run, agola_error *e, const char *body, size_t len)
{
	static const struct ag_decode_opts opts = { .lenient = true, .max_depth = 32, .max_items = 1000 };
	bool list = body[0] == '[';
	void *root = NULL;
	int r = ag_json_decode(list ? &ag_error_list_type : &ag_error_entry_type, &opts, body, len, &root, NULL);
	bool ok, known = true;

	if (r)
		return r == AGOLA_ERR_NOMEM ? NO_MEMORY : NOT_AGOLAS;
	if (list) {
		const struct entry_list *l = root;

		ok = take_entries(run, e, l->items, l->n_items);
	} else {
		const struct ag_error_entry *one = root;

		known = one->seen != AG_ABSENT;
		ok = take_entries(run, e, &one, 1);
	}
	agola_free(root);
	/* an object of somebody else, that happens to fit, is quoted */
	return !ok ? NO_MEMORY : known || e->n_entries ? READ : NOT_AGOLAS;
}

static void add_entry(struct ag_buf *b, const struct ag_error_entry *x)
{
	if (x->code)
		ag_buf_adds(b, x->code);
	if (x->message)
		ag_buf_addf(b, "%s%s", x->code ? ": " : "", x->message);
	if (!x->message && x->details && strcmp(x->details, "null") != 0) {
		ag_buf_adds(b, x->code ? ": " : "");
		ag_buf_add_printable(b, x->details, strlen(x->details), MAX_WORDS);
	}
}

agola_error *ag_error_from_body(const struct ag_running *run, const char *what, int status, const char *body, size_t len,
                                bool cut)
{
	agola_error *e = ag_error_alloc(ag_error_kind_of_status(status));
	struct ag_buf b = { 0 };
	enum read read = NOT_AGOLAS;

	if (e->is_static)
		return e;
	if (e->result == 0)
		e->result = AGOLA_ERR_PROTOCOL;
	e->status = status;
	while (len && strchr(" \t\r\n", *body)) {
		body++;
		len--;
	}
	if (len && (*body == '[' || *body == '{'))
		read = read_json(run, e, body, len);
	if (read == NO_MEMORY)
		return ag_error_nomem(e);
	ag_buf_addf(&b, "%s: %d%s%s", what, status, *ag_http_reason(status) ? " " : "", ag_http_reason(status));
	for (size_t i = 0; i < e->n_entries; i++) {
		ag_buf_adds(&b, i ? "; " : ": ");
		add_entry(&b, e->entries[i]);
	}
	if (read == NOT_AGOLAS && len) {
		size_t before;

		ag_buf_adds(&b, ": ");
		before = b.len;
		if (*body == '<')
			ag_buf_adds(&b, "not an answer of Agola: ");
		add_said(&b, run, body, len, MAX_WORDS);
		if (b.len == before)
			b.len -= 2;
		if (cut)
			ag_buf_adds(&b, " (cut)");
	}
	e->message = b.failed ? NULL : ag_arena_strndup(ag_root_arena(e), ag_buf_str(&b), b.len);
	ag_buf_free(&b);
	return e->message ? e : ag_error_nomem(e);
}
