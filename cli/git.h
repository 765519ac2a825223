/* SPDX-License-Identifier: Apache-2.0 */
/* The program git, without a shell. */
#ifndef CLI_GIT_H
#define CLI_GIT_H

#include "progress.h"

enum { CLI_GIT_LINE = 4096, CLI_GIT_ENV = 32 };

struct cli_git {
	const struct cli *cli;
	char top[CLI_GIT_LINE];    /* the work tree */
	char folder[CLI_GIT_LINE]; /* of our own, with an index */
	char *env[CLI_GIT_ENV];    /* more than what the environment has */
	size_t n_env, n_config;
	char *said; /* by the last one on standard error */
	const char *verb;
	int status;
	bool silent;                   /* it need not be installed */
	struct cli_progress *progress; /* while a command runs; NULL: none */
};

/* Find the work tree. 0 or an exit code; cli_git_close() in any case. */
int cli_git_open(struct cli_git *git, const struct cli *cli);
void cli_git_close(struct cli_git *git);
/*
 * Run it; the last argument is NULL. The first line of its output goes to `line`, CLI_GIT_LINE bytes, if that is not NULL.
 * 0; -1 if git was not content: cli_git_fail() tells it; or an exit code.
 */
int cli_git(struct cli_git *git, char *line, const char *verb, ...);
int cli_git_fail(struct cli_git *git);
/* A commit without parents of what is in the work tree. 0 or an exit code. */
int cli_git_snapshot(struct cli_git *git, bool untracked, bool ignored, const char *message, const char *who, char *commit);
/* Push what "COMMIT:REF" says, whatever is there. 0 or an exit code. */
int cli_git_push(struct cli_git *git, const char *url, const char *target);

/* work_tree.c: the project that the work tree is of, after words about it; NULL if there is none. 0 or an exit code. */
int cli_work_tree_project(struct cli *cli, const char **project);

#endif
