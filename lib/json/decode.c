/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON to structs while it arrives, by tables of fields: a stack of open objects, arrays and maps over yajl's events.
 *
 * yajl is fenced in: numbers come as text; its memory comes from a pool that is dropped by longjmp when malloc fails, because
 * yajl does not look; text is checked here, because yajl's check knows no "replace", and its decoder of surrogates makes
 * nonsense of lone ones (surrogates.c repairs them before yajl sees them).
 */
#include "json/decode.h"

#include <inttypes.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static void path_of(struct ag_decoder *d)
{
	for (size_t i = 0; i < d->n_frames; i++) {
		const struct frame *f = &d->frames[i];

		if (f->kind == IN_ARRAY)
			ag_buf_addf(&d->error, "[%zu]", d->n_vec_of[i]);
		else {
			const char *key = f->kind == IN_MAP ? f->map_key : f->field ? f->field->key : NULL;

			if (key && (f->kind == IN_MAP || *key)) {
				if (d->error.len)
					ag_buf_addc(&d->error, '.');
				ag_buf_add_printable(&d->error, key, strlen(key), 60);
			}
		}
	}
	if (d->error.len)
		ag_buf_adds(&d->error, ": ");
}

int ag_decode_fail(struct ag_decoder *d, const char *fmt, ...)
{
	va_list ap;

	if (d->status)
		return 0;
	d->status = AGOLA_ERR_PROTOCOL;
	for (size_t i = 0; i < d->n_frames; i++) {
		size_t above = i + 1 < d->n_frames ? d->frames[i + 1].vec_base : d->n_vec;

		d->n_vec_of[i] = above - d->frames[i].vec_base;
	}
	path_of(d);
	va_start(ap, fmt);
	ag_buf_vaddf(&d->error, fmt, ap);
	va_end(ap);
	if (d->error.failed)
		d->status = AGOLA_ERR_NOMEM;
	return 0;
}

int ag_decode_nomem(struct ag_decoder *d)
{
	d->status = AGOLA_ERR_NOMEM;
	return 0;
}

static const char *kind_name(int kind)
{
	static const char *const names[] = {
		[AGOLA_KIND_NULL] = "null",
		[AGOLA_KIND_STRING] = "a string",
		[AGOLA_KIND_BOOL] = "a boolean",
		[AGOLA_KIND_INT] = "an integer",
		[AGOLA_KIND_UINT] = "a number that is not negative",
		[AGOLA_KIND_DOUBLE] = "a number",
		[AGOLA_KIND_TIME] = "a time",
		[AGOLA_KIND_DURATION] = "a duration",
		[AGOLA_KIND_ENUM] = "a string",
		[AGOLA_KIND_OBJECT] = "an object",
		[AGOLA_KIND_ARRAY] = "an array",
		[AGOLA_KIND_MAP] = "an object",
		[AGOLA_KIND_RAW] = "any value",
	};

	return kind == AG_KIND_TRISTATE ? "a boolean" : names[kind];
}

/* ---- the stack ---- */

static struct frame *push(struct ag_decoder *d, enum frame_kind kind, const struct agola_type *type, void *obj,
                          const struct agola_field *field)
{
	struct frame *f = &d->frames[d->n_frames++];

	*f = (struct frame){
		.kind = kind, .type = type, .obj = obj, .field = kind == IN_OBJECT ? NULL : field, .vec_base = d->n_vec
	};
	return f;
}

/* What the next value is for. */
struct target {
	const struct agola_field *field; /* NULL: the root */
	void *obj;
	int kind;
};

enum where { TO_FIELD, TO_NOWHERE, TO_ROOT, TO_ITEM };

static enum where target_of(struct ag_decoder *d, struct target *t)
{
	struct frame *f;

	if (d->n_frames == 0) {
		t->field = NULL;
		return TO_ROOT;
	}
	f = &d->frames[d->n_frames - 1];
	t->field = f->field;
	t->obj = f->obj;
	if (f->kind != IN_OBJECT) {
		t->kind = f->field->item;
		return TO_ITEM;
	}
	if (!f->field)
		return TO_NOWHERE;
	t->kind = f->field->kind;
	return TO_FIELD;
}

static void present(const struct agola_field *f, void *obj, enum ag_presence p)
{
	if (f->flags & AG_PRESENCE)
		*(enum ag_presence *)((char *)obj + f->off_presence) = p;
}

static void set_pointer(const struct agola_field *f, void *obj, const void *p)
{
	memcpy((char *)obj + f->off, &p, sizeof(p));
}

