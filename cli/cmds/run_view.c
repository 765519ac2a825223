/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as people see them: columns that the server does not send, a run with its tasks and steps, and a run that is watched. */
#include "../progress.h"
#include "run.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

int cli_run_get(struct cli *cli, const struct cli_run_ref *ref, agola_gw_run **ret, agola_error **err)
{
	return ref->username ? agola_gw_user_run_get(CLI_GW, ref->username, ref->number, ret, err)
	                     : agola_gw_project_run_get(CLI_GW, ref->project, ref->number, ret, err);
}

int cli_run_task_get(struct cli *cli, const struct cli_run_ref *ref, const char *task_id, agola_gw_run_task **ret,
                     agola_error **err)
{
	return ref->username ? agola_gw_user_run_task_get(CLI_GW, ref->username, ref->number, task_id, ret, err)
	                     : agola_gw_project_run_task_get(CLI_GW, ref->project, ref->number, task_id, ret, err);
}

int cli_run_with(struct cli *cli, const struct cli_run_ref *ref, cli_run_fn fn, const void *data)
{
	agola_gw_run *run = NULL;
	agola_error *err = NULL;
	int r = cli_connect(cli);

	if (r)
		return r;
	if (cli_run_get(cli, ref, &run, &err))
		return cli_fail(cli, err);
	r = fn(cli, ref, run, data);
	agola_free(run);
	return r;
}

bool cli_run_is_over(const agola_gw_run *run)
{
	return run->phase == AGOLA_RUN_PHASE_SETUP_ERROR || run->phase == AGOLA_RUN_PHASE_CANCELLED ||
	       run->phase == AGOLA_RUN_PHASE_FINISHED;
}

bool cli_run_task_is_over(enum agola_run_task_status status)
{
	return status && status != AGOLA_RUN_TASK_STATUS_NOT_STARTED && status != AGOLA_RUN_TASK_STATUS_RUNNING;
}

int cli_run_exit(const agola_gw_run *run)
{
	if (run->phase == AGOLA_RUN_PHASE_SETUP_ERROR)
		return CLI_RUN_SETUP_ERROR;
	if (run->phase == AGOLA_RUN_PHASE_CANCELLED)
		return CLI_RUN_CANCELLED;
	return run->result == AGOLA_RUN_RESULT_SUCCESS   ? CLI_DONE
	       : run->result == AGOLA_RUN_RESULT_STOPPED ? CLI_RUN_STOPPED
	                                                 : CLI_RUN_FAILED;
}

/* ---- runs that were made ---- */

const char *cli_run_annotation(const agola_gw_run_summary *run, const char *key)
{
	for (size_t i = 0; i < run->n_annotations; i++) {
		if (strcmp(run->annotations[i]->key, key) == 0)
			return run->annotations[i]->value;
	}
	return "";
}

#define NOT_TOLD UINT64_MAX /* for the number of the newest run, where runs are not listed */

static int list_page(struct cli *cli, const struct cli_run_ref *ref, const struct agola_gw_run_list_opts *opts,
                     agola_gw_run_page **page, agola_error **err)
{
	return ref->username ? agola_gw_user_run_list(CLI_GW, ref->username, opts, page, err)
	                     : agola_gw_project_run_list(CLI_GW, ref->project, opts, page, err);
}

int cli_run_newest(struct cli *cli, const struct cli_run_ref *ref, uint64_t *number, agola_error **err)
{
	struct agola_gw_run_list_opts opts = AGOLA_GW_RUN_LIST_OPTS_INIT;
	agola_gw_run_page *page = NULL;
	int r;

	opts.limit = 1;
	r = list_page(cli, ref, &opts, &page, err);
	*number = r == 0 && page->n_items ? page->items[0]->number : 0;
	agola_free(page);
	if (r != AGOLA_ERR_VERSION)
		return r;
	/* one can be made all the same */
	agola_error_free(*err);
	*err = NULL;
	*number = NOT_TOLD;
	return 0;
}

typedef bool (*is_ours_fn)(const void *data, const agola_gw_run_summary *run);

/* How many of the page are ours; they go to the list and to @made. */
static size_t take_ours(const agola_gw_run_page *page, is_ours_fn is_ours, const void *data, struct cli_list *l,
                        struct cli_numbers *made)
{
	size_t n = 0;

