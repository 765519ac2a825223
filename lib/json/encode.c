/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structs to JSON. yajl's generator is not used: it cannot escape keys and strings as Go does, and stops at a depth of 128.
 */
#include "json/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct encoder {
	struct ag_buf *b;
	unsigned flags;
	unsigned depth;
};

void ag_json_string(struct ag_buf *b, const char *s, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *p = (const unsigned char *)s, *end = p + len, *run = p;

	ag_buf_addc(b, '"');
	while (p < end) {
		char esc[8];
		size_t n = 1, skip = 1;

		if (*p < 0x80) {
			if (*p >= 0x20 && *p != '"' && *p != '\\' && *p != '<' && *p != '>' && *p != '&') {
				p++;
				continue;
			}
			esc[0] = '\\';
			n = 2;
			switch (*p) {
			case '"':
			case '\\':
				esc[1] = (char)*p;
				break;
			case '\n':
				esc[1] = 'n';
				break;
			case '\r':
				esc[1] = 'r';
				break;
			case '\t':
				esc[1] = 't';
				break;
			default:
				memcpy(esc + 1, "u00", 3);
				esc[4] = hex[*p >> 4];
				esc[5] = hex[*p & 15];
				n = 6;
			}
		} else {
			skip = ag_utf8_len(p, (size_t)(end - p));
			if (skip == 0) {
				memcpy(esc, "\\ufffd", 6);
				n = 6;
				skip = 1;
			} else if (skip == 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] & 0xfe) == 0xa8) {
				memcpy(esc, "\\u202", 5);
				esc[5] = hex[p[2] & 15];
				n = 6;
			} else {
				p += skip;
				continue;
			}
		}
		ag_buf_add(b, (const char *)run, (size_t)(p - run));
		ag_buf_add(b, esc, n);
		p += skip;
		run = p;
	}
	ag_buf_add(b, (const char *)run, (size_t)(p - run));
	ag_buf_addc(b, '"');
}

static void newline(struct encoder *e)
{
	if (!(e->flags & AG_ENCODE_PRETTY))
		return;
	ag_buf_addc(e->b, '\n');
	for (unsigned i = 0; i < e->depth; i++)
		ag_buf_add(e->b, "  ", 2);
}

static void separate(struct encoder *e, bool *first)
{
	if (!*first)
		ag_buf_addc(e->b, ',');
	*first = false;
	newline(e);
}

static void key(struct encoder *e, bool *first, const char *s)
{
	separate(e, first);
	ag_json_string(e->b, s, strlen(s));
	ag_buf_add(e->b, ": ", e->flags & AG_ENCODE_PRETTY ? 2 : 1);
}

static void string(struct encoder *e, const struct agola_field *f, const char *s)
{
	if (!s)
		ag_buf_adds(e->b, "null");
	else if ((f->flags & AG_SECRET) && (e->flags & AG_ENCODE_MASK) && *s)
		ag_buf_adds(e->b, "\"***\"");
	else
		ag_json_string(e->b, s, strlen(s));
}

/* The shortest text that reads back as the same number. */
static void real(struct encoder *e, double v)
{
	char buf[40];

	if (!isfinite(v)) {
		ag_buf_adds(e->b, "null");
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(buf, sizeof(buf), "%.*g", digits, v);
		if (strtod(buf, NULL) == v)
			break;
	}
	for (char *p = buf; *p; p++) {
		/* a locale's decimal point */
		if (!strchr("0123456789+-eE", *p))
			*p = '.';
	}
	ag_buf_adds(e->b, buf);
}

static void object(struct encoder *e, const struct agola_type *type, const void *obj);

static size_t count_of(const struct agola_field *f, const void *obj)
{
	return *(const size_t *)((const char *)obj + f->off_count);
}

static const void *pointer_of(const struct agola_field *f, const void *obj)
{
	return *(const void *const *)ag_field_at(f, obj);
}

static void item(struct encoder *e, const struct agola_field *f, const void *v)
{
	switch (f->item) {
	case AGOLA_KIND_STRING:
		string(e, f, v);
		break;
	case AGOLA_KIND_RAW:
		ag_buf_adds(e->b, v ? v : "null");
		break;
	default:
		object(e, f->type, v);
	}
}

static void items(struct encoder *e, const struct agola_field *f, const void *obj)
{
	const void *const *v = pointer_of(f, obj);
	size_t n = count_of(f, obj);
	bool map = f->kind == AGOLA_KIND_MAP, first = true;

	if (!v) {
		ag_buf_adds(e->b, "null");
		return;
	}
	ag_buf_addc(e->b, map ? '{' : '[');
	e->depth++;
	for (size_t i = 0; i < n; i++) {
		if (f->item == AGOLA_KIND_INT) {
			separate(e, &first);
			ag_buf_addf(e->b, "%lld", (long long)((const int64_t *)pointer_of(f, obj))[i]);
		} else if (map) {
			const struct ag_map_entry *entry = v[i];

			key(e, &first, entry->key);
			item(e, f, entry->value);
		} else {
			separate(e, &first);
			item(e, f, v[i]);
		}
	}
	e->depth--;
	if (!first)
		newline(e);
	ag_buf_addc(e->b, map ? '}' : ']');
}

