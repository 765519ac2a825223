/* SPDX-License-Identifier: Apache-2.0 */
/* Approve a task of a run: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_rs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 3) {
		fprintf(stderr, "Usage: %s RUN TASK\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_RUNSERVICE_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_rs_client_new(&opts, &client, &err);

	if (r == 0)
		r = agola_rs_run_task_approve(client, NULL, argv[1], argv[2], NULL, &err);
	if (agola_error_has_code(err, AGOLA_CODE_RUN_TASK_NOT_WAITING_APPROVAL))
		fprintf(stderr, "it does not wait for it\n");
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_rs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
