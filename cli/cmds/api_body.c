/* SPDX-License-Identifier: Apache-2.0 */
/* agolactl api: path, headers and fields as they are sent. */
#include "api.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "api/v1alpha/"
/* no gateway takes more */
enum { MOST = 1024 * 1024 };

static bool is_method(const struct cli_api *o, const char *words)
{
	return cli_word(words, o->method);
}

/* ---- the path ---- */

/* As one part of a path; free() it. */
static char *escape(const char *s)
{
	char *out = malloc(strlen(s) * 3 + 1), *p = out;

	for (; out && *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr("-._~", c))
			*p++ = *s;
		else
			p += sprintf(p, "%%%02X", c);
	}
	if (out)
		*p = 0;
	return out;
}

static int put_path(const struct cli *cli, FILE *f, const char *path)
{
	static const char hole[] = "{project}";
	int r = 0;

	while (r == 0 && *path) {
		size_t n = strcspn(path, "{");
		char *project;

		fwrite(path, 1, n, f);
		path += n;
		if (!*path)
			break;
		if (strncmp(path, hole, strlen(hole)) != 0)
			return cli_usage("PATH: \"%.*s\" is no placeholder: {project} is one, and a { itself is %%7B",
			                 (int)strcspn(path, "}") + 1, path);
		if (!cli->default_project || !*cli->default_project)
			return cli_usage("PATH: {project} is the default project, and there is none: see --default-project");
		project = escape(cli->default_project);
		if (project)
			fputs(project, f);
		else
			r = cli_no_memory();
		free(project);
		path += strlen(hole);
	}
	return r;
}

static int make_target(struct cli *cli, struct cli_api *o)
{
	const char *path = o->path;
	size_t size = 0;
	FILE *f;
	int r;

	if (strstr(path, "://") && strcspn(path, ":") < strcspn(path, "/?"))
		return cli_usage("PATH: right is a path, such as /orgs; the server is that of --gateway-url");
	path += *path == '/';
	if (strncmp(path, PREFIX, strlen(PREFIX)) == 0)
		path += strlen(PREFIX);
	f = open_memstream(&o->target, &size);
	if (!f)
		return cli_no_memory();
	putc('/', f);
	r = put_path(cli, f, path);
	if (fclose(f) != 0 && r == 0)
		r = cli_no_memory();
	return cli_keep(cli, o->target) || r ? r : cli_no_memory();
}

/* ---- headers ---- */

static int make_headers(struct cli *cli, struct cli_api *o)
{
	/* one of our own may come */
	agola_string_entry *entries = cli_keep(cli, calloc(o->headers.n + 1, sizeof(*entries)));
	const agola_string_entry **list = cli_keep(cli, calloc(o->headers.n + 1, sizeof(*list)));
	bool typed = false;

	if (!entries || !list)
		return cli_no_memory();
	for (size_t i = 0; i < o->headers.n; i++) {
		char *name = cli_keep(cli, strdup(o->headers.items[i])), *value = name ? strchr(name, ':') : NULL;

		if (!name)
			return cli_no_memory();
		if (!value || value == name)
			return cli_usage("--header: \"%s\" is not right: \"Name: value\"", cli_safe_kept(cli, name));
		*value++ = 0;
		if (strcasecmp(name, "Authorization") == 0)
			return cli_usage("--header: Authorization is that of the token; see --token-file");
		typed |= strcasecmp(name, "Content-Type") == 0;
		entries[i] = (agola_string_entry){ name, value + strspn(value, " \t") };
		list[i] = &entries[i];
	}
	o->req.headers = list;
	o->req.n_headers = o->headers.n;
	if (o->input && !typed) {
		entries[o->headers.n] = (agola_string_entry){ "Content-Type", "application/json" };
		list[o->req.n_headers++] = &entries[o->headers.n];
	}
	return 0;
}

/* ---- fields ---- */

/* What @FILE stands for; *text is kept. */
static int read_file(struct cli *cli, const char *option, const char *file, const char **text)
{
	bool standard = strcmp(file, "-") == 0;
	FILE *f = standard ? stdin : fopen(file, "re");
	char *bytes = f ? cli_keep(cli, calloc(1, MOST + 2)) : NULL;
	size_t n = bytes ? fread(bytes, 1, MOST + 1, f) : 0;
	int r = 0;

	if (!f || ferror(f))
		r = cli_error("%s: %s: %s", option, file, strerror(errno));
	else if (!bytes)
		r = cli_no_memory();
	else if (n > MOST)
		r = cli_usage("%s: %s: it is larger than 1 MiB, which no gateway takes", option, file);
	else if (memchr(bytes, 0, n))
		r = cli_usage("%s: %s: it is no text; --input sends any bytes", option, file);
	if (f && !standard)
		fclose(f);
	*text = bytes;
	return r;
}

