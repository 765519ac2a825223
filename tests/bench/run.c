/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a command N times and prints what all of them took: CPU seconds, and the peak memory of the largest. A process starts with the
 * peak of the one that made it, so a large program such as Python cannot measure a small one. {n} in an argument becomes a number, FIRST at
 * first.
 */
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* @arg, with a number for {n}; the memory goes with the process. */
static char *numbered(char *arg, size_t number)
{
	const char *at;

	while ((at = strstr(arg, "{n}")) != NULL) {
		char *text = NULL;

		if (asprintf(&text, "%.*s%zu%s", (int)(at - arg), arg, number, at + 3) < 0)
			_exit(127);
		arg = text;
	}
	return arg;
}

int main(int argc, char **argv)
{
	double start = bench_now(), cpu = 0;
	long peak = 0;
	size_t n, first;

	if (argc < 4)
		bench_die("usage: bench-run N FIRST COMMAND [ARGUMENT...]");
	n = bench_number(argv[1]);
	first = bench_number(argv[2]);
	argv += 3;
	for (size_t i = 0; i < n; i++) {
		pid_t pid = fork();
		struct rusage u;
		int status;

		if (pid < 0)
			bench_die("bench-run: fork: %s", strerror(errno));
		if (pid == 0) {
			int null = open("/dev/null", O_WRONLY);

			dup2(null, STDOUT_FILENO);
			for (char **a = argv; *a; a++)
				*a = numbered(*a, first + i);
			execvp(argv[0], argv);
			fprintf(stderr, "bench-run: %s: %s\n", argv[0], strerror(errno));
			_exit(127);
		}
		while (wait4(pid, &status, 0, &u) < 0) {
			if (errno != EINTR)
				bench_die("bench-run: wait4: %s", strerror(errno));
		}
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			bench_die("bench-run: %s: status %d", argv[0], status);
		cpu += seconds(u.ru_utime) + seconds(u.ru_stime);
		if (u.ru_maxrss > peak)
			peak = u.ru_maxrss;
	}
	printf("run n=%zu wall_s=%.6f cpu_s=%.6f maxrss_kb=%ld\n", n, bench_now() - start, cpu, peak);
	return 0;
}
