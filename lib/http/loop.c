/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agola/loop.h: many transfers on one thread. One multi handle of libcurl, whose sockets are in an epoll, beside a timer and a
 * descriptor that a cancel makes readable: so the epoll is all that a program has to wait for.
 */
#include "core/core.h"
#include "http/slot.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define MAX_EVENTS 64

struct transfer {
	struct transfer *next, **at; /* in one of the loop's lists; at: what points to it */
	struct ag_http *http;
	struct ag_slot *slot; /* NULL while it is queued */
	struct ag_waiter wait;
	const agola_transport_request *request;
	agola_transport_reply *reply;
	int64_t deadline_us;
	ag_transfer_fn fn;
	void *data;
};

struct agola_loop {
	pid_t pid; /* of the process that made it: a child has the same epoll and the same connections */
	CURLM *multi;
	int epoll, wake, timer;
	struct transfer *active, *queue, **queue_end;
	struct transfer *pauses;  /* of which deadline_us is the end */
	int n;                    /* in all three */
	int64_t curl_due_us;      /* when curl wants to be called; INT64_MAX: it does not */
	int64_t armed_us;         /* what the timer is set to */
	int64_t next_deadline_us; /* the earliest, or earlier */
	bool dispatching, ending;
	bool in_curl; /* which takes no new transfers while it calls functions */
};

#define INHERITED "loop was made before a fork; a child process makes its own"

static bool is_inherited(const struct agola_loop *l)
{
	return l->pid != getpid();
}

/* ---- lists ---- */

static void link_to(struct transfer **list, struct transfer *t)
{
	t->next = *list;
	t->at = list;
	if (t->next)
		t->next->at = &t->next;
	*list = t;
}

static void unlink_from(struct agola_loop *l, struct transfer *t)
{
	/* the heads by name, so that static analysis sees that they move on */
	if (l->active == t)
		l->active = t->next;
	else if (l->queue == t)
		l->queue = t->next;
	else if (l->pauses == t)
		l->pauses = t->next;
	else
		*t->at = t->next;
	if (t->next)
		t->next->at = t->at;
	if (l->queue_end == &t->next)
		l->queue_end = t->at;
	t->next = NULL;
}

/* ---- what curl tells ---- */

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *known)
{
	struct agola_loop *l = data;
	struct epoll_event ev = { .data.fd = fd };

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(l->epoll, EPOLL_CTL_DEL, fd, NULL);
		return 0;
	}
	ev.events = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
	if (epoll_ctl(l->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &ev) != 0 && errno == EEXIST)
		epoll_ctl(l->epoll, EPOLL_CTL_MOD, fd, &ev);
	ag_curl_multi_assign(l->multi, fd, l);
	return 0;
}

static int on_timer(CURLM *multi, long ms, void *data)
{
	struct agola_loop *l = data;

	(void)multi;
	l->curl_due_us = ms < 0 ? INT64_MAX : ag_now_us() + (int64_t)ms * 1000;
	return 0;
}

/* ---- time ---- */

static int64_t due_us(const struct agola_loop *l)
{
	return l->curl_due_us < l->next_deadline_us ? l->curl_due_us : l->next_deadline_us;
}

static void arm(struct agola_loop *l)
{
	int64_t due = due_us(l), in = due - ag_now_us();
	struct itimerspec when = { .it_value = { 0, 0 } };

	if (due == l->armed_us)
		return;
	if (due != INT64_MAX) {
		if (in < 1)
			in = 1;
		when.it_value.tv_sec = in / 1000000;
		when.it_value.tv_nsec = in % 1000000 * 1000;
	}
	timerfd_settime(l->timer, 0, &when, NULL);
	l->armed_us = due;
}

/* ---- transfers ---- */

/* All three with the lock. */

static void start_waiting(struct ag_http *h, struct transfer *t)
{
	t->wait.at = h->waiting_end;
	*h->waiting_end = &t->wait;
	h->waiting_end = &t->wait.next;
}

static void stop_waiting(struct ag_http *h, struct transfer *t)
{
	struct ag_waiter *w = &t->wait;

	if (!w->at)
		return;
	*w->at = w->next;
	if (w->next)
		w->next->at = w->at;
	else
		h->waiting_end = w->at;
	w->next = NULL;
	w->at = NULL;
}

/* What waits on @l itself is begun by the dispatch that goes on. */
static void tell_who_waits(const struct ag_http *h, const struct agola_loop *l)
{
	if (h->waiting && h->waiting->loop != l && h->n_async < h->opts.max_connections)
		ag_loop_wake(h->waiting->loop);
}

