/* SPDX-License-Identifier: Apache-2.0 */
#include "lookup.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

struct call {
	const char *name;
	agola_ctx *ctx; /* its own, so that it can be cancelled alone */
	bool is_over;
};

static agola_gw_client *client;
static agola_loop *loop;
static struct call *calls;
static int n_calls, n_failed;
static volatile sig_atomic_t first; /* the first that is not over */

static int complain(agola_error *err)
{
	fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	return -1;
}

static void on_done(void *data, int result, void *ret, agola_error *err)
{
	struct call *c = data;
	agola_gw_remote_source *rs = ret;

	if (result == 0)
		printf("%s: %s\n", c->name, rs->auth_type_raw);
	else if (result == AGOLA_ERR_CANCELLED)
		printf("%s: cancelled\n", c->name);
	else
		printf("%s: %s\n", c->name, agola_error_message(err));
	fflush(stdout);
	n_failed += result != 0;
	agola_free(rs);
	agola_error_free(err);
	c->is_over = true;
	while (first < n_calls && calls[first].is_over)
		first++;
}

static int start(struct call *c, const char *name, agola_error **err)
{
	int r = agola_ctx_new(&c->ctx, err);

	if (r)
		return r;
	c->name = name;
	agola_ctx_set_async(c->ctx, loop, on_done, c);
	r = agola_gw_remote_source_get(client, c->ctx, name, NULL, err);
	return r == AGOLA_PENDING ? 0 : r;
}

int lookup_start(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_error *err = NULL;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	if (agola_gw_client_new(&opts, &client, &err) || agola_loop_new(&loop, &err))
		return complain(err);
	calls = calloc((size_t)argc, sizeof(*calls));
	if (!calls)
		return -1;
	for (int i = 1; i < argc; i++) {
		if (start(&calls[n_calls], argv[i], &err))
			return complain(err);
		n_calls++;
	}
	return agola_loop_fd(loop);
}

bool lookup_go_on(void)
{
	agola_error *err = NULL;
	int running = agola_loop_dispatch(loop, &err);

	if (running < 0) {
		complain(err);
		n_failed++;
	}
	return running > 0;
}

void lookup_cancel_one(void)
{
	if (first < n_calls)
		agola_ctx_cancel(calls[first].ctx);
}

int lookup_end(void)
{
	agola_loop_free(loop);
	for (int i = 0; i < n_calls; i++)
		agola_ctx_free(calls[i].ctx);
	free(calls);
	agola_gw_client_free(client);
	return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
