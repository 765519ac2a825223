/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the runservice asks this executor: to look for a new task, for logs, for archives. It waits for an answer for ever, and lets
 * all other runs wait too, so none takes long but that of a log that is followed, for which it waits with no lock.
 */
#include "executor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLLOW_MS = 100, IDLE_SECONDS = 60, MAX_CONNECTIONS = 512 };

static enum MHD_Result answer(struct MHD_Connection *c, unsigned status, struct MHD_Response *response)
{
	enum MHD_Result r;

	if (!response)
		response = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
	MHD_add_response_header(response, "Cache-Control", "no-cache");
	r = MHD_queue_response(c, status, response);
	MHD_destroy_response(response);
	return r;
}

/* A log that grows. */
struct follower {
	struct executor *executor;
	char *task_id;
	int64_t step;
	int fd;
};

/* Of the setup's log too nothing is to come once the first step is over; the runservice does not say when else. */
static bool is_complete(const struct follower *f, bool *ending)
{
	struct executor *e = f->executor;
	const struct task *task;
	bool ret = true;

	pthread_mutex_lock(&e->lock);
	*ending = e->ending;
	task = executor_find(e, f->task_id);
	if (task && !phase_is_over(task->status.phase))
		ret = phase_is_over(f->step < 0 ? task->status.setup.phase : task->status.steps[f->step].phase);
	pthread_mutex_unlock(&e->lock);
	return ret;
}

static ssize_t follow(void *data, uint64_t pos, char *buf, size_t size)
{
	const struct follower *f = data;
	struct timespec pause = { 0, FOLLOW_MS * 1000000 };

	for (;;) {
		bool ending, complete = is_complete(f, &ending); /* before the file is read: nothing comes after */
		ssize_t n = pread(f->fd, buf, size, (off_t)pos);

		if (n > 0)
			return n;
		if (n < 0 || (ending && !complete))
			return MHD_CONTENT_READER_END_WITH_ERROR;
		if (complete)
			return MHD_CONTENT_READER_END_OF_STREAM;
		nanosleep(&pause, NULL);
	}
}

static void follower_free(void *data)
{
	struct follower *f = data;

	close(f->fd);
	free(f->task_id);
	free(f);
}

static bool has(struct MHD_Connection *c, const char *key)
{
	return MHD_lookup_connection_value_n(c, MHD_GET_ARGUMENT_KIND, key, strlen(key), NULL, NULL) == MHD_YES;
}

/* The step that is asked for. */
static bool get_step(struct MHD_Connection *c, int64_t *ret)
{
	const char *text = MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, "step");
	char *end = NULL;

	*ret = text && *text ? strtoll(text, &end, 10) : -1;
	return *ret >= 0 && !*end;
}

/* Open a file of a task that we have; `name` makes its path. */
static int open_file(struct executor *e, const char *task_id, int64_t step, char *(*name)(const struct task *, int64_t))
{
	const struct task *task;
	char *path = NULL;
	int fd = -1;

	pthread_mutex_lock(&e->lock);
	task = executor_find(e, task_id);
	if (task && step < (int64_t)task->status.n_steps)
		path = name(task, step);
	pthread_mutex_unlock(&e->lock);
	if (path)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	free(path);
	return fd;
}

/* All of a file as it is now. */
static enum MHD_Result answer_file(struct MHD_Connection *c, int fd)
{
	struct stat st;

	if (fd < 0)
		return answer(c, MHD_HTTP_NOT_FOUND, NULL);
	if (fstat(fd, &st) < 0 || st.st_size == 0) {
		close(fd);
		return answer(c, MHD_HTTP_OK, NULL);
	}
	return answer(c, MHD_HTTP_OK, MHD_create_response_from_fd((size_t)st.st_size, fd));
}

static enum MHD_Result get_log(struct executor *e, struct MHD_Connection *c, const char *task_id)
{
	bool setup = has(c, "setup");
	int64_t step;
	struct follower *f;
	int fd;

	if (get_step(c, &step) == setup)
		return answer(c, MHD_HTTP_BAD_REQUEST, NULL);
	fd = open_file(e, task_id, step, store_log);
	if (fd < 0 || !has(c, "follow"))
		return answer_file(c, fd);
	f = calloc(1, sizeof(*f));
	if (!f) {
		close(fd);
		return MHD_NO;
	}
	*f = (struct follower){ e, format("%s", task_id), step, fd };
	/* it may be silent for long */
	MHD_set_connection_option(c, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
	return answer(c, MHD_HTTP_OK, MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, follow, f, follower_free));
}

