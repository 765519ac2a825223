/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The transport on libcurl. Each call borrows a slot: an easy handle in a multi handle of its own, which keeps its connection
 * open for the next call. The number of slots bounds the connections. A call waits in curl_multi_poll(), so that a cancel, which makes
 * a descriptor readable, wakes it at once.
 */
#include "core/core.h"
#include "http/slot.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

/* Of an answer, all together. Newer libcurls have a limit that is a little above. */
#define MAX_HEADERS ((size_t)256 * 1024)

/* ---- what curl gives us ---- */

/* curl's own limit is one of the speed over some seconds, and so too late for a stream that stops. */
static void note_progress(struct ag_slot *s)
{
	if (s->request->idle_timeout_ms >= 0)
		s->progress_us = ag_now_us();
}

int64_t ag_slot_idle_at(const struct ag_slot *s)
{
	return s->request->idle_timeout_ms < 0 ? INT64_MAX : s->progress_us + s->request->idle_timeout_ms * 1000;
}

static size_t on_body(char *data, size_t size, size_t n, void *ctx)
{
	struct ag_slot *s = ctx;

	note_progress(s);
	s->stop = agola_transport_reply_body(s->reply, data, size * n);
	return s->stop ? 0 : n;
}

/* curl's own sockets would be inherited by programs that are started with exec. */
static curl_socket_t on_open(void *ctx, curlsocktype purpose, struct curl_sockaddr *a)
{
	(void)ctx;
	(void)purpose;
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static size_t on_read(char *buf, size_t size, size_t n, void *ctx)
{
	struct ag_slot *s = ctx;
	int64_t got;

	note_progress(s);
	got = s->request->read(s->request->read_data, buf, size * n);
	if (got >= 0)
		return (size_t)got;
	s->stop = (int)got;
	return CURL_READFUNC_ABORT;
}

static size_t on_header(char *data, size_t size, size_t n, void *ctx)
{
	struct ag_slot *s = ctx;
	size_t len = size * n;
	const char *colon;

	errno = 0; /* for header_too_long() */
	s->n_header_bytes += len;
	if (s->n_header_bytes > MAX_HEADERS)
		return 0;
	while (len && (data[len - 1] == '\r' || data[len - 1] == '\n'))
		len--;
	if (len >= 12 && memcmp(data, "HTTP/", 5) == 0) {
		const char *sp = memchr(data, ' ', len);
		int64_t status;

		if (sp && sp + 4 <= data + len && ag_parse_i64(sp + 1, 3, &status)) {
			s->status = (int)status;
			agola_transport_reply_status(s->reply, s->status);
		}
		return n;
	}
	/* behind 1xx the headers of the answer itself are still to come */
	if (len == 0)
		s->headers_ended = s->status == 0 || s->status >= 200;
	colon = memchr(data, ':', len);
	if (colon) {
		const char *value = colon + 1, *end = data + len;

		while (value < end && (*value == ' ' || *value == '\t'))
			value++;
		ag_reply_header(s->reply, data, (size_t)(colon - data), value, (size_t)(end - value));
	}
	return n;
}

/*
 * When a connection that was used before breaks without an answer, curl sends the request once more. What was not a GET may have been
 * done already, so the caller must decide about that.
 */
static int on_send(void *ctx, char *ip, char *own_ip, int port, int own_port)
{
	struct ag_slot *s = ctx;

	(void)ip;
	(void)own_ip;
	(void)port;
	(void)own_port;
	return ++s->n_sent > 1 && strcmp(s->method, "GET") != 0 ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

/* ---- slots ---- */

/* They hold the token. */
static void free_headers(struct ag_slot *s)
{
	for (struct curl_slist *l = s->headers; l; l = l->next)
		ag_wipe(l->data, strlen(l->data));
	ag_curl_slist_free_all(s->headers);
	s->headers = NULL;
}

void ag_slot_free(struct ag_slot *s)
{
	if (!s)
		return;
	if (s->easy)
		ag_curl_easy_cleanup(s->easy);
	if (s->multi)
		ag_curl_multi_cleanup(s->multi);
	free_headers(s);
	free(s);
}

/* setopt, remembering the first failure; an int where curl reads a long would not be seen otherwise */
#define SET(option, value)                                                                                                       \
	do {                                                                                                                     \
		_Static_assert(_Generic((value), int : 0, unsigned : 0, default : 1), "curl takes a long");                      \
		if (c == CURLE_OK)                                                                                               \
			c = ag_curl_easy_setopt(e, option, value);                                                               \
	} while (0)
#define SET_TEXT(option, value)                                                                                                  \
	do {                                                                                                                     \
		if (value)                                                                                                       \
			SET(option, value);                                                                                      \
	} while (0)

static CURLcode slot_setup(struct ag_slot *s, const struct ag_http *h)
{
	const struct agola_client_opts *o = &h->opts;
	CURL *e = s->easy;
	CURLcode c = CURLE_OK;

	SET(CURLOPT_ERRORBUFFER, s->error);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, s);
	SET(CURLOPT_HEADERFUNCTION, on_header);
	SET(CURLOPT_HEADERDATA, s);
	SET(CURLOPT_PREREQFUNCTION, on_send);
	SET(CURLOPT_PREREQDATA, s);
	SET(CURLOPT_READFUNCTION, on_read);
	SET(CURLOPT_READDATA, s);
	SET(CURLOPT_PRIVATE, s);
	SET(CURLOPT_OPENSOCKETFUNCTION, on_open);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_NOPROGRESS, 1L);
	SET(CURLOPT_PATH_AS_IS, 1L);
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	SET(CURLOPT_TCP_KEEPALIVE, 1L);
	SET(CURLOPT_QUICK_EXIT, 1L);
	SET(CURLOPT_MAXCONNECTS, 1L);
	/* without a limit of ours curl has one of 300 s */
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)(o->connect_timeout_ms < 0 ? INT32_MAX : o->connect_timeout_ms));
	SET_TEXT(CURLOPT_CAINFO, o->ca_file);
	if (o->ca_file && !o->ca_dir)
		SET(CURLOPT_CAPATH, NULL);
	SET_TEXT(CURLOPT_CAPATH, o->ca_dir);
	if (o->ca_dir && !o->ca_file)
		SET(CURLOPT_CAINFO, NULL);
	SET_TEXT(CURLOPT_SSLCERT, o->client_cert);
	SET_TEXT(CURLOPT_SSLKEY, o->client_key);
	SET_TEXT(CURLOPT_KEYPASSWD, o->client_key_pass);
	/* without a proxy curl need not look for one each time */
	SET_TEXT(CURLOPT_PROXY, h->origin ? "" : o->proxy);
	SET_TEXT(CURLOPT_CURLU, h->origin);
	SET_TEXT(CURLOPT_UNIX_SOCKET_PATH, o->unix_socket);
	if (o->flags & AGOLA_CLIENT_INSECURE) {
		SET(CURLOPT_SSL_VERIFYPEER, 0L);
		SET(CURLOPT_SSL_VERIFYHOST, 0L);
	}
	return c;
}

