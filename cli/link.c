/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Links in tables, as terminals know them (OSC 8). Where a link leads comes from the annotations of a run, which say where a commit or a
 * branch is to be seen, or is a page of Agola's web pages, which the gateway has at its own URL.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { LONGEST = 2000 };

/* ---- can the terminal? ---- */

static const char *env(const char *name)
{
	const char *s = getenv(name);

	return s ? s : "";
}

/* Terminals that are known to; others may show garbage. A terminal of which nothing is known gets none. */
static bool terminal_can(void)
{
	const char *term = env("TERM"), *program = env("TERM_PROGRAM");
	int vte = atoi(env("VTE_VERSION"));

	if (strcmp(term, "dumb") == 0 || !*term)
		return false;
	/* 0.50.0 crashes */
	return vte > 5000 || atoi(env("KONSOLE_VERSION")) >= 201200 || *env("WT_SESSION") || *env("DOMTERM") ||
	       cli_word("iTerm.app|WezTerm|vscode|ghostty|Hyper|Tabby|rio", program) ||
	       cli_word("xterm-kitty|xterm-ghostty|alacritty|alacritty-direct|foot|foot-extra|contour|wezterm", term);
}

bool cli_has_links(const struct cli *cli)
{
	const char *force = env("FORCE_HYPERLINK"), *how = cli->hyperlinks ? cli->hyperlinks : "auto";

	if (strcmp(how, "auto") != 0)
		return strcmp(how, "always") == 0;
	if (*force)
		return strcmp(force, "0") != 0;
	/* not every pager knows them */
	return isatty(STDOUT_FILENO) && terminal_can();
}

/* ---- URLs ---- */

/* One that comes from the server: http or https, no user name before the host, and nothing that could end the sequence. */
static char *safe_url(const char *s)
{
	static const char allowed[] = "-._~:/?#[]@!$&'()*+,;=%";
	const char *host = strncasecmp(s, "https://", 8) == 0 ? s + 8 : strncasecmp(s, "http://", 7) == 0 ? s + 7 : NULL;
	size_t n = strlen(s);
	char *out, *p;

	if (!host || n > LONGEST || memchr(host, '@', strcspn(host, "/?#")))
		return NULL;
	out = p = malloc(n * 3 + 1);
	for (; out && *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr(allowed, c))
			*p++ = *s;
		else
			p += sprintf(p, "%%%02X", c);
	}
	if (out)
		*p = 0;
	return out;
}

/* The parts of a path stay parts, all else is escaped. */
static void put_part(FILE *f, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr("-._~/", c))
			putc(c, f);
		else
			fprintf(f, "%%%02X", c);
	}
}

/* ---- which pages there are ---- */

static const char *text_of(const agola_type *type, const void *object, const char *key)
{
	agola_value v = AGOLA_VALUE_INIT;

	return cli_field(type, object, key, &v) && v.string ? v.string : "";
}

/* "org/acme/group/web" is /org/acme/projects/group/web.proj; false for what is no such path. */
static bool put_place(FILE *f, const char *path, const char *kind)
{
	const char *name = strchr(path, '/'), *rest = name ? strchr(name + 1, '/') : NULL;

	if (!name || !name[1] || !cli_word_is("org|user", path, (size_t)(name - path), NULL))
		return false;
	if (rest && !rest[1])
		return false;
	put_part(f, path, rest ? (size_t)(rest - path) : strlen(path));
	if (rest) {
		fprintf(f, "/%s/", kind);
		put_part(f, rest + 1, strlen(rest + 1));
		fputs(".proj", f);
	}
	return true;
}

static bool project_page(const struct cli *cli, FILE *f, const agola_type *type, const void *object)
{
	(void)cli;
	return put_place(f, text_of(type, object, "path"), "projects");
}

static bool group_page(const struct cli *cli, FILE *f, const agola_type *type, const void *object)
{
	(void)cli;
	return put_place(f, text_of(type, object, "path"), "projectgroups");
}

static bool org_page(const struct cli *cli, FILE *f, const agola_type *type, const void *object)
{
	const char *name = text_of(type, object, "name");

	(void)cli;
	fputs("org/", f);
	put_part(f, name, strlen(name));
	return *name && !strchr(name, '/');
}