static void set_count(const struct agola_field *f, void *obj, size_t n)
{
	memcpy((char *)obj + f->off_count, &n, sizeof(n));
}

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
	struct target t = { 0 };
	char *p = d->raw.failed ? NULL : ag_arena_strndup(d->arena, ag_buf_str(&d->raw), d->raw.len);

	ag_buf_reset(&d->raw);
	if (!p)
		return ag_decode_nomem(d);
	if (target_of(d, &t) == TO_ITEM)
		return ag_decode_add_item(d, p);
	if (t.field) {
		set_pointer(t.field, t.obj, p);
		present(t.field, t.obj, AG_SET);
	}
	return 1;
}

static int raw_scalar(struct ag_decoder *d, const char *s, size_t len)
{
	raw_separate(d);
	ag_buf_add(&d->raw, s, len);
	return d->raw_depth ? 1 : raw_done(d);
}

/* ---- scalars ---- */

static int wrong(struct ag_decoder *d, int expected, const char *found)
{
	return ag_decode_fail(d, "expected %s, found %s", kind_name(expected), found);
}

static int root_wrong(struct ag_decoder *d, const char *found)
{
	return wrong(d, d->type->flags & AG_TYPE_ARRAY ? AGOLA_KIND_ARRAY : AGOLA_KIND_OBJECT, found);
}

static int set_int(struct ag_decoder *d, const struct target *t, const char *s, size_t len)
{
	const struct agola_field *f = t->field;
	int bits = f->width * 8;
	int64_t i = 0;
	uint64_t u = 0;

	for (size_t k = 0; k < len; k++) {
		if (s[k] == '.' || s[k] == 'e' || s[k] == 'E')
			return wrong(d, f->kind, "a number with a fraction or an exponent");
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
	struct target t = { .field = &item, .obj = i };

	if (!i)
		return ag_decode_nomem(d);
	return set_int(d, &t, s, len) && ag_decode_add_item(d, i);
}

static int set_double(struct ag_decoder *d, const struct target *t, const char *s, size_t len)
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

static int on_number(void *ctx, const char *s, size_t len)
{
	struct ag_decoder *d = ctx;
	struct target t = { 0 };

	if (d->skip_depth)
		return 1;
	if (d->raw_depth)
		return raw_scalar(d, s, len);
	switch (target_of(d, &t)) {
	case TO_NOWHERE:
		return 1;
	case TO_ROOT:
		return root_wrong(d, "a number");
	default:
		break;
	}
	if (t.kind == AGOLA_KIND_RAW)
		return raw_scalar(d, s, len);
	if (t.kind == AGOLA_KIND_INT && t.field->kind == AGOLA_KIND_ARRAY)
		return int_item(d, s, len);
	if (t.kind != AGOLA_KIND_INT && t.kind != AGOLA_KIND_UINT && t.kind != AGOLA_KIND_DOUBLE && t.kind != AGOLA_KIND_DURATION)
		return wrong(d, t.kind, "a number");
	present(t.field, t.obj, AG_SET);
	return t.kind == AGOLA_KIND_DOUBLE ? set_double(d, &t, s, len) : set_int(d, &t, s, len);
}

static int on_string(void *ctx, const unsigned char *us, size_t len)
{
	struct ag_decoder *d = ctx;
	const char *s = (const char *)us;
	struct target t = { 0 };
	agola_time time;
	int64_t ns;
	char *p;

	if (d->skip_depth)
		return 1;
	if (!d->raw_depth) {
		switch (target_of(d, &t)) {
		case TO_NOWHERE:
			return 1;
		case TO_ROOT:
			return root_wrong(d, "a string");
		case TO_ITEM:
			if (t.kind == AGOLA_KIND_STRING)
				return ag_decode_string_item(d, s, len);
			break;
		case TO_FIELD:
			break;
		}
	}
	if (d->raw_depth || t.kind == AGOLA_KIND_RAW) {
		if (!d->opts.lenient && !ag_utf8_valid(s, len))
			return ag_decode_fail(d, "the string is not valid UTF-8");
		raw_separate(d);
		ag_json_string(&d->raw, s, len);
		return d->raw_depth ? 1 : raw_done(d);
	}
	present(t.field, t.obj, AG_SET);
	switch (t.kind) {
	case AGOLA_KIND_ENUM:
		for (const struct ag_enum *e = t.field->enums; e->word; e++) {
			if (strlen(e->word) == len && memcmp(e->word, s, len) == 0) {
				ag_field_set_int(t.field, t.obj, e->value);
				if (t.field->has_off_count)
					memcpy((char *)t.obj + t.field->off_count, &e->word, sizeof(e->word));
				return 1;
			}
		}
		p = ag_decode_text(d, s, len);
		if (p)
			ag_field_set_string(t.field, t.obj, p);
		return p != NULL;
	case AGOLA_KIND_STRING:
		p = ag_decode_text(d, s, len);
		if (p)
			set_pointer(t.field, t.obj, p);
		return p != NULL;
	case AGOLA_KIND_TIME:
		if (!ag_time_parse(s, len, &time))
			return wrong(d, AGOLA_KIND_TIME, "another string");
		memcpy((char *)t.obj + t.field->off, &time, sizeof(time));
		return 1;
	case AGOLA_KIND_DURATION:
		if (!ag_duration_parse(s, len, &ns))
			return wrong(d, AGOLA_KIND_DURATION, "another string");
		ag_field_set_int(t.field, t.obj, ns);
		return 1;
	default:
		return t.field->flags & AG_OLD_TEXT ? 1 : wrong(d, t.kind, "a string");
	}
}

static int on_boolean(void *ctx, int v)
{
	struct ag_decoder *d = ctx;
	struct target t = { 0 };

	if (d->skip_depth)
		return 1;
	if (d->raw_depth)
		return raw_scalar(d, v ? "true" : "false", v ? 4 : 5);
	switch (target_of(d, &t)) {
	case TO_NOWHERE:
		return 1;
	case TO_ROOT:
		return root_wrong(d, "a boolean");
	default:
		break;
	}
	if (t.kind == AGOLA_KIND_RAW)
		return raw_scalar(d, v ? "true" : "false", v ? 4 : 5);
	if (t.kind != AGOLA_KIND_BOOL && t.kind != AG_KIND_TRISTATE)
		return wrong(d, t.kind, "a boolean");
	present(t.field, t.obj, AG_SET);
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
		set_pointer(f, obj, NULL);
		if (f->has_off_count)
			set_count(f, obj, 0);
		break;
	default:
		ag_field_set_int(f, obj, 0);
		if (f->has_off_count)
			*(bool *)((char *)obj + f->off_count) = false;
	}
	present(f, obj, AG_NULL);
}

