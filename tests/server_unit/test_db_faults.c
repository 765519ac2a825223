/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines, locks of others, and files that are not what they should be. */
#include "folder.h"
#include "server/db.h"
#include "server/db_conn.h"
#include "unit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>

static struct ag_db *open_db(void)
{
	struct ag_db *db = NULL;
	agola_error *err = NULL;

	folder_make();
	ck_assert_msg(ag_db_open(folder_path("db"), &db, &err) == 0, "%s", agola_error_message(err));
	return db;
}

static void close_db(struct ag_db *db)
{
	ag_db_close(db);
	folder_drop();
}

static int touch(struct ag_tx *tx, void *arg, agola_error **err)
{
	int *runs = arg;

	if (runs)
		++*runs;
	return ag_db_exec(tx, err, "CREATE TABLE IF NOT EXISTS x (a)");
}

static int look(struct ag_tx *tx, void *arg, agola_error **err)
{
	return ag_db_int(tx, "SELECT count(*) FROM remotesource", arg, err);
}

/* Runs for hours. */
static int count_far(struct ag_tx *tx, void *arg, agola_error **err)
{
	return ag_db_int(tx, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n LIMIT 1", arg,
	                 err);
}

static bool is_set(const void *arg)
{
	return atomic_load((const atomic_bool *)arg);
}

static bool after_ten(const void *arg)
{
	atomic_int *n = (atomic_int *)(uintptr_t)arg;

	return atomic_fetch_add(n, 1) > 10;
}

static struct ag_db_ctx in_ms(int64_t ms)
{
	return (struct ag_db_ctx){ .deadline_us = ag_now_us() + ms * 1000 };
}

START_TEST(deadline_interrupts)
{
	struct ag_db *db = open_db();
	struct ag_db_ctx ctx = in_ms(100);
	agola_error *err = NULL;
	int64_t v = -1, start = ag_now_us();

	ck_assert_int_eq(db_do(db, &ctx, AG_DB_READ, count_far, &v, &err), AGOLA_ERR_TIMEOUT);
	ck_assert_str_eq(agola_error_message(err), "the database stopped: the deadline has passed");
	ck_assert_int_lt(ag_now_us() - start, 5000000);
	agola_error_free(err);
	/* the connection works again */
	ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, look, &v, NULL), 0);
	ck_assert_int_eq(v, 0);
	close_db(db);
}
END_TEST

START_TEST(cancel_interrupts)
{
	struct ag_db *db = open_db();
	atomic_int n = 0;
	struct ag_db_ctx ctx = { .deadline_us = INT64_MAX, .is_cancelled = after_ten, .arg = &n };
	agola_error *err = NULL;
	int64_t v = -1;

	ck_assert_int_eq(db_do(db, &ctx, AG_DB_WRITE, count_far, &v, &err), AGOLA_ERR_CANCELLED);
	ck_assert_str_eq(agola_error_message(err), "the database stopped: the client is gone");
	agola_error_free(err);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, touch, NULL, NULL), 0);
	close_db(db);
}
END_TEST

START_TEST(over_before_it_begins)
{
	struct ag_db *db = open_db();
	atomic_bool cancelled = true;
	struct ag_db_ctx late = { .deadline_us = ag_now_us() - 1 };
	struct ag_db_ctx gone = { .deadline_us = INT64_MAX, .is_cancelled = is_set, .arg = &cancelled };
	int runs = 0;

	ck_assert_int_eq(db_do(db, &late, AG_DB_WRITE, touch, &runs, NULL), AGOLA_ERR_TIMEOUT);
	ck_assert_int_eq(db_do(db, &gone, AG_DB_READ, touch, &runs, NULL), AGOLA_ERR_CANCELLED);
	ck_assert_int_eq(runs, 0);
	close_db(db);
}
END_TEST

/* ---- waiting ---- */

struct holder {
	struct ag_db *db;
	atomic_bool is_in, may_go;
};

static int hold(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct holder *h = arg;

	(void)tx;
	(void)err;
	atomic_store(&h->is_in, true);
	while (!atomic_load(&h->may_go))
		usleep(1000);
	return 0;
}

static void *write_hold(void *arg)
{
	struct holder *h = arg;

	ck_assert_int_eq(db_do(h->db, NULL, AG_DB_WRITE, hold, h, NULL), 0);
	return NULL;
}

static void *read_hold(void *arg)
{
	struct holder *h = arg;

	ck_assert_int_eq(db_do(h->db, NULL, AG_DB_READ, hold, h, NULL), 0);
	return NULL;
}

