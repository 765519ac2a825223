/* SPDX-License-Identifier: Apache-2.0 */
#include "server/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int ag_listen(const char *listen_address, int *ret, agola_error **err)
{
	char host[256] = "", *h = host;
	const char *colon = strrchr(listen_address, ':');
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV }, *list = NULL;
	int fd = -1, rc, e = 0;
	uint64_t port;

	if (!colon || !colon[1] || (size_t)(colon - listen_address) >= sizeof(host))
		return ag_fail(err, AGOLA_ERR_INVALID, "listen address \"%s\": right is HOST:PORT, for example 127.0.0.1:8000",
		               listen_address);
	/* getaddrinfo() takes any number, and leaves out what does not fit */
	if (!ag_parse_u64(colon + 1, strlen(colon + 1), &port) || port > 65535)
		return ag_fail(err, AGOLA_ERR_INVALID, "listen address \"%s\": right is a port of 0 (any free one) to 65535",
		               listen_address);
	memcpy(host, listen_address, (size_t)(colon - listen_address));
	host[colon - listen_address] = 0;
	if (*h == '[' && h[strlen(h) - 1] == ']') {
		h[strlen(h) - 1] = 0;
		h++;
	}
	rc = getaddrinfo(*h ? h : NULL, colon + 1, &hints, &list);
	if (rc == EAI_MEMORY || (rc == EAI_SYSTEM && errno == ENOMEM))
		return ag_fail_nomem(err);
	if (rc)
		return ag_fail(err, AGOLA_ERR_INVALID, "listen address \"%s\": %s", listen_address, gai_strerror(rc));
	for (struct addrinfo *a = list; a && fd < 0; a = a->ai_next) {
		fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, a->ai_protocol);
		if (fd >= 0) {
			setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
			if (bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, 1024) == 0)
				break;
		}
		e = errno;
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	freeaddrinfo(list);
	if (fd < 0)
		return ag_fail(err, AGOLA_ERR_NETWORK, "cannot listen on %s: %s", listen_address, strerror(e));
	*ret = fd;
	return 0;
}

void ag_listen_url(int fd, bool tls, char *url, size_t size)
{
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} a = { 0 };
	socklen_t len = sizeof(a);
	char host[INET6_ADDRSTRLEN] = "";

	getsockname(fd, &a.sa, &len);
	if (a.sa.sa_family == AF_INET6) {
		inet_ntop(AF_INET6, &a.in6.sin6_addr, host, sizeof(host));
		snprintf(url, size, "http%s://[%s]:%u", tls ? "s" : "", IN6_IS_ADDR_UNSPECIFIED(&a.in6.sin6_addr) ? "::1" : host,
		         ntohs(a.in6.sin6_port));
	} else {
		inet_ntop(AF_INET, &a.in.sin_addr, host, sizeof(host));
		snprintf(url, size, "http%s://%s:%u", tls ? "s" : "", a.in.sin_addr.s_addr == INADDR_ANY ? "127.0.0.1" : host,
		         ntohs(a.in.sin_port));
	}
}

int ag_read_pem(const char *what, const char *path, char **ret, agola_error **err)
{
	FILE *f = path ? fopen(path, "re") : NULL;
	struct ag_buf b = { .max = 1024 * 1024 };
	char chunk[4096];
	size_t n;

	if (!f)
		return ag_fail(err, AGOLA_ERR_INVALID, "%s \"%s\": %s", what, path ? path : "",
		               path ? strerror(errno) : "tls needs it");
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		ag_buf_add(&b, chunk, n);
	ag_wipe(chunk, sizeof(chunk));
	fclose(f);
	if (b.failed || !b.len) {
		ag_buf_wipe(&b);
		return ag_fail(err, AGOLA_ERR_INVALID, "%s \"%s\": it is empty or larger than 1 MiB", what, path);
	}
	*ret = b.s;
	return 0;
}
