/* SPDX-License-Identifier: Apache-2.0 */
/* apply and diff: what a file wants, what is there, and the steps between the two. */
#include "apply.h"
#include "level.h"

#include <stdlib.h>
#include <string.h>

enum what { CREATE, CHANGE, REPLACE, KEEP, DELETE, N_WHATS };
static const struct {
	const char *action, *to_do, *done;
} whats[N_WHATS] = {
	{ "create", "to create", "created" },      { "change", "to change", "changed" }, { "replace", "to replace", "replaced" },
	{ "unchanged", "unchanged", "unchanged" }, { "delete", "to delete", "deleted" },
};

enum kind { GROUP, SECRET, VARIABLE };
static const char *const kinds[] = { "project group", "secret", "variable" };

struct step {
	enum what what;
	enum kind kind;
	const struct cli_wanted_level *level;
	const struct cli_wanted *wanted; /* NULL: a group, or something to delete */
	const char *name, *parent_path;
	const char *detail; /* cli_safe() */
};

struct apply {
	const char *file;
	bool dry_run, prune, keep_secrets, exit_status;
	struct cli_wanted_all all;
	struct step *steps;
	size_t n, room, done, counts[N_WHATS];
};

/* For CLI_LEVEL_CALL(). */
struct target {
	struct cli_level of;
};

static struct target target_of(const struct cli_wanted_level *l)
{
	return (struct target){ { .project = l->is_project ? l->path : NULL, .group = l->is_project ? NULL : l->path } };
}

/* ---- the plan ---- */

/* Takes detail over, cli_safe(). */
static int add_step(struct cli *cli, struct apply *a, struct step step, char *detail)
{
	struct step *more = a->steps;

	if (a->n == a->room) {
		/* the old ones stay until the end */
		more = cli_keep(cli, calloc(2 * a->room + 16, sizeof(*more)));
		if (more && a->n)
			memcpy(more, a->steps, a->n * sizeof(*more));
		a->room = 2 * a->room + 16;
	}
	step.detail = cli_keep(cli, detail);
	if (!more || !step.detail) {
		if (!more)
			a->room = a->n;
		return cli_no_memory();
	}
	a->steps = more;
	a->steps[a->n++] = step;
	return 0;
}

/* The group in which that one is, and its own name. */
static int split_path(struct cli *cli, const char *path, const char **parent, const char **name)
{
	const char *slash = strrchr(path, '/');

	*parent = cli_keep(cli, strndup(path, (size_t)(slash - path)));
	*name = slash + 1;
	return *parent ? 0 : cli_no_memory();
}

/* 0, or an exit code; *ret is NULL when there is none. */
static int get_group(struct cli *cli, const char *path, agola_gw_project_group **ret)
{
	agola_error *err = NULL;

	*ret = NULL;
	if (agola_gw_project_group_get(CLI_GW, path, ret, &err) == 0)
		return 0;
	if (!cli_not_there(err))
		return cli_fail(cli, err);
	agola_error_free(err);
	return 0;
}

/* Will there be a group to create it in? */
static int check_parent(struct cli *cli, const struct apply *a, const char *path, const char *parent)
{
	agola_gw_project_group *group = NULL;
	int r = 0;

	for (size_t i = 0; i < a->all.n; i++) {
		if (!a->all.levels[i].is_project && strcmp(a->all.levels[i].path, parent) == 0)
			return 0;
	}
	if (!strchr(parent, '/')) {
		cli_error("%s: there is no such %s", path, strcmp(parent, "org") == 0 ? "organization" : "user");
		return CLI_NOT_FOUND;
	}
	r = get_group(cli, parent, &group);
	if (r == 0 && !group) {
		cli_error("%s: there is no %s, and it is not in the file", path, parent);
		r = CLI_NOT_FOUND;
	}
	agola_free(group);
	return r;
}

