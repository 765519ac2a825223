/* SPDX-License-Identifier: Apache-2.0 */
/* Print what a repository of a user's runs has, as `git` is told of it: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static const agola_string_entry service = { "service", "git-upload-pack" };
	const agola_string_entry *const query[] = { &service };
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_repo_opts git = AGOLA_GW_REPO_OPTS_INIT;
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	char path[200];
	int r;

	if (argc != 3) {
		fprintf(stderr, "Usage: %s USER-ID REPO-UUID\n", argv[0]);
		return EXIT_FAILURE;
	}
	snprintf(path, sizeof(path), "%s/%s.git/info/refs", argv[1], argv[2]);
	opts.url = getenv("AGOLA_GATEWAY_URL");
	r = agola_gw_client_new(&opts, &client, &err);

	git.query = query;
	git.n_query = 1;
	sink.fd = STDOUT_FILENO;
	sink.use_fd = 1;
	if (r == 0)
		r = agola_gw_repo_get(client, NULL, path, &git, &sink, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
