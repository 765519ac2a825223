/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file transport.h
 * How requests reach the server. The library has its own transport (HTTP by libcurl); a program can put another in its
 * place: in-process, recorded, or over a channel of its own.
 */
#ifndef AGOLA_TRANSPORT_H
#define AGOLA_TRANSPORT_H

#include <agola/common.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A request on its way out. Everything in it is only valid during perform(). It may grow at its end. */
typedef struct agola_transport_request {
	const char *method;         /**< "GET", "POST", … */
	const char *url;            /**< complete and escaped */
	const char *target;         /**< the part of `url` from the path on, with the query */
	const char *const *headers; /**< "Name: value", also the Authorization header; NULL after the last */
	size_t n_headers;
	const char *body; /**< NULL if there is none */
	size_t body_len;
	int64_t timeout_ms; /**< time that is left for the whole call; -1 for no limit */
	agola_ctx *ctx;     /**< of the call; may be NULL */
	/**
	 * Gives the body instead of `body`: puts up to @p n bytes into @p buf. NULL: there is no such body.
	 * @return how many; 0 at the end; negative to stop and return it from perform()
	 */
	int64_t (*read)(void *read_data, void *buf, size_t n);
	void *read_data;
	int64_t read_len;        /**< length of that body; -1: not known */
	int64_t idle_timeout_ms; /**< longest time without progress; -1 for no limit */
} agola_transport_request;

/** Where a transport puts the answer. */
typedef struct agola_transport_reply agola_transport_reply;

/** Give the status of the answer, before anything else. Since 0.1.0. */
AGOLA_API void agola_transport_reply_status(agola_transport_reply *reply, int status);

/** Give one header of the answer. Since 0.1.0. */
AGOLA_API void agola_transport_reply_header(agola_transport_reply *reply, const char *name, const char *value);

/**
 * Give the next @p len bytes of the body, in pieces of any size.
 * @return 0, or a negative enum agola_result: stop and return it from perform(). Since 0.1.0.
 */
AGOLA_API int agola_transport_reply_body(agola_transport_reply *reply, const void *data, size_t len) AGOLA_CHECK;

/** A transport. Made by the caller, and must outlive the clients that use it. */
struct agola_transport {
	size_t size; /**< sizeof(struct agola_transport); use AGOLA_TRANSPORT_INIT */
	/**
	 * Send @p request and give the answer to @p reply; return only when the answer is complete. Called on any thread that
	 * makes a call, by several at once. @p request's context can be cancelled at any time: look at it when waiting.
	 * @return 0 for any complete answer, also one with an error status; else a negative enum agola_result with `*err`
	 *         from agola_error_new(), or without when agola_transport_reply_body() said so
	 */
	int (*perform)(void *data, const agola_transport_request *request, agola_transport_reply *reply, agola_error **err);
	void *data; /**< handed to perform() */
};

#define AGOLA_TRANSPORT_INIT AGOLA_INIT_(struct agola_transport)

AGOLA_END_DECLS

#endif
