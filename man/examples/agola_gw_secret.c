/* SPDX-License-Identifier: Apache-2.0 */
/* Put a password that stands in the environment into a secret of a project group, then list what there is: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_secret_list_opts list = AGOLA_GW_SECRET_LIST_OPTS_INIT;
	struct agola_gw_secret_req req = AGOLA_GW_SECRET_REQ_INIT;
	const agola_string_entry password = { "password", getenv("REGISTRY_PASSWORD") };
	const agola_string_entry *const data[] = { &password };
	agola_gw_secret_page *page = NULL;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s PROJECT-GROUP\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	req.name = "registry";
	req.type = AGOLA_SECRET_INTERNAL;
	req.data = data;
	req.n_data = 1;
	if (r == 0)
		r = agola_gw_project_group_secret_create(client, NULL, argv[1], &req, NULL, &err);

	/* what a run would see: with the levels above, and of each name the nearest */
	list.tree = AGOLA_TRUE;
	list.remove_overridden = AGOLA_TRUE;
	if (r == 0)
		r = agola_gw_project_group_secret_list(client, NULL, argv[1], &list, &page, &err);
	for (size_t i = 0; r == 0 && i < page->n_items; i++)
		printf("%s of %s\n", page->items[i]->name, page->items[i]->parent_path);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(page);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
