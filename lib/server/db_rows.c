/* SPDX-License-Identifier: Apache-2.0 */
/* SQL made of field tables. */
#include "server/db_conn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int ag_conn_prepare(struct ag_conn *c, const char *sql, sqlite3_stmt **ret, agola_error **err)
{
	size_t at = c->n_stmts;
	int rc;

	for (size_t i = 0; i < c->n_stmts; i++) {
		if (strcmp(c->stmts[i].sql, sql) == 0) {
			*ret = c->stmts[i].stmt;
			return 0;
		}
	}
	if (at == AG_MAX_STMTS) {
		/* there are fewer texts of SQL in the program than this; should it grow, the oldest goes */
		sqlite3_finalize(c->stmts[0].stmt);
		free(c->stmts[0].sql);
		memmove(&c->stmts[0], &c->stmts[1], (AG_MAX_STMTS - 1) * sizeof(c->stmts[0]));
		at = --c->n_stmts;
	}
	c->stmts[at] = (struct ag_stmt){ .sql = ag_strdup(sql) };
	if (!c->stmts[at].sql)
		return ag_fail_nomem(err);
	rc = sqlite3_prepare_v3(c->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &c->stmts[at].stmt, NULL);
	if (rc != SQLITE_OK) {
		free(c->stmts[at].sql);
		return ag_db_fail(c, rc, err);
	}
	c->n_stmts++;
	*ret = c->stmts[at].stmt;
	return 0;
}

static void done(sqlite3_stmt *st)
{
	sqlite3_reset(st);
	/* a secret may be bound */
	sqlite3_clear_bindings(st);
}

/* Append the columns of @type: "a,b,c", or with a format "a=?,b=?". */
static void columns(struct ag_buf *b, const struct agola_type *type, const char *after, bool with_id)
{
	bool first = true;

	for (uint32_t i = 0; i < type->n_fields; i++) {
		const char *col = type->fields[i].column;

		if (!col || (!with_id && strcmp(col, "id") == 0))
			continue;
		ag_buf_addf(b, "%s\"%s\"%s", first ? "" : ",", col, after);
		first = false;
	}
}

static int bind(struct ag_conn *c, sqlite3_stmt *st, int at, const struct agola_field *f, const void *obj, agola_error **err)
{
	char time[AGOLA_TIME_BUFSIZE];
	const char *s;
	int rc;

	switch (f->kind) {
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
	case AGOLA_KIND_RAW:
		s = ag_field_string(f, obj);
		rc = sqlite3_bind_text(st, at, s ? s : "", -1, SQLITE_STATIC);
		break;
	case AGOLA_KIND_TIME: {
		/* in UTC with nine digits, so that text sorts as time */
		agola_time t = *(const agola_time *)ag_field_at(f, obj);
		int32_t nsec = t.nsec;
		size_t n;

		t.offset = t.nsec = 0;
		agola_time_format(t, time, sizeof(time));
		n = strlen(time);
		if (n)
			snprintf(time + n - 1, sizeof(time) - n + 1, ".%09dZ", (int)nsec);
		rc = sqlite3_bind_text(st, at, time, -1, SQLITE_TRANSIENT);
		break;
	}
	case AGOLA_KIND_DOUBLE:
		rc = sqlite3_bind_double(st, at, *(const double *)ag_field_at(f, obj));
		break;
	default:
		rc = sqlite3_bind_int64(st, at, ag_field_int(f, obj));
	}
	return rc == SQLITE_OK ? 0 : ag_db_fail(c, rc, err);
}

static int bind_all(struct ag_conn *c, sqlite3_stmt *st, const struct agola_type *type, const void *obj, bool with_id, int *at,
                    agola_error **err)
{
	for (uint32_t i = 0; i < type->n_fields; i++) {
		const struct agola_field *f = &type->fields[i];
		int r;

		if (!f->column || (!with_id && strcmp(f->column, "id") == 0))
			continue;
		r = bind(c, st, (*at)++, f, obj, err);
		if (r)
			return r;
	}
	return 0;
}

