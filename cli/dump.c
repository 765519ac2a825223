/* SPDX-License-Identifier: Apache-2.0 */
/* The rows as JSON, for the manual and for the checks. */
#include "cli.h"

#include <string.h>

static void dump_string(const char *key, const char *s)
{
	printf("%s\"", key);
	for (; s && *s; s++) {
		if (*s == '\n')
			printf("\\n");
		else if (*s == '\t')
			printf("\\t");
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
		dump_optional(",\"default\":", o[i].initial);
		printf(",\"required\":%s,\"hidden\":%s",
		       (o[i].flags & CLI_REQUIRED) && !(o[i].flags & CLI_DEFAULT) ? "true" : "false",
		       o[i].flags & CLI_HIDDEN ? "true" : "false");
		if (o[i].flags & CLI_CONFIG)
			printf(",\"config\":true");
		if (o[i].flags & CLI_DEFAULT)
			printf(",\"default_project\":true");
		dump_string(",\"help\":", o[i].help);
		putchar('}');
	}
	return first;
}

static void dump_command(const struct cli_group *g, const struct cli_command *c)
{
	const struct cli_option *o = c->args[0] ? cli_option_of(c, c->args[0]) : NULL;
	bool first = true;

	dump_string("{\"group\":", g->words);
	dump_optional(",\"page\":", g->page);
	dump_string(",\"verb\":", c->verb);
	dump_string(",\"argument\":", o ? o->metavar : NULL);
	printf(",\"arguments\":[");
	for (size_t i = 0; i < CLI_MAX_ARGS && c->args[i]; i++)
		dump_string(i ? "," : "", c->args[i]);
	dump_string("],\"help\":", c->help);
	dump_optional(",\"about\":", c->about);
	dump_optional(",\"asks\":", c->asks);
	dump_optional(",\"type\":", c->type);
	dump_optional(",\"example\":", c->example);
	printf(",\"options\":[");
	for (size_t i = 0; i < CLI_MAX_SETS; i++)
		first = dump_options(c->options[i].rows, c->options[i].n, first);
	printf("]}");
}

int cli_dump(void)
{
	bool first = true;

	printf("{\"options\":[");
	dump_options(cli_globals, cli_n_globals, true);
	printf("],\"commands\":[");
	for (const struct cli_group *const *g = cli_groups; *g; g++) {
		for (size_t i = 0; i < (*g)->n; i++, first = false) {
			printf("%s\n", first ? "" : ",");
			dump_command(*g, &(*g)->commands[i]);
		}
	}
	printf("],\"groups\":[");
	for (const struct cli_group *const *g = cli_groups; *g; g++) {
		dump_string(g == cli_groups ? "\n{\"words\":" : ",\n{\"words\":", (*g)->words);
		dump_optional(",\"page\":", (*g)->page);
		dump_string(",\"help\":", (*g)->help);
		dump_optional(",\"about\":", (*g)->about);
		putchar('}');
	}
	printf("]}\n");
	return 0;
}
