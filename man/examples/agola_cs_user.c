/* SPDX-License-Identifier: Apache-2.0 */
/* Create a user who can log in with an account at a remote source, and find the user by that account: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

static int create(agola_cs_client *client, const char *name, const char *remote_source, const char *remote_user_id,
                  agola_error **err)
{
	struct agola_cs_linked_account_create_req account = AGOLA_CS_LINKED_ACCOUNT_CREATE_REQ_INIT;
	struct agola_cs_user_create_req req = AGOLA_CS_USER_CREATE_REQ_INIT;
	struct agola_cs_remote_user_opts whom = AGOLA_CS_REMOTE_USER_OPTS_INIT;
	agola_cs_remote_source *source = NULL;
	agola_cs_user *user = NULL;
	int r;

	account.remote_source_name = remote_source;
	account.remote_user_id = remote_user_id;
	account.remote_username = name;
	account.user_access_token = getenv("REMOTE_TOKEN");
	req.name = name;
	req.linked_account = &account;
	r = agola_cs_user_create(client, NULL, &req, NULL, err);
	/* the name counts for creating, the id for finding */
	if (r == 0)
		r = agola_cs_remote_source_get(client, NULL, remote_source, &source, err);
	if (r == 0) {
		whom.remote_user_id = remote_user_id;
		whom.remote_source_id = source->id;
		r = agola_cs_user_get_by_remote_user(client, NULL, &whom, &user, err);
	}
	if (r == 0)
		printf("%s is %s\n", user->name, user->id);
	agola_free(source);
	agola_free(user);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 4) {
		fprintf(stderr, "usage: %s NAME REMOTE-SOURCE REMOTE-USER-ID\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = create(client, argv[1], argv[2], argv[3], &err);
	if (agola_error_has_code(err, AGOLA_CODE_USER_ALREADY_EXISTS))
		fprintf(stderr, "%s: this name is taken\n", argv[1]);
	else if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
