/* SPDX-License-Identifier: Apache-2.0 */
/* Every operation of the registry with every argument that it must refuse: AGOLA_ERR_INVALID, which names it, and nothing is sent. */
#include "../oom/sample.h"
#include "core/core.h"
#include "unit.h"
#include <agola/client.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int n_sent;

static int perform(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	(void)data;
	(void)r;
	(void)reply;
	n_sent++;
	*err = agola_error_new(AGOLA_ERR_NETWORK, "sent");
	return AGOLA_ERR_NETWORK;
}

/* One operation, with arguments that are right until a test spoils one. */
struct fixture {
	const struct ag_endpoint *ep;
	struct agola_transport transport;
	agola_gw_client *client; /* of any service: only the compiler tells them apart */
	struct ag_arena arena;
	const char *path[8];
	void *query, *request;
	struct agola_sink sink;
	struct agola_source source;
	struct ag_call call;
};

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
	(void)buf;
	(void)size;
	return 0;
}

static void on_event(void)
{
}

static void open_fixture(struct fixture *f, const struct ag_endpoint *ep)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	bool any = (ep->flags & AG_EP_ANY) != 0;

	*f = (struct fixture){ .ep = ep };
	f->transport = (struct agola_transport){ .size = sizeof(f->transport), .perform = perform };
	o.url = "http://host";
	o.transport = &f->transport;
	ck_assert_int_eq(agola_gw_client_new(&o, &f->client, NULL), 0);
	ag_arena_init(&f->arena);
	for (size_t i = 0; i < AG_COUNT(f->path); i++)
		f->path[i] = any ? "/x" : "x";
	f->query = ep->query ? sample_request(&f->arena, ep->query) : NULL;
	f->request = ep->request ? sample_request(&f->arena, ep->request) : NULL;
	f->sink = (struct agola_sink){ .size = sizeof(f->sink), .write = on_write };
	f->source = (struct agola_source){ .size = sizeof(f->source), .read = on_read, .length = 1 };
	f->call = (struct ag_call){ .ep = ep,
		                    .method = "POST",
		                    .path = f->path,
		                    .query = f->query,
		                    .request = f->request,
		                    .sink = &f->sink,
		                    /* the options have a body already */
		                    .source = any ? NULL : &f->source,
		                    .on_event = on_event };
}

static void close_fixture(struct fixture *f)
{
	agola_gw_client_free(f->client);
	ag_arena_free(&f->arena);
}

static void expect(struct fixture *f, int result, const char *name, const char *how)
{
	agola_error *err = NULL;
	int r;

	n_sent = 0;
	r = ag_call(ag_client_of_gw(f->client), NULL, &f->call, &err);
	ck_assert_msg(r == result, "%s: %s %s: %s (%s)", f->ep->name, name, how, agola_result_name(r), agola_error_message(err));
	ck_assert_msg(n_sent == (result == AGOLA_ERR_NETWORK), "%s: %s %s: sent %d times", f->ep->name, name, how, n_sent);
	ck_assert_msg(strstr(agola_error_message(err), name), "%s: %s %s: not named: %s", f->ep->name, name, how,
	              agola_error_message(err));
	agola_error_free(err);
}

static void refused(struct fixture *f, const char *name, const char *how)
{
	expect(f, AGOLA_ERR_INVALID, name, how);
}

/* ---- path arguments ---- */

static void spoil_path(struct fixture *f)
{
	static const char *const bad[] = { NULL, "", ".", "..", "a\xff", "\xc0\xaf" };
	size_t n = 0;

	for (const char *p = f->ep->path; (p = strchr(p, '{')) != NULL; p++) {
		char name[64];
		const char *right;

		if (p[1] == '#')
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(p + 1 + (p[1] == '*'), "}"), p + 1 + (p[1] == '*'));
		right = f->path[n];
		for (size_t i = 0; i < AG_COUNT(bad); i++) {
			f->path[n] = bad[i];
			refused(f, name, bad[i] ? bad[i] : "NULL");
		}
		f->path[n++] = right;
	}
}

/* ---- structs ---- */

static void spoil_size(struct fixture *f, const struct agola_type *type, void *obj)
{
	static const size_t bad[] = { 0,       1, sizeof(size_t) - 1, sizeof(size_t) + 1, sizeof(size_t) + 4, 65537, SIZE_MAX / 2,
		                      SIZE_MAX };
	char how[40];

	for (size_t i = 0; i < AG_COUNT(bad); i++) {
		memcpy(obj, &bad[i], sizeof(bad[i]));
		snprintf(how, sizeof(how), "size %zu", bad[i]);
		refused(f, type->name, how);
	}
	memcpy(obj, &(size_t){ type->size }, sizeof(size_t));
}

