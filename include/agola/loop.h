/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file loop.h
 * Calls that do not block, for programs with an event loop of their own. Every function of the library that makes a call can be used
 * so: give it an agola_ctx that agola_ctx_set_async() has tied to a loop. It then returns AGOLA_PENDING at once, its `ret` is
 * left alone, and the answer comes to a function of yours, out of agola_loop_dispatch().
 *
 * A loop is one file descriptor: wait until it is readable, in poll(), epoll, libuv, GLib or anything else, and call
 * agola_loop_dispatch(). Time-outs make it readable too. The blocking calls run the same code.
 *
 * A loop belongs to one thread at a time. Only agola_ctx_cancel() may be called from others, and from signal handlers.
 *
 * After fork() it is the parent's: in the child calls on it and agola_loop_dispatch() fail with AGOLA_ERR_INVALID, agola_loop_fd()
 * is -1, and agola_loop_free() is allowed, ends no call and leaves the parent's alone. The child makes its own.
 */
#ifndef AGOLA_LOOP_H
#define AGOLA_LOOP_H

#include <agola/common.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** Many calls on one thread. */
typedef struct agola_loop agola_loop;

/**
 * The end of a call, whatever it is; called exactly once for each call that returned AGOLA_PENDING.
 * @param data    as given to agola_ctx_set_async()
 * @param result  what the blocking call would have returned
 * @param ret     what it would have put into `ret`, now yours: free it with agola_free(). NULL after an error and for calls without
 *                a `ret`
 * @param err     the error, now yours: free it with agola_error_free(); NULL if @p result is 0
 *
 * It may start further calls, and free the context of the call. It must not free the loop or dispatch it.
 */
typedef void (*agola_done_fn)(void *data, int result, void *ret, agola_error *err);

/**
 * Make a loop.
 * @param ret  not NULL; free it with agola_loop_free()
 * @return 0; AGOLA_ERR_INVALID when @p ret is NULL, AGOLA_ERR_NOMEM when memory or descriptors are out; a loop takes three;
 *         AGOLA_ERR_NETWORK if libcurl cannot be loaded.
 * Since 0.1.0.
 */
AGOLA_API int agola_loop_new(agola_loop **ret, agola_error **err) AGOLA_CHECK;

/** Free the loop. Calls that are still running end with AGOLA_ERR_CANCELLED, before this returns. NULL does nothing. Since 0.1.0. */
AGOLA_API void agola_loop_free(agola_loop *loop);

/** The descriptor to wait for; readable when there is something to do. It stays the same and belongs to the loop. Since 0.1.0. */
AGOLA_API int agola_loop_fd(const agola_loop *loop);

/**
 * Milliseconds until something must be done even if nothing arrives; 0: at once; -1: no limit. Only loops that cannot wait for the
 * descriptor, which knows the time too, need it. Since 0.1.0.
 */
AGOLA_API int64_t agola_loop_timeout_ms(const agola_loop *loop);

/**
 * Do what can be done without waiting, and call the functions of the calls that are over.
 * @return how many calls are still running; AGOLA_ERR_INVALID for NULL, in a child process, and in a function that it calls;
 *         AGOLA_ERR_NETWORK when the loop itself is broken. Since 0.1.0.
 */
AGOLA_API int agola_loop_dispatch(agola_loop *loop, agola_error **err) AGOLA_CHECK;

/**
 * Wait and dispatch until no call is running, for at most @p timeout_ms milliseconds (negative: for ever): for programs without a
 * loop of their own that want many calls at once.
 * @return as agola_loop_dispatch(). Since 0.1.0.
 */
AGOLA_API int agola_loop_run(agola_loop *loop, int64_t timeout_ms, agola_error **err) AGOLA_CHECK;

/**
 * Make calls with @p ctx run on @p loop and end in @p fn. NULL for @p loop: they block again. A call that cannot be started (its
 * arguments are not valid) fails at once, without @p fn. Iterators and clients with a transport that blocks cannot be used with
 * such a context: AGOLA_ERR_INVALID. Not while a call is running.
 *
 * agola_ctx_cancel() ends all calls of the context: give each call that is to be cancelled alone one of its own. Since 0.1.0.
 */
AGOLA_API void agola_ctx_set_async(agola_ctx *ctx, agola_loop *loop, agola_done_fn fn, void *data);

AGOLA_END_DECLS

#endif
