/* SPDX-License-Identifier: Apache-2.0 */
#include "server/httpd.h"
#include "server/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_HEADER ((size_t)32 * 1024)
/* A body that turns out too large is read up to this, so that the client gets an answer; then the connection ends. */
#define MAX_WASTE ((size_t)16 * 1024 * 1024)
/* A body must bring so many bytes a second, once it takes longer than the idle timeout. */
#define MIN_RATE 1024

/* A connection, for the watch on slow clients. */
struct peer {
	struct peer *next, *prev;
	int fd;
	bool has_asked;    /* not the first request */
	bool is_answering; /* all of the request is there */
	bool is_gone;      /* the client had closed when the watch last looked */
	int64_t since_us;  /* when it was accepted, or its last request was done */
	size_t body;       /* bytes of this request's body */
};

struct ag_httpd {
	struct ag_component *component;
	const struct ag_log *log;
	struct MHD_Daemon *daemon;
	char url[128];
	char *cert, *key; /* PEM, as long as the daemon runs */
	atomic_uint busy; /* requests whose headers are complete */
	atomic_bool quiet;
	int listen_fd; /* ours again once quiesced */
	/* libmicrohttpd ends a connection that is silent; one that sends a byte now and then is ended by the watch */
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct peer *peers;
	int64_t idle_us;
	pthread_t watch;
	bool has_watch, stopping;
};

/* A request on its way in. */
struct incoming {
	char *target; /* as sent: libmicrohttpd itself would decode it */
	struct ag_buf body;
	int64_t start_us;
	char method[16];
	bool begun, answered, closing;
	size_t wasted;
};

static struct peer *peer_of(struct MHD_Connection *con)
{
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(con, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return i ? i->socket_context : NULL;
}

static void on_connection(void *cls, struct MHD_Connection *con, void **ctx, enum MHD_ConnectionNotificationCode what)
{
	struct ag_httpd *h = cls;
	struct peer *p = *ctx;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *i = MHD_get_connection_info(con, MHD_CONNECTION_INFO_CONNECTION_FD);

		p = i ? calloc(1, sizeof(*p)) : NULL;
		*ctx = p;
		if (!p)
			return;
		p->fd = i->connect_fd;
		p->since_us = ag_now_us();
		pthread_mutex_lock(&h->lock);
		p->next = h->peers;
		if (p->next)
			p->next->prev = p;
		h->peers = p;
		pthread_mutex_unlock(&h->lock);
	} else if (p) {
		/* before the socket is closed, so the watch never ends a stranger's */
		pthread_mutex_lock(&h->lock);
		if (p->prev)
			p->prev->next = p->next;
		else
			h->peers = p->next;
		if (p->next)
			p->next->prev = p->prev;
		pthread_mutex_unlock(&h->lock);
		*ctx = NULL;
		free(p);
	}
}

static bool is_gone(const void *arg)
{
	char c;

	/* the client closed: then reading gives 0 */
	return recv(*(const int *)arg, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* What a request in its coming may take. */
static int64_t allowed_us(const struct ag_httpd *h, const struct peer *p)
{
	/* a connection may be idle before its next request */
	return h->idle_us * (p->has_asked ? 2 : 1) + (int64_t)(p->body / MIN_RATE) * 1000000;
}

static void *watch(void *arg)
{
	struct ag_httpd *h = arg;
	int64_t step = h->idle_us / 4 < 1000000 ? h->idle_us / 4 : 1000000;

	pthread_mutex_lock(&h->lock);
	while (!h->stopping) {
		struct timespec end;
		int64_t now;

		clock_gettime(CLOCK_REALTIME, &end);
		end.tv_nsec += step % 1000000 * 1000;
		end.tv_sec += step / 1000000 + end.tv_nsec / 1000000000;
		end.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&h->wake, &h->lock, &end);
		now = ag_now_us();
		for (struct peer *p = h->peers; p; p = p->next) {
			bool gone = !p->is_answering && is_gone(&p->fd);

			/* libmicrohttpd waits for the rest of a request although the client has closed; one that is complete is
			 * being answered when the watch looks again */
			if (!p->is_answering && (now - p->since_us > allowed_us(h, p) || (gone && p->is_gone)))
				shutdown(p->fd, SHUT_RDWR);
			p->is_gone = gone;
		}
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

/* Where the connection's request stands. */
static void mark(struct ag_httpd *h, struct MHD_Connection *con, bool answering, bool done, size_t body)
{
	struct peer *p = peer_of(con);

	if (!p)
		return;
	pthread_mutex_lock(&h->lock);
	p->is_answering = answering;
	p->body = body;
	if (done) {
		p->has_asked = true;
		p->since_us = ag_now_us();
	}
	pthread_mutex_unlock(&h->lock);
}

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *con)
{
	struct incoming *in = calloc(1, sizeof(*in));

	(void)cls;
	(void)con;
	if (!in)
		return NULL;
	in->target = ag_strdup(uri);
	if (!in->target) {
		free(in);
		return NULL;
	}
	in->start_us = ag_now_us();
	return in;
}

static void address_of(struct MHD_Connection *con, char *buf, size_t size)
{
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(con, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	buf[0] = 0;
	if (i && i->client_addr->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)i->client_addr)->sin_addr, buf, (socklen_t)size);
	else if (i && i->client_addr->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)i->client_addr)->sin6_addr, buf,
		          (socklen_t)size);
}