int ag_slot_new(struct ag_http *h, bool async, struct ag_slot **ret, agola_error **err)
{
	struct ag_slot *s = calloc(1, sizeof(*s));
	CURLcode c;

	if (!s)
		return ag_fail_nomem(err);
	s->multi = async ? NULL : ag_curl_multi_init();
	s->easy = ag_curl_easy_init();
	if ((!s->multi && !async) || !s->easy) {
		ag_slot_free(s);
		return ag_fail_nomem(err);
	}
	s->has_origin = h->origin != NULL;
	c = slot_setup(s, h);
	if (c != CURLE_OK) {
		ag_slot_free(s);
		if (c == CURLE_OUT_OF_MEMORY)
			return ag_fail_nomem(err);
		return ag_fail(err, AGOLA_ERR_INVALID, "libcurl refuses an option of the client: %s", ag_curl_easy_strerror(c));
	}
	*ret = s;
	return 0;
}

/* A free slot, a new one, or wait for one. */
static int borrow(struct ag_http *h, const agola_transport_request *r, int64_t deadline, struct ag_slot **ret, agola_error **err)
{
	int result;

	pthread_mutex_lock(&h->lock);
	while (!h->idle && h->n_slots >= h->opts.max_connections) {
		struct timespec until;

		if (agola_ctx_is_cancelled(r->ctx) || ag_now_us() >= deadline) {
			pthread_mutex_unlock(&h->lock);
			if (agola_ctx_is_cancelled(r->ctx))
				return ag_fail(err, AGOLA_ERR_CANCELLED, "cancelled while waiting for one of %u connections",
				               h->opts.max_connections);
			return ag_fail(err, AGOLA_ERR_TIMEOUT, "no connection became free in time: all %u are in use",
			               h->opts.max_connections);
		}
		/* a signal handler cannot signal a condition: so look every now and then */
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += 20 * 1000000;
		if (until.tv_nsec >= 1000000000) {
			until.tv_nsec -= 1000000000;
			until.tv_sec++;
		}
		pthread_cond_timedwait(&h->freed, &h->lock, &until);
	}
	*ret = h->idle;
	if (*ret)
		h->idle = h->idle->next;
	else
		h->n_slots++;
	pthread_mutex_unlock(&h->lock);
	if (*ret)
		return 0;
	result = ag_slot_new(h, false, ret, err);
	if (result) {
		pthread_mutex_lock(&h->lock);
		h->n_slots--;
		pthread_cond_signal(&h->freed);
		pthread_mutex_unlock(&h->lock);
	}
	return result;
}

