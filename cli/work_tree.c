/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The project of the work tree that the user stands in: what `git config agola.project` says, or else what the remotes upstream
 * and origin lead to. Agola does not tell which repository a project is of; so one at the same path, or the only one of that name
 * below the same owner, is taken, unless the links of its newest run lead to another repository.
 */
#include "git.h"

#include <agola/gw_project.h>
#include <agola/gw_project_group.h>
#include <agola/gw_run.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_GROUPS = 20, MOST_FOUND = 8 };

/* ---- the remote ---- */

struct remote {
	const char *name;          /* "origin" */
	char host[256], path[512]; /* "git.example.org", "acme/api" */
};

/* https://user:token@host:port/path.git, ssh://…, git@host:path.git, without what could be a secret. */
static bool read_url(const char *url, struct remote *r)
{
	const char *p = strstr(url, "://"), *end, *at;
	size_t n;

	p = p ? p + 3 : url;
	end = p + strcspn(p, p == url ? ":" : "/");
	if (!*end || (p == url && (*p == '/' || *p == '.')))
		return false;
	for (at = p; at < end; at++) {
		if (*at == '@')
			p = at + 1;
	}
	snprintf(r->host, sizeof(r->host), "%.*s", (int)(end - p), p);
	if (*end == '/')
		r->host[strcspn(r->host, ":")] = 0;
	p = end + 1;
	p += strspn(p, "/");
	n = strlen(p);
	while (n && p[n - 1] == '/')
		n--;
	if (n > 4 && strncmp(p + n - 4, ".git", 4) == 0)
		n -= 4;
	snprintf(r->path, sizeof(r->path), "%.*s", (int)n, p);
	/* OWNER/NAME, with groups between them at some servers */
	return *r->host && n < sizeof(r->path) && strchr(r->path, '/') && !strstr(r->path, "..") && !strpbrk(r->path, "?#%");
}

static bool read_remote(struct cli_git *git, const char *name, struct remote *r)
{
	char line[CLI_GIT_LINE];

	*r = (struct remote){ .name = name };
	return cli_git(git, line, "remote", "get-url", name, NULL) == 0 && read_url(line, r);
}

/* ---- the project ---- */

struct search {
	struct cli *cli;
	const struct remote *remote;
	const char *name; /* of the repository */
	char *found[MOST_FOUND];
	size_t n;
};

/* A link of a run's commit is https://HOST/OWNER/NAME/commit/SHA, or with more between NAME and commit. */
static bool is_other(const struct remote *r, const char *link)
{
	char part[600];

	snprintf(part, sizeof(part), "/%s/", r->path);
	return *link && !strstr(link, part);
}

/* Whether its newest run is one of another repository. */
static int check_runs(struct search *s, const char *project, bool *other)
{
	struct agola_gw_run_list_opts opts = AGOLA_GW_RUN_LIST_OPTS_INIT;
	struct cli *cli = s->cli;
	agola_gw_run_page *page = NULL;
	agola_error *err = NULL;

	*other = false;
	opts.limit = 1;
	if (agola_gw_project_run_list(CLI_GW, project, &opts, &page, &err)) {
		/* whoever may not see the runs is told so by the command */
		agola_error_free(err);
		return 0;
	}
	for (size_t i = 0; page->n_items && i < page->items[0]->n_annotations; i++) {
		const agola_string_entry *a = page->items[0]->annotations[i];

		if (strcmp(a->key, "commit_link") == 0 && is_other(s->remote, a->value))
			*other = true;
	}
	agola_free(page);
	return 0;
}

static int add(struct search *s, const agola_gw_project *p)
{
	bool other = false;
	int r = s->n < MOST_FOUND ? check_runs(s, p->path, &other) : 0;

	if (r || other || s->n == MOST_FOUND)
		return r;
	s->found[s->n] = cli_keep(s->cli, strdup(p->path));
	return s->found[s->n++] ? 0 : cli_no_memory();
}

/* What is not there, or not for this user, is not found; all else is an error. 0 to go on. */
static int pass(struct search *s, int result, agola_error *err)
{
	if (result == 0 || cli_not_there(err) || result == AGOLA_ERR_FORBIDDEN || result == AGOLA_ERR_BAD_REQUEST ||
	    /* v0.7.0 to v0.9.2 for what is not there */
	    (result == AGOLA_ERR_INTERNAL && agola_error_count(err) == 0)) {
		agola_error_free(err);
		return 0;
	}
	return cli_fail(s->cli, err);
}

