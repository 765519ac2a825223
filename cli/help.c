/* SPDX-License-Identifier: Apache-2.0 */
/* --help, by the rows. */
#include "cli.h"

#include <ctype.h>
#include <string.h>

enum { LEFT = 34 };

/* ---- paragraphs ---- */

static size_t line_width(void)
{
	size_t width = cli_is_terminal() ? cli_terminal_width() : 80;

	return width < 60 ? 60 : width > 100 ? 100 : width;
}

/* Words from column `at` on; further lines begin at column `indent`. */
static void print_words(const char *s, size_t at, size_t indent)
{
	size_t width = line_width();
	bool first = true;

	for (const char *end; *s; s = end + (*end != 0)) {
		size_t n = strcspn(s, " \n");

		end = s + n;
		if (!first && (at + 1 + n > width || s[-1] == '\n')) {
			printf("\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			putchar(' ');
			at++;
		}
		printf("%.*s", (int)n, s);
		at += n;
		first = false;
	}
	putchar('\n');
}

/* Two columns. */
static void print_row(const char *left, const char *right)
{
	if (strlen(left) > LEFT)
		printf("  %s\n%*s", left, LEFT + 3, "");
	else
		printf("  %-*s ", LEFT, left);
	print_words(right, LEFT + 3, LEFT + 3);
}

void cli_print_text(const char *s)
{
	for (const char *end; *s; s = end + (*end != 0)) {
		size_t n = strcspn(s, "\n"), left = strcspn(s, "\t");
		char line[2048], word[64];

		end = s + n;
		snprintf(line, sizeof(line), "%.*s", (int)n, s);
		snprintf(word, sizeof(word), "%.*s", (int)left, s);
		if (n && *s == ' ')
			puts(line);
		else if (left < n)
			print_row(word, line + left + 1);
		else
			print_words(line, 0, 0);
	}
}

static void print_examples(const char *examples)
{
	printf("\nExample%s:\n", strchr(examples, '\n') ? "s" : "");
	for (const char *p = examples; p; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL)
		printf("  agolactl %.*s\n", (int)strcspn(p, "\n"), p);
}

/* ---- parts ---- */

static void print_options(const struct cli_option *o, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *metavar = o[i].metavar ? o[i].metavar : "";
		const char *must = o[i].flags & CLI_DEFAULT    ? " (default: --default-project, or that of the git work tree)"
		                   : o[i].flags & CLI_REQUIRED ? " (required)"
		                                               : "";
		char left[64], letter[8] = "    ", right[400];

		if (o[i].flags & CLI_HIDDEN)
			continue;
		if (o[i].short_name)
			snprintf(letter, sizeof(letter), "-%c, ", o[i].short_name);
		snprintf(left, sizeof(left), "%s--%.*s%s%s", letter, cli_first(o[i].name), o[i].name, *metavar ? " " : "",
		         metavar);
		snprintf(right, sizeof(right), "%s%s%s%s%s%s%s%s", o[i].help, o[i].initial ? " (default " : "",
		         o[i].initial ? o[i].initial : "", o[i].initial ? ")" : "", o[i].env ? " [$" : "",
		         o[i].env ? o[i].env : "", o[i].env ? "]" : "", must);
		print_row(left, right);
	}
}

static void command_line(char *buf, size_t size, const struct cli_group *g, const struct cli_command *c)
{
	size_t n = strlen(cli_command_name(buf, size, g, c));

	for (size_t i = 0; i < CLI_MAX_ARGS && c->args[i] && n < size; i++) {
		const struct cli_option *o = cli_option_of(c, c->args[i]);
		bool must = o && (o->flags & CLI_REQUIRED) && !(o->flags & CLI_DEFAULT),
		     many = o && cli_width(o->kind) == sizeof(struct cli_texts);

		n += (size_t)snprintf(buf + n, size - n, " %s%s%s%s", must ? "" : "[", o ? o->metavar : "", many ? "..." : "",
		                      must ? "" : "]");
	}
}

