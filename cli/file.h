/* SPDX-License-Identifier: Apache-2.0 */
/* Files that commands write: complete or not there, whatever ends the program. */
#ifndef CLI_FILE_H
#define CLI_FILE_H

#include "cli.h"
#include <sys/types.h>

struct cli_file {
	const char *option, *path; /* as the user gave it, for errors */
	mode_t mode;
	FILE *f;         /* to write to; NULL before and after */
	char *temporary; /* kept; NULL for what is no regular file, which is written to as it is */
	int fd, why;     /* why: the errno of what could not be written */
};
/* The three first members are set, and the whole stays where it is until it is closed. 0 or an exit code. */
int cli_file_open(struct cli *cli, struct cli_file *file);
/* With @r 0 all is on the disk, under its temporary name; else it goes away, and what that means is said. @r, or why that failed. */
int cli_file_finish(struct cli_file *file, int r);
/* After that: it takes the place of an old one. */
int cli_file_place(struct cli_file *file);
/* After that: it goes away after all. */
void cli_file_drop(struct cli_file *file);
/* Finish and place. */
int cli_file_close(struct cli_file *file, int r);
/* Remove what is not finished; a signal handler may call it. */
void cli_files_abandon(void);

#endif
