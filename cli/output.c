/* SPDX-License-Identifier: Apache-2.0 */
/* Any object of the SDK, by reflection: as table, JSON, YAML or names. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

struct cli_list {
	const struct cli *cli;
	size_t n;
	int result;
	struct cli_table *table;
	struct cli_yaml *yaml;
};

/* ---- values as one line of text ---- */

/* Adds to *text, which is NULL at first. */
static bool append(char **text, const char *s)
{
	size_t n = *text ? strlen(*text) : 0, len = strlen(s) + 1;
	char *more = realloc(*text, n + len);

	if (!more)
		return false;
	memcpy(more + n, s, len);
	*text = more;
	return true;
}

static const agola_field *field_of(const agola_type *type, const char *key)
{
	for (size_t i = 0; i < agola_type_n_fields(type); i++) {
		if (strcmp(agola_field_key(agola_type_field(type, i)), key) == 0)
			return agola_type_field(type, i);
	}
	return NULL;
}

bool cli_field(const agola_type *type, const void *object, const char *key, agola_value *v)
{
	const agola_field *f = field_of(type, key);

	if (f)
		agola_field_get(f, object, v);
	return f != NULL;
}

/* An object in one cell: what names it, else as JSON. */
static char *text_of_object(const agola_value *v)
{
	static const char *const names[] = { "name", "username", "path", "id" };
	agola_value name = AGOLA_VALUE_INIT;
	char *json = NULL, *safe;

	for (size_t i = 0; i < CLI_COUNT(names); i++) {
		const agola_field *f = field_of(v->type, names[i]);

		if (f)
			agola_field_get(f, v->pointer, &name);
		if (name.string && *name.string)
			return cli_safe(name.string);
	}
	if (agola_json_encode(v->type, v->pointer, 0, &json, NULL))
		return NULL;
	safe = cli_safe(json);
	agola_free(json);
	return safe;
}

/* "a,b" and "k=v,l=w". */
static char *text_of_items(const agola_value *v)
{
	enum { MOST = 10 };
	char *text = strdup(""), more[32];
	bool ok = text != NULL;

	for (size_t i = 0; ok && i < v->count && i < MOST; i++) {
		agola_value item = AGOLA_VALUE_INIT;
		const char *key = agola_value_key(v, i);
		char *safe_key = key ? cli_safe(key) : NULL, *s;

		agola_value_item(v, i, &item);
		s = cli_text(&item);
		ok = s && (!key || safe_key) && (i == 0 || append(&text, ",")) &&
		     (!key || (append(&text, safe_key) && append(&text, item.kind == AGOLA_KIND_OBJECT ? "" : "="))) &&
		     (key && item.kind == AGOLA_KIND_OBJECT ? true : append(&text, s));
		free(safe_key);
		free(s);
	}
	if (ok && v->count > MOST) {
		snprintf(more, sizeof(more), ",... (%zu)", v->count);
		ok = append(&text, more);
	}
	if (!ok)
		free(text);
	return ok ? text : NULL;
}

char *cli_text(const agola_value *v)
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
		/* the shortest that reads back as the same number */
		for (int digits = 15; digits <= 17; digits++) {
			snprintf(buf, sizeof(buf), "%.*g", digits, v->real);
			if (strtod(buf, NULL) == v->real)
				break;
		}
		return strdup(buf);
	case AGOLA_KIND_TIME:
		return strdup(agola_time_format(v->time, buf, sizeof(buf)));
	case AGOLA_KIND_OBJECT:
		return text_of_object(v);
	case AGOLA_KIND_ARRAY:
	case AGOLA_KIND_MAP:
		return text_of_items(v);
	}
	return strdup("");
}

/* ---- JSON ---- */

static int put_json(const char *json, const char *indent)
{
	bool ok = true;

	for (const char *p = json; ok && *p;) {
		size_t n = strcspn(p, "\n");

		fputs(indent, stdout);
		ok = cli_put(p, n);
		p += n;
		if (*p) {
			putchar('\n');
			p++;
		}
	}
	return ok ? 0 : cli_no_memory();
}

static int print_json(const agola_type *type, const void *object, const char *indent)
{
	agola_error *err = NULL;
	char *json = NULL;
	int r;

	if (agola_json_encode(type, object, AGOLA_JSON_PRETTY | AGOLA_JSON_SHOW_SECRETS, &json, &err)) {
		r = cli_error("%s", agola_error_message(err));
		agola_error_free(err);
		return r;
	}
	r = put_json(json, indent);
	agola_free(json);
	return r;
}