static int plan_group(struct cli *cli, struct apply *a, const struct cli_wanted_level *l, bool *fresh)
{
	struct step step = { .kind = GROUP, .level = l };
	agola_gw_project_group *group = NULL;
	char detail[80] = "";
	int r = split_path(cli, l->path, &step.parent_path, &step.name);

	if (r == 0)
		r = get_group(cli, l->path, &group);
	if (r)
		return r;
	*fresh = !group;
	if (!group) {
		step.what = CREATE;
		snprintf(detail, sizeof(detail), "%s", l->visibility ? l->visibility : "public");
		r = check_parent(cli, a, l->path, step.parent_path);
	} else if (!l->visibility || strcmp(group->visibility_raw ? group->visibility_raw : "", l->visibility) == 0) {
		step.what = KEEP;
	} else {
		step.what = CHANGE;
		snprintf(detail, sizeof(detail), "%.32s -> %s", group->visibility_raw ? group->visibility_raw : "",
		         l->visibility);
	}
	agola_free(group);
	return r ? r : add_step(cli, a, step, cli_safe(detail));
}

/* The keys, never a value. */
static char *text_of_keys(const struct cli_wanted *w)
{
	char *text = NULL, *safe;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	for (size_t i = 0; f && i < w->n; i++)
		fprintf(f, "%s%s", i ? "," : "keys ", w->data[i]->key);
	if (!f || fclose(f) != 0) {
		free(text);
		return NULL;
	}
	safe = cli_safe(text);
	free(text);
	return safe;
}

static const struct cli_wanted *wanted(const struct cli_wanted *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(list[i].name, name) == 0)
			return &list[i];
	}
	return NULL;
}

/* Something that is there and not wanted. */
static int plan_delete(struct cli *cli, struct apply *a, struct step step, const char *name)
{
	step.what = DELETE;
	step.name = cli_keep(cli, strdup(name));
	return step.name ? add_step(cli, a, step, strdup("")) : cli_no_memory();
}

static int plan_secrets(struct cli *cli, struct apply *a, const struct cli_wanted_level *l, bool fresh)
{
	const struct target t = target_of(l), *o = &t;
	struct step step = { .kind = SECRET, .level = l, .parent_path = l->path };
	agola_gw_secret_page *page = NULL;
	agola_error *err = NULL;
	int r = 0;

	if (l->has_secrets && !fresh && CLI_LEVEL_CALL(secret, list, NULL, &page, &err))
		return cli_fail(cli, err);
	for (size_t i = 0; r == 0 && i < l->n_secrets; i++) {
		step.wanted = &l->secrets[i];
		step.name = step.wanted->name;
		step.what = CREATE;
		for (size_t k = 0; page && k < page->n_items; k++) {
			/* its values cannot be read, so nobody knows whether they are others */
			if (strcmp(page->items[k]->name, step.name) == 0)
				step.what = a->keep_secrets ? KEEP : REPLACE;
		}
		r = add_step(cli, a, step, text_of_keys(step.wanted));
	}
	step.wanted = NULL;
	for (size_t k = 0; a->prune && r == 0 && page && k < page->n_items; k++) {
		if (!wanted(l->secrets, l->n_secrets, page->items[k]->name))
			r = plan_delete(cli, a, step, page->items[k]->name);
	}
	agola_free(page);
	return r;
}

static char *text_of_change(const agola_gw_variable *is, cli_variable_is to_be, size_t n)
{
	char *a = is ? cli_variable_values_text(is->values, is->n_values, false) : NULL;
	char *b = cli_variable_values_text(to_be, n, false), *text = NULL;
	size_t size;

	if (!is || !a || !b) {
		free(a);
		return b;
	}
	size = strlen(a) + strlen(b) + 5;
	text = malloc(size);
	if (text)
		snprintf(text, size, "%s -> %s", a, b);
	free(a);
	free(b);
	return text;
}

