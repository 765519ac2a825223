/* SPDX-License-Identifier: Apache-2.0 */
/* Give a project a variable that only runs of the branch main see, and print it as the server has it: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_when_condition_req pattern = AGOLA_WHEN_CONDITION_REQ_INIT;
	const struct agola_when_condition_req *const patterns[] = { &pattern };
	struct agola_when_conditions_req branches = AGOLA_WHEN_CONDITIONS_REQ_INIT;
	struct agola_when_req when = AGOLA_WHEN_REQ_INIT;
	struct agola_gw_variable_value_req value = AGOLA_GW_VARIABLE_VALUE_REQ_INIT;
	const struct agola_gw_variable_value_req *const values[] = { &value };
	struct agola_gw_variable_req req = AGOLA_GW_VARIABLE_REQ_INIT;
	agola_gw_variable *variable = NULL;
	char *json = NULL;
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s PROJECT\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);

	pattern.type = AGOLA_WHEN_SIMPLE;
	pattern.match = "main";
	branches.include = patterns;
	branches.n_include = 1;
	when.branch = &branches;
	value.secret_name = "registry";
	value.secret_var = "password";
	value.when = &when;
	req.name = "password";
	req.values = values;
	req.n_values = 1;
	if (r == 0)
		r = agola_gw_project_variable_create(client, NULL, argv[1], &req, &variable, &err);
	if (r == 0)
		r = agola_json_encode(NULL, variable, AGOLA_JSON_PRETTY, &json, &err);
	if (r == 0)
		printf("%s\n", json);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(json);
	agola_free(variable);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
