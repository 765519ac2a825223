/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a request to an answer, without sockets: httpd.c brings requests from the network, inproc.c from the gateway in the same
 * process. An operation is a row of a component's routes.
 */
#ifndef AG_SERVER_ROUTER_H
#define AG_SERVER_ROUTER_H

#include "core/core.h"
#include "server/db.h"

#include <pthread.h>

#define AG_ROUTE_ARGS 4

struct ag_request {
	const char *method;
	const char *path;          /* as sent, still escaped, without the query */
	const char *query;         /* as sent; "" if there is none */
	const char *authorization; /* the header's value; NULL if there is none */
	const char *body;
	size_t body_len;
	const struct ag_db_ctx *ctx;
	/* set by the router */
	const struct ag_query_pair {
		const char *key, *value; /* decoded */
	} * pairs;                       /* of the query */
	size_t n_pairs;
	const struct ag_route *route;
	const char *args[AG_ROUTE_ARGS]; /* what stood at {…}, still escaped */
	bool is_admin;                   /* the token was right */
	struct ag_arena *arena;          /* ends with the request */
};

#define AG_RESPONSE_HEADERS 3

struct ag_response {
	int status;
	const char *content_type; /* NULL: none */
	struct ag_buf body;
	struct {
		const char *name;  /* static */
		const char *value; /* in the request's arena */
	} headers[AG_RESPONSE_HEADERS];
	size_t n_headers;
	const char *error; /* for the log, in the request's arena; NULL if all went well */
};

enum ag_auth {
	AG_AUTH_NONE,  /* the header is not read */
	AG_AUTH_TOKEN, /* a valid token */
	AG_AUTH_ADMIN, /* the admin token */
};

struct ag_component;
struct ag_kind;

/* 0 and a filled response, or negative and *err, which becomes the answer. */
typedef int (*ag_handler)(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);

struct ag_route {
	const char *method;
	const char *path; /* below the API's prefix: "/remotesources/{ref}" */
	ag_handler handler;
	enum ag_auth auth;
	const struct ag_kind *kind; /* for the handlers that serve several kinds of objects */
};

/* One service. */
struct ag_component {
	const char *name;
	const struct ag_route *routes;
	size_t n_routes;
	const char *token; /* the admin token, or that of the configstore; NULL: whatever needs no admin is open to all */
	size_t max_body;
	int too_large;        /* status for a body that declares more */
	int too_large_unsaid; /* status for a body that turns out to be more */
	struct ag_db *db;     /* of the configstore */
	agola_cs_client *cs;  /* of the gateway */
	/* of the gateway: what reads, changes and writes an object back holds it, so that no change is lost between two requests */
	pthread_mutex_t change_lock;
};

/* Answer @rq; @rs is zeroed by the caller. Never fails: without memory the answer is an empty 500. */
void ag_route(struct ag_component *c, struct ag_request *rq, struct ag_response *rs);

/* ---- for handlers ---- */

void ag_respond_header(struct ag_response *rs, const char *name, const char *value);
/* @obj as JSON. */
int ag_respond(struct ag_response *rs, int status, const struct agola_type *type, const void *obj, agola_error **err);
/* @items as the list of the page type @page. */
int ag_respond_page(struct ag_response *rs, const struct agola_type *page, const void *const *items, size_t n, agola_error **err);
int ag_respond_empty(struct ag_response *rs, int status);
/* The request's body as a struct of @type, in a root that the caller frees with agola_free(); a bad body is a 400. */
int ag_request_body(const struct ag_request *rq, const struct agola_type *type, void **ret, agola_error **err);
/* The first value of @key in the query, decoded; NULL if there is none. */
const char *ag_request_query(const struct ag_request *rq, const char *key);
/* limit (0: none) and sortdirection (0 if not given) of a list. */
int ag_request_list(const struct ag_request *rq, int64_t *limit, enum agola_sort_direction *sort, agola_error **err);

/* Fail with an answer: status, code (may be NULL) and words for people. */
#define AG_REFUSE(err, status, code, ...) ag_refuse(err, ag_error_api(status, code, __VA_ARGS__))
int ag_refuse(agola_error **err, agola_error *e);

/* Copy what is set in @src to the members of the same name in @dst. */
void ag_merge(const struct agola_type *dst_type, void *dst, const struct agola_type *src_type, const void *src);

/* The routes of the components, in their folders. */
extern const struct ag_route ag_configstore_routes[], ag_gateway_routes[];
extern const size_t ag_n_configstore_routes, ag_n_gateway_routes;

/* A transport to a component in this process. */
void ag_inproc_init(struct agola_transport *t, struct ag_component *c);

#endif
