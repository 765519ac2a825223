/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of all releases, without knowing which release answers.
 *
 * The gateway pages by a cursor from v0.9.0 on and by start, limit and asc before; the configstore by a start key of each list
 * and sortdirection from v0.9.0 on, and by start and asc before. Each passes over the other's keys, so both are sent, and
 * the answer's header tells which one counted. Where the server gave no cursor, ours holds the name to start after; a colon, which
 * base64 does not have, tells it from a server's.
 */
#include "core/call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OLD_ASC  "start:asc:"
#define OLD_DESC "start:desc:"

static const struct agola_field *row_named(const struct agola_type *type, const char *key, size_t len)
{
	for (uint32_t i = 0; type && i < type->n_fields; i++) {
		if (strncmp(type->fields[i].key, key, len) == 0 && !type->fields[i].key[len])
			return &type->fields[i];
	}
	return NULL;
}

static const struct agola_field *row_of(const struct agola_type *type, const char *key)
{
	return key ? row_named(type, key, strlen(key)) : NULL;
}

static const char *string_of(const struct agola_type *type, const char *key, const void *opts)
{
	const struct agola_field *f = row_of(type, key);
	const char *s = f ? ag_field_string(f, opts) : NULL;

	return s && *s ? s : NULL;
}

/* The rows that this file reads itself. */
static bool is_ours(const struct ag_endpoint *ep, const char *key)
{
	return strcmp(key, "cursor") == 0 || strcmp(key, "limit") == 0 || strcmp(key, "sortdirection") == 0 ||
	       (ep->start_key && strcmp(key, ep->start_key) == 0);
}

static void add_row(struct ag_buf *b, char *sep, const struct ag_endpoint *ep, const char *key, const void *opts)
{
	const struct agola_field *f = row_of(ep->query, key);

	if (f)
		ag_args_query_row(b, sep, f, opts);
}

static void add_filters(struct ag_buf *b, char *sep, const struct ag_endpoint *ep, const void *opts)
{
	for (uint32_t i = 0; i < ep->query->n_fields; i++) {
		if (!is_ours(ep, ep->query->fields[i].key))
			ag_args_query_row(b, sep, &ep->query->fields[i], opts);
	}
}

/* Both ways to say it, but for what every release does by itself. */
static void add_direction(struct ag_buf *b, char *sep, const struct ag_endpoint *ep, bool desc)
{
	if (!desc)
		ag_args_pair(b, sep, "asc", "");
	if (desc || ep->newest_first)
		ag_args_pair(b, sep, "sortdirection", desc ? "desc" : "asc");
}

void ag_paging_query(struct ag_running *run, struct ag_buf *b, char *sep, const struct ag_endpoint *ep, const void *opts)
{
	const struct agola_field *sort = row_of(ep->query, "sortdirection");
	const char *cursor = ep->paging == AG_PAGING_CURSOR ? string_of(ep->query, "cursor", opts) : NULL;
	const char *start = ep->paging == AG_PAGING_START ? string_of(ep->query, ep->start_key, opts) : NULL;
	int64_t order = sort ? ag_field_int(sort, opts) : 0;

	run->desc = order ? order == AGOLA_SORT_DESC : ep->newest_first;
	run->by_start = ep->cursor_loses && string_of(ep->query, ep->cursor_loses, opts);
	if (cursor && ag_ascii_casestarts(cursor, OLD_ASC)) {
		start = cursor + strlen(OLD_ASC);
		run->desc = false;
	} else if (cursor && ag_ascii_casestarts(cursor, OLD_DESC)) {
		start = cursor + strlen(OLD_DESC);
		run->desc = true;
	} else if (cursor) {
		/* the server's: it holds everything but the limit, and is refused beside a direction or a filter */
		ag_args_pair(b, sep, "cursor", cursor);
		add_row(b, sep, ep, "limit", opts);
		return;
	}
	add_row(b, sep, ep, "limit", opts);
	add_direction(b, sep, ep, run->desc);
	add_filters(b, sep, ep, opts);
	if (start) {
		ag_args_pair(b, sep, "start", start);
		if (ep->start_key && strcmp(ep->start_key, "start") != 0)
			ag_args_pair(b, sep, ep->start_key, start);
	} else if (ep->paging == AG_PAGING_CURSOR && ep->start_key) {
		add_row(b, sep, ep, ep->start_key, opts);
	}
}

