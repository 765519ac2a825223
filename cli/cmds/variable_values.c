/* SPDX-License-Identifier: Apache-2.0 */
/* The values of a variable: the file that has them, and their conditions as text. */
#include "values.h"

#include <stdlib.h>
#include <string.h>

struct source {
	struct cli *cli;
	const char *file;
};

/* ---- conditions of the file ---- */

typedef const struct agola_when_condition_req *const *conditions;

/* "main" or "/^release-/", also with #. */
static int read_condition(const struct source *s, const struct cli_node *node, struct agola_when_condition_req *ret)
{
	const char *text = node->text;
	size_t n = node->kind == CLI_SCALAR ? strlen(text) : 0;
	char why[256];
	char *inside;

	if (node->kind != CLI_SCALAR || node->is_null)
		return cli_yaml_fault(s->file, node, "right is a text, \"main\" or \"/^release-/\"");
	ret->size = sizeof(*ret);
	ret->type = AGOLA_WHEN_SIMPLE;
	ret->match = text;
	if (n < 3 || (*text != '/' && *text != '#') || text[n - 1] != *text)
		return 0;
	inside = cli_keep(s->cli, strndup(text + 1, n - 2));
	if (!inside)
		return cli_no_memory();
	ret->type = AGOLA_WHEN_REGEXP;
	ret->match = inside;
	return cli_regexp_matches(inside, NULL, why, sizeof(why)) == 0
	               ? 0
	               : cli_yaml_fault(s->file, node, "%s: no regular expression: %s", text, why);
}

/* A text or a list of texts; nothing when there is no node. */
static int read_list(const struct source *s, const struct cli_node *node, conditions *ret, size_t *n)
{
	const struct cli_node *const *items = node && node->kind == CLI_SEQUENCE ? node->items : &node;
	size_t most = !node || node->is_null ? 0 : node->kind == CLI_SEQUENCE ? node->n : 1;
	const struct agola_when_condition_req **list = cli_keep(s->cli, calloc(most + 1, sizeof(*list)));
	struct agola_when_condition_req *rows = cli_keep(s->cli, calloc(most + 1, sizeof(*rows)));
	int r = list && rows ? 0 : cli_no_memory();

	for (size_t i = 0; r == 0 && i < most; i++) {
		r = read_condition(s, items[i], &rows[i]);
		list[i] = &rows[i];
	}
	*ret = list;
	*n = most;
	return r;
}

/* A text, a list, or a mapping with include and exclude. */
static int read_conditions(const struct source *s, const struct cli_node *node, const struct agola_when_conditions_req **ret)
{
	struct agola_when_conditions_req *c;
	bool is_mapping = node && node->kind == CLI_MAPPING;
	int r = is_mapping ? cli_yaml_check_keys(s->file, node, "include|exclude") : 0;

	if (r || !node || node->is_null)
		return r;
	c = cli_keep(s->cli, calloc(1, sizeof(*c)));
	if (!c)
		return cli_no_memory();
	c->size = sizeof(*c);
	*ret = c;
	r = read_list(s, is_mapping ? cli_yaml_get(node, "include") : node, &c->include, &c->n_include);
	if (r == 0)
		r = read_list(s, is_mapping ? cli_yaml_get(node, "exclude") : NULL, &c->exclude, &c->n_exclude);
	return r;
}

static int read_when(const struct source *s, const struct cli_node *node, const struct agola_when_req **ret)
{
	struct agola_when_req *when;
	int r;

	if (!node || node->is_null)
		return 0;
	if (node->kind != CLI_MAPPING)
		return cli_yaml_fault(s->file, node, "when: right are branch, tag and ref below it");
	r = cli_yaml_check_keys(s->file, node, "branch|tag|ref");
	when = cli_keep(s->cli, calloc(1, sizeof(*when)));
	if (r || !when)
		return r ? r : cli_no_memory();
	when->size = sizeof(*when);
	*ret = when;
	r = read_conditions(s, cli_yaml_get(node, "branch"), &when->branch);
	if (r == 0)
		r = read_conditions(s, cli_yaml_get(node, "tag"), &when->tag);
	if (r == 0)
		r = read_conditions(s, cli_yaml_get(node, "ref"), &when->ref);
	if (r == 0 && !(when->branch && when->branch->n_include) && !(when->tag && when->tag->n_include) &&
	    !(when->ref && when->ref->n_include))
		cli_say(s->cli, "agolactl: %s:%zu:%zu: warning: nothing is included, so that this value never counts",
		        cli_yaml_name(s->file), node->line, node->column);
	return r;
}

