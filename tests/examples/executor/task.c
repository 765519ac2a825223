/* SPDX-License-Identifier: Apache-2.0 */
/* One task, and the thread that does its steps. */
#include "executor.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

bool phase_is_over(enum agola_executor_task_phase phase)
{
	return phase != 0 && phase != AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED && phase != AGOLA_EXECUTOR_TASK_PHASE_RUNNING;
}

static agola_time now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (agola_time){ .sec = t.tv_sec, .nsec = (int32_t)t.tv_nsec, .valid = 1 };
}

struct task *task_new(struct executor *e, const char *id, size_t n_steps)
{
	struct task *task = calloc(1, sizeof(*task));
	struct step_status *steps = calloc(n_steps + 1, sizeof(*steps));

	if (!task || !steps || agola_ctx_new(&task->ctx, NULL) < 0)
		abort();
	task->executor = e;
	task->id = format("%s", id);
	task->dir = format("%s/tasks/%s", e->data_dir, id);
	task->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	task->deadline_ms = -1;
	task->status.phase = AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED;
	task->status.steps = steps;
	task->status.n_steps = n_steps;
	for (size_t i = 0; i < n_steps; i++)
		steps[i].phase = AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED;
	return task;
}

void task_free(struct task *task)
{
	if (!task)
		return;
	if (task->has_thread)
		pthread_join(task->thread, NULL);
	if (task->stop_fd >= 0)
		close(task->stop_fd);
	agola_ctx_free(task->ctx);
	agola_free(task->spec);
	free(task->status.steps);
	free(task->id);
	free(task->dir);
	free(task);
}

/* With the lock: keep it on disk, and have it reported. */
static int changed(struct task *task)
{
	task->version++;
	executor_wake(task->executor);
	return store_save(task);
}

static void begin_step(struct task *task, struct step_status *step)
{
	pthread_mutex_lock(&task->executor->lock);
	step->phase = AGOLA_EXECUTOR_TASK_PHASE_RUNNING;
	step->start = now();
	changed(task);
	pthread_mutex_unlock(&task->executor->lock);
}

static void end_step(struct task *task, struct step_status *step, int exit_status)
{
	pthread_mutex_lock(&task->executor->lock);
	step->end = now();
	step->exit_status = exit_status;
	step->has_exit_status = exit_status >= 0;
	step->phase = exit_status == 0 ? AGOLA_EXECUTOR_TASK_PHASE_SUCCESS : AGOLA_EXECUTOR_TASK_PHASE_FAILED;
	changed(task);
	pthread_mutex_unlock(&task->executor->lock);
}

/* The end of a task, and of the step that was running. */
void task_over(struct task *task, enum agola_executor_task_phase phase, const char *error)
{
	struct task_status *s = &task->status;

	pthread_mutex_lock(&task->executor->lock);
	s->phase = phase;
	s->end = now();
	snprintf(s->error, sizeof(s->error), "%s", error ? error : "");
	for (size_t i = 0; i <= s->n_steps; i++) {
		struct step_status *step = i < s->n_steps ? &s->steps[i] : &s->setup;

		if (step->phase == AGOLA_EXECUTOR_TASK_PHASE_RUNNING) {
			step->phase = phase;
			step->end = now();
		}
	}
	task->process = (struct process){ 0 };
	changed(task);
	pthread_mutex_unlock(&task->executor->lock);
}

void task_process(struct task *task, const struct process *p)
{
	pthread_mutex_lock(&task->executor->lock);
	task->process = p ? *p : (struct process){ 0 };
	store_save(task);
	pthread_mutex_unlock(&task->executor->lock);
}

/* Have it end early. Its thread does the rest. */
void task_stop(struct task *task, enum stop why)
{
	pthread_mutex_lock(&task->executor->lock);
	if (task->stop == STOP_NONE)
		task->stop = why;
	pthread_mutex_unlock(&task->executor->lock);
	eventfd_write(task->stop_fd, 1);
	agola_ctx_cancel(task->ctx);
}

static int open_log(const struct task *task, int64_t step)
{
	char *path = store_log(task, step);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);

	if (fd < 0)
		say("%s: %s", path, strerror(errno));
	free(path);
	return fd;
}