	for (size_t i = 0; i < page->n_items; i++) {
		if (!is_ours(data, page->items[i]))
			continue;
		n++;
		if (made && made->n < CLI_COUNT(made->numbers))
			made->numbers[made->n++] = page->items[i]->number;
		if (l && cli_list_add(l, page->items[i]) != 0)
			break;
	}
	return n;
}

int cli_run_list_made(struct cli *cli, struct cli_list *l, const struct cli_run_ref *ref, uint64_t newest, is_ours_fn is_ours,
                      const void *data, struct cli_numbers *made, agola_error **err)
{
	struct agola_gw_run_list_opts opts = AGOLA_GW_RUN_LIST_OPTS_INIT;
	struct cli_progress quiet = { .on = false };
	size_t n = 0;
	int r = 0;

	if (newest == NOT_TOLD) {
		cli_say(cli,
		        "The run was asked for. Its number is not known: this Agola does not list runs, which came with v0.7.0.");
		return 0;
	}
	opts.sort = AGOLA_SORT_ASC;
	opts.start = newest;
	/* releases to v0.7.1 list what they read from a copy, which can lag behind: none has been made only if none shows for a second */
	for (int64_t pause = 0; r == 0 && n == 0 && pause <= 640; pause = pause ? 2 * pause : 40) {
		agola_gw_run_page *page = NULL;

		cli_progress_wait(&quiet, pause);
		r = list_page(cli, ref, &opts, &page, err);
		if (r == 0)
			n = take_ours(page, is_ours, data, l, made);
		agola_free(page);
	}
	if (r == 0 && n == 0)
		cli_say(cli, "No run was made: nothing in the configuration fits, or the commit's message says [ci skip].");
	return r;
}

/* ---- tasks ---- */

static int by_level(const void *a, const void *b)
{
	const agola_gw_run_task_summary *s = *(const agola_gw_run_task_summary *const *)a;
	const agola_gw_run_task_summary *t = *(const agola_gw_run_task_summary *const *)b;

	return s->level != t->level ? (s->level > t->level) - (s->level < t->level) : strcmp(s->name, t->name);
}

const agola_gw_run_task_summary **cli_run_tasks(struct cli *cli, const agola_gw_run *run)
{
	const agola_gw_run_task_summary **tasks = cli_keep(cli, calloc(run->n_tasks + 1, sizeof(*tasks)));

	for (size_t i = 0; tasks && i < run->n_tasks; i++)
		tasks[i] = run->tasks[i]->value;
	if (tasks)
		qsort(tasks, run->n_tasks, sizeof(*tasks), by_level);
	return tasks;
}

const agola_gw_run_task_summary *cli_run_find_task(struct cli *cli, const agola_gw_run *run, const char *name)
{
	const char *names[64];
	char near[80];
	size_t n = 0;

	for (size_t i = 0; i < run->n_tasks; i++) {
		const agola_gw_run_task_summary *t = run->tasks[i]->value;

		if (strcmp(t->name, name) == 0 || strcmp(t->id, name) == 0)
			return t;
		if (n < CLI_COUNT(names))
			names[n++] = t->name;
	}
	cli_suggest(near, sizeof(near), name, names, n);
	cli_error("run %llu has no task \"%s\"%s", (unsigned long long)run->number, name, cli_safe_kept(cli, near));
	return NULL;
}

/* ---- columns ---- */

/* From the start to the end, or to now: "1.5s", "1m05s", "2h03m"; free() it. */
static char *text_of_duration(agola_time start, agola_time end)
{
	struct timespec now;
	char text[32] = "";
	double s;

	if (!start.valid)
		return strdup("");
	clock_gettime(CLOCK_REALTIME, &now);
	if (!end.valid)
		end = (agola_time){ .sec = now.tv_sec, .nsec = (int32_t)now.tv_nsec };
	s = (double)(end.sec - start.sec) + (double)(end.nsec - start.nsec) / 1e9;
	s = s < 0 ? 0 : s;
	if (s < 10)
		snprintf(text, sizeof(text), "%.1fs", s);
	else if (s < 60)
		snprintf(text, sizeof(text), "%.0fs", s);
	else if (s < 3600)
		snprintf(text, sizeof(text), "%dm%02ds", (int)s / 60, (int)s % 60);
	else
		snprintf(text, sizeof(text), "%lldh%02dm", (long long)s / 3600, (int)((long long)s % 3600 / 60));
	return strdup(text);
}

