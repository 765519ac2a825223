/* SPDX-License-Identifier: Apache-2.0 */
/* URLs, and the transport on libcurl. Only transfer.c includes curl. */
#ifndef AG_HTTP_H
#define AG_HTTP_H

#include "base/base.h"
#include <agola/connect.h>
#include <agola/loop.h>
#include <agola/transport.h>

/* Append @s as one path segment: exactly the escapes of Go's url.PathEscape. */
void ag_url_add_segment(struct ag_buf *b, const char *s);
/* The same of a path, whose slashes stay. */
void ag_url_add_segments(struct ag_buf *b, const char *s);
/* Append @s as a query key or value: only unreserved characters stay. */
void ag_url_add_query(struct ag_buf *b, const char *s);
/* Why @s cannot be a reference in a path, or NULL if it can: empty, or with an empty, "." or ".." part. */
const char *ag_url_bad_ref(const char *s);
/* Why @s, which is any text otherwise, cannot be a segment of a path, or NULL if it can. */
const char *ag_url_bad_segment(const char *s);
/* Why @s cannot be what stands behind the API's prefix, a path with or without a query, escaped; NULL if it can. */
const char *ag_url_bad_target(const char *s);
/* Why @s cannot be the URL of a service, or NULL if it can. */
const char *ag_url_bad_base(const char *s);

struct ag_http;
/* @opts is complete and checked; what is needed of it is copied. */
int ag_http_new(const struct agola_client_opts *opts, struct ag_http **ret, agola_error **err);
void ag_http_free(struct ag_http *h);
/* The perform() of an agola_transport. */
int ag_http_perform(void *http, const agola_transport_request *request, agola_transport_reply *reply, agola_error **err);

/* ---- loop.c: the same on an agola_loop ---- */

/* The end of a transfer, out of agola_loop_dispatch(): as ag_http_perform() would have ended. @err is handed over. */
typedef void (*ag_transfer_fn)(void *data, int result, agola_error *err);
/* Start it, or queue it when too many of this client are running. @request and @reply stay where they are until the end. */
int ag_http_start(struct ag_http *http, agola_loop *loop, const agola_transport_request *request, agola_transport_reply *reply,
                  ag_transfer_fn fn, void *data, agola_error **err);
/* The same for nothing but time: ends with 0 after @ms, or earlier when @request's context is cancelled. */
int ag_loop_pause(agola_loop *loop, const agola_transport_request *request, int64_t ms, ag_transfer_fn fn, void *data,
                  agola_error **err);
/* Make the loop look at its contexts. Safe in a signal handler. */
void ag_loop_wake(agola_loop *loop);

#endif