static void give_back(struct ag_http *h, struct ag_slot *s)
{
	pthread_mutex_lock(&h->lock);
	s->next = h->idle;
	h->idle = s;
	pthread_cond_signal(&h->freed);
	pthread_mutex_unlock(&h->lock);
}

/* ---- one call ---- */

/* The method, and whether a body follows. */
static CURLcode prepare_method(struct ag_slot *s, const agola_transport_request *r)
{
	CURL *e = s->easy;
	CURLcode c = CURLE_OK;
	enum ag_body body = r->read ? AG_BODY_READ : r->body ? AG_BODY_TEXT : AG_BODY_NONE;
	bool plain = body == AG_BODY_NONE && strcmp(r->method, "GET") == 0, head = strcmp(r->method, "HEAD") == 0;

	if (body == AG_BODY_TEXT) {
		SET(CURLOPT_POSTFIELDS, r->body);
		SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_len);
	} else if (body == AG_BODY_READ) {
		SET(CURLOPT_POSTFIELDS, NULL);
		SET(CURLOPT_POST, 1L);
		SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->read_len);
	}
	if (strcmp(s->method, r->method) == 0 && s->body == body)
		return c;
	s->method[0] = 0;
	if (body == AG_BODY_NONE)
		SET(CURLOPT_HTTPGET, 1L);
	SET(CURLOPT_NOBODY, head ? 1L : 0L);
	SET(CURLOPT_CUSTOMREQUEST, plain || head ? NULL : r->method);
	if (c == CURLE_OK && strlen(r->method) < sizeof(s->method)) {
		strncpy(s->method, r->method, sizeof(s->method) - 1);
		s->body = body;
	}
	return c;
}

/* Whether the handle is set to the headers of @r, which are mostly those of the request before. */
static bool has_headers(const struct ag_slot *s, const agola_transport_request *r)
{
	const struct curl_slist *l = s->headers;

	for (size_t i = 0; i < r->n_headers; i++, l = l->next) {
		if (!l || strcmp(l->data, r->headers[i]) != 0)
			return false;
	}
	return s->headers && !l;
}

static void drop_headers(struct ag_slot *s)
{
	ag_curl_easy_setopt(s->easy, CURLOPT_HTTPHEADER, NULL);
	free_headers(s);
}

static CURLcode set_headers(struct ag_slot *s, const agola_transport_request *r)
{
	CURL *e = s->easy;
	CURLcode c = CURLE_OK;

	drop_headers(s);
	for (size_t i = 0; c == CURLE_OK && i < r->n_headers; i++) {
		struct curl_slist *l = ag_curl_slist_append(s->headers, r->headers[i]);

		if (l)
			s->headers = l;
		else
			c = CURLE_OUT_OF_MEMORY;
	}
	SET(CURLOPT_HTTPHEADER, s->headers);
	if (c != CURLE_OK)
		drop_headers(s);
	return c;
}

