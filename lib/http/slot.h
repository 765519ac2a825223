/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the transport: transfer.c has what every transfer needs and the blocking one, loop.c the one on a loop. */
#ifndef AG_HTTP_SLOT_H
#define AG_HTTP_SLOT_H

#include "http/curl.h"
#include "http/http.h"

#include <pthread.h>

/* A handle that can make one transfer at a time, and is used again. */
struct ag_slot {
	struct ag_slot *next;
	CURLM *multi; /* of its own, which keeps its connection; NULL on a loop */
	CURL *easy;
	struct curl_slist *headers;
	bool has_origin; /* of ag_http, so that only the target of a request is set */
	char method[16]; /* what the handle is set to; "" for none */
	enum ag_body { AG_BODY_NONE, AG_BODY_TEXT, AG_BODY_READ } body;
	const agola_transport_request *request;
	agola_transport_reply *reply;
	int stop; /* what a callback returned that ended the transfer */
	int status;
	bool headers_ended;
	size_t n_header_bytes;
	uint32_t n_sent;     /* how often the request went out */
	int64_t progress_us; /* when something last came or went */
	char error[CURL_ERROR_SIZE];
};

/* A transfer on a loop that waits until another has ended. */
struct ag_waiter {
	struct ag_waiter *next, **at; /* at: what points to it; NULL while it does not wait */
	agola_loop *loop;
};

struct ag_http {
	struct agola_client_opts opts;
	CURLU *origin;        /* where all requests go; NULL: a proxy may be between */
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t freed;
	struct ag_slot *idle;                     /* with a multi */
	struct ag_slot *idle_async;               /* without one */
	uint32_t n_slots;                         /* idle or busy */
	uint32_t n_async;                         /* busy on loops */
	struct ag_waiter *waiting, **waiting_end; /* of all loops, in their order */
};

int ag_slot_new(struct ag_http *h, bool async, struct ag_slot **ret, agola_error **err);
void ag_slot_free(struct ag_slot *s);
/* Set the handle to a request. */
CURLcode ag_slot_prepare(struct ag_slot *s, const agola_transport_request *r, agola_transport_reply *reply);
/* When it has been without progress for too long; INT64_MAX: never. */
int64_t ag_slot_idle_at(const struct ag_slot *s);
/* What a transfer that curl ended with @code is to the caller. */
int ag_slot_result(const struct ag_slot *s, CURLcode code, agola_error **err);

#endif
