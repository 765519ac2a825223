/* SPDX-License-Identifier: Apache-2.0 */
/* Invite a user as a member, and list who is invited: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_org_invitation_create_req req = AGOLA_GW_ORG_INVITATION_CREATE_REQ_INIT;
	agola_gw_org_invitation_page *page = NULL;
	char when[AGOLA_TIME_BUFSIZE];
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

	req.user_ref = argv[2];
	req.role = AGOLA_ROLE_MEMBER;
	if (r == 0)
		r = agola_gw_org_invitation_create(client, NULL, argv[1], &req, NULL, &err);
	if (agola_error_has_code(err, AGOLA_CODE_INVITATION_ALREADY_EXISTS)) {
		agola_error_free(err);
		err = NULL;
		r = 0;
	}
	if (r == 0)
		r = agola_gw_org_invitation_list(client, NULL, argv[1], NULL, &page, &err);
	for (size_t i = 0; r == 0 && i < page->n_items; i++)
		printf("%s as %s since %s\n", page->items[i]->user_id, page->items[i]->role_raw,
		       agola_time_format(page->items[i]->creation_time, when, sizeof(when)));
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(page);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
