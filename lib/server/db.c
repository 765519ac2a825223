/* SPDX-License-Identifier: Apache-2.0 */
#include "server/db.h"
#include "server/db_conn.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_RETRIES  20
#define MAX_READERS  16
#define BUSY_FOR_US  5000000 /* how long a statement waits for a lock of another process */
#define WAIT_STEP_US 20000   /* how often one that waits looks at its context */

struct ag_db {
	char *path;
	pthread_mutex_t write_lock;
	struct ag_conn *writer;
	pthread_mutex_t lock; /* of the readers */
	pthread_cond_t reader_freed;
	struct ag_conn *readers; /* idle */
	unsigned n_readers;
	uint64_t n_writes; /* counted at the beginning and at the end: odd while one runs */
};

/*
 * A reader keeps its read transaction open between requests as long as nothing is written: to begin and to end one costs two locks of
 * the file, behind a mutex of the process, which is more than a small read takes. Before a write begins, all idle readers let go; one that
 * is busy then does when it comes back. So an idle reader's snapshot is always the newest state, and no checkpoint waits for one.
 */
#define KEEP_US 1000000 /* at most: should another program write to the file after all */

static bool is_cancelled(const struct ag_db_ctx *ctx)
{
	return ctx && ctx->is_cancelled && ctx->is_cancelled(ctx->arg);
}

static bool is_over(const struct ag_db_ctx *ctx)
{
	return ctx && (ag_now_us() >= ctx->deadline_us || is_cancelled(ctx));
}

static int fail_over(const struct ag_db_ctx *ctx, agola_error **err)
{
	return is_cancelled(ctx) ? ag_fail(err, AGOLA_ERR_CANCELLED, "the database stopped: the client is gone")
	                         : ag_fail(err, AGOLA_ERR_TIMEOUT, "the database stopped: the deadline has passed");
}

int ag_db_fail(struct ag_conn *c, int rc, agola_error **err)
{
	c->last = rc;
	if ((rc & 0xff) == SQLITE_INTERRUPT || ((rc & 0xff) == SQLITE_BUSY && is_over(c->ctx)))
		return fail_over(c->ctx, err);
	switch (rc & 0xff) {
	case SQLITE_NOMEM:
		return ag_fail_nomem(err);
	case SQLITE_FULL:
		return ag_fail(err, AGOLA_ERR_INTERNAL, "database %s: the disk is full", c->path);
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return ag_fail(err, AGOLA_ERR_INTERNAL, "database %s: it cannot be opened for writing: %s", c->path,
		               sqlite3_errmsg(c->db));
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return ag_fail(err, AGOLA_ERR_INTERNAL, "database %s: it is damaged or no SQLite database: %s", c->path,
		               sqlite3_errmsg(c->db));
	default:
		return ag_fail(err, AGOLA_ERR_INTERNAL, "database %s: %s", c->path, sqlite3_errmsg(c->db));
	}
}

/* Called by SQLite every so many steps of a statement. */
static int on_progress(void *arg)
{
	struct ag_conn *c = arg;

	return is_over(c->ctx);
}

/* Called by SQLite when another process holds the lock: 0 gives up. */
static int on_busy(void *arg, int count)
{
	struct ag_conn *c = arg;

	if (count == 0)
		c->busy_since_us = ag_now_us();
	if (is_over(c->ctx) || ag_now_us() - c->busy_since_us > BUSY_FOR_US)
		return 0;
	usleep(count < 10 ? 1000 : WAIT_STEP_US);
	return 1;
}

static void conn_close(struct ag_conn *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n_stmts; i++) {
		sqlite3_finalize(c->stmts[i].stmt);
		free(c->stmts[i].sql);
	}
	sqlite3_finalize(c->rollback);
	sqlite3_close(c->db);
	free(c);
}

