/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logs that are followed: those of all tasks at once, as they grow. The run is asked again and again which steps have begun; the
 * log of each task's next step is a stream of its own on one loop.
 */
#include "run_logs.h"

#include <agola/loop.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TRIES = 3 }; /* for a log of a step that has begun, but of which there is nothing yet */

struct task {
	char *id, *name;
	int64_t at; /* the next step */
	int tries;
	bool held; /* do not ask for its log again before the run is looked at again */
	bool done, active, ended;
	int result; /* of the log that has ended */
	agola_error *err;
	agola_ctx *ctx;
	struct agola_gw_log_get_opts opts;
	struct agola_sink sink;
	struct cli_log_out out;
};

struct follow {
	struct cli *cli;
	struct cli_logs o;
	agola_loop *loop;
	struct task *tasks;
	size_t n;
	bool missing;
	struct cli_progress progress;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- one log ---- */

static void on_end(void *data, int result, void *ret, agola_error *err)
{
	struct task *t = data;

	agola_free(ret);
	t->active = false;
	t->ended = true;
	t->result = result;
	t->err = err;
}

static int start(struct follow *f, struct task *t)
{
	bool setup = t->at == CLI_LOG_SETUP;
	agola_error *err = NULL;
	int r = cli_log_out_init(&t->out, t->name, t->at, f->o.prefix == AGOLA_TRUE);

	if (r)
		return r;
	if (!t->ctx && cli_ctx_new(f->cli, &t->ctx, &err))
		return cli_fail(f->cli, err);
	agola_ctx_set_async(t->ctx, f->loop, on_end, t);
	t->opts = (struct agola_gw_log_get_opts)AGOLA_GW_LOG_GET_OPTS_INIT;
	t->opts.setup = setup ? AGOLA_TRUE : AGOLA_UNSET;
	t->opts.step = setup ? 0 : t->at;
	/* that of the setup would end with step 0 only */
	t->opts.follow = setup ? AGOLA_UNSET : AGOLA_TRUE;
	t->sink = (struct agola_sink)AGOLA_SINK_INIT;
	t->sink.write = cli_log_out_write;
	t->sink.data = &t->out;
	t->out.progress = &f->progress;
	t->active = true;
	r = cli_log_get(f->cli, t->ctx, &f->o.ref, t->id, &t->opts, &t->sink, &err);
	if (r == AGOLA_PENDING)
		return 0;
	t->active = false;
	return cli_fail(f->cli, err);
}

/* A log has ended: 0 to go on. */
static int finish(struct follow *f, struct task *t)
{
	bool optional = t->at == CLI_LOG_SETUP && !f->o.setup;
	int r = t->result;
	agola_error *err = t->err;

	t->ended = false;
	t->err = NULL;
	cli_log_out_end(&t->out);
	if (r < 0 && r != AGOLA_ERR_NOT_FOUND && r != AGOLA_ERR_CALLBACK)
		return cli_fail(f->cli, err);
	agola_error_free(err);
	if (r == AGOLA_ERR_CALLBACK)
		return CLI_ERROR;
	if (r == AGOLA_ERR_NOT_FOUND && t->tries++ < MOST_TRIES) {
		t->held = true;
		return 0;
	}
	t->tries = 0;
	if (r == AGOLA_ERR_NOT_FOUND && !optional) {
		f->missing = true;
		cli_log_say_missing(f->cli, t->name, t->at);
	}
	t->at++;
	return 0;
}

/* ---- what comes next ---- */

/* Begin with the next log of the task that is meant, if it has begun. */
static int advance(struct follow *f, struct task *t)
{
	agola_gw_run_task *task = NULL;
	agola_error *err = NULL;
	bool over, wait = false;
	int r;

	if (cli_run_task_get(f->cli, &f->o.ref, t->id, &task, &err))
		return cli_fail(f->cli, err);
	over = cli_run_task_is_over(task->status);
	r = f->o.step_text ? cli_log_find_step(f->cli, &f->o, task, &f->o.step) : 0;
	/* which steps fail is known at the end */
	wait = f->o.failed && !over;
	for (; r == 0 && !wait && t->at < (int64_t)task->n_steps; t->at++) {
		bool running = t->at == CLI_LOG_SETUP && task->setup_step &&
		               task->setup_step->phase == AGOLA_EXECUTOR_TASK_PHASE_RUNNING;

		if (!cli_log_is_meant(&f->o, task, t->at))
			continue;
		if (cli_log_has_begun(task, t->at) && !(running && !over)) {
			r = start(f, t);
			break;
		}
		wait = !over;
		if (wait)
			break;
	}
	t->done = !wait && t->at >= (int64_t)task->n_steps;
	agola_free(task);
	return r;
}

static const agola_gw_run_task_summary *summary(const agola_gw_run *run, const char *id)
{
	for (size_t i = 0; i < run->n_tasks; i++) {
		if (strcmp(run->tasks[i]->key, id) == 0)
			return run->tasks[i]->value;
	}
	return NULL;
}

/* The logs of a task come after those of the tasks that it waited for. */
static bool must_wait(const struct follow *f, const agola_gw_run_task_summary *s)
{
	for (size_t i = 0; i < s->n_depends; i++) {
		for (size_t k = 0; k < f->n; k++) {
			if (!f->tasks[k].done && strcmp(f->tasks[k].id, s->depends[i]->key) == 0)
				return true;
		}
	}
	return false;
}

static int advance_all(struct follow *f, const agola_gw_run *run)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < f->n; i++) {
		struct task *t = &f->tasks[i];
		const agola_gw_run_task_summary *s = summary(run, t->id);

		if (t->done || t->active || t->held)
			continue;
		if (s && (must_wait(f, s) || (s->status == AGOLA_RUN_TASK_STATUS_NOT_STARTED && !cli_run_is_over(run))))
			continue;
		r = advance(f, t);
		/* a task that will never start */
		t->done |= !t->active && cli_run_is_over(run) && (!s || !cli_run_task_is_over(s->status));
	}
	return r;
}

