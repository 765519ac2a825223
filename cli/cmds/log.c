/* SPDX-License-Identifier: Apache-2.0 */
/* One log, as Agola's own program has it; run logs is what people want. */
#include "../file.h"
#include "run_logs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct log {
	struct cli_logs logs;
	const char *taskname, *taskid, *file;
	bool all;
};

#define AT(m) offsetof(struct log, m)
#define WHICH                                                                                                                     \
	CLI_RUN_NUMBER(AT(logs.ref)), CLI_RUN_OWNER(AT(logs.ref)),                                                                \
	        { "taskname", 0, CLI_TEXT, AT(taskname), "TASK", "name of the task", CLI_REQUIRED, .one_of = "task" },            \
	        { "taskid", 0, CLI_TEXT, AT(taskid), "ID", "id of the task", 0, .one_of = "task" },                               \
	        { "step", 0, CLI_INT, AT(logs.step), "NUMBER", "number of the step, from 0 on", CLI_REQUIRED, .one_of = "step" }, \
	{                                                                                                                         \
		"setup", 0, CLI_FLAG, AT(logs.setup), NULL, "what was done before the first step", 0, .one_of = "step"            \
	}
static const struct cli_option get_options[] = {
	WHICH,
	{ "follow", 'f', CLI_FLAG, AT(logs.follow), NULL, "go on until the step has ended, also if it has not begun", 0,
	  .one_of = "how" },
	{ "output", 'o', CLI_TEXT, AT(file), "FILE", "write it to this file, which is there only if all of it came", CLI_SHADOWS,
	  .one_of = "how" },
};
static const struct cli_option delete_options[] = {
	WHICH,
	{ "all", 0, CLI_FLAG, AT(all), NULL, "all logs of the task that are archived", 0, .one_of = "step" },
};
#undef AT

static int prepare(struct cli *cli, void *opts)
{
	struct log *o = opts;

	(void)cli;
	o->logs.one = true;
	o->logs.prefix = AGOLA_FALSE;
	o->logs.interval_ms = 1000;
	o->logs.task = o->taskname ? o->taskname : o->taskid;
	return o->logs.step < 0 ? cli_usage("--step: \"%lld\" is not right: 0 or more", (long long)o->logs.step) : 0;
}

/* The task's id, for which Agola has to be asked if only the name is known. */
static int find_task(struct cli *cli, const struct log *o, const char **id)
{
	const agola_gw_run_task_summary *task;
	agola_gw_run *run = NULL;
	agola_error *err = NULL;

	*id = o->taskid;
	if (o->taskid)
		return 0;
	if (cli_run_get(cli, &o->logs.ref, &run, &err))
		return cli_fail(cli, err);
	task = cli_run_find_task(cli, run, o->taskname);
	*id = task ? cli_keep(cli, strdup(task->id)) : NULL;
	agola_free(run);
	return *id ? 0 : task ? cli_no_memory() : CLI_NOT_FOUND;
}

/* ---- get ---- */

struct get {
	const struct log *o;
	const char *id;
	struct cli_log_out *out;
	struct cli_progress progress;
};

static int call_get(struct cli *cli, void *data, agola_error **err)
{
	struct agola_gw_log_get_opts opts = AGOLA_GW_LOG_GET_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
	struct get *g = data;

	opts.setup = g->o->logs.setup ? AGOLA_TRUE : AGOLA_UNSET;
	opts.step = g->o->logs.step;
	sink.write = cli_log_out_write;
	sink.data = g->out;
	sink.progress = cli_progress_of_stream;
	sink.progress_data = &g->progress;
	return cli_log_get(cli, cli->ctx, &g->o->logs.ref, g->id, &opts, &sink, err);
}

static int get_into(struct cli *cli, const struct log *o, const char *id, struct cli_log_out *out)
{
	struct get g = { .o = o, .id = id, .out = out, .progress = { .what = "log" } };
	agola_error *err = NULL;
	int r;

	cli_progress_begin(&g.progress, cli, out->file == stdout && isatty(STDOUT_FILENO));
	errno = 0;
	r = cli_progress_call(&g.progress, cli, call_get, &g, &err);
	cli_progress_end(&g.progress);
	if (r == AGOLA_ERR_CALLBACK) {
		/* who closes the output says why */
		agola_error_free(err);
		return out->file == stdout ? CLI_ERROR : 0;
	}
	return r ? cli_fail(cli, err) : 0;
}