static void log_request(struct ag_httpd *h, struct MHD_Connection *con, const struct incoming *in, const char *method, int status,
                        size_t bytes, const char *error)
{
	struct ag_log_request r = { .component = h->component->name,
		                    .method = method,
		                    .target = in->target,
		                    .status = status,
		                    .bytes = bytes,
		                    .elapsed_us = ag_now_us() - in->start_us,
		                    .error = error };
	char address[INET6_ADDRSTRLEN];

	if (!h->log->fn)
		return;
	address_of(con, address, sizeof(address));
	r.peer = address;
	ag_log_request(h->log, &r);
}

static void on_completed(void *cls, struct MHD_Connection *con, void **con_cls, enum MHD_RequestTerminationCode why)
{
	struct ag_httpd *h = cls;
	struct incoming *in = *con_cls;

	mark(h, con, false, true, 0);
	if (!in)
		return;
	if (!in->answered)
		log_request(h, con, in, in->begun ? in->method : "-", 0, 0,
		            why == MHD_REQUEST_TERMINATED_COMPLETED_OK      ? "refused: not HTTP that is served here"
		            : why == MHD_REQUEST_TERMINATED_DAEMON_SHUTDOWN ? "cut: the server stops"
		            : in->wasted                                    ? "cut: the body is far too large"
		                                                            : "cut: the client went, or was too slow");
	if (in->begun)
		atomic_fetch_sub(&h->busy, 1);
	ag_buf_wipe(&in->body);
	free(in->target);
	free(in);
	*con_cls = NULL;
}

/* Hand the response to libmicrohttpd; its memory goes along. */
static enum MHD_Result reply(struct ag_httpd *h, struct MHD_Connection *con, struct incoming *in, const char *method,
                             struct ag_response *rs)
{
	struct MHD_Response *out;
	enum MHD_Result ok = MHD_YES;
	size_t len = rs->body.len;

	in->answered = true;
	mark(h, con, true, false, 0);
	log_request(h, con, in, method, rs->status, len, rs->error);
	out = MHD_create_response_from_buffer(len, len ? rs->body.s : (void *)(uintptr_t) "",
	                                      len ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
	if (!out) {
		ag_buf_free(&rs->body);
		return MHD_NO;
	}
	if (!len)
		ag_buf_free(&rs->body);
	if (rs->content_type)
		MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, rs->content_type);
	for (size_t i = 0; i < rs->n_headers; i++) {
		/* libmicrohttpd refuses an empty value, which X-Agola-Cursor has at the end of a list; a blank is cut off by clients */
		ok &= MHD_add_response_header(out, rs->headers[i].name, *rs->headers[i].value ? rs->headers[i].value : " ");
	}
	if (in->closing || atomic_load(&h->quiet))
		MHD_add_response_header(out, MHD_HTTP_HEADER_CONNECTION, "close");
	/* without one of its headers a page would say something else: then rather no answer */
	if (ok == MHD_YES)
		ok = MHD_queue_response(con, (unsigned)rs->status, out);
	MHD_destroy_response(out);
	return ok;
}

