/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys of caches are patterns: `{{ NAME }}` or `{{ NAME "ARGUMENT" }}` is replaced by what the function of that name gives. Those are
 * the functions of Agola's own executors; of their language there is no more here.
 */
#include "executor.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The first word that the program `how` prints about a file. */
static char *checksum(const struct task *task, const char *how, const char *file)
{
	char *path = place_path(task, file), program[16], text[160] = "", word[129] = "";
	char *argv[] = { program, "--", path, NULL };
	struct process p = { 0 };
	int fds[2], r = -1;
	size_t len = 0;
	ssize_t n = 0;

	snprintf(program, sizeof(program), "%s", how);
	if (pipe2(fds, O_CLOEXEC) == 0) {
		r = process_start(&p, argv, environ, task->dir, fds[1]);
		close(fds[1]);
		while (r == 0 && len < sizeof(text) - 1 && (n = read(fds[0], text + len, sizeof(text) - 1 - len)) > 0)
			len += (size_t)n;
		close(fds[0]);
		if (r == 0)
			r = process_wait(&p, task->stop_fd, task->deadline_ms);
	}
	free(path);
	return r == 0 && sscanf(text, "%128[0-9a-f]", word) == 1 ? format("%s", word) : NULL;
}

static char *variable(const struct task *task, const char *how, const char *name)
{
	const agola_rs_executor_task_spec *spec = task->spec->spec;

	(void)how;
	for (size_t i = 0; i < spec->n_environment; i++)
		if (strcmp(spec->environment[i]->key, name) == 0)
			return format("%s", spec->environment[i]->value ? spec->environment[i]->value : "");
	return format("%s", "");
}

static char *date(const struct task *task, const char *how, const char *arg)
{
	time_t t = time(NULL);
	struct tm tm;
	char text[32], *part;

	(void)task;
	(void)arg;
	localtime_r(&t, &tm);
	strftime(text, sizeof(text), "Y%Y m%m d%d", &tm);
	part = strstr(text, how) + 1;
	return format("%.*s", (int)strcspn(part, " "), part);
}

static char *unixtime(const struct task *task, const char *how, const char *arg)
{
	struct timespec t;

	(void)task;
	(void)how;
	(void)arg;
	clock_gettime(CLOCK_REALTIME, &t);
	return format("%lld%09ld", (long long)t.tv_sec, t.tv_nsec);
}

static char *machine(const struct task *task, const char *how, const char *arg)
{
	(void)task;
	(void)arg;
	return format("%s", how ? how : machine_arch());
}

static const struct {
	const char *name;
	char *(*get)(const struct task *task, const char *how, const char *arg); /* NULL: it cannot be got */
	const char *how;
	bool has_arg;
} functions[] = {
	{ "md5sum", checksum, "md5sum", true },
	{ "sha256sum", checksum, "sha256sum", true },
	{ "env", variable, NULL, true },
	{ "os", machine, "linux", false },
	{ "arch", machine, NULL, false },
	{ "unixtime", unixtime, NULL, false },
	{ "year", date, "Y", false },
	{ "month", date, "m", false },
	{ "day", date, "d", false },
};

/* What stands between {{ and }}. */
static char *expand(const struct task *task, const char *text, int log)
{
	char name[17] = "", arg[257] = "", more[2] = "";
	int n = sscanf(text, " %16[a-z0-9] \"%256[^\"]\" %1s", name, arg, more);

	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		if (strcmp(functions[i].name, name) == 0 && n == (functions[i].has_arg ? 2 : 1)) {
			char *ret = functions[i].get(task, functions[i].how, arg);

			if (!ret)
				dprintf(log, "key of a cache: {{%s}}: there is no such file, or it cannot be read\n", text);
			return ret;
		}
	dprintf(log, "key of a cache: {{%s}}: right is one of", text);
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		dprintf(log, " {{ %s%s }}", functions[i].name, functions[i].has_arg ? " \"…\"" : "");
	dprintf(log, "\n");
	return NULL;
}

char *cache_key(const struct task *task, const char *pattern, int log)
{
	char *key = format("%s", "");

	while (*pattern && key) {
		const char *open = strstr(pattern, "{{"), *close = open ? strstr(open, "}}") : NULL;
		int plain = (int)(close ? (size_t)(open - pattern) : strlen(pattern));
		char *text, *value, *longer;

		if (!close) {
			longer = format("%s%s", key, pattern);
			pattern += plain;
		} else {
			text = format("%.*s", (int)(close - open - 2), open + 2);
			value = expand(task, text, log);
			longer = value ? format("%s%.*s%s", key, plain, pattern, value) : NULL;
			free(value);
			free(text);
			pattern = close + 2;
		}
		free(key);
		key = longer;
	}
	return key;
}
