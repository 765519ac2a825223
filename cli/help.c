/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <ctype.h>
#include <string.h>

static int first_word(const char *words)
{
	return (int)strcspn(words, "|");
}

static void print_options(const struct cli_option *o, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char left[64];

		if (o[i].flags & CLI_HIDDEN)
			continue;
		snprintf(left, sizeof(left), "%c%c%s --%s%s%s", o[i].short_name ? '-' : ' ',
		         o[i].short_name ? o[i].short_name : ' ', o[i].short_name ? "," : " ", o[i].name, o[i].metavar ? " " : "",
		         o[i].metavar ? o[i].metavar : "");
		printf("  %-34s %s%s\n", left, o[i].help, o[i].flags & CLI_REQUIRED ? " (required)" : "");
	}
}

static void print_tail(void)
{
	printf("\nExit status: 0 done, 1 other error, 2 wrong usage, 3 not found, 4 not authorized, 5 refused, 6 server or "
	       "network, 130 interrupted.\n");
}

static void print_commands(const char *group)
{
	for (size_t i = 0; cli_commands[i]; i++) {
		const struct cli_command *c = cli_commands[i];
		char left[64];

		if (group && !(c->group && cli_word_is(c->group, group)))
			continue;
		snprintf(left, sizeof(left), "%.*s%s%.*s%s%s", c->group ? first_word(c->group) : 0, c->group ? c->group : "",
		         c->group ? " " : "", first_word(c->verb), c->verb, c->arg ? " " : "", c->arg ? c->arg : "");
		printf("  %-34s %s\n", left, c->help);
	}
}

int cli_help_group(const char *group)
{
	printf("Usage: agolactl %s COMMAND [OPTION...]\n\nCommands:\n", group);
	print_commands(group);
	printf("\nSee agolactl %s COMMAND --help\n", group);
	return 0;
}

int cli_help(const struct cli *cli)
{
	const struct cli_command *c = cli->command;

	if (!c) {
		printf("Usage: agolactl [OPTION...] COMMAND [OPTION...]\nThe command line of Agola, the CI/CD "
		       "system.\n\nCommands:\n");
		print_commands(NULL);
		printf("\nOptions of every command:\n");
		print_options(cli_globals, cli_n_globals);
		print_tail();
		printf("\nExamples:\n  export AGOLA_GATEWAY_URL=https://agola.example.org AGOLA_TOKEN_FILE=~/.agola-token\n"
		       "  agolactl remotesource list\n  agolactl remotesource show gitea -o json\n");
		return 0;
	}
	printf("Usage: agolactl %.*s%s%.*s%s%s [OPTION...]\n%s.\n", c->group ? first_word(c->group) : 0, c->group ? c->group : "",
	       c->group ? " " : "", first_word(c->verb), c->verb, c->arg ? " " : "", c->arg ? c->arg : "", c->help);
	if (c->n_options) {
		printf("\nOptions:\n");
		print_options(c->options, c->n_options);
	}
	printf("\nOptions of every command:\n");
	print_options(cli_globals, cli_n_globals);
	print_tail();
	if (c->example)
		printf("\nExample:\n  agolactl %s\n", c->example);
	return 0;
}

/* ---- the tables as JSON, for completion and for the check of the manual ---- */

static void dump_string(const char *s)
{
	putchar('"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			putchar('\\');
		putchar(*s);
	}
	putchar('"');
}

static void dump_options(const struct cli_option *o, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		printf("%s{\"name\":", i ? "," : "");
		dump_string(o[i].name);
		if (o[i].short_name)
			printf(",\"short\":\"%c\"", o[i].short_name);
		if (o[i].metavar) {
			printf(",\"value\":");
			dump_string(o[i].metavar);
		}
		if (o[i].words) {
			printf(",\"words\":");
			dump_string(o[i].words);
		}
		printf(",\"required\":%s,\"hidden\":%s,\"help\":", o[i].flags & CLI_REQUIRED ? "true" : "false",
		       o[i].flags & CLI_HIDDEN ? "true" : "false");
		dump_string(o[i].help);
		putchar('}');
	}
}

