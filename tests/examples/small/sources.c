/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Print all remote sources, however many pages of them there are, as lines of tab-separated words:
 *
 *   AGOLA_GATEWAY_URL=… AGOLA_TOKEN=… sources [asc|desc]
 */
#include <agola/client.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int print_all(agola_gw_client *client, const struct agola_gw_remote_source_list_opts *list, agola_error **err)
{
	agola_gw_remote_source_iter *iter = NULL;
	const agola_gw_remote_source *rs;
	int r;

	r = agola_gw_remote_source_iter_new(client, list, &iter, err);
	if (r)
		return r;
	/* the iterator holds one page and asks for the next when it is needed */
	while ((r = agola_gw_remote_source_iter_next(iter, NULL, &rs, err)) > 0)
		printf("%s\t%s\t%s\n", rs->name, rs->auth_type_raw, rs->login_enabled ? "login" : "no login");
	agola_gw_remote_source_iter_free(iter);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_remote_source_list_opts list = AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc > 2 || (argc == 2 && strcmp(argv[1], "asc") != 0 && strcmp(argv[1], "desc") != 0)) {
		fprintf(stderr, "usage: sources [asc|desc]\n");
		return EXIT_FAILURE;
	}
	list.sort = argc == 2 && argv[1][0] == 'd' ? AGOLA_SORT_DESC : AGOLA_SORT_ASC;
	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);
	if (r == 0)
		r = print_all(client, &list, &err);
	if (r)
		fprintf(stderr, "sources: %s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_client_free(client);
	/* a full disk is found when the output is written */
	if (fflush(stdout) != 0) {
		perror("sources");
		r = -1;
	}
	return r ? EXIT_FAILURE : EXIT_SUCCESS;
}
