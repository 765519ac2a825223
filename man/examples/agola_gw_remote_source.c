/* SPDX-License-Identifier: Apache-2.0 */
/* Create, change, list and delete: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_remote_source_create_req create = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	struct agola_gw_remote_source_update_req update = AGOLA_GW_REMOTE_SOURCE_UPDATE_REQ_INIT;
	agola_gw_remote_source_iter *iter = NULL;
	agola_gw_remote_source *rs = NULL;
	const agola_gw_remote_source *item;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	create.name = "example-gw";
	create.type = AGOLA_REMOTE_SOURCE_GITEA;
	create.auth_type = AGOLA_AUTH_PASSWORD;
	create.api_url = "https://git.example.org";
	if (r == 0)
		r = agola_gw_remote_source_create(client, NULL, &create, NULL, &err);

	/* what is not set stays as it is */
	update.name = "example-gw-renamed";
	update.login_enabled = AGOLA_FALSE;
	if (r == 0)
		r = agola_gw_remote_source_update(client, NULL, "example-gw", &update, &rs, &err);
	if (r == 0)
		printf("renamed to %s\n", rs->name);

	/* all of them, one page in memory at a time */
	if (r == 0)
		r = agola_gw_remote_source_iter_new(client, NULL, &iter, &err);
	while (r >= 0 && (r = agola_gw_remote_source_iter_next(iter, NULL, &item, &err)) > 0) {
		if (strcmp(item->name, "example-gw-renamed") == 0)
			printf("listed: %s, login %s\n", item->name, item->login_enabled ? "enabled" : "disabled");
	}

	if (r == 0)
		r = agola_gw_remote_source_delete(client, NULL, "example-gw-renamed", &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(rs);
	agola_gw_remote_source_iter_free(iter);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
