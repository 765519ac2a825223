/* SPDX-License-Identifier: Apache-2.0 */
/* Send again the first webhooks of a project that their receiver refused: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	static const char *const refused[] = { "deliveryError" };
	struct agola_ns_delivery_list_opts list = AGOLA_NS_DELIVERY_LIST_OPTS_INIT;
	agola_ns_run_webhook_delivery_page *page = NULL;
	agola_ns_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s PROJECT\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_NOTIFICATION_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_ns_client_new(&opts, &client, &err);

	/* one page and not all: what is refused again is new at the end of the list */
	list.delivery_statuses = refused;
	list.n_delivery_statuses = 1;
	list.limit = 30;
	if (r == 0)
		r = agola_ns_run_webhook_delivery_list(client, NULL, argv[1], &list, &page, &err);
	for (size_t i = 0; r == 0 && i < page->n_items; i++)
		r = agola_ns_run_webhook_delivery_redeliver(client, NULL, argv[1], page->items[i]->id, &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(page);
	agola_ns_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
