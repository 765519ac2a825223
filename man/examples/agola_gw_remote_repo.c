/* SPDX-License-Identifier: Apache-2.0 */
/* List the repositories that can become projects: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_remote_repo_page *page = NULL;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s REMOTE-SOURCE\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);
	if (r == 0)
		r = agola_gw_user_remote_repo_list(client, NULL, argv[1], &page, &err);
	for (size_t i = 0; r == 0 && i < page->n_items; i++)
		printf("%s\n", page->items[i]->path);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(page);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
