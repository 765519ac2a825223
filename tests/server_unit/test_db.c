/* SPDX-License-Identifier: Apache-2.0 */
/* Rows and transactions. */
#include "cs/remote_source.h"
#include "folder.h"
#include "server/db.h"
#include "unit.h"

#include <pthread.h>
#include <sys/stat.h>

#define TABLE "remotesource"
#define TYPE  (&agola_cs_remote_source_type)

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

/* ---- small transactions ---- */

struct row {
	const char *id, *name;
	int fail; /* what to return after the insert */
	int runs, is_constraint;
};

static agola_cs_remote_source source(const char *id, const char *name)
{
	agola_cs_remote_source s = {
		.id = id, .name = name, .api_url = "http://x", .type_raw = "gitea", .auth_type_raw = "password"
	};

	s.type = AGOLA_REMOTE_SOURCE_GITEA;
	s.auth_type = AGOLA_AUTH_PASSWORD;
	s.creation_time = s.update_time = ag_time_now();
	return s;
}

static int insert(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct row *row = arg;
	agola_cs_remote_source s = source(row->id, row->name);
	int r = ag_db_insert(tx, TABLE, TYPE, &s, err);

	row->runs++;
	row->is_constraint = ag_db_is_constraint(tx);
	if (r == 0 && row->fail)
		return ag_fail(err, row->fail, "as asked");
	return r;
}

static int count(struct ag_tx *tx, void *arg, agola_error **err)
{
	return ag_db_int(tx, "SELECT count(*) FROM " TABLE, arg, err);
}

static int64_t rows(struct ag_db *db)
{
	int64_t n = -1;

	ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, count, &n, NULL), 0);
	return n;
}

START_TEST(commit_and_rollback)
{
	struct ag_db *db = open_db();
	struct row row = { .id = "1", .name = "a" };
	agola_error *err = NULL;

	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, insert, &row, &err), 0);
	ck_assert_int_eq(rows(db), 1);
	/* a failure of the function undoes what it did, and is passed on */
	row = (struct row){ .id = "2", .name = "b", .fail = AGOLA_ERR_BAD_REQUEST };
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, insert, &row, &err), AGOLA_ERR_BAD_REQUEST);
	ck_assert_str_eq(agola_error_message(err), "as asked");
	ck_assert_int_eq(row.runs, 1);
	agola_error_free(err);
	ck_assert_int_eq(rows(db), 1);
	/* and the next one works */
	row = (struct row){ .id = "2", .name = "b" };
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, insert, &row, NULL), 0);
	ck_assert_int_eq(rows(db), 2);
	close_db(db);
}
END_TEST

START_TEST(constraints)
{
	struct ag_db *db = open_db();
	struct row row = { .id = "1", .name = "a" }, same_name = { .id = "2", .name = "a" }, same_id = { .id = "1", .name = "b" };
	agola_error *err = NULL;

	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, insert, &row, NULL), 0);
	ck_assert_int_eq(row.is_constraint, 0);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, insert, &same_name, &err), AGOLA_ERR_INTERNAL);
	ck_assert_int_eq(same_name.is_constraint, 1);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), "UNIQUE"));
	agola_error_free(err);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, insert, &same_id, NULL), AGOLA_ERR_INTERNAL);
	ck_assert_int_eq(same_id.is_constraint, 1);
	/* not tried again, unlike a busy database */
	ck_assert_int_eq(same_id.runs, 1);
	ck_assert_int_eq(rows(db), 1);
	close_db(db);
}
END_TEST

START_TEST(readers_cannot_write)
{
	struct ag_db *db = open_db();
	struct row row = { .id = "1", .name = "a" };
	agola_error *err = NULL;

	ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, insert, &row, &err), AGOLA_ERR_INTERNAL);
	ck_assert_msg(strstr(agola_error_message(err), "readonly") != NULL, "%s", agola_error_message(err));
	agola_error_free(err);
	ck_assert_int_eq(rows(db), 0);
	close_db(db);
}
END_TEST

/* ---- readers beside a writer ---- */

struct beside {
	struct ag_db *db;
	int64_t seen, start_us;
};

