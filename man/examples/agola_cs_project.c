/* SPDX-License-Identifier: Apache-2.0 */
/* Print a project with its place and all that is stored of it, but for its secrets: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_cs_project *project = NULL;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	char *json = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s org/ORG/…/PROJECT|user/USER/…/PROJECT|ID\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = agola_cs_project_get(client, NULL, argv[1], &project, &err);
	if (r == 0)
		r = agola_json_encode(NULL, project, AGOLA_JSON_PRETTY, &json, &err);
	if (r == 0)
		printf("%s\n%s\n", project->path, json);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(json);
	agola_free(project);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
