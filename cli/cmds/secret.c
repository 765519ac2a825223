/* SPDX-License-Identifier: Apache-2.0 */
#include "level.h"
#include "values.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- the file ---- */

/* The whole of a file, as it is. */
static int read_value(struct cli *cli, const char *file, const struct cli_node *node, const char *path, const char **ret)
{
	enum { MOST = 1 << 20 };
	FILE *f = fopen(path, "re");
	char *text = f ? cli_keep(cli, calloc(1, MOST + 1)) : NULL;
	size_t n = text ? fread(text, 1, MOST + 1, f) : 0;
	int r = 0;

	if (!f || (text && ferror(f)))
		r = cli_yaml_fault(file, node, "file %s: %s", path, strerror(errno));
	else if (!text)
		r = cli_no_memory();
	else if (n > MOST || memchr(text, 0, n))
		r = cli_yaml_fault(file, node, "file %s: it is %s", path,
		                   n > MOST ? "larger than 1 MiB" : "not text: there is a NUL in it");
	if (f)
		fclose(f);
	*ret = text;
	return r;
}

/* {file: PATH} or {env: NAME}, so that a file with secrets need not have them in it. */
static int fetch_value(struct cli *cli, const char *file, const char *key, const struct cli_node *node, const char **ret)
{
	const char *path = NULL, *env = NULL;
	int r = 0;

	if (node->kind != CLI_MAPPING || node->n != 2)
		return cli_yaml_fault(file, node, "%s: right is a text, or one of file and env with a name", key);
	r = cli_yaml_check_keys(file, node, "file|env");
	if (r == 0)
		r = cli_yaml_text(file, node, "file", false, &path);
	if (r == 0)
		r = cli_yaml_text(file, node, "env", false, &env);
	if (r == 0 && path)
		return read_value(cli, file, node, path, ret);
	*ret = env ? getenv(env) : NULL;
	return r || *ret ? r : cli_yaml_fault(file, node, "%s: there is no %s in the environment", key, env);
}

int cli_read_secret_data(struct cli *cli, const char *file, const struct cli_node *node, cli_secret_data *ret, size_t *n)
{
	const agola_string_entry **data;
	agola_string_entry *entries;

	if (node->kind != CLI_MAPPING || node->n == 0)
		return cli_yaml_fault(file, node, "right are lines of \"key: value\", at least one");
	*n = node->n / 2;
	data = cli_keep(cli, calloc(*n + 1, sizeof(*data)));
	entries = cli_keep(cli, calloc(*n, sizeof(*entries)));
	if (!data || !entries)
		return cli_no_memory();
	for (size_t i = 0; i < *n; i++) {
		const struct cli_node *key = node->items[2 * i], *value = node->items[2 * i + 1];
		const char *text = value->text;
		int r = value->kind == CLI_SCALAR ? 0 : fetch_value(cli, file, key->text, value, &text);

		if (r)
			return r;
		/* so does Agola's own program, without a word */
		if (value->is_null)
			cli_say(cli,
			        "agolactl: %s:%zu:%zu: warning: %s: it is null, which counts as an empty text; write \"\" for "
			        "that%s",
			        cli_yaml_name(file), value->line, value->column, key->text,
			        text && *text ? ", quotes for these letters" : "");
		entries[i] = (agola_string_entry){ .key = key->text, .value = value->is_null ? "" : text };
		data[i] = &entries[i];
	}
	*ret = data;
	return 0;
}

CLI_LEVEL(secret);

static int read_secret(struct cli *cli, const struct cli_node *root, struct secret *o)
{
	o->req.type = AGOLA_SECRET_INTERNAL;
	return cli_read_secret_data(cli, o->of.file, root, &o->req.data, &o->req.n_data);
}

/* ---- rows ---- */

#define ABOUT                                                                                                                    \
	"The file is a mapping of keys to texts, in YAML or JSON. What is not in quotes is taken as it is written: 0644 and no " \
	"stay so; null, ~ and nothing are an empty text. Instead of a text, {file: PATH} is what is in that file, {env: NAME} "  \
	"a variable of the environment."
#define ROWS(flag, words, path) CLI_LEVEL_ROWS(secret, flag, words, path, ABOUT, "name,parent_path,id", "name,id", NULL)
#define GROUP_ABOUT                                                                                                              \
	"A secret is a map of keys and values, which nobody can read back. Runs get a value only through a variable that names " \
	"the secret and the key."

static const struct cli_command project_commands[] = { ROWS(project, "project", "org/acme/backend/api") };
static const struct cli_command group_commands[] = { ROWS(projectgroup, "project group", "org/acme/backend") };

const struct cli_group cli_project_secret = {
	.words = "project|prj secret|secrets",
	.noun = "project secret",
	.help = "secrets of projects",
	.about = GROUP_ABOUT,
	.commands = project_commands,
	.n = CLI_COUNT(project_commands),
};
const struct cli_group cli_project_group_secret = {
	.words = "projectgroup|project-group|pg secret|secrets",
	.noun = "project group secret",
	.help = "secrets of project groups",
	.about = GROUP_ABOUT,
	.commands = group_commands,
	.n = CLI_COUNT(group_commands),
};
