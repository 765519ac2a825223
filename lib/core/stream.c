/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of any length between the wire and the caller: see agola/stream.h. */
#include "core/call.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(struct ag_stream *s, int result, const char *why)
{
	s->failed = result;
	ag_buf_reset(&s->why);
	ag_buf_adds(&s->why, why);
	return result;
}

static int failed_errno(struct ag_stream *s, const char *what)
{
	int e = errno;

	s->failed = AGOLA_ERR_IO;
	ag_buf_reset(&s->why);
	ag_buf_addf(&s->why, "%s: %s", what, strerror(e));
	return AGOLA_ERR_IO;
}

/* The length of what is left of a regular file, -1 for other descriptors. */
static int64_t rest_of(int fd)
{
	struct stat st;
	off_t at;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return -1;
	at = lseek(fd, 0, SEEK_CUR);
	return at < 0 || at > st.st_size ? -1 : (int64_t)(st.st_size - at);
}

/* No file: it may have to be waited for. */
static bool waits(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && !S_ISREG(st.st_mode);
}

static int check_fd(const char *type, int fd, int useless, agola_error **err)
{
	int mode = fcntl(fd, F_GETFL);

	if (mode < 0)
		return ag_fail(err, AGOLA_ERR_INVALID, "struct %s: fd: %d is no open descriptor", type, fd);
	return (mode & O_ACCMODE) != useless ? 0
	                                     : ag_fail(err, AGOLA_ERR_INVALID, "struct %s: fd: %d can only be %s", type, fd,
	                                               useless == O_RDONLY ? "read" : "written");
}

int ag_stream_open(struct ag_stream *s, const struct ag_call *call, agola_error **err)
{
	const struct ag_endpoint *ep = call->ep;
	int r;

	s->total = s->to_send = -1;
	s->events = (struct ag_events){ .on_event = call->on_event, .data = call->event_data };
	if (ep->events && !call->on_event)
		return ag_args_fail(call, AGOLA_ERR_INVALID, err, "on_event is NULL");
	if (ep->sink) {
		if (!call->sink)
			return ag_args_fail(call, AGOLA_ERR_INVALID, err, "sink is NULL");
		r = ag_copy_sized(&s->sink, sizeof(s->sink), call->sink, "agola_sink", err);
		if (r)
			return r;
		if (!s->sink.write == !s->sink.use_fd)
			return ag_fail(err, AGOLA_ERR_INVALID, "struct agola_sink: set either write, or fd with use_fd");
		r = s->sink.use_fd ? check_fd("agola_sink", s->sink.fd, O_RDONLY, err) : 0;
		if (r)
			return r;
		s->sink_waits = s->sink.use_fd && waits(s->sink.fd);
	}
	if (ep->source) {
		if (!call->source)
			return ag_args_fail(call, AGOLA_ERR_INVALID, err, "source is NULL");
		r = ag_copy_sized(&s->source, sizeof(s->source), call->source, "agola_source", err);
		if (r)
			return r;
		if (!s->source.read == !s->source.use_fd)
			return ag_fail(err, AGOLA_ERR_INVALID, "struct agola_source: set either read, or fd with use_fd");
		r = s->source.use_fd ? check_fd("agola_source", s->source.fd, O_WRONLY, err) : 0;
		if (r)
			return r;
		s->source_waits = s->source.use_fd && waits(s->source.fd);
		if (s->source.length < 0)
			return ag_fail(err, AGOLA_ERR_INVALID, "struct agola_source: length is negative");
		s->to_send = s->source.length ? s->source.length : s->source.use_fd ? rest_of(s->source.fd) : -1;
		if (ep->max_source && s->to_send < 0)
			return ag_fail(err, AGOLA_ERR_INVALID,
			               "struct agola_source: length is not known; the server takes no more than %lld bytes, and "
			               "%s %s needs to say before",
			               (long long)ep->max_source, ep->method, ep->path);
		if (ep->max_source && s->to_send > ep->max_source)
			return ag_fail(err, AGOLA_ERR_INVALID,
			               "struct agola_source: length is %lld, the server takes no more than %lld bytes for %s %s",
			               (long long)s->to_send, (long long)ep->max_source, ep->method, ep->path);
	}
	return 0;
}

/* ---- descriptors ---- */

/* Until @fd can take or give something, or the call is cancelled or late: a reader that stands still must not hold it. */
static int wait_for(struct ag_stream *s, int fd, short events)
{
	struct pollfd p[] = { { .fd = fd, .events = events }, { .fd = ag_ctx_fd(s->ctx), .events = POLLIN } };

	for (;;) {
		int64_t left = s->deadline_us == INT64_MAX ? -1 : (s->deadline_us - ag_now_us() + 999) / 1000;

		if (agola_ctx_is_cancelled(s->ctx))
			return failed(s, AGOLA_ERR_CANCELLED, "cancelled while it waited for a descriptor of the caller");
		if (s->deadline_us != INT64_MAX && left <= 0)
			return failed(s, AGOLA_ERR_TIMEOUT,
			              "the deadline has passed while it waited for a descriptor of the caller");
		if (poll(p, AG_COUNT(p), left > INT_MAX ? INT_MAX : (int)left) > 0 && p[0].revents)
			return 0;
	}
}