static void give_back(const struct agola_loop *l, struct transfer *t)
{
	struct ag_http *h = t->http;

	t->slot->reply = NULL;
	pthread_mutex_lock(&h->lock);
	t->slot->next = h->idle_async;
	h->idle_async = t->slot;
	h->n_async--;
	tell_who_waits(h, l);
	pthread_mutex_unlock(&h->lock);
	t->slot = NULL;
}

static void end(struct agola_loop *l, struct transfer *t, int result, agola_error *err)
{
	if (t->slot) {
		ag_curl_multi_remove_handle(l->multi, t->slot->easy);
		give_back(l, t);
	} else if (t->http) {
		pthread_mutex_lock(&t->http->lock);
		stop_waiting(t->http, t);
		tell_who_waits(t->http, l);
		pthread_mutex_unlock(&t->http->lock);
	}
	unlink_from(l, t);
	l->n--;
	t->fn(t->data, result, err);
	free(t);
}

static void end_early(struct agola_loop *l, struct transfer *t, int result, const char *words)
{
	agola_error *err = NULL;

	result = ag_fail(&err, result, "%s", words);
	end(l, t, result, err);
}

/* A handle for @t: 1 and t->slot; 0 when too many are in use. */
static int take_slot(const struct agola_loop *l, struct transfer *t, agola_error **err)
{
	struct ag_http *h = t->http;
	bool free_one;
	int r;

	pthread_mutex_lock(&h->lock);
	free_one = h->n_async < h->opts.max_connections;
	if (free_one) {
		h->n_async++;
		t->slot = h->idle_async;
		if (t->slot)
			h->idle_async = t->slot->next;
		stop_waiting(h, t);
		tell_who_waits(h, l);
	} else if (!t->wait.at) {
		start_waiting(h, t);
	}
	pthread_mutex_unlock(&h->lock);
	if (!free_one || t->slot)
		return free_one;
	r = ag_slot_new(h, true, &t->slot, err);
	if (r == 0)
		return 1;
	pthread_mutex_lock(&h->lock);
	h->n_async--;
	tell_who_waits(h, l);
	pthread_mutex_unlock(&h->lock);
	return r;
}

/* When a transfer that goes on as it does now is over. */
static int64_t over_at(const struct transfer *t)
{
	int64_t idle = t->slot ? ag_slot_idle_at(t->slot) : INT64_MAX;

	return idle < t->deadline_us ? idle : t->deadline_us;
}

/* Begin a queued transfer, if it may. 1: it runs; 0: it waits; negative: it cannot. */
static int begin(struct agola_loop *l, struct transfer *t, agola_error **err)
{
	int r = take_slot(l, t, err);
	CURLcode c;

	if (r <= 0)
		return r;
	c = ag_slot_prepare(t->slot, t->request, t->reply);
	if (c == CURLE_OK && ag_curl_multi_add_handle(l->multi, t->slot->easy) != CURLM_OK)
		c = CURLE_OUT_OF_MEMORY;
	if (c != CURLE_OK) {
		r = ag_slot_result(t->slot, c, err);
		give_back(l, t);
		return r;
	}
	unlink_from(l, t);
	link_to(&l->active, t);
	if (over_at(t) < l->next_deadline_us)
		l->next_deadline_us = over_at(t);
	return 1;
}

int ag_http_start(struct ag_http *http, agola_loop *l, const agola_transport_request *request, agola_transport_reply *reply,
                  ag_transfer_fn fn, void *data, agola_error **err)
{
	struct transfer *t;
	int r;

	if (is_inherited(l))
		return ag_fail(err, AGOLA_ERR_INVALID, INHERITED);
	if (l->ending)
		return ag_fail(err, AGOLA_ERR_CANCELLED, "the loop ends");
	t = calloc(1, sizeof(*t));
	if (!t)
		return ag_fail_nomem(err);
	t->http = http;
	t->wait.loop = l;
	t->request = request;
	t->reply = reply;
	t->fn = fn;
	t->data = data;
	t->deadline_us = request->timeout_ms < 0 ? INT64_MAX : ag_now_us() + request->timeout_ms * 1000;
	t->at = l->queue_end;
	*l->queue_end = t;
	l->queue_end = &t->next;
	l->n++;
	r = l->in_curl ? 0 : begin(l, t, err);
	if (r < 0) {
		unlink_from(l, t);
		l->n--;
		free(t);
		return r;
	}
	if (t->deadline_us < l->next_deadline_us)
		l->next_deadline_us = t->deadline_us;
	arm(l);
	return 0;
}

int ag_loop_pause(agola_loop *l, const agola_transport_request *request, int64_t ms, ag_transfer_fn fn, void *data,
                  agola_error **err)
{
	struct transfer *t;

	if (l->ending)
		return ag_fail(err, AGOLA_ERR_CANCELLED, "the loop ends");
	t = calloc(1, sizeof(*t));
	if (!t)
		return ag_fail_nomem(err);
	t->request = request;
	t->fn = fn;
	t->data = data;
	t->deadline_us = ag_now_us() + ms * 1000;
	link_to(&l->pauses, t);
	l->n++;
	if (t->deadline_us < l->next_deadline_us)
		l->next_deadline_us = t->deadline_us;
	arm(l);
	return 0;
}

