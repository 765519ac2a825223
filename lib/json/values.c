/* SPDX-License-Identifier: Apache-2.0 */
/* What members and items become of JSON's strings, numbers, booleans and nulls; and of what is kept as JSON. */
#include "json/decode.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* ---- text ---- */

char *ag_decode_text(struct ag_decoder *d, const char *s, size_t len)
{
	char *p;

	if (ag_is_plain(s, len)) {
		p = ag_arena_strndup(d->arena, s, len);
		if (!p)
			ag_decode_nomem(d);
		return p;
	}
	if (memchr(s, 0, len)) {
		ag_decode_fail(d, "the string holds a NUL character");
		return NULL;
	}
	if (!ag_utf8_valid(s, len)) {
		struct ag_buf b = { 0 };

		if (!d->opts.lenient) {
			ag_decode_fail(d, "the string is not valid UTF-8");
			return NULL;
		}
		ag_buf_add_utf8(&b, s, len);
		p = b.failed ? NULL : ag_arena_strndup(d->arena, ag_buf_str(&b), b.len);
		ag_buf_free(&b);
	} else {
		p = ag_arena_strndup(d->arena, s, len);
	}
	if (!p)
		ag_decode_nomem(d);
	return p;
}

/* ---- raw values: written again as they come ---- */

static void raw_separate(struct ag_decoder *d)
{
	char last = d->raw.len ? d->raw.s[d->raw.len - 1] : 0;

	if (last && last != '{' && last != '[' && last != ':')
		ag_buf_addc(&d->raw, ',');
}

/* A whole raw value is in d->raw: hand it to its field or array. */
static int raw_done(struct ag_decoder *d)
{
	struct ag_target t = { 0 };
	char *p = d->raw.failed ? NULL : ag_arena_strndup(d->arena, ag_buf_str(&d->raw), d->raw.len);

	ag_buf_reset(&d->raw);
	if (!p)
		return ag_decode_nomem(d);
	if (ag_decode_target(d, &t) == TO_ITEM)
		return ag_decode_add_item(d, p);
	if (t.field) {
		ag_decode_set_pointer(t.field, t.obj, p);
		ag_decode_present(t.field, t.obj, AG_SET);
	}
	return 1;
}

static int raw_scalar(struct ag_decoder *d, const char *s, size_t len)
{
	raw_separate(d);
	ag_buf_add(&d->raw, s, len);
	return d->raw_depth ? 1 : raw_done(d);
}

static int raw_string(struct ag_decoder *d, const char *s, size_t len)
{
	if (!d->opts.lenient && !ag_utf8_valid(s, len))
		return ag_decode_fail(d, "the string is not valid UTF-8");
	raw_separate(d);
	ag_json_string(&d->raw, s, len);
	return d->raw_depth ? 1 : raw_done(d);
}

int ag_raw_open(struct ag_decoder *d, char c)
{
	raw_separate(d);
	ag_buf_addc(&d->raw, c);
	d->raw_depth++;
	return 1;
}

int ag_raw_key(struct ag_decoder *d, const char *s, size_t len)
{
	raw_separate(d);
	ag_json_string(&d->raw, s, len);
	ag_buf_addc(&d->raw, ':');
	return 1;
}

int ag_raw_close(struct ag_decoder *d, char c)
{
	ag_buf_addc(&d->raw, c);
	return --d->raw_depth ? 1 : raw_done(d);
}

/* ---- scalars ---- */

static int set_int(struct ag_decoder *d, const struct ag_target *t, const char *s, size_t len)
{
	const struct agola_field *f = t->field;
	int bits = f->width * 8;
	int64_t i = 0;
	uint64_t u = 0;

	for (size_t k = 0; k < len; k++) {
		if (s[k] == '.' || s[k] == 'e' || s[k] == 'E')
			return ag_decode_wrong(d, f->kind, "a number with a fraction or an exponent");
	}
	if (f->kind == AGOLA_KIND_UINT) {
		if (!ag_parse_u64(s, len, &u) || (bits < 64 && u >> bits))
			return ag_decode_fail(d, "the number %.*s does not fit into %d bits without a sign",
			                      (int)(len > 40 ? 40 : len), s, bits);
		i = (int64_t)u;
	} else if (!ag_parse_i64(s, len, &i) ||
	           (bits < 64 && (i > (INT64_C(1) << (bits - 1)) - 1 || i < -(INT64_C(1) << (bits - 1))))) {
		return ag_decode_fail(d, "the number %.*s does not fit into %d bits", (int)(len > 40 ? 40 : len), s, bits);
	}
	ag_field_set_int(f, t->obj, i);
	return 1;
}