static char *column_duration(const agola_type *type, const void *object)
{
	agola_value start = AGOLA_VALUE_INIT, end = AGOLA_VALUE_INIT;

	cli_field(type, object, "start_time", &start);
	cli_field(type, object, "end_time", &end);
	return text_of_duration(start.kind == AGOLA_KIND_TIME ? start.time : (agola_time){ 0 },
	                        end.kind == AGOLA_KIND_TIME ? end.time : (agola_time){ 0 });
}

/* NULL if there is none. */
static const char *annotation(const agola_type *type, const void *object, const char *key)
{
	agola_value all = AGOLA_VALUE_INIT, one = AGOLA_VALUE_INIT;

	cli_field(type, object, "annotations", &all);
	for (size_t i = 0; i < all.count; i++) {
		if (strcmp(agola_value_key(&all, i), key) != 0)
			continue;
		agola_value_item(&all, i, &one);
		return one.string;
	}
	return NULL;
}

/* What it is a run of, in a word: the branch, the tag, or the whole reference. */
static char *column_ref(const agola_type *type, const void *object)
{
	static const char *const keys[] = { "branch", "tag", "ref" };

	for (size_t i = 0; i < CLI_COUNT(keys); i++) {
		const char *s = annotation(type, object, keys[i]);

		if (s && *s)
			return cli_safe(s);
	}
	return strdup("");
}

static char *column_commit(const agola_type *type, const void *object)
{
	const char *s = annotation(type, object, "commit_sha");
	char first[9];

	snprintf(first, sizeof(first), "%s", s ? s : "");
	return cli_safe(first);
}

/* Its first line. */
static char *column_message(const agola_type *type, const void *object)
{
	const char *s = annotation(type, object, "message");
	char *line = s ? strndup(s, strcspn(s, "\r\n")) : strdup(""), *safe = line ? cli_safe(line) : NULL;

	free(line);
	return safe;
}

/* "build=success,test=running"; only what has the tasks has it. */
static char *column_tasks(const agola_type *type, const void *object)
{
	struct cli sorter = { 0 };
	const agola_gw_run *run = object;
	const agola_gw_run_task_summary **tasks = NULL;
	char *text = NULL, *safe = NULL;
	size_t size = 0;
	FILE *f;

	if (strcmp(agola_type_name(type), "agola_gw_run") != 0)
		return strdup("");
	tasks = cli_run_tasks(&sorter, run);
	f = tasks ? open_memstream(&text, &size) : NULL;
	for (size_t i = 0; f && tasks[i]; i++)
		fprintf(f, "%s%s=%s", i ? "," : "", tasks[i]->name, tasks[i]->status_raw ? tasks[i]->status_raw : "");
	if (f && fclose(f) == 0)
		safe = cli_safe(text);
	free(text);
	free(sorter.n_kept ? sorter.kept[0] : NULL);
	free(sorter.kept);
	return safe;
}

const struct cli_column cli_run_columns[] = {
	{ "duration", column_duration }, { "ref", column_ref },     { "commit", column_commit },
	{ "message", column_message },   { "tasks", column_tasks }, { NULL, NULL },
};

const struct cli_column cli_run_task_columns[] = { { "duration", column_duration }, { NULL, NULL } };

/* ---- a run with its tasks and their steps ---- */

static const struct cli_command parts = { .verb = "", .fields = "task,status,exit,duration,id" };

struct part {
	const char *name, *status, *id;
	int64_t exit_status;
	bool has_exit_status;
	agola_time start, end;
};

