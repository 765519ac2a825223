/* SPDX-License-Identifier: Apache-2.0 */
/* Members of structs, read and written by their rows. */
#include "json/json.h"

#include <string.h>

int ag_enum_value(const struct ag_enum *e, const char *word)
{
	for (; e && word && e->word; e++) {
		if (strcmp(e->word, word) == 0)
			return e->value;
	}
	return 0;
}

const char *ag_enum_word(const struct ag_enum *e, int value)
{
	for (; e && e->word; e++) {
		if (e->value == value)
			return e->word;
	}
	return NULL;
}

static int64_t int_of_width(const struct agola_field *f, const void *p)
{
	bool is_signed = f->kind != AGOLA_KIND_UINT;
	int8_t i8;
	int16_t i16;
	int32_t i32;
	int64_t i64;

	switch (f->width) {
	case 1:
		memcpy(&i8, p, 1);
		return is_signed ? i8 : (uint8_t)i8;
	case 2:
		memcpy(&i16, p, 2);
		return is_signed ? i16 : (uint16_t)i16;
	case 4:
		memcpy(&i32, p, 4);
		return is_signed ? i32 : (int64_t)(uint32_t)i32;
	default:
		memcpy(&i64, p, 8);
		return i64;
	}
}

int64_t ag_field_int(const struct agola_field *f, const void *obj)
{
	const void *p = ag_field_at(f, obj);

	switch (f->kind) {
	case AGOLA_KIND_BOOL:
		return *(const bool *)p;
	case AG_KIND_TRISTATE:
		return *(const enum agola_tristate *)p == AGOLA_TRUE;
	default:
		return int_of_width(f, p);
	}
}

void ag_field_set_int(const struct agola_field *f, void *obj, int64_t v)
{
	char *p = (char *)obj + f->off;
	int8_t i8 = (int8_t)v;
	int16_t i16 = (int16_t)v;
	int32_t i32 = (int32_t)v;

	switch (f->kind) {
	case AGOLA_KIND_BOOL:
		*(bool *)p = v != 0;
		return;
	case AG_KIND_TRISTATE:
		*(enum agola_tristate *)p = v ? AGOLA_TRUE : AGOLA_FALSE;
		return;
	default:
		break;
	}
	switch (f->width) {
	case 1:
		memcpy(p, &i8, 1);
		break;
	case 2:
		memcpy(p, &i16, 2);
		break;
	case 4:
		memcpy(p, &i32, 4);
		break;
	default:
		memcpy(p, &v, 8);
		break;
	}
	if (f->has_off_count && f->kind != AGOLA_KIND_ENUM)
		*(bool *)((char *)obj + f->off_count) = true;
}

const char *ag_field_string(const struct agola_field *f, const void *obj)
{
	if (f->kind == AGOLA_KIND_ENUM) {
		const char *raw = f->has_off_count ? *(const char *const *)((const char *)obj + f->off_count) : NULL;

		return raw ? raw : ag_enum_word(f->enums, (int)int_of_width(f, ag_field_at(f, obj)));
	}
	return *(const char *const *)ag_field_at(f, obj);
}

void ag_field_set_string(const struct agola_field *f, void *obj, const char *s)
{
	if (f->kind == AGOLA_KIND_ENUM) {
		ag_field_set_int(f, obj, ag_enum_value(f->enums, s));
		if (f->has_off_count)
			*(const char **)((char *)obj + f->off_count) = s;
		return;
	}
	*(const char **)((char *)obj + f->off) = s;
}
