/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

#define TYPE .type = "agola_gw_project", .columns = "path,visibility,global_visibility,id", .key = "path"
#define PASS_VARS(off)                                                                                                           \
	{                                                                                                                        \
		"pass-vars-to-forked-pr", 0, CLI_TRISTATE, off, NULL, "runs of pull requests from forks get the variables", 0    \
	}
#define MEMBERS(off)                                                                                                             \
	{                                                                                                                        \
		"members-can-perform-run-actions", 0, CLI_TRISTATE, off, NULL,                                                   \
		        "members of the organization may restart, stop and cancel runs", 0                                       \
	}

/* ---- one project, and those of a group ---- */

static const struct cli_option ref_options[] = { CLI_PROJECT("ref", 0, "REF", offsetof(struct cli_ref, ref), "path or id",
	                                                     CLI_REQUIRED) };
/* asking and what leaves all as it is: not told which, the default project */
static const struct cli_option show_options[] = { CLI_PROJECT("ref", 0, "REF", offsetof(struct cli_ref, ref), "path or id",
	                                                      CLI_REQUIRED | CLI_DEFAULT) };
/* the Go program calls it so */
static const struct cli_option reconfig_options[] = { CLI_PROJECT("ref|name", 'n', "REF", offsetof(struct cli_ref, ref),
	                                                          "path or id", CLI_REQUIRED) };
static const struct cli_option parent_options[] = {
	CLI_PROJECT_GROUP("parent", "PARENT", offsetof(struct cli_ref, ref), "path or id of the project group that they are in",
	                  CLI_REQUIRED),
};

CLI_GIVES(show, struct cli_ref, agola_gw_project, agola_gw_project_get(CLI_GW, o->ref, &x, err));
CLI_GIVES(list, struct cli_ref, agola_gw_project_page, agola_gw_project_group_project_list(CLI_GW, o->ref, &x, err));
CLI_DOES(delete_, struct cli_ref, agola_gw_project_delete(CLI_GW, o->ref, err));
CLI_DOES(reconfig, struct cli_ref, agola_gw_project_reconfig(CLI_GW, o->ref, err));
CLI_GIVES(refresh, struct cli_ref, agola_gw_project, agola_gw_project_refresh_remote_repo(CLI_GW, o->ref, &x, err));
CLI_GIVES(take_over, struct cli_ref, agola_gw_project, agola_gw_project_update_repo_linked_account(CLI_GW, o->ref, &x, err));

/* ---- create, update ---- */

#define AT(m) offsetof(struct agola_gw_project_create_req, m)
static const struct cli_option create_options[] = {
	{ "name", 'n', CLI_TEXT, AT(name), "NAME", "its name: letters, digits and single inner hyphens", CLI_REQUIRED },
	CLI_PROJECT_GROUP("parent", "PARENT", AT(parent_ref), "path or id of the project group to create it in", CLI_REQUIRED),
	{ "repo-path", 0, CLI_TEXT, AT(repo_path), "PATH", "path of the repository at the remote source, such as owner/repo",
	  CLI_REQUIRED },
	{ "remote-source", 0, CLI_TEXT, AT(remote_source_name), "SOURCE", "remote source with the repository", CLI_REQUIRED,
	  .complete = "remotesource list -o name" },
	{ "skip-ssh-host-key-check", 's', CLI_TRISTATE, AT(skip_ssh_host_key_check), NULL, "do not check the ssh host key", 0 },
	CLI_VISIBILITY(AT(visibility_raw), .initial = "public"),
	PASS_VARS(AT(pass_vars_to_forked_pr)),
	MEMBERS(AT(members_can_perform_run_actions)),
};
#undef AT

CLI_GIVES(create, struct agola_gw_project_create_req, agola_gw_project, agola_gw_project_create(CLI_GW, CLI_SIZED(*o), &x, err));

struct update {
	struct agola_gw_project_update_req req;
	const char *ref;
};