int cli_dump(void)
{
	printf("{\"options\":[");
	dump_options(cli_globals, cli_n_globals);
	printf("],\"commands\":[");
	for (size_t i = 0; cli_commands[i]; i++) {
		const struct cli_command *c = cli_commands[i];

		printf("%s\n{\"group\":", i ? "," : "");
		dump_string(c->group ? c->group : "");
		printf(",\"verb\":");
		dump_string(c->verb);
		printf(",\"argument\":");
		dump_string(c->arg ? c->arg : "");
		printf(",\"help\":");
		dump_string(c->help);
		printf(",\"options\":[");
		dump_options(c->options, c->n_options);
		printf("]}");
	}
	printf("]}\n");
	return 0;
}

/* ---- self-test ---- */

static int faults;

static void fault(const struct cli_command *c, const char *option, const char *what)
{
	fprintf(stderr, "%s %s --%s: %s\n", c ? c->group ? c->group : "" : "(global)", c ? c->verb : "", option, what);
	faults++;
}

static size_t width(enum cli_kind k)
{
	return k == CLI_FLAG ? sizeof(bool) : k == CLI_TRISTATE ? sizeof(enum agola_tristate) : sizeof(int64_t);
}

static void check_options(const struct cli_command *c, const struct cli_option *o, size_t n, size_t size)
{
	for (size_t i = 0; i < n; i++) {
		bool flag = o[i].kind == CLI_FLAG || o[i].kind == CLI_TRISTATE;

		if (!o[i].help || !*o[i].help || (isupper((unsigned char)o[i].help[0]) && islower((unsigned char)o[i].help[1])))
			fault(c, o[i].name, "help is missing or begins with a capital");
		if (o[i].help && *o[i].help && o[i].help[strlen(o[i].help) - 1] == '.')
			fault(c, o[i].name, "help ends with a full stop");
		if (flag != !o[i].metavar)
			fault(c, o[i].name, "only flags have no metavar");
		if (o[i].off + width(o[i].kind) > size || o[i].off % (flag ? 1 : sizeof(void *)))
			fault(c, o[i].name, "the offset is outside of the struct");
		for (size_t k = 0; k < i; k++) {
			if (strcmp(o[i].name, o[k].name) == 0)
				fault(c, o[i].name, "twice");
			if (o[i].short_name && o[i].short_name == o[k].short_name)
				fault(c, o[i].name, "its letter is taken");
		}
		for (size_t k = 0; c && k < cli_n_globals; k++) {
			if (strcmp(o[i].name, cli_globals[k].name) == 0)
				fault(c, o[i].name, "hides a global option");
		}
	}
}

int cli_self_test(void)
{
	size_t n = 0;

	check_options(NULL, cli_globals, cli_n_globals, sizeof(struct cli));
	for (; cli_commands[n]; n++) {
		const struct cli_command *c = cli_commands[n];

		check_options(c, c->options, c->n_options, c->size);
		if (!c->run || !c->help || !*c->help || c->help[strlen(c->help) - 1] == '.' || c->n_options > 64)
			fault(c, "", "a command needs run and help without a full stop, and at most 64 options");
		if (c->arg && c->arg_off + sizeof(char *) > c->size)
			fault(c, c->arg, "the offset is outside of the struct");
		for (size_t k = 0; k < n; k++) {
			const struct cli_command *d = cli_commands[k];

			if (strcmp(c->verb, d->verb) == 0 && strcmp(c->group ? c->group : "", d->group ? d->group : "") == 0)
				fault(c, "", "twice");
		}
	}
	printf("%zu commands, %d faults\n", n, faults);
	return faults ? CLI_ERROR : 0;
}
