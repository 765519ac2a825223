/* SPDX-License-Identifier: Apache-2.0 */
/* Save standard input as a cache, unless there is one with that key: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_source source = AGOLA_SOURCE_INIT;
	agola_rs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s KEY <FILE\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_RUNSERVICE_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_rs_client_new(&opts, &client, &err);

	source.fd = STDIN_FILENO;
	source.use_fd = 1;
	if (r == 0)
		r = agola_rs_cache_check(client, NULL, argv[1], NULL, &err);
	if (r == AGOLA_ERR_NOT_FOUND) {
		agola_error_free(err);
		err = NULL;
		r = agola_rs_cache_put(client, NULL, argv[1], &source, &err);
	}
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_rs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