static struct transfer *of_slot(const struct agola_loop *l, const struct ag_slot *s)
{
	for (struct transfer *t = l->active; t; t = t->next) {
		if (t->slot == s)
			return t;
	}
	return NULL;
}

static void take_finished(struct agola_loop *l)
{
	CURLMsg *msg;
	int left;

	while ((msg = ag_curl_multi_info_read(l->multi, &left)) != NULL) {
		CURLcode code = msg->data.result;
		struct ag_slot *s = NULL;
		struct transfer *t;
		agola_error *err = NULL;
		int r;

		if (msg->msg != CURLMSG_DONE)
			continue;
		ag_curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, (char **)&s);
		t = s ? of_slot(l, s) : NULL;
		if (!t)
			continue;
		r = ag_slot_result(s, code, &err);
		end(l, t, r, err);
	}
}

/* The first transfer of a list whose context was cancelled or whose time is over. */
static struct transfer *find_over(struct transfer *list, int64_t now)
{
	for (struct transfer *t = list; t; t = t->next) {
		if (agola_ctx_is_cancelled(t->request->ctx) || over_at(t) <= now)
			return t;
	}
	return NULL;
}

static int64_t earliest(const struct transfer *list, int64_t us)
{
	for (const struct transfer *t = list; t; t = t->next) {
		if (over_at(t) < us)
			us = over_at(t);
	}
	return us;
}

/* What the end of a transfer starts joins the lists, so each search is a new one. */
static void end_what_is_over(struct agola_loop *l)
{
	int64_t now = ag_now_us();
	struct transfer *t;

	while ((t = find_over(l->active, now)) != NULL || (t = find_over(l->queue, now)) != NULL) {
		if (agola_ctx_is_cancelled(t->request->ctx))
			end_early(l, t, AGOLA_ERR_CANCELLED, "cancelled");
		else if (t->slot && t->deadline_us > now)
			end_early(l, t, AGOLA_ERR_TIMEOUT, "nothing came or went for too long");
		else if (t->slot)
			end_early(l, t, AGOLA_ERR_TIMEOUT, "no complete answer in time");
		else
			end_early(l, t, AGOLA_ERR_TIMEOUT, "no connection became free in time");
	}
	while ((t = find_over(l->pauses, now)) != NULL) {
		if (agola_ctx_is_cancelled(t->request->ctx))
			end_early(l, t, AGOLA_ERR_CANCELLED, "cancelled");
		else
			end(l, t, 0, NULL);
	}
	l->next_deadline_us = earliest(l->pauses, earliest(l->queue, earliest(l->active, INT64_MAX)));
}

static void begin_queued(struct agola_loop *l)
{
	for (struct transfer *t = l->queue, *next; t; t = next) {
		agola_error *err = NULL;
		int r;

		next = t->next;
		r = begin(l, t, &err);
		if (r < 0) {
			end(l, t, r, err);
			/* its end may have changed the queue */
			next = l->queue;
		}
	}
}

/* ---- the public face ---- */

static void free_loop(struct agola_loop *l)
{
	/* in a child not even the end of TLS may be said, and what is taken out of the epoll is taken out of the parent's */
	if (l->multi && !is_inherited(l))
		ag_curl_multi_cleanup(l->multi);
	if (l->epoll >= 0)
		close(l->epoll);
	if (l->wake >= 0)
		close(l->wake);
	if (l->timer >= 0)
		close(l->timer);
	free(l);
}

static bool watch(const struct agola_loop *l, int fd)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.fd = fd };

	return fd >= 0 && epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &ev) == 0;
}