START_TEST(deadline_while_another_writes)
{
	struct holder h = { .db = open_db() };
	struct ag_db_ctx ctx;
	int64_t start;
	int runs = 0;
	pthread_t t;

	ck_assert_int_eq(pthread_create(&t, NULL, write_hold, &h), 0);
	while (!atomic_load(&h.is_in))
		usleep(1000);
	ctx = in_ms(100);
	start = ag_now_us();
	ck_assert_int_eq(db_do(h.db, &ctx, AG_DB_WRITE, touch, &runs, NULL), AGOLA_ERR_TIMEOUT);
	ck_assert_int_ge(ag_now_us() - start, 90000);
	ck_assert_int_lt(ag_now_us() - start, 5000000);
	ck_assert_int_eq(runs, 0);
	atomic_store(&h.may_go, true);
	pthread_join(t, NULL);
	close_db(h.db);
}
END_TEST

START_TEST(deadline_while_all_readers_are_taken)
{
	struct holder h[16];
	struct ag_db *db = open_db();
	struct ag_db_ctx ctx;
	int64_t v = -1;
	pthread_t t[16];

	for (int i = 0; i < 16; i++) {
		memset(&h[i], 0, sizeof(h[i]));
		h[i].db = db;
		ck_assert_int_eq(pthread_create(&t[i], NULL, read_hold, &h[i]), 0);
	}
	for (int i = 0; i < 16; i++) {
		while (!atomic_load(&h[i].is_in))
			usleep(1000);
	}
	ctx = in_ms(100);
	ck_assert_int_eq(db_do(db, &ctx, AG_DB_READ, look, &v, NULL), AGOLA_ERR_TIMEOUT);
	/* one that is freed goes to the next */
	atomic_store(&h[0].may_go, true);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, look, &v, NULL), 0);
	for (int i = 0; i < 16; i++) {
		atomic_store(&h[i].may_go, true);
		pthread_join(t[i], NULL);
	}
	close_db(db);
}
END_TEST

static void run_sql(sqlite3 *s, const char *sql)
{
	char *why = NULL;

	ck_assert_msg(sqlite3_exec(s, sql, NULL, NULL, &why) == SQLITE_OK, "%s: %s", sql, why ? why : "?");
}

static void *free_lock(void *arg)
{
	usleep(200000);
	run_sql(arg, "COMMIT");
	return NULL;
}

/* Another process, such as a backup, holds the write lock. */
START_TEST(busy)
{
	struct ag_db *db = open_db();
	struct ag_db_ctx ctx;
	sqlite3 *other = NULL;
	int64_t v = -1, start;
	int runs = 0;
	pthread_t t;

	ck_assert_int_eq(sqlite3_open(folder_path("db"), &other), SQLITE_OK);
	run_sql(other, "BEGIN IMMEDIATE");
	ctx = in_ms(100);
	start = ag_now_us();
	ck_assert_int_eq(db_do(db, &ctx, AG_DB_WRITE, touch, &runs, NULL), AGOLA_ERR_TIMEOUT);
	ck_assert_int_lt(ag_now_us() - start, 3000000);
	ck_assert_int_eq(runs, 0);
	/* readers are not concerned */
	ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, look, &v, NULL), 0);
	/* freed in time: the writer waited and goes on */
	ck_assert_int_eq(pthread_create(&t, NULL, free_lock, other), 0);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, touch, &runs, NULL), 0);
	ck_assert_int_eq(runs, 1);
	pthread_join(t, NULL);
	sqlite3_close(other);
	close_db(db);
}
END_TEST

static int busy_twice(struct ag_tx *tx, void *arg, agola_error **err)
{
	int *runs = arg;

	if (++*runs < 3)
		return ag_db_fail(tx->conn, SQLITE_BUSY_SNAPSHOT, err);
	return 0;
}

static int always_busy(struct ag_tx *tx, void *arg, agola_error **err)
{
	++*(int *)arg;
	return ag_db_fail(tx->conn, SQLITE_BUSY, err);
}

START_TEST(retries_are_bounded)
{
	struct ag_db *db = open_db();
	agola_error *err = NULL;
	int runs = 0;

	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, busy_twice, &runs, &err), 0);
	ck_assert_int_eq(runs, 3);
	ck_assert_ptr_null(err);
	runs = 0;
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, always_busy, &runs, &err), AGOLA_ERR_INTERNAL);
	ck_assert_int_gt(runs, 3);
	ck_assert_int_lt(runs, 100);
	agola_error_free(err);
	close_db(db);
}
END_TEST

/* ---- full ---- */

static int fill(struct ag_tx *tx, void *arg, agola_error **err)
{
	int r = touch(tx, NULL, err);

	(void)arg;
	return r ? r : ag_db_exec(tx, err, "INSERT INTO x VALUES (randomblob(4000000))");
}