static int add_part(struct cli_list *l, const struct part *p)
{
	char *duration = text_of_duration(p->start, p->end), code[24];
	const struct cli_record record[] = {
		{ "task", p->name, false },
		{ "status", p->status, false },
		{ "exit", p->has_exit_status ? code : NULL, true },
		{ "duration", duration, false },
		{ "id", p->id, false },
	};
	int r = duration ? 0 : cli_no_memory();

	snprintf(code, sizeof(code), "%lld", (long long)p->exit_status);
	if (r == 0)
		r = cli_list_add_record(l, record, CLI_COUNT(record));
	free(duration);
	return r;
}

static int add_steps(struct cli_list *l, const agola_gw_run_task *t)
{
	const agola_gw_run_task_setup_step *setup = t->setup_step;
	int r = 0;

	if (setup && t->n_steps)
		r = add_part(l, &(struct part){ .name = "  setup",
		                                .status = setup->phase_raw,
		                                .start = setup->start_time,
		                                .end = setup->end_time });
	for (size_t i = 0; r == 0 && i < t->n_steps; i++) {
		const agola_gw_run_task_step *s = t->steps[i];
		char name[200];

		snprintf(name, sizeof(name), "  %zu %s", i, s->name && *s->name ? s->name : s->type_raw);
		r = add_part(l, &(struct part){ .name = name,
		                                .status = s->phase_raw,
		                                .exit_status = s->exit_status,
		                                .has_exit_status = s->has_exit_status,
		                                .start = s->start_time,
		                                .end = s->end_time });
	}
	return r;
}

static int add_task(struct cli *cli, const struct cli_run_ref *ref, struct cli_list *l, const agola_gw_run_task_summary *s)
{
	agola_gw_run_task *t = NULL;
	agola_error *err = NULL;
	char status[64];
	int r;

	snprintf(status, sizeof(status), "%s%s%s", s->status_raw, s->timed_out ? " (timed out)" : "",
	         s->waiting_approval ? " (waits for approval)" : "");
	r = add_part(
	        l, &(struct part){ .name = s->name, .status = status, .start = s->start_time, .end = s->end_time, .id = s->id });
	if (r)
		return r;
	if (cli_run_task_get(cli, ref, s->id, &t, &err))
		return cli_fail(cli, err);
	r = add_steps(l, t);
	agola_free(t);
	return r;
}

static int show_tasks(struct cli *cli, const struct cli_run_ref *ref, const agola_gw_run *run)
{
	const agola_gw_run_task_summary **tasks = cli_run_tasks(cli, run);
	struct cli table = *cli;
	struct cli_list *l = NULL;
	int r;

	table.type = NULL;
	table.command = &parts;
	r = tasks ? cli_list_begin(&table, &l) : cli_no_memory();
	if (r)
		return r;
	putchar('\n');
	for (size_t i = 0; r == 0 && tasks[i]; i++)
		r = add_task(cli, ref, l, tasks[i]);
	return cli_list_end(l, r == 0) || r ? r ? r : CLI_ERROR : 0;
}

static int show(struct cli *cli, const struct cli_run_ref *ref, const agola_gw_run *run, const void *data)
{
	bool all = cli->format == CLI_TABLE && !cli->columns;
	int r = cli_print(cli, run);

	(void)data;
	for (size_t i = 0; all && r == 0 && i < run->n_setup_errors; i++)
		r = cli_put_line(stdout, "setup error: ", run->setup_errors[i]) ? 0 : cli_no_memory();
	return all && r == 0 && run->n_tasks ? show_tasks(cli, ref, run) : r;
}

int cli_run_show(struct cli *cli, void *opts)
{
	return cli_run_with(cli, opts, show, NULL);
}

/* ---- watch ---- */

enum { MOST_FAILURES = 5 };

