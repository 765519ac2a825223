/* SPDX-License-Identifier: Apache-2.0 */
#include "user.h"

#include <string.h>

struct token {
	const char *user, *name;
};

#define USER(flags) CLI_USER("username|user", 'n', offsetof(struct token, user), "name or id of the user", flags)
#define NAME                                                                                                                     \
	{                                                                                                                        \
		"tokenname|name", 't', CLI_TEXT, offsetof(struct token, name), "NAME", "name of the token", CLI_REQUIRED         \
	}
static const struct cli_option list_options[] = {
	CLI_USER("username|user", 'n', offsetof(struct token, user), "name or id of the user (default: yourself)", 0),
};
static const struct cli_option ref_options[] = { USER(CLI_REQUIRED), NAME };

/* ---- list ---- */

static int list_names(struct cli *cli, struct cli_list *l, const agola_gw_private_user *user)
{
	(void)cli;
	for (size_t i = 0; i < user->n_tokens; i++) {
		const struct cli_record record[] = { { "name", user->tokens[i], false } };

		if (cli_list_add_record(l, record, CLI_COUNT(record)) != 0)
			break;
	}
	return 0;
}

static int list(struct cli *cli, void *opts)
{
	const struct token *o = opts;

	return cli_user_list_of(cli, o->user, list_names);
}

/* ---- create ---- */

static int create(struct cli *cli, void *opts)
{
	const struct token *o = opts;
	struct agola_gw_user_token_create_req req = AGOLA_GW_USER_TOKEN_CREATE_REQ_INIT;
	bool alone = cli->format == CLI_TABLE && !cli->columns;
	agola_gw_user_token *token = NULL;
	agola_error *err = NULL;
	int r = cli_connect(cli);

	req.token_name = o->name;
	if (r)
		return r;
	if (agola_gw_user_token_create(CLI_GW, o->user, &req, &token, &err))
		return cli_fail(cli, err);
	/* by itself, for scripts; it is nowhere else and cannot be got again */
	r = alone ? cli_put_line(stdout, "", token->token ? token->token : "") ? 0 : cli_no_memory() : cli_print(cli, token);
	if (r == 0)
		cli_say_done(cli, o->name, "created; it is shown only this once");
	if (strspn(o->name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~") != strlen(o->name))
		cli_say(cli,
		        "agolactl: warning: Agola cannot delete a token of this name: right are letters, digits, \"-\", \".\", "
		        "\"_\" and \"~\"");
	agola_free(token);
	return r;
}

CLI_DOES(delete_, struct token, agola_gw_user_token_delete(CLI_GW, o->user, o->name, err));

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "create",
	        .help = "Create a token and print it",
	        .about = "For the user and for administrators. The token is printed on standard output, and can never be got "
	                 "again.",
	        CLI_TAKES(struct token, ref_options, "username", "tokenname"),
	        .run = create,
	        .type = "agola_gw_user_token",
	        .columns = "token",
	        .key = "token",
	        .example = "user token create jo laptop\nuser token create --username jo --tokenname ci -o json",
	},
	{
	        .verb = "delete|rm",
	        .help = "Delete a token, which is then worth nothing",
	        .about = "For the user and for administrators.",
	        CLI_TAKES(struct token, ref_options, "username", "tokenname"),
	        .call = delete_,
	        .asks = "Delete",
	        .done = "deleted",
	        .example = "user token delete jo laptop --yes",
	},
	{
	        .verb = "list|ls",
	        .help = "List the names of the tokens of a user",
	        .about = "Those of others only administrators can list.",
	        CLI_TAKES(struct token, list_options, "username"),
	        .run = list,
	        .fields = "name",
	        .example = "user token list\nuser token list jo",
	},
};

const struct cli_group cli_user_token = {
	.words = "user|users token|tokens",
	.noun = "token",
	.help = "tokens of users, with which programs act for them",
	CLI_COMMANDS(commands),
};
