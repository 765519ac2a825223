/* SPDX-License-Identifier: Apache-2.0 */
/*
 * -o jsonpath=PATH: values out of what -o json prints, one a line. A small part of what others call so: .key, ['key'], [n], [*],
 * with or without a $ at the beginning and {} around all of it. The path is walked as text; it was checked before.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>
#include <yajl/yajl_tree.h>

struct step {
	const char *key; /* NULL: */
	size_t len;
	bool all;
	uint64_t n;
};

/* The next step; false at the end and where there is none that is right. */
static bool next(const char **path, struct step *s)
{
	const char *p = *path;
	char *end = NULL;

	*s = (struct step){ .key = NULL };
	if (*p == '.') {
		s->key = p + 1;
		s->len = strcspn(s->key, ".[]'\" ");
		if (s->len == 0)
			return false;
		*path = s->key + s->len;
		return true;
	}
	if (*p++ != '[')
		return false;
	if (*p == '\'' || *p == '"') {
		s->key = p + 1;
		s->len = strcspn(s->key, *p == '"' ? "\"" : "'");
		end = (char *)s->key + s->len;
		end += *end == *p;
	} else if (*p == '*') {
		s->all = true;
		end = (char *)p + 1;
	} else if (*p >= '0' && *p <= '9') {
		s->n = strtoull(p, &end, 10);
	}
	if (!end || *end != ']')
		return false;
	*path = end + 1;
	return true;
}

/* Without { }, $ and the . that stands for all. */
static char *steps_of(const char *path)
{
	size_t n = strlen(path);

	if (n > 1 && *path == '{' && path[n - 1] == '}') {
		path++;
		n -= 2;
	}
	if (n && *path == '$') {
		path++;
		n--;
	}
	return strndup(path, n == 1 && *path == '.' ? 0 : n);
}

/* ---- does what it names exist? ---- */

/* What a part of the path stands for, as far as the type tells. */
struct place {
	enum { FREE, OBJECT, RECORD, MANY, MAP, PLAIN } is; /* FREE: nothing is known of it */
	const agola_type *type;                             /* of the object, or of what is in the list or map; NULL: not known */
};

static struct place below(const agola_field *field)
{
	const agola_type *type = agola_field_type(field);

	switch (agola_field_kind(field)) {
	case AGOLA_KIND_OBJECT:
		return (struct place){ type ? OBJECT : FREE, type };
	case AGOLA_KIND_ARRAY:
		return (struct place){ MANY, type };
	case AGOLA_KIND_MAP:
		return (struct place){ MAP, type };
	case AGOLA_KIND_RAW:
		return (struct place){ FREE, NULL };
	default:
		return (struct place){ PLAIN, NULL };
	}
}

/* An error with all keys that are right. */
static int no_key(const struct cli *cli, const struct place *at, const char *where, const struct step *s)
{
	const char *keys[96], *fields = at->is == RECORD ? cli->command->fields : NULL;
	char word[80], near[80], one[96][32], right[2048] = "";
	size_t n = 0, len = 0;

	for (size_t i = 0; !fields && i < agola_type_n_fields(at->type) && n < CLI_COUNT(keys); i++)
		keys[n++] = agola_field_key(agola_type_field(at->type, i));
	for (; fields && n < CLI_COUNT(keys); fields = strchr(fields, ',') ? strchr(fields, ',') + 1 : NULL) {
		snprintf(one[n], sizeof(one[n]), "%.*s", (int)strcspn(fields, ","), fields);
		keys[n] = one[n];
		n++;
	}
	for (size_t i = 0; i < n && len < sizeof(right); i++)
		len += (size_t)snprintf(right + len, sizeof(right) - len, "%s%s", i ? " " : "", keys[i]);
	snprintf(word, sizeof(word), "%.*s", (int)s->len, s->key);
	cli_suggest(near, sizeof(near), word, keys, n);
	return cli_usage("-o jsonpath: there is no key \"%s\" in %s; right are: %s%s", word,
	                 *where ? where : "what this command prints", right, near);
}

static const agola_field *field_of(const agola_type *type, const struct step *s)
{
	for (size_t i = 0; i < agola_type_n_fields(type); i++) {
		const char *key = agola_field_key(agola_type_field(type, i));

		if (strlen(key) == s->len && strncmp(key, s->key, s->len) == 0)
			return agola_type_field(type, i);
	}
	return NULL;
}

static bool is_field(const char *fields, const struct step *s)
{
	for (const char *p = fields; p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL) {
		if (strcspn(p, ",") == s->len && strncmp(p, s->key, s->len) == 0)
			return true;
	}
	return false;
}

/* One step on; @where is the path up to there, for messages. 0 or an exit code. */
static int go_on(const struct cli *cli, struct place *at, const char *where, const struct step *s)
{
	const agola_field *field = at->is == OBJECT && s->key ? field_of(at->type, s) : NULL;

	switch (at->is) {
	case FREE:
		return 0;
	case PLAIN:
		return cli_usage("-o jsonpath: %s is a single value: there is nothing below it", where);
	case OBJECT:
	case RECORD:
		if (s->all) {
			*at = (struct place){ FREE, NULL };
			return 0;
		}
		if (!s->key)
			return cli_usage("-o jsonpath: %s is an object, not a list: right is .key or ['key']",
			                 *where ? where : "what this command prints");
		if (at->is == RECORD ? !is_field(cli->command->fields, s) : !field)
			return no_key(cli, at, where, s);
		*at = field ? below(field) : (struct place){ PLAIN, NULL };
		return 0;
	case MAP:
	case MANY:
		if (at->is == MANY ? s->key != NULL : !s->key && !s->all)
			return cli_usage("-o jsonpath: %s is a %s: right is %s", where, at->is == MANY ? "list" : "map",
			                 at->is == MANY ? "[*] or a number, as [0]" : ".key, ['key'] or [*]");
		*at = (struct place){ at->type ? OBJECT : FREE, at->type };
		return 0;
	}
	return 0;
}

