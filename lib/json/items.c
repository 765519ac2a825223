/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays and maps while they are read: their items wait in a vector until all are there. */
#include "json/decode.h"

#include <stdlib.h>
#include <string.h>

static bool vec_add(struct ag_decoder *d, void *p)
{
	if (d->n_vec == d->cap_vec) {
		size_t cap = d->cap_vec ? d->cap_vec * 2 : 64;
		void **v = realloc(d->vec, cap * sizeof(*v));

		if (!v)
			return ag_decode_nomem(d);
		d->vec = v;
		d->cap_vec = cap;
	}
	d->vec[d->n_vec++] = p;
	return true;
}

/* What is known of the next place in the map that is open; NULL if it is too far back. */
static struct ag_known_entry *known_entry(struct ag_decoder *d, const struct frame *f)
{
	size_t at = d->n_vec - f->vec_base;

	if (at >= d->n_known) {
		if (at >= AG_KNOWN_ENTRIES)
			return NULL;
		d->known[d->n_known++] = (struct ag_known_entry){ 0 };
	}
	return &d->known[at];
}

/* The last of equal keys counts; the hash of a document is small, and so is the cost of looking only back. */
AG_COLD static bool replace_entry(const struct ag_decoder *d, const struct frame *f, const struct ag_map_entry *e)
{
	for (size_t i = f->vec_base; i < d->n_vec; i++) {
		if (strcmp(((const struct ag_map_entry *)d->vec[i])->key, e->key) == 0) {
			d->vec[i] = (void *)(uintptr_t)e;
			return true;
		}
	}
	return false;
}

static inline int add_entry(struct ag_decoder *d, const struct frame *f, const struct ag_map_entry *e)
{
	return (f->may_repeat && replace_entry(d, f, e)) || vec_add(d, (void *)(uintptr_t)e);
}

/* Put a finished value (text or object) into the array or map that is open. */
int ag_decode_add_item(struct ag_decoder *d, const void *v)
{
	struct frame *f = &d->frames[d->n_frames - 1];
	struct ag_map_entry *e;

	if (d->n_vec - f->vec_base >= d->opts.max_items)
		return ag_decode_fail(d, "more than %zu items", d->opts.max_items);
	if (f->kind != IN_MAP)
		return vec_add(d, (void *)(uintptr_t)v);
	e = ag_arena_alloc(d->arena, sizeof(*e));
	if (!e)
		return ag_decode_nomem(d);
	*e = (struct ag_map_entry){ .key = f->map_key, .value = v };
	return add_entry(d, f, e);
}

int ag_decode_string_item(struct ag_decoder *d, const char *s, size_t len)
{
	struct frame *f = &d->frames[d->n_frames - 1];
	struct ag_known_entry *k = f->known;
	char *p;

	if (k && k->text && k->text_len == len && memcmp(k->text->value, s, len) == 0 &&
	    d->n_vec - f->vec_base < d->opts.max_items)
		return add_entry(d, f, k->text);
	p = ag_decode_text(d, s, len);
	if (!p || !ag_decode_add_item(d, p))
		return 0;
	if (k && !f->may_repeat) {
		k->text = d->vec[d->n_vec - 1];
		k->text_len = strlen(p);
	}
	return 1;
}

/* The next key of the map. Go writes maps sorted; only where that breaks can a key come twice. */
int ag_decode_map_key(struct ag_decoder *d, struct frame *f, const char *s, size_t len)
{
	struct ag_known_entry *k = f->known = known_entry(d, f);
	const char *above = f->map_key;

	if (k && k->key && k->key_len == len && memcmp(k->key, s, len) == 0) {
		f->map_key = k->key;
		if (!above || above == k->above)
			return 1;
	} else {
		f->map_key = ag_decode_text(d, s, len);
		if (!f->map_key)
			return 0;
		if (k)
			*k = (struct ag_known_entry){ .key = f->map_key, .key_len = strlen(f->map_key) };
	}
	if (above && strcmp(above, f->map_key) >= 0)
		f->may_repeat = true;
	else if (k)
		k->above = above;
	return 1;
}

/* An array or map is complete: its items move from the vector into the arena, with a NULL behind them. */
int ag_decode_close_items(struct ag_decoder *d)
{
	struct frame *f = &d->frames[d->n_frames - 1];
	size_t n = d->n_vec - f->vec_base;
	size_t size = f->field->item == AGOLA_KIND_INT ? sizeof(int64_t) : sizeof(void *);
	void **items = ag_arena_alloc(d->arena, (n + 1) * size);

	if (!items)
		return ag_decode_nomem(d);
	if (f->field->item == AGOLA_KIND_INT) {
		int64_t *ints = (int64_t *)(void *)items;

		for (size_t i = 0; i < n; i++)
			ints[i] = *(const int64_t *)d->vec[f->vec_base + i];
	} else if (n) {
		memcpy(items, d->vec + f->vec_base, n * sizeof(*items));
	}
	memcpy((char *)f->obj + f->field->off, &items, sizeof(items));
	memcpy((char *)f->obj + f->field->off_count, &n, sizeof(n));
	d->n_vec = f->vec_base;
	d->n_frames--;
	return 1;
}
