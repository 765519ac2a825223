/* SPDX-License-Identifier: Apache-2.0 */
/* Lists the remote sources of an Agola gateway: cc list.c $(pkg-config --cflags --libs agola) -o list && ./list URL */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *client = NULL;
	agola_gw_remote_source_iter *iter = NULL;
	const agola_gw_remote_source *rs;
	agola_error *err = NULL;
	int r;

	opts.url = argc > 1 ? argv[1] : "http://localhost:8000";
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);
	if (r == 0)
		r = agola_gw_remote_source_iter_new(client, NULL, &iter, &err);
	while (r >= 0 && (r = agola_gw_remote_source_iter_next(iter, NULL, &rs, &err)) > 0)
		printf("%s  %s  login %s\n", rs->id, rs->name, rs->login_enabled ? "enabled" : "disabled");
	if (r < 0)
		fprintf(stderr, "list: %s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_remote_source_iter_free(iter);
	agola_gw_client_free(client);
	return r < 0 ? 1 : 0;
}
