/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Load on an HTTP server: one thread, epoll, a number of connections that each send a GET as soon as the last one was answered.
 * It ends after N requests or after SECONDS, whatever comes first. An answer other than 200, a broken connection and one that was
 * not answered within 10 s are errors.
 */
#include "bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE 10.0

struct con {
	int fd;
	size_t sent;          /* of the request */
	size_t have;          /* bytes in buf: the head of the answer */
	size_t body_left;     /* once the head is complete */
	bool in_body, active; /* active: a request is under way */
	double since;
	char buf[4096];
};

static struct {
	struct sockaddr_in addr;
	char request[2048];
	size_t request_len, wanted, begun, done, errors, not_200;
	int epoll;
	double end;
} run;

static void dial(struct con *c)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c };

	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		bench_die("bench-load: socket: %s", strerror(errno));
	if (connect(c->fd, (struct sockaddr *)&run.addr, sizeof(run.addr)) != 0 && errno != EINPROGRESS)
		bench_die("bench-load: connect: %s", strerror(errno));
	if (epoll_ctl(run.epoll, EPOLL_CTL_ADD, c->fd, &ev) != 0)
		bench_die("bench-load: epoll_ctl: %s", strerror(errno));
}

/* The connection is of no more use: a new one takes its place. */
static void redial(struct con *c)
{
	if (c->active)
		run.errors++;
	close(c->fd);
	c->active = c->in_body = false;
	c->sent = c->have = 0;
	if (run.begun < run.wanted)
		dial(c);
	else
		c->fd = -1;
}

static void write_request(struct con *c)
{
	if (!c->active) {
		if (run.begun >= run.wanted || bench_now() > run.end)
			return;
		run.begun++;
		c->active = true;
		c->sent = c->have = 0;
		c->in_body = false;
		c->since = bench_now();
	}
	while (c->sent < run.request_len) {
		ssize_t n = send(c->fd, run.request + c->sent, run.request_len - c->sent, MSG_NOSIGNAL);

		if (n < 0 && (errno == EAGAIN || errno == ENOTCONN))
			return;
		if (n < 0) {
			redial(c);
			return;
		}
		c->sent += (size_t)n;
	}
}

/* The head is complete: how long is the body? False if this is no answer that we understand. */
static bool read_head(struct con *c, char *end)
{
	const char *p;

	*end = 0;
	if (strncmp(c->buf, "HTTP/1.1 ", 9) != 0)
		return false;
	if (strncmp(c->buf + 9, "200", 3) != 0)
		run.not_200++;
	p = strcasestr(c->buf, "\nContent-Length:");
	if (!p)
		return false;
	c->body_left = strtoul(p + 16, NULL, 10);
	return true;
}

static void read_answer(struct con *c)
{
	for (;;) {
		char *end;
		ssize_t n;

		n = recv(c->fd, c->buf + c->have, sizeof(c->buf) - 1 - c->have, 0);
		if (n < 0 && (errno == EAGAIN || errno == ENOTCONN))
			return;
		if (n <= 0 || !c->active) {
			redial(c);
			return;
		}
		if (!c->in_body) {
			size_t head;

			c->have += (size_t)n;
			c->buf[c->have] = 0;
			end = strstr(c->buf, "\r\n\r\n");
			if (!end && c->have < sizeof(c->buf) - 1)
				continue;
			head = end ? (size_t)(end - c->buf) + 4 : 0;
			if (!end || !read_head(c, end)) {
				redial(c);
				return;
			}
			n = (ssize_t)(c->have - head);
			c->in_body = true;
			c->have = 0;
		}
		if ((size_t)n > c->body_left) {
			redial(c);
			return;
		}
		c->body_left -= (size_t)n;
		if (c->body_left == 0) {
			c->active = false;
			run.done++;
			write_request(c);
			/* the answer to it cannot be there yet */
			return;
		}
	}
}

static void parse_url(const char *url)
{
	const char *host = strstr(url, "http://") == url ? url + 7 : NULL, *path = host ? strchr(host, '/') : NULL;
	char name[64];
	unsigned port;

	if (!path || sscanf(host, "%63[0-9.]:%u/", name, &port) != 2 || inet_pton(AF_INET, name, &run.addr.sin_addr) != 1)
		bench_die("%s: right is http://ADDRESS:PORT/PATH", url);
	run.addr.sin_family = AF_INET;
	run.addr.sin_port = htons((uint16_t)port);
	run.request_len =
	        (size_t)snprintf(run.request, sizeof(run.request), "GET %s HTTP/1.1\r\nHost: %s:%u\r\n\r\n", path, name, port);
}

int main(int argc, char **argv)
{
	struct epoll_event events[256];
	struct con *cons;
	double start, looked;
	size_t n;

	if (argc != 5)
		bench_die("usage: bench-load URL N CONNECTIONS SECONDS");
	parse_url(argv[1]);
	run.wanted = bench_number(argv[2]);
	n = bench_number(argv[3]);
	run.epoll = epoll_create1(EPOLL_CLOEXEC);
	cons = calloc(n, sizeof(*cons));
	if (!cons || run.epoll < 0)
		bench_die("bench-load: cannot start");
	looked = start = bench_now();
	run.end = start + (double)bench_number(argv[4]);
	for (size_t i = 0; i < n; i++)
		dial(&cons[i]);
	while (run.done + run.errors < run.begun || (run.begun < run.wanted && bench_now() < run.end)) {
		int got = epoll_wait(run.epoll, events, (int)(sizeof(events) / sizeof(events[0])), 200);

		for (int i = 0; i < got; i++) {
			struct con *c = events[i].data.ptr;

			if (events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP))
				read_answer(c);
			if (c->fd >= 0 && events[i].events & EPOLLOUT && (!c->active || c->sent < run.request_len))
				write_request(c);
		}
		if (bench_now() - looked > 1) {
			looked = bench_now();
			for (size_t i = 0; i < n; i++) {
				if (cons[i].active && looked - cons[i].since > PATIENCE)
					redial(&cons[i]);
			}
		}
	}
	printf("errors=%zu not_200=%zu ", run.errors + run.not_200, run.not_200);
	bench_report("load", run.done, start, n);
	for (size_t i = 0; i < n; i++) {
		if (cons[i].fd >= 0)
			close(cons[i].fd);
	}
	free(cons);
	close(run.epoll);
	return 0;
}
