/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

#define TYPE .type = "agola_gw_project_group", .columns = "path,visibility,global_visibility,id", .key = "path"

/* ---- one group, and those in it ---- */

static const struct cli_option ref_options[] = { CLI_PROJECT_GROUP("ref", "REF", offsetof(struct cli_ref, ref), "path or id",
	                                                           CLI_REQUIRED) };
static const struct cli_option parent_options[] = {
	CLI_PROJECT_GROUP("parent|ref", "PARENT", offsetof(struct cli_ref, ref), "path or id of the group that they are in",
	                  CLI_REQUIRED),
};

CLI_GIVES(show, struct cli_ref, agola_gw_project_group, agola_gw_project_group_get(CLI_GW, o->ref, &x, err));
CLI_GIVES(list, struct cli_ref, agola_gw_project_group_page, agola_gw_project_group_subgroup_list(CLI_GW, o->ref, &x, err));
CLI_DOES(delete_, struct cli_ref, agola_gw_project_group_delete(CLI_GW, o->ref, err));

/* ---- create, update ---- */

#define AT(m) offsetof(struct agola_gw_project_group_create_req, m)
static const struct cli_option create_options[] = {
	{ "name", 'n', CLI_TEXT, AT(name), "NAME", "its name: letters, digits and single inner hyphens", CLI_REQUIRED },
	CLI_PROJECT_GROUP("parent", "PARENT", AT(parent_ref), "path or id of the group to create it in", CLI_REQUIRED),
	CLI_VISIBILITY(AT(visibility_raw), .initial = "public"),
};
#undef AT

CLI_GIVES(create, struct agola_gw_project_group_create_req, agola_gw_project_group,
          agola_gw_project_group_create(CLI_GW, CLI_SIZED(*o), &x, err));

struct update {
	struct agola_gw_project_group_update_req req;
	const char *ref;
};

#define AT(m) offsetof(struct update, m)
static const struct cli_option update_options[] = {
	CLI_PROJECT_GROUP("ref", "REF", AT(ref), "path or id", CLI_REQUIRED),
	{ "name|new-name", 'n', CLI_TEXT, AT(req.name), "NAME", "new name", 0 },
	CLI_PROJECT_GROUP("parent", "PARENT", AT(req.parent_ref), "path or id of the group to move it to", 0),
	CLI_VISIBILITY(AT(req.visibility_raw), .initial = NULL),
};
#undef AT

CLI_GIVES(update, struct update, agola_gw_project_group, cli_project_group_update(cli, o->ref, &o->req, &x, err));

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "create",
	        .help = "Create a project group",
	        CLI_TAKES(struct agola_gw_project_group_create_req, create_options, "name"),
	        .call = create,
	        .done = "created",
	        TYPE,
	        .example = "projectgroup create backend --parent org/acme\n"
	                   "projectgroup create tools --parent org/acme/backend --visibility private -o name",
	},
	{
	        .verb = "delete|rm",
	        .help = "Delete a project group",
	        .about = "It asks before it deletes; where there is no terminal to ask on, --yes is needed. The groups and "
	                 "projects in it "
	                 "stay behind without a parent: delete them first.",
	        CLI_TAKES(struct cli_ref, ref_options, "ref"),
	        .call = delete_,
	        .asks = "Delete",
	        .done = "deleted",
	        .example = "projectgroup delete org/acme/backend --yes",
	},
	{
	        .verb = "list|ls",
	        .help = "List the project groups in a group",
	        .about = "Only those that are directly in it, also private ones.",
	        CLI_TAKES(struct cli_ref, parent_options, "parent"),
	        .call = list,
	        TYPE,
	        .example = "projectgroup list org/acme\nprojectgroup list org/acme/backend -o name",
	},
	{
	        .verb = "show|get",
	        .help = "Show a project group",
	        CLI_TAKES(struct cli_ref, ref_options, "ref"),
	        .call = show,
	        TYPE,
	        .example = "projectgroup show org/acme/backend -o json",
	},
	{
	        .verb = "update",
	        .help = "Rename a project group, move it, or change who sees it",
	        .about = "What is not given stays as it is.",
	        CLI_TAKES(struct update, update_options, "ref"),
	        .call = update,
	        .done = "updated",
	        TYPE,
	        .example = "projectgroup update org/acme/backend --name services\n"
	                   "projectgroup update org/acme/tools --parent org/acme/backend --visibility private",
	},
};

const struct cli_group cli_project_group = {
	.words = "projectgroup|project-group|pg",
	.noun = "project group",
	.help = "the tree in which projects are",
	.about = "A project group is named by its path, such as org/acme/backend or user/jo/tools, or by its id. Each "
	         "organization and "
	         "each user has a root group, org/acme or user/jo, which comes and goes with its owner.",
	CLI_COMMANDS(commands),
};
