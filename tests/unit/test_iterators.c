/* SPDX-License-Identifier: Apache-2.0 */
/* Every list of the registry, walked to its end at servers of every kind, and at some that never end. */
#include "core/core.h"
#include "unit.h"
#include <agola/client.h>

#include <stdio.h>
#include <stdlib.h>

#define N_ITEMS 5
#define LIMIT   2

enum mode {
	BY_CURSOR,       /* pages with a cursor, as gateways from v0.9.0 on */
	BY_START,        /* pages that begin behind the item that is named */
	BY_HAS_MORE,     /* likewise, and a header tells whether there are more */
	IGNORES_LIMIT,   /* all that is behind that item, in one page */
	EMPTY_PAGE,      /* a page of nothing, and a cursor that goes on */
	REPEATS,         /* the same page again and again */
	TURNS_IN_CIRCLE, /* cursors that come again after a while */
	N_MODES
};

struct server {
	const struct ag_endpoint *ep;
	enum mode mode;
	bool desc;
	int n_requests;
	char problem[400];
};

/* The number of item or page that @key of the query names; 0 if there is none. */
static int asked(const char *target, const char *key)
{
	size_t len = strlen(key);

	for (const char *p = target; (p = strpbrk(p, "?&")) != NULL; p++) {
		if (strncmp(p + 1, key, len) == 0 && p[1 + len] == '=')
			return atoi(p + 1 + len + 1 + strspn(p + 1 + len + 1, "abcdefghijklmnopqrstuvwxyz-."));
	}
	return 0;
}

/* Whether the list is ordered by numbers. */
static bool by_number(const struct ag_endpoint *ep)
{
	const struct agola_type *item = agola_type_item(ep->response);

	for (uint32_t i = 0; i < item->n_fields; i++) {
		if (strcmp(item->fields[i].key, ep->item_key) == 0)
			return item->fields[i].kind == AGOLA_KIND_UINT;
	}
	return false;
}

static void add_item(struct ag_buf *b, const struct ag_endpoint *ep, int n)
{
	const char *dot = ep->item_key ? strchr(ep->item_key, '.') : NULL;

	if (!ep->item_key)
		ag_buf_adds(b, "{}");
	else if (dot)
		ag_buf_addf(b, "{\"%.*s\":{\"%s\":\"item-%d\"}}", (int)(dot - ep->item_key), ep->item_key, dot + 1, n);
	else
		ag_buf_addf(b, by_number(ep) ? "{\"%s\":%d}" : "{\"%s\":\"item-%d\"}", ep->item_key, n);
}

static int give_page(const struct server *s, agola_transport_reply *reply, int from, int n)
{
	const struct agola_type *page = s->ep->response;
	struct ag_buf b = { 0 };
	bool bare = page->flags & AG_TYPE_ARRAY;
	int r;

	if (!bare)
		ag_buf_addf(&b, "{\"%s\":", page->fields[page->items].key);
	ag_buf_addc(&b, '[');
	for (int i = from; i < from + n && i <= N_ITEMS; i++) {
		if (i > from)
			ag_buf_addc(&b, ',');
		add_item(&b, s->ep, i);
	}
	ag_buf_adds(&b, bare ? "]" : "]}");
	r = agola_transport_reply_body(reply, b.s, b.len);
	ag_buf_free(&b);
	return r;
}

static void check_query(struct server *s, const char *target)
{
	bool first = s->n_requests == 1;

	if (asked(target, "limit") != LIMIT)
		snprintf(s->problem, sizeof(s->problem), "no limit: %s", target);
	if (first && s->desc && (!strstr(target, "sortdirection=desc") || strstr(target, "asc=")))
		snprintf(s->problem, sizeof(s->problem), "not in descending order: %s", target);
}

static int perform(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	struct server *s = data;
	int page = asked(r->target, "cursor"), from;
	char cursor[32];

	(void)err;
	s->n_requests++;
	check_query(s, r->target);
	from = 1 + asked(r->target, s->ep->start_key && s->ep->paging == AG_PAGING_START ? s->ep->start_key : "start");
	agola_transport_reply_status(reply, 200);
	agola_transport_reply_header(reply, "Content-Type", "application/json");
	switch (s->mode) {
	case BY_CURSOR:
		snprintf(cursor, sizeof(cursor), "page-%d", page + 1);
		agola_transport_reply_header(reply, "X-Agola-Cursor", (page + 1) * LIMIT < N_ITEMS ? cursor : "");
		return give_page(s, reply, page * LIMIT + 1, LIMIT);
	case EMPTY_PAGE:
		snprintf(cursor, sizeof(cursor), "page-%d", page + 1);
		agola_transport_reply_header(reply, "X-Agola-Cursor", page < 2 ? cursor : "");
		return give_page(s, reply, page == 0 ? 1 : 3, page == 0 ? 2 : page == 1 ? 0 : 3);
	case BY_START:
		return give_page(s, reply, from, LIMIT);
	case BY_HAS_MORE:
		agola_transport_reply_header(reply, "X-Agola-HasMore", from + LIMIT <= N_ITEMS ? "true" : "false");
		return give_page(s, reply, from, LIMIT);
	case IGNORES_LIMIT:
		return give_page(s, reply, from, N_ITEMS);
	case REPEATS:
		if (s->ep->paging == AG_PAGING_CURSOR)
			agola_transport_reply_header(reply, "X-Agola-Cursor", "page-1");
		else
			agola_transport_reply_header(reply, "X-Agola-HasMore", "true");
		return give_page(s, reply, 1, LIMIT);
	default:
		snprintf(cursor, sizeof(cursor), "page-%d", page % 7 + 1);
		agola_transport_reply_header(reply, "X-Agola-Cursor", cursor);
		return give_page(s, reply, 1, LIMIT);
	}
}

