/* SPDX-License-Identifier: Apache-2.0 */
/* Give a user a new token in place of the one of the same name: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

static int renew(agola_cs_client *client, const char *user, const char *name, agola_error **err)
{
	struct agola_cs_user_token_create_req req = AGOLA_CS_USER_TOKEN_CREATE_REQ_INIT;
	agola_cs_user_token_created *created = NULL;
	int r = agola_cs_user_token_delete(client, NULL, user, name, err);

	if (r && agola_error_has_code(*err, AGOLA_CODE_USER_TOKEN_DOES_NOT_EXIST)) {
		agola_error_free(*err);
		*err = NULL;
		r = 0;
	}
	req.name = name;
	if (r == 0)
		r = agola_cs_user_token_create(client, NULL, user, &req, &created, err);
	/* the caller decides where it goes: it is in no error and no trace */
	if (r == 0)
		puts(created->token);
	agola_free(created);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 3) {
		fprintf(stderr, "usage: %s USER TOKEN-NAME\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = renew(client, argv[1], argv[2], &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