static bool read_column(sqlite3_stmt *st, int at, const struct agola_field *f, void *obj, struct ag_arena *arena)
{
	const char *s;
	char *copy;
	agola_time t = { 0 };
	double d;

	switch (f->kind) {
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
	case AGOLA_KIND_RAW:
		s = (const char *)sqlite3_column_text(st, at);
		copy = ag_arena_strndup(arena, s ? s : "", s ? (size_t)sqlite3_column_bytes(st, at) : 0);
		ag_field_set_string(f, obj, copy);
		return copy != NULL;
	case AGOLA_KIND_TIME:
		s = (const char *)sqlite3_column_text(st, at);
		if (s)
			ag_time_parse(s, strlen(s), &t);
		memcpy((char *)obj + f->off, &t, sizeof(t));
		return true;
	case AGOLA_KIND_DOUBLE:
		d = sqlite3_column_double(st, at);
		memcpy((char *)obj + f->off, &d, sizeof(d));
		return true;
	default:
		ag_field_set_int(f, obj, sqlite3_column_int64(st, at));
		return true;
	}
}

static void *read_row(sqlite3_stmt *st, const struct agola_type *type, struct ag_arena *arena)
{
	void *obj = ag_arena_alloc(arena, type->size);
	int at = 0;

	for (uint32_t i = 0; obj && i < type->n_fields; i++) {
		if (type->fields[i].column && !read_column(st, at++, &type->fields[i], obj, arena))
			return NULL;
	}
	return obj;
}

/* SELECT <columns of @type> FROM @table @word @tail, where @table is a literal and @word "" or "WHERE". */
static int prepare_select(struct ag_conn *c, const char *table, const struct agola_type *type, const char *word, const char *tail,
                          sqlite3_stmt **ret, agola_error **err)
{
	struct ag_buf sql = { 0 };
	size_t head;
	int r;

	for (size_t i = 0; i < c->n_stmts; i++) {
		const struct ag_stmt *st = &c->stmts[i];
		size_t n = strlen(word);

		if (st->table == table && st->type == type && strncmp(st->tail, word, n) == 0 &&
		    strcmp(st->tail + n, tail) == 0) {
			*ret = st->stmt;
			return 0;
		}
	}
	ag_buf_adds(&sql, "SELECT ");
	columns(&sql, type, "", true);
	ag_buf_addf(&sql, " FROM \"%s\" ", table);
	head = sql.len;
	ag_buf_addf(&sql, "%s%s", word, tail);
	r = sql.failed ? ag_fail_nomem(err) : ag_conn_prepare(c, sql.s, ret, err);
	ag_buf_free(&sql);
	for (size_t i = 0; r == 0 && i < c->n_stmts; i++) {
		struct ag_stmt *st = &c->stmts[i];

		if (st->stmt == *ret) {
			st->table = table;
			st->type = type;
			st->tail = st->sql + head;
		}
	}
	return r;
}

static int select_rows(struct ag_tx *tx, const char *table, const struct agola_type *type, const char *word, const char *tail,
                       const struct ag_db_value *values, size_t n_values, struct ag_arena *arena, const void *const **items,
                       size_t *n, agola_error **err)
{
	struct ag_conn *c = tx->conn;
	sqlite3_stmt *st = NULL;
	const void **v = NULL;
	size_t cap = 0;
	int r = prepare_select(c, table, type, word, tail, &st, err), rc;

	*n = 0;
	if (r)
		return r;
	for (size_t i = 0; i < n_values; i++) {
		rc = values[i].text ? sqlite3_bind_text(st, (int)i + 1, values[i].text, -1, SQLITE_STATIC)
		                    : sqlite3_bind_int64(st, (int)i + 1, values[i].number);
		if (rc != SQLITE_OK)
			r = ag_db_fail(c, rc, err);
	}
	while (r == 0 && (rc = sqlite3_step(st)) != SQLITE_DONE) {
		if (rc != SQLITE_ROW) {
			r = ag_db_fail(c, rc, err);
			break;
		}
		if (*n + 1 >= cap) {
			const void **bigger = realloc(v, (cap = cap ? cap * 2 : 32) * sizeof(*v));

			if (!bigger) {
				r = ag_fail_nomem(err);
				break;
			}
			v = bigger;
		}
		v[*n] = read_row(st, type, arena);
		if (!v[(*n)++])
			r = ag_fail_nomem(err);
	}
	done(st);
	if (r == 0) {
		const void **copy = ag_arena_alloc(arena, (*n + 1) * sizeof(*copy));

		if (!copy)
			r = ag_fail_nomem(err);
		else if (*n)
			memcpy(copy, v, *n * sizeof(*copy));
		*items = copy;
	}
	free(v);
	return r;
}

int ag_db_select(struct ag_tx *tx, const char *table, const struct agola_type *type, const char *tail,
                 const struct ag_db_value *values, size_t n_values, struct ag_arena *arena, const void *const **items, size_t *n,
                 agola_error **err)
{
	return select_rows(tx, table, type, "", tail, values, n_values, arena, items, n, err);
}