/* The folders. The log says what is not as in a container. */
static int set_up(const struct task *task)
{
	const agola_rs_executor_task_spec *spec = task->spec->spec;
	char *home = store_path(task, "home"), *dir = place_path(task, NULL);
	struct utsname host;
	int log = open_log(task, -1), r = -1;

	uname(&host);
	if (log >= 0) {
		dprintf(log, "task \"%s\" on %s (%s %s), in %s\n", spec->task_name ? spec->task_name : "", host.nodename,
		        host.sysname, host.machine, dir);
		for (size_t i = 0; i < spec->n_containers; i++)
			dprintf(log, "image \"%s\" is not used: steps are programs of this machine\n",
			        spec->containers[i] && spec->containers[i]->image ? spec->containers[i]->image : "");
		if (mkdir(home, 0700) < 0 || make_folders(dir) < 0)
			dprintf(log, "%s: %s\n", dir, strerror(errno));
		else
			r = 0;
		close(log);
	}
	free(home);
	free(dir);
	return r;
}

static int do_step(struct task *task, size_t i)
{
	int log = open_log(task, (int64_t)i), r = -1;

	if (log >= 0) {
		r = step_do(task, i, log);
		close(log);
	}
	return r;
}

/* Why it must not go on, if it must not. */
static bool is_to_end(struct task *task, enum agola_executor_task_phase *phase, const char **error)
{
	enum stop stop;

	pthread_mutex_lock(&task->executor->lock);
	stop = task->stop;
	if (stop == STOP_NONE && task->deadline_ms >= 0 && monotonic_ms() >= task->deadline_ms)
		task->status.timed_out = true;
	pthread_mutex_unlock(&task->executor->lock);
	*phase = stop == STOP_ASKED ? AGOLA_EXECUTOR_TASK_PHASE_STOPPED : AGOLA_EXECUTOR_TASK_PHASE_FAILED;
	*error = stop == STOP_SHUTDOWN    ? "the executor ended while the task was running"
	         : task->status.timed_out ? "it took too long"
	                                  : NULL;
	return stop != STOP_NONE || task->status.timed_out;
}

static void *run(void *arg)
{
	struct task *task = arg;
	struct task_status *s = &task->status;
	enum agola_executor_task_phase phase = AGOLA_EXECUTOR_TASK_PHASE_SUCCESS;
	const char *error = NULL;
	bool ended = false;
	int r;

	begin_step(task, &s->setup);
	r = set_up(task);
	end_step(task, &s->setup, r);
	if (r)
		error = "the task could not be set up";
	for (size_t i = 0; r == 0 && i < s->n_steps && !(ended = is_to_end(task, &phase, &error)); i++) {
		begin_step(task, &s->steps[i]);
		r = do_step(task, i);
		ended = is_to_end(task, &phase, &error);
		if (ended)
			break;
		end_step(task, &s->steps[i], r);
	}
	if (!ended)
		phase = r ? AGOLA_EXECUTOR_TASK_PHASE_FAILED : AGOLA_EXECUTOR_TASK_PHASE_SUCCESS;
	store_remove(task, "home");
	task_over(task, phase, error);
	return NULL;
}

/* Begin a new task that has its `spec` and its folder. Once this is on disk, it is not begun again. */
void task_start(struct task *task)
{
	int64_t limit = task->spec->spec->task_timeout_interval / 1000000;
	int r;

	if (limit > 0) {
		task->deadline_ms = monotonic_ms() + limit;
		agola_ctx_set_timeout(task->ctx, limit);
	}
	pthread_mutex_lock(&task->executor->lock);
	task->status.phase = AGOLA_EXECUTOR_TASK_PHASE_RUNNING;
	task->status.start = now();
	r = changed(task);
	pthread_mutex_unlock(&task->executor->lock);
	if (r == 0)
		r = pthread_create(&task->thread, NULL, run, task);
	if (r)
		task_over(task, AGOLA_EXECUTOR_TASK_PHASE_FAILED, "the executor could not start the task");
	else
		task->has_thread = true;
}
