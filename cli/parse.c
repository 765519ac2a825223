/* SPDX-License-Identifier: Apache-2.0 */
/* The command line, by the rows. */
#include "git.h"

#include <stdlib.h>
#include <string.h>

#define AT(m) offsetof(struct cli, m)

const struct cli_option cli_globals[] = {
	{ "gateway-url", 'u', CLI_TEXT, AT(gateway_url), "URL", "URL of the gateway (default " CLI_DEFAULT_URL ")", CLI_CONFIG,
	  .env = "AGOLA_GATEWAY_URL" },
	{ "token", 0, CLI_TEXT, AT(token), "TOKEN", "API token; better is --token-file: others see arguments",
	  CLI_SECRET | CLI_CONFIG, .one_of = "token", .env = "AGOLA_TOKEN" },
	{ "token-file", 0, CLI_TEXT, AT(token_file), "FILE", "file with the API token, - for standard input", CLI_CONFIG,
	  .one_of = "token", .env = "AGOLA_TOKEN_FILE" },
	{ "config", 0, CLI_TEXT, AT(config_file), "FILE", "config file (default ~/.config/agola/agolactl.yml)", 0,
	  .env = "AGOLACTL_CONFIG" },
	{ "context", 0, CLI_TEXT, AT(context), "NAME", "context of the config file, instead of the usual one", 0,
	  .env = "AGOLA_CONTEXT", .complete = "context list -o name" },
	{ "default-project", 0, CLI_TEXT, AT(default_project), "REF", "project for commands that are not told another",
	  CLI_CONFIG, .env = "AGOLA_PROJECT" },
	{ "output", 'o', CLI_TEXT, AT(output), "FORMAT", "table (default), json, yaml, name, jsonpath=PATH", CLI_CONFIG,
	  "table|json|yaml|name|jsonpath=" },
	{ "columns", 0, CLI_TEXT, AT(columns), "LIST", "columns of a table, by their keys in JSON: id,name,user.name", 0 },
	{ "headers", 0, CLI_TRISTATE, AT(headers), NULL, "the first line of tables (default: on a terminal only)", 0,
	  .env = "AGOLACTL_HEADERS" },
	{ "times", 0, CLI_TEXT, AT(times), "HOW", "times in tables: relative (default on a terminal), exact", 0, "relative|exact",
	  .env = "AGOLACTL_TIMES" },
	{ "hyperlinks", 0, CLI_TEXT, AT(hyperlinks), "WHEN",
	  "links in tables: auto (default: on a terminal that is known to have them), always, never", CLI_CONFIG,
	  "auto|always|never", .env = "AGOLACTL_HYPERLINKS" },
	{ "web-url", 0, CLI_TEXT, AT(web_url), "URL", "where links to Agola's web pages lead (default: the gateway's URL)",
	  CLI_CONFIG },
	{ "quiet", 'q', CLI_FLAG, AT(quiet), NULL, "say nothing but errors on standard error", 0 },
	{ "yes", 'y', CLI_FLAG, AT(yes), NULL, "do not ask", 0 },
	{ "timeout", 0, CLI_SECONDS, AT(timeout_ms), "SECONDS",
	  "for each call, of a transfer for each silence (default 60); also 500ms, 2m, 1h", CLI_CONFIG },
	{ "connect-timeout", 0, CLI_SECONDS, AT(connect_timeout_ms), "SECONDS", "for connecting (default 10)", CLI_CONFIG },
	{ "retry", 0, CLI_UINT, AT(retries), "NUMBER",
	  "how often to read again when the connection broke (default 0, at most 10)", 0 },
	{ "ca-file", 0, CLI_TEXT, AT(ca_file), "FILE", "certificates to trust, instead of the system's", CLI_CONFIG },
	{ "ca-dir", 0, CLI_TEXT, AT(ca_dir), "DIR", "folder of certificates to trust", CLI_CONFIG },
	{ "client-cert", 0, CLI_TEXT, AT(client_cert), "FILE", "client certificate", CLI_CONFIG },
	{ "client-key", 0, CLI_TEXT, AT(client_key), "FILE", "key of the client certificate", CLI_CONFIG },
	{ "insecure", 0, CLI_TRISTATE, AT(insecure), NULL, "do not check the server's certificate", CLI_CONFIG },
	{ "proxy", 0, CLI_TEXT, AT(proxy), "URL", "proxy instead of the environment's; empty for none", CLI_CONFIG },
	{ "unix-socket", 0, CLI_TEXT, AT(unix_socket), "PATH", "connect to this socket", CLI_CONFIG },
	{ "trace", 0, CLI_FLAG, AT(trace), NULL, "show requests and answers on standard error, without secrets", 0 },
	{ "debug", 'd', CLI_FLAG, AT(debug), NULL, "the same as --trace", 0 },
	{ "detailed-errors", 0, CLI_FLAG, AT(detailed_errors), NULL, "also name the kind of an error", 0 },
	{ "version", 'v', CLI_FLAG, AT(version), NULL, "print the version", 0 },
	{ "help", 'h', CLI_FLAG, AT(help), NULL, "print help", 0 },
	{ "self-test", 0, CLI_FLAG, AT(self_test), NULL, "check the tables of commands", CLI_HIDDEN },
	{ "parse-only", 0, CLI_FLAG, AT(parse_only), NULL, "look whether the command line is right, and do nothing", CLI_HIDDEN },
	{ "dump-cli", 0, CLI_FLAG, AT(dump), NULL, "print the tables of commands as JSON", CLI_HIDDEN },
};
const size_t cli_n_globals = CLI_COUNT(cli_globals);

