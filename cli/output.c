/* SPDX-License-Identifier: Apache-2.0 */
/* Any object of the SDK, by reflection: as table, JSON, YAML or names. */
#include "cli.h"

#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yaml.h>

#define MAX_COLUMNS 64

struct cli_list {
	const struct cli *cli;
	const agola_type *type;
	size_t n;
	const agola_field *columns[MAX_COLUMNS];
	size_t n_columns;
	struct libscols_table *table;
	yaml_emitter_t yaml;
};

/* ---- what a terminal would obey ---- */

/* Length of the sequence at s that must not reach a terminal, 0 if it may: C0, DEL, C1, bidirectional controls, line separators,
 * bytes that are no UTF-8. */
static size_t dangerous(const unsigned char *s, bool newline_ok)
{
	size_t n = *s < 0x80 ? 1 : *s < 0xc2 ? 0 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : *s < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 1;
	}
	if (n == 0)
		return 1;
	if (n == 1)
		return (*s < 0x20 && !(newline_ok && *s == '\n')) || *s == 0x7f;
	if (n == 2 && s[0] == 0xc2 && s[1] < 0xa0)
		return 2;
	if (n == 3 && s[0] == 0xe2 &&
	    ((s[1] == 0x80 && ((s[2] >= 0xa8 && s[2] <= 0xae) || s[2] == 0x8e || s[2] == 0x8f)) ||
	     (s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9)))
		return 3;
	return 0;
}

static unsigned code_point(const unsigned char *s, size_t n)
{
	return n == 1   ? *s
	       : n == 2 ? (unsigned)(s[0] & 31) << 6 | (s[1] & 63u)
	                : (unsigned)(s[0] & 15) << 12 | (unsigned)(s[1] & 63) << 6 | (s[2] & 63u);
}

/* Copy s with every dangerous sequence as \uXXXX, which JSON and YAML read back as the same text. */
static char *escape(const char *s, size_t len, bool newline_ok)
{
	char *out = malloc(len * 6 + 1), *p = out;

	for (size_t i = 0; out && i < len;) {
		const unsigned char *u = (const unsigned char *)s + i;
		size_t n = dangerous(u, newline_ok);

		if (n && i + n <= len) {
			p += snprintf(p, 7, "\\u%04x", code_point(u, n) & 0xffff);
			i += n;
		} else {
			*p++ = s[i++];
		}
	}
	if (out)
		*p = 0;
	return out;
}

char *cli_safe(const char *s)
{
	return escape(s, strlen(s), false);
}

static int put(const char *s, size_t len)
{
	char *safe = escape(s, len, true);

	if (!safe)
		return cli_usage("out of memory");
	fputs(safe, stdout);
	free(safe);
	return 0;
}

/* ---- values as text ---- */

static char *text_of(const agola_value *v)
{
	char buf[64];

	switch (v->kind) {
	case AGOLA_KIND_NULL:
		return strdup("");
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
	case AGOLA_KIND_RAW:
		return cli_safe(v->string);
	case AGOLA_KIND_BOOL:
		return strdup(v->integer ? "true" : "false");
	case AGOLA_KIND_UINT:
		snprintf(buf, sizeof(buf), "%llu", (unsigned long long)v->uinteger);
		return strdup(buf);
	case AGOLA_KIND_INT:
		snprintf(buf, sizeof(buf), "%lld", (long long)v->integer);
		return strdup(buf);
	case AGOLA_KIND_DURATION:
		snprintf(buf, sizeof(buf), "%gs", (double)v->integer / 1e9);
		return strdup(buf);
	case AGOLA_KIND_DOUBLE:
		snprintf(buf, sizeof(buf), "%g", v->real);
		return strdup(buf);
	case AGOLA_KIND_TIME:
		return strdup(agola_time_format(v->time, buf, sizeof(buf)));
	case AGOLA_KIND_OBJECT: {
		char *json = NULL, *safe;

		if (agola_json_encode(v->type, v->pointer, 0, &json, NULL))
			return NULL;
		safe = cli_safe(json);
		agola_free(json);
		return safe;
	}
	default:
		/* a list of values: how many there are */
		snprintf(buf, sizeof(buf), "(%zu)", v->count);
		return strdup(buf);
	}
}

/* ---- JSON ---- */

static int print_json(const agola_type *type, const void *object, bool item)
{
	agola_error *err = NULL;
	char *json = NULL;
	int r;

	if (agola_json_encode(type, object, AGOLA_JSON_PRETTY, &json, &err)) {
		fprintf(stderr, "agolactl: %s\n", agola_error_message(err));
		agola_error_free(err);
		return CLI_ERROR;
	}
	if (!item) {
		r = put(json, strlen(json));
		putchar('\n');
	} else {
		r = 0;
		for (const char *p = json; r == 0 && *p;) {
			size_t n = strcspn(p, "\n");

			fputs("  ", stdout);
			r = put(p, n);
			p += n;
			if (*p) {
				putchar('\n');
				p++;
			}
		}
	}
	agola_free(json);
	return r;
}

/* ---- YAML ---- */

static int on_yaml(void *data, unsigned char *s, size_t len)
{
	(void)data;
	return put((const char *)s, len) == 0;
}