static int plan_variable(struct cli *cli, struct apply *a, struct step step, const agola_gw_variable *is)
{
	const struct cli_wanted *w = step.wanted;
	cli_variable_is to_be = NULL;
	int r = cli_view_variable_values(cli, w->values, w->n, &to_be);
	bool same = r == 0 && is && cli_same_variable_values(is->values, is->n_values, to_be, w->n);

	step.name = w->name;
	step.what = !is ? CREATE : same ? KEEP : CHANGE;
	return r ? r : add_step(cli, a, step, text_of_change(same ? NULL : is, to_be, w->n));
}

static int plan_variables(struct cli *cli, struct apply *a, const struct cli_wanted_level *l, bool fresh)
{
	const struct target t = target_of(l), *o = &t;
	struct step step = { .kind = VARIABLE, .level = l, .parent_path = l->path };
	agola_gw_variable_page *page = NULL;
	agola_error *err = NULL;
	int r = 0;

	if (l->has_variables && !fresh && CLI_LEVEL_CALL(variable, list, NULL, &page, &err))
		return cli_fail(cli, err);
	for (size_t i = 0; r == 0 && i < l->n_variables; i++) {
		const agola_gw_variable *is = NULL;

		step.wanted = &l->variables[i];
		for (size_t k = 0; page && k < page->n_items; k++) {
			if (strcmp(page->items[k]->name, step.wanted->name) == 0)
				is = page->items[k];
		}
		r = plan_variable(cli, a, step, is);
	}
	step.wanted = NULL;
	for (size_t k = 0; a->prune && r == 0 && page && k < page->n_items; k++) {
		if (!wanted(l->variables, l->n_variables, page->items[k]->name))
			r = plan_delete(cli, a, step, page->items[k]->name);
	}
	agola_free(page);
	return r;
}

static int check_project(struct cli *cli, const char *path)
{
	agola_gw_project *project = NULL;
	agola_error *err = NULL;

	if (agola_gw_project_get(CLI_GW, path, &project, &err))
		return cli_fail(cli, err);
	agola_free(project);
	return 0;
}

static int plan(struct cli *cli, struct apply *a)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < a->all.n; i++) {
		const struct cli_wanted_level *l = &a->all.levels[i];
		bool fresh = false;

		r = l->is_project ? check_project(cli, l->path) : plan_group(cli, a, l, &fresh);
		if (r == 0)
			r = plan_secrets(cli, a, l, fresh);
		if (r == 0)
			r = plan_variables(cli, a, l, fresh);
	}
	return r;
}

/* ---- doing it ---- */

static int do_group(struct cli *cli, const struct step *s, void **ret, agola_error **err)
{
	struct agola_gw_project_group_create_req create = AGOLA_GW_PROJECT_GROUP_CREATE_REQ_INIT;
	struct agola_gw_project_group_update_req update = AGOLA_GW_PROJECT_GROUP_UPDATE_REQ_INIT;
	agola_gw_project_group *x = NULL;
	int result;

	create.name = s->name;
	create.parent_ref = s->parent_path;
	create.visibility_raw = s->level->visibility ? s->level->visibility : "public";
	update.visibility_raw = s->level->visibility;
	result = s->what == CREATE ? agola_gw_project_group_create(CLI_GW, &create, &x, err)
	                           : cli_project_group_update(cli, s->level->path, &update, &x, err);
	*ret = x;
	return result;
}

static int do_secret(struct cli *cli, const struct step *s, void **ret, agola_error **err)
{
	const struct target t = target_of(s->level), *o = &t;
	struct agola_gw_secret_req req = AGOLA_GW_SECRET_REQ_INIT;
	agola_gw_secret *x = NULL;
	int result;

	if (s->what == DELETE)
		return CLI_LEVEL_CALL(secret, delete, s->name, err);
	req.name = s->name;
	req.type = AGOLA_SECRET_INTERNAL;
	req.data = s->wanted->data;
	req.n_data = s->wanted->n;
	result = s->what == CREATE ? CLI_LEVEL_CALL(secret, create, &req, &x, err)
	                           : CLI_LEVEL_CALL(secret, update, s->name, &req, &x, err);
	*ret = x;
	return result;
}

