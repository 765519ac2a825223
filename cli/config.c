/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "yaml_load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what was read ---- */

const struct cli_option *cli_config_option(const char *key)
{
	for (size_t i = 0; i < cli_n_globals; i++) {
		const struct cli_option *o = &cli_globals[i];
		size_t k = 0;

		while (key[k] && o->name[k] && key[k] == (o->name[k] == '-' ? '_' : o->name[k]))
			k++;
		if (!key[k] && !o->name[k] && (o->flags & CLI_CONFIG))
			return o;
	}
	return NULL;
}

bool cli_config_has(const struct cli_config *c, const char *context)
{
	for (size_t i = 0; i < c->n_contexts; i++) {
		if (strcmp(c->contexts[i], context) == 0)
			return true;
	}
	return false;
}

static bool is_of(const struct cli_entry *e, const char *context)
{
	return context ? e->context && strcmp(e->context, context) == 0 : !e->context;
}

const char *cli_config_value(const struct cli_config *c, const char *context, const char *key)
{
	for (size_t i = 0; i < c->n; i++) {
		if (is_of(&c->entries[i], context) && strcmp(c->entries[i].key, key) == 0)
			return c->entries[i].value;
	}
	return NULL;
}

int cli_no_context(const struct cli_config *c, const char *name, const char *where)
{
	char near[80];

	cli_suggest(near, sizeof(near), name, c->contexts, c->n_contexts);
	return cli_usage("%s%s\"%s\": there is no such context%s%s%s%s", where, *where ? " " : "", name, c->path ? " in " : "",
	                 c->path ? c->path : "", c->n_contexts ? "" : "; see agolactl login", near);
}

/* ---- reading ---- */

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
	candidates[n++] = "contexts";
	candidates[n++] = "current_context";
	candidates[n++] = "aliases";
	cli_suggest(near, sizeof(near), key, candidates, n);
	return cli_usage("%s:%zu: %s: there is no such key%s", file, line, key, near);
}

static int add_entry(struct cli *cli, struct cli_config *c, const char *context, const yaml_node_t *key, const yaml_node_t *value)
{
	const char *k = (const char *)key->data.scalar.value;
	size_t line = key->start_mark.line + 1;
	const struct cli_option *o;
	struct cli_entry *e;

	if (key->type != YAML_SCALAR_NODE || value->type != YAML_SCALAR_NODE)
		return cli_usage("%s:%zu: right is \"key: value\"", c->path, line);
	o = cli_config_option(k);
	if (!o)
		return unknown_key(c->path, line, k);
	for (size_t i = 0; i < c->n; i++) {
		const struct cli_option *other = cli_config_option(c->entries[i].key);

		if (!is_of(&c->entries[i], context))
			continue;
		if (other == o)
			return cli_usage("%s:%zu: %s: it is there twice", c->path, line, k);
		if (other->one_of && o->one_of && strcmp(other->one_of, o->one_of) == 0)
			return cli_usage("%s:%zu: %s: %s is there as well, one of them is enough", c->path, line, k,
			                 c->entries[i].key);
	}
	e = &c->entries[c->n++];
	e->context = context;
	e->line = line;
	e->key = cli_keep(cli, strdup(k));
	e->value = cli_keep(cli, strdup((const char *)value->data.scalar.value));
	return e->key && e->value ? 0 : cli_no_memory();
}

static int add_context(struct cli *cli, struct cli_config *c, yaml_document_t *doc, const yaml_node_t *key,
                       const yaml_node_t *value)
{
	char *name;
	int r = 0;

	if (key->type != YAML_SCALAR_NODE || value->type != YAML_MAPPING_NODE)
		return cli_usage("%s:%zu: right is the name of a context, and below it \"key: value\"", c->path,
		                 key->start_mark.line + 1);
	if (cli_config_has(c, (const char *)key->data.scalar.value))
		return cli_usage("%s:%zu: %s: it is there twice", c->path, key->start_mark.line + 1,
		                 (const char *)key->data.scalar.value);
	name = cli_keep(cli, strdup((const char *)key->data.scalar.value));
	if (!name)
		return cli_no_memory();
	c->contexts[c->n_contexts++] = name;
	for (const yaml_node_pair_t *p = value->data.mapping.pairs.start; r == 0 && p < value->data.mapping.pairs.top; p++)
		r = add_entry(cli, c, name, lazy_yaml_document_get_node(doc, p->key), lazy_yaml_document_get_node(doc, p->value));
	return r;
}