static bool user_page(const struct cli *cli, FILE *f, const agola_type *type, const void *object)
{
	const char *name = text_of(type, object, "username");

	(void)cli;
	fputs("user/", f);
	put_part(f, name, strlen(name));
	return *name && !strchr(name, '/');
}

/* What the command was given; "" if it was not. */
static const char *given(const struct cli *cli, const char *name)
{
	const struct cli_option *o = cli_option_of(cli->command, name);

	for (size_t i = 0; o && i < cli->n_slots; i++) {
		const char *value;

		if (cli->slots[i].option != o || o->kind != CLI_TEXT)
			continue;
		value = *(const char *const *)((const char *)cli->slots[i].base + o->off);
		return value ? value : "";
	}
	return "";
}

/* The page to which Agola's own links on commits lead. */
static bool run_page(const struct cli *cli, FILE *f, const agola_type *type, const void *object)
{
	const char *project = given(cli, "project"), *user = given(cli, "username");
	agola_value number = AGOLA_VALUE_INIT;

	if (!cli_field(type, object, "number", &number))
		return false;
	if (*user && !strchr(user, '/')) {
		fputs("user/", f);
		put_part(f, user, strlen(user));
		fprintf(f, "/runs/%llu", (unsigned long long)number.uinteger);
		return true;
	}
	fputs("run?projectref=", f);
	put_part(f, project, strlen(project));
	fprintf(f, "&runnumber=%llu", (unsigned long long)number.uinteger);
	return *project != 0;
}

/* ---- the table of links ---- */

#define RUNS "agola_gw_run_summary|agola_gw_run"

static const struct link {
	const char *types, *columns;
	const char *annotations; /* of these the first that there is, or */
	bool (*page)(const struct cli *cli, FILE *f, const agola_type *type, const void *object);
} links[] = {
	{ RUNS, "commit", "commit_link", NULL },
	{ RUNS, "ref", "branch_link|tag_link|pull_request_link", NULL },
	{ RUNS, "number|name", NULL, run_page },
	{ "agola_gw_project", "path|name", NULL, project_page },
	{ "agola_gw_project_group", "path|name", NULL, group_page },
	{ "agola_gw_org", "name", NULL, org_page },
	{ "agola_gw_user|agola_gw_private_user", "username", NULL, user_page },
};

static char *of_annotations(const agola_type *type, const void *object, const char *words)
{
	agola_value all = AGOLA_VALUE_INIT, one = AGOLA_VALUE_INIT;

	cli_field(type, object, "annotations", &all);
	for (; words; words = cli_next_word(words)) {
		for (size_t i = 0; i < all.count; i++) {
			const char *key = agola_value_key(&all, i);

			if (!key || strlen(key) != (size_t)cli_first(words) || strncmp(key, words, strlen(key)) != 0)
				continue;
			agola_value_item(&all, i, &one);
			if (one.string && *one.string)
				return safe_url(one.string);
		}
	}
	return NULL;
}

static char *of_page(const struct cli *cli, const struct link *l, const agola_type *type, const void *object)
{
	const char *base = cli->web_url;
	char *text = NULL, *url = NULL;
	size_t size = 0;
	bool ok;
	FILE *f;

	/* behind a socket the URL is no place where a browser could go */
	if (!base || !*base)
		base = cli->unix_socket && *cli->unix_socket ? "" : cli->gateway_url;
	f = open_memstream(&text, &size);
	if (!f)
		return NULL;
	fprintf(f, "%.*s/", (int)(strlen(base) - (*base && base[strlen(base) - 1] == '/')), base);
	ok = *base && l->page(cli, f, type, object);
	if (fclose(f) == 0 && ok)
		url = safe_url(text);
	free(text);
	return url;
}

char *cli_link(const struct cli *cli, const agola_type *type, const void *object, const char *column)
{
	for (const struct link *l = links; l < links + CLI_COUNT(links); l++) {
		if (cli_word(l->types, agola_type_name(type)) && cli_word(l->columns, column))
			return l->annotations ? of_annotations(type, object, l->annotations) : of_page(cli, l, type, object);
	}
	return NULL;
}