/* ---- values of the file ---- */

static int read_value(const struct source *s, const struct cli_node *node, struct agola_gw_variable_value_req *ret)
{
	int r;

	if (node->kind != CLI_MAPPING)
		return cli_yaml_fault(s->file, node, "right are secret_name, secret_var and, if you want, when");
	r = cli_yaml_check_keys(s->file, node, "secret_name|secret_var|when");
	ret->size = sizeof(*ret);
	if (r == 0)
		r = cli_yaml_text(s->file, node, "secret_name", true, &ret->secret_name);
	if (r == 0)
		r = cli_yaml_text(s->file, node, "secret_var", true, &ret->secret_var);
	return r ? r : read_when(s, cli_yaml_get(node, "when"), &ret->when);
}

int cli_read_variable_values(struct cli *cli, const char *file, const struct cli_node *node, cli_variable_values *ret, size_t *n)
{
	const struct source s = { .cli = cli, .file = file };
	const struct agola_gw_variable_value_req **values;
	struct agola_gw_variable_value_req *rows;
	int r = 0;

	if (node->kind != CLI_SEQUENCE || node->n == 0)
		return cli_yaml_fault(file, node, "right is a list of values, at least one: \"- secret_name: ...\"");
	values = cli_keep(cli, calloc(node->n + 1, sizeof(*values)));
	rows = cli_keep(cli, calloc(node->n, sizeof(*rows)));
	if (!values || !rows)
		return cli_no_memory();
	for (size_t i = 0; r == 0 && i < node->n; i++) {
		r = read_value(&s, node->items[i], &rows[i]);
		values[i] = &rows[i];
	}
	*ret = values;
	*n = node->n;
	return r;
}

/* ---- as text ---- */

static void put_list(FILE *f, const char *what, const char *no, const agola_when_condition *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *slash = list[i]->type == AGOLA_WHEN_REGEXP ? "/" : "";

		fprintf(f, "%s%s %s%s%s%s", ftell(f) > 0 ? ", " : "", what, no, slash, list[i]->match ? list[i]->match : "",
		        slash);
	}
}

char *cli_when_text(const agola_when *when)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return NULL;
	for (int i = 0; when && i < 3; i++) {
		static const char *const names[] = { "branch", "tag", "ref" };
		const agola_when_conditions *c = i == 0 ? when->branch : i == 1 ? when->tag : when->ref;

		if (!c)
			continue;
		put_list(f, names[i], "", c->include, c->n_include);
		put_list(f, names[i], "not ", c->exclude, c->n_exclude);
	}
	if (ftell(f) == 0)
		fputs(when ? "never" : "always", f);
	if (fclose(f) == 0)
		return text;
	free(text);
	return NULL;
}

char *cli_variable_values_text(cli_variable_is values, size_t n, bool with_origin)
{
	char *text = NULL, *safe = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	bool ok = f != NULL;

	for (size_t i = 0; ok && i < n; i++) {
		const agola_gw_variable_value *value = values[i];
		const char *from = value->matching_secret_parent_path ? value->matching_secret_parent_path : "";
		char *when = cli_when_text(value->when);

		ok = when != NULL;
		fprintf(f, "%s%s.%s", i ? "; " : "", value->secret_name ? value->secret_name : "",
		        value->secret_var ? value->secret_var : "");
		if (with_origin)
			fprintf(f, "%s%s", *from ? " of " : ": no such secret", from);
		if (ok && value->when)
			fprintf(f, " when %s", when);
		free(when);
	}
	if (f && fclose(f) != 0)
		ok = false;
	if (ok)
		safe = cli_safe(text);
	free(text);
	return safe;
}
