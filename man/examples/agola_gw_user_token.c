/* SPDX-License-Identifier: Apache-2.0 */
/* Create a token for a user, and print it: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_user_token_create_req create = AGOLA_GW_USER_TOKEN_CREATE_REQ_INIT;
	agola_gw_user_token *token = NULL;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	const char *user = argc > 1 ? argv[1] : "example";
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	create.token_name = "backup";
	if (r == 0)
		r = agola_gw_user_token_create(client, NULL, user, &create, &token, &err);
	if (r == 0)
		printf("%s\n", token->token);

	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(token);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
