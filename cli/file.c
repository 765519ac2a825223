/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- signals that end the program ---- */

static char *volatile unfinished[4];

void cli_files_abandon(void)
{
	for (size_t i = 0; i < CLI_COUNT(unfinished); i++) {
		if (unfinished[i])
			unlink(unfinished[i]);
	}
}

static void on_end(int sig)
{
	cli_files_abandon();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void remember(char *path)
{
	static const int signals[] = { SIGHUP, SIGQUIT, SIGTERM };
	struct sigaction old, sa = { .sa_handler = on_end };

	for (size_t i = 0; i < CLI_COUNT(unfinished); i++) {
		if (!unfinished[i]) {
			unfinished[i] = path;
			break;
		}
	}
	/* nohup stays nohup */
	for (size_t i = 0; i < CLI_COUNT(signals); i++) {
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
			sigaction(signals[i], &sa, NULL);
	}
}

static void forget(const char *path)
{
	for (size_t i = 0; i < CLI_COUNT(unfinished); i++) {
		if (unfinished[i] == path)
			unfinished[i] = NULL;
	}
}

/* ---- files ---- */

/* Of stdio, which forgets why it failed. */
static ssize_t on_write(void *cookie, const char *bytes, size_t n)
{
	struct cli_file *file = cookie;
	size_t at = 0;

	while (at < n) {
		ssize_t done = write(file->fd, bytes + at, n - at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0) {
			file->why = errno ? errno : EIO;
			/* stdio knows no partial success */
			return 0;
		}
		at += (size_t)done;
	}
	return (ssize_t)n;
}

static int failed(const struct cli_file *file, int why)
{
	return cli_error("%s %s: %s", file->option, file->path, strerror(why ? why : EIO));
}

int cli_file_open(struct cli *cli, struct cli_file *file)
{
	size_t n = strlen(file->path) + 32;
	struct stat st;

	file->f = NULL;
	file->temporary = NULL;
	file->why = 0;
	if (stat(file->path, &st) == 0 && !S_ISREG(st.st_mode)) {
		file->fd = open(file->path, O_WRONLY | O_CLOEXEC);
	} else {
		char *temporary = cli_keep(cli, malloc(n));

		if (!temporary)
			return cli_no_memory();
		snprintf(temporary, n, "%s.%ld.part", file->path, (long)getpid());
		file->fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file->mode);
		if (file->fd >= 0) {
			file->temporary = temporary;
			remember(temporary);
		}
	}
	if (file->fd < 0)
		return failed(file, errno);
	file->f = fopencookie(file, "w", (cookie_io_functions_t){ .write = on_write });
	if (file->f)
		return 0;
	close(file->fd);
	cli_file_drop(file);
	return cli_no_memory();
}

int cli_file_finish(struct cli_file *file, int r)
{
	bool there = access(file->path, F_OK) == 0;

	if (fflush(file->f) != 0 && !file->why)
		file->why = errno;
	if (ferror(file->f) && !file->why)
		file->why = EIO;
	fclose(file->f);
	file->f = NULL;
	/* on the disk before it has the name, else a crash could leave an empty file in place of the old one */
	if (!file->why && file->temporary && r == 0 && fsync(file->fd) != 0)
		file->why = errno;
	if (close(file->fd) != 0 && !file->why)
		file->why = errno;
	if (file->why && r == 0)
		r = failed(file, file->why);
	if (file->temporary && r) {
		cli_file_drop(file);
		/* when nothing was sent that goes without saying */
		if (r != CLI_USAGE)
			cli_error(there ? "%s stays as it was" : "%s is not there", file->path);
	}
	return r;
}

int cli_file_place(struct cli_file *file)
{
	int r = 0;

	if (file->temporary && rename(file->temporary, file->path) != 0) {
		r = failed(file, errno);
		cli_file_drop(file);
	}
	forget(file->temporary);
	return r;
}

void cli_file_drop(struct cli_file *file)
{
	if (file->temporary)
		unlink(file->temporary);
	forget(file->temporary);
}

int cli_file_close(struct cli_file *file, int r)
{
	r = cli_file_finish(file, r);
	return r ? r : cli_file_place(file);
}