static int say_list(void)
{
	return cli_usage("-o jsonpath: this command prints a list, so the path begins with [*] or with a number, as [0]");
}

static int say_object(void)
{
	return cli_usage("-o jsonpath: this command prints one object, so the path begins with .key or ['key']");
}

int cli_path_new(struct cli *cli, const char *path)
{
	char *steps = cli_keep(cli, steps_of(path));
	const char *p = steps;
	struct place at = { cli->type ? OBJECT : cli->command->fields ? RECORD : FREE, cli->type };
	struct step s;

	if (!steps)
		return cli_no_memory();
	while (*p) {
		const char *here = p;
		char where[128];
		int r;

		if (!next(&p, &s))
			return cli_usage("-o jsonpath: \"%s\" is not right at \"%s\": .key, ['key'], [0] or [*]", path, here);
		if (s.key && here == steps && cli->command->each)
			return say_list();
		/* the items of a list: not all commands that print one say so before */
		if (!s.key && here == steps)
			continue;
		snprintf(where, sizeof(where), "%.*s", (int)(here - steps), steps);
		r = go_on(cli, &at, where, &s);
		if (r)
			return r;
	}
	cli->path_steps = steps;
	return 0;
}

/* ---- values ---- */

static bool put_value(yajl_gen g, yajl_val v)
{
	bool ok;

	switch (v->type) {
	case yajl_t_string:
		return yajl_gen_string(g, (const unsigned char *)v->u.string, strlen(v->u.string)) == yajl_gen_status_ok;
	case yajl_t_number:
		return yajl_gen_number(g, v->u.number.r, strlen(v->u.number.r)) == yajl_gen_status_ok;
	case yajl_t_true:
	case yajl_t_false:
		return yajl_gen_bool(g, v->type == yajl_t_true) == yajl_gen_status_ok;
	case yajl_t_object:
		ok = yajl_gen_map_open(g) == yajl_gen_status_ok;
		for (size_t i = 0; ok && i < v->u.object.len; i++) {
			const char *key = v->u.object.keys[i];

			ok = yajl_gen_string(g, (const unsigned char *)key, strlen(key)) == yajl_gen_status_ok &&
			     put_value(g, v->u.object.values[i]);
		}
		return ok && yajl_gen_map_close(g) == yajl_gen_status_ok;
	case yajl_t_array:
		ok = yajl_gen_array_open(g) == yajl_gen_status_ok;
		for (size_t i = 0; ok && i < v->u.array.len; i++)
			ok = put_value(g, v->u.array.values[i]);
		return ok && yajl_gen_array_close(g) == yajl_gen_status_ok;
	default:
		return yajl_gen_null(g) == yajl_gen_status_ok;
	}
}

/* Text as it is, all else as JSON in one line. */
static int print_value(yajl_val v)
{
	const unsigned char *text;
	yajl_gen g;
	size_t len;
	bool ok;

	if (v->type == yajl_t_string)
		return cli_put_line(stdout, "", v->u.string) ? 0 : cli_no_memory();
	g = yajl_gen_alloc(NULL);
	ok = g && put_value(g, v) && yajl_gen_get_buf(g, &text, &len) == yajl_gen_status_ok && cli_put((const char *)text, len);
	if (ok)
		putchar('\n');
	if (g)
		yajl_gen_free(g);
	return ok ? 0 : cli_no_memory();
}

static int walk(yajl_val v, const char *path)
{
	struct step s;
	int r = 0;

	if (!next(&path, &s))
		return print_value(v);
	for (size_t i = 0; s.key && v->type == yajl_t_object && i < v->u.object.len; i++) {
		if (strlen(v->u.object.keys[i]) == s.len && strncmp(v->u.object.keys[i], s.key, s.len) == 0)
			return walk(v->u.object.values[i], path);
	}
	for (size_t i = 0; s.all && v->type == yajl_t_object && r == 0 && i < v->u.object.len; i++)
		r = walk(v->u.object.values[i], path);
	for (size_t i = 0; !s.key && v->type == yajl_t_array && r == 0 && i < v->u.array.len; i++)
		r = s.all || i == s.n ? walk(v->u.array.values[i], path) : 0;
	return r;
}

int cli_path_put(const struct cli *cli, const char *json, const size_t *index)
{
	const char *path = cli->path_steps;
	yajl_val v = NULL;
	struct step s;
	int r = 0;

	if (index && (!next(&path, &s) || s.key))
		return say_list();
	if (!index && (cli->type || cli->command->fields) && next(&(const char *){ path }, &s) && !s.key && !s.all)
		return say_object();
	if (index && !s.all && s.n != *index)
		return 0;
	v = yajl_tree_parse(json, NULL, 0);
	r = v ? walk(v, path) : cli_no_memory();
	yajl_tree_free(v);
	return r;
}
