/* SPDX-License-Identifier: Apache-2.0 */
/* Printing logs: of a step, of a task, of a whole run. */
#ifndef CLI_CMDS_RUN_LOGS_H
#define CLI_CMDS_RUN_LOGS_H

#include "../progress.h"
#include "run.h"

#include <agola/gw_log.h>

enum { CLI_LOG_SETUP = -1 }; /* instead of a step's number: what is done before the first step */

struct cli_logs {
	struct cli_run_ref ref;
	const char *task;      /* name or id; NULL: all tasks */
	const char *step_text; /* of run logs: its number or its name; NULL: all steps */
	int64_t step;
	bool setup, follow, failed, exit_status;
	bool one; /* `step` or `setup` of `task` is meant */
	enum agola_tristate prefix;
	int64_t interval_ms;
};

int cli_run_logs(struct cli *cli, void *opts); /* struct cli_logs */

/* Where the bytes of one log go, line by line if there is a prefix or a terminal. */
struct cli_log_out {
	FILE *file;
	char *prefix; /* "[build/0] " or NULL */
	bool terminal, begun, after_cr;
	char *line;
	size_t len;
	struct cli_progress *progress; /* NULL: none */
};
/* 0 or an exit code. */
int cli_log_out_init(struct cli_log_out *out, const char *task, int64_t step, bool prefix);
int cli_log_out_write(void *data, const void *bytes, size_t len); /* an agola_write_fn */
void cli_log_out_end(struct cli_log_out *out);

int cli_log_get(struct cli *cli, agola_ctx *ctx, const struct cli_run_ref *ref, const char *task_id,
                const struct agola_gw_log_get_opts *opts, const struct agola_sink *sink, agola_error **err);
int cli_log_delete(struct cli *cli, const struct cli_run_ref *ref, const char *task_id,
                   const struct agola_gw_log_delete_opts *opts, agola_error **err);

/* run_follow.c: all logs that are meant, while they grow, until the run is over. Frees nothing of what it is given. */
int cli_run_follow(struct cli *cli, const struct cli_logs *o);
/* Whether a log is one of those that are meant. */
bool cli_log_is_meant(const struct cli_logs *o, const agola_gw_run_task *task, int64_t step);
/* Whether there can be such a log, by now. */
bool cli_log_has_begun(const agola_gw_run_task *task, int64_t step);
/* "[build/0]: the log is not there ..." */
void cli_log_say_missing(const struct cli *cli, const char *task, int64_t step);
/* The step that the user named; NULL, after words about it, if the task has none. */
int cli_log_find_step(struct cli *cli, const struct cli_logs *o, const agola_gw_run_task *task, int64_t *step);

#endif
