/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file common.h
 * What every other header of libagola uses: results, three-state booleans, times, freeing.
 *
 * Conventions, everywhere in the library:
 * - A function that can fail returns 0, or a negative enum agola_result. Iterators return 1 for an item and 0 at the end.
 * - Arguments stand in this order: client, ctx, path arguments, request or options, `ret`, `err`. `ctx`, options, `ret`
 *   and `err` may be NULL unless a function says otherwise.
 * - `*ret` and `*err` are only written as follows: on success `*ret` is set and `*err` is left alone; on failure `*err`
 *   is set and `*ret` is left alone. What they held before is not freed. AGOLA_PENDING leaves both.
 * - What the library returns as a response is read-only, lives in one piece of memory with everything it points to, and
 *   ends with one agola_free() of the root. Responses are never changed by the library: any number of threads may read one.
 * - Strings are UTF-8 and end with NUL. A pointer that is NULL means that the server sent no value, or null.
 * - Structs that the caller fills begin with `size` and are made with their …_INIT macro. Zero means "not set".
 * - "Since 0.1.0" is a version of this library. "Since Agola v0.8.0" is the release of Agola from which on a call works: with earlier
 *   ones it is AGOLA_ERR_VERSION, unless its comment says otherwise. "To v0.7.1" and "from v0.8.0 on" say how these releases answer.
 * - What is said of a server's errors is what real servers answered. Every call can also fail with those of enum agola_result that
 *   have no meaning of its own there: AGOLA_ERR_INVALID for an argument, AGOLA_ERR_NETWORK, and so on.
 */
#ifndef AGOLA_COMMON_H
#define AGOLA_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Version of these headers. agola_version() tells the version of the library that runs. */
#define AGOLA_VERSION_MAJOR  0
#define AGOLA_VERSION_MINOR  1
#define AGOLA_VERSION_PATCH  0
#define AGOLA_VERSION_NUMBER ((AGOLA_VERSION_MAJOR * 1000 + AGOLA_VERSION_MINOR) * 1000 + AGOLA_VERSION_PATCH)
#define AGOLA_VERSION_STRING "0.1.0"

#ifdef __cplusplus
#define AGOLA_BEGIN_DECLS extern "C" {
#define AGOLA_END_DECLS   }
#else
#define AGOLA_BEGIN_DECLS
#define AGOLA_END_DECLS
#endif

#if defined(__GNUC__)
#define AGOLA_API   __attribute__((visibility("default")))
#define AGOLA_CHECK __attribute__((warn_unused_result))
#else
#define AGOLA_API
#define AGOLA_CHECK
#endif

/* The …_INIT macros: all members zero, but for `size`. */
#ifdef __cplusplus
#define AGOLA_INIT_(T) agola_init_<T>()
template <typename T> inline T agola_init_()
{
	T t = T();
	t.size = sizeof(T);
	return t;
}
#else
/* clang-format off */
#define AGOLA_INIT_(T) { .size = sizeof(T) }
/* clang-format on */
#endif

AGOLA_BEGIN_DECLS

/** How a call ended. The values are part of the ABI: they never change, and new ones may come. */
enum agola_result {
	AGOLA_OK = 0,
	AGOLA_PENDING = 2, /**< the call was started on an agola_loop, and ends there */

	/* on this side */
	AGOLA_ERR_INVALID = -1,   /**< an argument or a request is not valid; nothing was sent */
	AGOLA_ERR_NOMEM = -2,     /**< out of memory */
	AGOLA_ERR_CANCELLED = -3, /**< the agola_ctx was cancelled */
	AGOLA_ERR_TIMEOUT = -4,   /**< a deadline or a timeout passed */
	AGOLA_ERR_NETWORK = -5,   /**< no connection, or it broke before the answer was complete */
	AGOLA_ERR_TLS = -6,       /**< the TLS handshake or the check of a certificate failed */
	AGOLA_ERR_PROTOCOL = -7,  /**< the answer is not what Agola sends: redirect, not JSON, wrong type, too large, too deep */
	AGOLA_ERR_VERSION = -8,   /**< this library or this Agola release lacks what was asked for */
	AGOLA_ERR_CALLBACK = -9,  /**< a callback of the caller asked to stop */
	AGOLA_ERR_IO = -10,       /**< a file that the caller gave cannot be read or written */

	/* the server's answer */
	AGOLA_ERR_BAD_REQUEST = -20,  /**< 400: refused; a name that exists already is also a 400 */
	AGOLA_ERR_UNAUTHORIZED = -21, /**< 401: no token, or a wrong one */
	AGOLA_ERR_FORBIDDEN = -22,    /**< 403 */
	AGOLA_ERR_NOT_FOUND = -23,    /**< 404 */
	AGOLA_ERR_INTERNAL = -24,     /**< 500 */
	AGOLA_ERR_HTTP = -25          /**< any other status; agola_error_http_status() tells which */
};

/** A boolean that can also be left unset. */
enum agola_tristate { AGOLA_UNSET = 0, AGOLA_TRUE = 1, AGOLA_FALSE = -1 };

/** A point in time, exact to the nanosecond, with the offset that it was written with. This struct is frozen. */
typedef struct agola_time {
	int64_t sec;     /**< seconds since 1970-01-01T00:00:00Z, negative before */
	int32_t nsec;    /**< 0 to 999,999,999 */
	int32_t offset;  /**< seconds east of UTC that the server wrote it with; no influence on `sec` */
	int32_t valid;   /**< 1 for a time; 0 when there is none (absent or null) */
	int32_t unused_; /**< 0 */
} agola_time;

/** One entry of a map from strings to strings. This struct is frozen. */
typedef struct agola_string_entry {
	const char *key;
	const char *value;
} agola_string_entry;

/** Room for the longest text of agola_time_format(), with its NUL. */
#define AGOLA_TIME_BUFSIZE 40

/**
 * Write @p t as RFC 3339, in the offset that it came with, with as many fraction digits as needed.
 * @param buf  at least AGOLA_TIME_BUFSIZE bytes
 * @return buf; it holds "" when @p t is not valid. Since 0.1.0.
 */
AGOLA_API char *agola_time_format(agola_time t, char *buf, size_t size);

/**
 * Free a response, or text that the library returned, with everything in it.
 * @param root  what a call returned through `ret`, never a pointer found inside; NULL does nothing. Since 0.1.0.
 */
AGOLA_API void agola_free(const void *root);

/** The version of the library that runs, such as "0.1.0". Static. Since 0.1.0. */
AGOLA_API const char *agola_version(void);

/** The name of @p result, such as "AGOLA_ERR_NOT_FOUND"; "AGOLA_ERR_?" for a value it does not know. Static. Since 0.1.0. */
AGOLA_API const char *agola_result_name(int result);

AGOLA_END_DECLS

#endif