/* "key=value"; of typed ones the value says what it is. */
static int read_field(struct cli *cli, const char *option, const char *given, bool typed, struct cli_record *ret)
{
	char *key = cli_keep(cli, strdup(given)), *value = key ? strchr(key, '=') : NULL;

	if (!key)
		return cli_no_memory();
	if (!value || value == key)
		return cli_usage("%s: \"%s\" is not right: KEY=VALUE", option, cli_safe_kept(cli, key));
	*value++ = 0;
	*ret = (struct cli_record){ .key = key, .value = value };
	if (!typed)
		return 0;
	if (*value == '@')
		return read_file(cli, option, value + 1, &ret->value);
	ret->raw = cli_is_json(value);
	if (!ret->raw && (*value == '{' || *value == '['))
		return cli_usage("%s: %s: the value begins as JSON, and is none; --raw-field takes it as text", option,
		                 cli_safe_kept(cli, key));
	return 0;
}

static int make_body(struct cli *cli, struct cli_api *o, const struct cli_record *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++) {
			if (strcmp(fields[i].key, fields[k].key) == 0)
				return cli_usage("the field %s is given twice; a list is -F '%s=[\"a\",\"b\"]'",
				                 cli_safe_kept(cli, fields[i].key), cli_safe_kept(cli, fields[i].key));
		}
	}
	o->req.body = cli_keep(cli, cli_json_of_record(fields, n, false));
	return o->req.body ? 0 : cli_no_memory();
}

static int make_query(struct cli *cli, struct cli_api *o, const struct cli_record *fields, size_t n)
{
	agola_string_entry *entries = cli_keep(cli, calloc(n + 1, sizeof(*entries)));

	o->query = cli_keep(cli, calloc(n + 1, sizeof(*o->query)));
	if (!entries || !o->query)
		return cli_no_memory();
	for (size_t i = 0; i < n; i++) {
		entries[i] = (agola_string_entry){ fields[i].key, fields[i].value };
		o->query[i] = &entries[i];
	}
	o->req.query = o->query;
	o->req.n_query = n;
	return 0;
}

static int make_fields(struct cli *cli, struct cli_api *o)
{
	size_t n = o->raw_fields.n + o->fields.n;
	struct cli_record *fields = cli_keep(cli, calloc(n + 1, sizeof(*fields)));
	bool in_body = n && !o->input && is_method(o, "POST|PUT|PATCH");
	int r = fields ? 0 : cli_no_memory();

	for (size_t i = 0; r == 0 && i < n; i++) {
		bool typed = i >= o->raw_fields.n;

		r = typed ? read_field(cli, "--field", o->fields.items[i - o->raw_fields.n], true, &fields[i])
		          : read_field(cli, "--raw-field", o->raw_fields.items[i], false, &fields[i]);
	}
	if (r == 0 && in_body)
		r = make_body(cli, o, fields, n);
	return r ? r : make_query(cli, o, fields, in_body ? 0 : n);
}

/* ---- what goes together ---- */

int cli_api_prepare(struct cli *cli, struct cli_api *o)
{
	int r;

	o->req.size = sizeof(o->req);
	if (o->input && is_method(o, "GET|HEAD"))
		return cli_usage("--input: it goes with POST, PUT, PATCH and DELETE, not with %s", o->method);
	if (o->paginate && !is_method(o, "GET"))
		return cli_usage("--paginate: it goes with GET, not with %s", o->method);
	if (cli->format == CLI_NAME || cli->columns)
		return cli_usage("%s: what this command prints has no columns and no names",
		                 cli->columns ? "--columns" : "-o name");
	if ((o->out || o->include) && (cli->format == CLI_YAML || cli->format == CLI_PATH))
		return cli_usage("%s: it does not go with -o %s", o->out ? "--out" : "--include", cli->output);
	r = make_target(cli, o);
	if (r == 0)
		r = make_headers(cli, o);
	return r ? r : make_fields(cli, o);
}
