/* SPDX-License-Identifier: Apache-2.0 */
/* Print the newest failed runs of a project, and start each again where it failed: */
#include <agola/client.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	static const char *const failed[] = { "failed" };
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_run_list_opts list = AGOLA_GW_RUN_LIST_OPTS_INIT;
	struct agola_gw_run_action_req restart = AGOLA_GW_RUN_ACTION_REQ_INIT;
	agola_gw_run_page *page = NULL;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	const char *project = argc > 1 ? argv[1] : "org/acme/web";
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	list.limit = 10;
	list.results = failed;
	list.n_results = 1;
	if (r == 0)
		r = agola_gw_project_run_list(client, NULL, project, &list, &page, &err);

	restart.action = AGOLA_RUN_ACTION_RESTART;
	for (size_t i = 0; r == 0 && i < page->n_items; i++) {
		agola_gw_run *run = NULL;

		r = agola_gw_project_run_action(client, NULL, project, page->items[i]->number, &restart, &run, &err);
		if (r == 0)
			printf("%s: run %" PRIu64 " goes on as run %" PRIu64 "\n", run->name, page->items[i]->number,
			       run->number);
		agola_free(run);
	}
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(page);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
