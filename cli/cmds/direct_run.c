/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of what is in a local work tree, committed or not. */
#include "../git.h"
#include "run_logs.h"
#include "values.h"

#include <agola/gw_user.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct start {
	struct agola_gw_user_create_run_req req;
	struct cli_texts vars, var_files, regexes;
	enum agola_tristate untracked, ignored;
	agola_string_entry *variables;
	size_t n_variables;
	bool wait, follow, exit_status;
	struct cli_git git;
};

#define AT(m) offsetof(struct start, m)
static const struct cli_option start_options[] = {
	{ "branch", 0, CLI_TEXT, AT(req.branch), "BRANCH", "run it as this branch", 0, .one_of = "ref", .initial = "master" },
	{ "tag", 0, CLI_TEXT, AT(req.tag), "TAG", "run it as this tag", 0, .one_of = "ref" },
	{ "ref", 0, CLI_TEXT, AT(req.ref), "REF", "run it as this reference, such as refs/pull/1/head", 0, .one_of = "ref" },
	{ "untracked", 0, CLI_TRISTATE, AT(untracked), NULL, "with files that git does not track yet (default true)", 0 },
	{ "ignored", 0, CLI_TRISTATE, AT(ignored), NULL,
	  "with files that .gitignore names, which may hold secrets (default false)", 0 },
	{ "message", 'm', CLI_TEXT, AT(req.message), "TEXT", "what the run is about", 0, .initial = "agola direct run" },
	{ "var", 0, CLI_LIST, AT(vars), "NAME=VALUE", "a variable of the run; goes before those in files", 0 },
	{ "var-file", 0, CLI_LIST, AT(var_files), "FILE",
	  "YAML or JSON with variables, - for standard input; later files go first", 0 },
	{ "pull-request-ref-regexes|pull-request-ref-regex", 0, CLI_LIST, AT(regexes), "REGEX",
	  "which --ref is a pull request: with a group that is its id (default refs/pull/(\\d+)/head and "
	  "refs/merge-requests/(\\d+)/head)",
	  0 },
	{ "wait", 'w', CLI_FLAG, AT(wait), NULL, "end when the runs do, and say what happens until then, as run watch", 0,
	  .one_of = "until when" },
	{ "follow|logs", 'f', CLI_FLAG, AT(follow), NULL, "print their logs until they end, as run logs --follow", 0,
	  .one_of = "until when" },
	{ "exit-status", 'e', CLI_FLAG, AT(exit_status), NULL,
	  "wait, and exit as the first run that did not succeed: see agolactl help exit-codes", 0 },
};
#undef AT

/* ---- variables ---- */

static int set_variable(struct cli *cli, struct start *o, const char *name, const char *value)
{
	agola_string_entry *more;

	for (size_t i = 0; i < o->n_variables; i++) {
		if (strcmp(o->variables[i].key, name) == 0) {
			o->variables[i].value = value;
			return 0;
		}
	}
	more = cli_keep(cli, calloc(o->n_variables + 1, sizeof(*more)));
	if (!more)
		return cli_no_memory();
	if (o->n_variables)
		memcpy(more, o->variables, o->n_variables * sizeof(*more));
	more[o->n_variables++] = (agola_string_entry){ name, value };
	o->variables = more;
	return 0;
}

static int read_var(struct cli *cli, struct start *o, const char *text)
{
	const char *name = text + strspn(text, " \t");
	size_t n = strcspn(name, "=");
	char *key;

	if (n == 0 || !name[n])
		return cli_usage("--var: \"%s\" is not right: expected NAME=VALUE", text);
	key = cli_keep(cli, strndup(name, n));
	return key ? set_variable(cli, o, key, name + n + 1) : cli_no_memory();
}

static int read_variables(struct cli *cli, struct start *o)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < o->var_files.n; i++) {
		const char *file = o->var_files.items[i];
		const struct cli_node *root = NULL;
		cli_secret_data entries = NULL;
		size_t n = 0;

		r = cli_yaml_read(cli, file, &root);
		if (r == 0)
			r = cli_read_secret_data(cli, file, root, &entries, &n);
		for (size_t k = 0; r == 0 && k < n; k++)
			r = set_variable(cli, o, entries[k]->key, entries[k]->value);
	}
	for (size_t i = 0; r == 0 && i < o->vars.n; i++)
		r = read_var(cli, o, o->vars.items[i]);
	return r;
}

/* The request takes pointers to entries. */
static int give_variables(struct cli *cli, struct start *o)
{
	const agola_string_entry **all = cli_keep(cli, calloc(o->n_variables + 1, sizeof(*all)));

	for (size_t i = 0; all && i < o->n_variables; i++)
		all[i] = &o->variables[i];
	o->req.variables = all;
	o->req.n_variables = o->n_variables;
	return all ? 0 : cli_no_memory();
}

