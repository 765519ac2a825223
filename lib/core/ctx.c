/* SPDX-License-Identifier: Apache-2.0 */
#include "core/core.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct agola_ctx {
	atomic_int cancelled;
	int pipe[2]; /* the first end is readable once cancelled */
	int64_t deadline_us;
	agola_trace_fn trace;
	void *trace_data;
};

int agola_ctx_new(agola_ctx **ret, agola_error **err)
{
	struct agola_ctx *c;

	if (!ret)
		return ag_fail(err, AGOLA_ERR_INVALID, "agola_ctx_new: ret is NULL");
	c = calloc(1, sizeof(*c));
	if (!c)
		return ag_fail_nomem(err);
	c->deadline_us = INT64_MAX;
	if (pipe2(c->pipe, O_CLOEXEC | O_NONBLOCK) != 0) {
		int e = errno;

		free(c);
		return ag_fail(err, AGOLA_ERR_NOMEM, "agola_ctx_new: cannot make a pipe: %s", strerror(e));
	}
	*ret = c;
	return 0;
}

void agola_ctx_free(agola_ctx *ctx)
{
	if (!ctx)
		return;
	close(ctx->pipe[0]);
	close(ctx->pipe[1]);
	free(ctx);
}

void agola_ctx_set_timeout(agola_ctx *ctx, int64_t ms)
{
	if (!ctx)
		return;
	if (ms < 0 || ms > INT64_MAX / 2000)
		ctx->deadline_us = INT64_MAX;
	else
		ctx->deadline_us = ag_now_us() + ms * 1000;
}

void agola_ctx_cancel(agola_ctx *ctx)
{
	int e = errno;

	if (!ctx)
		return;
	/* only what a signal handler may do */
	if (!atomic_exchange(&ctx->cancelled, 1)) {
		ssize_t n = write(ctx->pipe[1], "", 1);

		(void)n;
	}
	errno = e;
}

bool agola_ctx_is_cancelled(const agola_ctx *ctx)
{
	return ctx && atomic_load(&ctx->cancelled);
}

void agola_ctx_set_trace(agola_ctx *ctx, agola_trace_fn fn, void *data)
{
	if (!ctx)
		return;
	ctx->trace = fn;
	ctx->trace_data = data;
}

struct ag_ctx_view ag_ctx_view(const agola_ctx *ctx)
{
	if (!ctx)
		return (struct ag_ctx_view){ .deadline_us = INT64_MAX, .fd = -1 };
	return (struct ag_ctx_view){
		.deadline_us = ctx->deadline_us, .fd = ctx->pipe[0], .trace = ctx->trace, .trace_data = ctx->trace_data
	};
}
