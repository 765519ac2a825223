/* SPDX-License-Identifier: Apache-2.0 */
/* Link an account at a remote source to the user of the token: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_linked_account_create_req create = AGOLA_GW_LINKED_ACCOUNT_CREATE_REQ_INIT;
	agola_gw_linked_account_created *created = NULL;
	agola_gw_private_user *me = NULL;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);
	if (r == 0)
		r = agola_gw_user_get_current(client, NULL, &me, &err);

	create.remote_source_name = "gitea";
	create.remote_source_login_name = getenv("GITEA_USER");
	create.remote_source_login_password = getenv("GITEA_PASSWORD");
	if (r == 0)
		r = agola_gw_linked_account_create(client, NULL, me->username, &create, &created, &err);
	if (r == 0 && created->linked_account)
		printf("linked: %s\n", created->linked_account->remote_user_name);
	else if (r == 0)
		printf("open this in a browser: %s\n", created->oauth2_redirect);

	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(created);
	agola_free(me);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
