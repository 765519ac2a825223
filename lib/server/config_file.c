/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML file of `agola serve`, by the rows of config.c. */
#include "core/core.h"
#include "server/config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

struct reader {
	struct ag_server_config *c;
	const char *file;
	yaml_document_t doc;
	struct ag_buf notes;  /* lines */
	struct ag_buf unused; /* keys that have no effect here */
	agola_error **err;
	int depth;
};

#define FAIL(r, node, ...) fail_at(r, node, __VA_ARGS__)

AG_PRINTF(3, 4) static int fail_at(struct reader *r, const yaml_node_t *node, const char *fmt, ...)
{
	struct ag_buf b = { 0 };
	va_list ap;
	int result;

	va_start(ap, fmt);
	ag_buf_vaddf(&b, fmt, ap);
	va_end(ap);
	result = b.failed ? ag_fail_nomem(r->err)
	                  : ag_fail(r->err, AGOLA_ERR_INVALID, "%s:%zu: %s", r->file, node->start_mark.line + 1, ag_buf_str(&b));
	ag_buf_free(&b);
	return result;
}

static const struct ag_config_key *key_of(const char *path)
{
	for (const struct ag_config_key *k = ag_config_keys; k->path; k++) {
		if (strcmp(k->path, path) == 0)
			return k;
	}
	return NULL;
}

/* Whether "path." begins a key, so that a mapping is right there. */
static bool is_section(const char *path)
{
	size_t n = strlen(path);

	for (const struct ag_config_key *k = ag_config_keys; k->path; k++) {
		if (strncmp(k->path, path, n) == 0 && k->path[n] == '.')
			return true;
	}
	return false;
}

static const char *nearest(const char *path)
{
	const char *best = NULL;
	size_t least = 3 + strlen(path) / 4;

	for (const struct ag_config_key *k = ag_config_keys; k->path; k++) {
		size_t a = strlen(k->path), b = strlen(path), d;

		/* they differ at least by what one is longer */
		if ((a < b ? b - a : a - b) >= least)
			continue;
		d = ag_edit_distance(k->path, path);
		if (d < least) {
			least = d;
			best = k->path;
		}
	}
	return best;
}

static bool is_other(const char *section)
{
	for (const char *const *s = ag_config_other_sections; *s; s++) {
		if (strcmp(*s, section) == 0)
			return true;
	}
	return false;
}

static const char *scalar(const yaml_node_t *n)
{
	return (const char *)n->data.scalar.value;
}

