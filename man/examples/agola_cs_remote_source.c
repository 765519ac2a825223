/* SPDX-License-Identifier: Apache-2.0 */
/* Create, replace and delete: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_cs_remote_source_req req = AGOLA_CS_REMOTE_SOURCE_REQ_INIT;
	agola_cs_remote_source *created = NULL, *replaced = NULL;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);

	req.name = "example-cs";
	req.type = AGOLA_REMOTE_SOURCE_GITLAB;
	req.auth_type = AGOLA_AUTH_OAUTH2;
	req.api_url = "https://gitlab.example.org";
	req.oauth2_client_id = "id";
	req.oauth2_client_secret = "secret";
	if (r == 0)
		r = agola_cs_remote_source_create(client, NULL, &req, &created, &err);

	/* an update is a whole replacement: so change the same request and send all of it */
	req.login_enabled = AGOLA_TRUE;
	if (r == 0)
		r = agola_cs_remote_source_update(client, NULL, "example-cs", &req, &replaced, &err);
	if (r == 0) {
		printf("%s: %s, %s\n", replaced->name, replaced->type_raw, replaced->auth_type_raw);
		printf("login: %s, registration: %s\n", replaced->login_enabled == AGOLA_TRUE ? "yes" : "no",
		       replaced->registration_enabled == AGOLA_TRUE ? "yes" : "no");
		printf("the creation time is kept: %s\n",
		       created->creation_time.sec == replaced->creation_time.sec ? "yes" : "no");
		r = agola_cs_remote_source_delete(client, NULL, "example-cs", &err);
	}
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(replaced);
	agola_free(created);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
