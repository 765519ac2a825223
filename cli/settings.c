/* SPDX-License-Identifier: Apache-2.0 */
/* Where the URL, the token and the rest come from: flag, else a context that was asked for, else environment, else config file. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- secrets in files ---- */

/* Others can read what should be private. */
static bool is_open(FILE *f, unsigned *mode)
{
	struct stat st;

	*mode = fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) ? (unsigned)st.st_mode & 07777 : 0;
	return (*mode & 077) != 0;
}

static int first_line(const char *option, const char *path, FILE *f, char *line, size_t size)
{
	size_t n = 0;
	int c;

	errno = 0;
	while ((c = getc(f)) != EOF && c != '\n' && n + 1 < size)
		line[n++] = (char)c;
	if (ferror(f))
		return cli_error("%s %s: %s", option, path, strerror(errno));
	if (n && line[n - 1] == '\r')
		n--;
	line[n] = 0;
	if (n == 0)
		return cli_error("%s %s: the first line is empty", option, path);
	if (c != EOF && c != '\n' && line[n - 1] != '\r')
		return cli_error("%s %s: the first line is longer than %zu bytes", option, path, size - 1);
	if (strlen(line) != n)
		return cli_error("%s %s: there is a NUL in the first line", option, path);
	if (strncmp(line, "\xef\xbb\xbf", 3) == 0)
		return cli_error("%s %s: it begins with a byte order mark; right is plain text without one", option, path);
	return 0;
}

int cli_secret(struct cli *cli, const char **at, const char *option, const char *file)
{
	bool is_stdin = file && strcmp(file, "-") == 0;
	char line[8192];
	unsigned mode;
	FILE *f;
	int r;

	if (!file)
		return 0;
	f = is_stdin ? stdin : fopen(file, "re");
	if (!f)
		return cli_error("%s %s: %s", option, file, strerror(errno));
	if (is_open(f, &mode) && !is_stdin)
		cli_say(cli, "agolactl: %s %s: others can read it (mode %04o); right is chmod 600", option, file, mode);
	r = first_line(option, file, f, line, sizeof(line));
	if (!is_stdin)
		fclose(f);
	*at = r == 0 ? cli_keep(cli, strdup(line)) : NULL;
	explicit_bzero(line, sizeof(line));
	return r ? r : *at ? 0 : cli_no_memory();
}

/* ---- config file ---- */

/* ~/ of the user's home, as a shell would do it. */
static char *expand(struct cli *cli, const struct cli_option *o, const char *value)
{
	const char *home = getenv("HOME");
	bool path = o->metavar && cli_word("FILE|DIR|PATH", o->metavar) && strncmp(value, "~/", 2) == 0 && home;
	size_t n = strlen(value) + (path ? strlen(home) : 0) + 1;
	char *s = cli_keep(cli, malloc(n));

	if (s)
		snprintf(s, n, "%s%s", path ? home : "", path ? value + 1 : value);
	return s;
}

static int set_entry(struct cli *cli, const struct cli_config *c, const struct cli_entry *e)
{
	const struct cli_option *o = cli_config_option(e->key);
	struct cli_slot *s = &cli->slots[o - cli_globals];
	size_t n = strlen(c->path) + strlen(e->key) + (e->context ? strlen(e->context) : 0) + 48;
	char *where = cli_keep(cli, malloc(n)), *value = expand(cli, o, e->value);

	if (!where || !value)
		return cli_no_memory();
	/* what was given elsewhere hides it, and what excludes it hides it too */
	if (s->given || cli_other_of(cli, s))
		return 0;
	snprintf(where, n, "%s:%zu: %s%s%s", c->path, e->line, e->key, e->context ? " of context " : "",
	         e->context ? e->context : "");
	return cli_set(cli, s, value, false, e->context ? CLI_BY_CONTEXT : CLI_BY_CONFIG, where);
}

/* The keys of a context, or those that are in none. */
static int set_entries(struct cli *cli, const struct cli_config *c, const char *context)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < c->n; i++) {
		const char *of = c->entries[i].context;

		if (context ? of && strcmp(of, context) == 0 : !of)
			r = set_entry(cli, c, &c->entries[i]);
	}
	return r;
}

/* ---- environment ---- */

static int read_variable(struct cli *cli, size_t i)
{
	const char *name = cli_globals[i].env, *v = name ? getenv(name) : NULL;
	char *where, *copy;

	if (!v || !*v || cli->slots[i].given || cli_other_of(cli, &cli->slots[i]))
		return 0;
	where = cli_keep(cli, malloc(strlen(name) + 2));
	copy = cli_keep(cli, strdup(v));
	if (!where || !copy)
		return cli_no_memory();
	snprintf(where, strlen(name) + 2, "$%s", name);
	return cli_set(cli, &cli->slots[i], copy, false, CLI_BY_ENV, where);
}

/* Only where the config file is, which context it is about and how to print; or all. */
static int read_env(struct cli *cli, bool all)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < cli_n_globals; i++) {
		if (all || cli_word("config|context|headers|times", cli_globals[i].name))
			r = read_variable(cli, i);
	}
	return r;
}

/* ---- all together ---- */

static const struct cli_slot *slot_of(const struct cli *cli, const char *name)
{
	for (size_t i = 0; i < cli_n_globals; i++) {
		if (strcmp(cli_globals[i].name, name) == 0)
			return &cli->slots[i];
	}
	return NULL;
}

