/* SPDX-License-Identifier: Apache-2.0 */
/* Find out whose password it is: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_auth_login_req who = AGOLA_GW_AUTH_LOGIN_REQ_INIT;
	agola_gw_auth_answer *answer = NULL;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	who.remote_source_name = "gitea";
	who.login_name = getenv("GITEA_USER");
	who.password = getenv("GITEA_PASSWORD");
	if (r == 0)
		r = agola_gw_auth_authorize(client, NULL, &who, &answer, &err);
	if (r == 0 && answer->remote_user_info)
		printf("%s <%s>\n", answer->remote_user_info->login_name, answer->remote_user_info->email);
	else if (r == 0)
		printf("open this in a browser: %s\n", answer->oauth2_redirect);

	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(answer);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