/* What @key holds in the last item; NULL for an empty page. @buf: for numbers. */
static const char *last_of(const struct ag_endpoint *ep, const char *key, const void *root, char *buf, size_t size)
{
	const char *part = key ? key : "", *s;
	size_t n = agola_list_n_items(root), len = strcspn(part, ".");
	const struct agola_field *f = row_named(agola_type_item(ep->response), part, len);
	const void *item = n && f ? agola_list_item(root, n - 1) : NULL;

	for (; item && f && part[len]; len = strcspn(part, ".")) {
		item = *(const void *const *)ag_field_at(f, item);
		part += len + 1;
		f = row_named(f->type, part, strcspn(part, "."));
	}
	if (!item || !f)
		return NULL;
	if (f->kind == AGOLA_KIND_UINT) {
		snprintf(buf, size, "%llu", (unsigned long long)ag_field_int(f, item));
		return buf;
	}
	s = ag_field_string(f, item);
	return s && *s ? s : NULL;
}

/* The key that orders the list, of the last item. */
static const char *last_key(const struct ag_endpoint *ep, const void *root, char *buf, size_t size)
{
	const char *last = last_of(ep, ep->item_key, root, buf, size);

	return last && ep->old_item_key && strcmp(last, "0") == 0 ? last_of(ep, ep->old_item_key, root, buf, size) : last;
}

static int bool_of(const char *s)
{
	static const char *const words[][2] = { { "1", "0" },        { "t", "f" },        { "T", "F" },
		                                { "TRUE", "FALSE" }, { "true", "false" }, { "True", "False" } };

	for (size_t i = 0; i < AG_COUNT(words); i++) {
		if (strcmp(s, words[i][0]) == 0)
			return 1;
		if (strcmp(s, words[i][1]) == 0)
			return 0;
	}
	return *s ? -1 : 0;
}

int ag_paging_result(struct ag_running *run, agola_error **err)
{
	const struct ag_endpoint *ep = run->ep;
	const agola_transport_reply *reply = &run->reply;
	struct ag_arena *arena = ag_root_arena(run->root);
	char number[24];
	const char *last = last_key(ep, run->root, number, sizeof(number)), *next = NULL;
	bool of_server = ep->paging == AG_PAGING_CURSOR && reply->cursor;
	int more;

	if (of_server && !*reply->cursor)
		return 0;
	if (of_server && !(run->by_start && last)) {
		next = ag_arena_strdup(arena, reply->cursor);
	} else {
		more = ep->paging == AG_PAGING_START && reply->has_more ? bool_of(reply->has_more)
		                                                        : last && !(ep->flags & AG_EP_WHOLE);
		if (more < 0)
			return ag_fail(err, AGOLA_ERR_PROTOCOL, "%s: the header X-Agola-HasMore is neither true nor false",
			               ag_what(run));
		if (more && !last)
			return ag_fail(err, AGOLA_ERR_PROTOCOL,
			               "%s: the server says that there is more, but sent nothing to go on from", ag_what(run));
		if (!more)
			return 0;
		next = ep->paging == AG_PAGING_START ? ag_arena_strdup(arena, last)
		                                     : ag_arena_printf(arena, "%s%s", run->desc ? OLD_DESC : OLD_ASC, last);
	}
	if (!next)
		return ag_fail_nomem(err);
	memcpy((char *)run->root + ep->response->off_cursor, &next, sizeof(next));
	return 0;
}

/* ---- iterators ---- */

#define MAX_EMPTY_PAGES 100

struct ag_iter {
	struct ag_client *client;
	const struct ag_endpoint *ep;
	struct ag_arena arena; /* holds the path arguments */
	const char **path;
	uint64_t number;
	const struct agola_field *next_row; /* of the options: where the page's cursor goes */
	void *opts;
	void *page;
	size_t at, n_empty;
	bool last;  /* page is the last one */
	char *next; /* what continues behind page */
	char *seen; /* an earlier `next`: one that comes again is a circle */
	uint64_t n_pages, look_at;
};

/* Without a {#}. */
static size_t n_path_args(const struct ag_endpoint *ep)
{
	size_t n = 0;

	for (const char *p = ep->path; (p = strchr(p, '{')) != NULL; p++)
		n += p[1] != '#';
	return n;
}

static bool copy_path(struct ag_iter *it, const char *const *path)
{
	size_t n = n_path_args(it->ep);

	it->path = ag_arena_alloc(&it->arena, (n + 1) * sizeof(*it->path));
	for (size_t i = 0; it->path && i < n; i++) {
		/* NULL stays NULL: the call says what is wrong with it */
		if (path[i] && !(it->path[i] = ag_arena_strdup(&it->arena, path[i])))
			return false;
	}
	return it->path != NULL;
}

