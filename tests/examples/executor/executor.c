/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of tasks, and what is said to the runservice about them: that this executor is alive, how far its tasks are. One thread
 * says it all, so that an older report never comes after a newer one. What fails is said again at the next turn.
 */
#include "executor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/utsname.h>
#include <unistd.h>

/* How long a call may take, and how long the last ones may, together. */
enum { CALL_TIMEOUT_MS = 10000, END_TIMEOUT_MS = 3000 };

const char *machine_arch(void)
{
	static const struct {
		const char *kernel, *agola;
	} archs[] = { { "x86_64", "amd64" }, { "aarch64", "arm64" }, { "i686", "386" }, { "armv7l", "arm" } };
	static struct utsname host;

	uname(&host);
	for (size_t i = 0; i < sizeof(archs) / sizeof(*archs); i++)
		if (strcmp(archs[i].kernel, host.machine) == 0)
			return archs[i].agola;
	return host.machine;
}

static void failed(const char *what, agola_error *err)
{
	if (agola_error_result(err) != AGOLA_ERR_CANCELLED)
		say("%s: %s", what, agola_error_message(err));
	agola_error_free(err);
}

void executor_wake(struct executor *e)
{
	eventfd_write(e->wake_fd, 1);
}

struct task *executor_find(struct executor *e, const char *task_id)
{
	struct task *task = e->tasks;

	while (task && strcmp(task->id, task_id) != 0)
		task = task->next;
	return task;
}

static void add(struct executor *e, struct task *task)
{
	pthread_mutex_lock(&e->lock);
	task->next = e->tasks;
	e->tasks = task;
	pthread_mutex_unlock(&e->lock);
}

/* Its thread is over, or almost. */
static void drop(struct executor *e, struct task *task)
{
	struct task **p = &e->tasks;

	pthread_mutex_lock(&e->lock);
	while (*p != task)
		p = &(*p)->next;
	*p = task->next;
	pthread_mutex_unlock(&e->lock);
	store_remove(task, "");
	task_free(task);
}

static bool is_over(struct executor *e, const struct task *task)
{
	bool ret;

	pthread_mutex_lock(&e->lock);
	ret = phase_is_over(task->status.phase);
	pthread_mutex_unlock(&e->lock);
	return ret;
}

/* That we are alive, and where. */
static void send_status(struct executor *e)
{
	struct agola_rs_executor_status_req req = AGOLA_RS_EXECUTOR_STATUS_REQ_INIT;
	const char *arch = machine_arch(), *self = e->id;
	agola_error *err = NULL;

	req.listen_url = e->url;
	req.archs = &arch;
	req.n_archs = 1;
	req.siblings_executors = &self;
	req.n_siblings_executors = 1;
	req.active_tasks_limit = e->max_tasks;
	for (const struct task *task = e->tasks; task; task = task->next)
		req.active_tasks += !is_over(e, task);
	if (agola_rs_executor_send_status(e->client, e->ctx, e->id, &req, &err) < 0)
		failed("the runservice does not hear us", err);
}

static struct agola_rs_executor_task_step_status_req step_req(const struct step_status *s)
{
	struct agola_rs_executor_task_step_status_req req = AGOLA_RS_EXECUTOR_TASK_STEP_STATUS_REQ_INIT;

	req.phase = s->phase ? s->phase : AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED;
	req.start_time = s->start;
	req.end_time = s->end;
	req.exit_status = s->exit_status;
	req.has_exit_status = s->has_exit_status;
	return req;
}

/* How far a task is, if the runservice does not know. */
static void report(struct executor *e, struct task *task)
{
	const struct task_status *s = &task->status;
	const size_t n = s->n_steps;
	struct agola_rs_executor_task_status_req req = AGOLA_RS_EXECUTOR_TASK_STATUS_REQ_INIT;
	struct agola_rs_executor_task_step_status_req *steps = calloc(n + 1, sizeof(*steps)); /* the last is the setup */
	const struct agola_rs_executor_task_step_status_req **list = calloc(n + 1, sizeof(*list));
	char error[sizeof(s->error)];
	agola_error *err = NULL;
	unsigned version;

	if (!steps || !list)
		abort();
	pthread_mutex_lock(&e->lock);
	version = task->version;
	req.phase = s->phase;
	req.timed_out = s->timed_out ? AGOLA_TRUE : AGOLA_FALSE;
	req.start_time = s->start;
	req.end_time = s->end;
	memcpy(error, s->error, sizeof(error));
	for (size_t i = 0; i <= n; i++) {
		steps[i] = step_req(i < n ? &s->steps[i] : &s->setup);
		list[i] = &steps[i];
	}
	pthread_mutex_unlock(&e->lock);
	req.fail_error = error;
	req.setup_step = &steps[n];
	req.steps = list;
	req.n_steps = n;
	if (agola_rs_executor_task_send_status(e->client, e->ctx, e->id, task->id, &req, &err) < 0)
		failed(task->id, err);
	else
		task->reported = version;
	free(steps);
	free(list);
}

