/* SPDX-License-Identifier: Apache-2.0 */
#include "server/configstore/kind.h"
#include "server/id.h"

#include <string.h>

/* What one request does in its transaction. */
struct work {
	const struct ag_kind *kind;
	struct ag_arena *arena;
	const char *ref;
	const void *body; /* of type kind->request */
	void *result;
	/* lists */
	const char *start;
	int64_t limit;
	enum agola_sort_direction sort;
	const void *const *items;
	size_t n_items;
};

static struct work work_of(struct ag_request *rq)
{
	return (struct work){ .kind = rq->route->kind, .arena = rq->arena, .ref = rq->args[0] };
}

/* The row that is stored in @column; every kind has those that are asked for here. */
static const struct agola_field *stored(const struct ag_kind *k, const char *column)
{
	for (uint32_t i = 0; i < k->type->n_fields; i++) {
		if (k->type->fields[i].column && strcmp(k->type->fields[i].column, column) == 0)
			return &k->type->fields[i];
	}
	return NULL;
}

static void set_time(const struct ag_kind *k, void *obj, const char *column, agola_time t)
{
	memcpy((char *)obj + stored(k, column)->off, &t, sizeof(t));
}

int ag_kind_find(struct ag_tx *tx, const struct ag_kind *kind, const char *ref, struct ag_arena *arena, void **ret,
                 agola_error **err)
{
	int r = ag_db_get(tx, kind->table, kind->type, ag_is_uuid(ref) ? "id=?" : "name=?", ref, arena, ret, err);

	if (r == 0)
		return AG_REFUSE(err, 404, kind->does_not_exist, "%s \"%s\" does not exist", kind->noun, ref);
	return r < 0 ? r : 0;
}

int ag_kind_name_is_free(struct ag_tx *tx, const struct ag_kind *kind, const char *name, struct ag_arena *arena,
                         agola_error **err)
{
	void *other;
	int r = ag_db_get(tx, kind->table, kind->type, "name=?", name, arena, &other, err);

	if (r == 1)
		return AG_REFUSE(err, 400, kind->already_exists, "%s \"%s\" already exists", kind->noun, name);
	return r;
}

/* The body as an object: a three-state that it does not set is false. */
static int fill(struct work *w, agola_error **err)
{
	const struct agola_type *type = w->kind->type;

	w->result = ag_arena_alloc(w->arena, type->size);
	if (!w->result)
		return ag_fail_nomem(err);
	for (uint32_t i = 0; i < type->n_fields; i++) {
		if (type->fields[i].kind == AG_KIND_TRISTATE)
			ag_field_set_int(&type->fields[i], w->result, false);
	}
	ag_merge(type, w->result, w->kind->request, w->body);
	set_time(w->kind, w->result, "update_time", ag_time_now());
	return 0;
}

static const char *name_of(const struct ag_kind *k, const void *obj)
{
	return ag_field_string(stored(k, "name"), obj);
}

static int create(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct work *w = arg;
	const struct ag_kind *k = w->kind;
	const char *id = ag_new_id(w->arena);
	int r = id ? fill(w, err) : ag_fail_nomem(err);

	if (r == 0)
		r = ag_kind_name_is_free(tx, k, name_of(k, w->result), w->arena, err);
	if (r)
		return r;
	ag_field_set_string(stored(k, "id"), w->result, id);
	set_time(k, w->result, "creation_time", *(const agola_time *)ag_field_at(stored(k, "update_time"), w->result));
	return ag_db_insert(tx, k->table, k->type, w->result, err);
}

/* A whole replacement; the id is that of the object found, whatever the body says. */
static int update(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct work *w = arg;
	const struct ag_kind *k = w->kind;
	void *old = NULL;
	int r = ag_kind_find(tx, k, w->ref, w->arena, &old, err);

	if (r == 0)
		r = fill(w, err);
	if (r == 0 && strcmp(name_of(k, old), name_of(k, w->result)) != 0)
		r = ag_kind_name_is_free(tx, k, name_of(k, w->result), w->arena, err);
	if (r)
		return r;
	ag_field_set_string(stored(k, "id"), w->result, ag_field_string(stored(k, "id"), old));
	set_time(k, w->result, "creation_time", *(const agola_time *)ag_field_at(stored(k, "creation_time"), old));
	return ag_db_update(tx, k->table, k->type, w->result, err);
}