static int int_item(struct ag_decoder *d, const char *s, size_t len)
{
	static const struct agola_field item = { .kind = AGOLA_KIND_INT, .width = sizeof(int64_t) };
	int64_t *i = ag_arena_alloc(d->arena, sizeof(*i));
	struct ag_target t = { .field = &item, .obj = i };

	if (!i)
		return ag_decode_nomem(d);
	return set_int(d, &t, s, len) && ag_decode_add_item(d, i);
}

static int set_double(struct ag_decoder *d, const struct ag_target *t, const char *s, size_t len)
{
	char buf[64], *p = buf, *end;
	struct lconv *l = localeconv();
	double v;

	if (len >= sizeof(buf) && !(p = malloc(len + 1)))
		return ag_decode_nomem(d);
	memcpy(p, s, len);
	p[len] = 0;
	/* strtod reads the locale's decimal point, JSON has a dot */
	if (l->decimal_point[0] != '.' && l->decimal_point[0] && !l->decimal_point[1] && strchr(p, '.'))
		*strchr(p, '.') = l->decimal_point[0];
	v = strtod(p, &end);
	if (*end || v > 1.7976931348623157e308 || v < -1.7976931348623157e308)
		ag_decode_fail(d, "the number %.40s is out of range", p);
	else
		memcpy((char *)t->obj + t->field->off, &v, sizeof(v));
	if (p != buf)
		free(p);
	return d->status == 0;
}

int ag_decode_number(void *ctx, const char *s, size_t len)
{
	struct ag_decoder *d = ctx;
	struct ag_target t = { 0 };

	if (d->skip_depth)
		return 1;
	if (d->raw_depth)
		return raw_scalar(d, s, len);
	switch (ag_decode_target(d, &t)) {
	case TO_NOWHERE:
		return 1;
	case TO_ROOT:
		return ag_decode_wrong_root(d, "a number");
	default:
		break;
	}
	if (t.kind == AGOLA_KIND_RAW)
		return raw_scalar(d, s, len);
	if (t.kind == AGOLA_KIND_INT && t.field->kind == AGOLA_KIND_ARRAY)
		return int_item(d, s, len);
	if (t.kind != AGOLA_KIND_INT && t.kind != AGOLA_KIND_UINT && t.kind != AGOLA_KIND_DOUBLE && t.kind != AGOLA_KIND_DURATION)
		return ag_decode_wrong(d, t.kind, "a number");
	ag_decode_present(t.field, t.obj, AG_SET);
	return t.kind == AGOLA_KIND_DOUBLE ? set_double(d, &t, s, len) : set_int(d, &t, s, len);
}

static int set_text(struct ag_decoder *d, const struct ag_target *t, const char *s, size_t len)
{
	char *p = ag_decode_text(d, s, len);

	if (p)
		ag_field_set_string(t->field, t->obj, p);
	return p != NULL;
}

static int set_enum(struct ag_decoder *d, const struct ag_target *t, const char *s, size_t len)
{
	for (const struct ag_enum *e = t->field->enums; e->word; e++) {
		if (ag_decode_is(e->word, s, len)) {
			ag_field_set_int(t->field, t->obj, e->value);
			if (t->field->has_off_count)
				memcpy((char *)t->obj + t->field->off_count, &e->word, sizeof(e->word));
			return 1;
		}
	}
	return set_text(d, t, s, len);
}