static int add_contexts(struct cli *cli, struct cli_config *c, yaml_document_t *doc, const yaml_node_t *key,
                        const yaml_node_t *value)
{
	int r = 0;

	if (c->contexts_from)
		return cli_usage("%s:%zu: contexts: it is there twice", c->path, key->start_mark.line + 1);
	c->contexts_from = key->start_mark.line + 1;
	c->contexts_to = value->end_mark.line + (value->end_mark.column != 0);
	if (value->type == YAML_SCALAR_NODE && value->data.scalar.length == 0)
		return 0;
	if (value->type != YAML_MAPPING_NODE)
		return cli_usage("%s:%zu: contexts: right are names of contexts below it", c->path, key->start_mark.line + 1);
	for (const yaml_node_pair_t *p = value->data.mapping.pairs.start; r == 0 && p < value->data.mapping.pairs.top; p++)
		r = add_context(cli, c, doc, lazy_yaml_document_get_node(doc, p->key),
		                lazy_yaml_document_get_node(doc, p->value));
	return r;
}

static int add_aliases(struct cli *cli, struct cli_config *c, yaml_document_t *doc, const yaml_node_t *key,
                       const yaml_node_t *value)
{
	if (c->has_aliases)
		return cli_usage("%s:%zu: aliases: it is there twice", c->path, key->start_mark.line + 1);
	c->has_aliases = true;
	if (value->type == YAML_SCALAR_NODE && value->data.scalar.length == 0)
		return 0;
	if (value->type != YAML_MAPPING_NODE)
		return cli_usage("%s:%zu: aliases: right are names of aliases below it", c->path, key->start_mark.line + 1);
	for (const yaml_node_pair_t *p = value->data.mapping.pairs.start; p < value->data.mapping.pairs.top; p++) {
		const yaml_node_t *k = lazy_yaml_document_get_node(doc, p->key), *v = lazy_yaml_document_get_node(doc, p->value);
		const char *name = k->type == YAML_SCALAR_NODE ? (const char *)k->data.scalar.value : "";
		struct cli_entry *e = &c->aliases[c->n_aliases];

		if (!*name || *name == '-' || strpbrk(name, " \t") || v->type != YAML_SCALAR_NODE || !v->data.scalar.length)
			return cli_usage("%s:%zu: right is a word, and the command line that it stands for", c->path,
			                 k->start_mark.line + 1);
		for (size_t i = 0; i < c->n_aliases; i++) {
			if (strcmp(c->aliases[i].key, name) == 0)
				return cli_usage("%s:%zu: %s: it is there twice", c->path, k->start_mark.line + 1, name);
		}
		e->line = k->start_mark.line + 1;
		e->key = cli_keep(cli, strdup(name));
		e->value = cli_keep(cli, strdup((const char *)v->data.scalar.value));
		if (!e->key || !e->value)
			return cli_no_memory();
		c->n_aliases++;
	}
	return 0;
}

static int add_pair(struct cli *cli, struct cli_config *c, yaml_document_t *doc, const yaml_node_t *key, const yaml_node_t *value)
{
	const char *k = key->type == YAML_SCALAR_NODE ? (const char *)key->data.scalar.value : "";

	if (strcmp(k, "contexts") == 0)
		return add_contexts(cli, c, doc, key, value);
	if (strcmp(k, "aliases") == 0)
		return add_aliases(cli, c, doc, key, value);
	if (strcmp(k, "current_context") != 0)
		return add_entry(cli, c, NULL, key, value);
	if (value->type != YAML_SCALAR_NODE)
		return cli_usage("%s:%zu: right is \"key: value\"", c->path, key->start_mark.line + 1);
	if (c->current_from)
		return cli_usage("%s:%zu: current_context: it is there twice", c->path, key->start_mark.line + 1);
	c->current_from = key->start_mark.line + 1;
	c->current_to = value->end_mark.line + (value->end_mark.column != 0);
	c->current = value->data.scalar.length ? cli_keep(cli, strdup((const char *)value->data.scalar.value)) : NULL;
	return c->current || !value->data.scalar.length ? 0 : cli_no_memory();
}

