/* SPDX-License-Identifier: Apache-2.0 */
/* Help that belongs to no command. */
#include "cli.h"

#include <string.h>

struct topic {
	const char *name, *help, *text;
	void (*print)(void);
};

static void print_environment(void)
{
	for (size_t i = 0; i < cli_n_globals; i++) {
		char line[400];

		if (!cli_globals[i].env)
			continue;
		snprintf(line, sizeof(line), "%s\t%s, as --%.*s\n", cli_globals[i].env, cli_globals[i].help,
		         cli_first(cli_globals[i].name), cli_globals[i].name);
		cli_print_text(line);
	}
	cli_print_text(
	        "XDG_CONFIG_HOME, HOME\twhere the config file is, see agolactl-config(5)\n"
	        "AGOLA_PAGER, PAGER\tprogram that shows help and lists on a terminal\n"
	        "NO_COLOR, CLICOLOR, CLICOLOR_FORCE\tcolours, see agolactl help formatting\n"
	        "FORCE_HYPERLINK\tlinks in tables, 0 for none, where --hyperlinks is not given\n"
	        "XDG_CACHE_HOME\twhere names for completion are kept, instead of ~/.cache\n"
	        "http_proxy, https_proxy, all_proxy, no_proxy\tproxies, as for curl(1); --proxy goes before them\n"
	        "\n"
	        "An option goes before a variable, a variable before the config file. A variable that is empty is not set.");
}

static const struct topic topics[] = {
	{ "aliases", "words of your own for command lines",
	  "The config file can have words that stand for the beginning of a command line:\n"
	  " aliases:\n"
	  "   broken: run list --branch main --result failed\n"
	  "Then agolactl broken --limit 3 lists the last three of these. Commands of agolactl go before. See agolactl-config(5).",
	  NULL },
	{ "completion", "what the Tab key knows in bash, zsh and fish",
	  "The scripts are installed where the shells look for them; a new shell has them. In bash the package bash-completion "
	  "has to be there, or the script is read by hand:\n"
	  "  . /usr/share/bash-completion/completions/agolactl\n"
	  "\n"
	  "Groups, commands, options, their words and the columns of --columns are known without a server. Names of projects, "
	  "groups and others are asked for, with the URL, the token and the context of the command line, for one second at "
	  "most, and kept for 10 seconds in ~/.cache/agola, which only you can read. Names that need quotes are left out.",
	  NULL },
	{ "environment", "environment variables", NULL, print_environment },
	{ "exit-codes", "what the exit status says",
	  "0\tdone\n"
	  "1\tany other error: a full disk, a file that cannot be read, a question answered with no; diff --exit-status: there "
	  "is something to do, and nothing else\n"
	  "2\tthe command line or the config file is wrong; nothing was sent; diff --exit-status: what would be 1 elsewhere\n"
	  "3\tthere is no such thing on the server; variable resolve --exit-status: a secret is missing; directrun start that "
	  "is to wait: no run was made\n"
	  "4\tno token, a wrong one, or not enough rights\n"
	  "5\tthe server refused the request: it is not valid, or the name is taken\n"
	  "6\tserver or network: no connection, time-out, TLS, 500, no Agola\n"
	  "10\twith --exit-status: the run failed\n"
	  "11\twith --exit-status: the run was stopped\n"
	  "12\twith --exit-status: the run was cancelled\n"
	  "13\twith --exit-status: the run could not be set up\n"
	  "130\tinterrupted by SIGINT: what state is left is said, unless it only read\n"
	  "\n"
	  "A command that says what it has done on standard error has exit status 0.",
	  NULL },
	{ "formatting", "tables, JSON, YAML, names",
	  "Data goes to standard output, words for people to standard error.\n"
	  "\n"
	  "table\tone line for each object; --columns chooses what is in it, by the keys of the JSON, as in id,name,user.name; "
	  "--headers and --no-headers say whether it has a first line: on a terminal it has one, elsewhere not\n"
	  "json\tthe server's own field names; a list is an array\n"
	  "yaml\tthe same as YAML\n"
	  "name\tonly what names each object, one a line: for other commands\n"
	  "jsonpath=PATH\tvalues out of the JSON, one a line: .key or ['key'] of an object, [0] or [*] of an array, as in "
	  ".user.name or, of a list, [*].id; texts without quotes, all else as JSON\n"
	  "\n"
	  "On a terminal times in tables are relative, as in 3 minutes ago, phases and results have colours, and tables fit the "
	  "width. Elsewhere times are as in RFC 3339, which --times exact always gives. NO_COLOR and CLICOLOR=0 switch colours "
	  "off, CLICOLOR_FORCE=1 also has them in pipes; NO_COLOR goes first. Help and lists on a terminal go through the "
	  "program "
	  "in AGOLA_PAGER or else PAGER, if one of them is set; cat is none.\n"
	  "\n"
	  "On a terminal that is known to have links, runs, commits, branches and names in tables are some: see --hyperlinks and "
	  "--web-url.\n"
	  "\n"
	  "Characters that could take over a terminal are written as \\uXXXX in every format. A list that broke off has no end: "
	  "JSON without its last bracket is not whole.",
	  NULL },
	{ "options", "the options of every command", NULL, cli_print_globals },
	{ "references", "how projects, groups, users and others are named",
	  "org/NAME/...\tproject group or project below an organization; org/NAME is the root group of the organization\n"
	  "user/NAME/...\tthe same below a user\n"
	  "UUID\tany object by its id, as -o json shows it\n"
	  "NAME\tan organization, a user or a remote source; secrets and variables within their project or group\n"
	  "\n"
	  "A project is named by its whole path, as in org/acme/backend/api. Commands that are not told one, and that delete "
	  "no project, secret or variable, take the first of these:\n"
	  "1.\t--default-project, AGOLA_PROJECT, default_project of the context or the config file\n"
	  "2.\tgit config agola.project of the work tree that you are in\n"
	  "3.\twhat its remote upstream leads to, or else origin: of OWNER/NAME the project org/OWNER/NAME or user/OWNER/NAME, "
	  "or "
	  "else the only project NAME in the groups below OWNER, unless its newest run is one of another repository\n"
	  "Which project that is, and why, is said on standard error.\n"
	  "\n"
	  "An argument may also be given as the option of "
	  "the same name: agolactl project show REF and agolactl project show --ref REF are the same.",
	  NULL },
};

static const struct topic *find(const char *word)
{
	for (size_t i = 0; i < CLI_COUNT(topics); i++) {
		if (strcmp(topics[i].name, word) == 0)
			return &topics[i];
	}
	return NULL;
}

const char *cli_topic(size_t n)
{
	return n < CLI_COUNT(topics) ? topics[n].name : NULL;
}

bool cli_is_topic(const char *word)
{
	return find(word) != NULL;
}

int cli_help_topic(const char *topic)
{
	const struct topic *t = find(topic);

	if (t->print)
		t->print();
	else
		cli_print_text(t->text);
	return 0;
}

void cli_print_topics(void)
{
	for (size_t i = 0; i < CLI_COUNT(topics); i++) {
		char line[128];

		snprintf(line, sizeof(line), "%s\t%s", topics[i].name, topics[i].help);
		cli_print_text(line);
	}
}
