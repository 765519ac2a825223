/* SPDX-License-Identifier: Apache-2.0 */
/* Write an export to a new file, which is there only when the export is complete: */
#include <agola/client.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int tell(void *data, int64_t done, int64_t total)
{
	(void)data;
	(void)total; /* the server does not say */
	fprintf(stderr, "\r%" PRId64 " bytes", done);
	return 0;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	char part[4096];
	int r, fd;

	if (argc != 2 || snprintf(part, sizeof(part), "%s.part", argv[1]) >= (int)sizeof(part)) {
		fprintf(stderr, "Usage: %s FILE\n", argv[0]);
		return EXIT_FAILURE;
	}
	/* all passwords and keys are in it */
	fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		perror(part);
		return EXIT_FAILURE;
	}
	sink.fd = fd;
	sink.use_fd = 1;
	sink.progress = tell;

	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = agola_cs_export(client, NULL, &sink, &err);
	if (r < 0) {
		fprintf(stderr, "\n%s\n", agola_error_message(err));
	} else if (fsync(fd) != 0 || link(part, argv[1]) != 0) {
		perror(argv[1]);
		r = AGOLA_ERR_IO;
	}
	close(fd);
	unlink(part);
	agola_error_free(err);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
