/* SPDX-License-Identifier: Apache-2.0 */
/* Accept all invitations of a user, in the name of that user: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

static int accept_all(agola_cs_client *client, const char *user, agola_error **err)
{
	struct agola_cs_org_invitation_action_req req = AGOLA_CS_ORG_INVITATION_ACTION_REQ_INIT;
	agola_cs_org_invitation_page *invitations = NULL;
	int r = agola_cs_user_org_invitation_list(client, NULL, user, &invitations, err);

	req.action = AGOLA_INVITATION_ACCEPT;
	for (size_t i = 0; r == 0 && i < invitations->n_items; i++) {
		const agola_cs_org_invitation *inv = invitations->items[i];

		r = agola_cs_org_invitation_action(client, NULL, inv->organization_id, user, &req, err);
		if (r == 0)
			printf("%s: %s\n", inv->organization_id, inv->role_raw);
	}
	agola_free(invitations);
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
		r = accept_all(client, argv[1], &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
