/* SPDX-License-Identifier: Apache-2.0 */
#include "level.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

CLI_LEVEL(variable);

static int read_variable(struct cli *cli, const struct cli_node *root, struct variable *o)
{
	return cli_read_variable_values(cli, o->of.file, root, &o->req.values, &o->req.n_values);
}

/* ---- columns ---- */

static char *text_of_values(const void *object, bool with_origin)
{
	const agola_gw_variable *v = object;

	return cli_variable_values_text(v->values, v->n_values, with_origin);
}

static char *text_of_uses(const agola_type *type, const void *object)
{
	(void)type;
	return text_of_values(object, true);
}

/* The answer to a change does not say where the secrets are. */
static char *text_of_asks(const agola_type *type, const void *object)
{
	(void)type;
	return text_of_values(object, false);
}

static const struct cli_column columns[] = { { "uses", text_of_uses }, { "takes", text_of_asks }, { NULL, NULL } };

/* ---- resolve ---- */

struct resolve {
	struct variable v;
	struct cli_run_for run;
	bool exit_status;
};

#define AT(m) offsetof(struct resolve, m)
static const struct cli_option resolve_options[] = {
	{ "branch", 0, CLI_TEXT, AT(run.branch), "BRANCH", "for a run of this branch", CLI_REQUIRED, .one_of = "ref" },
	{ "tag", 0, CLI_TEXT, AT(run.tag), "TAG", "for a run of this tag", 0, .one_of = "ref" },
	{ "ref", 0, CLI_TEXT, AT(run.ref), "REF", "for a run of this reference, whole, such as refs/pull/1/head", 0,
	  .one_of = "ref" },
	{ "exit-status", 0, CLI_FLAG, AT(exit_status), NULL, "exit with 3 when a secret is missing", 0 },
};
#undef AT

/* The reference of a branch or a tag, and the other way round, as the gateway does it. */
static int complete(struct cli *cli, struct cli_run_for *run)
{
	const char *prefix = run->branch ? "refs/heads/" : "refs/tags/", *name = run->branch ? run->branch : run->tag;
	size_t n;
	char *ref;

	if (run->ref && strncmp(run->ref, "refs/", 5) != 0)
		return cli_usage("--ref: \"%s\" is not right: a whole reference, such as refs/heads/%s", run->ref, run->ref);
	if (run->ref) {
		run->branch = strncmp(run->ref, "refs/heads/", 11) == 0 ? run->ref + 11 : NULL;
		run->tag = strncmp(run->ref, "refs/tags/", 10) == 0 ? run->ref + 10 : NULL;
		return 0;
	}
	/* one of the three is required */
	if (!*name)
		return cli_usage("--%s: it is empty", run->branch ? "branch" : "tag");
	n = strlen(prefix) + strlen(name) + 1;
	ref = cli_keep(cli, malloc(n));
	if (!ref)
		return cli_no_memory();
	snprintf(ref, n, "%s%s", prefix, name);
	run->ref = ref;
	return 0;
}

struct found {
	const agola_gw_variable_value *value; /* NULL: none counts */
	const char *state;
};

/* The first value whose conditions match is taken, also when its secret is not there. */
static struct found find(const agola_gw_variable *v, const struct cli_run_for *run)
{
	char why[256], *name;

	for (size_t i = 0; i < v->n_values; i++) {
		const agola_gw_variable_value *value = v->values[i];
		int r = cli_when_matches(value->when, run, why, sizeof(why));

		if (r == 1)
			return (struct found){ value, value->matching_secret_parent_path && *value->matching_secret_parent_path
				                              ? "given"
				                              : "missing" };
		if (r == 0)
			continue;
		name = cli_safe(v->name);
		cli_error("variable %s: a regular expression in its conditions is none: %s", name ? name : "", why);
		free(name);
		return (struct found){ value, "broken" };
	}
	return (struct found){ NULL, "none" };
}

static int add(struct cli_list *l, const agola_gw_variable *v, struct found found)
{
	const agola_gw_variable_value *x = found.value;
	char *when = cli_when_text(x ? x->when : NULL);
	const struct cli_record record[] = {
		{ "name", v->name, false },
		{ "parent_path", v->parent_path, false },
		{ "state", found.state, false },
		{ "secret_name", x ? x->secret_name : NULL, false },
		{ "secret_var", x ? x->secret_var : NULL, false },
		{ "secret_parent_path", x && strcmp(found.state, "given") == 0 ? x->matching_secret_parent_path : NULL, false },
		{ "when", x ? when : NULL, false },
	};
	int r = when ? cli_list_add_record(l, record, CLI_COUNT(record)) : cli_no_memory();

	free(when);
	return r;
}