struct parser {
	struct cli *cli;
	int argc, at;
	char **argv;
	size_t n_args; /* of the command */
	bool only_args;
	struct cli_unfinished *unfinished; /* NULL: all is there */
};

/* ---- values ---- */

size_t cli_width(enum cli_kind k)
{
	switch (k) {
	case CLI_FLAG:
		return sizeof(bool);
	case CLI_TRISTATE:
		return sizeof(enum agola_tristate);
	case CLI_LIST:
	case CLI_COMMAS:
		return sizeof(struct cli_texts);
	default:
		return sizeof(int64_t);
	}
}

bool cli_takes_value(const struct cli_option *o)
{
	return o->kind != CLI_FLAG && o->kind != CLI_TRISTATE;
}

const struct cli_slot *cli_other_of(const struct cli *cli, const struct cli_slot *slot)
{
	for (size_t i = 0; slot->option->one_of && i < cli->n_slots; i++) {
		const struct cli_slot *s = &cli->slots[i];

		if (s != slot && s->given && s->option->one_of && strcmp(s->option->one_of, slot->option->one_of) == 0)
			return s;
	}
	return NULL;
}

static int set_bool(const struct cli_slot *slot, void *at, const char *value, bool no, const char *where)
{
	bool yes = !value || cli_word("true|t|True|TRUE|T|1|yes|on", value);

	if (!yes && !cli_word("false|f|False|FALSE|F|0|no|off", value))
		return cli_usage("%s: \"%s\" is not right: true or false", where, value);
	if (slot->option->kind == CLI_FLAG)
		*(bool *)at = yes != no;
	else
		*(enum agola_tristate *)at = yes != no ? AGOLA_TRUE : AGOLA_FALSE;
	return 0;
}

static int check_words(const struct cli_option *o, const char *value, const char *where)
{
	size_t open = strcspn(value, "=");
	char near[80], list[256];

	if (!o->words || cli_word(o->words, value) || (value[open] && cli_word_is(o->words, value, open + 1, NULL)))
		return 0;
	cli_suggest(near, sizeof(near), value, &o->words, 1);
	snprintf(list, sizeof(list), "%s", o->words);
	for (char *p = list; (p = strchr(p, '|')) != NULL;)
		*p = ' ';
	return cli_usage("%s: \"%s\" is not right: one of: %s%s", where, value, list, near);
}

static int add_text(struct cli *cli, const struct cli_option *o, struct cli_texts *list, char *value, const char *where)
{
	if (!list->items)
		list->items = cli_keep(cli, calloc(cli->max_items + 1, sizeof(*list->items)));
	if (!list->items)
		return cli_no_memory();
	for (;;) {
		char *comma = o->kind == CLI_COMMAS ? strchr(value, ',') : NULL;
		int r;

		if (comma)
			*comma = 0;
		r = check_words(o, value, where);
		if (r)
			return r;
		list->items[list->n++] = value;
		if (!comma)
			return 0;
		value = comma + 1;
	}
}