static void *read_beside(void *arg)
{
	struct beside *b = arg;

	b->start_us = ag_now_us();
	b->seen = rows(b->db);
	b->start_us = ag_now_us() - b->start_us;
	return NULL;
}

/* While this transaction is open and has written, another thread reads. */
static int write_and_read(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct beside *b = arg;
	struct row row = { .id = "1", .name = "a" };
	pthread_t t;
	int r = insert(tx, &row, err);

	ck_assert_int_eq(pthread_create(&t, NULL, read_beside, b), 0);
	pthread_join(t, NULL);
	return r;
}

/* While this transaction reads, another thread writes; then it reads the same again. */
static void *write_beside(void *arg)
{
	struct beside *b = arg;
	struct row row = { .id = "2", .name = "b" };

	ck_assert_int_eq(db_do(b->db, NULL, AG_DB_WRITE, insert, &row, NULL), 0);
	return NULL;
}

static int read_and_write(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct beside *b = arg;
	int64_t before = -1;
	pthread_t t;

	ck_assert_int_eq(count(tx, &before, err), 0);
	ck_assert_int_eq(pthread_create(&t, NULL, write_beside, b), 0);
	pthread_join(t, NULL);
	ck_assert_int_eq(count(tx, &b->seen, err), 0);
	ck_assert_int_eq(b->seen, before);
	return 0;
}

START_TEST(readers_and_writers_do_not_wait)
{
	struct beside b = { .db = open_db(), .seen = -1 };

	/* it would wait for ever, if it waited */
	ck_assert_int_eq(db_do(b.db, NULL, AG_DB_WRITE, write_and_read, &b, NULL), 0);
	ck_assert_int_eq(b.seen, 0);
	ck_assert_int_eq(rows(b.db), 1);
	/* a reader sees one state from its beginning to its end */
	ck_assert_int_eq(db_do(b.db, NULL, AG_DB_READ, read_and_write, &b, NULL), 0);
	ck_assert_int_eq(rows(b.db), 2);
	close_db(b.db);
}
END_TEST

struct crowd {
	struct ag_db *db;
	int n;
};

static void *many(void *arg)
{
	struct crowd *c = arg;

	for (int i = 0; i < 20; i++) {
		char id[32];
		struct row row = { .id = id, .name = id };

		snprintf(id, sizeof(id), "n%d-%d", c->n, i);
		ck_assert_int_eq(db_do(c->db, NULL, AG_DB_WRITE, insert, &row, NULL), 0);
		ck_assert_int_ge(rows(c->db), 1);
	}
	return NULL;
}

/* More threads than readers. */
START_TEST(many_threads)
{
	struct ag_db *db = open_db();
	struct crowd c[24];
	pthread_t t[24];

	for (int i = 0; i < 24; i++) {
		c[i] = (struct crowd){ db, i };
		ck_assert_int_eq(pthread_create(&t[i], NULL, many, &c[i]), 0);
	}
	for (int i = 0; i < 24; i++)
		pthread_join(t[i], NULL);
	ck_assert_int_eq(rows(db), 24 * 20);
	close_db(db);
}
END_TEST

/* ---- rows ---- */

struct exchange {
	agola_cs_remote_source *in, *out;
	struct ag_arena arena;
};

static int put_and_get(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct exchange *x = arg;
	void *out = NULL;
	int r = ag_db_insert(tx, TABLE, TYPE, x->in, err);

	ag_arena_init(&x->arena);
	if (r == 0)
		r = ag_db_get(tx, TABLE, TYPE, "id=?", x->in->id, &x->arena, &out, err);
	x->out = out;
	ck_assert_int_eq(r, 1);
	ck_assert_int_eq(ag_db_get(tx, TABLE, TYPE, "id=?", "none", &x->arena, &out, err), 0);
	return 0;
}

