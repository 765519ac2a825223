/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int cli_file_open(struct cli *cli, struct cli_file *file)
{
	size_t n = strlen(file->path) + 32;
	struct stat st;
	int fd;

	file->temporary = NULL;
	if (stat(file->path, &st) == 0 && !S_ISREG(st.st_mode)) {
		file->f = fopen(file->path, "we");
	} else {
		file->temporary = cli_keep(cli, malloc(n));
		if (!file->temporary)
			return cli_no_memory();
		snprintf(file->temporary, n, "%s.%ld.part", file->path, (long)getpid());
		fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file->mode);
		file->f = fd == -1 ? NULL : fdopen(fd, "w");
	}
	return file->f ? 0 : cli_error("%s %s: %s", file->option, file->path, strerror(errno));
}

int cli_file_close(struct cli_file *file, int r)
{
	bool written = fflush(file->f) == 0 && !ferror(file->f);

	/* on the disk before it has the name, else a crash could leave an empty file in place of the old one */
	if (written && file->temporary && r == 0)
		written = fsync(fileno(file->f)) == 0;
	if ((fclose(file->f) != 0 || !written) && r == 0)
		r = cli_error("%s %s: %s", file->option, file->path, strerror(errno ? errno : EIO));
	if (file->temporary && r == 0 && rename(file->temporary, file->path) != 0)
		r = cli_error("%s %s: %s", file->option, file->path, strerror(errno));
	if (file->temporary && r)
		unlink(file->temporary);
	return r;
}
