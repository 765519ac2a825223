/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define AT(m) offsetof(struct cli, m)

const struct cli_option cli_globals[] = {
	{ "gateway-url", 'u', CLI_TEXT, AT(gateway_url), "URL",
	  "URL of the gateway ($AGOLA_GATEWAY_URL; default http://localhost:8000)", 0, NULL },
	{ "token", 0, CLI_TEXT, AT(token), "TOKEN", "API token; better is --token-file or $AGOLA_TOKEN: others see arguments",
	  CLI_SECRET, NULL },
	{ "token-file", 0, CLI_TEXT, AT(token_file), "FILE", "file with the API token, - for standard input ($AGOLA_TOKEN_FILE)",
	  0, NULL },
	{ "config", 0, CLI_TEXT, AT(config_file), "FILE", "config file ($AGOLACTL_CONFIG; default ~/.config/agola/agolactl.yml)",
	  0, NULL },
	{ "output", 'o', CLI_TEXT, AT(output), "FORMAT", "table (default), json, yaml, name", 0, "table|json|yaml|name" },
	{ "columns", 0, CLI_TEXT, AT(columns), "LIST", "columns of a table, by their names in JSON", 0, NULL },
	{ "no-headers", 0, CLI_FLAG, AT(no_headers), NULL, "a table without its first line", 0, NULL },
	{ "quiet", 'q', CLI_FLAG, AT(quiet), NULL, "say nothing but errors on standard error", 0, NULL },
	{ "yes", 'y', CLI_FLAG, AT(yes), NULL, "do not ask", 0, NULL },
	{ "timeout", 0, CLI_SECONDS, AT(timeout_ms), "SECONDS", "for each call (default 60)", 0, NULL },
	{ "connect-timeout", 0, CLI_SECONDS, AT(connect_timeout_ms), "SECONDS", "for connecting (default 10)", 0, NULL },
	{ "ca-file", 0, CLI_TEXT, AT(ca_file), "FILE", "certificates to trust, instead of the system's", 0, NULL },
	{ "ca-dir", 0, CLI_TEXT, AT(ca_dir), "DIR", "folder of certificates to trust", 0, NULL },
	{ "client-cert", 0, CLI_TEXT, AT(client_cert), "FILE", "client certificate", 0, NULL },
	{ "client-key", 0, CLI_TEXT, AT(client_key), "FILE", "key of the client certificate", 0, NULL },
	{ "insecure", 0, CLI_TRISTATE, AT(insecure), NULL, "do not check the server's certificate", 0, NULL },
	{ "proxy", 0, CLI_TEXT, AT(proxy), "URL", "proxy instead of the environment's; empty for none", 0, NULL },
	{ "unix-socket", 0, CLI_TEXT, AT(unix_socket), "PATH", "connect to this socket", 0, NULL },
	{ "trace", 0, CLI_FLAG, AT(trace), NULL, "show requests and answers on standard error, without secrets", 0, NULL },
	{ "debug", 'd', CLI_FLAG, AT(debug), NULL, "the same as --trace", 0, NULL },
	{ "detailed-errors", 0, CLI_FLAG, AT(detailed_errors), NULL, "also name the kind of an error", 0, NULL },
	{ "version", 'v', CLI_FLAG, AT(version), NULL, "print the version", 0, NULL },
	{ "help", 'h', CLI_FLAG, AT(help), NULL, "print help", 0, NULL },
	{ "self-test", 0, CLI_FLAG, AT(self_test), NULL, "check the tables of commands", CLI_HIDDEN, NULL },
	{ "dump-cli", 0, CLI_FLAG, AT(dump), NULL, "print the tables of commands as JSON", CLI_HIDDEN, NULL },
};
const size_t cli_n_globals = CLI_COUNT(cli_globals);

