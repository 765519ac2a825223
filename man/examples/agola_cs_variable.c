/* SPDX-License-Identifier: Apache-2.0 */
/* Print the variables that runs of a project get, from which level, and from which secrets: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The nearest level comes first and hides the others of the name. */
static int is_hidden(const agola_cs_variable_page *page, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (strcmp(page->items[k]->name, page->items[i]->name) == 0)
			return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_cs_variable_list_opts list = AGOLA_CS_VARIABLE_LIST_OPTS_INIT;
	agola_cs_variable_page *page = NULL;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s PROJECT\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	list.tree = AGOLA_TRUE;
	if (r == 0)
		r = agola_cs_project_variable_list(client, NULL, argv[1], &list, &page, &err);
	for (size_t i = 0; r == 0 && i < page->n_items; i++) {
		const agola_cs_variable *variable = page->items[i];

		if (is_hidden(page, i))
			continue;
		printf("%s (%s)\n", variable->name, variable->parent_path);
		for (size_t k = 0; k < variable->n_values; k++)
			printf("  %s.%s%s\n", variable->values[k]->secret_name, variable->values[k]->secret_var,
			       variable->values[k]->when ? ", under conditions" : "");
	}
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(page);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