/* ---- down ---- */

/*
 * write() to what may be a pipe that nobody reads any more. The signal of that goes to the thread that writes, so it can be kept from
 * it and taken away, unless one was there before: that is the program's.
 */
static ssize_t write_quietly(int fd, const char *p, size_t len)
{
	static const struct timespec now = { 0, 0 };
	sigset_t set, old;
	ssize_t n;
	int e;

	sigpending(&set);
	if (sigismember(&set, SIGPIPE))
		return write(fd, p, len);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	n = write(fd, p, len);
	e = errno;
	if (n < 0 && e == EPIPE) {
		while (sigtimedwait(&set, NULL, &now) < 0 && errno == EINTR)
			;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	errno = e;
	return n;
}

static int write_all(struct ag_stream *s, const char *p, size_t len)
{
	while (len) {
		/* of a pipe that can be written, so much is sure not to block */
		size_t piece = s->sink_waits && len > PIPE_BUF ? PIPE_BUF : len;
		ssize_t n;

		if (s->sink_waits && wait_for(s, s->sink.fd, POLLOUT))
			return s->failed;
		n = s->sink_waits ? write_quietly(s->sink.fd, p, piece) : write(s->sink.fd, p, piece);
		if (n < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
			continue;
		if (n < 0)
			return failed_errno(s, "the output cannot be written");
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Whole objects of JSON, each a line from v0.8.0 on: only braces, strings and line feeds need a look. */
static void look_at_objects(struct ag_stream *s, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = p[i];

		s->line_end = c == '\n';
		if (s->in_string) {
			if (s->escaped)
				s->escaped = false;
			else if (c == '\\')
				s->escaped = true;
			else if (c == '"')
				s->in_string = false;
		} else if (c == '"') {
			s->in_string = true;
		} else if (c == '{' || c == '[') {
			s->depth++;
		} else if ((c == '}' || c == ']') && s->depth) {
			s->depth--;
		}
		if (c == '\n' && s->whole)
			s->lines = true;
		else
			s->whole = c == '}' && !s->depth && !s->in_string;
	}
}

int ag_stream_write(struct ag_stream *s, const struct ag_endpoint *ep, const void *data, size_t len)
{
	if (s->failed || len == 0)
		return s->failed;
	if ((ep->flags & AG_EP_LINES) && s->done == 0 && *(const char *)data != '{')
		return failed(s, AGOLA_ERR_PROTOCOL, "the answer is no export: it does not begin with a JSON object");
	if (ep->flags & AG_EP_LINES)
		look_at_objects(s, data, len);
	if (s->sink.write) {
		if (s->sink.write(s->sink.data, data, len) != 0)
			return failed(s, AGOLA_ERR_CALLBACK, "write() of the sink asked to stop");
	} else if (write_all(s, data, len)) {
		return s->failed;
	}
	s->done += (int64_t)len;
	if (s->sink.progress && s->sink.progress(s->sink.progress_data, s->done, s->total) != 0)
		return failed(s, AGOLA_ERR_CALLBACK, "progress() of the sink asked to stop");
	return 0;
}

int ag_stream_finish(struct ag_stream *s, const struct ag_endpoint *ep, int64_t length)
{
	if (!(ep->flags & AG_EP_LINES))
		return 0;
	if (s->done == 0 && length != 0)
		return failed(s, AGOLA_ERR_NETWORK, "the answer is empty, and does not say so: it was cut");
	if (s->done && (!s->whole || (s->lines && !s->line_end)))
		return failed(s, AGOLA_ERR_NETWORK, "the answer ends in the middle of an object: it was cut");
	return 0;
}

/* ---- up ---- */

static int64_t read_some(struct ag_stream *s, void *buf, size_t size)
{
	ssize_t n;

	if (s->source.read)
		return s->source.read(s->source.data, buf, size);
	do {
		if (s->source_waits && wait_for(s, s->source.fd, POLLIN))
			return -1;
		n = read(s->source.fd, buf, size);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK));
	return n;
}

int64_t ag_stream_read(void *data, void *buf, size_t size)
{
	struct ag_stream *s = data;
	int64_t left = s->to_send < 0 ? INT64_MAX : s->to_send - s->sent, n;

	if (s->failed)
		return s->failed;
	if (left == 0)
		return 0;
	if ((uint64_t)left < size)
		size = (size_t)left;
	n = read_some(s, buf, size);
	if (s->failed)
		return s->failed;
	if (n < 0 && !s->source.read)
		return failed_errno(s, "the input cannot be read");
	if (n < 0 || (uint64_t)n > size)
		return failed(s, AGOLA_ERR_CALLBACK,
		              n < 0 ? "read() of the source asked to stop"
		                    : "read() of the source gave more than it was asked for");
	if (n == 0 && s->to_send >= 0)
		return failed(s, AGOLA_ERR_IO, "the source ended before its length");
	s->sent += n;
	if (s->source.progress && s->source.progress(s->source.progress_data, s->sent, s->to_send) != 0)
		return failed(s, AGOLA_ERR_CALLBACK, "progress() of the source asked to stop");
	return n;
}