static enum MHD_Result answer(struct ag_httpd *h, struct MHD_Connection *con, struct incoming *in, const char *method)
{
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(con, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct ag_db_ctx ctx = { .deadline_us = in->start_us + 60 * 1000000,
		                 .is_cancelled = i ? is_gone : NULL,
		                 .arg = i ? &i->connect_fd : NULL };
	struct ag_arena arena;
	char *query = strchr(in->target, '?');
	struct ag_request rq = { .method = method,
		                 .path = in->target,
		                 .query = query ? query + 1 : "",
		                 .authorization =
		                         MHD_lookup_connection_value(con, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION),
		                 .body = in->body.s,
		                 .body_len = in->body.len,
		                 .ctx = &ctx,
		                 .arena = &arena };
	struct ag_response rs = { 0 };
	enum MHD_Result ok;

	ag_arena_init(&arena);
	if (query) {
		rq.path = ag_arena_strndup(&arena, in->target, (size_t)(query - in->target));
		if (!rq.path)
			return MHD_NO;
	}
	mark(h, con, true, false, 0);
	ag_route(h->component, &rq, &rs);
	ok = reply(h, con, in, method, &rs);
	ag_arena_free(&arena);
	return ok;
}

static enum MHD_Result refuse_large(struct ag_httpd *h, struct MHD_Connection *con, struct incoming *in, const char *method,
                                    int status)
{
	struct ag_response rs = { .status = status, .error = "the body is too large" };

	in->closing = true;
	/* as the Go services: text when the length says so, a JSON error when the body does */
	rs.content_type = status == 400 ? "application/json" : "text/plain; charset=utf-8";
	if (status == 400)
		ag_buf_addf(&rs.body, "[{\"code\":\"\",\"details\":null,\"message\":\"the body has more than %zu bytes\"}]",
		            h->component->max_body);
	else
		ag_buf_adds(&rs.body, "request too large");
	return reply(h, con, in, method, &rs);
}

/* 0 when the length is not declared, or no number: libmicrohttpd answers that itself. */
static uint64_t declared_length(struct MHD_Connection *con)
{
	const char *s = MHD_lookup_connection_value(con, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
	uint64_t n = 0;

	while (s && s[0] == '0' && s[1])
		s++;
	if (s && !ag_parse_u64(s, strlen(s), &n))
		n = UINT64_MAX;
	return n;
}

static enum MHD_Result on_access(void *cls, struct MHD_Connection *con, const char *url, const char *method, const char *version,
                                 const char *data, size_t *len, void **con_cls)
{
	struct ag_httpd *h = cls;
	struct incoming *in = *con_cls;

	(void)url;
	(void)version;
	if (!in || in->answered)
		return MHD_NO;
	if (!in->begun) {
		in->begun = true;
		atomic_fetch_add(&h->busy, 1);
		in->body.max = h->component->max_body;
		snprintf(in->method, sizeof(in->method), "%s", method);
		if (declared_length(con) > h->component->max_body)
			return refuse_large(h, con, in, method, h->component->too_large);
		return MHD_YES;
	}
	if (*len) {
		if (!in->body.failed)
			ag_buf_add(&in->body, data, *len);
		if (in->body.failed)
			in->wasted += *len;
		*len = 0;
		mark(h, con, false, false, in->body.len + in->wasted);
		return in->wasted > MAX_WASTE ? MHD_NO : MHD_YES;
	}
	/* libmicrohttpd takes an answer before the body or after it, not within */
	if (in->body.failed)
		return refuse_large(h, con, in, method, h->component->too_large_unsaid);
	return answer(h, con, in, method);
}

/* Close @fd if it is still the socket that @was describes. libmicrohttpd closes the listening socket in some of its failures and
 * leaves it open in others; a second close could hit a file of another thread. */
static void close_if_ours(int fd, const struct stat *was)
{
	struct stat now;

	if (fstat(fd, &now) == 0 && now.st_dev == was->st_dev && now.st_ino == was->st_ino)
		close(fd);
}

/* The program's signals are for its own threads. What a fault raises is not blocked: it would end the process without a word. */
static void block_signals(sigset_t *old)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS };
	sigset_t set;

	sigfillset(&set);
	for (size_t i = 0; i < AG_COUNT(faults); i++)
		sigdelset(&set, faults[i]);
	pthread_sigmask(SIG_BLOCK, &set, old);
}

