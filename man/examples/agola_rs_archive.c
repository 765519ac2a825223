/* SPDX-License-Identifier: Apache-2.0 */
/* Write what step STEP of task TASK saved to standard output, for tar(1): */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_rs_archive_get_opts which = AGOLA_RS_ARCHIVE_GET_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_rs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 3) {
		fprintf(stderr, "Usage: %s TASK STEP\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_RUNSERVICE_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_rs_client_new(&opts, &client, &err);

	which.task_id = argv[1];
	which.step = strtol(argv[2], NULL, 10);
	sink.fd = STDOUT_FILENO;
	sink.use_fd = 1;
	if (r == 0)
		r = agola_rs_archive_get(client, NULL, &which, &sink, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_rs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
