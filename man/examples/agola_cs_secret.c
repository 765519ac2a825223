/* SPDX-License-Identifier: Apache-2.0 */
/* Change one value of a secret of a project to what stands in the environment, and keep the others: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int change(agola_cs_client *client, const char *project, const agola_cs_secret *old, agola_string_entry *changed,
                  agola_error **err)
{
	struct agola_cs_secret_req req = AGOLA_CS_SECRET_REQ_INIT;
	const agola_string_entry **data = calloc(old->n_data + 1, sizeof(*data));
	size_t n = 0;
	int r;

	if (!data)
		return AGOLA_ERR_NOMEM;
	for (size_t i = 0; i < old->n_data; i++) {
		if (strcmp(old->data[i]->key, changed->key) != 0)
			data[n++] = old->data[i];
	}
	data[n++] = changed;

	/* an update is a whole replacement */
	req.name = old->name;
	req.type_raw = old->type_raw;
	req.data = data;
	req.n_data = n;
	req.secret_provider_id = old->secret_provider_id;
	req.path = old->path;
	r = agola_cs_project_secret_update(client, NULL, project, old->name, &req, NULL, err);
	free(data);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_string_entry changed = { NULL, getenv("VALUE") };
	agola_cs_secret_page *page = NULL;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 4 || !changed.value) {
		fprintf(stderr, "Usage: VALUE=… %s PROJECT SECRET KEY\n", argv[0]);
		return EXIT_FAILURE;
	}
	changed.key = argv[3];
	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = agola_cs_project_secret_list(client, NULL, argv[1], NULL, &page, &err);
	for (size_t i = 0; r == 0 && i < page->n_items; i++) {
		if (strcmp(page->items[i]->name, argv[2]) == 0)
			r = change(client, argv[1], page->items[i], &changed, &err);
	}
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(page);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