int ag_db_get(struct ag_tx *tx, const char *table, const struct agola_type *type, const char *where, const char *value,
              struct ag_arena *arena, void **ret, agola_error **err)
{
	struct ag_db_value v = { .text = value };
	const void *const *items;
	size_t n = 0;
	int r = select_rows(tx, table, type, "WHERE ", where, &v, 1, arena, &items, &n, err);

	if (r || n == 0)
		return r;
	*ret = (void *)(uintptr_t)items[0];
	return 1;
}

static int run(struct ag_conn *c, const char *sql, bool failed, const struct agola_type *type, const void *obj, bool with_id,
               const char *id, agola_error **err)
{
	sqlite3_stmt *st = NULL;
	int at = 1, rc;
	int r = failed ? ag_fail_nomem(err) : ag_conn_prepare(c, sql, &st, err);

	if (r)
		return r;
	if (type)
		r = bind_all(c, st, type, obj, with_id, &at, err);
	if (r == 0 && id) {
		rc = sqlite3_bind_text(st, at, id, -1, SQLITE_STATIC);
		if (rc != SQLITE_OK)
			r = ag_db_fail(c, rc, err);
	}
	if (r == 0) {
		rc = sqlite3_step(st);
		if (rc != SQLITE_DONE)
			r = ag_db_fail(c, rc, err);
	}
	done(st);
	return r;
}

int ag_db_insert(struct ag_tx *tx, const char *table, const struct agola_type *type, const void *obj, agola_error **err)
{
	struct ag_buf sql = { 0 };
	int r;

	ag_buf_addf(&sql, "INSERT INTO \"%s\" (revision,", table);
	columns(&sql, type, "", true);
	ag_buf_adds(&sql, ") VALUES (1");
	for (uint32_t i = 0; i < type->n_fields; i++) {
		if (type->fields[i].column)
			ag_buf_adds(&sql, ",?");
	}
	ag_buf_addc(&sql, ')');
	r = run(tx->conn, sql.s, sql.failed, type, obj, true, NULL, err);
	ag_buf_free(&sql);
	return r;
}

static const char *id_of(const struct agola_type *type, const void *obj)
{
	for (uint32_t i = 0; i < type->n_fields; i++) {
		if (type->fields[i].column && strcmp(type->fields[i].column, "id") == 0)
			return ag_field_string(&type->fields[i], obj);
	}
	return NULL;
}

int ag_db_update(struct ag_tx *tx, const char *table, const struct agola_type *type, const void *obj, agola_error **err)
{
	struct ag_buf sql = { 0 };
	int r;

	ag_buf_addf(&sql, "UPDATE \"%s\" SET revision=revision+1,", table);
	columns(&sql, type, "=?", false);
	ag_buf_adds(&sql, " WHERE id=?");
	r = run(tx->conn, sql.s, sql.failed, type, obj, false, id_of(type, obj), err);
	ag_buf_free(&sql);
	return r;
}

int ag_db_delete(struct ag_tx *tx, const char *table, const char *id, agola_error **err)
{
	struct ag_buf sql = { 0 };
	int r;

	ag_buf_addf(&sql, "DELETE FROM \"%s\" WHERE id=?", table);
	r = run(tx->conn, sql.s, sql.failed, NULL, NULL, false, id, err);
	ag_buf_free(&sql);
	return r;
}

bool ag_db_is_constraint(const struct ag_tx *tx)
{
	return (tx->conn->last & 0xff) == SQLITE_CONSTRAINT;
}

int ag_db_exec(struct ag_tx *tx, agola_error **err, const char *fmt, ...)
{
	struct ag_buf sql = { 0 };
	va_list ap;
	int rc;

	va_start(ap, fmt);
	ag_buf_vaddf(&sql, fmt, ap);
	va_end(ap);
	rc = sql.failed ? SQLITE_NOMEM : sqlite3_exec(tx->conn->db, ag_buf_str(&sql), NULL, NULL, NULL);
	ag_buf_free(&sql);
	return rc == SQLITE_OK ? 0 : ag_db_fail(tx->conn, rc, err);
}

int ag_db_int(struct ag_tx *tx, const char *sql, int64_t *ret, agola_error **err)
{
	sqlite3_stmt *st = NULL;
	int r = ag_conn_prepare(tx->conn, sql, &st, err), rc;

	if (r)
		return r;
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		*ret = sqlite3_column_int64(st, 0);
	else if (rc != SQLITE_DONE)
		r = ag_db_fail(tx->conn, rc, err);
	done(st);
	return r;
}
