/* SPDX-License-Identifier: Apache-2.0 */
/* The configstore in the same process, as a transport: the same requests and answers, without sockets. */
#include "server/router.h"

#include <string.h>

static bool is_cancelled(const void *ctx)
{
	return agola_ctx_is_cancelled(ctx);
}

static int perform(void *data, const agola_transport_request *request, agola_transport_reply *reply, agola_error **err)
{
	struct ag_component *c = data;
	struct ag_arena arena;
	struct ag_response rs = { 0 };
	struct ag_db_ctx ctx = { .deadline_us = request->timeout_ms < 0 ? INT64_MAX : ag_now_us() + request->timeout_ms * 1000,
		                 .is_cancelled = request->ctx ? is_cancelled : NULL,
		                 .arg = request->ctx };
	struct ag_request rq = { .method = request->method,
		                 .query = "",
		                 .body = request->body,
		                 .body_len = request->body_len,
		                 .ctx = &ctx,
		                 .arena = &arena };
	size_t n = strcspn(request->target, "?");
	int r = 0;

	ag_arena_init(&arena);
	rq.path = ag_arena_strndup(&arena, request->target, n);
	if (request->target[n])
		rq.query = request->target + n + 1;
	for (size_t i = 0; i < request->n_headers; i++) {
		if (ag_ascii_casestarts(request->headers[i], "Authorization: "))
			rq.authorization = request->headers[i] + strlen("Authorization: ");
	}
	if (!rq.path) {
		ag_arena_free(&arena);
		return ag_fail_nomem(err);
	}
	ag_route(c, &rq, &rs);
	agola_transport_reply_status(reply, rs.status);
	for (size_t i = 0; i < rs.n_headers; i++)
		agola_transport_reply_header(reply, rs.headers[i].name, rs.headers[i].value);
	if (rs.body.len)
		r = agola_transport_reply_body(reply, rs.body.s, rs.body.len);
	ag_buf_wipe(&rs.body);
	ag_arena_free(&arena);
	return r;
}

void ag_inproc_init(struct agola_transport *t, struct ag_component *c)
{
	*t = (struct agola_transport){ .size = sizeof(*t), .perform = perform, .data = c };
}