static void print_commands(const struct cli_path *path)
{
	for (const struct cli_group *const *g = cli_groups; *g; g++) {
		for (size_t i = 0; cli_below(*g, path) && i < (*g)->n; i++) {
			char left[128];

			command_line(left, sizeof(left), *g, &(*g)->commands[i]);
			print_row(left, (*g)->commands[i].help);
		}
	}
}

/* Groups by their first words, and commands that are in none. */
static void print_groups(void)
{
	for (const struct cli_group *const *g = cli_groups; *g; g++) {
		char left[64];

		if ((*g)->words && !strchr((*g)->words, ' ')) {
			snprintf(left, sizeof(left), "%.*s COMMAND", cli_first((*g)->words), (*g)->words);
			print_row(left, (*g)->help);
		}
	}
	for (const struct cli_group *const *g = cli_groups; *g; g++) {
		for (size_t i = 0; !(*g)->words && i < (*g)->n; i++) {
			char left[128];

			command_line(left, sizeof(left), *g, &(*g)->commands[i]);
			print_row(left, (*g)->commands[i].help);
		}
	}
}

static void print_spellings(const char *words)
{
	const char *p = words ? cli_next_word(words) : NULL;

	for (bool first = true; p; p = cli_next_word(p), first = false) {
		if (*p != '!')
			printf("%s%.*s", first ? "Also: " : ", ", cli_first(p), p);
	}
	if (words && cli_next_word(words))
		putchar('\n');
}

static int help_group(const struct cli_path *path)
{
	const struct cli_group *group = NULL;
	char name[96] = "", *text = NULL;

	for (const struct cli_group *const *g = cli_groups; *g && !group; g++) {
		if (cli_is_group(*g, path))
			group = *g;
	}
	if (!group)
		return cli_usage("there is no such group of commands");
	printf("Usage: agolactl %s COMMAND [OPTION...]\n", cli_command_name(name, sizeof(name), group, NULL));
	printf("%c%s.\n", toupper((unsigned char)*group->help), group->help + 1);
	text = strrchr(group->words, ' ');
	print_spellings(text ? text + 1 : group->words);
	if (group->about) {
		putchar('\n');
		cli_print_text(group->about);
	}
	printf("\nCommands:\n");
	print_commands(path);
	printf("\nSee agolactl %s COMMAND --help\n", name);
	return 0;
}

void cli_print_globals(void)
{
	print_options(cli_globals, cli_n_globals);
}

static void print_more(const char *examples)
{
	if (examples)
		print_examples(examples);
	printf("\nOptions of every command: agolactl help options\nExit status: agolactl help exit-codes\n");
}

static int help_command(const struct cli_group *g, const struct cli_command *c)
{
	char line[128];
	bool any = false;

	command_line(line, sizeof(line), g, c);
	printf("Usage: agolactl %s [OPTION...]\n", line);
	printf("%s.\n", c->help);
	print_spellings(c->verb);
	if (c->about) {
		putchar('\n');
		cli_print_text(c->about);
	}
	if (c->asks) {
		putchar('\n');
		cli_print_text("It asks first. Where there is no terminal to ask on, as in a script, --yes is needed.");
	}
	for (size_t i = 0; i < CLI_MAX_SETS; i++) {
		if (c->options[i].n && !any)
			printf("\nOptions:\n");
		any |= c->options[i].n != 0;
		print_options(c->options[i].rows, c->options[i].n);
	}
	print_more(c->example);
	return 0;
}

int cli_help(const struct cli *cli)
{
	cli_page();
	if (cli->command)
		return help_command(cli->group, cli->command);
	if (cli->path.n)
		return help_group(&cli->path);
	if (cli->topic)
		return cli_help_topic(cli->topic);
	printf("Usage: agolactl [OPTION...] COMMAND [OPTION...]\nThe command line of Agola, the CI/CD system.\n\nCommands:\n");
	print_groups();
	printf("\nTopics, see agolactl help TOPIC:\n");
	cli_print_topics();
	print_examples("remotesource list\nproject show org/acme/api -o json\nhelp project create");
	return 0;
}
