/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

#define TYPE    .type = "agola_gw_user", .columns = "username,id", .key = "username"
#define PRIVATE .type = "agola_gw_private_user", .columns = "username,id,tokens,linked_accounts", .key = "username"

#define AT(m) offsetof(struct agola_gw_user_get_by_remote_user_opts, m)
static const struct cli_option ref_options[] = { CLI_USER("username|ref|name", 'n', offsetof(struct cli_ref, ref), "name or id",
	                                                  CLI_REQUIRED) };
static const struct cli_option create_options[] = {
	{ "username|name", 'n', CLI_TEXT, offsetof(struct agola_gw_user_create_req, username), "NAME",
	  "name of the user: letters, digits and single inner hyphens", CLI_REQUIRED },
};
static const struct cli_option find_options[] = {
	{ "remote-source", 'r', CLI_TEXT, AT(remote_source_ref), "REF", "name or id of the remote source", CLI_REQUIRED,
	  .complete = "remotesource list -o name" },
	{ "remote-user-id", 0, CLI_TEXT, AT(remote_user_id), "ID", "the user's id there", CLI_REQUIRED },
};
#undef AT

CLI_LISTS(list, struct agola_gw_user_list_opts, agola_gw_user_iter, agola_gw_private_user,
          agola_gw_user_iter_new(cli->gw, CLI_SIZED(*o), &x, err));
CLI_GIVES(show, struct cli_ref, agola_gw_user, agola_gw_user_get(CLI_GW, o->ref, &x, err));
CLI_GIVES(find, struct agola_gw_user_get_by_remote_user_opts, agola_gw_private_user,
          agola_gw_user_get_by_remote_user(CLI_GW, CLI_SIZED(*o), &x, err));
CLI_GIVES(create, struct agola_gw_user_create_req, agola_gw_user, agola_gw_user_create(CLI_GW, CLI_SIZED(*o), &x, err));
CLI_DOES(delete_, struct cli_ref, agola_gw_user_delete(CLI_GW, o->ref, err));

static const struct cli_command commands[] = {
	{
	        .verb = "create",
	        .help = "Create a user",
	        .about = "For administrators.",
	        CLI_TAKES(struct agola_gw_user_create_req, create_options, "username"),
	        .call = create,
	        .done = "created",
	        TYPE,
	        .example = "user create jo\nuser create --username jo -o json",
	},
	{
	        .verb = "delete|rm",
	        .help = "Delete a user",
	        .about = "For administrators.",
	        CLI_TAKES(struct cli_ref, ref_options, "username"),
	        .call = delete_,
	        .asks = "Delete",
	        .done = "deleted",
	        .example = "user delete jo --yes",
	},
	{
	        .verb = "find",
	        .help = "Show the user that an account at a remote source belongs to",
	        .about = "For administrators. Needs Agola v0.8.0 or later.",
	        CLI_TAKES(struct agola_gw_user_get_by_remote_user_opts, find_options, "remote-source", "remote-user-id"),
	        .call = find,
	        PRIVATE,
	        .example = "user find gitea 12",
	},
	{
	        .verb = "list|ls",
	        .help = "List all users, with the names of their tokens and the ids of their linked accounts",
	        .about = "For administrators.",
	        .size = sizeof(struct agola_gw_user_list_opts),
	        .each = list,
	        PRIVATE,
	        .example = "user list\nuser list -o name",
	},
	{
	        .verb = "show|get",
	        .help = "Show a user; whoami shows yourself",
	        CLI_TAKES(struct cli_ref, ref_options, "username"),
	        .call = show,
	        TYPE,
	        .example = "user show jo",
	},
};

const struct cli_group cli_user = {
	.words = "user|users",
	.noun = "user",
	.help = "users of Agola",
	.about = "A user is named by its name or its id. The projects of a user are below user/NAME.",
	CLI_COMMANDS(commands),
};

/* ---- the organizations that one is in ---- */

CLI_LISTS(list_orgs, struct agola_gw_user_org_list_opts, agola_gw_user_org_iter, agola_gw_user_org,
          agola_gw_user_org_iter_new(cli->gw, CLI_SIZED(*o), &x, err));

static const struct cli_command org_commands[] = {
	{
	        .verb = "list|ls",
	        .help = "List the organizations that you are in, and your role in each",
	        .about = "For the user whose token is used. Needs Agola v0.7.0 or later.",
	        .size = sizeof(struct agola_gw_user_org_list_opts),
	        .each = list_orgs,
	        .type = "agola_gw_user_org",
	        .columns = "Organization.name,Role,Organization.visibility,Organization.id",
	        .key = "Organization",
	        .example = "user org list\nuser org list -o name",
	},
};

const struct cli_group cli_user_org = {
	.words = "user|users org|orgs",
	.noun = "organization",
	.help = "organizations that you are in",
	.commands = org_commands,
	.n = CLI_COUNT(org_commands),
};