int agola_loop_new(agola_loop **ret, agola_error **err)
{
	struct agola_loop *l;
	int r;

	if (!ret)
		return ag_fail(err, AGOLA_ERR_INVALID, "agola_loop_new: ret is NULL");
	r = ag_curl_start(err);
	if (r)
		return r;
	l = calloc(1, sizeof(*l));
	if (!l)
		return ag_fail_nomem(err);
	l->pid = getpid();
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	l->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	l->queue_end = &l->queue;
	l->curl_due_us = l->armed_us = l->next_deadline_us = INT64_MAX;
	if (l->epoll < 0 || !watch(l, l->wake) || !watch(l, l->timer)) {
		r = ag_fail(err, AGOLA_ERR_NOMEM, "agola_loop_new: no more descriptors");
		free_loop(l);
		return r;
	}
	l->multi = ag_curl_multi_init();
	if (!l->multi) {
		free_loop(l);
		return ag_fail_nomem(err);
	}
	ag_curl_multi_setopt(l->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	ag_curl_multi_setopt(l->multi, CURLMOPT_SOCKETDATA, l);
	ag_curl_multi_setopt(l->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	ag_curl_multi_setopt(l->multi, CURLMOPT_TIMERDATA, l);
	*ret = l;
	return 0;
}

void agola_loop_free(agola_loop *loop)
{
	if (!loop)
		return;
	loop->dispatching = loop->ending = true;
	while (!is_inherited(loop) && (loop->active || loop->queue || loop->pauses))
		end_early(loop,
		          loop->active  ? loop->active
		          : loop->queue ? loop->queue
		                        : loop->pauses,
		          AGOLA_ERR_CANCELLED, "the loop ends");
	free_loop(loop);
}

int agola_loop_fd(const agola_loop *loop)
{
	return loop && !is_inherited(loop) ? loop->epoll : -1;
}

int64_t agola_loop_timeout_ms(const agola_loop *loop)
{
	int64_t due = loop && !is_inherited(loop) ? due_us(loop) : INT64_MAX, in;

	if (due == INT64_MAX)
		return -1;
	in = due - ag_now_us();
	return in <= 0 ? 0 : (in + 999) / 1000;
}

void ag_loop_wake(agola_loop *loop)
{
	uint64_t one = 1;
	ssize_t n = is_inherited(loop) ? 0 : write(loop->wake, &one, sizeof(one));

	(void)n;
}

static int broken(CURLMcode m, agola_error **err)
{
	return m == CURLM_OUT_OF_MEMORY ? ag_fail_nomem(err)
	                                : ag_fail(err, AGOLA_ERR_NETWORK, "libcurl: %s", ag_curl_multi_strerror(m));
}

/* Hand what is readable and writable to curl. */
static CURLMcode give_to_curl(struct agola_loop *l, curl_socket_t fd, int events)
{
	int running;
	CURLMcode m;

	l->in_curl = true;
	m = ag_curl_multi_socket_action(l->multi, fd, events, &running);
	l->in_curl = false;
	return m;
}

static CURLMcode serve(struct agola_loop *l, const struct epoll_event *ev, int n, bool *look)
{
	CURLMcode m = CURLM_OK;

	for (int i = 0; i < n && m == CURLM_OK; i++) {
		int fd = ev[i].data.fd;
		uint64_t count;

		if (fd == l->wake || fd == l->timer) {
			*look |= read(fd, &count, sizeof(count)) > 0;
			if (fd == l->timer)
				l->armed_us = -1;
		} else {
			m = give_to_curl(l, fd,
			                 (ev[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
			                         (ev[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
			                         (ev[i].events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0));
		}
	}
	if (m == CURLM_OK && l->curl_due_us <= ag_now_us()) {
		l->curl_due_us = INT64_MAX;
		m = give_to_curl(l, CURL_SOCKET_TIMEOUT, 0);
	}
	return m;
}

int agola_loop_dispatch(agola_loop *loop, agola_error **err)
{
	struct epoll_event ev[MAX_EVENTS];
	bool look = false;
	CURLMcode m;
	int n;

	if (!loop || loop->dispatching || is_inherited(loop))
		return ag_fail(err, AGOLA_ERR_INVALID, "agola_loop_dispatch: %s",
		               !loop               ? "loop is NULL"
		               : loop->dispatching ? "called out of a function that it called"
		                                   : INHERITED);
	n = epoll_wait(loop->epoll, ev, MAX_EVENTS, 0);
	loop->dispatching = true;
	m = serve(loop, ev, n, &look);
	take_finished(loop);
	if (look || loop->next_deadline_us <= ag_now_us())
		end_what_is_over(loop);
	begin_queued(loop);
	arm(loop);
	loop->dispatching = false;
	return m == CURLM_OK ? loop->n : broken(m, err);
}

int agola_loop_run(agola_loop *loop, int64_t timeout_ms, agola_error **err)
{
	int64_t until = timeout_ms < 0 ? INT64_MAX : ag_now_us() + timeout_ms * 1000;
	int n = agola_loop_dispatch(loop, err);

	while (n > 0) {
		struct pollfd p = { .fd = loop->epoll, .events = POLLIN };
		int64_t left = until == INT64_MAX ? 3600000 : (until - ag_now_us() + 999) / 1000;

		if (left <= 0)
			break;
		if (poll(&p, 1, (int)(left > 3600000 ? 3600000 : left)) < 0 && errno != EINTR)
			return ag_fail(err, AGOLA_ERR_NETWORK, "agola_loop_run: poll failed");
		n = agola_loop_dispatch(loop, err);
	}
	return n;
}
