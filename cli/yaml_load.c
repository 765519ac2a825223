/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml_load.h"

#include <string.h>

enum { MOST_ANCHORS = 1000 };

struct walk {
	const char *name;
	size_t depth, n_nodes, n_anchors;
};

static int not_yaml(const char *name, const yaml_parser_t *parser)
{
	const yaml_mark_t *m = &parser->problem_mark;

	if (parser->error == YAML_MEMORY_ERROR)
		return cli_no_memory();
	if (parser->error == YAML_READER_ERROR)
		return cli_usage("%s: not YAML: byte %zu: %s", name, parser->problem_offset, parser->problem);
	return cli_usage("%s:%zu:%zu: not YAML: %s%s%s", name, m->line + 1, m->column + 1, parser->context ? parser->context : "",
	                 parser->context ? ": " : "", parser->problem ? parser->problem : "?");
}

static int too_much(const struct walk *w, const yaml_event_t *e, const char *what, size_t most, const char *of)
{
	return cli_usage("%s:%zu:%zu: that is too %s: right are at most %zu %s", w->name, e->start_mark.line + 1,
	                 e->start_mark.column + 1, what, most, of);
}

bool cli_yaml_is_null(const yaml_char_t *value, yaml_scalar_style_t style)
{
	return style == YAML_PLAIN_SCALAR_STYLE && (!*value || cli_word("~|null|Null|NULL", (const char *)value));
}

/* Tags would be left out without a word; nothing of them is shown, as it may be a secret that has no quotes. */
static int check_tag(const struct walk *w, const yaml_event_t *e, const yaml_char_t *tag, const char *right)
{
	if (!tag)
		return 0;
	if (strcmp((const char *)tag, right) != 0)
		return cli_usage("%s:%zu:%zu: a tag: right is none, or !!%s here; a text that begins with ! needs quotes",
		                 w->name, e->start_mark.line + 1, e->start_mark.column + 1, strrchr(right, ':') + 1);
	if (e->type == YAML_SCALAR_EVENT && cli_yaml_is_null(e->data.scalar.value, e->data.scalar.style))
		return cli_usage("%s:%zu:%zu: !!str of null: right is a text in quotes, without !!str", w->name,
		                 e->start_mark.line + 1, e->start_mark.column + 1);
	return 0;
}

static int look_at_node(struct walk *w, const yaml_event_t *e, bool is_deeper, const yaml_char_t *anchor)
{
	w->depth += is_deeper;
	if (w->depth > CLI_YAML_DEPTH)
		return too_much(w, e, "deep", CLI_YAML_DEPTH, "levels");
	if (++w->n_nodes > CLI_YAML_NODES)
		return too_much(w, e, "much", CLI_YAML_NODES, "keys and values");
	w->n_anchors += anchor != NULL;
	return w->n_anchors > MOST_ANCHORS ? too_much(w, e, "much", MOST_ANCHORS, "anchors") : 0;
}

static int look_at(struct walk *w, const yaml_event_t *e)
{
	int r;

	switch (e->type) {
	case YAML_SCALAR_EVENT:
		r = check_tag(w, e, e->data.scalar.tag, YAML_STR_TAG);
		return r ? r : look_at_node(w, e, false, e->data.scalar.anchor);
	case YAML_SEQUENCE_START_EVENT:
		r = check_tag(w, e, e->data.sequence_start.tag, YAML_SEQ_TAG);
		return r ? r : look_at_node(w, e, true, e->data.sequence_start.anchor);
	case YAML_MAPPING_START_EVENT:
		r = check_tag(w, e, e->data.mapping_start.tag, YAML_MAP_TAG);
		return r ? r : look_at_node(w, e, true, e->data.mapping_start.anchor);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		w->depth--;
		return 0;
	default:
		return 0;
	}
}

/* The time that libyaml takes grows with the square of depth and anchors, so what has too many never gets to its end. */
static int check_events(struct walk *w, yaml_parser_t *parser)
{
	bool ended = false;
	int result = 0;

	while (result == 0 && !ended) {
		yaml_event_t e;

		if (!lazy_yaml_parser_parse(parser, &e))
			return not_yaml(w->name, parser);
		ended = e.type == YAML_STREAM_END_EVENT;
		result = look_at(w, &e);
		lazy_yaml_event_delete(&e);
	}
	return result;
}

/* Whatever comes after the first document was not meant to be left out without a word. */
static int check_end(const char *name, yaml_parser_t *parser)
{
	yaml_document_t more;
	const yaml_node_t *root;
	int result = 0;

	if (!lazy_yaml_parser_load(parser, &more))
		return not_yaml(name, parser);
	root = lazy_yaml_document_get_root_node(&more);
	if (root)
		result = cli_usage("%s:%zu:%zu: a second document: right is one", name, root->start_mark.line + 1,
		                   root->start_mark.column + 1);
	lazy_yaml_document_delete(&more);
	return result;
}

static bool begin(yaml_parser_t *parser, const char *text, size_t n)
{
	lazy_load(WITH_YAML);
	if (!lazy_yaml_parser_initialize(parser))
		return false;
	lazy_yaml_parser_set_input_string(parser, (const unsigned char *)text, n);
	return true;
}

int cli_yaml_load(const char *name, const char *text, size_t n, yaml_document_t *doc)
{
	struct walk w = { .name = name };
	yaml_parser_t parser;
	int result;

	if (!begin(&parser, text, n))
		return cli_no_memory();
	result = check_events(&w, &parser);
	lazy_yaml_parser_delete(&parser);
	if (result)
		return result;
	if (!begin(&parser, text, n))
		return cli_no_memory();
	if (!lazy_yaml_parser_load(&parser, doc)) {
		result = not_yaml(name, &parser);
	} else {
		result = lazy_yaml_document_get_root_node(doc) ? check_end(name, &parser) : 0;
		if (result)
			lazy_yaml_document_delete(doc);
	}
	lazy_yaml_parser_delete(&parser);
	return result;
}
