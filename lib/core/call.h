/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of a call: call.c makes the request, reply.c reads the answer as it comes, paging.c knows lists. */
#ifndef AG_CORE_CALL_H
#define AG_CORE_CALL_H

#include "core/core.h"

/* A call under way. */
struct ag_running {
	struct ag_call *call;
	agola_transport_reply *reply;
	struct ag_ctx_view view;
	int64_t start_us;
	struct ag_buf url;
	size_t base_len, path_end; /* of url: where the endpoint's path begins and ends */
	struct ag_buf what;        /* see ag_what() */
};

/* "GET /remotesources/x", for messages; made when the first one needs it. */
const char *ag_what(struct ag_running *run);

/* The answer, fed by the transport. */
struct agola_transport_reply {
	struct ag_running *run;
	int status;
	struct ag_decode_opts decode;
	struct ag_decoder *decoder; /* of a success that has a response type */
	struct ag_buf error_body;   /* of a failure: as much as is wanted */
	bool error_cut;
	bool html;
	size_t n_body;
	int failed;     /* a negative result: no more is wanted */
	char *cursor;   /* X-Agola-Cursor; NULL: not sent */
	char *has_more; /* X-Agola-HasMore; NULL: not sent */
	char *location;
};

/* The error of a reply that failed. */
int ag_reply_failure(struct ag_running *run, agola_error **err);
/* The answer is complete: 0 and call->root, or the error that it is. */
int ag_reply_finish(struct ag_running *run, agola_error **err);
void ag_reply_free(agola_transport_reply *r);

void ag_call_trace_header(const struct ag_running *run, const char *name, size_t name_len, const char *value, size_t value_len);
void ag_call_trace_status(const struct ag_running *run);

/* Append the query of a list in the ways of all releases at once. */
void ag_paging_query(struct ag_buf *b, char *sep, const struct ag_endpoint *ep, const void *opts);
/* Put what continues the list into its page. */
int ag_paging_result(struct ag_running *run, const void *opts, agola_error **err);

/* ---- args.c ---- */

/* Append the path of the call's endpoint, with its arguments. */
int ag_args_path(struct ag_buf *b, const struct ag_call *call, agola_error **err);
/* Append what is set in the options; *sep is '?' before the first pair. */
void ag_args_query(struct ag_buf *b, char *sep, const struct agola_type *type, const void *opts);
void ag_args_query_row(struct ag_buf *b, char *sep, const struct agola_field *f, const void *opts);
void ag_args_pair(struct ag_buf *b, char *sep, const char *key, const char *value);
/* A request or options struct of the caller's size as one of ours, in memory of its own; NULL gives one with nothing set.
 * AGOLA_ERR_INVALID names what is wrong in it, at any depth. */
int ag_args_copy(const struct agola_type *type, const void *src, void **ret, agola_error **err);

#endif