static int do_variable(struct cli *cli, const struct step *s, void **ret, agola_error **err)
{
	const struct target t = target_of(s->level), *o = &t;
	struct agola_gw_variable_req req = AGOLA_GW_VARIABLE_REQ_INIT;
	agola_gw_variable *x = NULL;
	int result;

	if (s->what == DELETE)
		return CLI_LEVEL_CALL(variable, delete, s->name, err);
	req.name = s->name;
	req.values = s->wanted->values;
	req.n_values = s->wanted->n;
	result = s->what == CREATE ? CLI_LEVEL_CALL(variable, create, &req, &x, err)
	                           : CLI_LEVEL_CALL(variable, update, s->name, &req, &x, err);
	*ret = x;
	return result;
}

/* 0 or an exit code. */
static int perform(struct cli *cli, const struct step *s)
{
	agola_error *err = NULL;
	void *answer = NULL;
	int result;

	if (s->what == KEEP)
		return 0;
	result = s->kind == GROUP    ? do_group(cli, s, &answer, &err)
	         : s->kind == SECRET ? do_secret(cli, s, &answer, &err)
	                             : do_variable(cli, s, &answer, &err);
	agola_free(answer);
	return result ? cli_fail(cli, err) : 0;
}

/* What is made comes before what is taken away, and secrets go after the variables that may need them. */
static int pass_of(const struct step *s)
{
	return s->what != DELETE ? 0 : s->kind == VARIABLE ? 1 : 2;
}

static int show(struct cli_list *l, const struct step *s, bool done)
{
	const struct cli_record record[] = {
		{ "action", done ? whats[s->what].done : whats[s->what].action, false },
		{ "kind", kinds[s->kind], false },
		{ "name", s->name, false },
		{ "parent_path", s->parent_path, false },
		{ "detail", s->detail, false },
	};

	return cli_list_add_record(l, record, CLI_COUNT(record));
}

static void sum_up(const struct cli *cli, const struct apply *a, bool done)
{
	char text[256] = "";
	size_t len = 0, rest = a->n;

	for (size_t i = 0; i < N_WHATS; i++) {
		rest -= a->counts[i];
		if (a->counts[i])
			len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%zu %s", len ? ", " : "", a->counts[i],
			                        done ? whats[i].done : whats[i].to_do);
	}
	if (rest)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%zu not done", len ? ", " : "", rest);
	cli_say(cli, "%s.", len ? text : "There is nothing in the file");
}

static int go(struct cli *cli, struct apply *a, bool done)
{
	struct cli_list *l = NULL;
	int r = cli_list_begin(cli, &l), failed = 0, stop = 0;

	if (r)
		return r;
	for (int pass = 0; pass < 3; pass++) {
		for (size_t i = 0; !failed && !stop && i < a->n; i++) {
			if (pass_of(&a->steps[i]) != pass)
				continue;
			failed = done ? perform(cli, &a->steps[i]) : 0;
			if (failed)
				break;
			a->counts[a->steps[i].what]++;
			/* what nobody reads any more is done all the same */
			stop = show(l, &a->steps[i], done) && !done;
		}
	}
	r = cli_list_end(l, !failed);
	sum_up(cli, a, done);
	return failed ? failed : r;
}

static int ask(struct cli *cli, const struct apply *a)
{
	char what[64];
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		n += a->steps[i].what == DELETE;
	if (!n)
		return 0;
	for (size_t i = 0; i < a->n && !cli->yes; i++) {
		const struct step *s = &a->steps[i];
		char line[512];

		snprintf(line, sizeof(line), "%s %s of %s", kinds[s->kind], s->name, s->parent_path);
		if (s->what == DELETE && !cli_put_line(stderr, "to delete: ", line))
			return cli_no_memory();
	}
	snprintf(what, sizeof(what), "%zu that the file does not have", n);
	return cli_confirm(cli, "Delete", what);
}