int ag_httpd_start(const struct ag_web_config *web, const struct ag_server_config *config, struct ag_component *component,
                   const struct ag_log *log, struct ag_httpd **ret, agola_error **err)
{
	struct ag_httpd *h = calloc(1, sizeof(*h));
	/*
	 * poll and not epoll: libmicrohttpd 0.9.75 takes 128 events at a time, and when there are just as many it waits for more before
	 * it serves them, until a timeout. ITC is for MHD_quiesce_daemon(), which does nothing without it.
	 */
	unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC | (web->tls ? MHD_USE_TLS : 0u);
	unsigned threads = config->threads;
	struct MHD_OptionItem tls[3] = { { MHD_OPTION_END, 0, NULL } };
	struct stat socket = { 0 };
	sigset_t signals;
	int fd = -1, r, e;

	if (!h)
		return ag_fail_nomem(err);
	if (threads == 0) {
		long cpus = sysconf(_SC_NPROCESSORS_ONLN);

		threads = cpus > 2 ? 2 * (unsigned)cpus : 4;
	}
	h->component = component;
	h->log = log;
	h->listen_fd = -1;
	h->idle_us = config->idle_timeout_ms * 1000;
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->wake, NULL);
	r = ag_listen(web->listen, &fd, err);
	if (r == 0)
		fstat(fd, &socket);
	if (r == 0 && web->tls) {
		if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES)
			r = ag_fail(err, AGOLA_ERR_INVALID, "%s: tls: this libmicrohttpd has no TLS", component->name);
		if (r == 0)
			r = ag_read_pem("tlsCertFile", web->tls_cert_file, &h->cert, err);
		if (r == 0)
			r = ag_read_pem("tlsKeyFile", web->tls_key_file, &h->key, err);
		tls[0] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, h->cert };
		tls[1] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, h->key };
		tls[2] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
	}
	/* the threads inherit the mask of this one */
	block_signals(&signals);
	if (r == 0) {
		ag_listen_url(fd, web->tls, h->url, sizeof(h->url));
		errno = 0;
		h->daemon = MHD_start_daemon(
		        flags, 0, NULL, NULL, on_access, h, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, threads,
		        MHD_OPTION_CONNECTION_LIMIT, (unsigned)config->max_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		        MAX_HEADER, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)((config->idle_timeout_ms + 999) / 1000),
		        MHD_OPTION_NOTIFY_COMPLETED, on_completed, h, MHD_OPTION_NOTIFY_CONNECTION, on_connection, h,
		        MHD_OPTION_URI_LOG_CALLBACK, on_uri, h, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
		e = errno;
		if (!h->daemon && (e == ENOMEM || e == EAGAIN))
			r = ag_fail(err, AGOLA_ERR_NOMEM, "%s: cannot serve on %s: no memory or no threads are left",
			            component->name, web->listen);
		else if (!h->daemon)
			r = ag_fail(err, AGOLA_ERR_NETWORK, "%s: cannot serve on %s: %s", component->name, web->listen,
			            web->tls ? "is the certificate that of the key?" : strerror(e));
		else
			fd = -1;
	}
	if (r == 0) {
		h->has_watch = pthread_create(&h->watch, NULL, watch, h) == 0;
		if (!h->has_watch)
			r = ag_fail_nomem(err);
	}
	pthread_sigmask(SIG_SETMASK, &signals, NULL);
	if (r) {
		if (fd >= 0)
			close_if_ours(fd, &socket);
		ag_httpd_stop(h);
		return r;
	}
	*ret = h;
	return 0;
}

const char *ag_httpd_url(const struct ag_httpd *h)
{
	return h->url;
}

void ag_httpd_quiesce(struct ag_httpd *h)
{
	if (!h || !h->daemon || atomic_exchange(&h->quiet, true))
		return;
	h->listen_fd = MHD_quiesce_daemon(h->daemon);
	/* refuse new ones at once, instead of leaving them in the queue until the end */
	if (h->listen_fd >= 0)
		shutdown(h->listen_fd, SHUT_RDWR);
}

unsigned ag_httpd_busy(const struct ag_httpd *h)
{
	return h ? atomic_load(&h->busy) : 0;
}

void ag_httpd_stop(struct ag_httpd *h)
{
	if (!h)
		return;
	if (h->has_watch) {
		pthread_mutex_lock(&h->lock);
		h->stopping = true;
		pthread_cond_signal(&h->wake);
		pthread_mutex_unlock(&h->lock);
		pthread_join(h->watch, NULL);
	}
	if (h->daemon)
		MHD_stop_daemon(h->daemon);
	if (h->listen_fd >= 0) {
		/* a child process may hold the same socket: nobody would answer there */
		shutdown(h->listen_fd, SHUT_RDWR);
		close(h->listen_fd);
	}
	pthread_mutex_destroy(&h->lock);
	pthread_cond_destroy(&h->wake);
	if (h->key)
		ag_wipe(h->key, strlen(h->key));
	free(h->cert);
	free(h->key);
	free(h);
}
