/* SPDX-License-Identifier: Apache-2.0 */
/* The public view of types and rows: agola/reflect.h. */
#include "core/core.h"
#include "json/json.h"

#include <string.h>

const agola_type *agola_type_of(const void *root)
{
	return root ? ag_root_type(root) : NULL;
}

AG_LIST(ag_type_list, struct agola_type);

const struct agola_type *ag_type_at(size_t i)
{
	return i < (size_t)(AG_LIST_END(ag_type_list) - AG_LIST_BEGIN(ag_type_list)) ? AG_LIST_BEGIN(ag_type_list)[i] : NULL;
}

bool ag_type_has_secrets(const struct agola_type *type)
{
	for (uint32_t i = 0; i < type->n_fields; i++) {
		const struct agola_field *f = &type->fields[i];

		if ((f->flags & AG_SECRET) || (f->type && ag_type_has_secrets(f->type)))
			return true;
	}
	return false;
}

const agola_type *agola_type_find(const char *name)
{
	const agola_type *t;

	for (size_t i = 0; name && (t = ag_type_at(i)) != NULL; i++) {
		if (strcmp(t->name, name) == 0)
			return t;
	}
	return NULL;
}

const char *agola_type_name(const agola_type *type)
{
	return type ? type->name : "";
}

const agola_field *agola_type_field(const agola_type *type, size_t i)
{
	return type && i < type->n_fields ? &type->fields[i] : NULL;
}

size_t agola_type_n_fields(const agola_type *type)
{
	return type ? type->n_fields : 0;
}

const agola_type *agola_type_item(const agola_type *type)
{
	return type && (type->flags & AG_TYPE_PAGE) ? type->fields[type->items].type : NULL;
}

const char *agola_field_key(const agola_field *field)
{
	return field ? field->key : "";
}

const char *agola_field_member(const agola_field *field)
{
	return field ? field->member : "";
}

enum agola_kind agola_field_kind(const agola_field *field)
{
	if (!field)
		return AGOLA_KIND_NULL;
	return field->kind == AG_KIND_TRISTATE ? AGOLA_KIND_BOOL : (enum agola_kind)field->kind;
}

const agola_type *agola_field_type(const agola_field *field)
{
	return field ? field->type : NULL;
}

bool agola_field_is_secret(const agola_field *field)
{
	return field && (field->flags & AG_SECRET);
}

const char *agola_field_enum_word(const agola_field *field, size_t i)
{
	const struct ag_enum *e = field ? field->enums : NULL;

	for (; e && e->word; e++) {
		if (i-- == 0)
			return e->word;
	}
	return NULL;
}

/* Hand out @v, of which an older program knows less. */
static void give(agola_value *ret, const agola_value *v)
{
	size_t size = ret->size < sizeof(*v) ? ret->size : sizeof(*v);

	if (size > sizeof(size_t))
		memcpy((char *)ret + sizeof(size_t), (const char *)v + sizeof(size_t), size - sizeof(size_t));
}

static void get(const agola_field *f, const void *obj, agola_value *v)
{
	const void *p = ag_field_at(f, obj);

	*v = (agola_value)AGOLA_VALUE_INIT;
	v->field = f;
	v->type = f->type;
	v->kind = agola_field_kind(f);
	switch (f->kind) {
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
	case AGOLA_KIND_RAW:
		v->string = ag_field_string(f, obj);
		if (f->kind == AGOLA_KIND_ENUM)
			v->integer = ag_field_int(f, obj);
		if (!v->string)
			v->kind = AGOLA_KIND_NULL;
		break;
	case AG_KIND_TRISTATE:
		if (*(const enum agola_tristate *)p == AGOLA_UNSET)
			v->kind = AGOLA_KIND_NULL;
		v->integer = ag_field_int(f, obj);
		break;
	case AGOLA_KIND_BOOL:
	case AGOLA_KIND_INT:
	case AGOLA_KIND_UINT:
	case AGOLA_KIND_DURATION:
		v->integer = ag_field_int(f, obj);
		v->uinteger = (uint64_t)v->integer;
		if (f->has_off_count && !*(const bool *)((const char *)obj + f->off_count))
			v->kind = AGOLA_KIND_NULL;
		break;
	case AGOLA_KIND_DOUBLE:
		v->real = *(const double *)p;
		break;
	case AGOLA_KIND_TIME:
		v->time = *(const agola_time *)p;
		if (!v->time.valid)
			v->kind = AGOLA_KIND_NULL;
		break;
	default:
		v->pointer = *(const void *const *)p;
		if (f->has_off_count)
			v->count = *(const size_t *)((const char *)obj + f->off_count);
		if (!v->pointer)
			v->kind = AGOLA_KIND_NULL;
	}
}

