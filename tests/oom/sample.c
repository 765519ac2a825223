/* SPDX-License-Identifier: Apache-2.0 */
#include "sample.h"

#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 6

static void object(struct ag_buf *b, const struct agola_type *type, int depth);

static void value(struct ag_buf *b, const struct agola_field *f, int kind, int depth)
{
	switch (kind) {
	case AGOLA_KIND_STRING:
		ag_buf_adds(b, "\"a text that is a little longer: \\u00e9\"");
		break;
	case AGOLA_KIND_ENUM:
		ag_buf_addf(b, "\"%s\"", f->enums->word);
		break;
	case AGOLA_KIND_BOOL:
	case AG_KIND_TRISTATE:
		ag_buf_adds(b, "true");
		break;
	case AGOLA_KIND_DOUBLE:
		ag_buf_adds(b, "0.30000000000000000000000000000000000000000000000000000000000000000000000001");
		break;
	case AGOLA_KIND_TIME:
		ag_buf_adds(b, "\"2024-02-29T12:30:45.123456789+05:30\"");
		break;
	case AGOLA_KIND_RAW:
		ag_buf_adds(b, "{\"k\":[1,null,\"x\",{}]}");
		break;
	case AGOLA_KIND_OBJECT:
		object(b, f->type, depth + 1);
		break;
	case AGOLA_KIND_ARRAY:
	case AGOLA_KIND_MAP:
		for (int i = 0; i < 2; i++) {
			ag_buf_adds(b, i ? "," : kind == AGOLA_KIND_MAP ? "{" : "[");
			if (kind == AGOLA_KIND_MAP)
				ag_buf_addf(b, "\"key%d\":", i);
			value(b, f, f->item, depth + 1);
		}
		ag_buf_addc(b, kind == AGOLA_KIND_MAP ? '}' : ']');
		break;
	default:
		ag_buf_adds(b, "100");
	}
}

static void object(struct ag_buf *b, const struct agola_type *type, int depth)
{
	if (depth > MAX_DEPTH) {
		ag_buf_adds(b, "null");
		return;
	}
	ag_buf_addc(b, '{');
	for (uint32_t i = 0; i < type->n_fields; i++) {
		ag_buf_addf(b, "%s\"%s\":", i ? "," : "", type->fields[i].key);
		value(b, &type->fields[i], type->fields[i].kind, depth);
	}
	ag_buf_addc(b, '}');
}

void sample_json(struct ag_buf *b, const struct agola_type *type)
{
	if (type->flags & AG_TYPE_ARRAY)
		value(b, &type->fields[0], type->fields[0].kind, 0);
	else
		object(b, type, 0);
}

/* A test stops where it has no memory. */
static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static void *fill(struct ag_arena *arena, const struct agola_type *type, int depth);

static const void *item(struct ag_arena *arena, const struct agola_field *f, int depth)
{
	switch (f->item) {
	case AGOLA_KIND_STRING:
		return "item";
	case AGOLA_KIND_RAW:
		return "{}";
	case AGOLA_KIND_INT:
		/* the array holds the number itself */
		return (const void *)(uintptr_t)1;
	default:
		return fill(arena, f->type, depth + 1);
	}
}

static void set_pointer(const struct agola_field *f, void *obj, const void *p)
{
	memcpy((char *)obj + f->off, &p, sizeof(p));
}

static void set(struct ag_arena *arena, const struct agola_field *f, void *obj, int depth)
{
	agola_time t = { .sec = 1700000000, .valid = 1 };
	const void **items;
	struct ag_map_entry *entry;
	size_t one = 1;
	double d = 0.5;

	if (f->flags & AG_PRESENCE)
		*(enum ag_presence *)((char *)obj + f->off_presence) = AG_SET;
	switch (f->kind) {
	case AGOLA_KIND_STRING:
		ag_field_set_string(f, obj, "text");
		break;
	case AGOLA_KIND_RAW:
		ag_field_set_string(f, obj, "{}");
		break;
	case AGOLA_KIND_ENUM:
		ag_field_set_int(f, obj, f->enums->value);
		break;
	case AGOLA_KIND_DOUBLE:
		memcpy((char *)obj + f->off, &d, sizeof(d));
		break;
	case AGOLA_KIND_TIME:
		memcpy((char *)obj + f->off, &t, sizeof(t));
		break;
	case AGOLA_KIND_OBJECT:
		set_pointer(f, obj, fill(arena, f->type, depth + 1));
		break;
	case AGOLA_KIND_ARRAY:
	case AGOLA_KIND_MAP:
		items = need(ag_arena_alloc(arena, 2 * sizeof(*items)));
		items[0] = item(arena, f, depth);
		if (f->kind == AGOLA_KIND_MAP) {
			entry = need(ag_arena_alloc(arena, sizeof(*entry)));
			*entry = (struct ag_map_entry){ .key = "key", .value = items[0] };
			items[0] = entry;
		}
		set_pointer(f, obj, items);
		memcpy((char *)obj + f->off_count, &one, sizeof(one));
		break;
	default:
		ag_field_set_int(f, obj, 1);
	}
}

static void *fill(struct ag_arena *arena, const struct agola_type *type, int depth)
{
	void *obj;
	size_t size = type->size;

	if (depth > MAX_DEPTH)
		return NULL;
	obj = need(ag_arena_alloc(arena, size));
	if (type->flags & AG_TYPE_REQUEST)
		memcpy(obj, &size, sizeof(size));
	for (uint32_t i = 0; i < type->n_fields; i++)
		set(arena, &type->fields[i], obj, depth);
	return obj;
}

void *sample_request(struct ag_arena *arena, const struct agola_type *type)
{
	return fill(arena, type, 0);
}
