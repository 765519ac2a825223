/* SPDX-License-Identifier: Apache-2.0 */
/* The request core: one function, ag_call(), makes every call of the SDK from an endpoint's row. */
#ifndef AG_CORE_H
#define AG_CORE_H

#include "base/base.h"
#include "json/json.h"
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/loop.h>
#include <agola/stream.h>
#include <agola/transport.h>

/* ---- errors ---- */

agola_error *ag_error_newf(int result, const char *fmt, ...) AG_PRINTF(2, 3);
/* Set *err (if err) and return @result; AGOLA_ERR_NOMEM when there is no memory for the words. */
int ag_fail(agola_error **err, int result, const char *fmt, ...) AG_PRINTF(3, 4);
int ag_fail_nomem(agola_error **err);
struct ag_running;
/* The error of an answer with @status: its body, of any shape that any Agola release or a proxy sends, becomes entries
 * and words. @what: "POST /remotesources". @run: the call, whose secrets are hidden; may be NULL. */
agola_error *ag_error_from_body(const struct ag_running *run, const char *what, int status, const char *body, size_t len,
                                bool cut);
int ag_error_kind_of_status(int status);
const char *ag_http_reason(int status); /* "Not Found"; "" if not known */
/* An error of the server side: answered with @status and one entry. @code may be NULL. */
agola_error *ag_error_api(int status, const char *code, const char *fmt, ...) AG_PRINTF(3, 4);

/* ---- the answer as it comes ---- */

void ag_reply_header(agola_transport_reply *reply, const char *name, size_t name_len, const char *value, size_t value_len);

/* ---- context ---- */

struct ag_ctx_view {
	int64_t deadline_us; /* on ag_now_us()'s clock; INT64_MAX for none */
	agola_trace_fn trace;
	void *trace_data;
	agola_loop *loop; /* NULL: calls block */
	agola_done_fn done;
	void *done_data;
};
/* @ctx may be NULL. */
struct ag_ctx_view ag_ctx_view(const agola_ctx *ctx);
/* A descriptor that is readable once @ctx is cancelled; -1 for NULL, and when there are no more descriptors. */
int ag_ctx_fd(agola_ctx *ctx);
/* Let @ms pass: 0, or AGOLA_ERR_CANCELLED. */
int ag_ctx_sleep(agola_ctx *ctx, int64_t ms, agola_error **err);
/* Made before a fork, by the parent of this process. */
bool ag_ctx_is_inherited(const agola_ctx *ctx);

/* ---- clients and endpoints ---- */

/* A callback for events of some type; an endpoint's give() knows which. */
typedef void (*ag_event_fn)(void);

struct ag_client;
struct ag_client *ag_client_of_gw(agola_gw_client *c);
struct ag_client *ag_client_of_cs(agola_cs_client *c);
struct ag_client *ag_client_of_rs(agola_rs_client *c);
struct ag_client *ag_client_of_ns(agola_ns_client *c);

enum ag_paging { AG_PAGING_NONE = 0, AG_PAGING_CURSOR, AG_PAGING_START };

/* How the end of a stream is told from a cut: see follow.c. */
struct ag_follow_plan {
	int64_t offset; /* bytes at the beginning that the caller has already */
	bool live;      /* the stream goes on until what it shows has ended: so ask when it ends */
	bool plain;     /* the server glues no error to it */
};
struct ag_follow {
	struct ag_follow_plan (*plan)(const void *opts);
	const char *check; /* with `live`: name of the operation to ask; its path takes the arguments of the stream's */
	const char *(*ref)(const void *opts); /* or this one */
	bool (*ended)(const void *answer, const void *opts);
};
/* Whether a step is over, by what is told of it and of its task. */
bool ag_follow_is_over(enum agola_run_task_status task, enum agola_executor_task_phase step);

