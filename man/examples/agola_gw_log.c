/* SPDX-License-Identifier: Apache-2.0 */
/* Follow the log of a step on standard output, until the step has ended: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_log_get_opts log = AGOLA_GW_LOG_GET_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 5) {
		fprintf(stderr, "Usage: %s PROJECT RUN TASK STEP\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	log.step = strtoll(argv[4], NULL, 10);
	log.follow = AGOLA_TRUE;
	sink.fd = STDOUT_FILENO;
	sink.use_fd = 1;
	if (r == 0)
		r = agola_gw_project_log_get(client, NULL, argv[1], strtoull(argv[2], NULL, 10), argv[3], &log, &sink, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
