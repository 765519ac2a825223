/* SPDX-License-Identifier: Apache-2.0 */
/* Transactions of agolad's database: readers keep their snapshots open, and nobody may notice. */
#include "server/db_conn.h"
#include "unit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/agola-test-db-XXXXXX";
static char path[64], wal[64];
static struct ag_db *db;

static int make_table(struct ag_tx *tx, void *arg, agola_error **err)
{
	(void)arg;
	return ag_db_exec(tx, err, "CREATE TABLE counter AS SELECT 0 AS n, '%0200d' AS filling", 0);
}

static int add_one(struct ag_tx *tx, void *arg, agola_error **err)
{
	(void)arg;
	return ag_db_exec(tx, err, "UPDATE counter SET n=n+1");
}

static int read_counter(struct ag_tx *tx, void *arg, agola_error **err)
{
	return ag_db_int(tx, "SELECT n FROM counter", arg, err);
}

/* Still busy when a write has come and gone. */
static int read_slowly(struct ag_tx *tx, void *arg, agola_error **err)
{
	int r = ag_db_int(tx, "SELECT n FROM counter", arg, err);

	usleep(1000);
	return r;
}

static int refuse(struct ag_tx *tx, void *arg, agola_error **err)
{
	int64_t n;
	int r = ag_db_int(tx, "SELECT n FROM counter", &n, err);

	(void)arg;
	return r ? r : ag_fail(err, AGOLA_ERR_NOT_FOUND, "refused");
}

static void open_db(void)
{
	memcpy(dir + sizeof(dir) - 7, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/db", dir);
	snprintf(wal, sizeof(wal), "%s/db-wal", dir);
	ck_assert_int_eq(ag_db_open(path, &db, NULL), 0);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, make_table, NULL, NULL), 0);
}

static void close_db(void)
{
	ag_db_close(db);
	unlink(path);
	ck_assert_int_eq(rmdir(dir), 0);
}

static int64_t counter(void)
{
	int64_t n = -1;

	ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, read_counter, &n, NULL), 0);
	return n;
}

static atomic_llong written;
static atomic_bool end;
static atomic_int stale;

static void *read_on(void *arg)
{
	(void)arg;
	while (!atomic_load(&end)) {
		long long before = atomic_load(&written);
		int64_t n = -1;

		if (db_do(db, NULL, AG_DB_READ, read_counter, &n, NULL) || n < before)
			atomic_fetch_add(&stale, 1);
		if (db_do(db, NULL, AG_DB_READ, refuse, NULL, NULL) != AGOLA_ERR_NOT_FOUND)
			atomic_fetch_add(&stale, 1);
		before = atomic_load(&written);
		if (db_do(db, NULL, AG_DB_READ, read_slowly, &n, NULL) || n < before)
			atomic_fetch_add(&stale, 1);
	}
	return NULL;
}

/* What was written before a read began is read, whichever connection reads. */
START_TEST(reads_see_all_that_was_written)
{
	pthread_t threads[4];

	open_db();
	for (size_t i = 0; i < AG_COUNT(threads); i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, read_on, NULL), 0);
	for (int i = 1; i <= 500; i++) {
		ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, add_one, NULL, NULL), 0);
		atomic_store(&written, i);
		if (i % 10 == 0)
			usleep(2000);
	}
	atomic_store(&end, true);
	for (size_t i = 0; i < AG_COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	ck_assert_int_eq(atomic_load(&stale), 0);
	ck_assert_int_eq(counter(), 500);
	close_db();
}
END_TEST

/* A checkpoint starts the log anew when no reader needs it; idle readers do not. */
START_TEST(idle_readers_hold_no_log)
{
	struct stat st;

	open_db();
	for (int i = 1; i <= 5000; i++) {
		ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, add_one, NULL, NULL), 0);
		ck_assert_int_eq(counter(), i);
	}
	ck_assert_int_eq(stat(wal, &st), 0);
	/* SQLite's checkpoint comes after 1000 pages of 4 KiB; each write here is at least one page */
	ck_assert_msg(st.st_size < 6 * 1024 * 1024, "%s has %lld bytes", wal, (long long)st.st_size);
	close_db();
}
END_TEST

START_TEST(another_program_writes)
{
	sqlite3 *other;

	open_db();
	ck_assert_int_eq(counter(), 0);
	ck_assert_int_eq(sqlite3_open(path, &other), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(other, "UPDATE counter SET n=7", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	usleep(1100000);
	ck_assert_int_eq(counter(), 7);
	close_db();
}
END_TEST

UNIT("db", reads_see_all_that_was_written, idle_readers_hold_no_log, another_program_writes)
