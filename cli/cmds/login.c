/* SPDX-License-Identifier: Apache-2.0 */
#include "../config.h"
#include "cmds.h"

#include <stdlib.h>
#include <string.h>

struct login {
	const char *name;
	const char *user; /* that the token is of */
	bool had_token;
};

/* A context is called like its server unless the user says otherwise. */
static const char *host_of(struct cli *cli)
{
	const char *s = strstr(cli->gateway_url, "://");
	char *host = cli_keep(cli, strdup(s ? s + 3 : cli->gateway_url));

	if (!host)
		return NULL;
	host[strcspn(host, "/")] = 0;
	for (char *p = host; *p; p++)
		*p = (char)(strchr(":[]", *p) ? '-' : *p);
	return host;
}

/* Whose token is it? The server's own admin token is nobody's. */
static int check_token(struct cli *cli, const char **user)
{
	agola_gw_private_user *u = NULL;
	agola_error *err = NULL;
	int result = cli_connect(cli);

	if (result)
		return result;
	result = agola_gw_user_get_current(cli->gw, cli->ctx, &u, &err);
	if (result == AGOLA_ERR_FORBIDDEN || result == AGOLA_ERR_BAD_REQUEST) {
		agola_error_free(err);
		*user = "the administrator";
		return 0;
	}
	if (result)
		return cli_fail(cli, err);
	*user = cli_keep(cli, u->username ? cli_safe(u->username) : NULL);
	agola_free(u);
	return *user ? 0 : cli_no_memory();
}

static int store(struct cli *cli, struct cli_config *c, void *data)
{
	const struct login *o = data;
	int r = cli_config_has(c, o->name) ? 0 : cli_config_add_context(cli, c, o->name);

	cli_config_remove(c, o->name, "token_file");
	if (r == 0)
		r = cli_config_set(cli, c, o->name, "gateway_url", cli->gateway_url);
	if (r == 0)
		r = cli_config_set(cli, c, o->name, "token", cli->token);
	/* with what else is needed to get there */
	for (size_t i = 0; r == 0 && i < cli_n_globals; i++) {
		if (!cli_word("token|token-file|gateway-url", cli_globals[i].name))
			r = cli_config_keep(cli, c, o->name, &cli->slots[i]);
	}
	c->current = o->name;
	return r;
}

static int login(struct cli *cli, void *opts)
{
	struct login *o = opts;
	const struct cli_change change = { store, o };
	char line[4096], *prompt;
	size_t n;
	int r = cli_check_server(cli);

	if (r)
		return r;
	if (!o->name)
		o->name = host_of(cli);
	if (!o->name)
		return cli_no_memory();
	/* one that is there from a context is what the user wants to replace */
	if (!cli->token || cli->token_by == CLI_BY_CONTEXT) {
		n = strlen(cli->gateway_url) + sizeof("Token for : ");
		prompt = cli_keep(cli, malloc(n));
		if (!prompt)
			return cli_no_memory();
		snprintf(prompt, n, "Token for %s: ", cli->gateway_url);
		r = cli_ask_secret(prompt, "--token-file", line, sizeof(line));
		cli->token = r ? NULL : cli_keep(cli, strdup(line));
		cli->token_source = "the terminal";
		explicit_bzero(line, sizeof(line));
		if (r || !cli->token)
			return r ? r : cli_no_memory();
	}
	r = check_token(cli, &o->user);
	if (r == 0)
		r = cli_config_change(cli, &change);
	if (r == 0)
		cli_say(cli, "Logged in to %s as %s; context %s is now the usual one.", cli->gateway_url, o->user, o->name);
	return r;
}

static int forget(struct cli *cli, struct cli_config *c, void *data)
{
	struct login *o = data;

	(void)cli;
	if (!o->name)
		o->name = cli->context ? cli->context : c->current;
	if (!o->name)
		return cli_usage("there is no usual context; say which one");
	if (!cli_config_has(c, o->name))
		return cli_no_context(c, o->name, "");
	o->had_token = cli_config_value(c, o->name, "token") || cli_config_value(c, o->name, "token_file");
	cli_config_remove(c, o->name, "token");
	cli_config_remove(c, o->name, "token_file");
	return 0;
}

static int logout(struct cli *cli, void *opts)
{
	struct login *o = opts;
	const struct cli_change change = { forget, o };
	int r = cli_config_change(cli, &change);

	if (r == 0 && !o->had_token)
		cli_say(cli, "Context %s has no token, so there was none to forget.", o->name);
	else if (r == 0)
		cli_say(cli,
		        "The token of context %s is forgotten here; on the server it stays valid, see agolactl user token "
		        "delete.",
		        o->name);
	return r;
}

CLI_GIVES(whoami, void, agola_gw_private_user, agola_gw_user_get_current(CLI_GW, &x, err));

static const struct cli_option options[] = {
	{ "name", 0, CLI_TEXT, offsetof(struct login, name), "CONTEXT", "name of the context (default: for login the server's)",
	  0, .complete = "context list -o name" },
};

static const struct cli_command commands[] = {
	{
	        .verb = "login",
	        .help = "Store a URL and a token as a context, and use it",
	        .about = "The token comes from --token-file, - for standard input, from AGOLA_TOKEN, or is asked for on the "
	                 "terminal. It is "
	                 "checked first. The server's own admin token will do as well. Options such as --ca-file are stored with "
	                 "it.",
	        CLI_TAKES(struct login, options, "name"),
	        .makes_config = true,
	        .run = login,
	        .example = "login --gateway-url https://agola.example.org\n"
	                   "login work --gateway-url https://agola.example.org --token-file -",
	},
	{
	        .verb = "logout",
	        .help = "Forget the token of a context",
	        CLI_TAKES(struct login, options, "name"),
	        .local = true,
	        .run = logout,
	        .example = "logout",
	},
	{
	        .verb = "whoami",
	        .help = "Show the user whose token is used",
	        .call = whoami,
	        .of_user = true,
	        .type = "agola_gw_private_user",
	        .columns = "username,id",
	        .key = "username",
	        .example = "whoami\nwhoami -o json",
	},
};

const struct cli_group cli_login = {
	.page = "login",
	.help = "tokens of servers, stored as contexts",
	CLI_COMMANDS(commands),
};