static int run(struct cli *cli, void *opts, bool done)
{
	struct apply *a = opts;
	int r = cli_apply_read(cli, a->file, &a->all);

	if (r == 0)
		r = cli_connect(cli);
	if (r == 0)
		r = plan(cli, a);
	if (r == 0 && done)
		r = ask(cli, a);
	return r ? r : go(cli, a, done);
}

static int apply(struct cli *cli, void *opts)
{
	return run(cli, opts, !((const struct apply *)opts)->dry_run);
}

static int diff(struct cli *cli, void *opts)
{
	const struct apply *a = opts;
	int r = run(cli, opts, false);

	if (!a->exit_status)
		return r;
	/* as of diff(1): 1 is a difference and nothing else */
	if (r)
		return r == CLI_ERROR ? CLI_USAGE : r;
	return a->counts[CREATE] + a->counts[CHANGE] + a->counts[DELETE] ? CLI_ERROR : 0;
}

/* ---- rows ---- */

#define AT(m) offsetof(struct apply, m)
static const struct cli_option options[] = {
	{ "file", 'f', CLI_TEXT, AT(file), "FILE", "YAML file, - for standard input", CLI_REQUIRED },
	{ "prune", 0, CLI_FLAG, AT(prune), NULL, "also delete secrets and variables that the file does not have", 0 },
	{ "keep-secrets", 0, CLI_FLAG, AT(keep_secrets), NULL, "leave secrets that are there as they are", 0 },
};
static const struct cli_option apply_options[] = {
	{ "dry-run", 0, CLI_FLAG, AT(dry_run), NULL, "only say what would be done", 0 },
};
static const struct cli_option diff_options[] = {
	{ "exit-status|exit-code", 0, CLI_FLAG, AT(exit_status), NULL,
	  "exit with 1 when there is something to create, change or delete", 0 },
};
#undef AT

#define ROW(of)                                                                                                                  \
	.args = { "file" }, .options = { CLI_OPTIONS(options, 0), CLI_OPTIONS(of, 0) }, .size = sizeof(struct apply),            \
	.fields = "action,kind,name,parent_path,detail"

static const struct cli_command commands[] = {
	{
	        .verb = "apply",
	        .help = "Make project groups, secrets and variables as a file says",
	        .about = "The file has projectgroups and projects, below them their paths, and below these secrets and variables "
	                 "as "
	                 "the commands of these names take them. Groups that are not there are created, also with a visibility; "
	                 "projects have to be there. What is not in the file stays as it is.\n"
	                 " projectgroups:\n"
	                 "   org/acme/backend:\n"
	                 "     visibility: private\n"
	                 "     secrets:\n"
	                 "       deploy:\n"
	                 "         token: {env: DEPLOY_TOKEN}\n"
	                 "     variables:\n"
	                 "       TOKEN:\n"
	                 "         - {secret_name: deploy, secret_var: token, when: {branch: main}}\n"
	                 " projects:\n"
	                 "   org/acme/backend/api:\n"
	                 "     variables: {}\n"
	                 "Nobody can read the values of a secret, so one that is there is replaced each time, unless there is "
	                 "--keep-secrets. With --prune secrets are deleted where the level has secrets in the file but not that "
	                 "one; "
	                 "the same for variables; it asks first, or needs --yes. Groups are never deleted. After an error the "
	                 "rest is "
	                 "not done; run it again then.",
	        ROW(apply_options),
	        .run = apply,
	        .example = "apply -f agola.yml --dry-run\napply -f agola.yml --prune --yes",
	},
	{
	        .verb = "diff",
	        .help = "Show what apply would do with a file",
	        .about = "Whether the values of a secret are others nobody can see: these are never a difference.",
	        ROW(diff_options),
	        .run = diff,
	        .example = "diff -f agola.yml --exit-status",
	},
};

const struct cli_group cli_apply = {
	.page = "apply",
	.help = "project groups, secrets and variables from a file",
	CLI_COMMANDS(commands),
};