static bool emit(struct cli_list *l, yaml_event_t *e, int made)
{
	return made && yaml_emitter_emit(&l->yaml, e);
}

static bool plain_is_safe(const char *s)
{
	static const char *const words =
	        "true|false|yes|no|on|off|null|y|n|True|False|Yes|No|On|Off|Null|TRUE|FALSE|YES|NO|ON|OFF|NULL|Y|N";

	if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || *s == '/') || cli_word_is(words, s))
		return false;
	return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-") == strlen(s);
}

static bool yaml_scalar(struct cli_list *l, const char *s, bool is_text)
{
	yaml_event_t e;
	bool plain = !is_text || plain_is_safe(s);

	return emit(l, &e,
	            yaml_scalar_event_initialize(&e, NULL, NULL, (const yaml_char_t *)s, (int)strlen(s), 1, 1,
	                                         plain ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE));
}

static bool yaml_object(struct cli_list *l, const agola_type *type, const void *object);

static bool yaml_value(struct cli_list *l, const agola_value *v)
{
	yaml_event_t e;
	bool ok, map = v->kind == AGOLA_KIND_MAP;
	char buf[64];

	switch (v->kind) {
	case AGOLA_KIND_NULL:
		return yaml_scalar(l, "null", false);
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
	case AGOLA_KIND_RAW:
		return yaml_scalar(l, v->string, true);
	case AGOLA_KIND_DURATION:
		snprintf(buf, sizeof(buf), "%lld", (long long)v->integer);
		return yaml_scalar(l, buf, false);
	case AGOLA_KIND_OBJECT:
		return yaml_object(l, v->type, v->pointer);
	case AGOLA_KIND_ARRAY:
	case AGOLA_KIND_MAP:
		ok = map ? emit(l, &e, yaml_mapping_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE))
		         : emit(l, &e, yaml_sequence_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE));
		for (size_t i = 0; ok && i < v->count; i++) {
			agola_value item = AGOLA_VALUE_INIT;

			agola_value_item(v, i, &item);
			ok = (!map || yaml_scalar(l, agola_value_key(v, i), true)) && yaml_value(l, &item);
		}
		return ok && (map ? emit(l, &e, yaml_mapping_end_event_initialize(&e))
		                  : emit(l, &e, yaml_sequence_end_event_initialize(&e)));
	default: {
		char *s = text_of(v);

		ok = s && yaml_scalar(l, s, false);
		free(s);
		return ok;
	}
	}
}

static bool yaml_object(struct cli_list *l, const agola_type *type, const void *object)
{
	yaml_event_t e;
	bool ok = emit(l, &e, yaml_mapping_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE));

	for (size_t i = 0; ok && i < agola_type_n_fields(type); i++) {
		const agola_field *f = agola_type_field(type, i);
		agola_value v = AGOLA_VALUE_INIT;

		agola_field_get(f, object, &v);
		ok = yaml_scalar(l, agola_field_key(f), true) && yaml_value(l, &v);
	}
	return ok && emit(l, &e, yaml_mapping_end_event_initialize(&e));
}

static bool yaml_begin(struct cli_list *l, bool list)
{
	yaml_event_t e;

	if (!yaml_emitter_initialize(&l->yaml))
		return false;
	yaml_emitter_set_output(&l->yaml, on_yaml, NULL);
	yaml_emitter_set_unicode(&l->yaml, 1);
	yaml_emitter_set_width(&l->yaml, -1);
	return emit(l, &e, yaml_stream_start_event_initialize(&e, YAML_UTF8_ENCODING)) &&
	       emit(l, &e, yaml_document_start_event_initialize(&e, NULL, NULL, NULL, 1)) &&
	       (!list || emit(l, &e, yaml_sequence_start_event_initialize(&e, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE)));
}

static bool yaml_end(struct cli_list *l, bool list)
{
	yaml_event_t e;
	bool ok = (!list || emit(l, &e, yaml_sequence_end_event_initialize(&e))) &&
	          emit(l, &e, yaml_document_end_event_initialize(&e, 1)) && emit(l, &e, yaml_stream_end_event_initialize(&e));

	yaml_emitter_delete(&l->yaml);
	return ok;
}

/* ---- tables ---- */

static int choose_columns(struct cli_list *l)
{
	const char *p = l->cli->columns;
	const char *keys[MAX_COLUMNS];
	size_t n = agola_type_n_fields(l->type);

	for (size_t i = 0; i < n && i < MAX_COLUMNS; i++) {
		keys[i] = agola_field_key(agola_type_field(l->type, i));
		if (!p)
			l->columns[l->n_columns++] = agola_type_field(l->type, i);
	}
	while (p && *p) {
		size_t len = strcspn(p, ","), i;

		for (i = 0; i < n && (strlen(keys[i]) != len || strncmp(keys[i], p, len) != 0); i++)
			;
		if (i == n || l->n_columns == MAX_COLUMNS) {
			char word[80], near[80];

			snprintf(word, sizeof(word), "%.*s", (int)len, p);
			cli_suggest(near, sizeof(near), word, keys, n);
			fprintf(stderr, "agolactl: --columns %s: there is no such column%s Right are:", word, *near ? near : ".");
			for (i = 0; i < n; i++)
				fprintf(stderr, " %s", keys[i]);
			fputc('\n', stderr);
			return CLI_USAGE;
		}
		l->columns[l->n_columns++] = agola_type_field(l->type, i);
		p += len + (p[len] == ',');
	}
	return l->n_columns ? 0 : cli_usage("--columns: it is empty");
}

