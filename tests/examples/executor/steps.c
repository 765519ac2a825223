/* SPDX-License-Identifier: Apache-2.0 */
/* What each kind of step does. */
#include "executor.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_SHELL "/bin/sh -e"

/* A step that is being done. */
struct work {
	struct task *task;
	const agola_rs_executor_task_spec *spec;
	const agola_rs_step *step;
	size_t number;
	int log;
};

static bool is_set(const char *s)
{
	return s && *s;
}

/* An error of the SDK into the log; what came of a call is 0 or -1 here. */
static int failed(const struct work *w, const char *what, agola_error *err)
{
	dprintf(w->log, "%s: %s\n", what, agola_error_message(err));
	agola_error_free(err);
	return -1;
}

/* The words of the shell and the file with the command. */
static char **command_line(const char *shell, const char *script)
{
	size_t n = 0;
	char **argv = calloc(strlen(shell) / 2 + 3, sizeof(*argv)), *words = format("%s", shell), *save = NULL;

	if (!argv)
		abort();
	for (char *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save))
		argv[n++] = format("%s", word);
	argv[n] = format("%s", script);
	free(words);
	return argv;
}

static int write_script(const char *path, const char *command)
{
	FILE *f = fopen(path, "we");
	bool ok = f && fprintf(f, "%s\n", command) >= 0;

	if (f && fclose(f) != 0)
		ok = false;
	return ok ? 0 : -1;
}

static int do_run(struct work *w)
{
	const agola_rs_step *step = w->step;
	const char *shell = is_set(step->shell) ? step->shell : is_set(w->spec->shell) ? w->spec->shell : DEFAULT_SHELL;
	char *name = format("step-%zu.sh", w->number), *script = store_path(w->task, name);
	char *dir = place_path(w->task, step->working_dir);
	char **argv = command_line(shell, script), **envp = place_environment(w->task, step);
	struct process p = { 0 };
	int r;

	if (write_script(script, step->command ? step->command : "") < 0) {
		dprintf(w->log, "%s: %s\n", script, strerror(errno));
		r = -1;
	} else if ((r = process_start(&p, argv, envp, dir, w->log)) != 0) {
		dprintf(w->log, "cannot run %s in %s: %s\n", argv[0], dir, strerror(r));
		r = -1;
	} else {
		task_process(w->task, &p);
		r = process_wait(&p, w->task->stop_fd, w->task->deadline_ms);
		task_process(w->task, NULL);
	}
	strings_free(argv);
	strings_free(envp);
	free(name);
	free(script);
	free(dir);
	return r;
}

/* The file stays: the runservice asks for it once the task is over. */
static int do_save_to_workspace(struct work *w)
{
	char *tar = store_archive(w->task, (int64_t)w->number);
	int r = pack(tar, w->task, w->step, w->log);

	if (r < 0)
		unlink(tar);
	free(tar);
	return r;
}

