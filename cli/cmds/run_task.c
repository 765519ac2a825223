/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

/* ---- list ---- */

static const struct cli_option list_options[] = { CLI_RUN_NUMBER(0), CLI_RUN_OWNER(0) };

static int list_tasks(struct cli *cli, const struct cli_run_ref *ref, const agola_gw_run *run, const void *data)
{
	const agola_gw_run_task_summary **tasks = cli_run_tasks(cli, run);
	struct cli_list *l = NULL;
	int r = tasks ? cli_list_begin(cli, &l) : cli_no_memory();

	(void)ref;
	(void)data;
	for (size_t i = 0; r == 0 && tasks[i] && cli_list_add(l, tasks[i]) == 0; i++)
		;
	return r ? r : cli_list_end(l, true);
}

static int list(struct cli *cli, void *opts)
{
	return cli_run_with(cli, opts, list_tasks, NULL);
}

/* ---- show ---- */

struct show {
	struct cli_run_ref ref;
	const char *task;
};

#define AT(m) offsetof(struct show, m)
static const struct cli_option show_options[] = {
	CLI_RUN_NUMBER(AT(ref)),
	CLI_RUN_OWNER(AT(ref)),
	{ "task|taskname|taskid", 0, CLI_TEXT, AT(task), "TASK", "name or id of the task", CLI_REQUIRED },
};
#undef AT

static int show_task(struct cli *cli, const struct cli_run_ref *ref, const agola_gw_run *run, const void *data)
{
	const struct show *o = data;
	const agola_gw_run_task_summary *found = cli_run_find_task(cli, run, o->task);
	agola_gw_run_task *task = NULL;
	agola_error *err = NULL;
	int r;

	if (!found)
		return CLI_NOT_FOUND;
	if (cli_run_task_get(cli, ref, found->id, &task, &err))
		return cli_fail(cli, err);
	r = cli_print(cli, task);
	agola_free(task);
	return r;
}

static int show(struct cli *cli, void *opts)
{
	const struct show *o = opts;

	return cli_run_with(cli, &o->ref, show_task, o);
}

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "list|ls",
	        .help = "List the tasks of a run, in the order in which they can run",
	        CLI_TAKES(struct cli_run_ref, list_options, "runnumber"),
	        .run = list,
	        .type = "agola_gw_run_task_summary",
	        .columns = "name,status,duration,waiting_approval,id",
	        .extra = cli_run_task_columns,
	        .example = "run task list 12 --project org/acme/api",
	},
	{
	        .verb = "show|get",
	        .help = "Show a task of a run with its steps",
	        CLI_TAKES(struct show, show_options, "runnumber", "task"),
	        .run = show,
	        .type = "agola_gw_run_task",
	        .columns = "name,status,duration,steps,id",
	        .extra = cli_run_task_columns,
	        .example = "run task show 12 build --project org/acme/api -o json",
	},
};

const struct cli_group cli_run_task = {
	.words = "run|runs task|tasks",
	.noun = "task",
	.help = "tasks of runs",
	.about = "A task is named by its name in its run, or by its id.",
	CLI_COMMANDS(commands),
};
