/* SPDX-License-Identifier: Apache-2.0 */
/* A line on standard error about what takes long: on a terminal only, never with --quiet, and gone before anything else is said. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli.h"

struct cli_progress {
	const char *what;     /* "export" */
	const char *unit;     /* "tasks"; NULL: bytes */
	uint64_t done, total; /* total 0: not known */
	char state[48];       /* of what is waited for: "running"; cli_safe() */
	int64_t began, next;  /* milliseconds */
	bool on;
};

/* `what` and `unit` are set, and stay. It is on if standard error is a terminal that no data goes to. */
void cli_progress_begin(struct cli_progress *p, const struct cli *cli, bool data_on_terminal);
void cli_progress_add(struct cli_progress *p, uint64_t more);
/* Draw it if it is time. */
void cli_progress_tick(struct cli_progress *p);
/* Wait, and draw it meanwhile; shorter when a signal comes. */
void cli_progress_wait(struct cli_progress *p, int64_t ms);
/* An agola_progress_fn whose data is a struct cli_progress. */
int cli_progress_of_stream(void *data, int64_t done, int64_t total);
/*
 * Make a call with cli->ctx that can take long, and draw meanwhile, also while the server is silent. What it returns. What
 * it gives back through a `ret` is lost: it is for calls without one.
 */
typedef int (*cli_call_fn)(struct cli *cli, void *data, agola_error **err);
int cli_progress_call(struct cli_progress *p, struct cli *cli, cli_call_fn call, void *data, agola_error **err);
void cli_progress_end(struct cli_progress *p);
/* Before something else goes to standard error. */
void cli_progress_hide(void);

#endif