START_TEST(every_field_both_ways)
{
	struct ag_db *db = open_db();
	agola_cs_remote_source s = source("1", "it's; \"ö\" \xf0\x9f\x90\xba"), *o;
	struct exchange x = { .in = &s };

	s.creation_time = (agola_time){ .sec = 1704164645, .nsec = 6000, .offset = 7200, .valid = true };
	s.update_time = (agola_time){ .sec = 1704164645, .nsec = 0, .valid = true };
	s.skip_verify = true;
	s.type_raw = "of the future";
	s.type = 0;
	s.oauth2_client_secret = "s";
	s.registration_enabled = AGOLA_TRUE;
	s.login_enabled = AGOLA_FALSE;
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, put_and_get, &x, NULL), 0);
	o = x.out;
	ck_assert_str_eq(o->id, "1");
	ck_assert_str_eq(o->name, s.name);
	/* the same moment, in UTC */
	ck_assert_int_eq(o->creation_time.sec, s.creation_time.sec);
	ck_assert_int_eq(o->creation_time.nsec, 6000);
	ck_assert_int_eq(o->creation_time.offset, 0);
	ck_assert_int_eq(o->update_time.nsec, 0);
	ck_assert(o->update_time.valid);
	ck_assert(o->skip_verify);
	ck_assert(!o->skip_ssh_host_key_check);
	ck_assert_str_eq(o->type_raw, "of the future");
	ck_assert_int_eq((int)o->type, 0);
	ck_assert_int_eq((int)o->auth_type, AGOLA_AUTH_PASSWORD);
	ck_assert_str_eq(o->oauth2_client_secret, "s");
	/* what was not set is empty, never NULL in SQL */
	ck_assert_str_eq(o->ssh_host_key, "");
	ck_assert_int_eq(o->registration_enabled, AGOLA_TRUE);
	ck_assert_int_eq(o->login_enabled, AGOLA_FALSE);
	ag_arena_free(&x.arena);
	close_db(db);
}
END_TEST

/* One of each kind of row that the tables can have. */
struct kinds {
	const char *id, *raw;
	int64_t big;
	uint64_t ubig;
	int8_t small;
	double real;
	int64_t duration;
};
#define T struct kinds
static const struct agola_field kinds_fields[] = {
	AG_STRING(T, id, "id", .column = "id"),       AG_RAW(T, raw, "raw", .column = "raw"),
	AG_INT(T, big, "big", .column = "big"),       AG_UINT(T, ubig, "ubig", .column = "ubig"),
	AG_INT(T, small, "small", .column = "small"), AG_DOUBLE(T, real, "real", .column = "real"),
	AG_DURATION(T, duration, "d", .column = "d"),
};
#undef T
static AG_TYPE_(kinds, struct kinds, kinds_fields, .flags = 0);

static int all_kinds(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct kinds in = { "1", "{\"a\":[1]}", INT64_MIN, (uint64_t)INT64_MAX, -128, 0.1, INT64_MAX }, *out;
	const void *const *items = NULL;
	struct ag_arena *arena = arg;
	void *got = NULL;
	size_t n = 9;

	ck_assert_int_eq(
	        ag_db_exec(tx, err, "CREATE TABLE kinds (id TEXT PRIMARY KEY, revision INTEGER, raw, big, ubig, small, real, d)"),
	        0);
	ck_assert_int_eq(ag_db_select(tx, "kinds", &kinds_type, "", NULL, 0, arena, &items, &n, err), 0);
	ck_assert_uint_eq(n, 0);
	ck_assert_ptr_nonnull(items);
	ck_assert_int_eq(ag_db_insert(tx, "kinds", &kinds_type, &in, err), 0);
	ck_assert_int_eq(ag_db_get(tx, "kinds", &kinds_type, "id=?", "1", arena, &got, err), 1);
	out = got;
	ck_assert_str_eq(out->raw, in.raw);
	ck_assert(out->big == INT64_MIN && out->ubig == (uint64_t)INT64_MAX && out->small == -128);
	ck_assert(out->real > 0.0999 && out->real < 0.1001 && out->duration == INT64_MAX);
	/* update: all but the id, and the revision grows */
	in.small = 127;
	in.raw = "null";
	ck_assert_int_eq(ag_db_update(tx, "kinds", &kinds_type, &in, err), 0);
	ck_assert_int_eq(ag_db_get(tx, "kinds", &kinds_type, "id=?", "1", arena, &got, err), 1);
	out = got;
	ck_assert(out->small == 127 && out->big == INT64_MIN);
	ck_assert_str_eq(out->raw, "null");
	ck_assert_int_eq(ag_db_int(tx, "SELECT revision FROM kinds", &in.big, err), 0);
	ck_assert_int_eq(in.big, 2);
	ck_assert_int_eq(ag_db_delete(tx, "kinds", "1", err), 0);
	ck_assert_int_eq(ag_db_get(tx, "kinds", &kinds_type, "id=?", "1", arena, &got, err), 0);
	return 0;
}