CURLcode ag_slot_prepare(struct ag_slot *s, const agola_transport_request *r, agola_transport_reply *reply)
{
	CURL *e = s->easy;
	CURLcode c = CURLE_OK;

	s->request = r;
	s->reply = reply;
	s->stop = 0;
	s->error[0] = 0;
	s->status = 0;
	s->headers_ended = false;
	s->n_header_bytes = 0;
	s->n_sent = 0;
	s->progress_us = r->idle_timeout_ms < 0 ? 0 : ag_now_us();
	if (s->has_origin)
		SET(CURLOPT_REQUEST_TARGET, r->target);
	else
		SET(CURLOPT_URL, r->url);
	if (c == CURLE_OK && !has_headers(s, r))
		c = set_headers(s, r);
	return c == CURLE_OK ? prepare_method(s, r) : c;
}

static int result_of(const struct ag_slot *s, CURLcode c)
{
	switch (c) {
	/* in TLS 1.3 a server refuses the client's certificate when the client already sends its request */
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
		return strstr(s->error, " alert ") ? AGOLA_ERR_TLS : AGOLA_ERR_NETWORK;
	case CURLE_OK:
		return 0;
	case CURLE_OUT_OF_MEMORY:
		return AGOLA_ERR_NOMEM;
	case CURLE_OPERATION_TIMEDOUT:
		return AGOLA_ERR_TIMEOUT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_CRL_BADFILE:
	case CURLE_SSL_ENGINE_NOTFOUND:
	case CURLE_SSL_ENGINE_SETFAILED:
	case CURLE_SSL_ENGINE_INITFAILED:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_SSL_CLIENTCERT:
	case CURLE_USE_SSL_FAILED:
		return AGOLA_ERR_TLS;
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_BAD_CONTENT_ENCODING:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return AGOLA_ERR_PROTOCOL;
	case CURLE_URL_MALFORMAT:
		return AGOLA_ERR_INVALID;
	default:
		return AGOLA_ERR_NETWORK;
	}
}

/* libcurl 7.88 says "out of memory" also when a single header is longer than its limit of 100 KiB. */
static bool header_too_long(const struct ag_slot *s, CURLcode code)
{
	return s->n_header_bytes > MAX_HEADERS ||
	       (code == CURLE_OUT_OF_MEMORY && s->status && !s->headers_ended && errno != ENOMEM);
}

int ag_slot_result(const struct ag_slot *s, CURLcode code, agola_error **err)
{
	bool too_long = code != CURLE_OK && header_too_long(s, code);
	int result = s->stop ? s->stop : result_of(s, code);

	/* curl takes headers that the end of the connection cuts off for all of them */
	if (code == CURLE_OK)
		return s->headers_ended
		               ? 0
		               : ag_fail(err, AGOLA_ERR_NETWORK, "the connection broke within the headers of the answer");
	/* on a connection that was used before, curl would send it again, if we let it or if it could read the upload once more */
	if (code == CURLE_SEND_FAIL_REWIND || (code == CURLE_ABORTED_BY_CALLBACK && s->n_sent > 1))
		return ag_fail(err, AGOLA_ERR_NETWORK,
		               "the connection broke before an answer came; the request may have been carried out");
	if (too_long && !s->stop)
		return ag_fail(err, AGOLA_ERR_PROTOCOL, "the headers of the answer are too large");
	/* a callback that stopped the transfer knows why, and says so itself */
	if (result == AGOLA_ERR_NOMEM)
		return ag_fail_nomem(err);
	return s->stop ? s->stop : ag_fail(err, result, "%s", s->error[0] ? s->error : ag_curl_easy_strerror(code));
}

