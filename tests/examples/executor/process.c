/* SPDX-License-Identifier: Apache-2.0 */
/* Programs. Each is a process group of its own, so that what it starts ends with it. */
#include "executor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How long a program may take to end after SIGTERM. */
enum { GRACE_MS = 5000 };

int64_t monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* When a process was started: field 22 of /proc/PID/stat, the 20th behind the name, which may hold anything. 0: there is none. */
static uint64_t birth_of(pid_t pid)
{
	char path[64], text[1024], *p;
	unsigned long long birth = 0;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	p = strrchr(text, ')');
	for (int i = 0; p && i < 20; i++)
		p = strchr(p + 1, ' ');
	return p && sscanf(p, "%llu", &birth) == 1 ? birth : 0;
}

/*
 * Start argv[0], looked for in this program's PATH, in `dir`, with its output in `out_fd`. It inherits nothing else.
 * @return 0 or an errno
 */
int process_start(struct process *p, char *const argv[], char *const envp[], const char *dir, int out_fd)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int r;

	sigemptyset(&none);
	sigfillset(&all);
	if (posix_spawnattr_init(&attr))
		return ENOMEM;
	if (posix_spawn_file_actions_init(&files)) {
		posix_spawnattr_destroy(&attr);
		return ENOMEM;
	}
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	r = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!r)
		r = posix_spawn_file_actions_adddup2(&files, out_fd, STDOUT_FILENO);
	if (!r)
		r = posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
	if (!r)
		r = posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	if (!r)
		r = posix_spawn_file_actions_addchdir_np(&files, dir);
	if (!r)
		r = posix_spawnp(&p->pid, argv[0], &files, &attr, argv, envp);
	if (r)
		p->pid = 0;
	else
		p->birth = birth_of(p->pid);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	return r;
}

/*
 * Wait until it ends. When `stop_fd` is readable (-1: never) or `deadline_ms` (of monotonic_ms(); -1: none) has passed, it is asked
 * to end, and after a while made to. What it has left running ends with it.
 * @return its exit status; 128 and the signal that ended it, as a shell says it
 */
int process_wait(const struct process *p, int stop_fd, int64_t deadline_ms)
{
	struct pollfd fds[] = { { pidfd_open(p->pid, 0), POLLIN, 0 }, { stop_fd, POLLIN, 0 } };
	bool asked = false;
	siginfo_t info = { 0 };

	while (fds[0].fd >= 0) {
		int64_t left = deadline_ms < 0 ? -1 : deadline_ms - monotonic_ms();
		int n = poll(fds, 2, deadline_ms < 0 ? -1 : left < 0 ? 0 : left < INT32_MAX ? (int)left : INT32_MAX);

		if (fds[0].revents)
			break;
		if (n < 0 || (n == 0 && left > INT32_MAX))
			continue;
		if (!asked) {
			kill(-p->pid, SIGTERM);
			asked = true;
			fds[1].fd = -1;
			deadline_ms = monotonic_ms() + GRACE_MS;
		} else {
			kill(-p->pid, SIGKILL);
			deadline_ms = -1;
		}
	}
	/* its number is not given to another one before it is reaped: the group is still the right one */
	while (waitid(P_PID, (id_t)p->pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
		;
	kill(-p->pid, SIGKILL);
	while (waitid(P_PID, (id_t)p->pid, &info, WEXITED) < 0 && errno == EINTR)
		;
	close(fds[0].fd);
	return info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
}

/* End what an earlier life of this program has left running, if it is that. */
void process_kill_old(const struct process *p)
{
	if (p->pid > 1 && p->birth && birth_of(p->pid) == p->birth)
		kill(-p->pid, SIGKILL);
}
