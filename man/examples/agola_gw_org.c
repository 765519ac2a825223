/* SPDX-License-Identifier: Apache-2.0 */
/* Create an organization, hide it, list what can be seen and delete it: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_org_create_req create = AGOLA_GW_ORG_CREATE_REQ_INIT;
	struct agola_gw_org_update_req update = AGOLA_GW_ORG_UPDATE_REQ_INIT;
	agola_gw_org_iter *iter = NULL;
	const agola_gw_org *item;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	create.name = "example-org";
	create.visibility = AGOLA_VISIBILITY_PUBLIC;
	if (r == 0)
		r = agola_gw_org_create(client, NULL, &create, NULL, &err);
	update.visibility = AGOLA_VISIBILITY_PRIVATE;
	if (r == 0)
		r = agola_gw_org_update(client, NULL, "example-org", &update, NULL, &err);

	/* all of them, one page in memory at a time */
	if (r == 0)
		r = agola_gw_org_iter_new(client, NULL, &iter, &err);
	while (r >= 0 && (r = agola_gw_org_iter_next(iter, NULL, &item, &err)) > 0)
		printf("%s: %s\n", item->name, item->visibility_raw);

	if (r == 0)
		r = agola_gw_org_delete(client, NULL, "example-org", &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_org_iter_free(iter);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