static int set_text(struct cli *cli, const struct cli_option *o, const char **at, char *value, const char *where,
                    enum cli_source given)
{
	int r = check_words(o, value, where);

	if (r)
		return r;
	if ((o->flags & CLI_SECRET) && given == CLI_BY_FLAG) {
		char *copy = cli_keep(cli, strdup(value));

		if (!copy)
			return cli_no_memory();
		/* other processes see the arguments */
		memset(value, '*', strlen(value));
		value = copy;
	}
	*at = value;
	return 0;
}

int cli_set(struct cli *cli, struct cli_slot *slot, char *value, bool no, enum cli_source given, const char *where)
{
	const struct cli_option *o = slot->option;
	void *at = (char *)slot->base + o->off;

	slot->given = given;
	slot->where = where;
	if (!value && o->kind != CLI_FLAG && o->kind != CLI_TRISTATE)
		return cli_usage("%s: its value is missing", where);
	switch (o->kind) {
	case CLI_FLAG:
	case CLI_TRISTATE:
		return set_bool(slot, at, value, no, where);
	case CLI_SECONDS:
		return cli_seconds(value, at)
		               ? 0
		               : cli_usage("%s: \"%s\" is not right: a number of seconds above 0, such as 30, 1.5 or 2m", where,
		                           value);
	case CLI_INT:
		return cli_int(value, at) ? 0 : cli_usage("%s: \"%s\" is not right: a whole number", where, value);
	case CLI_UINT:
		return cli_uint(value, at) ? 0 : cli_usage("%s: \"%s\" is not right: a whole number, 0 or more", where, value);
	case CLI_LIST:
	case CLI_COMMAS:
		return add_text(cli, o, at, value, where);
	case CLI_TEXT:
		break;
	}
	return set_text(cli, o, at, value, where, given);
}

/* ---- options ---- */

static bool is_list(const struct cli_option *o)
{
	return cli_width(o->kind) == sizeof(struct cli_texts);
}

/* An option as the user would write it, for messages. */
static const char *flag_name(struct cli *cli, const struct cli_option *o)
{
	size_t n = (size_t)cli_first(o->name);
	char *s = cli_keep(cli, malloc(n + 3));

	if (!s)
		return o->name;
	snprintf(s, n + 3, "--%s", o->name);
	return s;
}

static void add_slots(struct cli *cli, const struct cli_option *rows, size_t n, void *base)
{
	for (size_t i = 0; i < n && cli->n_slots < CLI_MAX_OPTIONS; i++)
		cli->slots[cli->n_slots++] = (struct cli_slot){ .option = &rows[i], .base = base };
}

static struct cli_slot *find_long(struct cli *cli, const char *name, size_t len, bool *no, bool *old)
{
	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1 && (len < 4 || strncmp(name, "no-", 3) != 0))
			break;
		*no = pass == 1;
		/* those of the command before the global ones */
		for (size_t i = cli->n_slots; i-- > 0;) {
			const struct cli_option *o = cli->slots[i].option;

			if (cli_word_is(o->name, name + 3 * pass, len - 3 * (size_t)pass, old) &&
			    (pass == 0 || o->kind == CLI_TRISTATE))
				return &cli->slots[i];
		}
	}
	return NULL;
}

const struct cli_option *cli_option_called(const struct cli *cli, const char *name, size_t len)
{
	for (size_t i = cli->n_slots; i-- > 0;) {
		if (cli_word_is(cli->slots[i].option->name, name, len, NULL))
			return cli->slots[i].option;
	}
	return NULL;
}

static struct cli_slot *find_short(struct cli *cli, char c)
{
	for (size_t i = cli->n_slots; i-- > 0;) {
		if (cli->slots[i].option->short_name == c)
			return &cli->slots[i];
	}
	return NULL;
}

