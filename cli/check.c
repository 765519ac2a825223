/* SPDX-License-Identifier: Apache-2.0 */
/* --self-test: what the compiler does not see in the rows. */
#include "cli.h"

#include <ctype.h>
#include <string.h>

static int faults;

static const struct cli_group *group; /* that is looked at */

static void fault(const struct cli_command *c, const char *option, const char *what)
{
	fprintf(stderr, "%s%s%s --%s: %s\n", c ? group->words ? group->words : "" : "(global)", c && group->words ? " " : "",
	        c ? c->verb : "", option, what);
	faults++;
}

static bool is_sentence(const char *s)
{
	size_t n = s ? strlen(s) : 0;

	return n == 0 || s[n - 1] == '.' || strchr(s, '\n');
}

static bool is_list(const struct cli_option *o)
{
	return cli_width(o->kind) == sizeof(struct cli_texts);
}

static void check_option(const struct cli_command *c, const struct cli_option *o, size_t room)
{
	size_t width = cli_width(o->kind), align = o->kind == CLI_FLAG       ? 1
	                                           : o->kind == CLI_TRISTATE ? sizeof(int)
	                                                                     : sizeof(void *);

	if (is_sentence(o->help) || (isupper((unsigned char)o->help[0]) && islower((unsigned char)o->help[1])))
		fault(c, o->name, "help is missing, begins with a capital, or ends with a full stop");
	if (cli_takes_value(o) != (o->metavar != NULL))
		fault(c, o->name, "only flags have no metavar");
	if (o->off + width > room || o->off % align)
		fault(c, o->name, "the offset is outside of the struct");
	if (o->words && o->kind != CLI_TEXT && !is_list(o))
		fault(c, o->name, "only texts and lists have words");
	if ((o->flags & CLI_SECRET) && o->kind != CLI_TEXT)
		fault(c, o->name, "only a text can be a secret");
	if ((o->flags & CLI_CONFIG) && o->kind != CLI_TEXT && o->kind != CLI_TRISTATE && o->kind != CLI_SECONDS)
		fault(c, o->name, "the config file has texts, flags and times");
	if ((o->flags & CLI_DEFAULT) && (!(o->flags & CLI_REQUIRED) || o->kind != CLI_TEXT || o->initial))
		fault(c, o->name, "what --default-project is taken for is a required text without a default of its own");
	if (c && (o->env || (o->flags & CLI_CONFIG)))
		fault(c, o->name, "only global options come from the environment and the config file");
}

/* Any word of one that is a word of the other. */
static bool same(const char *a, const char *b)
{
	for (const char *p = a; p; p = cli_next_word(p)) {
		p += *p == '!';
		if (cli_word_is(b, p, (size_t)cli_first(p), NULL))
			return true;
	}
	return false;
}

static void check_pair(const struct cli_command *c, const struct cli_option *a, const struct cli_option *b)
{
	if ((a->flags & CLI_SHADOWS) && b >= cli_globals && b < cli_globals + cli_n_globals)
		return;
	if (same(a->name, b->name))
		fault(c, a->name, "twice");
	if (a->short_name && a->short_name == b->short_name)
		fault(c, a->name, "its letter is taken");
}

/* Row i of all that belongs to a command, global options first; NULL after the last. */
static const struct cli_option *row(const struct cli_command *c, size_t i, size_t *room)
{
	if (i < cli_n_globals) {
		*room = sizeof(struct cli);
		return &cli_globals[i];
	}
	i -= cli_n_globals;
	for (size_t k = 0; c && k < CLI_MAX_SETS; i -= c->options[k++].n) {
		*room = c->size > c->options[k].off ? c->size - c->options[k].off : 0;
		if (i < c->options[k].n)
			return &c->options[k].rows[i];
	}
	return NULL;
}

static void check_options(const struct cli_command *c)
{
	const struct cli_option *o;
	size_t room, n = c ? cli_n_globals : 0;

	for (; (o = row(c, n, &room)) != NULL; n++) {
		check_option(c, o, room);
		for (size_t k = 0; k < n; k++)
			check_pair(c, o, row(c, k, &(size_t){ 0 }));
	}
	if (n > CLI_MAX_OPTIONS)
		fault(c, "", "too many options");
}