/* An operation: what AG_OP() makes a public function of. */
struct ag_endpoint {
	const char *name;      /* of the public function */
	const char *operation; /* Agola's name of it, as in reference/<service>-endpoints.tsv */
	const char *service;   /* "gw" */
	const char *method;
	const char *path; /* "/remotesources/{ref}": each {…} takes one of the call's path arguments, escaped; {#} its number */
	const struct agola_type *query;    /* of the options; NULL: none */
	const struct agola_type *request;  /* of the body; NULL: none */
	const struct agola_type *response; /* NULL: none of a type */
	const struct agola_type *events;   /* of each event of a stream that goes to a callback; NULL: none */
	int (*give)(ag_event_fn on_event, void *data, const void *event);
	bool text, sink,
	        source; /* the answer is text, or goes to a sink, the body comes from a source; otherwise it is passed over */
	const struct ag_follow *follow; /* with a sink: it takes several reads */
	enum ag_paging paging;
	const char *start_key;    /* lists: the query key that names where to start */
	const char *item_key;     /* lists: the items' key that orders them; "User.name": of an object in them */
	const char *old_item_key; /* lists: the one of releases whose items have a 0 for item_key */
	bool newest_first;        /* lists: in descending order unless asked otherwise */
	const char *cursor_loses; /* AG_PAGING_CURSOR: a query key that the server forgets on the second page */
	const char *fixed_query;  /* "query_type=byremoteuser" */
	const char *fixed_body;   /* members in front of those of the request; {} is the first path argument as a JSON string */
	const char *media;        /* the Content-Type of a success, if it says one, begins so; NULL: any */
	int64_t max_source;       /* the most bytes that the server takes; 0: any number */
	uint32_t flags;           /* enum ag_endpoint_flags */
	/* from when on the server has it, in this form; 0: always */
	uint32_t since;                  /* AG_RELEASE() */
	uint32_t until;                  /* the last one that has it; 0: it is still there */
	const struct ag_endpoint *older; /* its form before `since`: same arguments, other row */
};

enum ag_endpoint_flags {
	AG_EP_JSON = 2,      /* with `text`: the body is a JSON string */
	AG_EP_ONE = 4,       /* the answer stands alone in an array */
	AG_EP_ROOT = 8,      /* the path is not below /api/v1alpha */
	AG_EP_STORED = 16,   /* 304 is success: it was there before */
	AG_EP_LINES = 32,    /* a stream of JSON objects, lines from v0.8.0 on: what is not whole is an error */
	AG_EP_LIVE = 64,     /* a stream that may be silent for as long as it likes */
	AG_EP_SNIFFED = 128, /* the server guesses the content type, so text/html is nothing to worry about */
	AG_EP_WHOLE = 256,   /* lists: the releases that do not tell whether there is more always send all of it */
	AG_EP_ASK = 512,     /* releases before `since` take it for another operation: the release is found before it is sent */
	AG_EP_TEXT = 1024,   /* path arguments are any text, such as a group with its leading slash or the key of a cache */
	AG_EP_ANY = 2048,    /* the caller says method and path, and leaves out the sink or the source or both: request.c */
};

/* Releases as numbers that compare. */
#define AG_RELEASE(major, minor, patch) ((major)*1000000u + (minor)*1000u + (patch) + 1u)
#define AG_RELEASE_NEWEST               UINT32_MAX

/* The rows of all AG_OP() in all files, as the linker orders them. NULL after the last. */
const struct ag_endpoint *ag_endpoint_at(size_t i);
/* By the name of its function; NULL if there is none. */
const struct ag_endpoint *ag_endpoint_find(const char *name);

struct ag_call {
	const struct ag_endpoint *ep;
	const char *method;      /* with AG_EP_ANY */
	const char *const *path; /* as many as the endpoint's path has {…} */
	uint64_t number;         /* of {#} */
	const void *query;
	const void *request;
	const struct agola_sink *sink;
	const struct agola_source *source;
	ag_event_fn on_event;
	void *event_data;
	void *root; /* out: the response */
};

/* Make the call. 0 and call->root (NULL without a response), or negative and *err; AGOLA_PENDING when it ends on a loop. */
int ag_call(struct ag_client *client, agola_ctx *ctx, struct ag_call *call, agola_error **err);

/*
 * A row and its public function:
 *
 *   AG_OP(agola_gw_remote_source_update, gw, "UpdateRemoteSource", "PUT", "/remotesources/{ref}",
 *         (REF, ref), (REQ, agola_gw_remote_source_update_req), (RET, agola_gw_remote_source))
 *
 * gives the function its parameters in the order of the pairs, between ctx and err:
 *   (METHOD, name)  const char *name, the method of a row with AG_EP_ANY
 *   (REF, name)   const char *name, the next {…} of the path
 *   (NUM, name)   uint64_t name, the {#} of the path
 *   (OPTS, T)     const struct T *opts, the query; may be NULL
 *   (REQ, T)      const struct T *req, the JSON body
 *   (RET, T)      T **ret, the answer
 *   (TEXT, ret)   char **ret, the answer as text
 *   (SINK, sink)  const struct agola_sink *sink, where the answer goes
 *   (SOURCE, source)  const struct agola_source *source, where the body comes from
 *   (EVENTS, T)   T_fn on_event, void *data, called with each event; AG_EVENTS(T) stands above
 *   (ROW, .x = y) no parameter: further members of the row
 */