START_TEST(every_kind_both_ways)
{
	struct ag_db *db = open_db();
	struct ag_arena arena;

	ag_arena_init(&arena);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, all_kinds, &arena, NULL), 0);
	ag_arena_free(&arena);
	close_db(db);
}
END_TEST

static int sorted_times(struct ag_tx *tx, void *arg, agola_error **err)
{
	static const int32_t nsec[] = { 0, 1, 500000000, 999999999 };
	const void *const *items = NULL;
	size_t n = 0;

	for (int i = 3; i >= 0; i--) {
		char id[2] = { (char)('0' + i), 0 };
		agola_cs_remote_source s = source(id, id);

		s.creation_time = (agola_time){ .sec = 1704164645, .nsec = nsec[i], .offset = i * 3600, .valid = true };
		ck_assert_int_eq(ag_db_insert(tx, TABLE, TYPE, &s, err), 0);
	}
	ck_assert_int_eq(ag_db_select(tx, TABLE, TYPE, "ORDER BY creation_time", NULL, 0, arg, &items, &n, err), 0);
	ck_assert_uint_eq(n, 4);
	for (size_t i = 0; i < n; i++)
		ck_assert_int_eq(((const agola_cs_remote_source *)items[i])->creation_time.nsec, nsec[i]);
	return 0;
}

START_TEST(times_sort_as_text)
{
	struct ag_db *db = open_db();
	struct ag_arena arena;

	ag_arena_init(&arena);
	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, sorted_times, &arena, NULL), 0);
	ag_arena_free(&arena);
	close_db(db);
}
END_TEST

/* More texts of SQL than a connection keeps. */
static int many_statements(struct ag_tx *tx, void *arg, agola_error **err)
{
	for (int i = 0; i < 200; i++) {
		char sql[64];
		int64_t v = -1;

		snprintf(sql, sizeof(sql), "SELECT %d", i);
		ck_assert_int_eq(ag_db_int(tx, sql, &v, err), 0);
		ck_assert_int_eq(v, i);
	}
	(void)arg;
	return 0;
}

START_TEST(statements_are_bounded)
{
	struct ag_db *db = open_db();

	ck_assert_int_eq(db_do(db, NULL, AG_DB_READ, many_statements, NULL, NULL), 0);
	ck_assert_int_eq(rows(db), 0);
	close_db(db);
}
END_TEST

START_TEST(data_stays_and_is_private)
{
	struct ag_db *db = open_db();
	struct row row = { .id = "1", .name = "a" };
	static const char *const files[] = { "db", "db-wal", "db-shm" };
	struct stat st;

	ck_assert_int_eq(db_do(db, NULL, AG_DB_WRITE, insert, &row, NULL), 0);
	for (size_t i = 0; i < AG_COUNT(files); i++) {
		ck_assert_int_eq(stat(folder_path(files[i]), &st), 0);
		ck_assert_uint_eq(st.st_mode & 077, 0);
	}
	ag_db_close(db);
	/* the WAL went into the file */
	ck_assert_int_ne(stat(folder_path("db-wal"), &st), 0);
	ck_assert_int_eq(ag_db_open(folder_path("db"), &db, NULL), 0);
	ck_assert_int_eq(rows(db), 1);
	close_db(db);
}
END_TEST

UNIT("server-db", commit_and_rollback, constraints, readers_cannot_write, readers_and_writers_do_not_wait, many_threads,
     every_field_both_ways, every_kind_both_ways, times_sort_as_text, statements_are_bounded, data_stays_and_is_private)