static int parse(struct cli *cli, struct cli_config *c)
{
	yaml_document_t doc;
	const yaml_node_t *root;
	int r = cli_yaml_load(c->path, c->text, strlen(c->text), &doc);

	if (r)
		return r;
	root = lazy_yaml_document_get_root_node(&doc);
	if (root && root->type != YAML_MAPPING_NODE)
		r = cli_usage("%s:1: right are lines of \"key: value\"", c->path);
	c->is_flow = root && root->type == YAML_MAPPING_NODE && root->data.mapping.style == YAML_FLOW_MAPPING_STYLE;
	for (const yaml_node_pair_t *p = root && r == 0 ? root->data.mapping.pairs.start : NULL;
	     r == 0 && p && p < root->data.mapping.pairs.top; p++)
		r = add_pair(cli, c, &doc, lazy_yaml_document_get_node(&doc, p->key),
		             lazy_yaml_document_get_node(&doc, p->value));
	lazy_yaml_document_delete(&doc);
	return r;
}

int cli_config_path(struct cli *cli, const char **ret)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	bool has_xdg = xdg && *xdg == '/';
	size_t n = (has_xdg ? strlen(xdg) : home ? strlen(home) : 0) + 32;
	char *path;

	*ret = cli->config_file;
	if (*ret || (!has_xdg && !(home && *home)))
		return 0;
	*ret = path = cli_keep(cli, malloc(n));
	if (!path)
		return cli_no_memory();
	snprintf(path, n, "%s%s/agola/agolactl.yml", has_xdg ? xdg : home, has_xdg ? "" : "/.config");
	return 0;
}

static bool is_null(const struct stat *st)
{
	struct stat null;

	return S_ISCHR(st->st_mode) && stat("/dev/null", &null) == 0 && st->st_rdev == null.st_rdev;
}

static int slurp(struct cli *cli, struct cli_config *c, FILE *f)
{
	enum { MOST = 1 << 20 };
	struct stat st = { 0 };
	char *text;
	size_t n;

	if (fstat(fileno(f), &st) != 0)
		return cli_error("config file %s: %s", c->path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return cli_usage("config file %s: it is a folder", c->path);
	/* /dev/null stands for none; others may have no end, or wait for somebody */
	if (!S_ISREG(st.st_mode) && !is_null(&st))
		return cli_usage("config file %s: it is no ordinary file", c->path);
	if (S_ISREG(st.st_mode) && (st.st_mode & 077))
		return cli_usage("config file %s: others can read it (mode %04o), and it may hold a token; right is chmod 600",
		                 c->path, (unsigned)st.st_mode & 07777);
	text = cli_keep(cli, calloc(1, MOST + 1));
	if (!text)
		return cli_no_memory();
	n = fread(text, 1, MOST, f);
	if (ferror(f))
		return cli_error("config file %s: %s", c->path, strerror(errno));
	if (n == MOST || strlen(text) != n)
		return cli_usage("config file %s: it is %s", c->path,
		                 n == MOST ? "larger than 1 MiB" : "not text: there is a NUL in it");
	c->text = text;
	return 0;
}

int cli_config_read(struct cli *cli, struct cli_config *c, bool may_be_missing)
{
	size_t lines = 1;
	FILE *f;
	int r, fd;

	*c = (struct cli_config){ .path = NULL };
	r = cli_config_path(cli, &c->path);
	if (r)
		return r;
	/* a pipe must not wait for its writer */
	fd = c->path ? open(c->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
	f = fd < 0 ? NULL : fdopen(fd, "r");
	if (fd >= 0 && !f)
		close(fd);
	if (!f && c->path && (!may_be_missing || (errno != ENOENT && errno != ENOTDIR)))
		return cli_error("config file %s: %s", c->path, strerror(errno));
	if (f) {
		r = slurp(cli, c, f);
		fclose(f);
		if (r)
			return r;
	}
	for (const char *p = c->text; p && *p; p++)
		lines += *p == '\n' || *p == ',';
	/* room for what a command adds */
	c->entries = cli_keep(cli, calloc(lines + CLI_MAX_OPTIONS, sizeof(*c->entries)));
	c->contexts = cli_keep(cli, calloc(lines + 1, sizeof(*c->contexts)));
	c->aliases = cli_keep(cli, calloc(lines + 1, sizeof(*c->aliases)));
	if (!c->entries || !c->contexts || !c->aliases)
		return cli_no_memory();
	return c->text ? parse(cli, c) : 0;
}
