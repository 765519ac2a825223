/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kinds of objects that the configstore keeps in a table of their own, found by id or by a name that is unique in it. A kind is
 * a row and a function that checks requests; the five handlers serve all kinds whose routes name their row. A noun that needs
 * more has a handler of its own for that verb, on the functions below.
 */
#ifndef AG_CONFIGSTORE_KIND_H
#define AG_CONFIGSTORE_KIND_H

#include "server/router.h"

struct ag_kind {
	const char *noun;                 /* for words: "remote source" */
	const char *table;                /* with the columns id, name, creation_time, update_time and those of type */
	const struct agola_type *type;    /* what is stored and answered */
	const struct agola_type *page;    /* a list of it */
	const struct agola_type *request; /* body of create and update */
	const char *start_key;            /* of a list's query: "startremotesourcename" */
	const char *does_not_exist;       /* codes */
	const char *already_exists;
	/* Everything about a body that needs no look at the database: 0, or negative with a 400. */
	int (*validate)(const void *request, agola_error **err);
};

/* The handlers; the route's kind says of what. */
int ag_kind_list(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_kind_get(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_kind_create(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_kind_update(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_kind_delete(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);

/* ---- within a transaction ---- */

/* The object that @ref names, by id if it looks like one, else by name; none is a 404 with the kind's code. */
int ag_kind_find(struct ag_tx *tx, const struct ag_kind *kind, const char *ref, struct ag_arena *arena, void **ret,
                 agola_error **err);
/* 0 when no object has @name, else a 400 with the kind's code. */
int ag_kind_name_is_free(struct ag_tx *tx, const struct ag_kind *kind, const char *name, struct ag_arena *arena,
                         agola_error **err);

#endif