static int table_begin(struct cli_list *l)
{
	scols_init_debug(0);
	l->table = scols_new_table();
	if (!l->table)
		return cli_usage("out of memory");
	scols_table_enable_noheadings(l->table, l->cli->no_headers);
	/* only a terminal has a width to fit into */
	scols_table_set_termforce(l->table, isatty(STDOUT_FILENO) ? SCOLS_TERMFORCE_AUTO : SCOLS_TERMFORCE_NEVER);
	for (size_t i = 0; i < l->n_columns; i++) {
		char name[64];

		snprintf(name, sizeof(name), "%s", agola_field_key(l->columns[i]));
		for (char *c = name; *c; c++)
			*c = (char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c);
		if (!scols_table_new_column(l->table, name, 0, i + 1 < l->n_columns ? 0 : SCOLS_FL_TRUNC))
			return cli_usage("out of memory");
	}
	return 0;
}

static int table_add(struct cli_list *l, const void *object)
{
	struct libscols_line *line = scols_table_new_line(l->table, NULL);

	for (size_t i = 0; line && i < l->n_columns; i++) {
		agola_value v = AGOLA_VALUE_INIT;
		char *s;

		agola_field_get(l->columns[i], object, &v);
		s = text_of(&v);
		/* the line takes it over */
		if (!s || scols_line_refer_data(line, i, s) != 0)
			line = NULL;
	}
	return line ? 0 : cli_usage("out of memory");
}

/* ---- names ---- */

static int name_add(struct cli_list *l, const void *object)
{
	for (size_t i = 0; i < agola_type_n_fields(l->type); i++) {
		const agola_field *f = agola_type_field(l->type, i);
		agola_value v = AGOLA_VALUE_INIT;

		if (strcmp(agola_field_key(f), "name") != 0)
			continue;
		agola_field_get(f, object, &v);
		if (v.string && put(v.string, strlen(v.string)))
			return CLI_ERROR;
		putchar('\n');
	}
	return 0;
}

/* ---- lists of any format ---- */

int cli_list_begin(const struct cli *cli, const agola_type *type, struct cli_list **ret)
{
	struct cli_list *l = calloc(1, sizeof(*l));
	int r = 0;

	if (!l)
		return cli_usage("out of memory");
	l->cli = cli;
	l->type = type;
	if (cli->columns && cli->format != CLI_TABLE)
		r = cli_usage("--columns: it goes with tables only, not with -o %s", cli->output);
	else if (cli->format == CLI_TABLE)
		r = choose_columns(l);
	if (r == 0 && cli->format == CLI_TABLE)
		r = table_begin(l);
	else if (r == 0 && cli->format == CLI_YAML && !yaml_begin(l, true))
		r = cli_usage("out of memory");
	if (r) {
		scols_unref_table(l->table);
		free(l);
		return r;
	}
	*ret = l;
	return 0;
}

int cli_list_add(struct cli_list *l, const void *object)
{
	switch (l->cli->format) {
	case CLI_JSON:
		fputs(l->n++ ? ",\n" : "[\n", stdout);
		return print_json(l->type, object, true);
	case CLI_YAML:
		return yaml_object(l, l->type, object) ? 0 : CLI_ERROR;
	case CLI_NAME:
		return name_add(l, object);
	default:
		return table_add(l, object);
	}
}

int cli_list_end(struct cli_list *l, bool complete)
{
	int r = 0;

	switch (l->cli->format) {
	case CLI_JSON:
		/* a list that broke off stays without its end, so that nobody takes it for whole */
		if (complete)
			puts(l->n ? "\n]" : "[]");
		break;
	case CLI_YAML:
		if (!yaml_end(l, true))
			r = CLI_ERROR;
		break;
	case CLI_NAME:
		break;
	default:
		if (complete || !scols_table_is_empty(l->table))
			r = scols_print_table(l->table) == 0 ? 0 : CLI_ERROR;
		scols_unref_table(l->table);
	}
	free(l);
	return r;
}

int cli_print(const struct cli *cli, const agola_type *type, const void *object)
{
	struct cli_list *l = NULL;
	int r;

	if (cli->format == CLI_JSON && !cli->columns)
		return print_json(type, object, false);
	if (cli->format == CLI_YAML && !cli->columns) {
		struct cli_list one = { .cli = cli, .type = type };
		bool ok = yaml_begin(&one, false) && yaml_object(&one, type, object);

		return yaml_end(&one, false) && ok ? 0 : CLI_ERROR;
	}
	r = cli_list_begin(cli, type, &l);
	if (r || !l)
		return r;
	r = cli_list_add(l, object);
	return cli_list_end(l, r == 0) ? CLI_ERROR : r;
}