static int conn_open(const char *path, bool write, struct ag_conn **ret, agola_error **err)
{
	static const char *const pragmas[] = { "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON",
		                               "PRAGMA trusted_schema=OFF" };
	struct ag_conn *c = calloc(1, sizeof(*c));
	int rc, r;

	if (!c)
		return ag_fail_nomem(err);
	c->path = path;
	rc = sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READWRITE | (write ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_extended_result_codes(c->db, 1);
		sqlite3_busy_handler(c->db, on_busy, c);
		sqlite3_progress_handler(c->db, 1000, on_progress, c);
		for (size_t i = 0; rc == SQLITE_OK && i < AG_COUNT(pragmas); i++)
			rc = sqlite3_exec(c->db, pragmas[i], NULL, NULL, NULL);
		if (rc == SQLITE_OK && !write)
			rc = sqlite3_exec(c->db, "PRAGMA query_only=ON", NULL, NULL, NULL);
		if (rc == SQLITE_OK)
			rc = sqlite3_prepare_v3(c->db, "ROLLBACK", -1, SQLITE_PREPARE_PERSISTENT, &c->rollback, NULL);
	}
	if (rc != SQLITE_OK) {
		r = ag_db_fail(c, rc, err);
		conn_close(c);
		return r;
	}
	*ret = c;
	return 0;
}

/* It holds secrets: a new one is its owner's only. SQLite gives its other files the same mode. */
static void make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	/* a failure comes again, with words, when SQLite opens it */
	if (fd >= 0)
		close(fd);
}

int ag_db_open(const char *path, struct ag_db **ret, agola_error **err)
{
	struct ag_db *db = calloc(1, sizeof(*db));
	int r;

	if (!db)
		return ag_fail_nomem(err);
	pthread_mutex_init(&db->write_lock, NULL);
	pthread_mutex_init(&db->lock, NULL);
	pthread_cond_init(&db->reader_freed, NULL);
	make_private(path);
	db->path = ag_strdup(path);
	if (!db->path)
		r = ag_fail_nomem(err);
	else
		r = conn_open(db->path, true, &db->writer, err);
	if (r == 0)
		r = db_do(db, NULL, AG_DB_WRITE, ag_schema_apply, (void *)(uintptr_t)db->path, err);
	if (r) {
		ag_db_close(db);
		return r;
	}
	*ret = db;
	return 0;
}

void ag_db_close(struct ag_db *db)
{
	if (!db)
		return;
	while (db->readers) {
		struct ag_conn *next = db->readers->next;

		conn_close(db->readers);
		db->readers = next;
	}
	/* last, so that it can put the WAL into the database */
	conn_close(db->writer);
	pthread_mutex_destroy(&db->write_lock);
	pthread_mutex_destroy(&db->lock);
	pthread_cond_destroy(&db->reader_freed);
	free(db->path);
	free(db);
}

/* The end of one step of waiting, on the clock that locks use. */
static struct timespec step_end(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec += WAIT_STEP_US * 1000L;
	t.tv_sec += t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	return t;
}

static void end_snapshot(struct ag_conn *c)
{
	if (sqlite3_get_autocommit(c->db))
		return;
	sqlite3_step(c->rollback);
	sqlite3_reset(c->rollback);
}

/* A write begins or ends. */
static void count_write(struct ag_db *db)
{
	pthread_mutex_lock(&db->lock);
	db->n_writes++;
	for (struct ag_conn *c = db->readers; c; c = c->next)
		end_snapshot(c);
	pthread_mutex_unlock(&db->lock);
}

static int take_writer(struct ag_db *db, const struct ag_db_ctx *ctx, struct ag_conn **ret, agola_error **err)
{
	struct timespec end = step_end();
	int r = 0;

	while (pthread_mutex_timedlock(&db->write_lock, &end) != 0) {
		if (is_over(ctx))
			return fail_over(ctx, err);
		end = step_end();
	}
	if (!db->writer)
		r = conn_open(db->path, true, &db->writer, err);
	if (r)
		pthread_mutex_unlock(&db->write_lock);
	else
		count_write(db);
	*ret = db->writer;
	return r;
}

static int take_reader(struct ag_db *db, const struct ag_db_ctx *ctx, struct ag_conn **ret, agola_error **err)
{
	bool over = false;
	uint64_t n_writes;
	int r;

	pthread_mutex_lock(&db->lock);
	while (!db->readers && db->n_readers >= MAX_READERS && !over) {
		struct timespec end = step_end();

		pthread_cond_timedwait(&db->reader_freed, &db->lock, &end);
		over = is_over(ctx);
	}
	*ret = over ? NULL : db->readers;
	if (*ret)
		db->readers = db->readers->next;
	else if (!over)
		db->n_readers++;
	n_writes = db->n_writes;
	pthread_mutex_unlock(&db->lock);
	if (over)
		return fail_over(ctx, err);
	if (*ret && ((*ret)->snapshot != n_writes || ag_now_us() - (*ret)->snapshot_since_us > KEEP_US))
		end_snapshot(*ret);
	if (*ret && (*ret)->snapshot != n_writes && !sqlite3_get_autocommit((*ret)->db)) {
		conn_close(*ret);
		*ret = NULL;
	}
	r = *ret ? 0 : conn_open(db->path, false, ret, err);
	if (r) {
		pthread_mutex_lock(&db->lock);
		db->n_readers--;
		pthread_cond_signal(&db->reader_freed);
		pthread_mutex_unlock(&db->lock);
		return r;
	}
	(*ret)->snapshot = n_writes;
	return 0;
}

