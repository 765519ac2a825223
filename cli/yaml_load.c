/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml_load.h"

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

int cli_yaml_load(const char *name, const char *text, size_t n, yaml_document_t *doc)
{
	yaml_parser_t parser;
	int result;

	lazy_load(WITH_YAML);
	if (!lazy_yaml_parser_initialize(&parser))
		return cli_no_memory();
	lazy_yaml_parser_set_input_string(&parser, (const unsigned char *)text, n);
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
