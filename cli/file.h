/* SPDX-License-Identifier: Apache-2.0 */
/* Files that commands write: complete or not there. */
#ifndef CLI_FILE_H
#define CLI_FILE_H

#include "cli.h"
#include <sys/types.h>

struct cli_file {
	const char *option, *path; /* as the user gave it, for errors */
	mode_t mode;
	FILE *f;         /* to write to */
	char *temporary; /* kept; NULL for what is no regular file, which is written to as it is */
};
/* The three first members are set. 0 or an exit code. */
int cli_file_open(struct cli *cli, struct cli_file *file);
/* With @r 0 it takes the place of an old one, else it goes away. @r, or why that failed. */
int cli_file_close(struct cli_file *file, int r);

#endif