static enum MHD_Result get_archive(struct executor *e, struct MHD_Connection *c, const char *task_id)
{
	int64_t step;

	if (!get_step(c, &step))
		return answer(c, MHD_HTTP_BAD_REQUEST, NULL);
	return answer_file(c, open_file(e, task_id, step, store_archive));
}

/* There is something new. What it is we ask for: the list has the same, and is complete. */
static enum MHD_Result post_task(struct executor *e, struct MHD_Connection *c, const char *task_id)
{
	(void)task_id;
	executor_wake(e);
	return answer(c, MHD_HTTP_OK, NULL);
}

static const struct route {
	const char *method, *path;
	bool of_task;
	enum MHD_Result (*answer)(struct executor *e, struct MHD_Connection *c, const char *task_id);
} routes[] = {
	{ "POST", "/api/v1alpha/executor", false, post_task },
	{ "GET", "/api/v1alpha/executor/logs", true, get_log },
	{ "GET", "/api/v1alpha/executor/archives", true, get_archive },
};

/* In a time that does not depend on where they differ. */
static bool is_allowed(const struct executor *e, struct MHD_Connection *c)
{
	const char *got = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Authorization");
	char *want;
	unsigned char differs = 0;
	size_t len;

	if (!e->set.listen_token)
		return true;
	want = format("token %s", e->set.listen_token);
	len = strlen(want);
	differs = !got || strlen(got) != len;
	for (size_t i = 0; !differs && i < len; i++)
		differs |= (unsigned char)(got[i] ^ want[i]);
	free(want);
	return !differs;
}

static enum MHD_Result handle(void *data, struct MHD_Connection *c, const char *url, const char *method, const char *version,
                              const char *upload, size_t *upload_size, void **state)
{
	const char *task_id;

	(void)version;
	(void)upload;
	if (!*state) {
		*state = data;
		return MHD_YES;
	}
	if (*upload_size > 0) {
		*upload_size = 0;
		return MHD_YES;
	}
	for (size_t i = 0; i < sizeof(routes) / sizeof(*routes); i++)
		if (strcmp(routes[i].path, url) == 0 && strcmp(routes[i].method, method) == 0) {
			task_id = MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, "taskid");
			if (!is_allowed(data, c))
				return answer(c, MHD_HTTP_UNAUTHORIZED, NULL);
			if (routes[i].of_task && !(task_id && *task_id))
				return answer(c, MHD_HTTP_BAD_REQUEST, NULL);
			return routes[i].answer(data, c, task_id);
		}
	return answer(c, MHD_HTTP_NOT_FOUND, NULL);
}

static bool parse_address(const char *text, struct sockaddr_in *ret)
{
	char host[INET_ADDRSTRLEN], more[2];
	unsigned port;

	*ret = (struct sockaddr_in){ .sin_family = AF_INET };
	if (sscanf(text, "%15[0-9.]:%5u%1s", host, &port, more) != 2 || port > 65535 ||
	    inet_pton(AF_INET, host, &ret->sin_addr) != 1)
		return false;
	ret->sin_port = htons((uint16_t)port);
	return true;
}

int listener_start(struct executor *e)
{
	struct sockaddr_in address;
	char host[INET_ADDRSTRLEN];

	if (!parse_address(e->set.listen, &address)) {
		say("--listen %s: right is ADDRESS:PORT, such as 127.0.0.1:0", e->set.listen);
		return -1;
	}
	e->daemon =
	        MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, 0, NULL, NULL,
	                         handle, e, MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
	                         MHD_OPTION_CONNECTION_LIMIT, (unsigned)MAX_CONNECTIONS, MHD_OPTION_END);
	if (!e->daemon) {
		say("cannot listen on %s: %s", e->set.listen, strerror(errno));
		return -1;
	}
	inet_ntop(AF_INET, &address.sin_addr, host, sizeof(host));
	if (e->set.listen_url)
		snprintf(e->url, sizeof(e->url), "%s", e->set.listen_url);
	else
		snprintf(e->url, sizeof(e->url), "http://%s:%u", host,
		         MHD_get_daemon_info(e->daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	return 0;
}

void listener_end(struct executor *e)
{
	if (e->daemon)
		MHD_stop_daemon(e->daemon);
}
