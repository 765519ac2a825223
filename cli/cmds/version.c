/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

#include <string.h>

static int version(struct cli *cli, void *opts)
{
	bool all = cli->format == CLI_TABLE && !cli->columns;
	agola_gw_version *v = NULL;
	agola_error *err = NULL;
	int r;

	(void)opts;
	/* first what is known without a gateway, which may not answer */
	if (all)
		printf("agolactl %s\nlibagola %s\n", AGOLA_VERSION_STRING, agola_version());
	r = cli_connect(cli);
	if (r)
		return r;
	r = agola_gw_version_get(cli->gw, cli->ctx, &v, &err);
	if (r || !all) {
		/* the words of a path that such a release does not have */
		bool older = r == AGOLA_ERR_NOT_FOUND && strstr(agola_error_message(err), "404 page not found");
		int code = cli_finish(cli, r, v, err, NULL);

		if (older)
			fputs("agolactl: if it is: Agola before v0.3.0 does not tell its version\n", stderr);
		return code;
	}
	if (!cli_put_line(stdout, "gateway ", v->version ? v->version : ""))
		r = cli_no_memory();
	agola_free(v);
	return r;
}

static const struct cli_command commands[] = { {
	.verb = "version",
	.help = "Print the versions of this program, of the library and of the gateway",
	.about = "With -o json, yaml or name, and with --columns, only what the gateway says. Without a gateway: agolactl "
	         "--version.",
	.run = version,
	.type = "agola_gw_version",
	.key = "version",
	.example = "version\nversion -o name",
} };

const struct cli_group cli_version = {
	.page = "version",
	.help = "versions of the program, the library and the gateway",
	CLI_COMMANDS(commands),
};