static int get(struct cli *cli, void *opts)
{
	struct log *o = opts;
	struct cli_file file = { .option = "--output", .path = o->file, .mode = 0666 };
	const char *id = NULL;
	struct cli_log_out out;
	int r = prepare(cli, o);

	if (r || o->logs.follow)
		return r ? r : cli_run_logs(cli, &o->logs);
	r = cli_connect(cli);
	if (r == 0)
		r = find_task(cli, o, &id);
	if (r == 0)
		r = cli_log_out_init(&out, "", 0, false);
	if (r)
		return r;
	if (o->file) {
		out.terminal = false;
		r = cli_file_open(cli, &file);
		out.file = file.f;
	}
	if (r == 0)
		r = get_into(cli, o, id, &out);
	if (file.f)
		r = cli_file_close(&file, r);
	cli_log_out_end(&out);
	return r;
}

/* ---- delete ---- */

static int delete_one(struct cli *cli, const struct log *o, const char *id, int64_t step)
{
	struct agola_gw_log_delete_opts opts = AGOLA_GW_LOG_DELETE_OPTS_INIT;
	agola_error *err = NULL;

	opts.setup = step == CLI_LOG_SETUP ? AGOLA_TRUE : AGOLA_UNSET;
	opts.step = step == CLI_LOG_SETUP ? 0 : step;
	if (cli_log_delete(cli, &o->logs.ref, id, &opts, &err))
		return cli_fail(cli, err);
	if (step == CLI_LOG_SETUP)
		cli_say(cli, "Log of the setup deleted.");
	else
		cli_say(cli, "Log of step %lld deleted.", (long long)step);
	return 0;
}

/* Only what is archived can be deleted; for the setup that is known of step 0. */
static int delete_all(struct cli *cli, const struct log *o, const char *id)
{
	agola_gw_run_task *task = NULL;
	agola_error *err = NULL;
	size_t n = 0;
	int r = 0;

	if (cli_run_task_get(cli, &o->logs.ref, id, &task, &err))
		return cli_fail(cli, err);
	for (int64_t i = CLI_LOG_SETUP; r == 0 && i < (int64_t)task->n_steps; i++) {
		if (!task->n_steps || !task->steps[i < 0 ? 0 : i]->log_archived)
			continue;
		n++;
		r = delete_one(cli, o, id, i);
	}
	agola_free(task);
	if (r == 0 && n == 0) {
		cli_error("no log of this task is archived: logs are when the task is over");
		r = CLI_REFUSED;
	}
	return r;
}

static int delete_(struct cli *cli, void *opts)
{
	struct log *o = opts;
	char what[300], step[32];
	const char *id = NULL;
	int r = prepare(cli, o);

	snprintf(step, sizeof(step), "step %lld", (long long)o->logs.step);
	snprintf(what, sizeof(what), "of %s of task %s of run %llu",
	         o->all          ? "all steps"
	         : o->logs.setup ? "the setup"
	                         : step,
	         o->logs.task, (unsigned long long)o->logs.ref.number);
	if (r == 0)
		r = cli_confirm(cli, "Delete", what);
	if (r == 0)
		r = cli_connect(cli);
	if (r == 0)
		r = find_task(cli, o, &id);
	if (r)
		return r;
	return o->all ? delete_all(cli, o, id) : delete_one(cli, o, id, o->logs.setup ? CLI_LOG_SETUP : o->logs.step);
}

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "delete|rm",
	        .help = "Delete the log of a step, or all logs of a task",
	        .about = "Only logs that are archived can be deleted, which they are when the task is over.",
	        CLI_TAKES(struct log, delete_options, NULL),
	        .run = delete_,
	        .asks = "Delete",
	        .example = "log delete --project org/acme/api --runnumber 12 --taskname build --step 2 --yes\n"
	                   "log delete --project org/acme/api --runnumber 12 --taskname build --all",
	},
	{
	        .verb = "get|show",
	        .help = "Print the log of a step",
	        .about = "See run logs for those of a task or of a whole run.",
	        CLI_TAKES(struct log, get_options, NULL),
	        .run = get,
	        .example = "log get --project org/acme/api --runnumber 12 --taskname build --step 2\n"
	                   "log get --username jo --runnumber 3 --taskname build --setup --output setup.log",
	},
};

const struct cli_group cli_log = {
	.words = "log",
	.noun = "log",
	.help = "logs of single steps, as Agola's own program has them",
	CLI_COMMANDS(commands),
};
