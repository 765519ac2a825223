/* SPDX-License-Identifier: Apache-2.0 */
/* A call on a loop: the machine of call.c, turned by the ends of its transfers. */
#include "core/call.h"
#include "core/client.h"
#include "http/http.h"

#include <stdlib.h>

static void on_end(void *data, int result, agola_error *err);

/* Send what is next. False when the call is over. */
static bool go(struct ag_running *run)
{
	while (ag_running_next(run)) {
		agola_error *err = NULL;
		int r = run->state == AG_RUN_PAUSED
		                ? ag_loop_pause(run->view.loop, &run->out, run->following.pause_ms, on_end, run, &err)
		                : ag_http_start(run->client->http, run->view.loop, &run->out, &run->reply, on_end, run, &err);

		if (r == 0)
			return true;
		ag_running_answered(run, r, err);
	}
	return false;
}

static void on_end(void *data, int result, agola_error *err)
{
	struct ag_running *run = data;
	struct ag_running over;

	ag_running_answered(run, result, err);
	if (go(run))
		return;
	ag_running_close(run);
	over = *run;
	ag_running_free(run);
	free(run);
	/* the function may free the context, and start calls */
	if (over.view.done)
		over.view.done(over.view.done_data, over.result, over.root, over.err);
	else {
		agola_free(over.root);
		agola_error_free(over.err);
	}
}

int ag_async_start(struct ag_running *run)
{
	if (!run->client->http)
		return ag_running_refuse(run, "a client with a transport of its own blocks, so its ctx cannot be one of a loop");
	if (go(run))
		return AGOLA_PENDING;
	return run->result;
}
