/* SPDX-License-Identifier: Apache-2.0 */
/* Tell which tokens of a user at remote sources have expired: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void show(const agola_cs_linked_account *account, int64_t now)
{
	agola_time end = account->oauth2_access_token_expires_at;
	char when[AGOLA_TIME_BUFSIZE];

	printf("%s (id %s there): ", account->remote_username, account->remote_user_id);
	if (!account->oauth2_access_token)
		puts("a token without an end");
	else
		printf("%s %s\n", end.sec < now ? "expired" : "expires", agola_time_format(end, when, sizeof(when)));
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_cs_linked_account_page *accounts = NULL;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = agola_cs_linked_account_list(client, NULL, argc > 1 ? argv[1] : "", &accounts, &err);
	for (size_t i = 0; r == 0 && i < accounts->n_items; i++)
		show(accounts->items[i], (int64_t)time(NULL));
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(accounts);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
