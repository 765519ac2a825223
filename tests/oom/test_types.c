/* SPDX-License-Identifier: Apache-2.0 */
/* Every type read and written, with every allocation failed once. */
#include "core/core.h"
#include "sample.h"
#include "sweep.h"
#include "unit.h"

#include <stdio.h>

struct text {
	const struct agola_type *type;
	struct ag_buf json;
	void *root;
	uint32_t flags;
};

static int decode(void *arg, agola_error **err)
{
	struct text *t = arg;
	void *root = NULL;
	int r = ag_json_decode(t->type, NULL, t->json.s, t->json.len, &root, NULL);

	if (r && root)
		return SWEEP_WRONG;
	agola_free(root);
	return r == AGOLA_ERR_NOMEM ? ag_fail_nomem(err) : r;
}

static int encode(void *arg, agola_error **err)
{
	struct text *t = arg;
	char *out = NULL;
	int r = agola_json_encode(NULL, t->root, t->flags, &out, err);

	if (r && out)
		return SWEEP_WRONG;
	agola_free(out);
	return r;
}

/* Reflection needs no memory. */
static void walk(const void *obj, const agola_type *type, int depth)
{
	for (size_t i = 0; depth < 4 && i < agola_type_n_fields(type); i++) {
		agola_value v = AGOLA_VALUE_INIT, x = AGOLA_VALUE_INIT;

		agola_field_get(agola_type_field(type, i), obj, &v);
		if (v.kind == AGOLA_KIND_OBJECT)
			walk(v.pointer, v.type, depth + 1);
		for (size_t k = 0; (v.kind == AGOLA_KIND_ARRAY || v.kind == AGOLA_KIND_MAP) && k < v.count; k++) {
			agola_value_item(&v, k, &x);
			agola_value_key(&v, k);
			if (x.kind == AGOLA_KIND_OBJECT)
				walk(x.pointer, x.type, depth + 1);
		}
	}
}

START_TEST(types)
{
	const struct agola_type *t;

	for (size_t i = 0; (t = ag_type_at(i)) != NULL; i++) {
		struct text x = { .type = t };
		const agola_type *found;
		char name[200];
		bool hit;

		if (t->flags & AG_TYPE_REQUEST)
			continue;
		sample_json(&x.json, t);
		snprintf(name, sizeof(name), "decode %s", t->name);
		sweep_check(&(struct sweep){ .name = name, .call = decode, .arg = &x });
		ck_assert_int_eq(ag_json_decode(t, NULL, x.json.s, x.json.len, &x.root, NULL), 0);
		for (x.flags = 0; x.flags < 8; x.flags++) {
			snprintf(name, sizeof(name), "encode %s, flags %u", t->name, x.flags);
			sweep_check(&(struct sweep){ .name = name, .call = encode, .arg = &x });
		}
		fail_arm(1, FAIL_FROM, FAIL_HERE);
		found = agola_type_find(agola_type_name(agola_type_of(x.root)));
		walk(x.root, t, 0);
		hit = fail_disarm();
		ck_assert(!hit);
		ck_assert_ptr_eq(found, t);
		agola_free(x.root);
		ag_buf_free(&x.json);
	}
}
END_TEST

UNIT("oom-types", types)
