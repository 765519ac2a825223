/* SPDX-License-Identifier: Apache-2.0 */
/* Write the log of the first step of a task to standard output, as it grows: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_rs_log_get_opts which = AGOLA_RS_LOG_GET_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
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

	which.run_id = argv[1];
	which.task_id = argv[2];
	which.follow = AGOLA_TRUE;
	sink.fd = STDOUT_FILENO;
	sink.use_fd = 1;
	if (r == 0)
		r = agola_rs_log_get(client, NULL, &which, &sink, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_rs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