#define AG_OP(fn, svc, operation_, method_, path_, ...)                                                                          \
	static const struct ag_endpoint fn##_row = { .name = #fn,                                                                \
		                                     .operation = operation_,                                                    \
		                                     .service = #svc,                                                            \
		                                     .method = method_,                                                          \
		                                     .path = path_,                                                              \
		                                     AG_EACH_(ROW, __VA_ARGS__) };                                               \
	AG_LISTED(ag_endpoint_list, struct ag_endpoint, fn##_row);                                                               \
	int fn(agola_##svc##_client *client, agola_ctx *ctx AG_EACH_(PARAM, __VA_ARGS__), agola_error **err)                     \
	{                                                                                                                        \
		const char *const path[] = { AG_EACH_(PATH, __VA_ARGS__) NULL };                                                 \
		struct ag_call call = { .ep = &fn##_row, .path = path, AG_EACH_(CALL, __VA_ARGS__) };                            \
		int result = ag_call(ag_client_of_##svc(client), ctx, &call, err);                                               \
                                                                                                                                 \
		AG_EACH_(DONE, __VA_ARGS__)                                                                                      \
		return result;                                                                                                   \
	}                                                                                                                        \
	_Static_assert(sizeof(#fn) > 1, "takes the semicolon")

/* How releases before the `since` of an AG_OP() have it: a row of the same pairs, which stands above and is its `.older`. */
#define AG_OLDER(fn, svc, operation_, method_, path_, ...)                                                                       \
	static const struct ag_endpoint fn##_older = { .name = #fn,                                                              \
		                                       .operation = operation_,                                                  \
		                                       .service = #svc,                                                          \
		                                       .method = method_,                                                        \
		                                       .path = path_,                                                            \
		                                       AG_EACH_(ROW, __VA_ARGS__) }

#define AG_ROW_METHOD(name)
#define AG_PARAM_METHOD(name) , const char *name
#define AG_PATH_METHOD(name)
#define AG_CALL_METHOD(name) .method = (name),
#define AG_DONE_METHOD(name)

#define AG_ROW_REF(name)
#define AG_PARAM_REF(name) , const char *name
#define AG_PATH_REF(name)  name,
#define AG_CALL_REF(name)
#define AG_DONE_REF(name)

#define AG_ROW_NUM(name)
#define AG_PARAM_NUM(name) , uint64_t name
#define AG_PATH_NUM(name)
#define AG_CALL_NUM(name) .number = (name),
#define AG_DONE_NUM(name)

#define AG_ROW_OPTS(T)   .query = &T##_type,
#define AG_PARAM_OPTS(T) , const struct T *opts
#define AG_PATH_OPTS(T)
#define AG_CALL_OPTS(T) .query = opts,
#define AG_DONE_OPTS(T)

#define AG_ROW_REQ(T)   .request = &T##_type,
#define AG_PARAM_REQ(T) , const struct T *req
#define AG_PATH_REQ(T)
#define AG_CALL_REQ(T) .request = req,
#define AG_DONE_REQ(T)

#define AG_ROW_RET(T)   .response = &T##_type,
#define AG_PARAM_RET(T) , T **ret
#define AG_PATH_RET(T)
#define AG_CALL_RET(T)
#define AG_DONE_RET(T)                                                                                                           \
	if (result == 0 && ret)                                                                                                  \
		*ret = call.root;                                                                                                \
	else                                                                                                                     \
		agola_free(call.root);

#define AG_ROW_TEXT(name)   .text = true,
#define AG_PARAM_TEXT(name) , char **name
#define AG_PATH_TEXT(name)
#define AG_CALL_TEXT(name)
#define AG_DONE_TEXT(name) AG_DONE_RET(char)

#define AG_ROW_SINK(name)   .sink = true,
#define AG_PARAM_SINK(name) , const struct agola_sink *name
#define AG_PATH_SINK(name)
#define AG_CALL_SINK(name) .sink = (name),
#define AG_DONE_SINK(name)

#define AG_ROW_SOURCE(name)   .source = true,
#define AG_PARAM_SOURCE(name) , const struct agola_source *name
#define AG_PATH_SOURCE(name)
#define AG_CALL_SOURCE(name) .source = (name),
#define AG_DONE_SOURCE(name)

#define AG_ROW_EVENTS(T)   .events = &T##_type, .give = T##_give, .media = "text/event-stream",
#define AG_PARAM_EVENTS(T) , T##_fn on_event, void *data
#define AG_PATH_EVENTS(T)
#define AG_CALL_EVENTS(T) .on_event = (ag_event_fn)on_event, .event_data = data,
#define AG_DONE_EVENTS(T)

/* How T_fn, of int (void *data, const T *event), is called. */
#define AG_EVENTS(T)                                                                                                             \
	static int T##_give(ag_event_fn on_event, void *data, const void *event)                                                 \
	{                                                                                                                        \
		return ((T##_fn)on_event)(data, event);                                                                          \
	}                                                                                                                        \
	_Static_assert(sizeof(#T) > 1, "takes the semicolon")

#define AG_ROW_ROW(...) __VA_ARGS__,
#define AG_PARAM_ROW(...)
#define AG_PATH_ROW(...)
#define AG_CALL_ROW(...)
#define AG_DONE_ROW(...)

/* AG_<what>_<first of the pair>(rest of the pair) for each of one to eight pairs. */
#define AG_EACH_(what, ...)                                                                                                      \
	AG_EACH_N_(__VA_ARGS__, AG_EACH_8_, AG_EACH_7_, AG_EACH_6_, AG_EACH_5_, AG_EACH_4_, AG_EACH_3_, AG_EACH_2_, AG_EACH_1_,  \
	           0)                                                                                                            \
	(what, __VA_ARGS__)
#define AG_EACH_N_(a, b, c, d, e, f, g, h, n, ...) n
#define AG_EACH_1_(what, a)                        AG_PAIR_(what, AG_BARE_ a)
#define AG_EACH_2_(what, a, ...)                   AG_EACH_1_(what, a) AG_EACH_1_(what, __VA_ARGS__)
#define AG_EACH_3_(what, a, ...)                   AG_EACH_1_(what, a) AG_EACH_2_(what, __VA_ARGS__)
#define AG_EACH_4_(what, a, ...)                   AG_EACH_1_(what, a) AG_EACH_3_(what, __VA_ARGS__)
#define AG_EACH_5_(what, a, ...)                   AG_EACH_1_(what, a) AG_EACH_4_(what, __VA_ARGS__)
#define AG_EACH_6_(what, a, ...)                   AG_EACH_1_(what, a) AG_EACH_5_(what, __VA_ARGS__)
#define AG_EACH_7_(what, a, ...)                   AG_EACH_1_(what, a) AG_EACH_6_(what, __VA_ARGS__)
#define AG_EACH_8_(what, a, ...)                   AG_EACH_1_(what, a) AG_EACH_7_(what, __VA_ARGS__)
#define AG_BARE_(...)                              __VA_ARGS__
#define AG_PAIR_(what, ...)                        AG_PAIR2_(what, __VA_ARGS__)
#define AG_PAIR2_(what, pair, ...)                 AG_##what##_##pair(__VA_ARGS__)

/* ---- iterators over pages ---- */

struct ag_iter;
/* @call: of a list; its strings and options are copied. @default_limit: of a page when the options have none; 0: the server's. */
int ag_iter_new(struct ag_client *client, const struct ag_call *call, int64_t default_limit, struct ag_iter **ret,
                agola_error **err);
int ag_iter_next(struct ag_iter *it, agola_ctx *ctx, const void **ret, agola_error **err);
void ag_iter_free(struct ag_iter *it);

/*
 * The three public functions of an iterator over the pages of @list, which is an AG_OP() above it:
 *
 *   AG_ITER(agola_gw_remote_source_iter, gw, agola_gw_remote_source_list, agola_gw_remote_source, 0,
 *           (OPTS, agola_gw_remote_source_list_opts))
 */
#define AG_ITER(T, svc, list, item, default_limit, ...)                                                                          \
	int T##_new(agola_##svc##_client *client AG_EACH_(PARAM, __VA_ARGS__), T **ret, agola_error **err)                       \
	{                                                                                                                        \
		const char *const path[] = { AG_EACH_(PATH, __VA_ARGS__) NULL };                                                 \
		const struct ag_call call = { .ep = &list##_row, .path = path, AG_EACH_(CALL, __VA_ARGS__) };                    \
		struct ag_iter *it = NULL;                                                                                       \
		int result = ag_iter_new(ag_client_of_##svc(client), &call, default_limit, ret ? &it : NULL, err);               \
                                                                                                                                 \
		if (result == 0 && ret)                                                                                          \
			*ret = (T *)it;                                                                                          \
		return result;                                                                                                   \
	}                                                                                                                        \
	int T##_next(T *iter, agola_ctx *ctx, const item **ret, agola_error **err)                                               \
	{                                                                                                                        \
		const void *next = NULL;                                                                                         \
		int result = ag_iter_next((struct ag_iter *)iter, ctx, ret ? &next : NULL, err);                                 \
                                                                                                                                 \
		if (result == 1 && ret)                                                                                          \
			*ret = next;                                                                                             \
		return result;                                                                                                   \
	}                                                                                                                        \
	void T##_free(T *iter)                                                                                                   \
	{                                                                                                                        \
		ag_iter_free((struct ag_iter *)iter);                                                                            \
	}                                                                                                                        \
	_Static_assert(sizeof(#T) > 1, "takes the semicolon")

#endif
