/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agola-local-executor: what its files share.
 *
 * main.c       options, signals, the loop
 * executor.c   the list of tasks, and all that is said to the runservice about them
 * task.c       a thread that does the steps of one task
 * steps.c      what each kind of step does
 * process.c    programs, with all that they start
 * place.c      environment and folders of a task
 * key.c        keys of caches
 * pack.c       tar files of folders
 * store.c      what is kept on disk: how far each task is
 * listener.c   what the runservice asks: logs and archives
 *
 * Threads: the main one alone adds and removes tasks and reports them; each task that runs has one; each connection of the
 * listener has one. `lock` guards the list and what changes in a task.
 */
#ifndef EXECUTOR_H
#define EXECUTOR_H

#include <agola/client.h>

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct settings {
	const char *runservice_url;
	const char *token; /* for the runservice; NULL: none */
	const char *data_dir;
	const char *listen;       /* HOST:PORT, IPv4 */
	const char *listen_url;   /* how the runservice reaches `listen`; NULL: as it is */
	const char *listen_token; /* what it has to show there; NULL: nothing */
	const char *max_tasks;    /* a number */
};

/* How far a step is, and what a report says of it. */
struct step_status {
	enum agola_executor_task_phase phase; /* 0: nothing to say yet, of the setup */
	bool has_exit_status;
	int exit_status;
	agola_time start, end;
};

struct task_status {
	enum agola_executor_task_phase phase;
	bool timed_out;
	char error[256]; /* why it failed, if no step did */
	agola_time start, end;
	struct step_status setup;
	struct step_status *steps;
	size_t n_steps; /* as many as the task has: a report with more of them ends the runservice */
};

/* A program that was started, with all that it starts: a process group. */
struct process {
	pid_t pid;
	uint64_t birth; /* when it was started, in the kernel's ticks: tells it from a later one with the same number */
};

/* Why a task is to end early. */
enum stop { STOP_NONE, STOP_ASKED, STOP_SHUTDOWN };

struct executor;

struct task {
	struct task *next;
	struct executor *executor;
	char *id;
	char *dir;                          /* its state, logs and archives */
	const agola_rs_executor_task *spec; /* what to do; NULL: it is of an earlier life of this program */
	pthread_t thread;
	bool has_thread;
	agola_ctx *ctx;      /* of the calls that its steps make; cancelled once it is to end early */
	int stop_fd;         /* an eventfd, readable once it is to end early */
	int64_t deadline_ms; /* of monotonic_ms(); -1: none */

	/* guarded by executor->lock */
	struct task_status status;
	struct process process; /* of the step that runs; pid 0: none */
	enum stop stop;
	unsigned version;  /* counts the changes of `status` */
	unsigned reported; /* the version that the runservice has */
};

struct executor {
	struct settings set;
	agola_rs_client *client;
	agola_ctx *ctx; /* of the main thread's calls */
	char *data_dir; /* absolute */
	char id[64];
	char url[256]; /* of the listener, as the runservice is told */
	int64_t max_tasks;
	int wake_fd; /* an eventfd: the main thread has something to do */
	int lock_fd; /* of the data folder, which serves one executor */
	struct MHD_Daemon *daemon;

	pthread_mutex_t lock;
	struct task *tasks;
	bool ending; /* guarded by `lock` too */
};

/* executor.c */
int executor_start(struct executor *e);
void executor_tick(struct executor *e);
void executor_end(struct executor *e);
void executor_wake(struct executor *e);
struct task *executor_find(struct executor *e, const char *task_id); /* with the lock */

/* task.c */
bool phase_is_over(enum agola_executor_task_phase phase);
struct task *task_new(struct executor *e, const char *id, size_t n_steps);
void task_start(struct task *task);
void task_stop(struct task *task, enum stop why);
void task_over(struct task *task, enum agola_executor_task_phase phase, const char *error);
void task_process(struct task *task, const struct process *p); /* NULL: none runs any more */
void task_free(struct task *task);

/* steps.c: what a step ended with; 0 is success. -1: it could not be done, and the log says why */
int step_do(struct task *task, size_t step, int log_fd);

/* process.c */
int process_start(struct process *p, char *const argv[], char *const envp[], const char *dir, int out_fd);
int process_wait(const struct process *p, int stop_fd, int64_t deadline_ms);
void process_kill_old(const struct process *p);
int64_t monotonic_ms(void);

/* place.c */
char *place_path(const struct task *task, const char *path);
int make_folders(const char *path);
char **place_environment(const struct task *task, const agola_rs_step *step);
void strings_free(char **strings);

/* key.c: NULL with a line in the log */
char *cache_key(const struct task *task, const char *pattern, int log_fd);

/* pack.c: 0, or -1 with a line in the log */
int pack(const char *tar, const struct task *task, const agola_rs_step *step, int log_fd);
int unpack(const char *tar, const char *dest_dir, int log_fd);

/* store.c */
int store_open(struct executor *e);
int store_load(struct executor *e);
int store_begin(const struct task *task);
int store_save(const struct task *task);
void store_remove(const struct task *task, const char *name); /* with all in it; "": everything of the task */
char *store_path(const struct task *task, const char *name);
char *store_log(const struct task *task, int64_t step); /* -1: the setup */
char *store_archive(const struct task *task, int64_t step);

/* listener.c */
int listener_start(struct executor *e);
void listener_end(struct executor *e);

/* main.c */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *machine_arch(void);
char *format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
