/* SPDX-License-Identifier: Apache-2.0 */
/* Make an executor known, as an executor does every few seconds; its list of tasks is then asked for with agola_rs_executor_task_list(): */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_rs_executor_status_req status = AGOLA_RS_EXECUTOR_STATUS_REQ_INIT;
	const char *const archs[] = { "amd64" };
	agola_rs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_RUNSERVICE_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_rs_client_new(&opts, &client, &err);

	status.listen_url = "http://127.0.0.1:4001";
	status.archs = archs;
	status.n_archs = 1;
	status.active_tasks_limit = 2;
	if (r == 0)
		r = agola_rs_executor_send_status(client, NULL, "exec1", &status, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_rs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