static int on_null(void *ctx)
{
	struct ag_decoder *d = ctx;
	struct target t = { 0 };
	void *p;

	if (d->skip_depth)
		return 1;
	if (d->raw_depth)
		return raw_scalar(d, "null", 4);
	switch (target_of(d, &t)) {
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

/* ---- objects, arrays, maps ---- */

static int deeper(struct ag_decoder *d)
{
	if (++d->depth > d->opts.max_depth)
		return ag_decode_fail(d, "nested deeper than %u", (unsigned)d->opts.max_depth);
	return 1;
}

static int open_raw(struct ag_decoder *d, char c)
{
	raw_separate(d);
	ag_buf_addc(&d->raw, c);
	d->raw_depth++;
	return 1;
}

static int on_start_map(void *ctx)
{
	struct ag_decoder *d = ctx;
	struct target t = { 0 };
	void *obj;

	if (!deeper(d))
		return 0;
	if (d->skip_depth) {
		d->skip_depth++;
		return 1;
	}
	if (d->raw_depth)
		return open_raw(d, '{');
	switch (target_of(d, &t)) {
	case TO_NOWHERE:
		d->skip_depth = 1;
		return 1;
	case TO_ROOT:
		if (d->type->flags & AG_TYPE_ARRAY)
			return root_wrong(d, "an object");
		if (d->n_roots++)
			return ag_decode_fail(d, "more than one item");
		push(d, IN_OBJECT, d->type, d->root, NULL);
		return 1;
	default:
		break;
	}
	switch (t.kind) {
	case AGOLA_KIND_RAW:
		return open_raw(d, '{');
	case AGOLA_KIND_MAP:
		present(t.field, t.obj, AG_SET);
		push(d, IN_MAP, NULL, t.obj, t.field);
		return 1;
	case AGOLA_KIND_OBJECT:
		obj = ag_arena_alloc(d->arena, t.field->type->size);
		if (!obj)
			return ag_decode_nomem(d);
		ag_decoder_set_size(t.field->type, obj);
		/* an item joins its array when it is complete */
		if (d->frames[d->n_frames - 1].kind == IN_OBJECT) {
			present(t.field, t.obj, AG_SET);
			set_pointer(t.field, t.obj, obj);
		}
		push(d, IN_OBJECT, t.field->type, obj, NULL);
		return 1;
	default:
		return wrong(d, t.kind, "an object");
	}
}

static int on_start_array(void *ctx)
{
	struct ag_decoder *d = ctx;
	struct target t = { 0 };

	if (!deeper(d))
		return 0;
	if (d->skip_depth) {
		d->skip_depth++;
		return 1;
	}
	if (d->raw_depth)
		return open_raw(d, '[');
	switch (target_of(d, &t)) {
	case TO_NOWHERE:
		d->skip_depth = 1;
		return 1;
	case TO_ROOT:
		if (d->opts.one)
			return 1;
		if (!(d->type->flags & AG_TYPE_ARRAY))
			return root_wrong(d, "an array");
		push(d, IN_ARRAY, NULL, d->root, &d->type->fields[0]);
		return 1;
	default:
		break;
	}
	if (t.kind == AGOLA_KIND_RAW)
		return open_raw(d, '[');
	if (t.kind != AGOLA_KIND_ARRAY)
		return wrong(d, t.kind, "an array");
	present(t.field, t.obj, AG_SET);
	push(d, IN_ARRAY, NULL, t.obj, t.field);
	return 1;
}

static int on_end(struct ag_decoder *d, char c)
{
	struct frame *f;
	void *obj;

	d->depth--;
	if (d->skip_depth) {
		d->skip_depth--;
		return 1;
	}
	if (d->raw_depth) {
		ag_buf_addc(&d->raw, c);
		return --d->raw_depth ? 1 : raw_done(d);
	}
	/* the array around the only object: opts.one */
	if (d->n_frames == 0)
		return 1;
	f = &d->frames[d->n_frames - 1];
	if (f->kind != IN_OBJECT)
		return ag_decode_close_items(d);
	obj = f->obj;
	d->n_frames--;
	return d->n_frames && d->frames[d->n_frames - 1].kind != IN_OBJECT ? ag_decode_add_item(d, obj) : 1;
}

static int on_end_map(void *ctx)
{
	return on_end(ctx, '}');
}

static int on_end_array(void *ctx)
{
	return on_end(ctx, ']');
}

static bool key_is(const char *key, const char *s, size_t len, bool fold)
{
	if (strlen(key) != len)
		return false;
	if (!fold)
		return memcmp(key, s, len) == 0;
	for (size_t i = 0; i < len; i++) {
		char a = key[i], b = s[i];

		if (a >= 'A' && a <= 'Z')
			a = (char)(a + 32);
		if (b >= 'A' && b <= 'Z')
			b = (char)(b + 32);
		if (a != b)
			return false;
	}
	return true;
}

static const struct agola_field *find_field(struct frame *f, const char *s, size_t len, bool fold)
{
	/* servers write the fields in the order of the rows */
	for (uint32_t i = 0, k = f->next_row; i < f->type->n_fields; i++, k++) {
		if (k >= f->type->n_fields)
			k = 0;
		if (key_is(f->type->fields[k].key, s, len, fold)) {
			f->next_row = k + 1;
			return &f->type->fields[k];
		}
	}
	return NULL;
}

/* What older releases call it. */
static const struct agola_field *find_old(const struct frame *f, const char *s, size_t len)
{
	for (uint32_t i = 0; i < f->type->n_fields; i++) {
		if (f->type->fields[i].old_key && key_is(f->type->fields[i].old_key, s, len, false))
			return &f->type->fields[i];
	}
	return NULL;
}

static int on_map_key(void *ctx, const unsigned char *us, size_t len)
{
	struct ag_decoder *d = ctx;
	const char *s = (const char *)us;
	struct frame *f;

	if (d->skip_depth)
		return 1;
	if (d->raw_depth) {
		raw_separate(d);
		ag_json_string(&d->raw, s, len);
		ag_buf_addc(&d->raw, ':');
		return 1;
	}
	f = &d->frames[d->n_frames - 1];
	if (f->kind == IN_MAP)
		return ag_decode_map_key(d, f, s, len);
	f->field = find_field(f, s, len, false);
	if (!f->field)
		f->field = find_old(f, s, len);
	if (!f->field && d->opts.lenient)
		f->field = find_field(f, s, len, true);
	return 1;
}

const yajl_callbacks ag_decode_callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_start_map,
	.yajl_map_key = on_map_key,
	.yajl_end_map = on_end_map,
	.yajl_start_array = on_start_array,
	.yajl_end_array = on_end_array,
};
