/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands about runs, their tasks and their logs share. */
#ifndef CLI_CMDS_RUN_H
#define CLI_CMDS_RUN_H

#include "cmds.h"

#include <agola/gw_run.h>
#include <agola/gw_run_task.h>

/* A run: of a project, or one that a user started from a local repository. */
struct cli_run_ref {
	const char *project, *username;
	uint64_t number;
};
#define CLI_RUN_OWNER(base)                                                                                                      \
	CLI_PROJECT("project", 0, "PROJECT", (base) + offsetof(struct cli_run_ref, project), "path or id of the project",        \
	            CLI_REQUIRED | CLI_DEFAULT, .one_of = "owner"),                                                              \
	{                                                                                                                        \
		"username|user", 0, CLI_TEXT, (base) + offsetof(struct cli_run_ref, username), "USER",                           \
		        "name or id of the user whose direct runs are meant, instead of a project's", 0, .one_of = "owner"       \
	}
#define CLI_RUN_NUMBER(base)                                                                                                     \
	{                                                                                                                        \
		"runnumber|number|run", 0, CLI_UINT, (base) + offsetof(struct cli_run_ref, number), "NUMBER",                    \
		        "number of the run", CLI_REQUIRED                                                                        \
	}

/* run_view.c */
#define CLI_RUN_COLUMNS "number,phase,result,duration,ref,message"
extern const struct cli_column cli_run_columns[];
extern const struct cli_column cli_run_task_columns[];

struct cli_watch {
	struct cli_run_ref ref;
	int64_t interval_ms;
	bool exit_status;
};
int cli_run_show(struct cli *cli, void *opts);  /* struct cli_run_ref */
int cli_run_watch(struct cli *cli, void *opts); /* struct cli_watch */
/* Until the run is over, with words about what happens; *ret is it then, for agola_free(). 0 or an exit code. */
int cli_run_wait(struct cli *cli, const struct cli_watch *o, agola_gw_run **ret);
/* After an interrupt: "Run 12 goes on; to end it: agolactl run stop 12 --project org/acme/api". */
void cli_run_say_goes_on(struct cli *cli, const struct cli_run_ref *ref);

int cli_run_get(struct cli *cli, const struct cli_run_ref *ref, agola_gw_run **ret, agola_error **err);
int cli_run_task_get(struct cli *cli, const struct cli_run_ref *ref, const char *task_id, agola_gw_run_task **ret,
                     agola_error **err);
/* Connect, get the run and do something with it. An exit code. */
typedef int (*cli_run_fn)(struct cli *cli, const struct cli_run_ref *ref, const agola_gw_run *run, const void *data);
int cli_run_with(struct cli *cli, const struct cli_run_ref *ref, cli_run_fn fn, const void *data);
bool cli_run_is_over(const agola_gw_run *run);
bool cli_run_task_is_over(enum agola_run_task_status status);
/* What the result of a run that is over is as an exit code. */
int cli_run_exit(const agola_gw_run *run);
/* The tasks in the order in which they can run, NULL after the last; kept. NULL without memory. */
const agola_gw_run_task_summary **cli_run_tasks(struct cli *cli, const agola_gw_run *run);
/* By its name or its id; NULL, after words about it, if there is none. */
const agola_gw_run_task_summary *cli_run_find_task(struct cli *cli, const agola_gw_run *run, const char *name);
/* "" if there is none. */
const char *cli_run_annotation(const agola_gw_run_summary *run, const char *key);
struct cli_numbers {
	uint64_t numbers[64]; /* more than one configuration makes */
	size_t n;
};
/* The server does not say which runs it makes: those after what is the newest before, of which `is_ours` is true. They go to the list and
 * to `made`, each of which may be NULL. 0 or the SDK's error. */
int cli_run_newest(struct cli *cli, const struct cli_run_ref *ref, uint64_t *number, agola_error **err);
int cli_run_list_made(struct cli *cli, struct cli_list *l, const struct cli_run_ref *ref, uint64_t newest,
                      bool (*is_ours)(const void *data, const agola_gw_run_summary *run), const void *data,
                      struct cli_numbers *made, agola_error **err);

#endif
