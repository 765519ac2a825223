/* SPDX-License-Identifier: Apache-2.0 */
/* A server inside a program: embed DIR starts one there, makes a remote source, lists what there is, and stops it. */
#include <agola/client.h>
#include <agola/server.h>

#include <stdio.h>

static int list(const char *url, const char *token, agola_error **err)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_remote_source_create_req req = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	agola_gw_client *client = NULL;
	agola_gw_remote_source_page *page = NULL;
	int r;

	opts.url = url;
	opts.token = token;
	req.name = "embedded";
	req.api_url = "https://git.example.org";
	req.type = AGOLA_REMOTE_SOURCE_GITEA;
	req.auth_type = AGOLA_AUTH_PASSWORD;
	r = agola_gw_client_new(&opts, &client, err);
	if (r == 0)
		r = agola_gw_remote_source_create(client, NULL, &req, NULL, err);
	if (r == 0)
		r = agola_gw_remote_source_list(client, NULL, NULL, &page, err);
	for (size_t i = 0; r == 0 && i < page->n_items; i++)
		printf("%s\n", page->items[i]->name);
	agola_free(page);
	agola_gw_client_free(client);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_server_opts opts = AGOLA_SERVER_OPTS_INIT;
	agola_server *server = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2)
		return 2;
	opts.data_dir = argv[1];
	r = agola_server_start(&opts, &server, &err);
	if (r == 0)
		r = list(agola_server_gateway_url(server), agola_server_admin_token(server), &err);
	if (r != 0)
		fprintf(stderr, "embed: %s\n", agola_error_message(err));
	agola_error_free(err);
	agola_server_stop(server, 1000);
	return r != 0;
}
