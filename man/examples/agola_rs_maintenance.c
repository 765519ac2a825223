/* SPDX-License-Identifier: Apache-2.0 */
/* Write a backup of the runservice to standard output; what is cut is no success: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_rs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_RUNSERVICE_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_rs_client_new(&opts, &client, &err);

	sink.fd = STDOUT_FILENO;
	sink.use_fd = 1;
	if (r == 0)
		r = agola_rs_export(client, NULL, &sink, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_rs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
