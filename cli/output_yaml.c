/* SPDX-License-Identifier: Apache-2.0 */
/* Any object of the SDK as YAML, by reflection, as it comes. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

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
	return made && yaml_emitter_emit(&y->emitter, e);
}

static bool plain_is_safe(const char *s)
{
	static const char *const words =
	        "true|false|yes|no|on|off|null|y|n|True|False|Yes|No|On|Off|Null|TRUE|FALSE|YES|NO|ON|OFF|NULL|Y|N";

	if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || *s == '/') || cli_word(words, s))
		return false;
	return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-") == strlen(s);
}

static bool scalar(struct cli_yaml *y, const char *s, bool is_text)
{
	yaml_event_t e;
	bool plain = !is_text || plain_is_safe(s);

	return emit(y, &e,
	            yaml_scalar_event_initialize(&e, NULL, NULL, (const yaml_char_t *)s, (int)strlen(s), 1, 1,
	                                         plain ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE));
}

static bool object(struct cli_yaml *y, const agola_type *type, const void *obj);

static bool value(struct cli_yaml *y, const agola_value *v)
{
	yaml_event_t e;
	bool ok, map = v->kind == AGOLA_KIND_MAP;
	char buf[64];

	switch (v->kind) {
	case AGOLA_KIND_NULL:
		return scalar(y, "null", false);
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
	case AGOLA_KIND_RAW:
		return scalar(y, v->string, true);
	case AGOLA_KIND_DURATION:
		snprintf(buf, sizeof(buf), "%lld", (long long)v->integer);
		return scalar(y, buf, false);
	case AGOLA_KIND_OBJECT:
		return object(y, v->type, v->pointer);
	case AGOLA_KIND_ARRAY:
	case AGOLA_KIND_MAP:
		ok = map ? emit(y, &e, yaml_mapping_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE))
		         : emit(y, &e, yaml_sequence_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE));
		for (size_t i = 0; ok && i < v->count; i++) {
			agola_value item = AGOLA_VALUE_INIT;

			agola_value_item(v, i, &item);
			ok = (!map || scalar(y, agola_value_key(v, i), true)) && value(y, &item);
		}
		return ok && (map ? emit(y, &e, yaml_mapping_end_event_initialize(&e))
		                  : emit(y, &e, yaml_sequence_end_event_initialize(&e)));
	default: {
		char *s = cli_text(v);

		ok = s && scalar(y, s, false);
		free(s);
		return ok;
	}
	}
}

static bool object(struct cli_yaml *y, const agola_type *type, const void *obj)
{
	yaml_event_t e;
	bool ok = emit(y, &e, yaml_mapping_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE));

	for (size_t i = 0; ok && i < agola_type_n_fields(type); i++) {
		const agola_field *f = agola_type_field(type, i);
		agola_value v = AGOLA_VALUE_INIT;

		agola_field_get(f, obj, &v);
		ok = scalar(y, agola_field_key(f), true) && value(y, &v);
	}
	return ok && emit(y, &e, yaml_mapping_end_event_initialize(&e));
}

struct cli_yaml *cli_yaml_new(bool list)
{
	struct cli_yaml *y = calloc(1, sizeof(*y));
	yaml_event_t e;

	if (!y || !yaml_emitter_initialize(&y->emitter)) {
		free(y);
		return NULL;
	}
	y->list = list;
	yaml_emitter_set_output(&y->emitter, on_yaml, NULL);
	yaml_emitter_set_unicode(&y->emitter, 1);
	yaml_emitter_set_width(&y->emitter, -1);
	if (emit(y, &e, yaml_stream_start_event_initialize(&e, YAML_UTF8_ENCODING)) &&
	    emit(y, &e, yaml_document_start_event_initialize(&e, NULL, NULL, NULL, 1)) &&
	    (!list || emit(y, &e, yaml_sequence_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE))))
		return y;
	yaml_emitter_delete(&y->emitter);
	free(y);
	return NULL;
}

bool cli_yaml_add(struct cli_yaml *y, const agola_type *type, const void *obj)
{
	return object(y, type, obj);
}

bool cli_yaml_end(struct cli_yaml *y)
{
	yaml_event_t e;
	bool ok = (!y->list || emit(y, &e, yaml_sequence_end_event_initialize(&e))) &&
	          emit(y, &e, yaml_document_end_event_initialize(&e, 1)) && emit(y, &e, yaml_stream_end_event_initialize(&e));

	yaml_emitter_delete(&y->emitter);
	free(y);
	return ok;
}
