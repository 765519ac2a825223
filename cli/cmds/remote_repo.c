/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

static const struct cli_option list_options[] = {
	{ "remote-source|ref", 'r', CLI_TEXT, offsetof(struct cli_ref, ref), "REF", "name or id of the remote source",
	  CLI_REQUIRED, .complete = "remotesource list -o name" },
};

CLI_GIVES(list, struct cli_ref, agola_gw_remote_repo_page, agola_gw_user_remote_repo_list(CLI_GW, o->ref, &x, err));

static const struct cli_command commands[] = {
	{
	        .verb = "list|ls",
	        .help = "List your repositories at a remote source that projects can be made of",
	        .about = "For users with a linked account there: those in which Agola can create deploy keys and webhooks. Agola "
	                 "asks "
	                 "the remote source, which may take seconds.",
	        CLI_TAKES(struct cli_ref, list_options, "remote-source"),
	        .call = list,
	        .type = "agola_gw_remote_repo",
	        .columns = "path,id",
	        .key = "path",
	        .example = "remoterepo list gitea\nremoterepo list gitea -o name",
	},
};

const struct cli_group cli_remote_repo = {
	.words = "remoterepo|remote-repo",
	.noun = "repository",
	.help = "repositories at git servers",
	CLI_COMMANDS(commands),
};
