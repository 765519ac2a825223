/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Save all data of a service behind the gateway in a file, and tell how far it is:
 *
 *   AGOLA_GATEWAY_URL=… AGOLA_TOKEN=… backup configstore FILE
 *
 * The file holds secrets in clear, so it is only for its owner. It takes its name when it is whole: there is never half a backup.
 */
#include <agola/client.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int on_progress(void *data, int64_t done, int64_t total)
{
	(void)total;
	fprintf(stderr, "\r%s: %" PRId64 " bytes", (const char *)data, done);
	return 0;
}

static int save(agola_gw_client *client, char *service, int fd)
{
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_error *err = NULL;
	int r;

	sink.fd = fd;
	sink.use_fd = 1;
	sink.progress = on_progress;
	sink.progress_data = service;
	r = agola_gw_export(client, NULL, service, &sink, &err);
	fputc('\n', stderr);
	if (r)
		fprintf(stderr, "backup: %s\n", agola_error_message(err));
	agola_error_free(err);
	return r;
}

static int backup(agola_gw_client *client, char *service, const char *name)
{
	char part[4096];
	int fd, r;

	if (snprintf(part, sizeof(part), "%s.part", name) >= (int)sizeof(part)) {
		fprintf(stderr, "backup: the name of the file is too long\n");
		return -1;
	}
	fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		perror(part);
		return -1;
	}
	r = save(client, service, fd);
	/* on the disk before the old backup goes */
	if (r == 0 && fsync(fd) != 0) {
		perror(part);
		r = -1;
	}
	if (close(fd) != 0 && r == 0) {
		perror(part);
		r = -1;
	}
	if (r == 0 && rename(part, name) != 0) {
		perror(name);
		r = -1;
	}
	if (r)
		unlink(part);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 3) {
		fprintf(stderr, "usage: backup configstore|runservice FILE\n");
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);
	if (r)
		fprintf(stderr, "backup: %s\n", agola_error_message(err));
	else
		r = backup(client, argv[1], argv[2]);
	agola_error_free(err);
	agola_gw_client_free(client);
	return r ? EXIT_FAILURE : EXIT_SUCCESS;
}
