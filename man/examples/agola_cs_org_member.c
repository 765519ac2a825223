/* SPDX-License-Identifier: Apache-2.0 */
/* Make all members of one organization members of another, as what they are there: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

static int copy(agola_cs_client *client, const char *from, const char *to, agola_error **err)
{
	struct agola_cs_org_member_add_req req = AGOLA_CS_ORG_MEMBER_ADD_REQ_INIT;
	agola_cs_org_member_iter *iter = NULL;
	const agola_cs_org_member_user *member;
	int r = agola_cs_org_member_iter_new(client, from, NULL, &iter, err);

	while (r >= 0 && (r = agola_cs_org_member_iter_next(iter, NULL, &member, err)) == 1) {
		/* the raw word: also what this library does not know */
		req.role_raw = member->role_raw;
		r = agola_cs_org_member_add(client, NULL, to, member->user->id, &req, NULL, err);
		if (r == 0)
			printf("%s: %s\n", member->user->name, member->role_raw);
	}
	agola_cs_org_member_iter_free(iter);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 3) {
		fprintf(stderr, "usage: %s FROM TO\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = copy(client, argv[1], argv[2], &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
