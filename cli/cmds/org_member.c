/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

struct member {
	const char *org, *user;
	struct agola_gw_org_member_add_req req;
};
struct list {
	const char *org;
	struct agola_gw_org_member_list_opts opts;
};

#define TYPE .type = "agola_gw_org_member", .columns = "user.username,role,user.id", .key = "user"
#define ORG  CLI_ORG("orgname|org", 'n', offsetof(struct member, org), "name or id of the organization")
#define USER CLI_USER("username|user", 0, offsetof(struct member, user), "name or id of the user", CLI_REQUIRED)

static const struct cli_option list_options[] = { ORG };
static const struct cli_option add_options[] = { ORG, USER, CLI_ROLE(offsetof(struct member, req.role_raw)) };
static const struct cli_option remove_options[] = { ORG, USER };

CLI_LISTS(list, struct list, agola_gw_org_member_iter, agola_gw_org_member,
          agola_gw_org_member_iter_new(cli->gw, o->org, CLI_SIZED(o->opts), &x, err));
CLI_GIVES(add, struct member, agola_gw_org_member, agola_gw_org_member_add(CLI_GW, o->org, o->user, CLI_SIZED(o->req), &x, err));
CLI_DOES(remove_, struct member, agola_gw_org_member_remove(CLI_GW, o->org, o->user, err));

static const struct cli_command commands[] = {
	{
	        .verb = "add|set",
	        .help = "Make a user a member of an organization, or change the role of one",
	        .about = "On servers where users have to be invited only administrators can do it: see org invitation create.",
	        CLI_TAKES(struct member, add_options, "orgname", "username"),
	        .call = add,
	        .done = "added",
	        TYPE,
	        .example = "org member add acme jo\norg member add --orgname acme --username jo --role owner",
	},
	{
	        .verb = "list|ls",
	        .help = "List the members of an organization",
	        CLI_TAKES(struct list, list_options, "orgname"),
	        .each = list,
	        TYPE,
	        .example = "org member list acme\norg member list acme -o name",
	},
	{
	        .verb = "remove|delete|rm",
	        .help = "Make a user a member of an organization no more",
	        CLI_TAKES(struct member, remove_options, "orgname", "username"),
	        .call = remove_,
	        .asks = "Remove",
	        .done = "removed",
	        .example = "org member remove acme jo --yes",
	},
};

const struct cli_group cli_org_member = {
	.words = "org|orgs|organization member|members",
	.noun = "member",
	.help = "members of organizations and their roles",
	.about = "An owner may change the organization and its members; a member sees its private projects.",
	CLI_COMMANDS(commands),
};
