/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of a call on a loop, failed once: also those of libcurl. */
#include "sweep.h"
#include "unit.h"
#include <agola/client.h>

/* How a call ended on it. */
struct ended {
	int n, result;
	agola_error *err;
};

static void on_done(void *data, int result, void *ret, agola_error *err)
{
	struct ended *e = data;

	e->n++;
	e->result = ret ? SWEEP_WRONG : result;
	e->err = err;
	agola_free(ret);
}

/* Nobody listens there: all of a call is made but for an answer. It ends once, or it says at once that it does not begin. */
static int async(void *arg, agola_error **err)
{
	struct ended e = { 0 };
	agola_loop *loop = NULL;
	agola_ctx *ctx = NULL;
	int r = agola_loop_new(&loop, err);

	if (r == 0)
		r = agola_ctx_new(&ctx, err);
	if (r == 0) {
		agola_ctx_set_async(ctx, loop, on_done, &e);
		r = agola_gw_remote_source_get(arg, ctx, "x", NULL, err);
	}
	if (r == AGOLA_PENDING) {
		r = agola_loop_run(loop, 10000, err);
		/* a loop that is out of memory itself ends its calls when it is freed */
		agola_loop_free(loop);
		loop = NULL;
		if (e.n != 1 || r > 0)
			r = SWEEP_WRONG;
		/* that there was no answer is what was to come; its words tell how long it took */
		if (r == 0 && e.result == AGOLA_ERR_NETWORK) {
			agola_error_free(e.err);
		} else if (r == 0 && err) {
			r = e.result;
			*err = e.err;
		} else {
			r = r ? r : e.result;
			agola_error_free(e.err);
		}
	} else if (e.n) {
		r = SWEEP_WRONG;
	}
	agola_loop_free(loop);
	agola_ctx_free(ctx);
	return r;
}

START_TEST(on_a_loop)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *gw = NULL;

	o.url = "http://127.0.0.1:1";
	o.proxy = "";
	ck_assert_int_eq(agola_gw_client_new(&o, &gw, NULL), 0);
	sweep_check(&(struct sweep){ .name = "on_a_loop", .call = async, .arg = gw, .keeps = true });
	agola_gw_client_free(gw);
}
END_TEST

UNIT("oom-loop", on_a_loop)