static int limit_pages(struct ag_tx *tx, void *arg, agola_error **err)
{
	int64_t v = 0;

	(void)arg;
	return ag_db_int(tx, "PRAGMA max_page_count=20", &v, err);
}

START_TEST(full)
{
	struct ag_db *db = open_db();
	agola_error *err = NULL;
	int64_t v = -1;

	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, limit_pages, NULL, NULL), 0);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, fill, NULL, &err), AGOLA_ERR_INTERNAL);
	ck_assert_msg(strstr(agola_error_message(err), "the disk is full") != NULL, "%s", agola_error_message(err));
	agola_error_free(err);
	/* undone, and what fits is still taken */
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, touch, NULL, NULL), 0);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, look, &v, NULL), 0);
	close_db(db);
}
END_TEST

/* ---- files ---- */

static void refused(const char *path, int result, const char *words)
{
	struct ag_db *db = NULL;
	agola_error *err = NULL;

	ck_assert_int_eq(ag_db_open(path, &db, &err), result);
	ck_assert_ptr_null(db);
	ck_assert_msg(strstr(agola_error_message(err), words) != NULL, "%s", agola_error_message(err));
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), path));
	agola_error_free(err);
}

START_TEST(no_database)
{
	char page[8192] = { 0 };

	folder_make();
	memset(page, 'x', sizeof(page));
	folder_write("text", page, sizeof(page));
	refused(folder_path("text"), AGOLA_ERR_INTERNAL, "damaged or no SQLite database");
	refused(folder, AGOLA_ERR_INTERNAL, "cannot be opened for writing");
	refused(folder_path("no/such/folder"), AGOLA_ERR_INTERNAL, "cannot be opened for writing");
	folder_drop();
}
END_TEST

START_TEST(damaged)
{
	struct ag_db *db = open_db();
	char path[500];
	FILE *f;

	ag_db_close(db);
	snprintf(path, sizeof(path), "%s", folder_path("db"));
	f = fopen(path, "r+e");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fseek(f, 100, SEEK_SET), 0);
	for (int i = 0; i < 3000; i++)
		fputc(0xee, f);
	fclose(f);
	refused(path, AGOLA_ERR_INTERNAL, "damaged or no SQLite database");
	folder_drop();
}
END_TEST

static void make(const char *path, const char *sql)
{
	sqlite3 *s = NULL;

	ck_assert_int_eq(sqlite3_open(path, &s), SQLITE_OK);
	run_sql(s, sql);
	sqlite3_close(s);
}

START_TEST(files_of_others)
{
	char path[500];

	folder_make();
	snprintf(path, sizeof(path), "%s", folder_path("go"));
	make(path, "CREATE TABLE dbversion (version INTEGER, time INTEGER); CREATE TABLE remotesource (id TEXT)");
	refused(path, AGOLA_ERR_INVALID, "belongs to Agola's Go configstore");
	snprintf(path, sizeof(path), "%s", folder_path("notes"));
	make(path, "CREATE TABLE notes (a)");
	refused(path, AGOLA_ERR_INVALID, "no database of agolad");
	snprintf(path, sizeof(path), "%s", folder_path("new"));
	make(path, "PRAGMA application_id=1634168684; PRAGMA user_version=999");
	refused(path, AGOLA_ERR_INVALID, "it has version 999, this agolad knows");
	/* an empty file is a new database */
	folder_write("empty", "", 0);
	{
		struct ag_db *db = NULL;
		int64_t v = -1;

		ck_assert_int_eq(ag_db_open(folder_path("empty"), &db, NULL), 0);
		ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, look, &v, NULL), 0);
		ck_assert_int_eq(v, 0);
		ag_db_close(db);
	}
	folder_drop();
}
END_TEST

static int versions(struct ag_tx *tx, void *arg, agola_error **err)
{
	int64_t *v = arg;
	int r = ag_db_int(tx, "PRAGMA user_version", &v[0], err);

	return r ? r : ag_db_int(tx, "PRAGMA application_id", &v[1], err);
}

START_TEST(versions_are_written)
{
	struct ag_db *db = open_db();
	int64_t v[2] = { 0, 0 };

	ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, versions, v, NULL), 0);
	ck_assert_int_ge(v[0], 1);
	ck_assert_int_eq(v[1], 0x61676f6c);
	close_db(db);
}
END_TEST

UNIT("server-db-faults", deadline_interrupts, cancel_interrupts, over_before_it_begins, deadline_while_another_writes,
     deadline_while_all_readers_are_taken, busy, retries_are_bounded, full, no_database, damaged, files_of_others,
     versions_are_written)