/* Of a later version: what it has more must not be set. */
static void spoil_tail(struct fixture *f, const struct agola_type *type, const void *obj, const void **at)
{
	size_t size = type->size + 16;
	char *larger = ag_arena_alloc(&f->arena, size);
	const void *right = *at;

	memcpy(larger, obj, type->size);
	memcpy(larger, &size, sizeof(size));
	*at = larger;
	expect(f, AGOLA_ERR_NETWORK, "sent", "with an empty tail");
	larger[size - 1] = 1;
	expect(f, AGOLA_ERR_VERSION, type->name, "with a tail");
	*at = right;
}

static void spoil_field(struct fixture *f, const struct agola_type *type, const struct agola_field *row, void *obj);

static void spoil_fields(struct fixture *f, const struct agola_type *type, void *obj)
{
	spoil_size(f, type, obj);
	for (uint32_t i = 0; i < type->n_fields; i++)
		spoil_field(f, type, &type->fields[i], obj);
}

static void put(const struct agola_field *row, void *obj, const void *p)
{
	memcpy((char *)obj + row->off, &p, sizeof(p));
}

static void spoil_text(struct fixture *f, const struct agola_field *row, void *obj)
{
	const char *right = ag_field_string(row, obj);
	int64_t value = row->kind == AGOLA_KIND_ENUM ? ag_field_int(row, obj) : 0;

	if (row->kind != AGOLA_KIND_ENUM || row->has_off_count) {
		ag_field_set_string(row, obj, "a\xff");
		refused(f, row->member, "not UTF-8");
		ag_field_set_string(row, obj, "\xed\xa0\x80");
		refused(f, row->member, "a surrogate");
	}
	if (row->kind == AGOLA_KIND_ENUM) {
		ag_field_set_string(row, obj, NULL);
		ag_field_set_int(row, obj, 9999);
		refused(f, row->member, "9999");
		ag_field_set_int(row, obj, value);
		return;
	}
	if (row->flags & AG_REQUIRED) {
		ag_field_set_string(row, obj, NULL);
		refused(f, row->member, "NULL");
		ag_field_set_string(row, obj, "");
		refused(f, row->member, "empty");
	}
	ag_field_set_string(row, obj, right);
}

static void spoil_items(struct fixture *f, const struct agola_field *row, void *obj)
{
	const void **items, *one;
	struct ag_map_entry entry;

	memcpy(&items, ag_field_at(row, obj), sizeof(items));
	put(row, obj, NULL);
	refused(f, row->member, "NULL with a count");
	put(row, obj, items);
	one = items[0];
	items[0] = NULL;
	refused(f, row->member, "an item that is NULL");
	if (row->kind == AGOLA_KIND_MAP) {
		entry = *(const struct ag_map_entry *)one;
		items[0] = &entry;
		entry.key = NULL;
		refused(f, row->member, "a key that is NULL");
		entry.key = "a\xff";
		refused(f, row->member, "a key that is not UTF-8");
		entry.key = "key";
		entry.value = NULL;
		refused(f, row->member, "a value that is NULL");
		if (row->item == AGOLA_KIND_STRING) {
			entry.value = "a\xff";
			refused(f, row->member, "a value that is not UTF-8");
		}
	} else if (row->item == AGOLA_KIND_STRING) {
		items[0] = "a\xff";
		refused(f, row->member, "an item that is not UTF-8");
	}
	items[0] = one;
	if (row->item == AGOLA_KIND_OBJECT)
		spoil_fields(f, row->type,
		             (void *)(uintptr_t)(row->kind == AGOLA_KIND_MAP ? ((const struct ag_map_entry *)one)->value : one));
}

static void spoil_field(struct fixture *f, const struct agola_type *type, const struct agola_field *row, void *obj)
{
	enum agola_tristate *t = (enum agola_tristate *)((char *)obj + row->off);
	void *sub;

	(void)type;
	switch (row->kind) {
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_RAW:
	case AGOLA_KIND_ENUM:
		spoil_text(f, row, obj);
		break;
	case AG_KIND_TRISTATE:
		*t = (enum agola_tristate)7;
		refused(f, row->member, "7");
		*t = AGOLA_TRUE;
		break;
	case AGOLA_KIND_INT:
		if (!(row->flags & AG_NOT_NEGATIVE))
			break;
		ag_field_set_int(row, obj, -1);
		refused(f, row->member, "-1");
		ag_field_set_int(row, obj, 1);
		break;
	case AGOLA_KIND_OBJECT:
		memcpy(&sub, ag_field_at(row, obj), sizeof(sub));
		if (row->flags & AG_REQUIRED) {
			put(row, obj, NULL);
			refused(f, row->member, "NULL");
			put(row, obj, sub);
		}
		spoil_fields(f, row->type, sub);
		break;
	case AGOLA_KIND_ARRAY:
	case AGOLA_KIND_MAP:
		if (row->item != AGOLA_KIND_INT)
			spoil_items(f, row, obj);
		break;
	default:
		break;
	}
}

