/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ctx.h
 * A context carries what belongs to a call and not to a client: a deadline, a way to cancel, a trace.
 *
 * One context may serve any number of calls, also at the same time. It must outlive them. In a child process after fork()
 * cancelling or freeing it has no effect on the parent; the child makes its own for its calls.
 */
#ifndef AGOLA_CTX_H
#define AGOLA_CTX_H

#include <agola/common.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** What belongs to a call: deadline, cancel, trace. */
typedef struct agola_ctx agola_ctx;

/**
 * Make a context without deadline and without trace.
 * @param ret  not NULL; free it with agola_ctx_free()
 * @return 0, or AGOLA_ERR_NOMEM, also when file descriptors are out. Since 0.1.0.
 */
AGOLA_API int agola_ctx_new(agola_ctx **ret, agola_error **err) AGOLA_CHECK;

/** Free a context. No call may be using it any more. NULL does nothing. Since 0.1.0. */
AGOLA_API void agola_ctx_free(agola_ctx *ctx);

/**
 * Set a deadline that is @p ms milliseconds from now; calls that are not done by then fail with AGOLA_ERR_TIMEOUT.
 * 0 is a deadline that has passed; a negative value removes the deadline. Not while a call is running. Since 0.1.0.
 */
AGOLA_API void agola_ctx_set_timeout(agola_ctx *ctx, int64_t ms);

/**
 * Make every call with this context end soon with AGOLA_ERR_CANCELLED, running ones and later ones. It may be called from
 * any thread and from a signal handler, any number of times. Neither the context nor its loop may be freed while this runs.
 * NULL does nothing. Since 0.1.0.
 */
AGOLA_API void agola_ctx_cancel(agola_ctx *ctx);

/** Whether agola_ctx_cancel() was called. Since 0.1.0. */
AGOLA_API bool agola_ctx_is_cancelled(const agola_ctx *ctx);

/** What an agola_trace_event tells. */
enum agola_trace_kind {
	AGOLA_TRACE_REQUEST = 1,         /**< about to send; `method` and `url` are set */
	AGOLA_TRACE_REQUEST_HEADER = 2,  /**< `text` is one header; the token is replaced by "***" */
	AGOLA_TRACE_REQUEST_BODY = 3,    /**< `text` is the JSON body, secrets replaced by "***"; of agola/request.h "***" */
	AGOLA_TRACE_RESPONSE = 4,        /**< `status` is set */
	AGOLA_TRACE_RESPONSE_HEADER = 5, /**< `text` is one header; the value of cookies is replaced by "***" */
	AGOLA_TRACE_DONE = 6             /**< the call is over; `result` and `elapsed_us` are set */
};

/** One step of a call. Only valid during the callback. It may grow at its end. */
typedef struct agola_trace_event {
	enum agola_trace_kind kind;
	int status;         /**< HTTP status, 0 before the answer */
	const char *method; /**< never NULL */
	const char *url;    /**< never NULL; without user name and password */
	const char *text;   /**< as `kind` says, else NULL */
	int64_t elapsed_us; /**< microseconds since the start of the call */
	int result;         /**< for AGOLA_TRACE_DONE: what the call returns */
	int unused_;
} agola_trace_event;

/** Called on the thread that makes the call, on a loop by agola_loop_dispatch(). It must not use the same client. */
typedef void (*agola_trace_fn)(void *data, const agola_trace_event *event);

/** Have @p fn called for each step of each call with this context; NULL ends it. Not while a call is running. Since 0.1.0. */
AGOLA_API void agola_ctx_set_trace(agola_ctx *ctx, agola_trace_fn fn, void *data);

AGOLA_END_DECLS

#endif
