/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

static int version(struct cli *cli, void *opts)
{
	(void)cli;
	(void)opts;
	printf("agolactl %s\nlibagola %s\n", AGOLA_VERSION_STRING, agola_version());
	return 0;
}

const struct cli_command cli_version = {
	.verb = "version",
	.help = "Print the versions of this program and of the library",
	.run = version,
};
