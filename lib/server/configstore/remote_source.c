/* SPDX-License-Identifier: Apache-2.0 */
/* Remote sources: all that is checked about them is checked here. */
#include "server/configstore/remote_source.h"
#include "cs/remote_source.h"
#include "server/id.h"

#include <string.h>

#define TABLE "remotesource"
#define TYPE  (&agola_cs_remote_source_type)

/* Which ways to log in each type offers. */
static const struct {
	const char *type, *auth_type;
} offers[] = {
	{ "gitea", "oauth2" },
	{ "gitea", "password" },
	{ "github", "oauth2" },
	{ "gitlab", "oauth2" },
};

static bool is_empty(const char *s)
{
	return !s || !*s;
}

/* In the order in which the Go configstore checks, so that of several faults the same one is named. */
static int validate(const struct agola_cs_remote_source_req *q, agola_error **err)
{
	bool known = false, offered = false;

	if (!q->name || !ag_is_name(q->name))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_NAME,
		                 "remote source name \"%s\" is not valid: right are 1 to 40 letters, digits and single inner "
		                 "hyphens, first a letter, "
		                 "and no UUID",
		                 q->name ? q->name : "");
	if (is_empty(q->api_url))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_API_URL, "the remote source's API URL is empty");
	if (is_empty(q->type_raw))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_TYPE,
		                 "the remote source's type is empty: right are gitea, github, gitlab");
	if (is_empty(q->auth_type_raw))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_AUTH_TYPE,
		                 "the remote source's auth type is empty: right are oauth2, and for gitea password");
	for (size_t i = 0; i < AG_COUNT(offers); i++) {
		bool same = strcmp(offers[i].type, q->type_raw) == 0;

		known |= same;
		offered |= same && strcmp(offers[i].auth_type, q->auth_type_raw) == 0;
	}
	if (!known)
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_TYPE,
		                 "remote source type \"%s\" is not known: right are gitea, github, gitlab", q->type_raw);
	if (!offered)
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_AUTH_TYPE,
		                 "auth type \"%s\" is not offered by %s: right are oauth2, and for gitea password",
		                 q->auth_type_raw, q->type_raw);
	if (q->auth_type == AGOLA_AUTH_OAUTH2 && is_empty(q->oauth2_client_id))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_OAUTH2_CLIENT_ID,
		                 "the OAuth2 client id is empty; auth type oauth2 needs one");
	if (q->auth_type == AGOLA_AUTH_OAUTH2 && is_empty(q->oauth2_client_secret))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_OAUTH2_CLIENT_SECRET,
		                 "the OAuth2 client secret is empty; auth type oauth2 needs one");
	return 0;
}

/* What one request does in its transaction. */
struct work {
	struct ag_request *rq;
	const char *ref;
	const struct agola_cs_remote_source_req *q;
	agola_cs_remote_source *found;
	agola_cs_remote_source *result;
	/* lists */
	const char *start;
	int64_t limit;
	enum agola_sort_direction sort;
	agola_cs_remote_source_page page;
};

static int get(struct ag_tx *tx, struct work *w, const char *where, const char *value, void **ret, agola_error **err)
{
	return ag_db_get(tx, TABLE, TYPE, where, value, w->rq->arena, ret, err);
}

/* By id if it looks like one, else by name. */
static int find(struct ag_tx *tx, struct work *w, agola_error **err)
{
	void *found = NULL;
	int r = get(tx, w, ag_is_uuid(w->ref) ? "id=?" : "name=?", w->ref, &found, err);

	if (r == 0)
		return AG_REFUSE(err, 404, AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST, "remote source \"%s\" does not exist",
		                 w->ref);
	w->found = found;
	return r < 0 ? r : 0;
}

static int name_is_free(struct ag_tx *tx, struct work *w, const char *name, agola_error **err)
{
	void *other;
	int r = get(tx, w, "name=?", name, &other, err);

	if (r == 1)
		return AG_REFUSE(err, 400, AGOLA_CODE_REMOTE_SOURCE_ALREADY_EXISTS, "remote source \"%s\" already exists", name);
	return r;
}

/* The request as an object: what it does not set is false or empty. */
static int fill(struct work *w, agola_error **err)
{
	w->result = ag_arena_alloc(w->rq->arena, sizeof(*w->result));
	if (!w->result)
		return ag_fail_nomem(err);
	w->result->registration_enabled = w->result->login_enabled = AGOLA_FALSE;
	ag_merge(TYPE, w->result, &agola_cs_remote_source_req_type, w->q);
	w->result->update_time = ag_time_now();
	return 0;
}

