/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml_read.h"
#include "yaml_load.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20 };

struct reader {
	struct cli *cli;
	const char *file;
	yaml_document_t doc;
	size_t n_nodes;
};

const char *cli_yaml_name(const char *file)
{
	return strcmp(file, "-") == 0 ? "standard input" : file;
}

int cli_yaml_fault(const char *file, const struct cli_node *node, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return cli_usage("%s:%zu:%zu: %s", cli_yaml_name(file), node->line, node->column, text);
}

/* ---- the tree ---- */

static int convert(struct reader *r, int id, int depth, struct cli_node **ret);

static const struct cli_node *find(const struct cli_node *const *items, size_t n, const char *key)
{
	for (size_t i = 0; i + 1 < n; i += 2) {
		if (strcmp(items[i]->text, key) == 0)
			return items[i + 1];
	}
	return NULL;
}

/* Add what `value` has and the mapping has not. */
static int merge(struct reader *r, const struct cli_node *value, const struct cli_node ***items, size_t *n)
{
	const struct cli_node **more;
	int result = 0;

	if (value->kind == CLI_SEQUENCE) {
		for (size_t i = 0; result == 0 && i < value->n; i++) {
			if (value->items[i]->kind != CLI_MAPPING)
				return cli_yaml_fault(r->file, value->items[i], "<<: right is a mapping, or a list of them");
			result = merge(r, value->items[i], items, n);
		}
		return result;
	}
	if (value->kind != CLI_MAPPING)
		return cli_yaml_fault(r->file, value, "<<: right is a mapping, or a list of them");
	more = cli_keep(r->cli, calloc(*n + value->n + 1, sizeof(*more)));
	if (!more)
		return cli_no_memory();
	memcpy(more, *items, *n * sizeof(*more));
	for (size_t i = 0; i < value->n; i += 2) {
		if (find(more, *n, value->items[i]->text))
			continue;
		more[(*n)++] = value->items[i];
		more[(*n)++] = value->items[i + 1];
	}
	*items = more;
	return 0;
}

static bool is_merge(const yaml_node_t *key)
{
	return key->type == YAML_SCALAR_NODE && key->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	       strcmp((const char *)key->data.scalar.value, "<<") == 0;
}

static int convert_mapping(struct reader *r, const yaml_node_t *y, int depth, struct cli_node *node)
{
	size_t most = 2 * (size_t)(y->data.mapping.pairs.top - y->data.mapping.pairs.start);
	const struct cli_node **items = cli_keep(r->cli, calloc(most + 1, sizeof(*items)));
	struct cli_node *key = NULL, *value = NULL;
	int result = items ? 0 : cli_no_memory();
	size_t n = 0;

	for (int merges = 0; merges < 2; merges++) {
		for (const yaml_node_pair_t *p = y->data.mapping.pairs.start; result == 0 && p < y->data.mapping.pairs.top; p++) {
			if (is_merge(lazy_yaml_document_get_node(&r->doc, p->key)) != (merges == 1))
				continue;
			result = convert(r, p->key, depth + 1, &key);
			if (result == 0 && (key->kind != CLI_SCALAR || key->is_null || !*key->text))
				result = cli_yaml_fault(r->file, key, "a key has to be a text");
			else if (result == 0 && !merges && find(items, n, key->text))
				result = cli_yaml_fault(r->file, key, "%s: it is there twice", key->text);
			if (result == 0)
				result = convert(r, p->value, depth + 1, &value);
			if (result == 0 && merges) {
				result = merge(r, value, &items, &n);
			} else if (result == 0) {
				items[n++] = key;
				items[n++] = value;
			}
		}
	}
	node->kind = CLI_MAPPING;
	node->items = items;
	node->n = n;
	return result;
}

static int convert_sequence(struct reader *r, const yaml_node_t *y, int depth, struct cli_node *node)
{
	size_t most = (size_t)(y->data.sequence.items.top - y->data.sequence.items.start);
	const struct cli_node **items = cli_keep(r->cli, calloc(most + 1, sizeof(*items)));
	struct cli_node *item = NULL;
	int result = items ? 0 : cli_no_memory();

	node->kind = CLI_SEQUENCE;
	node->items = items;
	for (const yaml_node_item_t *i = y->data.sequence.items.start; result == 0 && i < y->data.sequence.items.top; i++) {
		result = convert(r, *i, depth + 1, &item);
		items[node->n++] = item;
	}
	return result;
}

