/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file stream.h
 * Bytes of any length: where a download goes and where an upload comes from. The library holds a few kilobytes of them at a
 * time, however long they are.
 *
 * A stream that breaks is never a success: the call returns AGOLA_ERR_NETWORK, and what was handed over until then is only the
 * beginning. Some servers end what they cannot go on with as if it was complete; the functions say how far that can be told. The
 * `timeout_ms` of the client does not count for streams, the deadline of the agola_ctx does.
 *
 * The functions are called on the thread that makes the call, on a loop by agola_loop_dispatch(). A descriptor that cannot go on is
 * waited for, even if it does not block by itself, until the agola_ctx is cancelled or its deadline has passed: calls on a loop
 * should have files or functions. One that nobody reads any more is AGOLA_ERR_IO, without a SIGPIPE; one that is not open, or not in
 * that direction, is AGOLA_ERR_INVALID before anything is sent.
 */
#ifndef AGOLA_STREAM_H
#define AGOLA_STREAM_H

#include <agola/common.h>

AGOLA_BEGIN_DECLS

/**
 * Takes the next @p len bytes, never 0.
 * @return 0; anything else ends the call with AGOLA_ERR_CALLBACK
 */
typedef int (*agola_write_fn)(void *data, const void *bytes, size_t len);

/**
 * Gives up to @p size bytes.
 * @return how many bytes were put into @p buf; 0 at the end; negative to end the call with AGOLA_ERR_CALLBACK
 */
typedef int64_t (*agola_read_fn)(void *data, void *buf, size_t size);

/**
 * Told how far a stream is, after each piece.
 * @param done   bytes until now
 * @param total  all bytes, or -1 when nobody knows
 * @return 0; anything else ends the call with AGOLA_ERR_CALLBACK
 */
typedef int (*agola_progress_fn)(void *data, int64_t done, int64_t total);

struct agola_response;

/**
 * Told what the answer is, with its status and headers, once before the first bytes; also of an answer without any. See agola/request.h.
 * @param head  only valid during the call; without a body
 * @return 0; anything else ends the call with AGOLA_ERR_CALLBACK
 */
typedef int (*agola_begin_fn)(void *data, const struct agola_response *head);

/** Where a download goes: to a function or to a file descriptor. Use AGOLA_SINK_INIT. */
struct agola_sink {
	size_t size;
	agola_write_fn write;       /**< or set `fd` and `use_fd` */
	void *data;                 /**< handed to `write` and `begin` */
	agola_progress_fn progress; /**< NULL: nobody is told */
	void *progress_data;
	int64_t idle_timeout_ms; /**< longest silence of the server; 0: 60 s, but none for logs and events; negative: none */
	int32_t fd;              /**< with `use_fd`: written to where it stands, and not closed */
	uint32_t use_fd;         /**< not 0: `fd` counts */
	agola_begin_fn begin;    /**< NULL: nobody is told */
};

/** Where an upload comes from: a function or a file descriptor. Use AGOLA_SOURCE_INIT. */
struct agola_source {
	size_t size;
	agola_read_fn read;         /**< or set `fd` and `use_fd` */
	void *data;                 /**< handed to `read` */
	agola_progress_fn progress; /**< NULL: nobody is told */
	void *progress_data;
	int64_t length;          /**< how many bytes there are; 0: not known, but for `fd` that of the rest of a regular file */
	int64_t idle_timeout_ms; /**< longest time without progress; 0: 60 s; negative: none */
	int32_t fd;              /**< with `use_fd`: read from where it stands, and not closed */
	uint32_t use_fd;         /**< not 0: `fd` counts */
};

#define AGOLA_SINK_INIT   AGOLA_INIT_(struct agola_sink)
#define AGOLA_SOURCE_INIT AGOLA_INIT_(struct agola_source)

AGOLA_END_DECLS

#endif
