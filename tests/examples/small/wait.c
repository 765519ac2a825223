/* SPDX-License-Identifier: Apache-2.0 */
#include "wait.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static agola_ctx *interrupted;

static void on_interrupt(int sig)
{
	(void)sig;
	agola_ctx_cancel(interrupted);
}

int wait_start(agola_gw_client **client, agola_ctx **ctx, agola_error **err)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct sigaction sa = { .sa_handler = on_interrupt };
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	/* who waits for minutes outlives a server that is started again; only reads are repeated */
	opts.max_retries = 5;
	r = agola_gw_client_new(&opts, client, err);
	if (r == 0)
		r = agola_ctx_new(ctx, err);
	if (r)
		return r;
	interrupted = *ctx;
	sigaction(SIGINT, &sa, NULL);
	return 0;
}

int wait_a_moment(const agola_ctx *ctx)
{
	struct timespec half = { .tv_nsec = 500000000 };

	/* Ctrl-C ends it early */
	nanosleep(&half, NULL);
	return agola_ctx_is_cancelled(ctx) ? AGOLA_ERR_CANCELLED : 0;
}

bool wait_is_over(const agola_gw_run *run)
{
	return run->phase == AGOLA_RUN_PHASE_SETUP_ERROR || run->phase == AGOLA_RUN_PHASE_CANCELLED ||
	       run->phase == AGOLA_RUN_PHASE_FINISHED;
}

int wait_until_over(agola_gw_client *client, agola_ctx *ctx, const char *project, uint64_t number, agola_gw_run **ret,
                    agola_error **err)
{
	agola_gw_run *run = NULL;
	int r;

	while ((r = agola_gw_project_run_get(client, ctx, project, number, &run, err)) == 0 && !wait_is_over(run)) {
		agola_free(run);
		run = NULL;
		r = wait_a_moment(ctx);
		if (r)
			return r;
	}
	if (r == 0)
		*ret = run;
	return r;
}

int wait_end(const char *program, int r, agola_gw_run *run, agola_error *err, agola_gw_client *client, agola_ctx *ctx)
{
	int status = EXIT_ERROR;

	if (r == 0) {
		for (size_t i = 0; i < run->n_setup_errors; i++)
			fprintf(stderr, "%s: %s\n", program, run->setup_errors[i]);
		fprintf(stderr, "%s: run %" PRIu64 ": %s, %s\n", program, run->number, run->phase_raw, run->result_raw);
		status = run->result == AGOLA_RUN_RESULT_SUCCESS ? EXIT_SUCCESS : EXIT_RUN_FAILED;
	} else if (err) {
		fprintf(stderr, "%s: %s\n", program, agola_error_message(err));
	} else {
		fprintf(stderr, "%s: %s\n", program, r == AGOLA_ERR_CANCELLED ? "cancelled" : agola_result_name(r));
	}
	signal(SIGINT, SIG_DFL);
	agola_free(run);
	agola_error_free(err);
	agola_ctx_free(ctx);
	agola_gw_client_free(client);
	return status;
}
