/* SPDX-License-Identifier: Apache-2.0 */
/* The logs that are there now, one after the other. */
#include "run_logs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST = 65536 }; /* a line that is longer is printed in parts */

/* ---- where a log goes ---- */

int cli_log_out_init(struct cli_log_out *out, const char *task, int64_t step, bool prefix)
{
	size_t n = strlen(task) * 6 + 32;
	char *safe = cli_safe(task);

	*out = (struct cli_log_out){ .file = stdout, .terminal = isatty(STDOUT_FILENO) != 0 };
	out->line = malloc(LONGEST);
	out->prefix = prefix ? malloc(n) : NULL;
	if (!safe || !out->line || (prefix && !out->prefix)) {
		free(safe);
		return cli_no_memory();
	}
	if (prefix && step == CLI_LOG_SETUP)
		snprintf(out->prefix, n, "[%s/setup] ", safe);
	else if (prefix)
		snprintf(out->prefix, n, "[%s/%lld] ", safe, (long long)step);
	free(safe);
	return 0;
}

/* What was gathered of a line; `whole` with its end. */
static void put_line(struct cli_log_out *out, bool whole)
{
	if (out->prefix && !out->begun)
		fputs(out->prefix, out->file);
	if (out->terminal)
		cli_put_log(out->line, out->len);
	else
		fwrite(out->line, 1, out->len, out->file);
	if (whole)
		putc('\n', out->file);
	out->begun = !whole;
	out->len = 0;
}

int cli_log_out_write(void *data, const void *bytes, size_t len)
{
	struct cli_log_out *out = data;
	const char *p = bytes;

	if (!out->prefix && !out->terminal)
		fwrite(bytes, 1, len, out->file);
	for (size_t i = 0; (out->prefix || out->terminal) && i < len; i++) {
		/* what a terminal writes over itself becomes lines */
		bool cr = out->terminal && p[i] == '\r', skip = out->after_cr && p[i] == '\n';

		out->after_cr = cr;
		if (skip)
			continue;
		if (p[i] == '\n' || cr) {
			put_line(out, true);
			continue;
		}
		out->line[out->len++] = p[i];
		if (out->len == LONGEST)
			put_line(out, false);
	}
	if (out->progress)
		cli_progress_add(out->progress, len);
	return fflush(out->file) == 0 ? 0 : 1;
}

void cli_log_out_end(struct cli_log_out *out)
{
	if (out->len || out->begun)
		put_line(out, out->prefix != NULL);
	fflush(stdout);
	free(out->prefix);
	free(out->line);
	*out = (struct cli_log_out){ 0 };
}

/* ---- calls ---- */

int cli_log_get(struct cli *cli, agola_ctx *ctx, const struct cli_run_ref *ref, const char *task_id,
                const struct agola_gw_log_get_opts *opts, const struct agola_sink *sink, agola_error **err)
{
	return ref->username ? agola_gw_user_log_get(cli->gw, ctx, ref->username, ref->number, task_id, opts, sink, err)
	                     : agola_gw_project_log_get(cli->gw, ctx, ref->project, ref->number, task_id, opts, sink, err);
}

int cli_log_delete(struct cli *cli, const struct cli_run_ref *ref, const char *task_id,
                   const struct agola_gw_log_delete_opts *opts, agola_error **err)
{
	return ref->username ? agola_gw_user_log_delete(CLI_GW, ref->username, ref->number, task_id, opts, err)
	                     : agola_gw_project_log_delete(CLI_GW, ref->project, ref->number, task_id, opts, err);
}

/* ---- which logs ---- */

static enum agola_executor_task_phase phase_of(const agola_gw_run_task *task, int64_t step)
{
	if (step == CLI_LOG_SETUP)
		return task->setup_step ? task->setup_step->phase : 0;
	return step < (int64_t)task->n_steps ? task->steps[step]->phase : 0;
}

bool cli_log_is_meant(const struct cli_logs *o, const agola_gw_run_task *task, int64_t step)
{
	if (o->setup || o->step_text || o->one)
		return step == (o->setup ? CLI_LOG_SETUP : o->step);
	return !o->failed || phase_of(task, step) == AGOLA_EXECUTOR_TASK_PHASE_FAILED;
}

bool cli_log_has_begun(const agola_gw_run_task *task, int64_t step)
{
	enum agola_executor_task_phase phase = phase_of(task, step);

	/* servers refuse the setup's log for a task without steps */
	return task->n_steps && phase && phase != AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED &&
	       phase != AGOLA_EXECUTOR_TASK_PHASE_CANCELLED;
}

