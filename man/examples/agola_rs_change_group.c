/* SPDX-License-Identifier: Apache-2.0 */
/* Start a run, unless somebody else changed something with the same change group meanwhile: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	const char *const groups[] = { "my-scheduler" };
	struct agola_rs_change_group_opts change = AGOLA_RS_CHANGE_GROUP_OPTS_INIT;
	struct agola_rs_run_start_req start = AGOLA_RS_RUN_START_REQ_INIT;
	char *token = NULL;
	agola_rs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s RUN\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_RUNSERVICE_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_rs_client_new(&opts, &client, &err);

	change.change_groups = groups;
	change.n_change_groups = 1;
	if (r == 0)
		r = agola_rs_change_group_get_update_token(client, NULL, &change, &token, &err);
	/* here the caller looks at the runs and decides */
	start.change_groups_update_tokens = token;
	if (r == 0)
		r = agola_rs_run_start(client, NULL, argv[1], &start, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(token);
	agola_rs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
