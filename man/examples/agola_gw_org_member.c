/* SPDX-License-Identifier: Apache-2.0 */
/* Make a user a member, and list all members: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_org_member_add_req req = AGOLA_GW_ORG_MEMBER_ADD_REQ_INIT;
	agola_gw_org_member_iter *iter = NULL;
	const agola_gw_org_member *member;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 3) {
		fprintf(stderr, "Usage: %s ORGANIZATION USER\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	req.role = AGOLA_ROLE_MEMBER;
	if (r == 0)
		r = agola_gw_org_member_add(client, NULL, argv[1], argv[2], &req, NULL, &err);
	if (r == 0)
		r = agola_gw_org_member_iter_new(client, argv[1], NULL, &iter, &err);
	while (r >= 0 && (r = agola_gw_org_member_iter_next(iter, NULL, &member, &err)) == 1)
		printf("%-20s %s\n", member->user->username, member->role_raw);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_org_member_iter_free(iter);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