static int delete (struct ag_tx *tx, void *arg, agola_error **err)
{
	struct work *w = arg;
	void *old = NULL;
	int r = ag_kind_find(tx, w->kind, w->ref, w->arena, &old, err);

	return r ? r : ag_db_delete(tx, w->kind->table, ag_field_string(stored(w->kind, "id"), old), err);
}

static int read_one(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct work *w = arg;

	return ag_kind_find(tx, w->kind, w->ref, w->arena, &w->result, err);
}

static int read_page(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct work *w = arg;
	bool desc = w->sort == AGOLA_SORT_DESC, from = w->start && *w->start, limited = w->limit && w->limit < INT64_MAX;
	struct ag_db_value values[2];
	size_t n = 0;
	/* few texts, so that each is prepared once */
	static const char *const tails[2][2][2] = {
		{ { "ORDER BY name", "ORDER BY name LIMIT ?" }, { "ORDER BY name DESC", "ORDER BY name DESC LIMIT ?" } },
		{ { "WHERE name>? ORDER BY name", "WHERE name>? ORDER BY name LIMIT ?" },
		  { "WHERE name<? ORDER BY name DESC", "WHERE name<? ORDER BY name DESC LIMIT ?" } },
	};

	if (from)
		values[n++] = (struct ag_db_value){ .text = w->start };
	/* one more than asked for tells whether there is more */
	if (limited)
		values[n++] = (struct ag_db_value){ .number = w->limit + 1 };
	return ag_db_select(tx, w->kind->table, w->kind->type, tails[from][desc][limited], values, n, w->arena, &w->items,
	                    &w->n_items, err);
}

int ag_kind_list(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct work w = work_of(rq);
	bool more;
	int r = ag_request_list(rq, &w.limit, &w.sort, err);

	w.start = ag_request_query(rq, w.kind->start_key);
	if (r == 0)
		r = db_do(c->db, rq->ctx, AG_DB_READ, read_page, &w, err);
	if (r)
		return r;
	more = w.limit && w.n_items > (uint64_t)w.limit;
	/* as Go spells it on the wire */
	ag_respond_header(rs, "X-Agola-Hasmore", more ? "true" : "false");
	return ag_respond_page(rs, w.kind->page, w.items, w.n_items - more, err);
}

int ag_kind_get(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct work w = work_of(rq);
	int r = db_do(c->db, rq->ctx, AG_DB_READ, read_one, &w, err);

	return r ? r : ag_respond(rs, 200, w.kind->type, w.result, err);
}

/* The common part of create and update. */
static int put(struct ag_component *c, struct ag_request *rq, struct ag_response *rs,
               int (*fn)(struct ag_tx *tx, void *arg, agola_error **err), agola_error **err)
{
	struct work w = work_of(rq);
	void *body = NULL;
	int r = ag_request_body(rq, w.kind->request, &body, err);

	w.body = body;
	if (r == 0)
		r = w.kind->validate(body, err);
	if (r == 0)
		r = db_do(c->db, rq->ctx, AG_DB_WRITE, fn, &w, err);
	if (r == 0)
		r = ag_respond(rs, 201, w.kind->type, w.result, err);
	agola_free(body);
	return r;
}

int ag_kind_create(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	return put(c, rq, rs, create, err);
}

int ag_kind_update(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	return put(c, rq, rs, update, err);
}

int ag_kind_delete(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct work w = work_of(rq);
	int r = db_do(c->db, rq->ctx, AG_DB_WRITE, delete, &w, err);

	return r ? r : ag_respond_empty(rs, 204);
}
