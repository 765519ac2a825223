/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The secret fields of every type, and the secrets of every operation: masked unless asked for, in no error and no trace, and
 * overwritten in memory that is given back.
 */
#include "../oom/sample.h"
#include "core/core.h"
#include "unit.h"
#include <agola/client.h>

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#define SECRET "sesame-open"

/* ---- what memory still holds when it is given back ---- */

static const char *left_over; /* what to look for; NULL: nothing */
static size_t n_left_over;

void __real_free(void *p);
void *__real_realloc(void *p, size_t size);
void __wrap_free(void *p);
void *__wrap_realloc(void *p, size_t size);

static void look_at(const void *p)
{
	if (p && left_over && memmem(p, malloc_usable_size((void *)(uintptr_t)p), left_over, strlen(left_over)))
		n_left_over++;
}

void __wrap_free(void *p)
{
	look_at(p);
	__real_free(p);
}

void *__wrap_realloc(void *p, size_t size)
{
	look_at(p);
	return __real_realloc(p, size);
}

/* ---- every secret of an object, at any depth, is set to SECRET ---- */

static size_t hide_in(const struct agola_type *type, void *obj);

static size_t hide_in_items(const struct agola_field *f, void *obj)
{
	const void **items;
	size_t n = 0, count;

	memcpy(&items, ag_field_at(f, obj), sizeof(items));
	memcpy(&count, (const char *)obj + f->off_count, sizeof(count));
	for (size_t i = 0; items && i < count; i++) {
		struct ag_map_entry *entry = (struct ag_map_entry *)(uintptr_t)items[i];
		const void **at = f->kind == AGOLA_KIND_MAP ? &entry->value : &items[i];

		if (f->item == AGOLA_KIND_OBJECT) {
			n += *at ? hide_in(f->type, (void *)(uintptr_t)*at) : 0;
		} else if (f->flags & AG_SECRET) {
			ck_assert_int_eq(f->item, AGOLA_KIND_STRING);
			*at = SECRET;
			n++;
		}
	}
	return n;
}

static size_t hide_in(const struct agola_type *type, void *obj)
{
	size_t n = 0;

	for (uint32_t i = 0; i < type->n_fields; i++) {
		const struct agola_field *f = &type->fields[i];
		void *sub = NULL;

		switch (f->kind) {
		case AGOLA_KIND_OBJECT:
			memcpy(&sub, ag_field_at(f, obj), sizeof(sub));
			n += sub ? hide_in(f->type, sub) : 0;
			break;
		case AGOLA_KIND_ARRAY:
		case AGOLA_KIND_MAP:
			if (f->item != AGOLA_KIND_INT)
				n += hide_in_items(f, obj);
			break;
		default:
			if (!(f->flags & AG_SECRET))
				break;
			/* what masks them knows no others */
			ck_assert_msg(f->kind == AGOLA_KIND_STRING, "%s.%s: a secret is a string", type->name, f->member);
			ag_field_set_string(f, obj, SECRET);
			n++;
		}
	}
	return n;
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

static char *json_of(const struct agola_type *type, const void *obj, uint32_t flags)
{
	agola_error *err = NULL;
	char *json = NULL;

	ck_assert_msg(agola_json_encode(type, obj, flags, &json, &err) == 0, "%s", agola_error_message(err));
	return json;
}

START_TEST(types)
{
	const struct agola_type *t;
	size_t all = 0;

	for (size_t i = 0; (t = ag_type_at(i)) != NULL; i++) {
		static const uint32_t masked[] = { 0, AGOLA_JSON_PRETTY, AGOLA_JSON_MASK_SECRETS,
			                           AGOLA_JSON_SHOW_SECRETS | AGOLA_JSON_MASK_SECRETS };
		struct ag_arena arena;
		void *obj;
		char *json;
		size_t n;

		ag_arena_init(&arena);
		obj = sample_request(&arena, t);
		n = hide_in(t, obj);
		all += n;
		for (size_t k = 0; k < AG_COUNT(masked); k++) {
			json = json_of(t, obj, masked[k]);
			ck_assert_msg(!strstr(json, SECRET), "%s, flags %u: %s", t->name, masked[k], json);
			/* once for each key: some releases have two */
			ck_assert_msg(count(json, "\"***\"") >= n, "%s, flags %u: %s", t->name, masked[k], json);
			agola_free(json);
		}
		json = json_of(t, obj, AGOLA_JSON_SHOW_SECRETS);
		ck_assert_msg(count(json, SECRET) >= n && !strstr(json, "***"), "%s: %s", t->name, json);
		agola_free(json);
		ag_arena_free(&arena);
	}
	ck_assert_uint_gt(all, 40);
}
END_TEST

START_TEST(unknown_flags)
{
	agola_error *err = NULL;
	char *json = NULL;
	agola_gw_user_token token = { .token = "x" };

	ck_assert_int_eq(agola_json_encode(agola_type_find("agola_gw_user_token"), &token, 8, &json, &err), AGOLA_ERR_VERSION);
	ck_assert_ptr_null(json);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), "flags: 0x8"));
	agola_error_free(err);
}
END_TEST

/* ---- a server that says all that it was told ---- */

static void say(agola_transport_reply *reply, const char *s)
{
	if (agola_transport_reply_body(reply, s, strlen(s)))
		return;
	if (agola_transport_reply_body(reply, "\n", 1))
		return;
}

static int perform(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	const int *status = data;

	(void)err;
	agola_transport_reply_status(reply, *status);
	if (*status == 301)
		agola_transport_reply_header(reply, "Location", r->url);
	agola_transport_reply_header(reply, "X-Url", r->url);
	agola_transport_reply_header(reply, "Content-Type", "text/html");
	say(reply, r->url);
	for (size_t i = 0; i < r->n_headers; i++)
		say(reply, r->headers[i]);
	if (r->body)
		say(reply, r->body);
	return 0;
}

