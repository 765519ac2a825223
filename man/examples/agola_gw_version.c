/* SPDX-License-Identifier: Apache-2.0 */
/* Print the version of a gateway: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *client = NULL;
	agola_gw_version *version = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	r = agola_gw_client_new(&opts, &client, &err);
	if (r == 0)
		r = agola_gw_version_get(client, NULL, &version, &err);
	if (r == 0)
		printf("%s: %s\n", version->service, version->version);
	else
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(version);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
