/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

#define TYPE .type = "agola_gw_org", .columns = "name,visibility,id"

static const struct cli_option ref_options[] = { CLI_ORG("name|ref", 'n', offsetof(struct cli_ref, ref), "name or id") };

CLI_LISTS(list, struct agola_gw_org_list_opts, agola_gw_org_iter, agola_gw_org,
          agola_gw_org_iter_new(cli->gw, CLI_SIZED(*o), &x, err));
CLI_GIVES(show, struct cli_ref, agola_gw_org, agola_gw_org_get(CLI_GW, o->ref, &x, err));
CLI_DOES(delete_, struct cli_ref, agola_gw_org_delete(CLI_GW, o->ref, err));

/* ---- create, update ---- */

#define AT(m) offsetof(struct agola_gw_org_create_req, m)
static const struct cli_option create_options[] = {
	{ "name", 'n', CLI_TEXT, AT(name), "NAME", "its name: letters, digits and single inner hyphens", CLI_REQUIRED },
	CLI_VISIBILITY(AT(visibility_raw), .initial = "public"),
};
#undef AT

CLI_GIVES(create, struct agola_gw_org_create_req, agola_gw_org, agola_gw_org_create(CLI_GW, CLI_SIZED(*o), &x, err));

struct update {
	struct agola_gw_org_update_req req;
	const char *ref;
};

#define AT(m) offsetof(struct update, m)
static const struct cli_option update_options[] = {
	CLI_ORG("name|ref", 'n', AT(ref), "name or id"),
	{ "visibility", 0, CLI_TEXT, AT(req.visibility_raw), "WHO", "public or private", CLI_REQUIRED, "public|private" },
};
#undef AT

CLI_GIVES(update, struct update, agola_gw_org, agola_gw_org_update(CLI_GW, o->ref, CLI_SIZED(o->req), &x, err));

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "create",
	        .help = "Create an organization",
	        .about = "You become its owner; with the server's own admin token it has no members.",
	        CLI_TAKES(struct agola_gw_org_create_req, create_options, "name"),
	        .call = create,
	        .done = "created",
	        TYPE,
	        .example = "org create acme\norg create acme --visibility private -o name",
	},
	{
	        .verb = "delete|rm",
	        .help = "Delete an organization with its members, invitations and project groups",
	        .about = "The projects that are directly in its root group stay behind without a parent: delete them first.",
	        CLI_TAKES(struct cli_ref, ref_options, "name"),
	        .call = delete_,
	        .asks = "Delete",
	        .done = "deleted",
	        .example = "org delete acme --yes",
	},
	{
	        .verb = "list|ls",
	        .help = "List organizations",
	        .about = "Administrators see all, others the public ones; those that you are in are in user org list.",
	        .size = sizeof(struct agola_gw_org_list_opts),
	        .each = list,
	        TYPE,
	        .example = "org list\norg list -o name",
	},
	{
	        .verb = "show|get",
	        .help = "Show an organization",
	        CLI_TAKES(struct cli_ref, ref_options, "name"),
	        .call = show,
	        TYPE,
	        .example = "org show acme -o json",
	},
	{
	        .verb = "update",
	        .help = "Change who sees an organization",
	        .about = "Needs Agola v0.8.0 or later. An organization cannot get another name.",
	        CLI_TAKES(struct update, update_options, "name"),
	        .call = update,
	        .done = "updated",
	        TYPE,
	        .example = "org update acme --visibility private",
	},
};

const struct cli_group cli_org = {
	.words = "org|orgs|organization",
	.noun = "organization",
	.help = "owners of projects that have members",
	.about = "An organization is named by its name or its id. Its projects and project groups are below org/NAME.",
	CLI_COMMANDS(commands),
};
