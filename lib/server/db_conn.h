/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the database: a connection and its statements. Only db*.c and schema.c include SQLite. */
#ifndef AG_SERVER_DB_CONN_H
#define AG_SERVER_DB_CONN_H

#include "server/db.h"

#include <sqlite3.h>

#define AG_MAX_STMTS 64

struct ag_conn {
	struct ag_conn *next;
	sqlite3 *db;
	const char *path;
	sqlite3_stmt *rollback;      /* prepared beforehand: it must run when memory is out, too */
	const struct ag_db_ctx *ctx; /* of the transaction that runs */
	int last;                    /* the last failure */
	int64_t busy_since_us;
	/* readers: of the snapshot that is kept open, see db.c */
	uint64_t snapshot;
	int64_t snapshot_since_us;
	struct ag_stmt {
		char *sql;
		sqlite3_stmt *stmt;
		/* a SELECT made of these, so that its text is made once; table NULL: another one */
		const char *table;
		const struct agola_type *type;
		const char *tail; /* in sql */
	} stmts[AG_MAX_STMTS];
	size_t n_stmts;
};

struct ag_tx {
	struct ag_conn *conn;
};

/* The error of a failed SQLite call. */
int ag_db_fail(struct ag_conn *c, int rc, agola_error **err);
/* A statement, prepared once for each connection. Reset it after use. */
int ag_conn_prepare(struct ag_conn *c, const char *sql, sqlite3_stmt **ret, agola_error **err);

#endif
