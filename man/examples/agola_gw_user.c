/* SPDX-License-Identifier: Apache-2.0 */
/* Create a user, and list all of them: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_user_create_req create = AGOLA_GW_USER_CREATE_REQ_INIT;
	agola_gw_user_iter *iter = NULL;
	const agola_gw_private_user *user;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	create.username = "example";
	if (r == 0)
		r = agola_gw_user_create(client, NULL, &create, NULL, &err);
	if (agola_error_has_code(err, AGOLA_CODE_USER_ALREADY_EXISTS)) {
		agola_error_free(err);
		err = NULL;
		r = 0;
	}

	/* one page in memory at a time */
	if (r == 0)
		r = agola_gw_user_iter_new(client, NULL, &iter, &err);
	while (r >= 0 && (r = agola_gw_user_iter_next(iter, NULL, &user, &err)) > 0)
		printf("%s: %zu linked accounts\n", user->username, user->n_linked_accounts);

	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_user_iter_free(iter);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