int ag_iter_new(struct ag_client *client, const struct ag_call *call, int64_t default_limit, struct ag_iter **ret,
                agola_error **err)
{
	const struct ag_endpoint *ep = call->ep;
	struct ag_iter *it;
	const struct agola_field *limit = row_of(ep->query, "limit");
	const char *start = NULL;
	int r;

	if (!client || !ret)
		return ag_args_fail(call, AGOLA_ERR_INVALID, err, "%s is NULL", client ? "ret" : "client");
	it = calloc(1, sizeof(*it));
	if (!it)
		return ag_fail_nomem(err);
	ag_arena_init(&it->arena);
	it->client = client;
	it->ep = ep;
	it->number = call->number;
	it->look_at = 1;
	it->next_row = row_of(ep->query, ep->paging == AG_PAGING_CURSOR ? "cursor" : ep->start_key);
	it->opts = malloc(ep->query->size);
	if (!it->opts || !copy_path(it, call->path)) {
		ag_iter_free(it);
		return ag_fail_nomem(err);
	}
	r = ag_copy_sized(it->opts, ep->query->size, call->query, ep->query->name, err);
	if (r == 0 && !ag_args_own(&it->arena, ep->query, it->opts, it->next_row))
		r = ag_fail_nomem(err);
	if (r == 0) {
		/* from here on the string is ours */
		start = ag_field_string(it->next_row, it->opts);
		ag_field_set_string(it->next_row, it->opts, NULL);
		if (start && !(it->next = ag_strdup(start)))
			r = ag_fail_nomem(err);
		ag_field_set_string(it->next_row, it->opts, it->next);
		if (limit && ag_field_int(limit, it->opts) == 0)
			ag_field_set_int(limit, it->opts, default_limit);
	}
	if (r) {
		ag_iter_free(it);
		return r;
	}
	*ret = it;
	return 0;
}

/* Remember where the list goes on. Brent's way to find a circle: compare with one earlier place, that moves on in powers of two. */
static int go_on(struct ag_iter *it, const struct ag_call *call, const char *next, agola_error **err)
{
	char *copy;

	if ((it->next && strcmp(next, it->next) == 0) || (it->seen && strcmp(next, it->seen) == 0))
		return ag_args_fail(call, AGOLA_ERR_PROTOCOL, err,
		                    "the server sends the same cursor again; the list would never end");
	copy = ag_strdup(next);
	if (!copy)
		return ag_fail_nomem(err);
	if (++it->n_pages == it->look_at) {
		free(it->seen);
		it->seen = it->next;
		it->next = NULL;
		it->look_at *= 2;
	}
	free(it->next);
	it->next = copy;
	ag_field_set_string(it->next_row, it->opts, it->next);
	return 0;
}

int ag_iter_next(struct ag_iter *it, agola_ctx *ctx, const void **ret, agola_error **err)
{
	struct ag_call call;

	if (!it || !ret)
		return ag_fail(err, AGOLA_ERR_INVALID, "%s is NULL", it ? "ret" : "iter");
	call = (struct ag_call){ .ep = it->ep, .path = it->path, .number = it->number, .query = it->opts };
	if (ag_ctx_view(ctx).loop)
		return ag_args_fail(&call, AGOLA_ERR_INVALID, err, "an iterator blocks, so its ctx cannot be one of a loop");
	for (;;) {
		const char *next;
		int r;

		if (it->page && it->at < agola_list_n_items(it->page)) {
			*ret = agola_list_item(it->page, it->at++);
			return 1;
		}
		if (it->last)
			return 0;
		r = ag_call(it->client, ctx, &call, err);
		if (r)
			return r;
		memcpy(&next, (const char *)call.root + it->ep->response->off_cursor, sizeof(next));
		it->n_empty = agola_list_n_items(call.root) ? 0 : it->n_empty + 1;
		if (it->n_empty > MAX_EMPTY_PAGES)
			r = ag_args_fail(&call, AGOLA_ERR_PROTOCOL, err, "more than %d empty pages in a row", MAX_EMPTY_PAGES);
		else if (next)
			r = go_on(it, &call, next, err);
		if (r) {
			agola_free(call.root);
			return r;
		}
		it->last = !next;
		agola_free(it->page);
		it->page = call.root;
		it->at = 0;
	}
}

void ag_iter_free(struct ag_iter *it)
{
	if (!it)
		return;
	agola_free(it->page);
	ag_arena_free(&it->arena);
	free(it->opts);
	free(it->next);
	free(it->seen);
	free(it);
}
