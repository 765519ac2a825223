/* SPDX-License-Identifier: Apache-2.0 */
/* Where the URL, the token and the rest come from: flag, else environment, else config file, else default. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

/* ---- secrets in files ---- */

/* Others can read what should be private. */
static bool is_open(FILE *f, unsigned *mode)
{
	struct stat st;

	*mode = fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) ? (unsigned)st.st_mode & 07777 : 0;
	return (*mode & 077) != 0;
}

static int first_line(const char *option, const char *path, FILE *f, char *line, size_t size)
{
	size_t n = 0;
	int c;

	errno = 0;
	while ((c = getc(f)) != EOF && c != '\n' && n + 1 < size)
		line[n++] = (char)c;
	if (ferror(f))
		return cli_error("%s %s: %s", option, path, strerror(errno));
	if (n && line[n - 1] == '\r')
		n--;
	line[n] = 0;
	if (n == 0)
		return cli_error("%s %s: the first line is empty", option, path);
	if (c != EOF && c != '\n' && line[n - 1] != '\r')
		return cli_error("%s %s: the first line is longer than %zu bytes", option, path, size - 1);
	if (strlen(line) != n)
		return cli_error("%s %s: there is a NUL in the first line", option, path);
	return 0;
}

int cli_secret(struct cli *cli, const char **at, const char *option, const char *file)
{
	bool is_stdin = file && strcmp(file, "-") == 0;
	char line[8192];
	unsigned mode;
	FILE *f;
	int r;

	if (!file)
		return 0;
	f = is_stdin ? stdin : fopen(file, "re");
	if (!f)
		return cli_error("%s %s: %s", option, file, strerror(errno));
	if (is_open(f, &mode) && !is_stdin)
		cli_say(cli, "agolactl: %s %s: others can read it (mode %04o); right is chmod 600", option, file, mode);
	r = first_line(option, file, f, line, sizeof(line));
	if (!is_stdin)
		fclose(f);
	*at = r == 0 ? cli_keep(cli, strdup(line)) : NULL;
	explicit_bzero(line, sizeof(line));
	return r ? r : *at ? 0 : cli_no_memory();
}

/* ---- config file ---- */

static bool key_is(const struct cli_option *o, const char *key)
{
	size_t i = 0;

	for (; key[i] && o->name[i]; i++) {
		if (key[i] != (o->name[i] == '-' ? '_' : o->name[i]))
			return false;
	}
	return !key[i] && !o->name[i] && (o->flags & CLI_CONFIG);
}

static int unknown_key(const char *file, size_t line, const char *key)
{
	const char *candidates[CLI_MAX_OPTIONS];
	char near[80], names[CLI_MAX_OPTIONS][32];
	size_t n = 0;

	for (size_t i = 0; i < cli_n_globals; i++) {
		if (!(cli_globals[i].flags & CLI_CONFIG))
			continue;
		snprintf(names[n], sizeof(names[n]), "%s", cli_globals[i].name);
		for (char *p = names[n]; (p = strchr(p, '-')) != NULL;)
			*p = '_';
		candidates[n] = names[n];
		n++;
	}
	cli_suggest(near, sizeof(near), key, candidates, n);
	return cli_usage("%s:%zu: %s: there is no such key%s", file, line, key, near);
}

/* ~/ of the user's home, as a shell would do it. */
static char *expand(struct cli *cli, const struct cli_option *o, const char *value)
{
	const char *home = getenv("HOME");
	bool path = o->metavar && cli_word("FILE|DIR|PATH", o->metavar) && strncmp(value, "~/", 2) == 0 && home;
	size_t n = strlen(value) + (path ? strlen(home) : 0) + 1;
	char *s = cli_keep(cli, malloc(n));

	if (s)
		snprintf(s, n, "%s%s", path ? home : "", path ? value + 1 : value);
	return s;
}

static int set_key(struct cli *cli, const char *file, const yaml_node_t *key, const yaml_node_t *value)
{
	const char *k = (const char *)key->data.scalar.value;
	size_t line = key->start_mark.line + 1, n;
	char *where, *v;

	if (key->type != YAML_SCALAR_NODE || value->type != YAML_SCALAR_NODE)
		return cli_usage("%s:%zu: right is \"key: value\"", file, line);
	n = strlen(file) + strlen(k) + 32;
	where = cli_keep(cli, malloc(n));
	if (!where)
		return cli_no_memory();
	snprintf(where, n, "%s:%zu: %s", file, line, k);
	for (size_t i = 0; i < cli->n_slots; i++) {
		struct cli_slot *s = &cli->slots[i];
		const struct cli_slot *other = cli_other_of(cli, s);

		if (s->base != cli || !key_is(s->option, k))
			continue;
		if (s->given == CLI_BY_CONFIG)
			return cli_usage("%s: it is there twice", where);
		if (other && other->given == CLI_BY_CONFIG)
			return cli_usage("%s: %.*s is there as well, one of them is enough", where,
			                 cli_first(other->option->name), other->option->name);
		/* what was given elsewhere hides it, and what excludes it hides it too; it still has to be right */
		v = expand(cli, s->option, (const char *)value->data.scalar.value);
		if (!v)
			return cli_no_memory();
		return s->given || other ? 0 : cli_set(cli, s, v, false, CLI_BY_CONFIG, where);
	}
	return unknown_key(file, line, k);
}