int cli_log_find_step(struct cli *cli, const struct cli_logs *o, const agola_gw_run_task *task, int64_t *step)
{
	const char *names[64];
	char near[80];
	size_t n = 0;
	uint64_t number;

	if (cli_uint(o->step_text, &number) && number < task->n_steps) {
		*step = (int64_t)number;
		return 0;
	}
	for (size_t i = 0; i < task->n_steps; i++) {
		const char *name = task->steps[i]->name ? task->steps[i]->name : "";

		if (strcmp(name, o->step_text) == 0) {
			*step = (int64_t)i;
			return 0;
		}
		if (n < CLI_COUNT(names))
			names[n++] = name;
	}
	cli_suggest(near, sizeof(near), o->step_text, names, n);
	cli_error("task \"%s\" of run %llu has no step \"%s\", but %zu steps%s", o->task, (unsigned long long)o->ref.number,
	          o->step_text, task->n_steps, cli_safe_kept(cli, near));
	return CLI_NOT_FOUND;
}

void cli_log_say_missing(const struct cli *cli, const char *task, int64_t step)
{
	char *safe = cli_safe(task), number[24];

	snprintf(number, sizeof(number), "%lld", (long long)step);
	cli_say(cli, "agolactl: task %s, %s%s: the log is not there; it was deleted, or is too old", safe ? safe : "",
	        step == CLI_LOG_SETUP ? "setup" : "step ", step == CLI_LOG_SETUP ? "" : number);
	free(safe);
}

/* ---- what is there now ---- */

struct count {
	size_t printed, missing;
	struct cli_progress progress;
};

static int print_log(struct cli *cli, const struct cli_logs *o, const agola_gw_run_task *task, int64_t step, struct count *n)
{
	struct agola_gw_log_get_opts opts = AGOLA_GW_LOG_GET_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
	struct cli_log_out out;
	agola_error *err = NULL;
	int r = cli_log_out_init(&out, task->name, step, o->prefix == AGOLA_TRUE);

	if (r == 0) {
		opts.setup = step == CLI_LOG_SETUP ? AGOLA_TRUE : AGOLA_UNSET;
		opts.step = step == CLI_LOG_SETUP ? 0 : step;
		sink.write = cli_log_out_write;
		sink.data = &out;
		out.progress = &n->progress;
		r = cli_log_get(cli, cli->ctx, &o->ref, task->id, &opts, &sink, &err);
	}
	cli_log_out_end(&out);
	if (r == AGOLA_ERR_NOT_FOUND) {
		agola_error_free(err);
		n->missing += step != CLI_LOG_SETUP || o->setup;
		if (step != CLI_LOG_SETUP || o->setup)
			cli_log_say_missing(cli, task->name, step);
		return 0;
	}
	n->printed++;
	if (r == AGOLA_ERR_CALLBACK) {
		/* the end of main() says why nothing can be written */
		agola_error_free(err);
		return CLI_ERROR;
	}
	return r < 0 ? cli_fail(cli, err) : r;
}

static int print_task(struct cli *cli, struct cli_logs *o, const agola_gw_run_task *task, struct count *n)
{
	int r = o->step_text ? cli_log_find_step(cli, o, task, &o->step) : 0;

	for (int64_t i = CLI_LOG_SETUP; r == 0 && i < (int64_t)task->n_steps; i++) {
		if (cli_log_is_meant(o, task, i) && cli_log_has_begun(task, i))
			r = print_log(cli, o, task, i, n);
	}
	return r;
}

static int print_logs(struct cli *cli, const struct cli_run_ref *ref, const agola_gw_run *run, const void *data)
{
	const agola_gw_run_task_summary **tasks = cli_run_tasks(cli, run), *only = NULL;
	struct cli_logs o = *(const struct cli_logs *)data;
	struct count n = { .progress = { .what = "logs" } };
	int r = tasks ? 0 : cli_no_memory();

	if (o.task && !(only = cli_run_find_task(cli, run, o.task)))
		return CLI_NOT_FOUND;
	cli_progress_begin(&n.progress, cli, isatty(STDOUT_FILENO));
	for (size_t i = 0; r == 0 && tasks[i]; i++) {
		agola_gw_run_task *task = NULL;
		agola_error *err = NULL;

		if (only ? tasks[i] != only : tasks[i]->status == AGOLA_RUN_TASK_STATUS_NOT_STARTED)
			continue;
		if (cli_run_task_get(cli, ref, tasks[i]->id, &task, &err))
			return cli_fail(cli, err);
		r = print_task(cli, &o, task, &n);
		agola_free(task);
	}
	cli_progress_end(&n.progress);
	if (r == 0 && n.printed == 0 && n.missing == 0)
		cli_say(cli, o.failed ? "No step of run %llu failed." : "There is nothing to show of run %llu yet.",
		        (unsigned long long)run->number);
	return r ? r : n.missing ? CLI_NOT_FOUND : o.exit_status && cli_run_is_over(run) ? cli_run_exit(run) : 0;
}

int cli_run_logs(struct cli *cli, void *opts)
{
	struct cli_logs *o = opts;
	bool one = o->task && (o->step_text || o->setup || o->one);

	if ((o->step_text || o->setup) && !o->task)
		return cli_usage("%s logs: --step and --setup are of one task: which one?", cli->typed);
	if (o->prefix == AGOLA_UNSET)
		o->prefix = one ? AGOLA_FALSE : AGOLA_TRUE;
	return o->follow ? cli_run_follow(cli, o) : cli_run_with(cli, &o->ref, print_logs, o);
}
