/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON to structs while it arrives, by tables of fields: a stack of open objects, arrays and maps over yajl's events.
 *
 * yajl is fenced in: numbers come as text; its memory comes from a pool that is dropped by longjmp when malloc fails, because
 * yajl does not look; text is checked here, because yajl's check knows no "replace", and its decoder of surrogates makes
 * nonsense of lone ones (surrogates.c repairs them before yajl sees them).
 */
#include "json/decode.h"

#include <stdlib.h>
#include <string.h>

static void path_of(struct ag_decoder *d)
{
	for (size_t i = 0; i < d->n_frames; i++) {
		const struct frame *f = &d->frames[i];

		if (f->kind == IN_ARRAY)
			ag_buf_addf(&d->error, "[%zu]", (i + 1 < d->n_frames ? f[1].vec_base : d->n_vec) - f->vec_base);
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

int ag_decode_wrong(struct ag_decoder *d, int expected, const char *found)
{
	return ag_decode_fail(d, "expected %s, found %s", kind_name(expected), found);
}

int ag_decode_wrong_root(struct ag_decoder *d, const char *found)
{
	return ag_decode_wrong(d, d->type->flags & AG_TYPE_ARRAY ? AGOLA_KIND_ARRAY : AGOLA_KIND_OBJECT, found);
}

/* ---- the stack ---- */

static int push(struct ag_decoder *d, enum frame_kind kind, const struct agola_type *type, void *obj,
                const struct agola_field *field)
{
	if (d->n_frames == d->cap_frames) {
		size_t cap = d->cap_frames ? d->cap_frames * 2 : 8;
		struct frame *f = realloc(d->frames, cap * sizeof(*f));

		if (!f)
			return ag_decode_nomem(d);
		d->frames = f;
		d->cap_frames = cap;
	}
	d->frames[d->n_frames++] = (struct frame){
		.kind = kind, .type = type, .obj = obj, .field = kind == IN_OBJECT ? NULL : field, .vec_base = d->n_vec
	};
	return 1;
}

/* ---- objects, arrays, maps ---- */

static int deeper(struct ag_decoder *d)
{
	if (++d->depth > d->opts.max_depth)
		return ag_decode_fail(d, "nested deeper than %u", (unsigned)d->opts.max_depth);
	return 1;
}

static int on_start_map(void *ctx)
{
	struct ag_decoder *d = ctx;
	struct ag_target t = { 0 };
	void *obj;

	if (!deeper(d))
		return 0;
	if (d->skip_depth) {
		d->skip_depth++;
		return 1;
	}
	if (d->raw_depth)
		return ag_raw_open(d, '{');
	switch (ag_decode_target(d, &t)) {
	case TO_NOWHERE:
		d->skip_depth = 1;
		return 1;
	case TO_ROOT:
		if (d->type->flags & AG_TYPE_ARRAY)
			return ag_decode_wrong_root(d, "an object");
		if (d->n_roots++)
			return ag_decode_fail(d, "more than one item");
		return push(d, IN_OBJECT, d->type, d->root, NULL);
	default:
		break;
	}
	switch (t.kind) {
	case AGOLA_KIND_RAW:
		return ag_raw_open(d, '{');
	case AGOLA_KIND_MAP:
		ag_decode_present(t.field, t.obj, AG_SET);
		return push(d, IN_MAP, NULL, t.obj, t.field);
	case AGOLA_KIND_OBJECT:
		obj = ag_arena_alloc(d->arena, t.field->type->size);
		if (!obj)
			return ag_decode_nomem(d);
		ag_decoder_set_size(t.field->type, obj);
		/* an item joins its array when it is complete */
		if (d->frames[d->n_frames - 1].kind == IN_OBJECT) {
			ag_decode_present(t.field, t.obj, AG_SET);
			ag_decode_set_pointer(t.field, t.obj, obj);
		}
		return push(d, IN_OBJECT, t.field->type, obj, NULL);
	default:
		return ag_decode_wrong(d, t.kind, "an object");
	}
}

static int on_start_array(void *ctx)
{
	struct ag_decoder *d = ctx;
	struct ag_target t = { 0 };

	if (!deeper(d))
		return 0;
	if (d->skip_depth) {
		d->skip_depth++;
		return 1;
	}
	if (d->raw_depth)
		return ag_raw_open(d, '[');
	switch (ag_decode_target(d, &t)) {
	case TO_NOWHERE:
		d->skip_depth = 1;
		return 1;
	case TO_ROOT:
		if (d->opts.one)
			return 1;
		if (!(d->type->flags & AG_TYPE_ARRAY))
			return ag_decode_wrong_root(d, "an array");
		return push(d, IN_ARRAY, NULL, d->root, &d->type->fields[0]);
	default:
		break;
	}
	if (t.kind == AGOLA_KIND_RAW)
		return ag_raw_open(d, '[');
	if (t.kind != AGOLA_KIND_ARRAY)
		return ag_decode_wrong(d, t.kind, "an array");
	ag_decode_present(t.field, t.obj, AG_SET);
	return push(d, IN_ARRAY, NULL, t.obj, t.field);
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
	if (d->raw_depth)
		return ag_raw_close(d, c);
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

/* As Go's decoder of requests compares keys. */
static bool is_folded(const char *key, const char *s, size_t len)
{
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
		const struct agola_field *row;

		if (k >= f->type->n_fields)
			k = 0;
		row = &f->type->fields[k];
		if (row->key_len == len && (fold ? is_folded(row->key, s, len) : memcmp(row->key, s, len) == 0)) {
			f->next_row = k + 1;
			return row;
		}
	}
	return NULL;
}

/* What older releases call it. */
static const struct agola_field *find_old(const struct frame *f, const char *s, size_t len)
{
	for (uint32_t i = 0; i < f->type->n_fields; i++) {
		if (f->type->fields[i].old_key && ag_decode_is(f->type->fields[i].old_key, s, len))
			return &f->type->fields[i];
	}
	return NULL;
}

/* Most of an answer is the strings of maps and lists. */
static int on_string(void *ctx, const unsigned char *us, size_t len)
{
	struct ag_decoder *d = ctx;
	const char *s = (const char *)us;
	const struct frame *f;

	if (d->skip_depth)
		return 1;
	if (d->raw_depth || d->n_frames == 0)
		return ag_decode_string(d, s, len);
	f = &d->frames[d->n_frames - 1];
	return f->kind != IN_OBJECT && f->field->item == AGOLA_KIND_STRING ? ag_decode_string_item(d, s, len)
	                                                                   : ag_decode_string(d, s, len);
}

AG_COLD static const struct agola_field *find_other(const struct ag_decoder *d, struct frame *f, const char *s, size_t len)
{
	const struct agola_field *row = find_old(f, s, len);

	return row || !d->opts.lenient ? row : find_field(f, s, len, true);
}

static int on_map_key(void *ctx, const unsigned char *us, size_t len)
{
	struct ag_decoder *d = ctx;
	const char *s = (const char *)us;
	struct frame *f;

	if (d->skip_depth)
		return 1;
	if (d->raw_depth)
		return ag_raw_key(d, s, len);
	f = &d->frames[d->n_frames - 1];
	if (f->kind == IN_MAP)
		return ag_decode_map_key(d, f, s, len);
	f->field = find_field(f, s, len, false);
	if (!f->field)
		f->field = find_other(d, f, s, len);
	return 1;
}

const yajl_callbacks ag_decode_callbacks = {
	.yajl_null = ag_decode_null,
	.yajl_boolean = ag_decode_boolean,
	.yajl_number = ag_decode_number,
	.yajl_string = on_string,
	.yajl_start_map = on_start_map,
	.yajl_map_key = on_map_key,
	.yajl_end_map = on_end_map,
	.yajl_start_array = on_start_array,
	.yajl_end_array = on_end_array,
};