#define AT(m) offsetof(struct update, m)
static const struct cli_option update_options[] = {
	CLI_PROJECT("ref", 0, "REF", AT(ref), "path or id", CLI_REQUIRED),
	{ "name|new-name", 'n', CLI_TEXT, AT(req.name), "NAME", "new name", 0 },
	CLI_PROJECT_GROUP("parent", "PARENT", AT(req.parent_ref), "path or id of the project group to move it to", 0),
	CLI_VISIBILITY(AT(req.visibility_raw), .initial = NULL),
	PASS_VARS(AT(req.pass_vars_to_forked_pr)),
	MEMBERS(AT(req.members_can_perform_run_actions)),
};
#undef AT

CLI_GIVES(update, struct update, agola_gw_project, cli_project_update(cli, o->ref, &o->req, &x, err));

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "create",
	        .help = "Create a project for a repository of a remote source",
	        .about =
	                "The user whose token it is needs a linked account at the remote source. Agola writes a deploy key and a "
	                "webhook there.",
	        CLI_TAKES(struct agola_gw_project_create_req, create_options, "name"),
	        .call = create,
	        .done = "created",
	        TYPE,
	        .example = "project create api --parent org/acme/backend --remote-source gitea --repo-path acme/api",
	},
	{
	        .verb = "delete|rm",
	        .help = "Delete a project",
	        CLI_TAKES(struct cli_ref, ref_options, "ref"),
	        .call = delete_,
	        .asks = "Delete",
	        .done = "deleted",
	        .example = "project delete org/acme/backend/api --yes",
	},
	{
	        .verb = "list|ls",
	        .help = "List the projects in a project group",
	        .about = "Only those that are directly in it, also private ones.",
	        CLI_TAKES(struct cli_ref, parent_options, "parent"),
	        .call = list,
	        TYPE,
	        .example = "project list org/acme/backend\nproject list --parent user/jo -o name",
	},
	{
	        .verb = "reconfig",
	        .help = "Write the deploy key and the webhook at the remote source again",
	        CLI_TAKES(struct cli_ref, reconfig_options, "ref"),
	        .call = reconfig,
	        .done = "configured again",
	        .example = "project reconfig org/acme/backend/api",
	},
	{
	        .verb = "refresh|refresh-remote-repo",
	        .help = "Read the default branch from the remote source again",
	        .about = "The server also takes the right to perform run actions from the members; see project update "
	                 "--members-can-perform-run-actions.",
	        CLI_TAKES(struct cli_ref, ref_options, "ref"),
	        .call = refresh,
	        .done = "refreshed",
	        TYPE,
	        .example = "project refresh org/acme/backend/api --columns path,default_branch",
	},
	{
	        .verb = "show|get",
	        .help = "Show a project",
	        CLI_TAKES(struct cli_ref, show_options, "ref"),
	        .call = show,
	        TYPE,
	        .example = "project show org/acme/backend/api -o json",
	},
	{
	        .verb = "take-over|update-repo-linked-account",
	        .help = "Make the project use your linked account",
	        .about = "For when the user whose account it used has gone. You need a linked account at the project's remote "
	                 "source. "
	                 "The server also takes the right to perform run actions from the members.",
	        CLI_TAKES(struct cli_ref, ref_options, "ref"),
	        .call = take_over,
	        .done = "taken over",
	        TYPE,
	        .example = "project take-over org/acme/backend/api",
	},
	{
	        .verb = "update",
	        .help = "Rename a project, move it, or change who sees it",
	        .about = "What is not given stays as it is.",
	        CLI_TAKES(struct update, update_options, "ref"),
	        .call = update,
	        .done = "updated",
	        TYPE,
	        .example = "project update org/acme/backend/api --name rest-api\n"
	                   "project update org/acme/backend/api --parent org/acme/tools --visibility private",
	},
};

const struct cli_group cli_project = {
	.words = "project|prj",
	.noun = "project",
	.help = "repositories that Agola runs",
	.about = "A project is named by its path, such as org/acme/backend/api or user/jo/site, or by its id. Its secrets and "
	         "variables "
	         "are in project secret and project variable, its runs in run.",
	CLI_COMMANDS(commands),
};
