/* SPDX-License-Identifier: Apache-2.0 */
/* Invitations as owners of an organization see them, and as the invited user does. */
#include "cmds.h"

struct invitation {
	const char *org, *user;
	struct agola_gw_org_invitation_create_req req;
};
struct answer {
	const char *org;
	struct agola_gw_user_org_invitation_action_req req;
};

#define TYPE    .type = "agola_gw_org_invitation", .key = "user_ref"
#define ORG     CLI_ORG("orgname|org", 'n', offsetof(struct invitation, org), "name or id of the organization")
#define USER(m) CLI_USER("username|user", 0, offsetof(struct invitation, m), "name or id of the user", CLI_REQUIRED)

static const struct cli_option list_options[] = { ORG };
static const struct cli_option user_options[] = { ORG, USER(user) };
static const struct cli_option create_options[] = { ORG, USER(req.user_ref),
	                                            CLI_ROLE(offsetof(struct invitation, req.role_raw)) };

CLI_GIVES(list, struct invitation, agola_gw_org_invitation_page, agola_gw_org_invitation_list(CLI_GW, o->org, NULL, &x, err));
CLI_GIVES(show, struct invitation, agola_gw_org_invitation, agola_gw_org_invitation_get(CLI_GW, o->org, o->user, &x, err));
CLI_GIVES(create, struct invitation, agola_gw_org_invitation,
          agola_gw_org_invitation_create(CLI_GW, o->org, CLI_SIZED(o->req), &x, err));
CLI_DOES(delete_, struct invitation, agola_gw_org_invitation_delete(CLI_GW, o->org, o->user, err));

static const struct cli_command commands[] = {
	{
	        .verb = "create",
	        .help = "Invite a user",
	        CLI_TAKES(struct invitation, create_options, "orgname", "username"),
	        .call = create,
	        .done = "created",
	        TYPE,
	        .columns = "user_ref,organization_name,id",
	        .example = "org invitation create acme jo\norg invitation create acme jo --role owner",
	},
	{
	        .verb = "delete|rm",
	        .help = "Take an invitation back",
	        CLI_TAKES(struct invitation, user_options, "orgname", "username"),
	        .call = delete_,
	        .asks = "Delete",
	        .done = "deleted",
	        .example = "org invitation delete acme jo --yes",
	},
	{
	        .verb = "list|ls",
	        .help = "List the open invitations of an organization",
	        CLI_TAKES(struct invitation, list_options, "orgname"),
	        .call = list,
	        TYPE,
	        .columns = "user_ref,role,creationTime,id",
	        .example = "org invitation list acme",
	},
	{
	        .verb = "show|get",
	        .help = "Show the open invitation of a user",
	        CLI_TAKES(struct invitation, user_options, "orgname", "username"),
	        .call = show,
	        TYPE,
	        .columns = "user_ref,organization_name,id",
	        .example = "org invitation show acme jo",
	},
};

const struct cli_group cli_org_invitation = {
	.words = "org|orgs|organization invitation|invitations",
	.noun = "invitation",
	.help = "invitations to organizations",
	.about = "For owners, on servers where members have to be invited; elsewhere see org member add. Agola names the invited "
	         "user "
	         "by its id here. Needs Agola v0.8.0 or later. The invited user's side is in user invitation.",
	CLI_COMMANDS(commands),
};

/* ---- the invited user ---- */

static const struct cli_option answer_options[] = { CLI_ORG("orgname|org", 'n', offsetof(struct answer, org),
	                                                    "name or id of the organization") };

CLI_GIVES(own_list, void, agola_gw_org_invitation_page, agola_gw_user_org_invitation_list(CLI_GW, NULL, &x, err));
CLI_DOES(accept_, struct answer,
         (o->req.action = AGOLA_INVITATION_ACCEPT, agola_gw_user_org_invitation_action(CLI_GW, o->org, CLI_SIZED(o->req), err)));
CLI_DOES(reject, struct answer,
         (o->req.action = AGOLA_INVITATION_REJECT, agola_gw_user_org_invitation_action(CLI_GW, o->org, CLI_SIZED(o->req), err)));

static const struct cli_command own_commands[] = {
	{
	        .verb = "accept",
	        .help = "Become a member of an organization that invites you",
	        CLI_TAKES(struct answer, answer_options, "orgname"),
	        .call = accept_,
	        .done = "accepted",
	        .example = "user invitation accept acme",
	},
	{
	        .verb = "list|ls",
	        .help = "List the organizations that invite you",
	        .call = own_list,
	        .type = "agola_gw_org_invitation",
	        .columns = "organization_name,organization_id,id",
	        .key = "organization_name",
	        .example = "user invitation list -o name",
	},
	{
	        .verb = "reject",
	        .help = "Reject an invitation, which is gone then",
	        CLI_TAKES(struct answer, answer_options, "orgname"),
	        .call = reject,
	        .asks = "Reject",
	        .done = "rejected",
	        .example = "user invitation reject acme",
	},
};

const struct cli_group cli_user_invitation = {
	.words = "user|users invitation|invitations",
	.noun = "invitation",
	.help = "invitations to organizations that you have",
	.about = "For the user whose token is used. Needs Agola v0.8.0 or later.",
	.commands = own_commands,
	.n = CLI_COUNT(own_commands),
};
