/* SPDX-License-Identifier: Apache-2.0 */
#include "run_logs.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LOOK    .columns = CLI_RUN_COLUMNS, .extra = cli_run_columns, .key = "number"
#define TYPE    .type = "agola_gw_run", LOOK
#define SUMMARY .type = "agola_gw_run_summary", LOOK

static const struct cli_option ref_options[] = { CLI_RUN_NUMBER(0), CLI_RUN_OWNER(0) };

/* ---- list ---- */

struct list {
	struct cli_run_ref ref;
	struct agola_gw_run_list_opts opts;
	struct cli_texts phases, results;
	const char *branch, *tag, *pull_request;
	uint64_t limit;
	bool tasks, oldest_first;
};

#define AT(m) offsetof(struct list, m)
static const struct cli_option list_options[] = {
	CLI_RUN_OWNER(AT(ref)),
	{ "phase", 's', CLI_COMMAS, AT(phases), "PHASE", "only runs in this phase, or in one of several", 0,
	  "setuperror|queued|cancelled|running|finished" },
	{ "result", 0, CLI_COMMAS, AT(results), "RESULT", "only runs with this result", 0, "unknown|stopped|success|failed" },
	{ "branch", 0, CLI_TEXT, AT(branch), "BRANCH", "only runs of this branch", 0, .one_of = "ref" },
	{ "tag", 0, CLI_TEXT, AT(tag), "TAG", "only runs of this tag", 0, .one_of = "ref" },
	{ "pull-request|pr", 0, CLI_TEXT, AT(pull_request), "ID", "only runs of this pull request", 0, .one_of = "ref" },
	{ "limit", 0, CLI_UINT, AT(limit), "NUMBER", "how many; 0: all", 0, .initial = "10" },
	{ "start", 0, CLI_UINT, AT(opts.start), "NUMBER", "only runs that are listed after that one: older ones", 0 },
	{ "oldest-first|asc", 0, CLI_FLAG, AT(oldest_first), NULL, "in the other order", 0 },
	{ "tasks", 't', CLI_FLAG, AT(tasks), NULL, "also their tasks; one request more for each run", 0 },
};
#undef AT

/* "branch/feature%2Fx", as the server groups runs. */
static int set_subgroup(struct cli *cli, struct list *o, const char *kind, const char *name)
{
	size_t n = strlen(kind) + 2 + 3 * strlen(name ? name : "");
	char *s = name ? cli_keep(cli, malloc(n)) : NULL, *p = s;

	if (!name)
		return 0;
	if (!s)
		return cli_no_memory();
	p += snprintf(s, n, "%s/", kind);
	for (; *name; name++) {
		if (isalnum((unsigned char)*name) || strchr("-_.~$&+:=@", *name))
			*p++ = *name;
		else
			p += snprintf(p, 4, "%%%02X", (unsigned char)*name);
	}
	*p = 0;
	o->opts.subgroup = s;
	return 0;
}

static int prepare_list(struct cli *cli, void *opts)
{
	enum { PAGE = 30 };
	struct list *o = opts;
	int r = set_subgroup(cli, o, "branch", o->branch);

	if (r == 0)
		r = set_subgroup(cli, o, "tag", o->tag);
	if (r == 0)
		r = set_subgroup(cli, o, "pr", o->pull_request);
	o->opts.size = sizeof(o->opts);
	o->opts.phases = o->phases.items;
	o->opts.n_phases = o->phases.n;
	o->opts.results = o->results.items;
	o->opts.n_results = o->results.n;
	o->opts.sort = o->oldest_first ? AGOLA_SORT_ASC : AGOLA_SORT_DESC;
	o->opts.limit = o->limit && o->limit < PAGE ? (int64_t)o->limit : 0;
	cli->most = o->limit;
	return r;
}

/* With their tasks they are another type. */
static void choose_list(struct cli *cli, const void *opts)
{
	const struct list *o = opts;

	if (!o->tasks)
		return;
	cli->type = agola_type_find("agola_gw_run");
	if (cli->format == CLI_TABLE && !cli->columns)
		cli->columns = "number,phase,result,duration,ref,tasks";
}

