/* SPDX-License-Identifier: Apache-2.0 */
/* Save all data of the configstore in a file, and tell how far it is: */
#include <agola/client.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int progress(void *data, int64_t done, int64_t total)
{
	(void)data;
	(void)total;
	fprintf(stderr, "%lld bytes\r", (long long)done);
	return 0;
}

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r, fd;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	/* it holds secrets in clear, so it is for its owner only */
	fd = open("configstore.export", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		perror("configstore.export");
		agola_error_free(err);
		agola_gw_client_free(client);
		return EXIT_FAILURE;
	}
	sink.fd = fd;
	sink.use_fd = 1;
	sink.progress = progress;
	if (r == 0)
		r = agola_gw_export(client, NULL, "configstore", &sink, &err);
	if (close(fd) != 0)
		perror("configstore.export");
	if (r < 0)
		unlink("configstore.export");

	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
