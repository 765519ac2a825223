/* SPDX-License-Identifier: Apache-2.0 */
/* Print the tree of a project group: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

static int print_tree(agola_gw_client *client, const char *ref, int depth, agola_error **err)
{
	agola_gw_project_group_page *groups = NULL;
	agola_gw_project_page *projects = NULL;
	int r = agola_gw_project_group_project_list(client, NULL, ref, &projects, err);

	for (size_t i = 0; r == 0 && i < projects->n_items; i++)
		printf("%*s%s\n", 2 * depth, "", projects->items[i]->name);
	if (r == 0)
		r = agola_gw_project_group_subgroup_list(client, NULL, ref, &groups, err);
	for (size_t i = 0; r == 0 && i < groups->n_items; i++) {
		printf("%*s%s/\n", 2 * depth, "", groups->items[i]->name);
		r = print_tree(client, groups->items[i]->id, depth + 1, err);
	}
	agola_free(groups);
	agola_free(projects);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s org/ORG|user/USER|…/GROUP\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);
	if (r == 0)
		r = print_tree(client, argv[1], 0, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
