/* SPDX-License-Identifier: Apache-2.0 */
/* The scripts of cli/completion, for shells that do not look where they are installed. */
#include "cmds.h"

#include "completion_scripts.h"

/* Whether it could be written, main() sees. */
#define SHELL(name)                                                                                                              \
	static int name(struct cli *cli, void *opts)                                                                             \
	{                                                                                                                        \
		(void)cli;                                                                                                       \
		(void)opts;                                                                                                      \
		fputs(cli_script_##name, stdout);                                                                                \
		return 0;                                                                                                        \
	}
SHELL(bash)
SHELL(zsh)
SHELL(fish)
#undef SHELL

#define ABOUT                                                                                                                    \
	"It asks this program for everything, so it need not be made anew when the program is. Where a package installed it, "   \
	"there is nothing to do."

static const struct cli_command commands[] = {
	{
	        .verb = "bash",
	        .help = "Print the script that completes command lines in bash",
	        .about = ABOUT,
	        .local = true,
	        .run = bash,
	        .example = "completion bash",
	},
	{
	        .verb = "zsh",
	        .help = "Print the script that completes command lines in zsh",
	        .about = ABOUT,
	        .local = true,
	        .run = zsh,
	        .example = "completion zsh",
	},
	{
	        .verb = "fish",
	        .help = "Print the script that completes command lines in fish",
	        .about = ABOUT,
	        .local = true,
	        .run = fish,
	        .example = "completion fish",
	},
};

const struct cli_group cli_completion = {
	.words = "completion",
	.noun = "completion",
	.help = "scripts that complete command lines in bash, zsh and fish",
	.about = "In bash: source <(agolactl completion bash). In zsh: agolactl completion zsh > a file _agolactl in a folder of "
	         "fpath. "
	         "In fish: agolactl completion fish | source.",
	CLI_COMMANDS(commands),
};