static void report_all(struct executor *e)
{
	for (struct task *task = e->tasks; task; task = task->next) {
		bool is_new;

		pthread_mutex_lock(&e->lock);
		is_new = task->version != task->reported;
		pthread_mutex_unlock(&e->lock);
		if (is_new)
			report(e, task);
	}
}

/* A task that we have been given: one that was begun is never begun again, not even when we know nothing of it any more. */
static void take(struct executor *e, const char *id)
{
	agola_rs_executor_task *spec = NULL;
	agola_error *err = NULL;
	struct task *task;

	/* by itself, so that it can be freed by itself; an id with ".." in it, which would lead out of our folder, is refused */
	if (agola_rs_executor_task_get(e->client, e->ctx, e->id, id, &spec, &err) < 0) {
		failed(id, err);
		return;
	}
	if (phase_is_over(spec->status->phase)) {
		agola_free(spec);
		return;
	}
	task = task_new(e, id, spec->spec->n_steps);
	task->spec = spec;
	if (store_begin(task) < 0)
		task_over(task, AGOLA_EXECUTOR_TASK_PHASE_FAILED, "the executor has no room for the task");
	else if (spec->status->phase == AGOLA_EXECUTOR_TASK_PHASE_RUNNING)
		task_over(task, AGOLA_EXECUTOR_TASK_PHASE_FAILED, "the executor has lost the task");
	else if (spec->stop)
		task_over(task, AGOLA_EXECUTOR_TASK_PHASE_CANCELLED, NULL);
	else
		task_start(task);
	add(e, task);
}

/* Look at what we are to do. */
static void get_tasks(struct executor *e)
{
	agola_rs_executor_task_page *page = NULL;
	agola_error *err = NULL;

	if (agola_rs_executor_task_list(e->client, e->ctx, e->id, &page, &err) < 0) {
		failed("the runservice does not tell our tasks", err);
		return;
	}
	for (size_t i = 0; i < page->n_items; i++) {
		const agola_rs_executor_task *item = page->items[i];
		struct task *task = executor_find(e, item->id);

		if (!task)
			take(e, item->id);
		else if (item->stop)
			task_stop(task, STOP_ASKED);
	}
	/* a task whose logs and archives were fetched is in no list any more */
	for (struct task *task = e->tasks, *next; task; task = next) {
		bool listed = false;

		next = task->next;
		for (size_t i = 0; i < page->n_items && !listed; i++)
			listed = strcmp(page->items[i]->id, task->id) == 0;
		if (listed)
			continue;
		if (!is_over(e, task))
			task_stop(task, STOP_ASKED);
		else
			drop(e, task);
	}
	agola_free(page);
}

/* One turn: every 2 s, and whenever something has changed. */
void executor_tick(struct executor *e)
{
	send_status(e);
	get_tasks(e);
	report_all(e);
}

int executor_start(struct executor *e)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_error *err = NULL;
	char *end;

	e->max_tasks = strtol(e->set.max_tasks, &end, 10);
	if (e->max_tasks < 1 || *end) {
		say("--max-tasks %s: right is a number from 1", e->set.max_tasks);
		return -1;
	}
	opts.url = e->set.runservice_url;
	opts.token = e->set.token;
	opts.timeout_ms = CALL_TIMEOUT_MS;
	opts.user_agent = "agola-local-executor";
	if (agola_rs_client_new(&opts, &e->client, &err) < 0) {
		failed("--runservice-url", err);
		return -1;
	}
	if (store_open(e) < 0 || store_load(e) < 0)
		return -1;
	return listener_start(e);
}

/* Whatever still runs fails. The logs are asked for when this executor is there again. */
void executor_end(struct executor *e)
{
	agola_ctx *last = NULL;

	/* that of the calls until now was cancelled */
	if (agola_ctx_new(&last, NULL) == 0)
		agola_ctx_set_timeout(last, END_TIMEOUT_MS);
	e->ctx = last;
	pthread_mutex_lock(&e->lock);
	e->ending = true;
	pthread_mutex_unlock(&e->lock);
	for (struct task *task = e->tasks; task; task = task->next)
		task_stop(task, STOP_SHUTDOWN);
	for (struct task *task = e->tasks; task; task = task->next)
		if (task->has_thread) {
			pthread_join(task->thread, NULL);
			task->has_thread = false;
		}
	if (last)
		report_all(e);
	listener_end(e);
	for (struct task *task = e->tasks, *next; task; task = next) {
		next = task->next;
		task_free(task);
	}
	agola_ctx_free(last);
	agola_rs_client_free(e->client);
	if (e->lock_fd >= 0)
		close(e->lock_fd);
	free(e->data_dir);
}
