/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any object of the SDK as YAML. JSON is YAML in another style: the library's JSON is parsed and written again as blocks, so
 * that the two formats can never say different things.
 */
#include "cli.h"
#include "lazy/yaml.h"

#include <stdlib.h>
#include <string.h>

struct cli_yaml {
	yaml_emitter_t emitter;
	bool list;
};

static int on_yaml(void *data, unsigned char *s, size_t len)
{
	(void)data;
	return cli_put((const char *)s, len);
}

static bool emit(struct cli_yaml *y, yaml_event_t *e, int made)
{
	return made && lazy_yaml_emitter_emit(&y->emitter, e);
}

/* Can the text stand without quotes, and stays a text for every reader of YAML? */
static bool plain_is_safe(const char *s, size_t len)
{
	static const char *const words =
	        "true|false|yes|no|on|off|null|y|n|True|False|Yes|No|On|Off|Null|TRUE|FALSE|YES|NO|ON|OFF|NULL|Y|N";

	if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || *s == '/') || cli_word(words, s))
		return false;
	return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-") == len;
}

/* Take over one event of the JSON, in block style. false if it cannot be written. */
static bool copy(struct cli_yaml *y, yaml_event_t *e)
{
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		if (e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE &&
		    plain_is_safe((const char *)e->data.scalar.value, e->data.scalar.length)) {
			e->data.scalar.style = YAML_PLAIN_SCALAR_STYLE;
			e->data.scalar.plain_implicit = 1;
		}
		break;
	case YAML_MAPPING_START_EVENT:
		e->data.mapping_start.style = YAML_BLOCK_MAPPING_STYLE;
		break;
	case YAML_SEQUENCE_START_EVENT:
		e->data.sequence_start.style = YAML_BLOCK_SEQUENCE_STYLE;
		break;
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		break;
	default:
		/* begin and end of stream and document: y has its own */
		lazy_yaml_event_delete(e);
		return true;
	}
	return lazy_yaml_emitter_emit(&y->emitter, e);
}

static bool copy_json(struct cli_yaml *y, const char *json)
{
	yaml_parser_t parser;
	yaml_event_t e;
	bool ok = lazy_yaml_parser_initialize(&parser), more = ok;

	if (!ok)
		return false;
	lazy_yaml_parser_set_input_string(&parser, (const unsigned char *)json, strlen(json));
	while (ok && more) {
		ok = lazy_yaml_parser_parse(&parser, &e);
		if (!ok)
			cli_error("YAML: %s", parser.problem ? parser.problem : "out of memory");
		more = ok && e.type != YAML_STREAM_END_EVENT;
		ok = ok && copy(y, &e);
	}
	lazy_yaml_parser_delete(&parser);
	return ok;
}

struct cli_yaml *cli_yaml_new(bool list)
{
	struct cli_yaml *y = calloc(1, sizeof(*y));
	yaml_event_t e;

	lazy_load(WITH_YAML);
	if (!y || !lazy_yaml_emitter_initialize(&y->emitter)) {
		free(y);
		return NULL;
	}
	y->list = list;
	lazy_yaml_emitter_set_output(&y->emitter, on_yaml, NULL);
	lazy_yaml_emitter_set_unicode(&y->emitter, 1);
	lazy_yaml_emitter_set_width(&y->emitter, -1);
	if (emit(y, &e, lazy_yaml_stream_start_event_initialize(&e, YAML_UTF8_ENCODING)) &&
	    emit(y, &e, lazy_yaml_document_start_event_initialize(&e, NULL, NULL, NULL, 1)) &&
	    (!list || emit(y, &e, lazy_yaml_sequence_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE))))
		return y;
	lazy_yaml_emitter_delete(&y->emitter);
	free(y);
	return NULL;
}

bool cli_yaml_add_json(struct cli_yaml *y, const char *json)
{
	/* the parser refuses what a terminal should not see either */
	char *safe = cli_safe(json);
	bool ok = safe && copy_json(y, safe);

	free(safe);
	return ok;
}

bool cli_yaml_add(struct cli_yaml *y, const agola_type *type, const void *object)
{
	char *json = NULL;
	bool ok = agola_json_encode(type, object, AGOLA_JSON_SHOW_SECRETS, &json, NULL) == 0 && cli_yaml_add_json(y, json);

	agola_free(json);
	return ok;
}

bool cli_yaml_flush(struct cli_yaml *y)
{
	return lazy_yaml_emitter_flush(&y->emitter) != 0;
}

bool cli_yaml_end(struct cli_yaml *y)
{
	yaml_event_t e;
	bool ok = (!y->list || emit(y, &e, lazy_yaml_sequence_end_event_initialize(&e))) &&
	          emit(y, &e, lazy_yaml_document_end_event_initialize(&e, 1)) &&
	          emit(y, &e, lazy_yaml_stream_end_event_initialize(&e));

	lazy_yaml_emitter_delete(&y->emitter);
	free(y);
	return ok;
}
