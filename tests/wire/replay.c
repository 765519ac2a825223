/* SPDX-License-Identifier: Apache-2.0 */
/* A server on 127.0.0.1 that compares each request with its file, and answers as the file says, or misbehaves as the mode says. */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_REQUEST ((size_t)1024 * 1024)

/* ---- the answer ---- */

bool wire_has_body(const struct wire_exchange *x)
{
	return x->status != 204 && x->status != 304 && strcmp(x->method, "HEAD") != 0;
}

void wire_answer(struct ag_buf *b, const struct wire_exchange *x, const struct wire_delivery *d, size_t *headers_end)
{
	const struct ag_buf *body = &x->reply_body;
	bool has_body = wire_has_body(x);

	if (d->interim)
		ag_buf_adds(b, "HTTP/1.1 100 Continue\r\n\r\n");
	ag_buf_addf(b, "HTTP/1.%d %d %s\r\n", d->http10 ? 0 : 1, x->status, ag_http_reason(x->status));
	for (size_t i = 0; i < x->reply_headers.n; i++)
		ag_buf_addf(b, "%s\r\n", x->reply_headers.v[i]);
	if (has_body && d->framing == WIRE_LENGTH)
		ag_buf_addf(b, "Content-Length: %zu\r\n", body->len + (d->fault == WIRE_LONG) - (d->fault == WIRE_SHORT));
	else if (has_body && d->framing == WIRE_CHUNKED)
		ag_buf_adds(b, "Transfer-Encoding: chunked\r\n");
	else if (d->framing == WIRE_CLOSE)
		ag_buf_adds(b, "Connection: close\r\n");
	ag_buf_adds(b, "\r\n");
	*headers_end = b->len;
	if (!has_body)
		return;
	if (d->framing != WIRE_CHUNKED) {
		ag_buf_add(b, ag_buf_str(body), body->len);
		return;
	}
	for (size_t i = 0; i < body->len; i += d->chunk) {
		size_t n = body->len - i < d->chunk ? body->len - i : d->chunk;

		ag_buf_addf(b, "%zx\r\n", n);
		ag_buf_add(b, body->s + i, n);
		ag_buf_adds(b, "\r\n");
	}
	ag_buf_adds(b, "0\r\n\r\n");
}

