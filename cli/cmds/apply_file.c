/* SPDX-License-Identifier: Apache-2.0 */
#include "apply.h"

#include <stdlib.h>
#include <string.h>

/* Reads what is below one name of "secrets" or "variables". */
typedef int reader(struct cli *cli, const char *file, const struct cli_node *node, struct cli_wanted *w);

static int read_secret(struct cli *cli, const char *file, const struct cli_node *node, struct cli_wanted *w)
{
	return cli_read_secret_data(cli, file, node, &w->data, &w->n);
}

static int read_variable(struct cli *cli, const char *file, const struct cli_node *node, struct cli_wanted *w)
{
	return cli_read_variable_values(cli, file, node, &w->values, &w->n);
}

/* One that each server would refuse, so that nothing of that name can be there. */
static int check_name(const char *file, const struct cli_node *node, const char *name)
{
	return cli_is_name(name) ? 0 : cli_yaml_fault(file, node, "\"%s\" is no name: " CLI_NAME_RULE, name);
}

/* Names and what is below them; nothing below it is an empty list. */
static int read_named(struct cli *cli, const char *file, const struct cli_node *level, const char *key, reader *read, bool *has,
                      struct cli_wanted **ret, size_t *n)
{
	const struct cli_node *node = cli_yaml_get(level, key);
	struct cli_wanted *list;
	int r = 0;

	*has = node != NULL;
	if (!node || node->is_null)
		return 0;
	if (node->kind != CLI_MAPPING)
		return cli_yaml_fault(file, node, "%s: right are names below it", key);
	list = cli_keep(cli, calloc(node->n / 2 + 1, sizeof(*list)));
	if (!list)
		return cli_no_memory();
	for (size_t i = 0; r == 0 && i < node->n / 2; i++) {
		list[i].name = node->items[2 * i]->text;
		r = check_name(file, node->items[2 * i], list[i].name);
		if (r == 0)
			r = read(cli, file, node->items[2 * i + 1], &list[i]);
	}
	*ret = list;
	*n = node->n / 2;
	return r;
}

static size_t depth(const char *path)
{
	size_t n = 1;

	for (; *path; path++)
		n += *path == '/';
	return n;
}

static int check_path(const char *file, const struct cli_node *key, bool is_project)
{
	const char *p = key->text;
	size_t n = strlen(p);

	if ((strncmp(p, "org/", 4) == 0 || strncmp(p, "user/", 5) == 0) && !strstr(p, "//") && p[n - 1] != '/' &&
	    depth(p) >= (is_project ? 3 : 2))
		/* of a group that may have to be created, which neither a project nor that of an organization or user has */
		return is_project || depth(p) < 3 ? 0 : check_name(file, key, strrchr(p, '/') + 1);
	return cli_yaml_fault(file, key, "%s: right is a path, such as org/acme/%s", p, is_project ? "backend/api" : "backend");
}

static int read_level(struct cli *cli, const char *file, const struct cli_node *key, const struct cli_node *node,
                      struct cli_wanted_level *l)
{
	int r = check_path(file, key, l->is_project);

	l->path = key->text;
	if (r || node->is_null)
		return r;
	if (node->kind != CLI_MAPPING)
		return cli_yaml_fault(file, node, "%s: right are secrets and variables below it", l->path);
	r = cli_yaml_check_keys(file, node, l->is_project ? "secrets|variables" : "visibility|secrets|variables");
	if (r == 0)
		r = cli_yaml_text(file, node, "visibility", false, &l->visibility);
	if (r == 0 && l->visibility && !cli_word("public|private", l->visibility))
		r = cli_yaml_fault(file, cli_yaml_get(node, "visibility"),
		                   "visibility: \"%s\" is not right: one of: public private", l->visibility);
	if (r == 0)
		r = read_named(cli, file, node, "secrets", read_secret, &l->has_secrets, &l->secrets, &l->n_secrets);
	if (r == 0)
		r = read_named(cli, file, node, "variables", read_variable, &l->has_variables, &l->variables, &l->n_variables);
	return r;
}

static int by_depth(const void *a, const void *b)
{
	const struct cli_wanted_level *x = a, *y = b;
	size_t n = x->is_project ? SIZE_MAX : depth(x->path), m = y->is_project ? SIZE_MAX : depth(y->path);

	return n != m ? (n < m ? -1 : 1) : strcmp(x->path, y->path);
}

static int read_levels(struct cli *cli, const char *file, const struct cli_node *root, const char *key,
                       struct cli_wanted_all *all)
{
	const struct cli_node *node = cli_yaml_get(root, key);
	int r = 0;

	if (!node)
		return 0;
	if (node->kind != CLI_MAPPING)
		return cli_yaml_fault(file, node, "%s: right are paths below it", key);
	for (size_t i = 0; r == 0 && i < node->n; i += 2) {
		struct cli_wanted_level *l = &all->levels[all->n++];

		l->is_project = strcmp(key, "projects") == 0;
		r = read_level(cli, file, node->items[i], node->items[i + 1], l);
	}
	return r;
}

int cli_apply_read(struct cli *cli, const char *file, struct cli_wanted_all *ret)
{
	const struct cli_node *root = NULL;
	size_t most = 0;
	int r = cli_yaml_read(cli, file, &root);

	if (r == 0 && root->kind != CLI_MAPPING)
		r = cli_yaml_fault(file, root, "right are projectgroups and projects, with paths below them");
	if (r == 0)
		r = cli_yaml_check_keys(file, root, "projectgroups|projects");
	if (r)
		return r;
	for (size_t i = 0; i < root->n; i += 2)
		most += root->items[i + 1]->n / 2;
	*ret = (struct cli_wanted_all){ .levels = cli_keep(cli, calloc(most + 1, sizeof(*ret->levels))) };
	if (!ret->levels)
		return cli_no_memory();
	r = read_levels(cli, file, root, "projectgroups", ret);
	if (r == 0)
		r = read_levels(cli, file, root, "projects", ret);
	qsort(ret->levels, ret->n, sizeof(*ret->levels), by_depth);
	return r;
}