/* ~, null and nothing, unquoted. */
static bool is_null(const yaml_node_t *n)
{
	const char *s;

	if (n->type != YAML_SCALAR_NODE || n->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return false;
	s = scalar(n);
	return !*s || strcmp(s, "~") == 0 || ag_ascii_casecmp(s, "null") == 0;
}

static bool word_is_right(const char *words, const char *s)
{
	size_t n = strlen(s);

	while (words) {
		if (strncmp(words, s, n) == 0 && (words[n] == '|' || !words[n]))
			return true;
		words = strchr(words, '|');
		if (words)
			words++;
	}
	return false;
}

static int bool_of(const char *s)
{
	static const char *const words[][2] = { { "true", "false" }, { "yes", "no" }, { "on", "off" }, { "y", "n" } };

	for (size_t i = 0; i < AG_COUNT(words); i++) {
		if (ag_ascii_casecmp(s, words[i][0]) == 0)
			return 1;
		if (ag_ascii_casecmp(s, words[i][1]) == 0)
			return 0;
	}
	return -1;
}

static int set_value(struct reader *r, const struct ag_config_key *k, const yaml_node_t *n)
{
	char *at = (char *)r->c + k->off;
	const char *s, *copy;
	uint64_t u;
	int64_t ns;
	int b;

	if (is_null(n))
		return 0;
	if (k->kind == AG_KEY_LIST) {
		/* Go takes one text for a list of one */
		return n->type == YAML_MAPPING_NODE ? FAIL(r, n, "%s: it is a mapping; right is a list of texts", k->path) : 0;
	}
	if (n->type != YAML_SCALAR_NODE)
		return FAIL(r, n, "%s: it is a %s; right is a single value", k->path,
		            n->type == YAML_MAPPING_NODE ? "mapping" : "list");
	s = scalar(n);
	if (strlen(s) != n->data.scalar.length)
		return FAIL(r, n, "%s: the value holds a NUL character", k->path);
	switch (k->kind) {
	case AG_KEY_BOOL:
		b = bool_of(s);
		if (b < 0)
			return FAIL(r, n, "%s: \"%s\" is not right: true or false", k->path, s);
		if (k->used)
			*(bool *)at |= b != 0;
		return 0;
	case AG_KEY_UINT:
		if (!ag_parse_u64(s, strlen(s), &u) || u > UINT32_MAX)
			return FAIL(r, n, "%s: \"%s\" is not right: a whole number of 0 or more", k->path, s);
		if (k->used)
			*(uint32_t *)(void *)at = (uint32_t)u;
		return 0;
	case AG_KEY_DURATION:
		if (!ag_duration_parse(s, strlen(s), &ns))
			return FAIL(r, n, "%s: \"%s\" is not right: a duration such as 30s or 1h30m", k->path, s);
		if (k->used)
			*(int64_t *)(void *)at = ns / 1000000;
		return 0;
	default:
		if (k->words && !word_is_right(k->words, s))
			return FAIL(r, n, "%s: \"%s\" is not right: one of %s", k->path, s, k->words);
		if (!k->used)
			return 0;
		copy = ag_arena_strdup(&r->c->arena, s);
		if (!copy)
			return ag_fail_nomem(r->err);
		memcpy(at, &copy, sizeof(copy));
		return 0;
	}
}

static int read_mapping(struct reader *r, const yaml_node_t *map, const char *prefix);

static int read_pair(struct reader *r, const yaml_node_t *key, const yaml_node_t *value, const char *prefix)
{
	struct ag_buf path = { 0 };
	const struct ag_config_key *k;
	int result = 0;

	if (key->type != YAML_SCALAR_NODE)
		return FAIL(r, key, "a key is no text");
	ag_buf_addf(&path, "%s%s%s", prefix, *prefix ? "." : "", scalar(key));
	if (path.failed)
		return ag_fail_nomem(r->err);
	k = key_of(path.s);
	if (k) {
		result = set_value(r, k, value);
		if (!k->used && !is_null(value))
			ag_buf_addf(&r->unused, "%s%s", r->unused.len ? ", " : "", k->path);
	} else if (!*prefix && is_other(path.s)) {
		ag_buf_addf(&r->notes, "%s:%zu: section %s is passed over: agolad does not have this service\n", r->file,
		            key->start_mark.line + 1, path.s);
	} else if (is_section(path.s)) {
		if (value->type == YAML_MAPPING_NODE)
			result = read_mapping(r, value, path.s);
		else if (!is_null(value))
			result = FAIL(r, value, "%s: it is a %s; right is a mapping of keys", path.s,
			              value->type == YAML_SEQUENCE_NODE ? "list" : "single value");
	} else {
		const char *near = nearest(path.s);

		result = FAIL(r, key, "%s: there is no such key%s%s%s", path.s, near ? "; did you mean " : "", near ? near : "",
		              near ? "?" : "");
	}
	ag_buf_free(&path);
	return result;
}

static bool has_key(struct reader *r, const yaml_node_t *map, const char *name)
{
	for (const yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++) {
		const yaml_node_t *key = yaml_document_get_node(&r->doc, p->key);

		if (key->type == YAML_SCALAR_NODE && strcmp(scalar(key), name) == 0)
			return true;
	}
	return false;
}

/* "<<: *anchor": the keys of another mapping, where this one does not have them. */
static int read_merged(struct reader *r, const yaml_node_t *map, const yaml_node_t *from, const char *prefix)
{
	int result = 0;

	if (from->type != YAML_MAPPING_NODE)
		return FAIL(r, from, "%s%s<<: right is an alias of a mapping", prefix, *prefix ? "." : "");
	for (const yaml_node_pair_t *p = from->data.mapping.pairs.start; result == 0 && p < from->data.mapping.pairs.top; p++) {
		const yaml_node_t *key = yaml_document_get_node(&r->doc, p->key);

		if (key->type == YAML_SCALAR_NODE && !has_key(r, map, scalar(key)))
			result = read_pair(r, key, yaml_document_get_node(&r->doc, p->value), prefix);
	}
	return result;
}

static int read_mapping(struct reader *r, const yaml_node_t *map, const char *prefix)
{
	const yaml_node_pair_t *first = map->data.mapping.pairs.start;
	int result = 0;

	/* an alias can make a mapping hold itself */
	if (++r->depth > 16)
		return FAIL(r, map, "%s: nested too deep", *prefix ? prefix : "the file");
	for (const yaml_node_pair_t *p = first; result == 0 && p < map->data.mapping.pairs.top; p++) {
		const yaml_node_t *key = yaml_document_get_node(&r->doc, p->key),
		                  *value = yaml_document_get_node(&r->doc, p->value);

		for (const yaml_node_pair_t *q = first; key->type == YAML_SCALAR_NODE && q < p; q++) {
			const yaml_node_t *other = yaml_document_get_node(&r->doc, q->key);

			if (other->type == YAML_SCALAR_NODE && strcmp(scalar(other), scalar(key)) == 0)
				return FAIL(r, key, "%s%s%s: it stands in the file twice, first in line %zu", prefix,
				            *prefix ? "." : "", scalar(key), other->start_mark.line + 1);
		}
		if (key->type == YAML_SCALAR_NODE && strcmp(scalar(key), "<<") == 0)
			result = read_merged(r, map, value, prefix);
		else
			result = read_pair(r, key, value, prefix);
	}
	r->depth--;
	return result;
}

int ag_config_read_from(struct ag_server_config *c, const char *file, FILE *f, agola_error **err)
{
	struct reader r = { .c = c, .file = file, .err = err };
	yaml_parser_t parser;
	const yaml_node_t *root;
	int result = 0;

	if (!yaml_parser_initialize(&parser))
		return ag_fail_nomem(err);
	yaml_parser_set_input_file(&parser, f);
	if (!yaml_parser_load(&parser, &r.doc)) {
		size_t line = parser.problem_mark.line + 1, column = parser.problem_mark.column + 1;

		/* without memory libyaml does not always set its error */
		result = parser.problem
		                 ? ag_fail(err, AGOLA_ERR_INVALID, "%s:%zu:%zu: not YAML: %s", file, line, column, parser.problem)
		                 : ag_fail_nomem(err);
	} else {
		root = yaml_document_get_root_node(&r.doc);
		if (root && root->type == YAML_MAPPING_NODE)
			result = read_mapping(&r, root, "");
		else if (root && !is_null(root))
			result = FAIL(&r, root, "the file is no mapping of keys");
		yaml_document_delete(&r.doc);
	}
	yaml_parser_delete(&parser);
	if (r.unused.len)
		ag_buf_addf(&r.notes, "%s: keys without effect in agolad: %s\n", file, ag_buf_str(&r.unused));
	if (result == 0 && (r.notes.failed || r.unused.failed))
		result = ag_fail_nomem(err);
	if (result == 0 && r.notes.len && !(c->notes = ag_arena_strdup(&c->arena, ag_buf_str(&r.notes))))
		result = ag_fail_nomem(err);
	ag_buf_free(&r.notes);
	ag_buf_free(&r.unused);
	return result;
}

int ag_config_read(struct ag_server_config *c, const char *file, agola_error **err)
{
	struct stat st;
	FILE *f = fopen(file, "re");
	int result;

	if (!f || fstat(fileno(f), &st) != 0) {
		int e = errno;

		if (f)
			fclose(f);
		return e == ENOMEM ? ag_fail_nomem(err)
		                   : ag_fail(err, AGOLA_ERR_INVALID, "config file %s: %s", file, strerror(e));
	}
	if (S_ISDIR(st.st_mode) || st.st_size > 1024 * 1024)
		result = ag_fail(err, AGOLA_ERR_INVALID, "config file %s: it is %s", file,
		                 S_ISDIR(st.st_mode) ? "a folder" : "larger than 1 MiB");
	else
		result = ag_config_read_from(c, file, f, err);
	fclose(f);
	return result;
}