/* A connection that could not even roll back is of no more use: closing it does. */
static void give_reader(struct ag_db *db, struct ag_conn *c)
{
	bool keep, usable;

	pthread_mutex_lock(&db->lock);
	keep = c->snapshot == db->n_writes && db->n_writes % 2 == 0;
	if (!keep)
		end_snapshot(c);
	usable = keep || sqlite3_get_autocommit(c->db);
	if (usable) {
		c->next = db->readers;
		db->readers = c;
	} else {
		db->n_readers--;
	}
	pthread_cond_signal(&db->reader_freed);
	pthread_mutex_unlock(&db->lock);
	if (!usable)
		conn_close(c);
}

static void give_writer(struct ag_db *db)
{
	count_write(db);
	if (!sqlite3_get_autocommit(db->writer->db)) {
		conn_close(db->writer);
		db->writer = NULL;
	}
	pthread_mutex_unlock(&db->write_lock);
}

static int run_simple(struct ag_conn *c, const char *sql, agola_error **err)
{
	sqlite3_stmt *st = NULL;
	int r = ag_conn_prepare(c, sql, &st, err), rc;

	if (r)
		return r;
	rc = sqlite3_step(st);
	sqlite3_reset(st);
	return rc == SQLITE_DONE ? 0 : ag_db_fail(c, rc, err);
}

static int once(struct ag_conn *c, enum ag_db_mode mode, int (*fn)(struct ag_tx *, void *, agola_error **), void *arg,
                agola_error **err)
{
	struct ag_tx tx = { .conn = c };
	int r;

	c->last = SQLITE_OK;
	/* a short statement never asks */
	if (is_over(c->ctx))
		return fail_over(c->ctx, err);
	if (sqlite3_get_autocommit(c->db)) {
		c->snapshot_since_us = ag_now_us();
		r = run_simple(c, mode == AG_DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED", err);
		if (r)
			return r;
	}
	r = fn(&tx, arg, err);
	if (r == 0 && mode == AG_DB_WRITE)
		r = run_simple(c, "COMMIT", err);
	if (r) {
		const struct ag_db_ctx *ctx = c->ctx;

		/* also after an interrupt: the context must not stop the rollback */
		c->ctx = NULL;
		end_snapshot(c);
		c->ctx = ctx;
	}
	return r;
}

static bool worth_retrying(const struct ag_conn *c)
{
	int rc = c->last & 0xff;

	return (rc == SQLITE_BUSY || rc == SQLITE_LOCKED) && sqlite3_get_autocommit(c->db) && !is_over(c->ctx);
}

int db_do(struct ag_db *db, const struct ag_db_ctx *ctx, enum ag_db_mode mode,
          int (*fn)(struct ag_tx *tx, void *arg, agola_error **err), void *arg, agola_error **err)
{
	struct ag_conn *c = NULL;
	agola_error *own = NULL;
	int r = mode == AG_DB_WRITE ? take_writer(db, ctx, &c, err) : take_reader(db, ctx, &c, err);

	if (r)
		return r;
	for (int i = 0; i <= MAX_RETRIES; i++) {
		agola_error_free(own);
		own = NULL;
		c->ctx = ctx;
		r = once(c, mode, fn, arg, &own);
		if (r == 0 || !worth_retrying(c))
			break;
		/* not all at once again */
		usleep((unsigned)ag_now_us() % WAIT_STEP_US);
	}
	c->ctx = NULL;
	if (mode == AG_DB_WRITE)
		give_writer(db);
	else
		give_reader(db, c);
	if (r && err)
		*err = own;
	else
		agola_error_free(own);
	return r;
}