static void value(struct encoder *e, const struct agola_field *f, const void *obj)
{
	const void *p = ag_field_at(f, obj);
	char text[AGOLA_TIME_BUFSIZE];

	switch (f->kind) {
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
		string(e, f, ag_field_string(f, obj));
		break;
	case AGOLA_KIND_BOOL:
		ag_buf_adds(e->b, *(const bool *)p ? "true" : "false");
		break;
	case AG_KIND_TRISTATE: {
		enum agola_tristate t = *(const enum agola_tristate *)p;

		if (t == AGOLA_UNSET)
			t = f->flags & AG_DEFAULT_TRUE ? AGOLA_TRUE : f->flags & AG_DEFAULT_FALSE ? AGOLA_FALSE : AGOLA_UNSET;
		ag_buf_adds(e->b, t == AGOLA_UNSET ? "null" : t == AGOLA_TRUE ? "true" : "false");
		break;
	}
	case AGOLA_KIND_UINT:
		if (f->has_off_count && !*(const bool *)((const char *)obj + f->off_count))
			ag_buf_adds(e->b, "null");
		else
			ag_buf_addf(e->b, "%llu", (unsigned long long)ag_field_int(f, obj));
		break;
	case AGOLA_KIND_INT:
		if (f->has_off_count && !*(const bool *)((const char *)obj + f->off_count))
			ag_buf_adds(e->b, "null");
		else
			ag_buf_addf(e->b, "%lld", (long long)ag_field_int(f, obj));
		break;
	case AGOLA_KIND_DURATION:
		if (f->flags & AG_STRING_DURATION) {
			ag_duration_format(ag_field_int(f, obj), text, sizeof(text));
			ag_json_string(e->b, text, strlen(text));
		} else {
			ag_buf_addf(e->b, "%lld", (long long)ag_field_int(f, obj));
		}
		break;
	case AGOLA_KIND_DOUBLE:
		real(e, *(const double *)p);
		break;
	case AGOLA_KIND_TIME:
		agola_time_format(*(const agola_time *)p, text, sizeof(text));
		if (*text)
			ag_buf_addf(e->b, "\"%s\"", text);
		else
			ag_buf_adds(e->b, "null");
		break;
	case AGOLA_KIND_RAW:
		ag_buf_adds(e->b, ag_field_string(f, obj) ? ag_field_string(f, obj) : "null");
		break;
	case AGOLA_KIND_OBJECT:
		object(e, f->type, pointer_of(f, obj));
		break;
	default:
		items(e, f, obj);
	}
}

/* Not set, which requests leave out; with @empty also what Go's omitempty leaves out. */
static bool is_unset(const struct agola_field *f, const void *obj, bool empty)
{
	const char *s;

	switch (f->kind) {
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
	case AGOLA_KIND_RAW:
		s = ag_field_string(f, obj);
		return !s || (empty && !*s);
	case AG_KIND_TRISTATE:
		if (*(const enum agola_tristate *)ag_field_at(f, obj) == AGOLA_UNSET)
			return !(f->flags & (AG_DEFAULT_TRUE | AG_DEFAULT_FALSE));
		return (f->flags & AG_OMIT_FALSE) && !ag_field_int(f, obj);
	case AGOLA_KIND_INT:
	case AGOLA_KIND_UINT:
		if (f->has_off_count)
			return !*(const bool *)((const char *)obj + f->off_count);
		return ag_field_int(f, obj) == 0;
	case AGOLA_KIND_BOOL:
	case AGOLA_KIND_DURATION:
		return ag_field_int(f, obj) == 0;
	case AGOLA_KIND_DOUBLE:
		return *(const double *)ag_field_at(f, obj) == 0;
	case AGOLA_KIND_TIME:
		return !((const agola_time *)ag_field_at(f, obj))->valid;
	case AGOLA_KIND_OBJECT:
		return !pointer_of(f, obj);
	default:
		return !pointer_of(f, obj) || (empty && count_of(f, obj) == 0);
	}
}

/* Whether @obj says nothing about it, and JSON should not either. */
static bool is_left_out(const struct agola_type *type, const struct agola_field *f, const void *obj)
{
	if (type->flags & AG_TYPE_REQUEST)
		return is_unset(f, obj, false);
	if (f->only)
		return ag_field_int(&type->fields[0], obj) != f->only;
	return (f->flags & AG_OMIT) && is_unset(f, obj, true);
}

static void fields(struct encoder *e, const struct agola_type *type, const void *obj, bool *first)
{
	for (uint32_t i = 0; i < type->n_fields; i++) {
		const struct agola_field *f = &type->fields[i];

		if (!ag_field_is_there(type, f, obj))
			continue;
		if (f->flags & AG_PRESENCE) {
			enum ag_presence p = *(const enum ag_presence *)((const char *)obj + f->off_presence);

			if (p == AG_ABSENT)
				continue;
			if (p == AG_NULL) {
				key(e, first, f->key);
				ag_buf_adds(e->b, "null");
				continue;
			}
		} else if (is_left_out(type, f, obj)) {
			continue;
		}
		key(e, first, f->key);
		value(e, f, obj);
		if (f->old_key && (type->flags & AG_TYPE_REQUEST)) {
			key(e, first, f->old_key);
			value(e, f, obj);
		}
	}
}

static void object(struct encoder *e, const struct agola_type *type, const void *obj)
{
	bool first = true;

	if (!obj) {
		ag_buf_adds(e->b, "null");
		return;
	}
	ag_buf_addc(e->b, '{');
	e->depth++;
	fields(e, type, obj, &first);
	e->depth--;
	if (!first)
		newline(e);
	ag_buf_addc(e->b, '}');
}

void ag_json_encode(struct ag_buf *b, const struct agola_type *type, const void *obj, unsigned flags)
{
	struct encoder e = { .b = b, .flags = flags };

	if (type->flags & AG_TYPE_ARRAY)
		items(&e, &type->fields[0], obj);
	else
		object(&e, type, obj);
}