static int unknown_option(const struct cli *cli, const char *name, size_t len)
{
	const char *candidates[CLI_MAX_OPTIONS];
	char word[80], near[80];
	size_t n = 0;

	for (size_t i = 0; i < cli->n_slots; i++) {
		if (!(cli->slots[i].option->flags & CLI_HIDDEN))
			candidates[n++] = cli->slots[i].option->name;
	}
	snprintf(word, sizeof(word), "%.*s", (int)len, name);
	cli_suggest_option(near, sizeof(near), word, candidates, n);
	return cli_usage("--%s: there is no such option%s%s", word, cli->command ? "" : " before the command",
	                 *near ? near : "; --help lists those that there are");
}

static int give(struct cli *cli, struct cli_slot *slot, char *value, bool no, const char *where)
{
	const struct cli_slot *other = cli_other_of(cli, slot);

	if (other)
		return cli_usage("%s and %s: one of them is enough", other->where, where);
	if (slot->given && (slot->where == slot->option->metavar) != (where == slot->option->metavar) && !is_list(slot->option))
		return cli_usage("%s and %s: one of them is enough", slot->where, where);
	return cli_set(cli, slot, value, no, CLI_BY_FLAG, where);
}

/* The value of an option that needs one: the rest of its word or the next word. Not 0 also when that is still to come. */
static int value_of(struct parser *p, const struct cli_option *o, char **value)
{
	if (!*value) {
		if (p->at + 1 >= p->argc && p->unfinished)
			p->unfinished->value = o;
		if (p->at + 1 >= p->argc)
			return cli_usage("--%.*s: its %s is missing", cli_first(o->name), o->name, o->metavar);
		*value = p->argv[++p->at];
	}
	return 0;
}

static int parse_long(struct parser *p, char *name)
{
	size_t len = strcspn(name, "=");
	char *value = name[len] ? name + len + 1 : NULL;
	bool no = false, old = false;
	struct cli_slot *slot = find_long(p->cli, name, len, &no, &old);
	int r;

	if (!slot)
		return unknown_option(p->cli, name, len);
	if (old)
		cli_say(p->cli, "agolactl: --%.*s is an old name of --%.*s", (int)len, name, cli_first(slot->option->name),
		        slot->option->name);
	r = cli_takes_value(slot->option) ? value_of(p, slot->option, &value) : 0;
	return r ? r : give(p->cli, slot, value, no, flag_name(p->cli, slot->option));
}

/* -x, -xVALUE, -x=VALUE, -x VALUE, and flags together: -xyz. */
static int parse_short(struct parser *p, char *letters)
{
	for (char *c = letters; *c; c++) {
		struct cli_slot *slot = find_short(p->cli, *c);
		char *value = c[1] == '=' ? c + 2 : NULL;
		bool last = value != NULL;
		int r = 0;

		if (!slot)
			return cli_usage("-%c: there is no such option%s", *c, p->cli->command ? "" : " before the command");
		if (cli_takes_value(slot->option)) {
			last = true;
			if (!value && c[1])
				value = c + 1;
			r = value_of(p, slot->option, &value);
		}
		if (r == 0)
			r = give(p->cli, slot, value, false, flag_name(p->cli, slot->option));
		if (r || last)
			return r;
	}
	return 0;
}

/* ---- commands ---- */

static void say_old(const struct cli *cli, const char *words, const char *word)
{
	bool old = false;

	if (cli_word_is(words, word, strlen(word), &old) && old)
		cli_say(cli, "agolactl: %s is an old name of %.*s", word, cli_first(words), words);
}

static int choose(struct cli *cli, const struct cli_group *g, const struct cli_command *c, const char *word)
{
	say_old(cli, c->verb, word);
	cli->group = g;
	cli->command = c;
	cli->opts = cli_keep(cli, calloc(1, c->size ? c->size : 1));
	if (!cli->opts)
		return cli_no_memory();
	for (size_t i = 0; i < CLI_MAX_SETS; i++)
		add_slots(cli, c->options[i].rows, c->options[i].n, (char *)cli->opts + c->options[i].off);
	return 0;
}

const struct cli_option *cli_option_of(const struct cli_command *c, const char *name)
{
	for (size_t i = 0; i < CLI_MAX_SETS; i++) {
		for (size_t k = 0; k < c->options[i].n; k++) {
			if (cli_word(c->options[i].rows[k].name, name))
				return &c->options[i].rows[k];
		}
	}
	return NULL;
}