/* org/OWNER/NAME: where a project is that was not put elsewhere. */
static int look_there(struct search *s, const char *root)
{
	struct cli *cli = s->cli;
	agola_gw_project *p = NULL;
	agola_error *err = NULL;
	char path[600];
	int r;

	snprintf(path, sizeof(path), "%s/%s", root, s->remote->path);
	/* in two steps: what the call makes of err is looked at afterwards */
	r = agola_gw_project_get(CLI_GW, path, &p, &err);
	r = pass(s, r, err);
	if (r == 0 && p)
		r = add(s, p);
	agola_free(p);
	return r;
}

/* The groups below the owner, one after the other. */
static int look_below(struct search *s, const char *root)
{
	struct cli *cli = s->cli;
	char *groups[MOST_GROUPS] = { NULL };
	size_t n = 1;
	int r = 0;

	groups[0] = cli_keep(cli, malloc(strlen(root) + strlen(s->remote->path) + 2));
	if (!groups[0])
		return cli_no_memory();
	sprintf(groups[0], "%s/%.*s", root, (int)strcspn(s->remote->path, "/"), s->remote->path);
	for (size_t i = 0; r == 0 && i < n; i++) {
		agola_gw_project_page *projects = NULL;
		agola_gw_project_group_page *below = NULL;
		agola_error *err = NULL;

		r = agola_gw_project_group_project_list(CLI_GW, groups[i], &projects, &err);
		r = pass(s, r, err);
		for (size_t k = 0; r == 0 && projects && k < projects->n_items; k++) {
			if (strcmp(projects->items[k]->name, s->name) == 0)
				r = add(s, projects->items[k]);
		}
		err = NULL;
		if (r == 0 && projects) {
			r = agola_gw_project_group_subgroup_list(CLI_GW, groups[i], &below, &err);
			r = pass(s, r, err);
		}
		for (size_t k = 0; r == 0 && below && k < below->n_items && n < MOST_GROUPS; k++) {
			groups[n] = cli_keep(cli, strdup(below->items[k]->path));
			r = groups[n++] ? 0 : cli_no_memory();
		}
		agola_free(projects);
		agola_free(below);
	}
	return r;
}

static int search_project(struct search *s)
{
	static const char *const roots[] = { "org", "user" };
	int r = 0;

	for (size_t i = 0; r == 0 && s->n == 0 && i < CLI_COUNT(roots); i++)
		r = look_there(s, roots[i]);
	for (size_t i = 0; r == 0 && s->n == 0 && i < CLI_COUNT(roots); i++)
		r = look_below(s, roots[i]);
	return r;
}

/* ---- all together ---- */

/* It is said even with --quiet where something is about to be deleted. */
static void say_choice(const struct cli *cli, const char *project, const char *why, const struct remote *remote)
{
	char *safe = cli_safe(project), from[800] = "";

	if (remote)
		snprintf(from, sizeof(from), " %s (%s:%s)", remote->name, remote->host, remote->path);
	if (cli->command->asks)
		cli_progress_hide();
	if (cli->command->asks)
		fprintf(stderr, "Project %s, by %s%s.\n", safe ? safe : "", why, from);
	else
		cli_say(cli, "Project %s, by %s%s.", safe ? safe : "", why, from);
	free(safe);
}

static int by_remote(struct cli *cli, const struct remote *remote, const char **project)
{
	struct search s = { .cli = cli, .remote = remote, .name = strrchr(remote->path, '/') + 1 };
	int r = cli_connect(cli);

	if (r == 0)
		r = search_project(&s);
	if (r || s.n == 0)
		return r;
	if (s.n > 1) {
		cli_usage("%s could be of several projects: say which one, or git config agola.project PROJECT", remote->path);
		for (size_t i = 0; i < s.n; i++)
			cli_put_line(stderr, "  ", s.found[i]);
		return CLI_USAGE;
	}
	*project = s.found[0];
	say_choice(cli, *project, "the git remote", remote);
	return 0;
}

int cli_work_tree_project(struct cli *cli, const char **project)
{
	static const char *const names[] = { "upstream", "origin" };
	struct cli_git git = { .cli = cli, .silent = true };
	char line[CLI_GIT_LINE];
	int r = 0;

	*project = NULL;
	if (cli_git(&git, line, "config", "--get", "agola.project", NULL) == 0 && *line) {
		*project = cli_keep(cli, strdup(line));
		r = *project ? 0 : cli_no_memory();
		if (r == 0)
			say_choice(cli, *project, "git config agola.project", NULL);
	}
	for (size_t i = 0; r == 0 && !*project && i < CLI_COUNT(names); i++) {
		struct remote remote;

		if (read_remote(&git, names[i], &remote))
			r = by_remote(cli, &remote, project);
	}
	cli_git_close(&git);
	return r;
}
