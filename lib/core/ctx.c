/* SPDX-License-Identifier: Apache-2.0 */
#include "core/core.h"
#include "http/http.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct agola_ctx {
	atomic_int cancelled;
	pid_t pid;     /* of the process that made it: a child has the same descriptor */
	atomic_int fd; /* readable once cancelled; made by the first call that has to wait; -1 before */
	int64_t deadline_us;
	agola_trace_fn trace;
	void *trace_data;
	agola_loop *loop;
	agola_done_fn done;
	void *done_data;
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
	c->pid = getpid();
	atomic_init(&c->fd, -1);
	*ret = c;
	return 0;
}

void agola_ctx_free(agola_ctx *ctx)
{
	if (!ctx)
		return;
	if (atomic_load(&ctx->fd) >= 0)
		close(atomic_load(&ctx->fd));
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

static void make_readable(int fd)
{
	uint64_t one = 1;
	ssize_t n = write(fd, &one, sizeof(one));

	(void)n;
}

/* Only what a signal handler may do. The flag comes first: whoever makes the descriptor looks at it afterwards. */
void agola_ctx_cancel(agola_ctx *ctx)
{
	int e = errno, fd;

	if (!ctx)
		return;
	if (!atomic_exchange(&ctx->cancelled, 1) && ctx->pid == getpid()) {
		fd = atomic_load(&ctx->fd);
		if (fd >= 0)
			make_readable(fd);
		if (ctx->loop)
			ag_loop_wake(ctx->loop);
	}
	errno = e;
}

bool agola_ctx_is_cancelled(const agola_ctx *ctx)
{
	return ctx && atomic_load(&ctx->cancelled);
}

bool ag_ctx_is_inherited(const agola_ctx *ctx)
{
	return ctx && ctx->pid != getpid();
}

void agola_ctx_set_trace(agola_ctx *ctx, agola_trace_fn fn, void *data)
{
	if (!ctx)
		return;
	ctx->trace = fn;
	ctx->trace_data = data;
}

void agola_ctx_set_async(agola_ctx *ctx, agola_loop *loop, agola_done_fn fn, void *data)
{
	if (!ctx)
		return;
	ctx->loop = loop;
	ctx->done = fn;
	ctx->done_data = data;
}

int ag_ctx_fd(agola_ctx *ctx)
{
	int fd, none = -1;

	if (!ctx)
		return -1;
	fd = atomic_load(&ctx->fd);
	if (fd < 0) {
		fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		if (fd < 0)
			return -1;
		if (!atomic_compare_exchange_strong(&ctx->fd, &none, fd)) {
			/* another call was faster */
			close(fd);
			return none;
		}
		if (atomic_load(&ctx->cancelled))
			make_readable(fd);
	}
	return fd;
}

int ag_ctx_sleep(agola_ctx *ctx, int64_t ms, agola_error **err)
{
	struct pollfd cancel = { .fd = ag_ctx_fd(ctx), .events = POLLIN };
	int64_t until = ag_now_us() + ms * 1000, left;

	while (!agola_ctx_is_cancelled(ctx) && (left = (until - ag_now_us() + 999) / 1000) > 0) {
		/* without a descriptor: look every now and then */
		if (ctx && cancel.fd < 0 && left > 20)
			left = 20;
		poll(&cancel, 1, (int)(left > 3600000 ? 3600000 : left));
	}
	return agola_ctx_is_cancelled(ctx) ? ag_fail(err, AGOLA_ERR_CANCELLED, "cancelled") : 0;
}

struct ag_ctx_view ag_ctx_view(const agola_ctx *ctx)
{
	if (!ctx)
		return (struct ag_ctx_view){ .deadline_us = INT64_MAX };
	return (struct ag_ctx_view){ .deadline_us = ctx->deadline_us,
		                     .trace = ctx->trace,
		                     .trace_data = ctx->trace_data,
		                     .loop = ctx->loop,
		                     .done = ctx->done,
		                     .done_data = ctx->done_data };
}
