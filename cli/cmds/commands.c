/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

/* In the order of the help. */
const struct cli_command *const cli_commands[] = {
	&cli_remote_source_create,
	&cli_remote_source_delete,
	&cli_remote_source_list,
	&cli_remote_source_show,
	&cli_remote_source_update,
	&cli_version,
	NULL,
};