static void on_trace(void *data, const agola_trace_event *ev)
{
	struct ag_buf *b = data;

	ag_buf_addf(b, "%s %s %s\n", ev->method, ev->url, ev->text ? ev->text : "");
}

static int on_write(void *data, const void *bytes, size_t len)
{
	(void)data;
	(void)bytes;
	(void)len;
	return 0;
}

static int64_t on_read(void *data, void *buf, size_t size)
{
	(void)data;
	(void)size;
	memcpy(buf, "x", 1);
	return 1;
}

static void on_event(void)
{
}

static void echo(const struct ag_endpoint *ep, agola_gw_client *client, agola_ctx *ctx, struct ag_buf *trace)
{
	static const char *const path[] = { "p", "p", "p", "p" }, *const target[] = { "/p" };
	bool any = (ep->flags & AG_EP_ANY) != 0;
	struct agola_sink sink = { .size = sizeof(sink), .write = on_write };
	struct agola_source source = { .size = sizeof(source), .read = on_read, .length = 1 };
	struct ag_call call = { .ep = ep,
		                .method = "POST",
		                .path = any ? target : path,
		                .sink = &sink,
		                .source = any ? NULL : &source,
		                .on_event = on_event };
	struct ag_arena arena;
	agola_error *err = NULL;

	ag_arena_init(&arena);
	ag_buf_reset(trace);
	if (ep->query)
		hide_in(ep->query, (void *)(call.query = sample_request(&arena, ep->query)));
	if (ep->request)
		hide_in(ep->request, (void *)(call.request = sample_request(&arena, ep->request)));
	left_over = SECRET;
	if (ag_call(ag_client_of_gw(client), ctx, &call, &err) == 0)
		agola_free(call.root);
	left_over = NULL;
	ck_assert_msg(n_left_over == 0, "%s leaves a secret in memory", ep->name);
	ck_assert_msg(!strstr(agola_error_message(err), SECRET), "%s: %s", ep->name, agola_error_message(err));
	for (size_t i = 0; i < agola_error_count(err); i++) {
		const char *details = agola_error_details_json(err, i);

		ck_assert_msg(!strstr(agola_error_detail_message(err, i), SECRET), "%s: %s", ep->name,
		              agola_error_detail_message(err, i));
		ck_assert_msg(!details || !strstr(details, SECRET), "%s: %s", ep->name, details);
	}
	ck_assert_msg(trace->len && !strstr(ag_buf_str(trace), SECRET), "%s: %s", ep->name, ag_buf_str(trace));
	agola_error_free(err);
	ag_arena_free(&arena);
}

START_TEST(operations)
{
	static const int answers[] = { 200, 301, 400, 500, 502 };
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	struct agola_transport transport = AGOLA_TRANSPORT_INIT;
	struct ag_buf trace = { 0 };
	agola_ctx *ctx = NULL;
	int status;

	transport.perform = perform;
	transport.data = &status;
	o.url = "http://host";
	o.token = SECRET "-token";
	o.transport = &transport;
	ck_assert_int_eq(agola_ctx_new(&ctx, NULL), 0);
	agola_ctx_set_trace(ctx, on_trace, &trace);
	for (size_t i = 0; i < AG_COUNT(answers); i++) {
		const struct ag_endpoint *ep;

		status = answers[i];
		for (size_t k = 0; (ep = ag_endpoint_at(k)) != NULL; k++) {
			agola_gw_client *client = NULL;

			ck_assert_int_eq(agola_gw_client_new(&o, &client, NULL), 0);
			echo(ep, client, ctx, &trace);
			agola_gw_client_free(client);
		}
	}
	agola_ctx_free(ctx);
	ag_buf_free(&trace);
}
END_TEST

/* An answer that holds secrets, and JSON that shows them, are overwritten by agola_free(). */
START_TEST(answers)
{
	const struct agola_type *t;
	size_t n = 0;

	for (size_t i = 0; (t = ag_type_at(i)) != NULL; i++) {
		struct ag_buf json = { 0 };
		void *root = NULL;
		char *text = NULL;

		if (!ag_type_has_secrets(t) || (t->flags & AG_TYPE_REQUEST))
			continue;
		sample_json(&json, t);
		ck_assert_int_eq(ag_json_decode(t, NULL, json.s, json.len, &root, NULL), 0);
		/* as the core does with every answer */
		ag_root_set_secret(root);
		ck_assert_int_eq(agola_json_encode(NULL, root, AGOLA_JSON_SHOW_SECRETS, &text, NULL), 0);
		left_over = "a text that is";
		agola_free(root);
		agola_free(text);
		left_over = NULL;
		ck_assert_msg(n_left_over == 0, "%s leaves a secret in memory", t->name);
		ag_buf_free(&json);
		n++;
	}
	ck_assert_uint_gt(n, 10);
}
END_TEST

/* That a secret which is left would be found. */
START_TEST(left_overs_are_found)
{
	struct ag_buf open = { 0 }, closed = { .secret = true };

	left_over = SECRET;
	for (int i = 0; i < 20; i++) {
		ag_buf_adds(&closed, SECRET);
		ag_buf_adds(&open, SECRET);
		ck_assert_int_eq(n_left_over > 0, i >= 5);
	}
	left_over = NULL;
	ag_buf_free(&open);
	ag_buf_free(&closed);
	n_left_over = 0;
}
END_TEST

UNIT("secrets", types, unknown_flags, operations, answers, left_overs_are_found)