static int prepare(struct cli *cli, void *opts)
{
	static const char *const usual[] = { "refs/pull/(\\d+)/head", "refs/merge-requests/(\\d+)/head" };
	struct start *o = opts;
	int r = read_variables(cli, o);

	if (r == 0)
		r = give_variables(cli, o);
	if (o->req.ref && strncmp(o->req.ref, "refs/", 5) != 0)
		return cli_usage("--ref: \"%s\" is not right: a whole reference, such as refs/heads/main", o->req.ref);
	for (size_t i = 0; r == 0 && i < o->regexes.n; i++) {
		char why[200];

		if (cli_regexp_matches(o->regexes.items[i], NULL, why, sizeof(why)) < 0)
			r = cli_usage("--pull-request-ref-regexes: \"%s\" is no regular expression: %s", o->regexes.items[i],
			              why);
	}
	o->req.size = sizeof(o->req);
	o->req.pull_request_ref_regexes = o->regexes.n ? o->regexes.items : usual;
	o->req.n_pull_request_ref_regexes = o->regexes.n ? o->regexes.n : CLI_COUNT(usual);
	return r;
}

/* ---- what is pushed, and where to ---- */

/* The repository's id at Agola, which stays the same and is kept in the repository's own configuration. */
static int repo_uuid(struct cli *cli, struct start *o)
{
	unsigned char b[16];
	char text[CLI_GIT_LINE];
	int r = cli_git(&o->git, text, "config", "--get", "agola.repouuid", NULL);

	if (r > 0)
		return r;
	if (r != 0 || !*text) {
		if (getrandom(b, sizeof(b), 0) != (ssize_t)sizeof(b))
			return cli_error("there are no random numbers");
		b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
		b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
		snprintf(text, sizeof(text), "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
		         b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
		if (cli_git(&o->git, NULL, "config", "agola.repouuid", text, NULL))
			return cli_git_fail(&o->git);
	}
	o->req.repo_uuid = cli_keep(cli, strdup(text));
	return o->req.repo_uuid ? 0 : cli_no_memory();
}

static int push(struct cli *cli, struct start *o, const char *user_id)
{
	size_t n = strlen(cli->gateway_url), size = n + strlen(user_id) + strlen(o->req.repo_uuid) + 32;
	char *url = cli_keep(cli, malloc(size)), *path = cli_keep(cli, malloc(size));
	const char *name = o->req.branch ? o->req.branch : o->req.tag ? o->req.tag : o->req.ref;
	char *target = cli_keep(cli, malloc(strlen(name) + 100));

	if (!url || !path || !target)
		return cli_no_memory();
	while (n && cli->gateway_url[n - 1] == '/')
		n--;
	snprintf(path, size, "%s/%s", user_id, o->req.repo_uuid);
	snprintf(url, size, "%.*s/repos/%s.git", (int)n, cli->gateway_url, path);
	/* by the commit: no reference is left behind here */
	snprintf(target, strlen(name) + 100, "%s:%s%s", o->req.commit_sha,
	         o->req.branch ? "refs/heads/"
	         : o->req.tag  ? "refs/tags/"
	                       : "",
	         name);
	o->req.repo_path = path;
	return cli_git_push(&o->git, url, target);
}

static int snapshot(struct cli *cli, struct start *o, const char *username)
{
	char commit[CLI_GIT_LINE];
	int r = cli_git_snapshot(&o->git, o->untracked != AGOLA_FALSE, o->ignored == AGOLA_TRUE, o->req.message, username,
	                         commit);

	if (r)
		return r;
	o->req.commit_sha = cli_keep(cli, strdup(commit));
	return o->req.commit_sha ? 0 : cli_no_memory();
}

/* ---- start ---- */

static bool is_ours(const void *data, const agola_gw_run_summary *run)
{
	const struct start *o = data;

	return strcmp(cli_run_annotation(run, "commit_sha"), o->req.commit_sha) == 0;
}

static int create(struct cli *cli, struct cli_list *l, const struct start *o, const char *user_id, struct cli_numbers *made,
                  agola_error **err)
{
	const struct cli_run_ref ref = { .username = user_id };
	uint64_t newest = 0;
	int r = cli_run_newest(cli, &ref, &newest, err);

	if (r == 0)
		r = agola_gw_user_create_run(CLI_GW, &o->req, err);
	return r ? r : cli_run_list_made(cli, l, &ref, newest, is_ours, o, made, err);
}

/* What they have printed is not enough: wait for the runs, each at a time. */
static int wait_for(struct cli *cli, const struct start *o, const struct cli_numbers *made, const char *username)
{
	struct cli_list *l = NULL;
	int r = o->follow ? 0 : cli_list_begin(cli, &l), first = 0;

	for (size_t i = 0; r == 0 && i < made->n; i++) {
		const struct cli_run_ref ref = { .username = username, .number = made->numbers[i] };
		const struct cli_watch watch = { .ref = ref, .interval_ms = 1000 };
		const struct cli_logs logs = {
			.ref = ref, .follow = true, .exit_status = true, .prefix = AGOLA_TRUE, .interval_ms = 1000
		};
		agola_gw_run *run = NULL;
		int code;

		if (o->follow)
			cli_say(cli, "Run %llu was made.", (unsigned long long)ref.number);
		code = o->follow ? cli_run_follow(cli, &logs) : cli_run_wait(cli, &watch, &run);
		/* a failed run is no reason not to wait for the next one */
		r = code >= CLI_RUN_FAILED && code <= CLI_RUN_SETUP_ERROR ? 0 : code;
		if (run && r == 0)
			code = cli_run_exit(run);
		if (run && r == 0 && cli_list_add(l, run) != 0)
			r = CLI_ERROR;
		first = first ? first : code;
		agola_free(run);
	}
	if (l)
		r = cli_list_end(l, r == 0) || r ? r ? r : CLI_ERROR : 0;
	return r ? r : made->n == 0 ? CLI_NOT_FOUND : o->exit_status ? first : 0;
}

static int start_as(struct cli *cli, struct start *o, const agola_gw_private_user *user)
{
	bool wait = o->wait || o->follow || o->exit_status;
	struct cli_numbers made = { .n = 0 };
	struct cli_list *l = NULL;
	agola_error *err = NULL;
	int r = repo_uuid(cli, o), result;

	if (r == 0)
		r = snapshot(cli, o, user->username);
	if (r == 0)
		r = push(cli, o, user->id);
	if (r == 0 && !wait)
		r = cli_list_begin(cli, &l);
	if (r)
		return r;
	result = create(cli, l, o, user->id, &made, &err);
	r = l ? cli_list_end(l, result == 0) : 0;
	if (result)
		return cli_fail(cli, err);
	return wait ? wait_for(cli, o, &made, user->username) : r;
}

/* Those that are waited for are known with their tasks. */
static void choose(struct cli *cli, const void *opts)
{
	const struct start *o = opts;

	if (o->wait || o->exit_status)
		cli->type = agola_type_find("agola_gw_run");
}

static int start(struct cli *cli, void *opts)
{
	struct start *o = opts;
	agola_gw_private_user *user = NULL;
	agola_error *err = NULL;
	int r = prepare(cli, o);

	if (r == 0 && cli->unix_socket)
		r = cli_usage("directrun start: git cannot push to a --unix-socket");
	if (r == 0)
		r = cli_connect(cli);
	if (r == 0)
		r = cli_git_open(&o->git, cli);
	if (r == 0 && agola_gw_user_get_current(CLI_GW, &user, &err))
		r = cli_fail(cli, err);
	if (r == 0 && !(user->id && *user->id && user->username && *user->username)) {
		cli_error("%s does not say who you are", cli->gateway_url);
		r = CLI_UNAVAILABLE;
	}
	if (r == 0)
		r = start_as(cli, o, user);
	agola_free(user);
	cli_git_close(&o->git);
	/* git dies of the signal that ends the command */
	return cli->ctx && agola_ctx_is_cancelled(cli->ctx) ? CLI_INTERRUPTED : r;
}

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "start",
	        .help = "Run what is in the work tree, committed or not",
	        .about =
	                "What the work tree has is pushed to Agola as a commit of its own, and Agola runs it for you, as "
	                ".agola/ says. "
	                "Index, branches and references of the repository stay as they are; its configuration gets "
	                "agola.repouuid, by which Agola knows it again. It needs the program git.\n"
	                "The runs that were made are printed; see run watch and run logs with --username. With --wait they are "
	                "printed at their end, with --follow their logs are printed instead. --exit-status alone waits too. When "
	                "it is to wait and no run was made, it exits with 3.\n"
	                "Ctrl-C while it waits ends nothing but the waiting: the runs go on, and it says how to stop them. "
	                "Before "
	                "that it may have pushed, which alone leads to nothing, or have asked for the runs: see run list with "
	                "--username.\n"
	                "Agola looks at no token when somebody reads what was pushed: who knows your id and that of the "
	                "repository can.",
	        CLI_TAKES(struct start, start_options, NULL),
	        .run = start,
	        .choose = choose,
	        .type = "agola_gw_run_summary",
	        .columns = CLI_RUN_COLUMNS,
	        .extra = cli_run_columns,
	        .key = "number",
	        .example = "directrun start --branch main\ndirectrun start --var DEBUG=1 --untracked=false -o name\n"
	                   "directrun start --follow --exit-status",
	},
};

const struct cli_group cli_direct_run = {
	.words = "directrun|direct-run",
	.noun = "direct run",
	.help = "runs of a local work tree",
	CLI_COMMANDS(commands),
};
