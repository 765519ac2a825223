/* SPDX-License-Identifier: Apache-2.0 */
/* List all organizations, the private ones too, and hide those that are named: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

/* Without `visibilities` only the public ones would come. */
static int list(agola_cs_client *client, agola_error **err)
{
	static const char *const both[] = { "public", "private" };
	struct agola_cs_org_list_opts opts = AGOLA_CS_ORG_LIST_OPTS_INIT;
	agola_cs_org_iter *iter = NULL;
	const agola_cs_org *org;
	int r;

	opts.visibilities = both;
	opts.n_visibilities = 2;
	r = agola_cs_org_iter_new(client, &opts, &iter, err);
	while (r >= 0 && (r = agola_cs_org_iter_next(iter, NULL, &org, err)) == 1)
		printf("%s: %s\n", org->name, org->visibility_raw);
	agola_cs_org_iter_free(iter);
	return r;
}

static int hide(agola_cs_client *client, char **names, agola_error **err)
{
	struct agola_cs_org_update_req req = AGOLA_CS_ORG_UPDATE_REQ_INIT;
	int r = 0;

	req.visibility = AGOLA_VISIBILITY_PRIVATE;
	for (; r == 0 && *names; names++)
		r = agola_cs_org_update(client, NULL, *names, &req, NULL, err);
	return r < 0 ? r : list(client, err);
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	(void)argc;
	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = hide(client, argv + 1, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