/* Whether servers of the kind have the list so. */
static bool applies(const struct ag_endpoint *ep, enum mode mode)
{
	switch (mode) {
	case BY_CURSOR:
	case EMPTY_PAGE:
	case TURNS_IN_CIRCLE:
		return ep->paging == AG_PAGING_CURSOR;
	case BY_START:
		return ep->item_key && !(ep->flags & AG_EP_WHOLE);
	case BY_HAS_MORE:
		return ep->paging == AG_PAGING_START;
	default:
		return true;
	}
}

static void set(const struct agola_type *type, void *opts, const char *key, int64_t value)
{
	for (uint32_t i = 0; i < type->n_fields; i++) {
		if (strcmp(type->fields[i].key, key) == 0)
			ag_field_set_int(&type->fields[i], opts, value);
	}
}

static bool has(const struct agola_type *type, const char *key)
{
	for (uint32_t i = 0; i < type->n_fields; i++) {
		if (strcmp(type->fields[i].key, key) == 0)
			return true;
	}
	return false;
}

/* @n: how many items came. */
static int walk(const struct ag_endpoint *ep, struct ag_client *client, bool desc, int *n, agola_error **err)
{
	static const char *const path[] = { "p 1", "p 2", NULL };
	void *opts = calloc(1, ep->query->size);
	struct ag_call call = { .ep = ep, .path = path, .number = 7, .query = opts };
	struct ag_iter *it = NULL;
	const void *item = NULL;
	int r;

	ck_assert_ptr_nonnull(opts);
	memcpy(opts, &(size_t){ ep->query->size }, sizeof(size_t));
	set(ep->query, opts, "limit", LIMIT);
	if (desc)
		set(ep->query, opts, "sortdirection", AGOLA_SORT_DESC);
	ck_assert_int_eq(ag_iter_new(client, &call, 0, &it, NULL), 0);
	/* what it needs it has copied */
	free(opts);
	while ((r = ag_iter_next(it, NULL, &item, err)) == 1) {
		ck_assert_ptr_nonnull(item);
		++*n;
		ck_assert_msg(*n < 1000, "%s: it does not end", ep->name);
	}
	/* the end stays the end */
	if (r == 0)
		ck_assert_int_eq(ag_iter_next(it, NULL, &item, NULL), 0);
	ag_iter_free(it);
	return r;
}

static void walk_at(const struct ag_endpoint *ep, enum mode mode, bool desc)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	struct server s = { .ep = ep, .mode = mode, .desc = desc };
	struct agola_transport transport = { .size = sizeof(transport), .perform = perform, .data = &s };
	bool ends = mode != REPEATS && mode != TURNS_IN_CIRCLE;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int n = 0, r;

	o.url = "http://host";
	o.transport = &transport;
	ck_assert_int_eq(agola_gw_client_new(&o, &client, NULL), 0);
	r = walk(ep, ag_client_of_gw(client), desc, &n, &err);
	ck_assert_msg(r == (ends ? 0 : AGOLA_ERR_PROTOCOL), "%s, mode %d: %s (%s)", ep->name, mode, agola_result_name(r),
	              agola_error_message(err));
	ck_assert_msg(!*s.problem, "%s, mode %d: %s", ep->name, mode, s.problem);
	ck_assert_msg(!ends || n == N_ITEMS, "%s, mode %d: %d items", ep->name, mode, n);
	ck_assert_msg(s.n_requests < 30, "%s, mode %d: %d requests", ep->name, mode, s.n_requests);
	if (!ends) {
		ck_assert_msg(!strchr(agola_error_message(err), '{'), "%s", agola_error_message(err));
		ck_assert_msg(!strchr(ep->path, '{') || strstr(agola_error_message(err), "p%201"), "%s",
		              agola_error_message(err));
	}
	agola_error_free(err);
	agola_gw_client_free(client);
}

START_TEST(every_list)
{
	const struct ag_endpoint *ep;
	size_t n = 0;

	for (size_t i = 0; (ep = ag_endpoint_at(i)) != NULL; i++) {
		if (!ep->paging)
			continue;
		n++;
		for (unsigned k = 0; k < N_MODES; k++) {
			enum mode mode = (enum mode)k;

			if (!applies(ep, mode))
				continue;
			walk_at(ep, mode, false);
			if (has(ep->query, "sortdirection"))
				walk_at(ep, mode, true);
		}
	}
	ck_assert_uint_ge(n, 17);
}
END_TEST

UNIT("iterators", every_list)