/* What changed since last time (NULL: all that is worth a word). */
static void say_changes(struct cli *cli, const agola_gw_run *was, const agola_gw_run *now)
{
	const agola_gw_run_task_summary **tasks = cli_run_tasks(cli, now);

	if (!was || was->phase != now->phase)
		cli_say(cli, "Run %llu is %s%s%s.", (unsigned long long)now->number, cli_safe_kept(cli, now->phase_raw),
		        now->phase == AGOLA_RUN_PHASE_FINISHED ? ": " : "",
		        now->phase == AGOLA_RUN_PHASE_FINISHED ? cli_safe_kept(cli, now->result_raw) : "");
	if (now->stopping && (!was || !was->stopping) && !cli_run_is_over(now))
		cli_say(cli, "Run %llu was told to stop.", (unsigned long long)now->number);
	for (size_t i = 0; tasks && tasks[i]; i++) {
		const agola_gw_run_task_summary *t = tasks[i], *old = NULL;
		const char *name = cli_safe_kept(cli, t->name);

		for (size_t k = 0; was && k < was->n_tasks; k++)
			old = strcmp(was->tasks[k]->key, t->id) == 0 ? was->tasks[k]->value : old;
		if (old ? old->status != t->status : t->status != AGOLA_RUN_TASK_STATUS_NOT_STARTED)
			cli_say(cli, "Task %s: %s%s", name, cli_safe_kept(cli, t->status_raw),
			        t->timed_out ? " (timed out)" : "");
		if (t->waiting_approval && (!old || !old->waiting_approval))
			cli_say(cli, "Task %s waits for approval: agolactl run approve %llu", name,
			        (unsigned long long)now->number);
	}
}

/* The server may be away for a moment, which is no reason to stop watching. */
static bool is_passing(int result)
{
	return result == AGOLA_ERR_NETWORK || result == AGOLA_ERR_TIMEOUT || result == AGOLA_ERR_INTERNAL ||
	       result == AGOLA_ERR_HTTP;
}

static int get_patiently(struct cli *cli, const struct cli_watch *o, bool first, struct cli_progress *p, agola_gw_run **run)
{
	for (int failures = 0;; failures++) {
		agola_error *err = NULL;
		int r = cli_run_get(cli, &o->ref, run, &err);

		if (r == 0)
			return 0;
		if (first || !is_passing(r) || failures == MOST_FAILURES)
			return cli_fail(cli, err);
		cli_say(cli, "agolactl: %s; trying again", cli_safe_kept(cli, agola_error_message(err)));
		agola_error_free(err);
		cli_progress_wait(p, o->interval_ms);
	}
}

static void look_at_tasks(const agola_gw_run *run, struct cli_progress *p)
{
	char *safe = cli_safe(run->phase_raw ? run->phase_raw : "");

	snprintf(p->state, sizeof(p->state), "%s", safe ? safe : "");
	free(safe);
	p->done = 0;
	p->total = run->n_tasks;
	for (size_t i = 0; i < run->n_tasks; i++)
		p->done += cli_run_task_is_over(run->tasks[i]->value->status);
}

void cli_run_say_goes_on(struct cli *cli, const struct cli_run_ref *ref)
{
	cli_say(cli, "Run %llu goes on; to end it: agolactl run stop %llu --%s %s", (unsigned long long)ref->number,
	        (unsigned long long)ref->number, ref->username ? "username" : "project",
	        cli_safe_kept(cli, ref->username ? ref->username : ref->project));
}

int cli_run_wait(struct cli *cli, const struct cli_watch *o, agola_gw_run **ret)
{
	struct cli_progress progress = { .what = "run", .unit = "tasks" };
	agola_gw_run *run = NULL, *was = NULL;
	int r = cli_connect(cli);

	cli_progress_begin(&progress, cli, false);
	while (r == 0) {
		r = get_patiently(cli, o, !was, &progress, &run);
		if (r)
			break;
		say_changes(cli, was, run);
		agola_free(was);
		was = run;
		if (cli_run_is_over(run))
			break;
		look_at_tasks(run, &progress);
		cli_progress_wait(&progress, o->interval_ms);
	}
	cli_progress_end(&progress);
	if (r == CLI_INTERRUPTED && was)
		cli_run_say_goes_on(cli, &o->ref);
	for (size_t i = 0; r == 0 && i < was->n_setup_errors; i++)
		r = cli_put_line(stderr, "setup error: ", was->setup_errors[i]) ? 0 : cli_no_memory();
	*ret = was;
	return r;
}

int cli_run_watch(struct cli *cli, void *opts)
{
	const struct cli_watch *o = opts;
	agola_gw_run *run = NULL;
	int r = cli_run_wait(cli, o, &run);

	if (r == 0)
		r = cli_print(cli, run);
	if (r == 0 && o->exit_status)
		r = cli_run_exit(run);
	agola_free(run);
	return r;
}
