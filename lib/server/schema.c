/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables. A step is never edited once released: a change is a further step. Times are RFC 3339 text in UTC with nine
 * fraction digits, booleans 0 or 1, texts never NULL.
 */
#include "server/db.h"

static const char *const steps[] = {
	"CREATE TABLE remotesource ("
	" id TEXT PRIMARY KEY NOT NULL,"
	" revision INTEGER NOT NULL,"
	" creation_time TEXT NOT NULL,"
	" update_time TEXT NOT NULL,"
	" name TEXT NOT NULL UNIQUE,"
	" apiurl TEXT NOT NULL,"
	" skip_verify INTEGER NOT NULL,"
	" type TEXT NOT NULL,"
	" auth_type TEXT NOT NULL,"
	" oauth2_client_id TEXT NOT NULL,"
	" oauth2_client_secret TEXT NOT NULL,"
	" ssh_host_key TEXT NOT NULL,"
	" skip_ssh_host_key_check INTEGER NOT NULL,"
	" registration_enabled INTEGER NOT NULL,"
	" login_enabled INTEGER NOT NULL"
	") WITHOUT ROWID",
};

/* "agol": tells our file from any other SQLite file. */
#define APPLICATION_ID 0x61676f6c

int ag_schema_apply(struct ag_tx *tx, void *arg, agola_error **err)
{
	const char *path = arg;
	int64_t version = 0, app = 0, foreign = 0, tables = 0;
	int r;

	if ((r = ag_db_int(tx, "PRAGMA user_version", &version, err)) != 0 ||
	    (r = ag_db_int(tx, "PRAGMA application_id", &app, err)) != 0 ||
	    (r = ag_db_int(tx, "SELECT count(*) FROM sqlite_master WHERE name='dbversion'", &foreign, err)) != 0 ||
	    (r = ag_db_int(tx, "SELECT count(*) FROM sqlite_master", &tables, err)) != 0)
		return r;
	if (app != APPLICATION_ID && foreign)
		return ag_fail(err, AGOLA_ERR_INVALID,
		               "database %s: it belongs to Agola's Go configstore; give agolad a file of its own, and move the "
		               "data by export and import",
		               path);
	if (app != APPLICATION_ID && tables)
		return ag_fail(err, AGOLA_ERR_INVALID, "database %s: it is no database of agolad; give agolad a file of its own",
		               path);
	if (version > (int64_t)AG_COUNT(steps))
		return ag_fail(err, AGOLA_ERR_INVALID,
		               "database %s: it has version %lld, this agolad knows %zu; use a newer agolad", path,
		               (long long)version, AG_COUNT(steps));
	if (version == (int64_t)AG_COUNT(steps))
		return 0;
	for (size_t i = (size_t)version; i < AG_COUNT(steps); i++) {
		r = ag_db_exec(tx, err, "%s", steps[i]);
		if (r)
			return r;
	}
	r = ag_db_exec(tx, err, "PRAGMA application_id=%d", APPLICATION_ID);
	return r ? r : ag_db_exec(tx, err, "PRAGMA user_version=%zu", AG_COUNT(steps));
}