/* ---- streams ---- */

static void spoil_sink(struct fixture *f)
{
	f->call.sink = NULL;
	expect(f, f->ep->flags & AG_EP_ANY ? AGOLA_ERR_NETWORK : AGOLA_ERR_INVALID, f->ep->flags & AG_EP_ANY ? "sent" : "sink",
	       "NULL");
	f->call.sink = &f->sink;
	f->sink.size = 0;
	refused(f, "agola_sink", "size 0");
	f->sink.size = SIZE_MAX;
	refused(f, "agola_sink", "size too large");
	f->sink.size = sizeof(f->sink);
	f->sink.write = NULL;
	refused(f, "agola_sink", "nothing");
	f->sink.use_fd = 1;
	f->sink.fd = -1;
	refused(f, "fd", "-1");
	f->sink.fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	refused(f, "fd", "that can only be read");
	f->sink.write = on_write;
	refused(f, "agola_sink", "both");
	close(f->sink.fd);
	f->sink.use_fd = 0;
}

static void spoil_source(struct fixture *f)
{
	const char *body = NULL;

	if (f->ep->flags & AG_EP_ANY) {
		struct agola_request_opts *opts = f->query;

		f->call.source = &f->source;
		refused(f, "body", "beside a source");
		body = opts->body;
		opts->body = NULL;
	} else {
		f->call.source = NULL;
		refused(f, "source", "NULL");
		f->call.source = &f->source;
	}
	f->source.size = 0;
	refused(f, "agola_source", "size 0");
	f->source.size = SIZE_MAX;
	refused(f, "agola_source", "size too large");
	f->source.size = sizeof(f->source);
	f->source.length = -1;
	refused(f, "length", "-1");
	f->source.length = 1;
	f->source.read = NULL;
	refused(f, "agola_source", "nothing");
	f->source.use_fd = 1;
	f->source.fd = -1;
	refused(f, "fd", "-1");
	f->source.fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	refused(f, "fd", "that can only be written");
	f->source.read = on_read;
	refused(f, "agola_source", "both");
	close(f->source.fd);
	f->source.use_fd = 0;
	if (body) {
		((struct agola_request_opts *)f->query)->body = body;
		f->call.source = NULL;
	}
}

/* Of one's own. */
static void spoil_method(struct fixture *f)
{
	static const char *const bad[] = { NULL, "", "get", "TRACE", "GET /y" };

	for (size_t i = 0; i < AG_COUNT(bad); i++) {
		f->call.method = bad[i];
		refused(f, "method", bad[i] ? bad[i] : "NULL");
	}
	f->call.method = "HEAD";
	refused(f, "body", "with HEAD");
	f->call.method = "POST";
}

START_TEST(operations)
{
	const struct ag_endpoint *ep;
	size_t n = 0;

	for (; (ep = ag_endpoint_at(n)) != NULL; n++) {
		struct fixture f;
		agola_error *err = NULL;

		open_fixture(&f, ep);
		expect(&f, AGOLA_ERR_NETWORK, "sent", "as it should be");
		spoil_path(&f);
		if (f.query) {
			spoil_fields(&f, ep->query, f.query);
			spoil_tail(&f, ep->query, f.query, &f.call.query);
		}
		if (f.request) {
			spoil_fields(&f, ep->request, f.request);
			spoil_tail(&f, ep->request, f.request, &f.call.request);
		}
		if (f.request && !ep->fixed_body) {
			f.call.request = NULL;
			refused(&f, "req", "NULL");
			f.call.request = f.request;
		}
		if (ep->flags & AG_EP_ANY)
			spoil_method(&f);
		if (ep->sink)
			spoil_sink(&f);
		if (ep->source)
			spoil_source(&f);
		if (ep->events) {
			f.call.on_event = NULL;
			refused(&f, "on_event", "NULL");
			f.call.on_event = on_event;
		}
		ck_assert_int_eq(ag_call(NULL, NULL, &f.call, &err), AGOLA_ERR_INVALID);
		ck_assert_ptr_nonnull(strstr(agola_error_message(err), "client"));
		agola_error_free(err);
		expect(&f, AGOLA_ERR_NETWORK, "sent", "as it should be again");
		close_fixture(&f);
	}
	/* those of all four services: tests/checks holds them to Agola's own lists */
	ck_assert_uint_ge(n, 200);
}
END_TEST

UNIT("arguments", operations)
