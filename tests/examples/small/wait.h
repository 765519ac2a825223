/* SPDX-License-Identifier: Apache-2.0 */
/* What the programs that wait for runs share: a gateway from the environment, Ctrl-C, and how a run ended. */
#ifndef WAIT_H
#define WAIT_H

#include <agola/client.h>

enum { EXIT_RUN_FAILED = 1, EXIT_ERROR = 2 };

/* Client of AGOLA_GATEWAY_URL with the token of AGOLA_TOKEN, and a context that Ctrl-C cancels. */
int wait_start(agola_gw_client **client, agola_ctx **ctx, agola_error **err);
/* Half a second. AGOLA_ERR_CANCELLED after Ctrl-C. */
int wait_a_moment(const agola_ctx *ctx);
bool wait_is_over(const agola_gw_run *run);
int wait_until_over(agola_gw_client *client, agola_ctx *ctx, const char *project, uint64_t number, agola_gw_run **ret,
                    agola_error **err);
/* Say how the run ended, or what went wrong; free everything. @return what main() returns */
int wait_end(const char *program, int r, agola_gw_run *run, agola_error *err, agola_gw_client *client, agola_ctx *ctx);

#endif
