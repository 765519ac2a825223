/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_cache.h
 * Caches: what a step of one run saved under a key for steps of other runs. A key is any text of up to 200 bytes, counted as
 * it stands in a URL. Executors put the `cache_prefix` of the task and "-" in front of it. A cache never changes, and is
 * cleaned away in the end. Early releases, such as v0.2.0, refuse a "/" in a key: AGOLA_ERR_BAD_REQUEST.
 */
#ifndef AGOLA_RS_CACHE_H
#define AGOLA_RS_CACHE_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/stream.h>

AGOLA_BEGIN_DECLS

/** Which cache. Use AGOLA_RS_CACHE_OPTS_INIT. */
struct agola_rs_cache_opts {
	size_t size;
	/** one whose key begins so will do: the newest one, to v0.10.0 the one whose key sorts last. Which one is not told */
	enum agola_tristate prefix;
	uint32_t unused_; /**< 0 */
};

#define AGOLA_RS_CACHE_OPTS_INIT AGOLA_INIT_(struct agola_rs_cache_opts)

/**
 * Look whether there is a cache.
 * @param key   not "." or ".."; otherwise any text
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_BAD_REQUEST for a key that is too long. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_cache_check(agola_rs_client *client, agola_ctx *ctx, const char *key,
                                   const struct agola_rs_cache_opts *opts, agola_error **err) AGOLA_CHECK;

/**
 * Get a cache.
 * @param key   as for agola_rs_cache_check(). That with the name "tasks" cannot be got
 * @param opts  may be NULL
 * @param sink  not NULL: where the bytes go. A server that fails behind the first byte adds "[]" and ends as if all was well: so one that
 *              ends with it is read again from there, and only believed when it ends there again. With `prefix` it is not, as that may
 *              be another cache by now
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_BAD_REQUEST for a key that is too long. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_cache_get(agola_rs_client *client, agola_ctx *ctx, const char *key, const struct agola_rs_cache_opts *opts,
                                 const struct agola_sink *sink, agola_error **err) AGOLA_CHECK;

/**
 * Put a cache there. If there is one with that key already it stays as it is, and that is a success too.
 * @param key     as for agola_rs_cache_check()
 * @param source  not NULL: where the bytes come from; better with its length
 * @return 0; AGOLA_ERR_BAD_REQUEST for a key that is too long. When the server says early that it has the cache and closes the
 *         connection AGOLA_ERR_NETWORK is possible: agola_rs_cache_check() tells. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_cache_put(agola_rs_client *client, agola_ctx *ctx, const char *key, const struct agola_source *source,
                                 agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
