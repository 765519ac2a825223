/* SPDX-License-Identifier: Apache-2.0 */
/* Create a project in the caller's own tree, rename it and run its default branch: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_project_create_req create = AGOLA_GW_PROJECT_CREATE_REQ_INIT;
	struct agola_gw_project_update_req update = AGOLA_GW_PROJECT_UPDATE_REQ_INIT;
	struct agola_gw_project_create_run_req run = AGOLA_GW_PROJECT_CREATE_RUN_REQ_INIT;
	agola_gw_project *created = NULL, *renamed = NULL;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 3) {
		fprintf(stderr, "Usage: %s REMOTE-SOURCE OWNER/REPOSITORY\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	create.name = "example";
	create.remote_source_name = argv[1];
	create.repo_path = argv[2];
	create.visibility = AGOLA_VISIBILITY_PRIVATE;
	if (r == 0)
		r = agola_gw_project_create(client, NULL, &create, &created, &err);

	/* what is not set stays as it is; the id survives the new name, the path does not */
	update.name = "example-renamed";
	if (r == 0)
		r = agola_gw_project_update(client, NULL, created->path, &update, &renamed, &err);
	if (r == 0)
		printf("%s is now %s\n", created->path, renamed->path);

	if (r == 0) {
		run.branch = created->default_branch ? created->default_branch : "master";
		r = agola_gw_project_create_run(client, NULL, created->id, &run, &err);
	}
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(renamed);
	agola_free(created);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