static int read_yaml(struct cli *cli, const char *file, FILE *f)
{
	yaml_parser_t parser;
	yaml_document_t doc;
	const yaml_node_t *root;
	int r = 0;

	if (!yaml_parser_initialize(&parser))
		return cli_no_memory();
	yaml_parser_set_input_file(&parser, f);
	if (!yaml_parser_load(&parser, &doc)) {
		r = cli_usage("%s:%zu:%zu: not YAML: %s", file, parser.problem_mark.line + 1, parser.problem_mark.column + 1,
		              parser.problem ? parser.problem : "?");
	} else {
		root = yaml_document_get_root_node(&doc);
		if (root && root->type != YAML_MAPPING_NODE)
			r = cli_usage("%s:1: right are lines of \"key: value\"", file);
		for (const yaml_node_pair_t *p = root && r == 0 ? root->data.mapping.pairs.start : NULL;
		     r == 0 && p && p < root->data.mapping.pairs.top; p++)
			r = set_key(cli, file, yaml_document_get_node(&doc, p->key), yaml_document_get_node(&doc, p->value));
		yaml_document_delete(&doc);
	}
	yaml_parser_delete(&parser);
	return r;
}

static const char *config_path(const struct cli *cli, char *buf, size_t size)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	bool has_xdg = xdg && *xdg == '/';
	int n;

	if (cli->config_file)
		return cli->config_file;
	if (!has_xdg && !(home && *home))
		return NULL;
	n = snprintf(buf, size, "%s%s/agola/agolactl.yml", has_xdg ? xdg : home, has_xdg ? "" : "/.config");
	return n > 0 && (size_t)n < size ? buf : NULL;
}

static int read_config(struct cli *cli)
{
	char buf[4096];
	const char *path = config_path(cli, buf, sizeof(buf));
	struct stat st = { 0 };
	unsigned mode;
	FILE *f = path ? fopen(path, "re") : NULL;
	int r;

	if (!path || (!f && !cli->config_file && (errno == ENOENT || errno == ENOTDIR)))
		return 0;
	if (!f || fstat(fileno(f), &st) != 0)
		r = cli_error("config file %s: %s", path, strerror(errno));
	else if (S_ISDIR(st.st_mode))
		r = cli_usage("config file %s: it is a folder", path);
	else if (is_open(f, &mode))
		r = cli_usage("config file %s: others can read it (mode %04o), and it may hold a token; right is chmod 600", path,
		              mode);
	else
		r = read_yaml(cli, path, f);
	if (f)
		fclose(f);
	return r;
}

/* ---- all together ---- */

static int read_env(struct cli *cli)
{
	for (size_t i = 0; i < cli_n_globals; i++) {
		const char *name = cli_globals[i].env, *v = name ? getenv(name) : NULL;
		char *where, *copy;
		int r;

		if (!v || !*v || cli->slots[i].given || cli_other_of(cli, &cli->slots[i]))
			continue;
		where = cli_keep(cli, malloc(strlen(name) + 2));
		copy = cli_keep(cli, strdup(v));
		if (!where || !copy)
			return cli_no_memory();
		snprintf(where, strlen(name) + 2, "$%s", name);
		r = cli_set(cli, &cli->slots[i], copy, false, CLI_BY_ENV, where);
		if (r)
			return r;
	}
	return 0;
}

int cli_settings(struct cli *cli)
{
	int r = read_env(cli);

	if (r == 0)
		r = read_config(cli);
	if (r)
		return r;
	if (!cli->gateway_url || !*cli->gateway_url)
		cli->gateway_url = "http://localhost:8000";
	for (size_t i = 0; i < cli->n_slots; i++) {
		const struct cli_option *o = cli->slots[i].option;

		if (cli->slots[i].given && o->one_of && strcmp(o->one_of, "token") == 0)
			cli->token_source = cli->slots[i].where;
	}
	return cli_secret(cli, &cli->token, cli->token_source, cli->token ? NULL : cli->token_file);
}
