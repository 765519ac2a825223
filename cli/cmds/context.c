/* SPDX-License-Identifier: Apache-2.0 */
/* Named sets of URL, token and the like in the config file. */
#include "../config.h"
#include "cmds.h"

#include <stdlib.h>
#include <string.h>

#define CONTEXT_OPTION(words, metavar, off, help, flags)                                                                         \
	{                                                                                                                        \
		words, 0, CLI_TEXT, off, metavar, help, flags, .complete = "context list -o name"                                \
	}

struct names {
	const char *name, *new_name;
	const char *then; /* the usual one was deleted: the URL that counts without it */
};

static const struct cli_option name_options[] = { CONTEXT_OPTION("name", "NAME", offsetof(struct names, name), "which context",
	                                                         CLI_REQUIRED) };

/* ---- list ---- */

static int list(struct cli *cli, void *opts)
{
	struct cli_list *l = NULL;
	struct cli_config c;
	int r = cli_config_read(cli, &c, !cli->config_file);

	(void)opts;
	if (r == 0)
		r = cli_list_begin(cli, &l);
	if (r)
		return r;
	for (size_t i = 0; i < c.n_contexts; i++) {
		const char *name = c.contexts[i], *token_file = cli_config_value(&c, name, "token_file");
		bool current = c.current && strcmp(c.current, name) == 0;
		const struct cli_record record[] = {
			{ "name", name, false },
			{ "current", current ? "true" : "false", true },
			{ "gateway_url", cli_url_shown(cli, cli_config_value(&c, name, "gateway_url")), false },
			/* never the token itself */
			{ "token",
			  token_file                            ? token_file
			  : cli_config_value(&c, name, "token") ? "stored"
			                                        : NULL,
			  false },
			{ "default_project", cli_config_value(&c, name, "default_project"), false },
		};

		if (cli_list_add_record(l, record, CLI_COUNT(record)) != 0)
			break;
	}
	return cli_list_end(l, true);
}

/* ---- use, rename, delete ---- */

static int must_have(const struct cli_config *c, const char *name)
{
	return cli_config_has(c, name) ? 0 : cli_no_context(c, name, "");
}

static int change_current(struct cli *cli, struct cli_config *c, void *data)
{
	const struct names *o = data;

	(void)cli;
	c->current = o->name;
	return must_have(c, o->name);
}

static int rename_context(struct cli *cli, struct cli_config *c, void *data)
{
	const struct names *o = data;
	int r = must_have(c, o->name);

	if (r == 0 && cli_config_has(c, o->new_name))
		r = cli_usage("\"%s\": there is such a context already", o->new_name);
	if (r == 0)
		r = cli_config_add_context(cli, c, o->new_name);
	if (r)
		return r;
	for (size_t i = 0; i < c->n; i++) {
		if (c->entries[i].context && strcmp(c->entries[i].context, o->name) == 0)
			c->entries[i].context = o->new_name;
	}
	if (c->current && strcmp(c->current, o->name) == 0)
		c->current = o->new_name;
	cli_config_remove(c, o->name, NULL);
	return 0;
}

static int delete_context(struct cli *cli, struct cli_config *c, void *data)
{
	struct names *o = data;
	int r = must_have(c, o->name);
	const char *url;

	if (r)
		return r;
	if (c->current && strcmp(c->current, o->name) == 0) {
		c->current = NULL;
		url = getenv("AGOLA_GATEWAY_URL");
		if (!url || !*url)
			url = cli_config_value(c, NULL, "gateway_url");
		o->then = url && *url ? cli_safe_kept(cli, cli_url_shown(cli, url)) : CLI_DEFAULT_URL;
	}
	cli_config_remove(c, o->name, NULL);
	return 0;
}

static int change(struct cli *cli, int (*how)(struct cli *, struct cli_config *, void *), struct names *o, const char *done)
{
	const struct cli_change change = { how, o };
	int r = cli_config_change(cli, &change);

	if (r == 0)
		cli_say_done(cli, o->name, done);
	return r;
}

static int use(struct cli *cli, void *opts)
{
	return change(cli, change_current, opts, "is now the usual one");
}

static int rename_(struct cli *cli, void *opts)
{
	return change(cli, rename_context, opts, "renamed");
}

static int delete_(struct cli *cli, void *opts)
{
	struct names *o = opts;
	int r = cli_confirm(cli, "Delete", o->name);

	if (r == 0)
		r = change(cli, delete_context, o, "deleted");
	if (r == 0 && o->then)
		cli_say(cli, "No context is the usual one now; without one the gateway is %s. See agolactl context use.",
		        o->then);
	return r;
}

static const struct cli_option rename_options[] = {
	CONTEXT_OPTION("name", "NAME", offsetof(struct names, name), "which context", CLI_REQUIRED),
	{ "new-name", 0, CLI_TEXT, offsetof(struct names, new_name), "NEW", "its new name", CLI_REQUIRED },
};

/* ---- set ---- */

/* The global options that were given go into the context. */
static int set_context(struct cli *cli, struct cli_config *c, void *data)
{
	const struct names *o = data;
	int r = cli_config_has(c, o->name) ? 0 : cli_config_add_context(cli, c, o->name);

	for (size_t i = 0; r == 0 && i < cli_n_globals; i++)
		r = cli_config_keep(cli, c, o->name, &cli->slots[i]);
	return r;
}

static int set(struct cli *cli, void *opts)
{
	int r = cli_check_server(cli);

	return r ? r : change(cli, set_context, opts, "set");
}

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "delete|rm",
	        .help = "Forget a context, with its token",
	        CLI_TAKES(struct names, name_options, "name"),
	        .local = true,
	        .run = delete_,
	        .example = "context delete old --yes",
	},
	{
	        .verb = "list|ls",
	        .help = "List the contexts, never their tokens",
	        .local = true,
	        .run = list,
	        .fields = "name,current,gateway_url,token,default_project",
	        .example = "context list",
	},
	{
	        .verb = "rename",
	        .help = "Give a context another name",
	        CLI_TAKES(struct names, rename_options, "name", "new-name"),
	        .local = true,
	        .run = rename_,
	        .example = "context rename work acme",
	},
	{
	        .verb = "set|create",
	        .help = "Make a context of the options that are given, or change it",
	        .about =
	                "All options that are also keys of the config file can be given: --gateway-url, --token-file, --ca-file, "
	                "--client-cert, --default-project and others. What is not given stays as it is.",
	        CLI_TAKES(struct names, name_options, "name"),
	        .local = true,
	        .run = set,
	        .example = "context set work --gateway-url https://agola.example.org --token-file ~/.agola-token\n"
	                   "context set work --default-project org/acme/api",
	},
	{
	        .verb = "use",
	        .help = "Make a context the usual one",
	        CLI_TAKES(struct names, name_options, "name"),
	        .local = true,
	        .run = use,
	        .example = "context use work",
	},
};

const struct cli_group cli_context = {
	.words = "context|ctx",
	.noun = "context",
	.help = "servers and accounts by name, in the config file",
	.about = "A context is a URL with a token and what else is needed to talk to it: certificates, a proxy, a default "
	         "project. It is "
	         "chosen by --context or AGOLA_CONTEXT, which then go before all other variables; else the current context "
	         "counts, after "
	         "them. The token of a context is sent to no other URL than its own. The config file has mode 0600, and is "
	         "replaced "
	         "in one step; comments in it stay, but for those among the contexts.",
	CLI_COMMANDS(commands),
};