static int add(struct cli *cli, struct cli_list *l, struct list *o, const agola_gw_run_summary *s, agola_error **err)
{
	struct cli_run_ref ref = o->ref;
	agola_gw_run *run = NULL;
	int result, r;

	if (!o->tasks)
		return cli_list_add(l, s);
	ref.number = s->number;
	result = cli_run_get(cli, &ref, &run, err);
	if (result)
		return result;
	r = cli_list_add(l, run);
	agola_free(run);
	return r;
}

/* A loop over one of the two iterators, which differ by their names only. */
#define EACH(of, owner)                                                                                                          \
	static int each_##of(struct cli *cli, struct cli_list *l, struct list *o, agola_error **err)                             \
	{                                                                                                                        \
		agola_gw_##of##_run_iter *iter = NULL;                                                                           \
		const agola_gw_run_summary *item = NULL;                                                                         \
		int r = agola_gw_##of##_run_iter_new(cli->gw, o->ref.owner, &o->opts, &iter, err);                               \
                                                                                                                                 \
		while (r >= 0 && (r = agola_gw_##of##_run_iter_next(iter, cli->ctx, &item, err)) == 1) {                         \
			int stop = add(cli, l, o, item, err);                                                                    \
                                                                                                                                 \
			if (stop) {                                                                                              \
				r = *err ? stop : 1;                                                                             \
				break;                                                                                           \
			}                                                                                                        \
		}                                                                                                                \
		agola_gw_##of##_run_iter_free(iter);                                                                             \
		return r;                                                                                                        \
	}                                                                                                                        \
	_Static_assert(sizeof(#of) > 1, "takes the semicolon")
EACH(project, project);
EACH(user, username);

static int list(struct cli *cli, struct cli_list *l, void *opts, agola_error **err)
{
	struct list *o = opts;

	return o->ref.username ? each_user(cli, l, o, err) : each_project(cli, l, o, err);
}

/* ---- create ---- */

struct create {
	struct cli_run_ref ref;
	struct agola_gw_project_create_run_req req;
};

#define AT(m) offsetof(struct create, m)
static const struct cli_option create_options[] = {
	CLI_PROJECT("project", 0, "PROJECT", AT(ref.project), "path or id of the project", CLI_REQUIRED | CLI_DEFAULT),
	{ "branch", 0, CLI_TEXT, AT(req.branch), "BRANCH", "run this branch", CLI_REQUIRED, .one_of = "ref" },
	{ "tag", 0, CLI_TEXT, AT(req.tag), "TAG", "run this tag", 0, .one_of = "ref" },
	{ "ref", 0, CLI_TEXT, AT(req.ref), "REF", "run this reference, whole, such as refs/heads/main", 0, .one_of = "ref" },
	{ "commit-sha|commit", 0, CLI_TEXT, AT(req.commit_sha), "SHA", "this commit instead of the newest one", 0 },
};
#undef AT

/* Others may have made runs meanwhile. */
static bool is_ours(const void *data, const agola_gw_run_summary *run)
{
	const struct create *o = data;
	const char *trigger = cli_run_annotation(run, "run_creation_trigger");

	if (*trigger && strcmp(trigger, "manual") != 0)
		return false;
	return o->req.branch ? strcmp(cli_run_annotation(run, "branch"), o->req.branch) == 0
	       : o->req.tag  ? strcmp(cli_run_annotation(run, "tag"), o->req.tag) == 0
	                     : strcmp(cli_run_annotation(run, "ref"), o->req.ref) == 0;
}

static int create(struct cli *cli, struct cli_list *l, void *opts, agola_error **err)
{
	struct create *o = opts;
	uint64_t newest = 0;
	int r = cli_run_newest(cli, &o->ref, &newest, err);

	if (r == 0)
		r = agola_gw_project_create_run(CLI_GW, o->ref.project, CLI_SIZED(o->req), err);
	return r ? r : cli_run_list_made(cli, l, &o->ref, newest, is_ours, o, NULL, err);
}

/* ---- restart, stop, cancel ---- */

struct restart {
	struct cli_run_ref ref;
	bool failed, from_start;
};

#define AT(m) offsetof(struct restart, m)
static const struct cli_option restart_options[] = {
	CLI_RUN_NUMBER(AT(ref)),
	CLI_RUN_OWNER(AT(ref)),
	{ "failed", 0, CLI_FLAG, AT(failed), NULL, "only the tasks that failed, and what waits for them", 0, .one_of = "what" },
	{ "from-start", 0, CLI_FLAG, AT(from_start), NULL, "all tasks, as without it", 0, .one_of = "what" },
};
#undef AT

/* Agola says 500 without a word for what does not fit the phase of the run: say it. */
static int say_phase(struct cli *cli, const struct cli_run_ref *ref, agola_error *err, const char *verb, const char *phase)
{
	agola_gw_run *run = NULL;
	agola_error *ignored = NULL;
	bool why = agola_error_result(err) == AGOLA_ERR_INTERNAL && cli_run_get(cli, ref, &run, &ignored) == 0 &&
	           strcmp(run->phase_raw, phase) != 0;
	int r = why ? CLI_REFUSED : cli_fail(cli, err);

	if (why) {
		agola_error_free(err);
		cli_error("run %llu is %s: only a %s one can be %s", (unsigned long long)ref->number,
		          cli_safe_kept(cli, run->phase_raw), phase, verb);
	}
	agola_error_free(ignored);
	agola_free(run);
	return r;
}

static int act(struct cli *cli, const struct cli_run_ref *ref, const struct agola_gw_run_action_req *req, agola_gw_run **run,
               agola_error **err)
{
	return ref->username ? agola_gw_user_run_action(CLI_GW, ref->username, ref->number, req, run, err)
	                     : agola_gw_project_run_action(CLI_GW, ref->project, ref->number, req, run, err);
}

static int restart(struct cli *cli, void *opts)
{
	struct agola_gw_run_action_req req = AGOLA_GW_RUN_ACTION_REQ_INIT;
	struct restart *o = opts;
	agola_gw_run *run = NULL;
	agola_error *err = NULL;
	int r = cli_connect(cli);

	if (r)
		return r;
	req.action = AGOLA_RUN_ACTION_RESTART;
	req.from_start = o->failed ? AGOLA_FALSE : AGOLA_TRUE;
	if (act(cli, &o->ref, &req, &run, &err))
		return cli_fail(cli, err);
	r = cli_print(cli, run);
	cli_say(cli, "Run %llu restarted as run %llu.", (unsigned long long)o->ref.number, (unsigned long long)run->number);
	agola_free(run);
	return r;
}

static int end(struct cli *cli, const struct cli_run_ref *ref, enum agola_run_action action, const char *done, const char *phase)
{
	struct agola_gw_run_action_req req = AGOLA_GW_RUN_ACTION_REQ_INIT;
	agola_gw_run *run = NULL;
	agola_error *err = NULL;
	int r = cli_connect(cli);

	if (r)
		return r;
	req.action = action;
	if (act(cli, ref, &req, &run, &err))
		return say_phase(cli, ref, err, action == AGOLA_RUN_ACTION_STOP ? "stopped" : "cancelled", phase);
	agola_free(run);
	cli_say(cli, "Run %llu %s.", (unsigned long long)ref->number, done);
	return 0;
}

static int stop(struct cli *cli, void *opts)
{
	return end(cli, opts, AGOLA_RUN_ACTION_STOP, "was told to stop", "running");
}

static int cancel(struct cli *cli, void *opts)
{
	return end(cli, opts, AGOLA_RUN_ACTION_CANCEL, "cancelled", "queued");
}

/* ---- approve ---- */

struct approve {
	struct cli_run_ref ref;
	struct cli_texts tasks;
};

#define AT(m) offsetof(struct approve, m)
static const struct cli_option approve_options[] = {
	CLI_RUN_NUMBER(AT(ref)),
	CLI_RUN_OWNER(AT(ref)),
	{ "task|taskname|taskid", 0, CLI_LIST, AT(tasks), "TASK", "name or id of a task (default: all that wait for it)", 0 },
};
#undef AT

static int approve_task(struct cli *cli, const struct cli_run_ref *ref, const agola_gw_run_task_summary *t)
{
	struct agola_gw_run_task_action_req req = AGOLA_GW_RUN_TASK_ACTION_REQ_INIT;
	agola_error *err = NULL;
	int r;

	req.action = AGOLA_RUN_TASK_ACTION_APPROVE;
	r = ref->username ? agola_gw_user_run_task_action(CLI_GW, ref->username, ref->number, t->id, &req, &err)
	                  : agola_gw_project_run_task_action(CLI_GW, ref->project, ref->number, t->id, &req, &err);
	if (r)
		return cli_fail(cli, err);
	cli_say(cli, "Task %s approved.", cli_safe_kept(cli, t->name));
	return 0;
}

/* The server approves tasks that do not wait, which nobody means. */
static int approve_named(struct cli *cli, const struct cli_run_ref *ref, const agola_gw_run *run, const char *name)
{
	const agola_gw_run_task_summary *t = cli_run_find_task(cli, run, name);

	if (!t)
		return CLI_NOT_FOUND;
	if (!t->waiting_approval) {
		cli_error("task \"%s\" of run %llu does not wait for approval", name, (unsigned long long)run->number);
		return CLI_REFUSED;
	}
	return approve_task(cli, ref, t);
}

static int approve_all(struct cli *cli, const struct cli_run_ref *ref, const agola_gw_run *run, const void *data)
{
	const struct cli_texts *tasks = data;
	size_t n = 0;
	int r = 0;

	for (; r == 0 && n < tasks->n; n++)
		r = approve_named(cli, ref, run, tasks->items[n]);
	for (size_t i = 0; r == 0 && tasks->n == 0 && i < run->n_tasks; i++) {
		if (!run->tasks[i]->value->waiting_approval)
			continue;
		n++;
		r = approve_task(cli, ref, run->tasks[i]->value);
	}
	if (r == 0 && n == 0) {
		cli_error("no task of run %llu waits for approval", (unsigned long long)run->number);
		r = CLI_REFUSED;
	}
	return r;
}

static int approve(struct cli *cli, void *opts)
{
	const struct approve *o = opts;

	return cli_run_with(cli, &o->ref, approve_all, &o->tasks);
}

/* ---- watch ---- */

#define AT(m) offsetof(struct cli_watch, m)
static const struct cli_option watch_options[] = {
	CLI_RUN_NUMBER(AT(ref)),
	CLI_RUN_OWNER(AT(ref)),
	{ "exit-status", 'e', CLI_FLAG, AT(exit_status), NULL,
	  "the run's result is the exit status: see agolactl help exit-codes", 0 },
	{ "interval", 'i', CLI_SECONDS, AT(interval_ms), "SECONDS", "time between two looks", 0, .initial = "2" },
};
#undef AT

/* ---- logs ---- */

#define AT(m) offsetof(struct cli_logs, m)
static const struct cli_option logs_options[] = {
	CLI_RUN_NUMBER(AT(ref)),
	CLI_RUN_OWNER(AT(ref)),
	{ "task|taskname|taskid", 0, CLI_TEXT, AT(task), "TASK", "name or id of a task (default: all)", 0 },
	{ "step", 0, CLI_TEXT, AT(step_text), "STEP", "number or name of a step of the task (default: all)", 0,
	  .one_of = "step" },
	{ "setup", 0, CLI_FLAG, AT(setup), NULL, "what was done before the first step of the task", 0, .one_of = "step" },
	{ "failed", 0, CLI_FLAG, AT(failed), NULL, "only of steps that failed", 0, .one_of = "step" },
	{ "follow", 'f', CLI_FLAG, AT(follow), NULL, "go on until the end of the run, also with steps that have not begun", 0 },
	{ "prefix", 0, CLI_TRISTATE, AT(prefix), NULL, "[TASK/STEP] before each line (default: unless it is one step)", 0 },
	{ "exit-status", 'e', CLI_FLAG, AT(exit_status), NULL,
	  "the run's result is the exit status: see agolactl help exit-codes", 0 },
	{ "interval", 'i', CLI_SECONDS, AT(interval_ms), "SECONDS", "with --follow: time between two looks for new steps", 0,
	  .initial = "1" },
};
#undef AT

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "approve",
	        .help = "Let tasks go on that wait for approval",
	        .about = "It needs the token of a user who owns the project: the server's admin token will not do.",
	        CLI_TAKES(struct approve, approve_options, "runnumber", "task"),
	        .run = approve,
	        .example = "run approve 12 --project org/acme/api\nrun approve 12 deploy",
	},
	{
	        .verb = "cancel",
	        .help = "Cancel a run that is queued",
	        CLI_TAKES(struct cli_run_ref, ref_options, "runnumber"),
	        .run = cancel,
	        .example = "run cancel 12 --project org/acme/api",
	},
	{
	        .verb = "create",
	        .help = "Run a branch, a tag or a reference of a project",
	        .about =
	                "It prints the runs that were made: there can be several, or none. It needs the token of a user who owns "
	                "the project and has a linked account at its remote source.",
	        CLI_TAKES(struct create, create_options, "branch"),
	        .each = create,
	        SUMMARY,
	        .example = "run create main --project org/acme/api\nrun create --tag v1.2 --project org/acme/api -o name",
	},
	{
	        .verb = "list|ls",
	        .help = "List the runs of a project or of a user, the newest first",
	        .about = "They are printed while they arrive. With --tasks, -o json and -o yaml have the whole runs.",
	        CLI_TAKES(struct list, list_options, "project"),
	        .prepare = prepare_list,
	        .choose = choose_list,
	        .each = list,
	        SUMMARY,
	        .example = "run list org/acme/api\nrun list org/acme/api --tasks --branch main --limit 3\n"
	                   "run list --username jo --phase queued,running --limit 0 -o name",
	},
	{
	        .verb = "logs",
	        .help = "Print the logs of a run, of a task or of a step",
	        .about = "Steps that have not begun are left out; with --follow they are waited for, and the logs of tasks that "
	                 "run at the same time come mixed, line by line. On a terminal colours are left out, and what else could "
	                 "take it over is written as \\uXXXX; elsewhere the logs are as they are.",
	        CLI_TAKES(struct cli_logs, logs_options, "runnumber", "task", "step"),
	        .run = cli_run_logs,
	        .example =
	                "run logs 12 --project org/acme/api\nrun logs 12 build 2 --project org/acme/api\n"
	                "run logs 12 --project org/acme/api --failed\nrun logs 12 --project org/acme/api --follow --exit-status",
	},
	{
	        .verb = "restart|rerun",
	        .help = "Run it again, as a new run",
	        CLI_TAKES(struct restart, restart_options, "runnumber"),
	        .run = restart,
	        TYPE,
	        .example = "run restart 12 --project org/acme/api --failed",
	},
	{
	        .verb = "show|get",
	        .help = "Show a run with its tasks and their steps",
	        .about = "With -o json or yaml it is the run with its tasks; run task show has a task's steps.",
	        CLI_TAKES(struct cli_run_ref, ref_options, "runnumber"),
	        .run = cli_run_show,
	        TYPE,
	        .example = "run show 12 --project org/acme/api\nrun show 3 --username jo -o json",
	},
	{
	        .verb = "stop",
	        .help = "Stop a run that is running",
	        .about = "It does not wait until it has stopped: run watch does.",
	        CLI_TAKES(struct cli_run_ref, ref_options, "runnumber"),
	        .run = stop,
	        .example = "run stop 12 --project org/acme/api",
	},
	{
	        .verb = "watch",
	        .help = "Wait for the end of a run, and say what happens until then",
	        .about = "What happens goes to standard error, the run at its end to standard output.",
	        CLI_TAKES(struct cli_watch, watch_options, "runnumber"),
	        .run = cli_run_watch,
	        TYPE,
	        .example = "run watch 12 --project org/acme/api --exit-status",
	},
};

const struct cli_group cli_run = {
	.words = "run|runs",
	.noun = "run",
	.help = "runs of projects and of users",
	.about = "A run is named by its number in its project. Users have runs of their own, those that directrun start makes: "
	         "--username instead of --project.",
	CLI_COMMANDS(commands),
};
