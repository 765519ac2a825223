/* SPDX-License-Identifier: Apache-2.0 */
/* The request core: one function, ag_call(), makes every call of the SDK from an endpoint's row. */
#ifndef AG_CORE_H
#define AG_CORE_H

#include "base/base.h"
#include "json/json.h"
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/transport.h>

/* ---- errors ---- */

agola_error *ag_error_newf(int result, const char *fmt, ...) AG_PRINTF(2, 3);
/* Set *err (if err) and return result. */
int ag_fail(agola_error **err, int result, const char *fmt, ...) AG_PRINTF(3, 4);
int ag_fail_nomem(agola_error **err);
/* The error of an answer with @status: its body, of any shape that any Agola release or a proxy sends, becomes entries
 * and words. @what: "POST /remotesources". */
agola_error *ag_error_from_body(const char *what, int status, const char *body, size_t len, bool cut);
int ag_error_kind_of_status(int status);
const char *ag_http_reason(int status); /* "Not Found"; "" if not known */
/* An error of the server side: answered with @status and one entry. @code may be NULL. */
agola_error *ag_error_api(int status, const char *code, const char *fmt, ...) AG_PRINTF(3, 4);

/* ---- the answer as it comes ---- */

void ag_reply_header(agola_transport_reply *reply, const char *name, size_t name_len, const char *value, size_t value_len);

/* ---- context ---- */

struct ag_ctx_view {
	int64_t deadline_us; /* on ag_now_us()'s clock; INT64_MAX for none */
	int fd;              /* readable once cancelled; -1 for none */
	agola_trace_fn trace;
	void *trace_data;
};
/* @ctx may be NULL. */
struct ag_ctx_view ag_ctx_view(const agola_ctx *ctx);

/* ---- clients and endpoints ---- */

struct ag_client;
struct ag_client *ag_client_of_gw(agola_gw_client *c);
struct ag_client *ag_client_of_cs(agola_cs_client *c);

enum ag_paging { AG_PAGING_NONE = 0, AG_PAGING_CURSOR, AG_PAGING_START };

struct ag_endpoint {
	const char *method;
	const char *path;                 /* "/remotesources/{ref}": each {…} takes one of the call's path arguments, escaped */
	const struct agola_type *query;   /* of the options; NULL: none */
	const struct agola_type *request; /* of the body; NULL: none */
	const struct agola_type *response; /* NULL: the body is passed over */
	enum ag_paging paging;
	const char *start_key; /* AG_PAGING_START: the query key that names where to start */
	const char *item_key;  /* lists: the items' key that orders them */
};

#define AG_MAX_PATH_ARGS 6

struct ag_call {
	const struct ag_endpoint *ep;
	const char *path[AG_MAX_PATH_ARGS];
	const void *query;
	const void *request;
	void *root; /* out: the response */
};

/* Make the call. 0 and call->root (NULL without a response type), or negative and *err. */
int ag_call(struct ag_client *client, agola_ctx *ctx, struct ag_call *call, agola_error **err);

/* The body of a public function: AG_CALL(client, ctx, ret, err, .ep = &ep, .path = { ref }); */
#define AG_CALL(client, ctx, ret, err, ...)                                                                                      \
	do {                                                                                                                     \
		struct ag_call ag_call_ = { __VA_ARGS__ };                                                                       \
		int ag_result_ = ag_call(client, ctx, &ag_call_, err);                                                           \
		if (ag_result_ == 0 && (ret))                                                                                    \
			*(ret) = ag_call_.root;                                                                                  \
		else                                                                                                             \
			agola_free(ag_call_.root);                                                                               \
		return ag_result_;                                                                                               \
	} while (0)
#define AG_CALL_VOID(client, ctx, err, ...)                                                                                      \
	do {                                                                                                                     \
		struct ag_call ag_call_ = { __VA_ARGS__ };                                                                       \
		int ag_result_ = ag_call(client, ctx, &ag_call_, err);                                                           \
		agola_free(ag_call_.root);                                                                                       \
		return ag_result_;                                                                                               \
	} while (0)

/* ---- iterators over pages ---- */

struct ag_iter;
/* @opts: of type ep->query, may be NULL. @default_limit: of a page when the options have none; 0: the server's. */
int ag_iter_new(struct ag_client *client, const struct ag_endpoint *ep, const void *opts, int64_t default_limit,
                struct ag_iter **ret, agola_error **err);
int ag_iter_next(struct ag_iter *it, agola_ctx *ctx, const void **ret, agola_error **err);
void ag_iter_free(struct ag_iter *it);

/* The three public functions of an iterator named T_iter over endpoint ep. */
#define AG_ITER(T, svc, ep, default_limit)                                                                                       \
	int T##_iter_new(agola_##svc##_client *client, const struct T##_list_opts *opts, T##_iter **ret, agola_error **err)      \
	{                                                                                                                        \
		struct ag_iter *it = NULL;                                                                                       \
		int r = ag_iter_new(ag_client_of_##svc(client), &(ep), opts, default_limit, &it, err);                           \
		if (r == 0)                                                                                                      \
			*ret = (T##_iter *)it;                                                                                   \
		return r;                                                                                                        \
	}                                                                                                                        \
	int T##_iter_next(T##_iter *iter, agola_ctx *ctx, const T **ret, agola_error **err)                                      \
	{                                                                                                                        \
		const void *item = NULL;                                                                                         \
		int r = ag_iter_next((struct ag_iter *)iter, ctx, &item, err);                                                   \
		if (r == 1)                                                                                                      \
			*ret = item;                                                                                             \
		return r;                                                                                                        \
	}                                                                                                                        \
	void T##_iter_free(T##_iter *iter)                                                                                       \
	{                                                                                                                        \
		ag_iter_free((struct ag_iter *)iter);                                                                            \
	}                                                                                                                        \
	int T##_iter_new(agola_##svc##_client *client, const struct T##_list_opts *opts, T##_iter **ret, agola_error **err)

#endif
