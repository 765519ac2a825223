/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What outlives this program. DATA/id is the executor's id; DATA/tasks/ID/ is all that there is of a task:
 *   status        how far it is, replaced as a whole at each change
 *   setup.log, step-N.log, archive-N.tar
 *   home/         the scratch folder of its steps, while it runs
 * A task that has a status was begun, and is never begun again.
 */
#include "executor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_LINE "agola-local-executor 1"

char *store_path(const struct task *task, const char *name)
{
	return format("%s/%s", task->dir, name);
}

char *store_log(const struct task *task, int64_t step)
{
	return step < 0 ? store_path(task, "setup.log") : format("%s/step-%" PRId64 ".log", task->dir, step);
}

char *store_archive(const struct task *task, int64_t step)
{
	return format("%s/archive-%" PRId64 ".tar", task->dir, step);
}

/* A file that is either the old or the new one, whatever happens. */
static int replace_file(const char *path, const char *text, size_t len)
{
	char *tmp = format("%s.new", path);
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), r = -1;

	if (fd >= 0) {
		r = write(fd, text, len) == (ssize_t)len && fsync(fd) == 0 ? 0 : -1;
		if (close(fd) < 0 || r < 0 || rename(tmp, path) < 0)
			r = -1;
	}
	if (r < 0)
		say("%s: %s", path, strerror(errno));
	free(tmp);
	return r;
}

/* A random UUID, as Agola's own executors have. */
static void new_id(char *id, size_t size)
{
	unsigned char b[16];

	if (getentropy(b, sizeof(b)) < 0)
		abort();
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	snprintf(id, size, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3], b[4],
	         b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

/* Make the data folder ours alone, and find or make the executor's id. */
int store_open(struct executor *e)
{
	char *tasks, *id;
	FILE *f;
	int r = -1;

	if (mkdir(e->set.data_dir, 0700) == 0 || errno == EEXIST)
		e->data_dir = realpath(e->set.data_dir, NULL);
	if (!e->data_dir) {
		say("%s: %s", e->set.data_dir, strerror(errno));
		return -1;
	}
	tasks = format("%s/tasks", e->data_dir);
	id = format("%s/id", e->data_dir);
	if ((mkdir(tasks, 0700) < 0 && errno != EEXIST) || (e->lock_fd = open(tasks, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0) {
		say("%s: %s", tasks, strerror(errno));
	} else if (flock(e->lock_fd, LOCK_EX | LOCK_NB) < 0) {
		say("%s: another executor uses this folder", e->set.data_dir);
	} else if ((f = fopen(id, "re"))) {
		r = fscanf(f, "%63[0-9a-zA-Z-]", e->id) == 1 ? 0 : -1;
		if (r < 0)
			say("%s: it holds no id of an executor", id);
		fclose(f);
	} else {
		new_id(e->id, sizeof(e->id));
		r = replace_file(id, e->id, strlen(e->id));
	}
	free(tasks);
	free(id);
	return r;
}

static void put_time(FILE *f, agola_time t)
{
	fprintf(f, " %" PRId64 " %" PRId32 " %d", t.sec, t.nsec, t.valid);
}

static bool get_time(FILE *f, agola_time *t)
{
	return fscanf(f, "%" SCNd64 " %" SCNd32 " %" SCNd32, &t->sec, &t->nsec, &t->valid) == 3;
}

static void put_step(FILE *f, const struct step_status *s)
{
	fprintf(f, "step %d %d %d", s->phase, s->has_exit_status, s->exit_status);
	put_time(f, s->start);
	put_time(f, s->end);
	fputc('\n', f);
}

static bool get_step(FILE *f, struct step_status *s)
{
	int phase, has;

	if (fscanf(f, " step %d %d %d", &phase, &has, &s->exit_status) != 3)
		return false;
	s->phase = (enum agola_executor_task_phase)phase;
	s->has_exit_status = has;
	return get_time(f, &s->start) && get_time(f, &s->end);
}

/* With the lock. Phases are the numbers of agola/enums.h, which never change. */
int store_save(const struct task *task)
{
	const struct task_status *s = &task->status;
	char *path = store_path(task, "status"), *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);
	int r;

	if (!f)
		abort();
	fprintf(f, FIRST_LINE "\nphase %d %d", s->phase, s->timed_out);
	put_time(f, s->start);
	put_time(f, s->end);
	fprintf(f, "\nprocess %d %" PRIu64 "\nsteps %zu\n", (int)task->process.pid, task->process.birth, s->n_steps);
	put_step(f, &s->setup);
	for (size_t i = 0; i < s->n_steps; i++)
		put_step(f, &s->steps[i]);
	fprintf(f, "error %s\n", s->error);
	fclose(f);
	r = replace_file(path, text, len);
	free(text);
	free(path);
	return r;
}

/* NULL: it was not begun, or the file is not one of ours. */
static struct task *load_task(struct executor *e, const char *id)
{
	char *path = format("%s/tasks/%s/status", e->data_dir, id);
	FILE *f = fopen(path, "re");
	struct task *task = NULL;
	struct task_status s = { 0 };
	struct process p = { 0 };
	int phase, timed_out, pid;
	size_t n;
	bool ok = f && fscanf(f, FIRST_LINE " phase %d %d", &phase, &timed_out) == 2 && get_time(f, &s.start) &&
	          get_time(f, &s.end) && fscanf(f, " process %d %" SCNu64 " steps %zu", &pid, &p.birth, &n) == 3 && n < 10000;

	free(path);
	if (ok) {
		task = task_new(e, id, n);
		task->process = (struct process){ pid, p.birth };
		s.phase = (enum agola_executor_task_phase)phase;
		s.timed_out = timed_out;
		s.n_steps = n;
		s.steps = task->status.steps;
		ok = get_step(f, &s.setup);
		for (size_t i = 0; i < n && ok; i++)
			ok = get_step(f, &s.steps[i]);
		if (ok && fscanf(f, " error%*1[ ]%255[^\n]", s.error) < 0)
			ok = false;
		task->status = s;
	}
	if (f)
		fclose(f);
	if (!ok) {
		task_free(task);
		return NULL;
	}
	return task;
}

int store_begin(const struct task *task)
{
	int r = mkdir(task->dir, 0700);

	if (r < 0)
		say("%s: %s", task->dir, strerror(errno));
	return r;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	/* a step may have taken its own rights away; the second time it can be read */
	if (kind == FTW_DNR)
		chmod(path, 0700);
	else
		remove(path);
	return 0;
}

static void remove_tree(const char *path)
{
	for (int i = 0; i < 2; i++)
		nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void store_remove(const struct task *task, const char *name)
{
	char *path = store_path(task, name);

	remove_tree(path);
	free(path);
}

/* Find the tasks of an earlier life. What ran then has failed, and what it has left running ends. */
int store_load(struct executor *e)
{
	char *path = format("%s/tasks", e->data_dir);
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (!dir) {
		say("%s: %s", path, strerror(errno));
		free(path);
		return -1;
	}
	while ((entry = readdir(dir))) {
		struct task *task;

		if (entry->d_name[0] == '.')
			continue;
		task = load_task(e, entry->d_name);
		if (!task) {
			char *left = format("%s/%s", path, entry->d_name);

			remove_tree(left);
			free(left);
			continue;
		}
		task->next = e->tasks;
		e->tasks = task;
		if (!phase_is_over(task->status.phase)) {
			process_kill_old(&task->process);
			task_over(task, AGOLA_EXECUTOR_TASK_PHASE_FAILED, "the executor ended while the task was running");
		}
		task->version = 1;
	}
	closedir(dir);
	free(path);
	return 0;
}