static int put_path(const struct cli *cli, const void *object, const size_t *index)
{
	agola_error *err = NULL;
	char *json = NULL;
	int r;

	if (agola_json_encode(cli->type, object, AGOLA_JSON_SHOW_SECRETS, &json, &err)) {
		r = cli_error("%s", agola_error_message(err));
		agola_error_free(err);
		return r;
	}
	r = cli_path_put(cli, json, index);
	agola_free(json);
	return r;
}

/* ---- names ---- */

static int print_name(const struct cli *cli, const void *object)
{
	const char *key = cli->command->key ? cli->command->key : "name";
	agola_value v = AGOLA_VALUE_INIT;
	char *s;

	agola_field_get(field_of(cli->type, key), object, &v);
	s = cli_text(&v);
	if (s)
		puts(s);
	free(s);
	return s ? 0 : cli_no_memory();
}

/* ---- lists of any format ---- */

int cli_check_output(struct cli *cli)
{
	const struct cli_command *c = cli->command;

	const char *path = cli->output ? strchr(cli->output, '=') : NULL;

	cli->format = path                                  ? CLI_PATH
	              : !cli->output || *cli->output == 't' ? CLI_TABLE
	              : *cli->output == 'j'                 ? CLI_JSON
	              : *cli->output == 'y'                 ? CLI_YAML
	                                                    : CLI_NAME;
	cli->type = agola_type_find(c->type);
	if (c->choose && (cli->type || c->fields))
		c->choose(cli, cli->opts);
	if (path && cli_path_new(cli, path + 1) != 0)
		return CLI_USAGE;
	if (!cli->type && !c->fields)
		return 0;
	if (cli->columns && cli->format != CLI_TABLE)
		return cli_usage("--columns: it goes with tables only, not with -o %s", cli->output);
	if (cli->format == CLI_NAME && cli->type && !field_of(cli->type, c->key ? c->key : "name"))
		return cli_usage("-o name: what this command prints has no name");
	return cli->format == CLI_TABLE ? cli_table_columns(cli, NULL) : 0;
}

int cli_list_begin(const struct cli *cli, struct cli_list **ret)
{
	struct cli_list *l = calloc(1, sizeof(*l));

	if (!l)
		return cli_no_memory();
	l->cli = cli;
	if (cli->format == CLI_TABLE)
		l->table = cli_table_new(cli);
	else if (cli->format == CLI_YAML)
		l->yaml = cli_yaml_new(true);
	if ((cli->format == CLI_TABLE && !l->table) || (cli->format == CLI_YAML && !l->yaml)) {
		free(l);
		return cli_no_memory();
	}
	*ret = l;
	return 0;
}

/* One more was printed. */
static int added(struct cli_list *l, int result)
{
	enum { ENOUGH = -1 };

	/* who reads it need not wait for the next pages */
	if (++l->n % CLI_SHORT_PAGE == 0) {
		if (l->yaml && !cli_yaml_flush(l->yaml))
			result = CLI_ERROR;
		fflush(stdout);
	}
	l->result = result == 0 && cli_stdout_failed() ? CLI_ERROR : result;
	return l->result == 0 && l->n == l->cli->most ? ENOUGH : l->result;
}

int cli_list_add(struct cli_list *l, const void *object)
{
	switch (l->cli->format) {
	case CLI_JSON:
		fputs(l->n ? ",\n" : "[\n", stdout);
		return added(l, print_json(l->cli->type, object, "  "));
	case CLI_YAML:
		return added(l, cli_yaml_add(l->yaml, l->cli->type, object) ? 0 : CLI_ERROR);
	case CLI_NAME:
		return added(l, print_name(l->cli, object));
	case CLI_PATH:
		return added(l, put_path(l->cli, object, &l->n));
	case CLI_TABLE:
		break;
	}
	return added(l, cli_table_add(l->table, object));
}

/* ---- what is no object of the SDK ---- */

/* What a terminal should not see is escaped later, as in all JSON. */
static void put_string(FILE *f, const char *s)
{
	putc('"', f);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			putc('\\', f);
		if ((unsigned char)*s < 0x20)
			fprintf(f, "\\u%04x", (unsigned)*s);
		else
			putc(*s, f);
	}
	putc('"', f);
}

char *cli_json_of_record(const struct cli_record *r, size_t n, bool pretty)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	bool ok = f != NULL;

	for (size_t i = 0; f && i < n; i++) {
		fprintf(f, "%s%s", i ? "," : "{", pretty ? "\n  " : "");
		put_string(f, r[i].key);
		fputs(": ", f);
		if (!r[i].value || r[i].raw)
			fputs(r[i].value ? r[i].value : "null", f);
		else
			put_string(f, r[i].value);
	}
	if (f && !n)
		putc('{', f);
	if (f && (fputs(pretty ? "\n}" : "}", f) < 0 || fclose(f) != 0))
		ok = false;
	if (!ok)
		free(text);
	return ok ? text : NULL;
}

