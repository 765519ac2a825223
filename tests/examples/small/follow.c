/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Write the logs of all steps of a run to standard output as they grow, task by task, until the run is over:
 *
 *   AGOLA_GATEWAY_URL=… AGOLA_TOKEN=… follow PROJECT RUN
 *   follow user/ann/web 1
 *
 * Exit status: 0 the run succeeded, 1 it did not, 2 it could not be followed.
 */
#include "wait.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct follow {
	agola_gw_client *client;
	agola_ctx *ctx;
	const char *project;
	uint64_t number;
};

static int get_run(const struct follow *f, agola_gw_run **ret, agola_error **err)
{
	return agola_gw_project_run_get(f->client, f->ctx, f->project, f->number, ret, err);
}

/* Of a run that is over, tasks may never have started. */
static int is_run_over(const struct follow *f, agola_error **err)
{
	agola_gw_run *run = NULL;
	int r = get_run(f, &run, err);

	if (r == 0)
		r = wait_is_over(run);
	agola_free(run);
	return r;
}

static bool has_begun(const agola_gw_run_task *task, size_t step)
{
	return step < task->n_steps && task->steps[step]->phase != AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED;
}

static bool may_begin(const agola_gw_run_task *task, size_t step)
{
	return step < task->n_steps &&
	       (task->status == AGOLA_RUN_TASK_STATUS_NOT_STARTED || task->status == AGOLA_RUN_TASK_STATUS_RUNNING);
}

/* Until a step has begun, or never will. */
static int wait_for_step(const struct follow *f, const char *task_id, size_t step, agola_gw_run_task **ret, agola_error **err)
{
	int over = 0;

	for (;;) {
		int r = agola_gw_project_run_task_get(f->client, f->ctx, f->project, f->number, task_id, ret, err);

		if (r || has_begun(*ret, step) || !may_begin(*ret, step) || over)
			return r;
		/* the task is looked at once more after the run was over */
		over = is_run_over(f, err);
		r = over < 0 ? over : wait_a_moment(f->ctx);
		agola_free(*ret);
		*ret = NULL;
		if (r)
			return r;
	}
}

static int follow_log(const struct follow *f, const agola_gw_run_task *task, const struct agola_gw_log_get_opts *opts,
                      agola_error **err)
{
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_error *e = NULL;
	int r;

	sink.fd = STDOUT_FILENO;
	sink.use_fd = 1;
	r = agola_gw_project_log_get(f->client, f->ctx, f->project, f->number, task->id, opts, &sink, &e);
	if (r == AGOLA_ERR_NOT_FOUND) {
		/* it was deleted, or the step was ended before it could write */
		fprintf(stderr, "follow: there is no log\n");
		agola_error_free(e);
		return 0;
	}
	if (r)
		*err = e;
	return r;
}

static int follow_task(const struct follow *f, const char *task_id, agola_error **err)
{
	struct agola_gw_log_get_opts opts = AGOLA_GW_LOG_GET_OPTS_INIT;
	bool more = true;
	int r = 0;

	for (size_t step = 0; r == 0 && more; step++) {
		agola_gw_run_task *task = NULL;

		r = wait_for_step(f, task_id, step, &task, err);
		if (r)
			break;
		more = has_begun(task, step);
		if (more) {
			fprintf(stderr, "follow: task %s, step %zu: %s\n", task->name, step, task->steps[step]->name);
			opts.step = (int64_t)step;
			opts.follow = AGOLA_TRUE;
			r = follow_log(f, task, &opts, err);
		} else if (step == 0 && task->setup_step && task->setup_step->phase == AGOLA_EXECUTOR_TASK_PHASE_FAILED) {
			fprintf(stderr, "follow: task %s: its setup failed\n", task->name);
			opts.setup = AGOLA_TRUE;
			r = follow_log(f, task, &opts, err);
		}
		agola_free(task);
	}
	return r;
}

typedef const agola_gw_run_task_entry *task_entry;

static int by_level(const void *a, const void *b)
{
	task_entry x = *(const task_entry *)a, y = *(const task_entry *)b;

	return x->value->level != y->value->level ? (x->value->level > y->value->level ? 1 : -1) : strcmp(x->key, y->key);
}

/* All tasks are there from the start of a run on; those that wait for others have a higher level. */
static int follow_tasks(const struct follow *f, const agola_gw_run *run, agola_error **err)
{
	task_entry *tasks = calloc(run->n_tasks + 1, sizeof(*tasks));
	int r = tasks ? 0 : AGOLA_ERR_NOMEM;

	for (size_t i = 0; r == 0 && i < run->n_tasks; i++)
		tasks[i] = run->tasks[i];
	if (r == 0)
		qsort(tasks, run->n_tasks, sizeof(*tasks), by_level);
	for (size_t i = 0; r == 0 && i < run->n_tasks; i++)
		r = follow_task(f, tasks[i]->key, err);
	free(tasks);
	return r;
}

static int follow(const struct follow *f, agola_gw_run **ret, agola_error **err)
{
	int r = get_run(f, ret, err);

	if (r == 0)
		r = follow_tasks(f, *ret, err);
	/* get it again: it is over a little later than its last step */
	if (r == 0) {
		agola_free(*ret);
		*ret = NULL;
		r = wait_until_over(f->client, f->ctx, f->project, f->number, ret, err);
	}
	return r;
}

int main(int argc, char **argv)
{
	struct follow f = { 0 };
	agola_gw_run *run = NULL;
	agola_error *err = NULL;
	char *end = NULL;
	int r;

	if (argc == 3) {
		f.project = argv[1];
		errno = 0;
		f.number = strtoull(argv[2], &end, 10);
	}
	if (!end || errno || *end || argv[2][0] < '1' || argv[2][0] > '9') {
		fprintf(stderr, "usage: follow PROJECT RUN, a number from 1 on\n");
		return EXIT_ERROR;
	}
	r = wait_start(&f.client, &f.ctx, &err);
	if (r == 0)
		r = follow(&f, &run, &err);
	return wait_end("follow", r, run, err, f.client, f.ctx);
}