static bool is_done(const struct follow *f)
{
	for (size_t i = 0; i < f->n; i++) {
		if (!f->tasks[i].done)
			return false;
	}
	return true;
}

/* ---- waiting ---- */

/* Until it is time to ask again, or a log has ended. */
static int wait_for_more(struct follow *f)
{
	int64_t until = now_ms() + f->o.interval_ms;
	agola_error *err = NULL;
	bool ended = false;
	int r = 0;

	while (r == 0 && !ended && !agola_ctx_is_cancelled(f->cli->ctx)) {
		struct pollfd p = { .fd = agola_loop_fd(f->loop), .events = POLLIN };
		int64_t left = until - now_ms();

		for (size_t i = 0; left <= 0 && i < f->n; i++)
			f->tasks[i].held = false;
		if (left <= 0)
			break;
		/* so that the time on the terminal goes on */
		if (poll(&p, 1, (int)(left > 200 && f->progress.on ? 200 : left > 60000 ? 60000 : left)) < 0 && errno != EINTR)
			return cli_error("poll: %s", strerror(errno));
		cli_progress_tick(&f->progress);
		if (agola_loop_dispatch(f->loop, &err) < 0)
			return cli_fail(f->cli, err);
		for (size_t i = 0; r == 0 && i < f->n; i++) {
			if (!f->tasks[i].ended)
				continue;
			r = finish(f, &f->tasks[i]);
			ended |= f->tasks[i].tries == 0;
		}
	}
	return r;
}

/* ---- all together ---- */

static int choose_tasks(struct follow *f, const agola_gw_run *run)
{
	const agola_gw_run_task_summary **tasks = cli_run_tasks(f->cli, run), *only = NULL;

	if (f->o.task && !(only = cli_run_find_task(f->cli, run, f->o.task)))
		return CLI_NOT_FOUND;
	f->tasks = calloc(run->n_tasks + 1, sizeof(*f->tasks));
	f->n = 0;
	if (!tasks || !f->tasks)
		return cli_no_memory();
	for (size_t i = 0; tasks[i]; i++) {
		struct task *t = &f->tasks[f->n];

		if (only && tasks[i] != only)
			continue;
		*t = (struct task){ .id = strdup(tasks[i]->id), .name = strdup(tasks[i]->name), .at = CLI_LOG_SETUP };
		f->n++;
		if (!t->id || !t->name)
			return cli_no_memory();
	}
	return 0;
}

static int follow(struct follow *f)
{
	for (bool first = true;; first = false) {
		agola_gw_run *run = NULL;
		agola_error *err = NULL;
		bool over;
		int r, code;

		if (cli_run_get(f->cli, &f->o.ref, &run, &err))
			return cli_fail(f->cli, err);
		r = first ? choose_tasks(f, run) : 0;
		if (r == 0)
			r = advance_all(f, run);
		over = cli_run_is_over(run);
		code = over && f->o.exit_status ? cli_run_exit(run) : 0;
		agola_free(run);
		/* its result comes a little after the last step */
		if (r == 0 && is_done(f) && (over || !f->o.exit_status))
			return f->missing ? CLI_NOT_FOUND : code;
		if (r == 0)
			r = wait_for_more(f);
		if (r)
			return r;
	}
}

int cli_run_follow(struct cli *cli, const struct cli_logs *o)
{
	struct follow f = { .cli = cli, .o = *o, .progress = { .what = "logs" } };
	agola_error *err = NULL;
	int r = cli_connect(cli);

	if (r)
		return r;
	if (agola_loop_new(&f.loop, &err))
		return cli_fail(cli, err);
	cli_progress_begin(&f.progress, cli, isatty(STDOUT_FILENO));
	r = follow(&f);
	cli_progress_end(&f.progress);
	agola_loop_free(f.loop);
	for (size_t i = 0; i < f.n; i++) {
		struct task *t = &f.tasks[i];

		if (t->out.file)
			cli_log_out_end(&t->out);
		agola_error_free(t->err);
		agola_ctx_free(t->ctx);
		free(t->id);
		free(t->name);
	}
	free(f.tasks);
	if (r == CLI_INTERRUPTED)
		cli_run_say_goes_on(cli, &o->ref);
	return r;
}