static int print_record_name(const struct cli *cli, const struct cli_record *r, size_t n)
{
	const char *key = cli->command->key ? cli->command->key : "name";

	for (size_t i = 0; i < n; i++) {
		if (strcmp(r[i].key, key) == 0)
			return cli_put_line(stdout, "", r[i].value ? r[i].value : "") ? 0 : cli_no_memory();
	}
	return 0;
}

int cli_list_add_record(struct cli_list *l, const struct cli_record *r, size_t n)
{
	enum cli_format format = l->cli->format;
	char *json = format == CLI_NAME || format == CLI_TABLE ? NULL : cli_json_of_record(r, n, format == CLI_JSON);
	int result = 0;

	if (format == CLI_NAME) {
		result = print_record_name(l->cli, r, n);
	} else if (format == CLI_TABLE) {
		result = cli_table_add_record(l->table, r, n);
	} else if (!json) {
		result = cli_no_memory();
	} else if (format == CLI_JSON) {
		fputs(l->n ? ",\n" : "[\n", stdout);
		result = put_json(json, "  ");
	} else if (format == CLI_PATH) {
		result = cli_path_put(l->cli, json, &l->n);
	} else {
		result = cli_yaml_add_json(l->yaml, json) ? 0 : CLI_ERROR;
	}
	free(json);
	return added(l, result);
}

int cli_print_record(const struct cli *cli, const struct cli_record *r, size_t n)
{
	char *json = cli_json_of_record(r, n, cli->format == CLI_JSON);
	struct cli_list *l = NULL;
	struct cli_yaml *y;
	int result = json ? 0 : cli_no_memory();

	if (result == 0 && cli->format == CLI_JSON) {
		result = put_json(json, "");
		putchar('\n');
	} else if (result == 0 && cli->format == CLI_YAML) {
		y = cli_yaml_new(false);
		result = y && cli_yaml_add_json(y, json) && cli_yaml_end(y) ? 0 : CLI_ERROR;
	} else if (result == 0 && cli->format == CLI_PATH) {
		result = cli_path_put(cli, json, NULL);
	} else if (result == 0) {
		result = cli_list_begin(cli, &l);
		if (result == 0) {
			cli_list_add_record(l, r, n);
			result = cli_list_end(l, true);
		}
	}
	free(json);
	return result;
}

/* ---- the end ---- */

int cli_list_end(struct cli_list *l, bool complete)
{
	int r = l->result;

	complete |= r == 0 && l->cli->most && l->n == l->cli->most;
	switch (l->cli->format) {
	case CLI_JSON:
		/* a list that broke off stays without its end, so that nobody takes it for whole */
		if (complete)
			puts(l->n ? "\n]" : "[]");
		else if (l->n)
			putchar('\n');
		break;
	case CLI_YAML:
		r = cli_yaml_end(l->yaml) ? r : CLI_ERROR;
		break;
	case CLI_NAME:
	case CLI_PATH:
		break;
	case CLI_TABLE:
		r = cli_table_end(l->table) ? CLI_ERROR : r;
		break;
	}
	free(l);
	return r;
}

int cli_print(const struct cli *cli, const void *object)
{
	struct cli_list *l = NULL;
	struct cli_yaml *y;
	int r;

	switch (cli->format) {
	case CLI_JSON:
		r = print_json(cli->type, object, "");
		putchar('\n');
		return r;
	case CLI_YAML:
		y = cli_yaml_new(false);
		if (!y)
			return cli_no_memory();
		r = cli_yaml_add(y, cli->type, object) ? 0 : CLI_ERROR;
		return cli_yaml_end(y) ? r : CLI_ERROR;
	case CLI_PATH:
		return put_path(cli, object, NULL);
	default:
		r = cli_list_begin(cli, &l);
		if (r)
			return r;
		r = cli_list_add(l, object);
		return cli_list_end(l, r == 0);
	}
}

int cli_finish(const struct cli *cli, int result, void *object, agola_error *err, const char *done)
{
	agola_value v = AGOLA_VALUE_INIT;
	int r;

	if (result)
		return cli_fail(cli, err);
	r = cli_print(cli, object);
	cli_field(cli->type, object, cli->command->key ? cli->command->key : "name", &v);
	if (done)
		cli_say_done(cli, v.string ? v.string : cli_subject(cli), done);
	agola_free(object);
	return r;
}