/* What is looked up when it is needed: is it there? */
static void check_names(const struct cli_command *c)
{
	const agola_type *type = agola_type_find(c->type);
	bool found = false;

	if (c->type && !type)
		fault(c, c->type, "there is no such type");
	for (size_t i = 0; type && c->key && i < agola_type_n_fields(type); i++)
		found |= strcmp(agola_field_key(agola_type_field(type, i)), c->key) == 0;
	if (type && c->key && !found)
		fault(c, c->key, "the type has no such key");
	if (type && c->columns && cli_table_columns(&(struct cli){ .type = type, .command = c }, NULL) != 0)
		fault(c, c->columns, "the type has no such columns");
	for (size_t i = 0; i < CLI_MAX_ARGS && c->args[i]; i++) {
		const struct cli_option *o = cli_option_of(c, c->args[i]);

		if (!o || !cli_takes_value(o))
			fault(c, c->args[i], "an argument needs an option that takes a value");
		else if (is_list(o) && i + 1 < CLI_MAX_ARGS && c->args[i + 1])
			fault(c, c->args[i], "only the last argument can be a list");
	}
}

/* A line as a user types it, without quotes: it is that command, with options and arguments that it has. */
static bool is_command(const char *line, const struct cli_command *c)
{
	enum { MOST = 24 };
	char text[256], *rest = NULL, *argv[MOST + 1] = { (char[]){ "agolactl" } };
	struct cli cli = { 0 };
	int argc = 1;
	bool ok;

	snprintf(text, sizeof(text), "%.*s", (int)strcspn(line, "\n"), line);
	for (char *p = strtok_r(text, " ", &rest); p && argc < MOST; p = strtok_r(NULL, " ", &rest))
		argv[argc++] = p;
	ok = cli_parse(&cli, argc, argv) == 0 && cli.command == c;
	cli_end(&cli);
	return ok;
}

/* @safe: its options can be given values */
static void check_lines(const struct cli_command *c, bool safe)
{
	const struct cli_option *o;
	size_t room;

	if (!c->example)
		fault(c, "", "it has no example");
	for (const char *p = c->example; p; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL) {
		if (safe && !is_command(p, c))
			fault(c, "", "its example is another command, or has options that it does not know");
	}
	for (size_t i = cli_n_globals; (o = row(c, i, &room)) != NULL; i++) {
		for (const char *p = o->complete; p; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL) {
			if (!cli_find_line(p))
				fault(c, o->name, "what completes it is no command");
		}
	}
}

/* Whether the two levels are called the same, in all their spellings; *faulty if only in some. */
static bool same_level(const char *a, const char *b, bool *faulty)
{
	size_t n = strcspn(a, " "), m = strcspn(b, " ");

	*faulty = same(a, b) && (n != m || strncmp(a, b, n) != 0);
	return same(a, b);
}

/* Two groups and what is in them: each word means one thing. */
static void check_groups(const struct cli_group *a, const struct cli_group *b, bool second)
{
	static const struct cli_command none = { .verb = "" };
	bool faulty = false;
	size_t i = 0;

	while (cli_level(a->words, i) && cli_level(b->words, i) &&
	       same_level(cli_level(a->words, i), cli_level(b->words, i), &faulty))
		i++;
	if (faulty && second)
		fault(&none, "", "its group has other spellings elsewhere");
	for (size_t k = 0; k < a->n && !cli_level(a->words, i) && cli_level(b->words, i); k++) {
		if (same(a->commands[k].verb, cli_level(b->words, i)))
			fault(&a->commands[k], "", "it is also a group");
	}
	for (size_t k = 0; second && !a->words && !b->words && k < a->n * b->n; k++) {
		if (same(a->commands[k / b->n].verb, b->commands[k % b->n].verb))
			fault(&a->commands[k / b->n], "", "twice");
	}
	if (second && a->words && b->words && !cli_level(a->words, i) && !cli_level(b->words, i))
		fault(&none, "", "the group is there twice");
}

static void check_group(void)
{
	for (size_t i = 0; i < group->n; i++) {
		const struct cli_command *c = &group->commands[i];
		int before = faults;

		check_options(c);
		check_lines(c, faults == before);
		check_names(c);
		if ((!c->run + !c->call + !c->each) != 2 || is_sentence(c->help))
			fault(c, "", "a command needs one of run, call and each, and help without a full stop");
		if ((c->done || c->asks) && !group->noun)
			fault(c, "", "its group needs a noun");
		for (size_t k = 0; k < i; k++) {
			if (same(c->verb, group->commands[k].verb))
				fault(c, "", "twice");
		}
	}
}

int cli_self_test(void)
{
	size_t n = 0;

	check_options(NULL);
	for (const struct cli_group *const *g = cli_groups; *g; g++) {
		group = *g;
		n += group->n;
		check_group();
		for (const struct cli_group *const *h = cli_groups; *h; h++)
			check_groups(group, *h, h < g);
		if (group->words && (is_sentence(group->help) || cli_level(group->words, CLI_MAX_LEVELS)))
			fault(&group->commands[0], "", "a group needs help without a full stop, and not too many words");
	}
	printf("%zu commands, %d faults\n", n, faults);
	return faults ? CLI_ERROR : 0;
}