/* A file for a download or an upload, and its path. */
static int temporary(const struct work *w, char **path)
{
	int fd;

	*path = store_path(w->task, "transfer.tar");
	fd = open(*path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		dprintf(w->log, "%s: %s\n", *path, strerror(errno));
	return fd;
}

static int do_restore_workspace(struct work *w)
{
	char *tar, *dest = place_path(w->task, w->step->dest_dir);
	int fd = temporary(w, &tar), r = fd < 0 ? -1 : 0;
	struct agola_sink sink = AGOLA_SINK_INIT;

	sink.use_fd = 1;
	sink.fd = fd;
	for (size_t i = 0; r == 0 && i < w->spec->n_workspace_operations; i++) {
		const agola_rs_workspace_operation *op = w->spec->workspace_operations[i];
		struct agola_rs_archive_get_opts opts = AGOLA_RS_ARCHIVE_GET_OPTS_INIT;
		agola_error *err = NULL;

		opts.task_id = op->task_id;
		opts.step = op->step;
		if (ftruncate(fd, 0) < 0 || lseek(fd, 0, SEEK_SET) < 0)
			r = -1;
		else if (agola_rs_archive_get(w->task->executor->client, w->task->ctx, &opts, &sink, &err) < 0)
			r = failed(w, "the workspace of an earlier task", err);
		else
			r = unpack(tar, dest, w->log);
	}
	if (fd >= 0)
		close(fd);
	unlink(tar);
	free(tar);
	free(dest);
	return r;
}

static int upload(struct work *w, const char *key)
{
	char *tar;
	int fd = temporary(w, &tar), r = -1;
	struct agola_source source = AGOLA_SOURCE_INIT;
	agola_error *err = NULL;

	source.use_fd = 1;
	source.fd = fd;
	if (fd >= 0 && pack(tar, w->task, w->step, w->log) == 0) {
		r = agola_rs_cache_put(w->task->executor->client, w->task->ctx, key, &source, &err);
		if (r < 0)
			r = failed(w, "the cache cannot be stored", err);
	}
	if (fd >= 0)
		close(fd);
	unlink(tar);
	free(tar);
	return r;
}

/* The name of a cache on the server; `key` is how the step calls it. */
static char *cache_name(const struct work *w, const char *key)
{
	return format("%s-%s", w->spec->cache_prefix ? w->spec->cache_prefix : "", key);
}

static int do_save_cache(struct work *w)
{
	char *key = cache_key(w->task, w->step->key ? w->step->key : "", w->log), *name;
	agola_error *err = NULL;
	int r;

	if (!key)
		return -1;
	name = cache_name(w, key);
	r = agola_rs_cache_check(w->task->executor->client, w->task->ctx, name, NULL, &err);
	if (r == 0) {
		dprintf(w->log, "there is a cache \"%s\": it stays as it is\n", key);
	} else if (r != AGOLA_ERR_NOT_FOUND) {
		r = failed(w, "caches cannot be looked for", err);
	} else {
		agola_error_free(err);
		r = upload(w, name);
		if (r == 0)
			dprintf(w->log, "stored as cache \"%s\"\n", key);
	}
	free(name);
	free(key);
	return r;
}

/* @return 1: there is no such cache */
static int restore_one(struct work *w, const char *pattern, const char *tar, int fd)
{
	struct agola_rs_cache_opts opts = AGOLA_RS_CACHE_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
	char *key = cache_key(w->task, pattern, w->log), *name, *dest;
	agola_error *err = NULL;
	int r;

	if (!key)
		return -1;
	name = cache_name(w, key);
	dest = place_path(w->task, w->step->dest_dir);
	opts.prefix = AGOLA_TRUE;
	sink.use_fd = 1;
	sink.fd = fd;
	r = agola_rs_cache_get(w->task->executor->client, w->task->ctx, name, &opts, &sink, &err);
	if (r == 0) {
		dprintf(w->log, "restoring the cache whose name begins with \"%s\"\n", key);
		r = unpack(tar, dest, w->log);
	} else if (r == AGOLA_ERR_NOT_FOUND) {
		dprintf(w->log, "no cache has a name that begins with \"%s\"\n", key);
		agola_error_free(err);
		r = 1;
	} else {
		r = failed(w, "the cache cannot be restored", err);
	}
	free(dest);
	free(name);
	free(key);
	return r;
}

/* The first one that there is; none is no failure. */
static int do_restore_cache(struct work *w)
{
	char *tar;
	int fd = temporary(w, &tar), r = fd < 0 ? -1 : 1;

	for (size_t i = 0; r > 0 && i < w->step->n_keys; i++)
		r = restore_one(w, w->step->keys[i], tar, fd);
	if (fd >= 0)
		close(fd);
	unlink(tar);
	free(tar);
	return r < 0 ? -1 : 0;
}

static const struct {
	enum agola_step_type type;
	int (*run)(struct work *w);
} kinds[] = {
	{ AGOLA_STEP_RUN, do_run },
	{ AGOLA_STEP_SAVE_TO_WORKSPACE, do_save_to_workspace },
	{ AGOLA_STEP_RESTORE_WORKSPACE, do_restore_workspace },
	{ AGOLA_STEP_SAVE_CACHE, do_save_cache },
	{ AGOLA_STEP_RESTORE_CACHE, do_restore_cache },
};

int step_do(struct task *task, size_t i, int log_fd)
{
	const agola_rs_executor_task_spec *spec = task->spec->spec;
	struct work w = { task, spec, spec->steps[i], i, log_fd };

	for (size_t k = 0; w.step && k < sizeof(kinds) / sizeof(*kinds); k++)
		if (kinds[k].type == w.step->type)
			return kinds[k].run(&w);
	dprintf(log_fd, "this executor does not know steps of this kind\n");
	return -1;
}