int cli_usage(const char *fmt, ...)
{
	va_list ap;

	fputs("agolactl: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return CLI_USAGE;
}

/* ---- words ---- */

bool cli_word_is(const char *words, const char *s)
{
	size_t n = strlen(s);

	while (words) {
		if (strncmp(words, s, n) == 0 && (words[n] == '|' || !words[n]))
			return true;
		words = strchr(words, '|');
		words += words != NULL;
	}
	return false;
}

static size_t distance(const char *a, size_t na, const char *b, size_t nb)
{
	enum { MAX = 40 };
	size_t row[MAX + 1];

	if (na > MAX || nb > MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			size_t best = corner + (a[i - 1] != b[j - 1]);

			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[nb];
}

void cli_suggest(char *buf, size_t size, const char *word, const char *const *candidates, size_t n)
{
	size_t least = SIZE_MAX, len = 0;
	const char *best = NULL;

	for (size_t i = 0; i < n; i++) {
		for (const char *p = candidates[i]; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL) {
			size_t k = strcspn(p, "|"), d = distance(word, strlen(word), p, k);

			if (d < least) {
				least = d;
				best = p;
				len = k;
			}
		}
	}
	if (size)
		buf[0] = 0;
	if (best && least <= 1 + strlen(word) / 3)
		snprintf(buf, size, "; did you mean \"%.*s\"?", (int)len, best);
}

bool cli_seconds(const char *s, int64_t *ms)
{
	char *end;
	double v, unit = 1000;

	if (!(*s >= '0' && *s <= '9') && *s != '.')
		return false;
	v = strtod(s, &end);
	if (strcmp(end, "ms") == 0)
		unit = 1;
	else if (strcmp(end, "m") == 0)
		unit = 60000;
	else if (strcmp(end, "h") == 0)
		unit = 3600000;
	else if (*end && strcmp(end, "s") != 0)
		return false;
	if (end == s || !(v * unit >= 1) || v * unit > 1e12)
		return false;
	*ms = (int64_t)(v * unit);
	return true;
}

/* ---- options ---- */

struct parser {
	struct cli *cli;
	int argc;
	char **argv;
	int at;
	void *opts; /* of the command */
	bool given[64];
	const char *group;
	bool has_arg, only_args;
};

static int set_tristate(const struct cli_option *o, void *base, const char *value, bool no)
{
	enum agola_tristate *t = (enum agola_tristate *)(void *)((char *)base + o->off);
	bool yes = !value || cli_word_is("true|t|1|yes|on", value);

	if (!yes && !cli_word_is("false|f|0|no|off", value))
		return cli_usage("--%s=%s: right is true or false", o->name, value);
	*t = yes != no ? AGOLA_TRUE : AGOLA_FALSE;
	return 0;
}

static int set(const struct cli_option *o, void *base, char *value, bool no)
{
	void *at = (char *)base + o->off;
	char *end;

	switch (o->kind) {
	case CLI_TRISTATE:
		return set_tristate(o, base, value, no);
	case CLI_FLAG: {
		enum agola_tristate t = AGOLA_UNSET;
		struct cli_option as = *o;
		int r;

		as.off = 0;
		r = set_tristate(&as, &t, value, no);
		*(bool *)at = t == AGOLA_TRUE;
		return r;
	}
	case CLI_SECONDS:
		return cli_seconds(value, at) ? 0
		                              : cli_usage("--%s %s: right is a number of seconds above 0, such as 30, 1.5 or 2m",
		                                          o->name, value);
	case CLI_INT:
		*(int64_t *)at = strtoll(value, &end, 10);
		return *end || end == value ? cli_usage("--%s %s: right is a whole number", o->name, value) : 0;
	default:
		break;
	}
	if (o->words && !cli_word_is(o->words, value)) {
		char near[80], list[128];

		cli_suggest(near, sizeof(near), value, &o->words, 1);
		snprintf(list, sizeof(list), "%s", o->words);
		for (char *p = list; (p = strchr(p, '|')) != NULL;)
			*p = ' ';
		return cli_usage("--%s %s: right is one of: %s%s", o->name, value, list, near);
	}
	if (o->flags & CLI_SECRET) {
		char *copy = strdup(value);

		if (!copy)
			return cli_usage("out of memory");
		/* other processes see the arguments */
		memset(value, '*', strlen(value));
		value = copy;
	}
	*(const char **)at = value;
	return 0;
}

static bool name_is(const struct cli_option *o, const char *name, size_t len)
{
	return strlen(o->name) == len && strncmp(o->name, name, len) == 0;
}

/* The option of that name, the command's first; *no for --no-NAME. */
static const struct cli_option *find_long(const struct parser *p, const char *name, size_t len, bool *no, void **base)
{
	const struct cli_command *c = p->cli->command;
	const struct cli_option *tables[] = { c ? c->options : NULL, cli_globals };
	size_t counts[] = { c ? c->n_options : 0, cli_n_globals };

	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1 && (len < 4 || strncmp(name, "no-", 3) != 0))
			break;
		*no = pass == 1;
		for (int t = 0; t < 2; t++) {
			for (size_t i = 0; i < counts[t]; i++) {
				const struct cli_option *o = &tables[t][i];

				*base = t == 0 ? p->opts : p->cli;
				if (pass == 0 ? name_is(o, name, len) : name_is(o, name + 3, len - 3) && o->kind == CLI_TRISTATE)
					return o;
			}
		}
	}
	return NULL;
}

static const struct cli_option *find_short(const struct parser *p, char c, void **base)
{
	const struct cli_command *cmd = p->cli->command;

	*base = p->opts;
	for (size_t i = 0; cmd && i < cmd->n_options; i++) {
		if (cmd->options[i].short_name == c)
			return &cmd->options[i];
	}
	*base = p->cli;
	for (size_t i = 0; i < cli_n_globals; i++) {
		if (cli_globals[i].short_name == c)
			return &cli_globals[i];
	}
	return NULL;
}

