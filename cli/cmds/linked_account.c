/* SPDX-License-Identifier: Apache-2.0 */
#include "user.h"

#include <stdlib.h>
#include <string.h>

struct account {
	const char *user, *id, *password_file;
	struct agola_gw_linked_account_create_req req;
};

#define AT(m) offsetof(struct account, m)
static const struct cli_option list_options[] = {
	CLI_USER("username|user", 'n', AT(user), "name or id of the user (default: yourself)", 0),
};
static const struct cli_option create_options[] = {
	CLI_USER("username|user", 'n', AT(user), "name or id of the user", CLI_REQUIRED),
	{ "remote-source", 'r', CLI_TEXT, AT(req.remote_source_name), "NAME", "name of the remote source", CLI_REQUIRED,
	  .complete = "remotesource list -o name" },
	{ "remote-name", 0, CLI_TEXT, AT(req.remote_source_login_name), "NAME",
	  "the user's name there, for a remote source with passwords", 0 },
	{ "remote-password", 0, CLI_TEXT, AT(req.remote_source_login_password), "PASSWORD",
	  "the password there; better is --remote-password-file, or being asked: others see arguments", CLI_SECRET,
	  .one_of = "password" },
	{ "remote-password-file", 0, CLI_TEXT, AT(password_file), "FILE", "file with the password there, - for standard input", 0,
	  .one_of = "password" },
};
static const struct cli_option delete_options[] = {
	CLI_USER("username|user", 'n', AT(user), "name or id of the user", CLI_REQUIRED),
	{ "laid|id", 0, CLI_TEXT, AT(id), "ID", "id of the linked account", CLI_REQUIRED,
	  .complete = "user linkedaccount list {username} -o name" },
};
#undef AT

/* ---- list ---- */

static int list_accounts(struct cli *cli, struct cli_list *l, const agola_gw_private_user *user)
{
	(void)cli;
	for (size_t i = 0; i < user->n_linked_accounts && cli_list_add(l, user->linked_accounts[i]) == 0; i++)
		;
	return 0;
}

static int list(struct cli *cli, void *opts)
{
	const struct account *o = opts;

	return cli_user_list_of(cli, o->user, list_accounts);
}

/* ---- create ---- */

static int read_password(struct cli *cli, struct account *o)
{
	char line[4096];
	int r = cli_secret(cli, &o->req.remote_source_login_password, "--remote-password-file", o->password_file);

	if (r || !o->req.remote_source_login_name || o->req.remote_source_login_password)
		return r;
	r = cli_ask_secret("Password: ", "--remote-password-file", line, sizeof(line));
	o->req.remote_source_login_password = r ? NULL : cli_keep(cli, strdup(line));
	explicit_bzero(line, sizeof(line));
	return r ? r : o->req.remote_source_login_password ? 0 : cli_no_memory();
}

static int create(struct cli *cli, void *opts)
{
	struct account *o = opts;
	agola_gw_linked_account_created *created = NULL;
	agola_error *err = NULL;
	int r = read_password(cli, o);

	if (r == 0)
		r = cli_connect(cli);
	if (r)
		return r;
	if (agola_gw_linked_account_create(CLI_GW, o->user, CLI_SIZED(o->req), &created, &err))
		return cli_fail(cli, err);
	r = cli_print(cli, created);
	if (r == 0 && created->linked_account)
		cli_say_done(cli, created->linked_account->id ? created->linked_account->id : "", "created");
	else if (r == 0)
		cli_say(cli, "It is linked when the user has been at that address with a browser.");
	agola_free(created);
	return r;
}

CLI_DOES(delete_, struct account, agola_gw_linked_account_delete(CLI_GW, o->user, o->id, err));

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "create",
	        .help = "Link an account at a remote source to a user",
	        .about =
	                "Needs the user's own token. For a remote source with OAuth2 the answer is an address where the user's "
	                "browser "
	                "must go. For one with passwords --remote-name is needed; the password comes from a file or is asked for "
	                "on the terminal.",
	        CLI_TAKES(struct account, create_options, "username", "remote-source"),
	        .run = create,
	        .type = "agola_gw_linked_account_created",
	        .columns = "linked_account.id,linked_account.remote_user_name,oauth2_redirect",
	        .key = "linked_account",
	        .example = "user linkedaccount create jo github\n"
	                   "user linkedaccount create jo gitea --remote-name jo --remote-password-file -",
	},
	{
	        .verb = "delete|rm",
	        .help = "Unlink an account",
	        .about = "For the user and for administrators.",
	        CLI_TAKES(struct account, delete_options, "username", "laid"),
	        .call = delete_,
	        .asks = "Delete",
	        .done = "deleted",
	        .example = "user linkedaccount delete jo 6f0b7a52-0000-4000-8000-000000000000 --yes",
	},
	{
	        .verb = "list|ls",
	        .help = "List the linked accounts of a user",
	        .about = "Those of others only administrators can list.",
	        CLI_TAKES(struct account, list_options, "username"),
	        .run = list,
	        .type = "agola_gw_linked_account",
	        .columns = "id,remote_user_name,remote_source_id",
	        .key = "id",
	        .example = "user linkedaccount list\nuser linkedaccount list jo -o name",
	},
};

const struct cli_group cli_linked_account = {
	.words = "user|users linkedaccount|linkedaccounts|linked-account",
	.noun = "linked account",
	.help = "accounts of users at remote sources",
	.about = "Projects are made with a linked account, and users log in with it.",
	CLI_COMMANDS(commands),
};