static bool send_all(int fd, const char *s, size_t len, bool bytes)
{
	while (len) {
		ssize_t n = send(fd, s, bytes ? 1 : len, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		s += n;
		len -= (size_t)n;
	}
	return true;
}

/* False: the connection is to be closed. */
static bool answer(struct wire_replay *s, int fd, const struct wire_exchange *x)
{
	struct wire_delivery d = s->how;
	struct linger reset = { .l_onoff = 1 };
	struct ag_buf b = { 0 };
	size_t headers_end, len;
	bool keep;

	if (!s->broken || s->at != d.fault_at)
		d.fault = WIRE_NONE;
	if (d.fault == WIRE_NONE)
		s->at++;
	else
		s->n_faults++;
	wire_answer(&b, x, &d, &headers_end);
	len = d.fault == WIRE_CUT || d.fault == WIRE_STALL || d.fault == WIRE_RST ? d.offset : b.len;
	keep = send_all(fd, b.s, len, d.bytes) && d.framing != WIRE_CLOSE && d.fault != WIRE_CUT && d.fault != WIRE_LONG &&
	       d.fault != WIRE_RST;
	ag_buf_free(&b);
	if (d.fault == WIRE_RST)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	return keep || d.fault == WIRE_STALL;
}

/* ---- the request ---- */

/* The value of a header among those of a request, or NULL. */
static const char *header_of(const char *head, const char *name, size_t name_len, size_t *len)
{
	for (const char *p = strstr(head, "\r\n"); p && p[2]; p = strstr(p + 2, "\r\n")) {
		const char *h = p + 2;

		if (strncasecmp(h, name, name_len) == 0 && h[name_len] == ':') {
			h += name_len + 1;
			h += strspn(h, " ");
			*len = strcspn(h, "\r");
			return h;
		}
	}
	return NULL;
}

static bool names_header(const struct wire_exchange *x, const char *name)
{
	for (size_t i = 0; i < x->headers.n; i++) {
		if (strncasecmp(x->headers.v[i], name, strlen(name)) == 0)
			return true;
	}
	return false;
}

static void check_headers(struct wire_replay *s, const struct wire_exchange *x, const char *head)
{
	for (size_t i = 0; i < x->headers.n; i++) {
		const char *want = x->headers.v[i], *colon = strchr(want, ':'), *value;
		bool none = *want == '!';
		size_t len = 0;

		if (none) {
			if (header_of(head, want + 1, strlen(want + 1), &len))
				ag_buf_addf(&s->problem, "line %d: the header %s was sent\n", x->line, want + 1);
			continue;
		}
		value = colon ? header_of(head, want, (size_t)(colon - want), &len) : NULL;
		if (!value || strlen(colon + 2) != len || memcmp(value, colon + 2, len) != 0)
			ag_buf_addf(&s->problem, "line %d: header wanted: %s\n    but sent: %.*s\n", x->line, want, (int)len,
			            value ? value : "");
	}
}

static void check_request(struct wire_replay *s, const char *head, const char *body, size_t body_len)
{
	const struct wire_exchange *x = &s->file->exchanges[s->at];
	struct ag_buf want = { 0 }, b = { 0 };
	size_t line = strcspn(head, "\r"), len = 0;
	const char *type = header_of(head, "Content-Type", 12, &len);

	ag_buf_addf(&want, "%s %s HTTP/1.1", x->method, x->target);
	if (line != want.len || memcmp(head, want.s, line) != 0)
		ag_buf_addf(&s->problem, "line %d: request wanted: %s\n     but sent: %.*s\n", x->line, want.s, (int)line, head);
	check_headers(s, x, head);
	ag_buf_free(&want);
	wire_squeeze(&b, body, body_len);
	if (strcmp(ag_buf_str(&b), x->body ? x->body : "") != 0)
		ag_buf_addf(&s->problem, "line %d: body wanted: %s\n but sent: %s\n", x->line, x->body ? x->body : "nothing",
		            ag_buf_str(&b));
	if (b.len && strchr("{[", *b.s) && !names_header(x, "Content-Type:") &&
	    (!type || len != 16 || strncmp(type, "application/json", len) != 0))
		ag_buf_addf(&s->problem, "line %d: a body without Content-Type: application/json\n", x->line);
	ag_buf_free(&b);
}

/* A request of a client, or nothing when it closes. False: close. */
static bool serve(struct wire_replay *s, int fd)
{
	struct ag_buf b = { 0 };
	char piece[4096], *end = NULL;
	size_t head_len = 0, body_len = 0;
	bool keep = false;

	while (!end || b.len < head_len + body_len) {
		ssize_t n = recv(fd, piece, sizeof(piece), 0);
		const char *length;
		size_t len;

		if (n <= 0 || b.len > MAX_REQUEST)
			goto out;
		ag_buf_add(&b, piece, (size_t)n);
		if (end || !(end = strstr(b.s, "\r\n\r\n")))
			continue;
		head_len = (size_t)(end - b.s) + 4;
		length = header_of(b.s, "Content-Length", 14, &len);
		body_len = length ? strtoul(length, NULL, 10) : 0;
	}
	pthread_mutex_lock(&s->lock);
	if (!s->file || s->at >= s->end) {
		ag_buf_addf(&s->problem, "a request too many: %.*s\n", (int)strcspn(b.s, "\r"), b.s);
		pthread_mutex_unlock(&s->lock);
		goto out;
	}
	b.s[head_len - 1] = 0;
	check_request(s, b.s, b.s + head_len, body_len);
	keep = answer(s, fd, &s->file->exchanges[s->at]);
	pthread_mutex_unlock(&s->lock);
out:
	ag_buf_free(&b);
	return keep;
}

/* ---- life ---- */

enum { NEW, OLD, WAKE };

/* One client, that makes one call at a time: a new connection means that the one before is done with. */
static void attend(struct wire_replay *s, struct pollfd *p)
{
	struct timeval t = { .tv_sec = 5 };

	if (p[OLD].fd >= 0 && p[OLD].revents && !serve(s, p[OLD].fd)) {
		close(p[OLD].fd);
		p[OLD].fd = -1;
	}
	if (p[NEW].revents) {
		if (p[OLD].fd >= 0)
			close(p[OLD].fd);
		p[OLD].fd = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC);
		setsockopt(p[OLD].fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof(t));
		setsockopt(p[OLD].fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
		setsockopt(p[OLD].fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	}
	p[NEW].revents = p[OLD].revents = 0;
}

static void *run(void *arg)
{
	struct wire_replay *s = arg;
	struct pollfd p[] = { [NEW] = { .fd = s->fd, .events = POLLIN },
		              [OLD] = { .fd = -1, .events = POLLIN },
		              [WAKE] = { .fd = s->wake[0], .events = POLLIN } };
	char c;

	while (poll(p, 3, -1) >= 0 || errno == EINTR) {
		attend(s, p);
		if (!p[WAKE].revents)
			continue;
		if (read(s->wake[0], &c, 1) != 1)
			break;
		while (poll(p, WAKE, 0) > 0)
			attend(s, p);
		pthread_mutex_lock(&s->lock);
		s->n_settled++;
		pthread_cond_signal(&s->settled);
		pthread_mutex_unlock(&s->lock);
		p[WAKE].revents = 0;
	}
	if (p[OLD].fd >= 0)
		close(p[OLD].fd);
	return NULL;
}

void wire_replay_settle(struct wire_replay *s)
{
	size_t before;

	pthread_mutex_lock(&s->lock);
	before = s->n_settled;
	while (write(s->wake[1], "s", 1) < 0 && errno == EINTR)
		;
	while (s->n_settled == before)
		pthread_cond_wait(&s->settled, &s->lock);
	pthread_mutex_unlock(&s->lock);
}

int wire_replay_start(struct wire_replay *s)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(a);

	memset(s, 0, sizeof(*s));
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->settled, NULL);
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->fd < 0 || bind(s->fd, (struct sockaddr *)&a, sizeof(a)) || listen(s->fd, 64) ||
	    getsockname(s->fd, (struct sockaddr *)&a, &len) || pipe2(s->wake, O_CLOEXEC))
		return -1;
	s->port = ntohs(a.sin_port);
	return pthread_create(&s->thread, NULL, run, s);
}

void wire_replay_stop(struct wire_replay *s)
{
	close(s->wake[1]);
	pthread_join(s->thread, NULL);
	close(s->wake[0]);
	close(s->fd);
	ag_buf_free(&s->problem);
	pthread_cond_destroy(&s->settled);
	pthread_mutex_destroy(&s->lock);
}
