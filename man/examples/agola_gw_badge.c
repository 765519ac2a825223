/* SPDX-License-Identifier: Apache-2.0 */
/* Print the badge of a project: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_badge_get_opts badge = AGOLA_GW_BADGE_GET_OPTS_INIT;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	char *svg = NULL;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	badge.branch = "main";
	if (r == 0)
		r = agola_gw_badge_get(client, NULL, argc > 1 ? argv[1] : "org/acme/web", &badge, &svg, &err);
	if (r == 0)
		printf("%s\n", svg);

	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(svg);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