static int parse_argument(struct parser *p, char *word)
{
	const struct cli_command *c = p->cli->command;
	const char *name = p->n_args < CLI_MAX_ARGS ? c->args[p->n_args] : NULL;
	bool no, last = p->n_args + 1 == CLI_MAX_ARGS || !c->args[p->n_args + 1];
	struct cli_slot *slot = name ? find_long(p->cli, name, strlen(name), &no, NULL) : NULL;

	if (!slot)
		return cli_usage("%s: one argument too many%s", word, c->args[0] ? "" : "; this command takes none");
	if (!last || !is_list(slot->option))
		p->n_args++;
	return give(p->cli, slot, word, false, slot->option->metavar);
}

/* One more word of a group. */
static int descend(struct cli *cli, const struct cli_group *g, const char *word)
{
	size_t n = strlen(cli->typed);

	say_old(cli, cli_level(g->words, cli->path.n), word);
	snprintf(cli->typed + n, sizeof(cli->typed) - n, "%s%s", n ? " " : "", word);
	cli->path.words[cli->path.n++] = word;
	return 0;
}

/* How many values there can be at most. */
static void count_items(struct cli *cli, const char *word)
{
	cli->max_items++;
	for (; (word = strchr(word, ',')) != NULL; word++)
		cli->max_items++;
}

/* The first word may be one of the user's own: its words take its place. What agolactl knows goes before. */
static int expand(struct parser *p, const char *word, bool *expanded)
{
	struct cli *cli = p->cli;
	struct cli_texts own = { NULL, 0 };
	char **all;
	int r;

	*expanded = false;
	if (!cli->aliases || cli->path.n)
		return 0;
	r = cli_alias(cli, word, &own);
	if (r || !own.n)
		return r;
	cli->aliases = false;
	all = cli_keep(cli, calloc((size_t)p->argc + own.n, sizeof(*all)));
	if (!all)
		return cli_no_memory();
	memcpy(all, p->argv, (size_t)p->at * sizeof(*all));
	memcpy(all + p->at, own.items, own.n * sizeof(*all));
	memcpy(all + (size_t)p->at + own.n, p->argv + p->at + 1, (size_t)(p->argc - p->at - 1) * sizeof(*all));
	p->argv = all;
	p->argc += (int)own.n - 1;
	for (size_t i = 0; i < own.n; i++)
		count_items(cli, own.items[i]);
	/* the first of them is next */
	p->at--;
	*expanded = true;
	return 0;
}

static int parse_word(struct parser *p, char *word)
{
	struct cli *cli = p->cli;
	bool expanded;
	int r;
	const struct cli_group *group = NULL;
	const struct cli_command *c = cli->command ? NULL : cli_find(&cli->path, word, &group);

	if (cli->command)
		return parse_argument(p, word);
	if (c)
		return choose(cli, group, c, word);
	if (cli->path.n == 0 && !cli->help && strcmp(word, "help") == 0) {
		cli->help = true;
		return 0;
	}
	if (cli->path.n == 0 && cli->help && !cli->topic && cli_is_topic(word)) {
		cli->topic = word;
		return 0;
	}
	for (const struct cli_group *const *g = cli_groups; *g && cli->path.n < CLI_MAX_LEVELS; g++) {
		const char *words = cli_below(*g, &cli->path) ? cli_level((*g)->words, cli->path.n) : NULL;

		if (words && cli_word(words, word))
			return descend(cli, *g, word);
	}
	r = expand(p, word, &expanded);
	return r || expanded ? r : cli_unknown_command(cli, word);
}

/* ---- what is missing ---- */

