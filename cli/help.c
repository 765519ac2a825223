/* SPDX-License-Identifier: Apache-2.0 */
/* --help, and the tables as JSON: for people, for completion and for the check of the manual. */
#include "cli.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { LEFT = 34 };

/* ---- paragraphs ---- */

static size_t line_width(void)
{
	struct winsize w = { 0 };

	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col)
		return w.ws_col < 60 ? 60 : w.ws_col > 100 ? 100 : w.ws_col;
	return 80;
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
	int n = printf("  %-*s ", LEFT, left);

	if (n > LEFT + 3)
		printf("\n%*s", LEFT + 3, "");
	print_words(right, LEFT + 3, LEFT + 3);
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
		char left[64], letter[8] = "    ", right[400];

		if (o[i].flags & CLI_HIDDEN)
			continue;
		if (o[i].short_name)
			snprintf(letter, sizeof(letter), "-%c, ", o[i].short_name);
		snprintf(left, sizeof(left), "%s--%.*s%s%s", letter, cli_first(o[i].name), o[i].name, *metavar ? " " : "",
		         metavar);
		snprintf(right, sizeof(right), "%s%s%s%s%s", o[i].help, o[i].env ? " [$" : "", o[i].env ? o[i].env : "",
		         o[i].env ? "]" : "", o[i].flags & CLI_REQUIRED ? " (required)" : "");
		print_row(left, right);
	}
}

static void command_line(char *buf, size_t size, const struct cli_command *c)
{
	size_t n = (size_t)snprintf(buf, size, "%.*s%s%.*s", c->group ? cli_first(c->group) : 0, c->group ? c->group : "",
	                            c->group ? " " : "", cli_first(c->verb), c->verb);

	for (size_t i = 0; i < CLI_MAX_ARGS && c->args[i] && n < size; i++) {
		const struct cli_option *o = cli_option_of(c, c->args[i]);
		bool must = o && (o->flags & CLI_REQUIRED), many = o && cli_width(o->kind) == sizeof(struct cli_texts);

		n += (size_t)snprintf(buf + n, size - n, " %s%s%s%s", must ? "" : "[", o ? o->metavar : "", many ? "..." : "",
		                      must ? "" : "]");
	}
}

static void print_commands(const char *group)
{
	for (size_t i = 0; cli_commands[i]; i++) {
		const struct cli_command *c = cli_commands[i];
		char left[128];

		if (group && !(c->group && cli_word(c->group, group)))
			continue;
		command_line(left, sizeof(left), c);
		print_row(left, c->help);
	}
}

static int help_group(const char *typed)
{
	char group[64] = "";

	for (size_t i = 0; cli_commands[i] && !*group; i++) {
		const char *words = cli_commands[i]->group;

		if (words && cli_word(words, typed))
			snprintf(group, sizeof(group), "%.*s", cli_first(words), words);
	}
	printf("Usage: agolactl %s COMMAND [OPTION...]\n\nCommands:\n", group);
	print_commands(group);
	printf("\nSee agolactl %s COMMAND --help\n", group);
	return 0;
}

static void print_tail(void)
{
	printf("\nOptions of every command:\n");
	print_options(cli_globals, cli_n_globals);
	printf("\n");
	print_words("Exit status: 0 done, 1 other error, 2 wrong usage, 3 not found, 4 not authorized, 5 refused, 6 server or "
	            "network, 130 interrupted.",
	            0, 0);
}

static int help_command(const struct cli_command *c)
{
	char line[128];
	bool any = false;

	command_line(line, sizeof(line), c);
	printf("Usage: agolactl %s [OPTION...]\n", line);
	printf("%s.\n", c->help);
	if (c->about) {
		putchar('\n');
		print_words(c->about, 0, 0);
	}
	for (size_t i = 0; i < CLI_MAX_SETS; i++) {
		if (c->options[i].n && !any)
			printf("\nOptions:\n");
		any |= c->options[i].n != 0;
		print_options(c->options[i].rows, c->options[i].n);
	}
	print_tail();
	if (c->example)
		print_examples(c->example);
	return 0;
}

int cli_help(const struct cli *cli)
{
	if (cli->command)
		return help_command(cli->command);
	if (cli->group)
		return help_group(cli->group);
	printf("Usage: agolactl [OPTION...] COMMAND [OPTION...]\nThe command line of Agola, the CI/CD system.\n\nCommands:\n");
	print_commands(NULL);
	print_tail();
	printf("\nExamples:\n  export AGOLA_GATEWAY_URL=https://agola.example.org AGOLA_TOKEN_FILE=~/.agola-token\n"
	       "  agolactl remotesource list\n  agolactl remotesource show gitea -o json\n");
	return 0;
}

/* ---- as JSON ---- */

static void dump_string(const char *key, const char *s)
{
	printf("%s\"", key);
	for (; s && *s; s++) {
		if (*s == '\n')
			printf("\\n");
		else if (*s == '"' || *s == '\\')
			printf("\\%c", *s);
		else
			putchar(*s);
	}
	putchar('"');
}

static void dump_optional(const char *key, const char *s)
{
	if (s)
		dump_string(key, s);
}

static bool dump_options(const struct cli_option *o, size_t n, bool first)
{
	for (size_t i = 0; i < n; i++, first = false) {
		char name[64];

		snprintf(name, sizeof(name), "%.*s", cli_first(o[i].name), o[i].name);
		dump_string(first ? "{\"name\":" : ",{\"name\":", name);
		if (o[i].name[strlen(name)])
			dump_string(",\"spellings\":", o[i].name + strlen(name) + 1);
		if (o[i].short_name)
			printf(",\"short\":\"%c\"", o[i].short_name);
		dump_optional(",\"value\":", o[i].metavar);
		dump_optional(",\"words\":", o[i].words);
		dump_optional(",\"one_of\":", o[i].one_of);
		dump_optional(",\"env\":", o[i].env);
		dump_optional(",\"complete\":", o[i].complete);
		printf(",\"required\":%s,\"hidden\":%s", o[i].flags & CLI_REQUIRED ? "true" : "false",
		       o[i].flags & CLI_HIDDEN ? "true" : "false");
		dump_string(",\"help\":", o[i].help);
		putchar('}');
	}
	return first;
}

static void dump_command(const struct cli_command *c)
{
	const struct cli_option *o = c->args[0] ? cli_option_of(c, c->args[0]) : NULL;
	bool first = true;

	dump_string("{\"group\":", c->group);
	dump_string(",\"verb\":", c->verb);
	dump_string(",\"argument\":", o ? o->metavar : NULL);
	printf(",\"arguments\":[");
	for (size_t i = 0; i < CLI_MAX_ARGS && c->args[i]; i++)
		dump_string(i ? "," : "", c->args[i]);
	dump_string("],\"help\":", c->help);
	dump_optional(",\"about\":", c->about);
	dump_optional(",\"type\":", c->type);
	dump_optional(",\"example\":", c->example);
	printf(",\"options\":[");
	for (size_t i = 0; i < CLI_MAX_SETS; i++)
		first = dump_options(c->options[i].rows, c->options[i].n, first);
	printf("]}");
}

int cli_dump(void)
{
	printf("{\"options\":[");
	dump_options(cli_globals, cli_n_globals, true);
	printf("],\"commands\":[");
	for (size_t i = 0; cli_commands[i]; i++) {
		printf("%s\n", i ? "," : "");
		dump_command(cli_commands[i]);
	}
	printf("]}\n");
	return 0;
}