static int unknown(const struct parser *p, const char *name, size_t len)
{
	const struct cli_command *c = p->cli->command;
	const char *candidates[128];
	char word[80], near[80];
	size_t n = 0;

	for (size_t i = 0; c && i < c->n_options && n < 100; i++)
		candidates[n++] = c->options[i].name;
	for (size_t i = 0; i < cli_n_globals && n < 128; i++) {
		if (!(cli_globals[i].flags & CLI_HIDDEN))
			candidates[n++] = cli_globals[i].name;
	}
	snprintf(word, sizeof(word), "%.*s", (int)len, name);
	cli_suggest(near, sizeof(near), word, candidates, n);
	return cli_usage("--%s: there is no such option%s%s", word, c ? "" : " before the command", near);
}

static int parse_option(struct parser *p)
{
	char *arg = p->argv[p->at], *value = NULL;
	const struct cli_option *o;
	void *base = NULL;
	bool no = false;

	if (arg[1] == '-') {
		size_t len = strcspn(arg + 2, "=");

		o = find_long(p, arg + 2, len, &no, &base);
		if (!o)
			return unknown(p, arg + 2, len);
		if (arg[2 + len] == '=')
			value = arg + 3 + len;
	} else {
		o = find_short(p, arg[1], &base);
		if (!o)
			return cli_usage("-%c: there is no such option", arg[1]);
		if (arg[2])
			value = arg + 2 + (arg[2] == '=');
		if (value && (o->kind == CLI_FLAG || o->kind == CLI_TRISTATE) && arg[2] != '=')
			return cli_usage("%s: right is -%c", arg, arg[1]);
	}
	if (!value && o->kind != CLI_FLAG && o->kind != CLI_TRISTATE) {
		if (p->at + 1 >= p->argc)
			return cli_usage("--%s: its %s is missing", o->name, o->metavar);
		value = p->argv[++p->at];
	}
	if (base == p->opts && p->cli->command)
		p->given[o - p->cli->command->options] = true;
	return set(o, base, value, no);
}

/* ---- commands ---- */

static int unknown_command(const struct parser *p, const char *word)
{
	const char *candidates[64];
	char near[80];
	size_t n = 0;

	for (size_t i = 0; cli_commands[i] && n < 64; i++) {
		const struct cli_command *c = cli_commands[i];

		if (p->group ? c->group && cli_word_is(c->group, p->group) : true)
			candidates[n++] = p->group || !c->group ? c->verb : c->group;
	}
	cli_suggest(near, sizeof(near), word, candidates, n);
	return cli_usage("%s%s%s: there is no such command%s", p->group ? p->group : "", p->group ? " " : "", word, near);
}

static int choose(struct parser *p, const struct cli_command *c)
{
	p->cli->command = c;
	p->opts = calloc(1, c->size ? c->size : 1);
	return p->opts ? 0 : cli_usage("out of memory");
}

static int parse_word(struct parser *p, char *word)
{
	const struct cli_command *c = p->cli->command;
	bool is_group = false;

	if (c && p->opts) {
		if (!c->arg || p->has_arg)
			return cli_usage("%s: one argument too many%s", word, c->arg ? "" : "; this command takes none");
		p->has_arg = true;
		*(const char **)(void *)((char *)p->opts + c->arg_off) = word;
		return 0;
	}
	for (size_t i = 0; cli_commands[i]; i++) {
		const struct cli_command *k = cli_commands[i];

		if (p->group ? k->group && cli_word_is(k->group, p->group) && cli_word_is(k->verb, word)
		             : !k->group && cli_word_is(k->verb, word))
			return choose(p, k);
		is_group |= !p->group && k->group && cli_word_is(k->group, word);
	}
	if (!is_group)
		return unknown_command(p, word);
	p->group = word;
	return 0;
}

static int check_required(const struct parser *p)
{
	const struct cli_command *c = p->cli->command;

	for (size_t i = 0; i < c->n_options; i++) {
		if ((c->options[i].flags & CLI_REQUIRED) && !p->given[i])
			return cli_usage("%s %s: --%s is missing", p->group ? p->group : "", c->verb, c->options[i].name);
	}
	return 0;
}

int cli_parse(struct cli *cli, int argc, char **argv, void **opts)
{
	struct parser p = { .cli = cli, .argc = argc, .argv = argv };
	int r = 0;

	for (p.at = 1; r == 0 && p.at < argc; p.at++) {
		char *arg = argv[p.at];

		if (!p.only_args && strcmp(arg, "--") == 0)
			p.only_args = true;
		else if (!p.only_args && arg[0] == '-' && arg[1])
			r = parse_option(&p);
		else
			r = parse_word(&p, arg);
	}
	*opts = p.opts;
	if (r || cli->help || cli->version || cli->self_test || cli->dump) {
		if (r == 0 && cli->help && p.group && !cli->command)
			r = cli_help_group(p.group) ? CLI_ERROR : -1;
		return r;
	}
	if (!cli->command)
		return p.group ? cli_usage("%s: which command? See agolactl %s --help", p.group, p.group)
		               : cli_usage("which command? See agolactl --help");
	return check_required(&p);
}