void agola_field_get(const agola_field *field, const void *object, agola_value *ret)
{
	agola_value v = AGOLA_VALUE_INIT;

	if (field && object)
		get(field, object, &v);
	give(ret, &v);
}

static const struct ag_map_entry *entry_of(const agola_value *value, size_t i)
{
	return value && value->kind == AGOLA_KIND_MAP && i < value->count
	               ? ((const struct ag_map_entry *const *)value->pointer)[i]
	               : NULL;
}

void agola_value_item(const agola_value *value, size_t i, agola_value *ret)
{
	agola_value v = AGOLA_VALUE_INIT;

	if (value && (value->kind == AGOLA_KIND_ARRAY || value->kind == AGOLA_KIND_MAP) && i < value->count) {
		const void *p;

		if (value->field->item == AGOLA_KIND_INT) {
			v.kind = AGOLA_KIND_INT;
			v.field = value->field;
			v.integer = ((const int64_t *)value->pointer)[i];
			v.uinteger = (uint64_t)v.integer;
			give(ret, &v);
			return;
		}
		p = value->kind == AGOLA_KIND_MAP ? entry_of(value, i)->value : ((const void *const *)value->pointer)[i];
		v.kind = p ? (enum agola_kind)value->field->item : AGOLA_KIND_NULL;
		v.type = value->type;
		v.field = value->field;
		if (v.kind == AGOLA_KIND_OBJECT)
			v.pointer = p;
		else
			v.string = p;
	}
	give(ret, &v);
}

const char *agola_value_key(const agola_value *value, size_t i)
{
	const struct ag_map_entry *e = entry_of(value, i);

	return e ? e->key : NULL;
}

size_t agola_list_n_items(const void *root)
{
	const agola_type *t = agola_type_of(root);

	return agola_type_item(t) ? *(const size_t *)((const char *)root + t->fields[t->items].off_count) : 0;
}

const void *agola_list_item(const void *root, size_t i)
{
	const agola_type *t = agola_type_of(root);

	return i < agola_list_n_items(root) ? (*(const void *const *const *)ag_field_at(&t->fields[t->items], root))[i] : NULL;
}

#define ALL_JSON_FLAGS (AGOLA_JSON_PRETTY | AGOLA_JSON_MASK_SECRETS | AGOLA_JSON_SHOW_SECRETS)

int agola_json_encode(const agola_type *type, const void *object, uint32_t flags, char **ret, agola_error **err)
{
	struct ag_buf b = { .secret = true };
	char *text = NULL;
	bool show = (flags & AGOLA_JSON_SHOW_SECRETS) && !(flags & AGOLA_JSON_MASK_SECRETS);

	if (!object || !ret)
		return ag_fail(err, AGOLA_ERR_INVALID, "agola_json_encode: %s is NULL", object ? "ret" : "object");
	if (flags & ~(uint32_t)ALL_JSON_FLAGS)
		return ag_fail(err, AGOLA_ERR_VERSION, "agola_json_encode: flags: 0x%x is not known to libagola %s", flags,
		               agola_version());
	if (!type)
		type = agola_type_of(object);
	if (!type)
		return ag_fail(err, AGOLA_ERR_INVALID, "agola_json_encode: object is no response of a known type");
	ag_json_encode(&b, type, object, (flags & AG_ENCODE_PRETTY) | (show ? 0 : AG_ENCODE_MASK));
	if (!b.failed)
		text = ag_root_text(ag_buf_str(&b), b.len);
	ag_buf_free(&b);
	if (!text)
		return ag_fail_nomem(err);
	if (show)
		ag_root_set_secret(text);
	*ret = text;
	return 0;
}