static int convert_scalar(struct reader *r, const yaml_node_t *y, struct cli_node *node)
{
	const char *s = (const char *)y->data.scalar.value;

	if (strlen(s) != y->data.scalar.length)
		return cli_yaml_fault(r->file, node, "there is a NUL in it, which no text of Agola can have");
	node->kind = CLI_SCALAR;
	node->text = cli_keep(r->cli, strdup(s));
	node->is_null = cli_yaml_is_null(y->data.scalar.value, y->data.scalar.style);
	return node->text ? 0 : cli_no_memory();
}

static int convert(struct reader *r, int id, int depth, struct cli_node **ret)
{
	const yaml_node_t *y = lazy_yaml_document_get_node(&r->doc, id);
	struct cli_node *node = cli_keep(r->cli, calloc(1, sizeof(*node)));

	if (!node)
		return cli_no_memory();
	*ret = node;
	node->line = y->start_mark.line + 1;
	node->column = y->start_mark.column + 1;
	/* aliases can make a tree out of nothing, and one without an end */
	if (depth > CLI_YAML_DEPTH || ++r->n_nodes > CLI_YAML_NODES)
		return cli_yaml_fault(r->file, node, "that is too deep, or too much");
	switch (y->type) {
	case YAML_MAPPING_NODE:
		return convert_mapping(r, y, depth, node);
	case YAML_SEQUENCE_NODE:
		return convert_sequence(r, y, depth, node);
	default:
		return convert_scalar(r, y, node);
	}
}

/* ---- reading ---- */

static int parse(struct reader *r, const char *text, size_t n, struct cli_node **ret)
{
	int result = cli_yaml_load(cli_yaml_name(r->file), text, n, &r->doc);

	if (result)
		return result;
	result = lazy_yaml_document_get_root_node(&r->doc) ? convert(r, 1, 0, ret)
	                                                   : cli_usage("%s: there is nothing in it", cli_yaml_name(r->file));
	lazy_yaml_document_delete(&r->doc);
	return result;
}

int cli_yaml_read(struct cli *cli, const char *file, const struct cli_node **ret)
{
	struct reader r = { .cli = cli, .file = file };
	struct cli_node *root = NULL;
	FILE *f = strcmp(file, "-") == 0 ? stdin : fopen(file, "re");
	char *text = f ? calloc(1, MOST_BYTES + 1) : NULL;
	size_t n = text ? fread(text, 1, MOST_BYTES + 1, f) : 0;
	int result = 0;

	if (!f || (text && ferror(f)))
		result = cli_error("%s: %s", cli_yaml_name(file), strerror(errno));
	else if (!text)
		result = cli_no_memory();
	else if (n > MOST_BYTES)
		/* no gateway takes more either */
		result = cli_usage("%s: it is larger than 1 MiB", cli_yaml_name(file));
	if (f && f != stdin)
		fclose(f);
	if (result == 0)
		result = parse(&r, text, n, &root);
	*ret = root;
	if (text)
		explicit_bzero(text, n);
	free(text);
	return result;
}

/* ---- looking into it ---- */

int cli_yaml_check_keys(const char *file, const struct cli_node *mapping, const char *words)
{
	char near[80], list[128];

	for (size_t i = 0; i < mapping->n; i += 2) {
		const char *key = mapping->items[i]->text;

		if (cli_word(words, key))
			continue;
		cli_suggest(near, sizeof(near), key, &words, 1);
		snprintf(list, sizeof(list), "%s", words);
		for (char *p = list; (p = strchr(p, '|')) != NULL;)
			*p = ' ';
		return cli_yaml_fault(file, mapping->items[i], "%s: there is no such key; one of: %s%s", key, list, near);
	}
	return 0;
}

const struct cli_node *cli_yaml_get(const struct cli_node *mapping, const char *key)
{
	return find(mapping->items, mapping->n, key);
}

int cli_yaml_text(const char *file, const struct cli_node *mapping, const char *key, bool needed, const char **text)
{
	const struct cli_node *value = cli_yaml_get(mapping, key);

	if (!value)
		return needed ? cli_yaml_fault(file, mapping, "%s is missing", key) : 0;
	if (needed && (value->is_null || (value->kind == CLI_SCALAR && !*value->text)))
		return cli_yaml_fault(file, value, "%s: it is empty", key);
	if (value->kind != CLI_SCALAR || value->is_null)
		return cli_yaml_fault(file, value, "%s: right is a text", key);
	*text = value->text;
	return 0;
}