/* Until the transfer is over, the deadline passes or somebody cancels. */
static int drive(struct ag_slot *s, const agola_transport_request *r, int64_t deadline, CURLcode *code, agola_error **err)
{
	struct curl_waitfd cancel = { .fd = ag_ctx_fd(r->ctx), .events = CURL_WAIT_POLLIN };
	int running = 1, n;

	for (;;) {
		CURLMcode m = ag_curl_multi_perform(s->multi, &running);
		CURLMsg *msg;
		int64_t left, due;

		if (m != CURLM_OK)
			return m == CURLM_OUT_OF_MEMORY
			               ? ag_fail_nomem(err)
			               : ag_fail(err, AGOLA_ERR_NETWORK, "libcurl: %s", ag_curl_multi_strerror(m));
		if (!running) {
			msg = ag_curl_multi_info_read(s->multi, &n);
			*code = msg && msg->msg == CURLMSG_DONE ? msg->data.result : CURLE_FAILED_INIT;
			return 0;
		}
		if (agola_ctx_is_cancelled(r->ctx))
			return ag_fail(err, AGOLA_ERR_CANCELLED, "cancelled");
		due = ag_slot_idle_at(s) < deadline ? ag_slot_idle_at(s) : deadline;
		left = due == INT64_MAX ? 3600000 : (due - ag_now_us() + 999) / 1000;
		if (left <= 0)
			return ag_fail(err, AGOLA_ERR_TIMEOUT, "%s",
			               due < deadline ? "nothing came or went for too long" : "no complete answer in time");
		m = ag_curl_multi_poll(s->multi, &cancel, cancel.fd >= 0 ? 1 : 0, (int)(left > 3600000 ? 3600000 : left), NULL);
		if (m != CURLM_OK)
			return ag_fail(err, AGOLA_ERR_NETWORK, "libcurl: %s", ag_curl_multi_strerror(m));
	}
}

int ag_http_perform(void *http, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	struct ag_http *h = http;
	int64_t deadline = r->timeout_ms < 0 ? INT64_MAX : ag_now_us() + r->timeout_ms * 1000;
	CURLcode code = CURLE_OK;
	struct ag_slot *s = NULL;
	int result = borrow(h, r, deadline, &s, err);

	if (result || !s)
		return result;
	code = ag_slot_prepare(s, r, reply);
	if (code == CURLE_OK) {
		CURLMcode m = ag_curl_multi_add_handle(s->multi, s->easy);

		if (m != CURLM_OK) {
			code = CURLE_OUT_OF_MEMORY;
		} else {
			result = drive(s, r, deadline, &code, err);
			ag_curl_multi_remove_handle(s->multi, s->easy);
		}
	}
	if (result == 0)
		result = ag_slot_result(s, code, err);
	s->reply = NULL;
	give_back(h, s);
	return result;
}

/* ---- life ---- */

/* A proxy wants the whole URL of each request, and curl decides at each whether one is used. */
static bool may_use_proxy(const struct agola_client_opts *o)
{
	static const char *const names[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };

	for (size_t i = 0; !o->proxy && i < AG_COUNT(names); i++) {
		const char *s = getenv(names[i]);

		if (s && *s)
			return true;
	}
	return o->proxy && *o->proxy;
}

/*
 * Scheme, host and port are the same for all requests, so curl takes them apart once: that and putting them together again is a good
 * part of what a small read costs. NULL: each request has its URL.
 */
static CURLU *origin_of(const struct agola_client_opts *o)
{
	CURLU *u = may_use_proxy(o) ? NULL : ag_curl_url();

	if (u && (ag_curl_url_set(u, CURLUPART_URL, o->url, 0) != CURLUE_OK ||
	          ag_curl_url_set(u, CURLUPART_PATH, "/", 0) != CURLUE_OK)) {
		ag_curl_url_cleanup(u);
		return NULL;
	}
	return u;
}

int ag_http_new(const struct agola_client_opts *opts, struct ag_http **ret, agola_error **err)
{
	struct ag_http *h;
	pthread_condattr_t attr;

	int r = ag_curl_start(err);

	if (r)
		return r;
	h = calloc(1, sizeof(*h));
	if (!h)
		return ag_fail_nomem(err);
	/* the strings belong to the client, which lives longer */
	h->opts = *opts;
	h->origin = origin_of(opts);
	pthread_mutex_init(&h->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	h->waiting_end = &h->waiting;
	pthread_cond_init(&h->freed, &attr);
	pthread_condattr_destroy(&attr);
	*ret = h;
	return 0;
}

static void free_all(struct ag_slot *s)
{
	while (s) {
		struct ag_slot *next = s->next;

		ag_slot_free(s);
		s = next;
	}
}

void ag_http_free(struct ag_http *h)
{
	if (!h)
		return;
	free_all(h->idle);
	free_all(h->idle_async);
	ag_curl_url_cleanup(h->origin);
	pthread_cond_destroy(&h->freed);
	pthread_mutex_destroy(&h->lock);
	free(h);
}