const char *cli_where(const struct cli *cli, const char *name)
{
	return slot_of(cli, name)->where;
}

/* A context that was asked for goes before the environment, the usual one after it. */
static int read_all(struct cli *cli, struct cli_config *c)
{
	const struct cli_slot *context = slot_of(cli, "context");
	bool asked = context->given != CLI_NOT_GIVEN;
	int r = 0;

	if (!asked)
		cli->context = c->current;
	if (cli->context && !cli_config_has(c, cli->context))
		return cli_no_context(c, cli->context, asked ? context->where : "current_context:");
	if (asked)
		r = set_entries(cli, c, cli->context);
	if (r == 0)
		r = read_env(cli, true);
	if (r == 0 && !asked && cli->context)
		r = set_entries(cli, c, cli->context);
	return r ? r : set_entries(cli, c, NULL);
}

/* A token goes to no other server than the one of its context. */
static void check_token(struct cli *cli, const struct cli_config *c)
{
	const char *url = cli->context ? cli_config_value(c, cli->context, "gateway_url") : NULL;

	for (size_t i = 0; i < cli_n_globals; i++) {
		struct cli_slot *s = &cli->slots[i];

		if (!s->given || !s->option->one_of || strcmp(s->option->one_of, "token") != 0)
			continue;
		if (s->given == CLI_BY_CONTEXT && url && strcmp(url, cli->gateway_url) != 0) {
			cli->token = cli->token_file = NULL;
			cli->other_url = cli_url_shown(cli, url);
		} else {
			cli->token_source = s->where;
			cli->token_by = s->given;
		}
	}
}

/* ---- what the SDK thinks of them ---- */

static int send_nothing(void *data, const agola_transport_request *request, agola_transport_reply *reply, agola_error **err)
{
	(void)data;
	(void)request;
	(void)reply;
	(void)err;
	return AGOLA_ERR_CALLBACK;
}

/* The SDK names its own options: here the user's words stand for them. */
static agola_error *renamed(agola_error *err, const char *name, const char *where)
{
	const char *message = agola_error_message(err);
	size_t n = strlen(message) + strlen(where) + 1;
	char *words = malloc(n);

	if (!words)
		return err;
	snprintf(words, n, "%s%s", where, message + strlen(name));
	agola_error_free(err);
	err = agola_error_new(AGOLA_ERR_INVALID, words);
	free(words);
	return err;
}

int cli_fail_client(const struct cli *cli, agola_error *err)
{
	const struct cli_slot *url = slot_of(cli, "gateway-url"), *token = slot_of(cli, "token");

	if (url->given && strncmp(agola_error_message(err), "url", 3) == 0)
		err = renamed(err, "url", url->where);
	else if (cli->token && strncmp(agola_error_message(err), "token", 5) == 0)
		err = renamed(err, "token", cli->token_source ? cli->token_source : token->where);
	return cli_fail(cli, err);
}

int cli_check_server(const struct cli *cli)
{
	struct agola_transport none = AGOLA_TRANSPORT_INIT;
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;

	none.perform = send_nothing;
	/* with a transport libcurl is not loaded */
	o.transport = &none;
	o.url = slot_of(cli, "gateway-url")->given ? cli->gateway_url : CLI_DEFAULT_URL;
	o.token = cli->token;
	if (agola_gw_client_new(&o, &client, &err))
		return cli_fail_client(cli, err);
	agola_gw_client_free(client);
	return 0;
}

const char *cli_url_shown(struct cli *cli, const char *url)
{
	const char *host = url ? strstr(url, "://") : NULL, *at = NULL;
	char *shown;
	size_t n;

	host = host ? host + 3 : url;
	for (const char *p = host; p && *p && !strchr("/?#", *p); p++)
		at = *p == '@' ? p : at;
	if (!at)
		return url;
	n = strlen(url) + 4;
	shown = cli_keep(cli, malloc(n));
	if (shown)
		snprintf(shown, n, "%.*s***%s", (int)(host - url), url, at);
	return shown ? shown : "***";
}

/* Passwords may have blanks; of a token they are what an editor or a clipboard left. */
static int read_token_file(struct cli *cli)
{
	int r = cli_secret(cli, &cli->token, cli->token_source, cli->token_file);

	for (const char *p = cli->token; r == 0 && p && *p; p++) {
		if ((unsigned char)*p <= ' ' || *p == 0x7f)
			r = cli_error("%s %s: there is a %s at character %zu of the first line; right is the token alone",
			              cli->token_source, cli->token_file, *p == ' ' || *p == '\t' ? "blank" : "control character",
			              (size_t)(p - cli->token) + 1);
	}
	return r;
}

int cli_settings(struct cli *cli)
{
	struct cli_config c;
	int r = read_env(cli, false);

	if (r == 0 && cli->command->local)
		return 0;
	if (r == 0)
		r = cli_config_read(cli, &c, !cli->config_file || cli->command->makes_config);
	if (r == 0)
		r = read_all(cli, &c);
	if (r)
		return r;
	if (!cli->gateway_url || !*cli->gateway_url)
		cli->gateway_url = CLI_DEFAULT_URL;
	check_token(cli, &c);
	return cli->token ? 0 : read_token_file(cli);
}