/* One of the same name is nearer: releases to v0.2.0 send both. */
static bool is_hidden(const agola_gw_variable_page *page, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(page->items[i]->name, page->items[n]->name) == 0)
			return true;
	}
	return false;
}

static int resolve(struct cli *cli, void *opts)
{
	struct resolve *o = opts;
	agola_gw_variable_page *page = NULL;
	struct cli_list *l = NULL;
	agola_error *err = NULL;
	void *answer = NULL;
	size_t missing = 0;
	int r = complete(cli, &o->run);

	if (r == 0)
		r = prepare_list(cli, &o->v);
	if (r == 0)
		r = cli_connect(cli);
	if (r)
		return r;
	if (list(cli, &o->v, &answer, &err))
		return cli_fail(cli, err);
	page = answer;
	r = cli_list_begin(cli, &l);
	for (size_t i = 0; r == 0 && i < page->n_items; i++) {
		struct found found;

		if (is_hidden(page, i))
			continue;
		found = find(page->items[i], &o->run);
		missing += strcmp(found.state, "missing") == 0 || strcmp(found.state, "broken") == 0;
		if (add(l, page->items[i], found))
			break;
	}
	if (l)
		r = cli_list_end(l, true);
	agola_free(page);
	if (missing)
		cli_say(cli, "%zu of them %s not have a value.", missing, missing == 1 ? "does" : "do");
	return r == 0 && missing && o->exit_status ? CLI_NOT_FOUND : r;
}

/* ---- rows ---- */

#define ABOUT                                                                                                                    \
	"The file is a list of values, in YAML or JSON: each has secret_name, secret_var (a key in that secret) and may have "   \
	"when, with branch, tag and ref below it. Each of these is a text, a list of texts, or has include and exclude below "   \
	"it. A text between two / or two # is a regular expression, another one has to be the same. The first value that "       \
	"counts is used.\n"                                                                                                      \
	" - secret_name: deploy\n"                                                                                               \
	"   secret_var: token\n"                                                                                                 \
	"   when:\n"                                                                                                             \
	"     branch: main\n"                                                                                                    \
	"     tag: [\"/^v[0-9]/\", next]\n"                                                                                      \
	" - secret_name: deploy\n"                                                                                               \
	"   secret_var: test_token"
#define RESOLVE(flag, words, path)                                                                                               \
	{                                                                                                                        \
		.verb = "resolve|explain", .help = "Show what a run of a " words " gets for a branch, a tag or a reference",     \
		.about = "For each variable the first value whose conditions match, and the secret that it comes from. The "     \
		         "state is given, missing (there is no such secret here or above), none (no value counts) or broken (a " \
		         "regular expression is none: no run can be made). Whether the secret has the key nobody can see, and "  \
		         "what is without a value is not there in the run. Runs of pull requests from forks get no variables "   \
		         "unless the project says so. The list of variables is asked for once.",                                 \
		.options = { CLI_OPTIONS(cli_level_look_##flag, 0), CLI_OPTIONS(resolve_options, 0) },                           \
		.size = sizeof(struct resolve), .run = resolve,                                                                  \
		.fields = "name,parent_path,state,secret_name,secret_var,secret_parent_path,when",                               \
		.columns = "name,state,secret_name,secret_var,secret_parent_path,when",                                          \
		.example = #flag " variable resolve --" #flag " " path " --branch main\n" #flag " variable resolve --" #flag     \
		                 " " path " --tag v1.0 --exit-status",                                                           \
	}
#define ROWS(flag, words, path)                                                                                                  \
	CLI_LEVEL_ROWS(variable, flag, words, path, ABOUT, "name,parent_path,uses", "name,takes,id", columns),                   \
	        RESOLVE(flag, words, path)
#define GROUP_ABOUT                                                                                                              \
	"A variable gives runs a value of a secret of the same level or one above, by its key, perhaps only on some branches "   \
	"or tags. One that is nearer to the project hides one of the same name above."

static const struct cli_command project_commands[] = { ROWS(project, "project", "org/acme/backend/api") };
static const struct cli_command group_commands[] = { ROWS(projectgroup, "project group", "org/acme/backend") };

const struct cli_group cli_project_variable = {
	.words = "project|prj variable|variables|var",
	.noun = "project variable",
	.help = "variables of projects",
	.about = GROUP_ABOUT,
	.commands = project_commands,
	.n = CLI_COUNT(project_commands),
};
const struct cli_group cli_project_group_variable = {
	.words = "projectgroup|project-group|pg variable|variables|var",
	.noun = "project group variable",
	.help = "variables of project groups",
	.about = GROUP_ABOUT,
	.commands = group_commands,
	.n = CLI_COUNT(group_commands),
};