static int missing(const struct cli *cli, const struct cli_slot *slot)
{
	const struct cli_command *c = cli->command;
	const struct cli_option *o = slot->option;
	const char *arg = NULL;
	char list[256] = "";
	size_t len = 0;

	for (size_t i = 0; i < CLI_MAX_ARGS && c->args[i]; i++) {
		if (cli_word(o->name, c->args[i]))
			arg = o->metavar;
	}
	for (size_t i = 0; i < cli->n_slots && o->one_of; i++) {
		const struct cli_option *k = cli->slots[i].option;

		if (k != o && k->one_of && strcmp(k->one_of, o->one_of) == 0 && len < sizeof(list))
			len += (size_t)snprintf(list + len, sizeof(list) - len, " or --%.*s", cli_first(k->name), k->name);
	}
	return cli_usage("%s%s%.*s: %s%s--%.*s%s is missing%s", cli->typed, *cli->typed ? " " : "", cli_first(c->verb), c->verb,
	                 arg ? arg : "", arg ? " or " : "", cli_first(o->name), o->name, list,
	                 o->flags & CLI_DEFAULT ? "; there is no --default-project either, nor a git work tree of a project"
	                                        : "");
}

static int check_required(const struct cli *cli)
{
	for (size_t i = 0; i < cli->n_slots; i++) {
		const struct cli_slot *s = &cli->slots[i];

		/* whether there is a default project is known later */
		if ((s->option->flags & CLI_REQUIRED) && !(s->option->flags & CLI_DEFAULT) && !s->given && !cli_other_of(cli, s))
			return missing(cli, s);
	}
	return 0;
}

int cli_fill_in(struct cli *cli)
{
	for (size_t i = 0; i < cli->n_slots; i++) {
		struct cli_slot *s = &cli->slots[i];
		const char *project;
		char *value;
		int r;

		if (!(s->option->flags & CLI_DEFAULT) || s->given || cli_other_of(cli, s))
			continue;
		project = cli->default_project;
		r = project && *project ? 0 : cli_work_tree_project(cli, &project);
		if (r || !project || !*project)
			return r ? r : missing(cli, s);
		value = cli_keep(cli, strdup(project));
		r = value ? cli_set(cli, s, value, false, CLI_NOT_GIVEN, "--default-project") : cli_no_memory();
		if (r)
			return r;
	}
	return 0;
}

/* What was not given and has a value all the same. */
static int set_initial(struct cli *cli)
{
	for (size_t i = 0; i < cli->n_slots; i++) {
		struct cli_slot *s = &cli->slots[i];
		char *value;
		int r;

		if (!s->option->initial || s->given || cli_other_of(cli, s))
			continue;
		value = cli_keep(cli, strdup(s->option->initial));
		r = value ? cli_set(cli, s, value, false, CLI_NOT_GIVEN, s->option->name) : cli_no_memory();
		if (r)
			return r;
	}
	return 0;
}

static int parse_words(struct parser *p)
{
	struct cli *cli = p->cli;
	int r = 0;

	add_slots(cli, cli_globals, cli_n_globals, cli);
	for (int i = 1; i < p->argc; i++)
		count_items(cli, p->argv[i]);
	for (p->at = 1; r == 0 && p->at < p->argc; p->at++) {
		char *arg = p->argv[p->at];

		if (!p->only_args && strcmp(arg, "--") == 0)
			p->only_args = true;
		else if (!p->only_args && arg[0] == '-' && arg[1] == '-')
			r = parse_long(p, arg + 2);
		else if (!p->only_args && arg[0] == '-' && arg[1])
			r = parse_short(p, arg + 1);
		else
			r = parse_word(p, arg);
	}
	return r;
}

int cli_parse_begun(struct cli *cli, int argc, char **argv, struct cli_unfinished *u)
{
	struct parser p = { .cli = cli, .argc = argc, .argv = argv, .unfinished = u };
	int r = parse_words(&p);
	const char *name = cli->command && p.n_args < CLI_MAX_ARGS ? cli->command->args[p.n_args] : NULL;

	u->argument = name ? cli_option_of(cli->command, name) : NULL;
	u->only_args = p.only_args;
	return u->value ? 0 : r;
}

int cli_parse(struct cli *cli, int argc, char **argv)
{
	struct parser p = { .cli = cli, .argc = argc, .argv = argv };
	int r = parse_words(&p);

	if (r || cli->help || cli->version || cli->self_test || cli->dump)
		return r;
	if (!cli->command)
		return *cli->typed ? cli_usage("%s: which command? See agolactl %s --help", cli->typed, cli->typed)
		                   : cli_usage("which command? See agolactl --help");
	r = check_required(cli);
	return r ? r : set_initial(cli);
}