static int create(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct work *w = arg;
	int r = name_is_free(tx, w, w->q->name, err);

	if (r == 0)
		r = fill(w, err);
	if (r)
		return r;
	w->result->creation_time = w->result->update_time;
	w->result->id = ag_new_id(w->rq->arena);
	if (!w->result->id)
		return ag_fail_nomem(err);
	return ag_db_insert(tx, TABLE, TYPE, w->result, err);
}

/* A whole replacement; the id is that of the object found, whatever the body says. */
static int update(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct work *w = arg;
	int r = find(tx, w, err);

	if (r == 0 && strcmp(w->found->name, w->q->name) != 0)
		r = name_is_free(tx, w, w->q->name, err);
	if (r == 0)
		r = fill(w, err);
	if (r)
		return r;
	w->result->id = w->found->id;
	w->result->creation_time = w->found->creation_time;
	return ag_db_update(tx, TABLE, TYPE, w->result, err);
}

static int delete (struct ag_tx *tx, void *arg, agola_error **err)
{
	struct work *w = arg;
	int r = find(tx, w, err);

	return r ? r : ag_db_delete(tx, TABLE, w->found->id, err);
}

static int read_one(struct ag_tx *tx, void *arg, agola_error **err)
{
	return find(tx, arg, err);
}

static int read_page(struct ag_tx *tx, void *arg, agola_error **err)
{
	struct work *w = arg;
	bool desc = w->sort == AGOLA_SORT_DESC;
	struct ag_db_value values[2];
	size_t n = 0;
	const void *const *items = NULL;
	/* few texts, so that each is prepared once */
	static const char *const tails[2][2][2] = {
		{ { "ORDER BY name", "ORDER BY name LIMIT ?" }, { "ORDER BY name DESC", "ORDER BY name DESC LIMIT ?" } },
		{ { "WHERE name>? ORDER BY name", "WHERE name>? ORDER BY name LIMIT ?" },
		  { "WHERE name<? ORDER BY name DESC", "WHERE name<? ORDER BY name DESC LIMIT ?" } },
	};
	bool from = w->start && *w->start, limited = w->limit && w->limit < INT64_MAX;
	int r;

	if (from)
		values[n++] = (struct ag_db_value){ .text = w->start };
	/* one more than asked for tells whether there is more */
	if (limited)
		values[n++] = (struct ag_db_value){ .number = w->limit + 1 };
	r = ag_db_select(tx, TABLE, TYPE, tails[from][desc][limited], values, n, w->rq->arena, &items, &w->page.n_items, err);
	w->page.items = (const agola_cs_remote_source *const *)items;
	return r;
}

int ag_configstore_remote_source_list(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct work w = { .rq = rq, .start = ag_request_query(rq, "startremotesourcename") };
	bool more;
	int r = ag_request_list(rq, &w.limit, &w.sort, err);

	if (r == 0)
		r = db_do(c->db, rq->ctx, AG_DB_READ, read_page, &w, err);
	if (r)
		return r;
	more = w.limit && w.page.n_items > (uint64_t)w.limit;
	if (more)
		w.page.n_items--;
	/* as Go spells it on the wire */
	ag_respond_header(rs, "X-Agola-Hasmore", more ? "true" : "false");
	return ag_respond(rs, 200, &agola_cs_remote_source_page_type, &w.page, err);
}

int ag_configstore_remote_source_get(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct work w = { .rq = rq, .ref = rq->args[0] };
	int r = db_do(c->db, rq->ctx, AG_DB_READ, read_one, &w, err);

	return r ? r : ag_respond(rs, 200, TYPE, w.found, err);
}

/* The common part of create and update. */
static int put(struct ag_component *c, struct ag_request *rq, struct ag_response *rs,
               int (*fn)(struct ag_tx *tx, void *arg, agola_error **err), agola_error **err)
{
	struct work w = { .rq = rq, .ref = rq->args[0] };
	void *q = NULL;
	int r = ag_request_body(rq, &agola_cs_remote_source_req_type, &q, err);

	w.q = q;
	if (r == 0)
		r = validate(w.q, err);
	if (r == 0)
		r = db_do(c->db, rq->ctx, AG_DB_WRITE, fn, &w, err);
	if (r == 0)
		r = ag_respond(rs, 201, TYPE, w.result, err);
	agola_free(q);
	return r;
}

int ag_configstore_remote_source_create(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	return put(c, rq, rs, create, err);
}

int ag_configstore_remote_source_update(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	return put(c, rq, rs, update, err);
}

int ag_configstore_remote_source_delete(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct work w = { .rq = rq, .ref = rq->args[0] };
	int r = db_do(c->db, rq->ctx, AG_DB_WRITE, delete, &w, err);

	return r ? r : ag_respond_empty(rs, 204);
}
