/* SPDX-License-Identifier: Apache-2.0 */
/* Tell what a user may do where: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

static int show(agola_cs_client *client, const char *user, agola_error **err)
{
	agola_cs_user_org_iter *iter = NULL;
	const agola_cs_user_org *org;
	int r = agola_cs_user_org_iter_new(client, user, NULL, &iter, err);

	while (r >= 0 && (r = agola_cs_user_org_iter_next(iter, NULL, &org, err)) == 1)
		printf("%s (%s): %s\n", org->organization->name, org->organization->visibility_raw, org->role_raw);
	agola_cs_user_org_iter_free(iter);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "usage: %s USER\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = show(client, argv[1], &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
