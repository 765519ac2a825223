/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The database: transactions, and rows from and to structs by their field tables (those rows that name a column).
 *
 * SQLite in WAL mode. One connection writes, behind a mutex; readers have connections of their own and never take the write
 * lock. synchronous=NORMAL: a power failure can lose the last commits, never the database.
 */
#ifndef AG_SERVER_DB_H
#define AG_SERVER_DB_H

#include "core/core.h"
#include "json/json.h"

struct ag_db;
struct ag_tx;

enum ag_db_mode { AG_DB_READ, AG_DB_WRITE };

/* What ends a transaction early. */
struct ag_db_ctx {
	int64_t deadline_us;                   /* on ag_now_us()'s clock; INT64_MAX: none */
	bool (*is_cancelled)(const void *arg); /* NULL: never; called while a statement runs */
	const void *arg;
};

int ag_db_open(const char *path, struct ag_db **ret, agola_error **err);
void ag_db_close(struct ag_db *db);

/*
 * Run fn in one transaction: committed if it returns 0, rolled back otherwise. @ctx is kept in the transaction and holds for
 * all that is done in it. fn runs again, a bounded number of times, when the database was busy; so it must set its results
 * anew each time. @ctx NULL: no deadline.
 */
int db_do(struct ag_db *db, const struct ag_db_ctx *ctx, enum ag_db_mode mode,
          int (*fn)(struct ag_tx *tx, void *arg, agola_error **err), void *arg, agola_error **err);

/* A value of a condition: text, or an integer. */
struct ag_db_value {
	const char *text; /* NULL: number counts */
	int64_t number;
};

/* One object of @type from @table, in @arena; @where is SQL after WHERE with one ?. 1 and *ret, 0 if there is none, or negative. */
int ag_db_get(struct ag_tx *tx, const char *table, const struct agola_type *type, const char *where, const char *value,
              struct ag_arena *arena, void **ret, agola_error **err);
/* All objects: @tail is SQL behind FROM, with one ? for each value. *items is a NULL-terminated array in @arena. */
int ag_db_select(struct ag_tx *tx, const char *table, const struct agola_type *type, const char *tail,
                 const struct ag_db_value *values, size_t n_values, struct ag_arena *arena, const void *const **items, size_t *n,
                 agola_error **err);
int ag_db_insert(struct ag_tx *tx, const char *table, const struct agola_type *type, const void *obj, agola_error **err);
/* Every column but id, of the object with the same id; its revision grows by one. */
int ag_db_update(struct ag_tx *tx, const char *table, const struct agola_type *type, const void *obj, agola_error **err);
int ag_db_delete(struct ag_tx *tx, const char *table, const char *id, agola_error **err);
/* Whether the last failure was that of a unique or foreign key, so that a handler can name it. */
bool ag_db_is_constraint(const struct ag_tx *tx);
/* SQL without a result and without values from outside; for pragmas, which take no ?. */
int ag_db_exec(struct ag_tx *tx, agola_error **err, const char *fmt, ...) AG_PRINTF(3, 4);
/* The first column of the first row as a number; *ret is left alone if there is none. */
int ag_db_int(struct ag_tx *tx, const char *sql, int64_t *ret, agola_error **err);

/* schema.c: make or check the tables. */
int ag_schema_apply(struct ag_tx *tx, void *arg, agola_error **err);

#endif