static int set_string(struct ag_decoder *d, const struct ag_target *t, const char *s, size_t len)
{
	agola_time time;
	int64_t ns;

	ag_decode_present(t->field, t->obj, AG_SET);
	switch (t->kind) {
	case AGOLA_KIND_ENUM:
		return set_enum(d, t, s, len);
	case AGOLA_KIND_STRING:
		return set_text(d, t, s, len);
	case AGOLA_KIND_TIME:
		if (!ag_time_parse(s, len, &time))
			return ag_decode_wrong(d, AGOLA_KIND_TIME, "another string");
		memcpy((char *)t->obj + t->field->off, &time, sizeof(time));
		return 1;
	case AGOLA_KIND_DURATION:
		if (!ag_duration_parse(s, len, &ns))
			return ag_decode_wrong(d, AGOLA_KIND_DURATION, "another string");
		ag_field_set_int(t->field, t->obj, ns);
		return 1;
	default:
		return t->field->flags & AG_OLD_TEXT ? 1 : ag_decode_wrong(d, t->kind, "a string");
	}
}

int ag_decode_string(struct ag_decoder *d, const char *s, size_t len)
{
	struct ag_target t = { 0 };

	if (!d->raw_depth) {
		switch (ag_decode_target(d, &t)) {
		case TO_NOWHERE:
			return 1;
		case TO_ROOT:
			return ag_decode_wrong_root(d, "a string");
		default:
			break;
		}
	}
	return d->raw_depth || t.kind == AGOLA_KIND_RAW ? raw_string(d, s, len) : set_string(d, &t, s, len);
}

int ag_decode_boolean(void *ctx, int v)
{
	struct ag_decoder *d = ctx;
	struct ag_target t = { 0 };

	if (d->skip_depth)
		return 1;
	if (d->raw_depth)
		return raw_scalar(d, v ? "true" : "false", v ? 4 : 5);
	switch (ag_decode_target(d, &t)) {
	case TO_NOWHERE:
		return 1;
	case TO_ROOT:
		return ag_decode_wrong_root(d, "a boolean");
	default:
		break;
	}
	if (t.kind == AGOLA_KIND_RAW)
		return raw_scalar(d, v ? "true" : "false", v ? 4 : 5);
	if (t.kind != AGOLA_KIND_BOOL && t.kind != AG_KIND_TRISTATE)
		return ag_decode_wrong(d, t.kind, "a boolean");
	ag_decode_present(t.field, t.obj, AG_SET);
	ag_field_set_int(t.field, t.obj, v);
	return 1;
}

/* null leaves a member as it was made, zero: Go writes nil slices, maps and pointers so. After a duplicate key it undoes. */
static void set_null(const struct agola_field *f, void *obj)
{
	switch (f->kind) {
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
	case AGOLA_KIND_RAW:
		ag_field_set_string(f, obj, NULL);
		break;
	case AG_KIND_TRISTATE:
		*(enum agola_tristate *)((char *)obj + f->off) = AGOLA_UNSET;
		break;
	case AGOLA_KIND_TIME:
		memset((char *)obj + f->off, 0, sizeof(agola_time));
		break;
	case AGOLA_KIND_DOUBLE:
		memset((char *)obj + f->off, 0, sizeof(double));
		break;
	case AGOLA_KIND_OBJECT:
	case AGOLA_KIND_ARRAY:
	case AGOLA_KIND_MAP:
		ag_decode_set_pointer(f, obj, NULL);
		if (f->has_off_count)
			memset((char *)obj + f->off_count, 0, sizeof(size_t));
		break;
	default:
		ag_field_set_int(f, obj, 0);
		if (f->has_off_count)
			*(bool *)((char *)obj + f->off_count) = false;
	}
	ag_decode_present(f, obj, AG_NULL);
}

int ag_decode_null(void *ctx)
{
	struct ag_decoder *d = ctx;
	struct ag_target t = { 0 };
	void *p;

	if (d->skip_depth)
		return 1;
	if (d->raw_depth)
		return raw_scalar(d, "null", 4);
	switch (ag_decode_target(d, &t)) {
	case TO_FIELD:
		set_null(t.field, t.obj);
		return 1;
	case TO_ITEM:
		if (t.kind == AGOLA_KIND_RAW)
			return raw_scalar(d, "null", 4);
		/* a NULL would look like the end of the array */
		p = ag_arena_alloc(d->arena, t.kind == AGOLA_KIND_OBJECT ? t.field->type->size : sizeof(int64_t));
		return p ? ag_decode_add_item(d, p) : ag_decode_nomem(d);
	default:
		return 1;
	}
}
