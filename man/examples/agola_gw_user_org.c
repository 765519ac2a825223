/* SPDX-License-Identifier: Apache-2.0 */
/* Accept all invitations, and list the organizations that the user is in: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_user_org_invitation_action_req accept = AGOLA_GW_USER_ORG_INVITATION_ACTION_REQ_INIT;
	agola_gw_org_invitation_page *page = NULL;
	agola_gw_user_org_iter *iter = NULL;
	const agola_gw_user_org *item;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	accept.action = AGOLA_INVITATION_ACCEPT;
	if (r == 0)
		r = agola_gw_user_org_invitation_list(client, NULL, NULL, &page, &err);
	for (size_t i = 0; r == 0 && i < page->n_items; i++)
		r = agola_gw_user_org_invitation_action(client, NULL, page->items[i]->organization_id, &accept, &err);

	if (r == 0)
		r = agola_gw_user_org_iter_new(client, NULL, &iter, &err);
	while (r >= 0 && (r = agola_gw_user_org_iter_next(iter, NULL, &item, &err)) > 0)
		printf("%s: %s\n", item->organization->name, item->role_raw);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_gw_user_org_iter_free(iter);
	agola_free(page);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
