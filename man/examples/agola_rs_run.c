/* SPDX-License-Identifier: Apache-2.0 */
/* Create a run of one step in GROUP, such as /project/ID/branch/main, and print its number: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_rs_container_req container = AGOLA_RS_CONTAINER_REQ_INIT;
	const struct agola_rs_container_req *const containers[] = { &container };
	struct agola_rs_runtime_req runtime = AGOLA_RS_RUNTIME_REQ_INIT;
	struct agola_rs_step_req step = AGOLA_RS_STEP_REQ_INIT;
	const struct agola_rs_step_req *const steps[] = { &step };
	struct agola_rs_run_config_task_req task = AGOLA_RS_RUN_CONFIG_TASK_REQ_INIT;
	const struct agola_rs_run_config_task_req_entry entry = { "t1", &task };
	const struct agola_rs_run_config_task_req_entry *const tasks[] = { &entry };
	struct agola_rs_run_create_req req = AGOLA_RS_RUN_CREATE_REQ_INIT;
	agola_rs_run_response *run = NULL;
	agola_rs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s GROUP\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_RUNSERVICE_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_rs_client_new(&opts, &client, &err);

	container.image = "busybox";
	runtime.containers = containers;
	runtime.n_containers = 1;
	step.type = AGOLA_STEP_RUN;
	step.command = "echo hello";
	task.id = "t1";
	task.name = "greet";
	task.runtime = &runtime;
	task.steps = steps;
	task.n_steps = 1;
	req.run_config_tasks = tasks;
	req.n_run_config_tasks = 1;
	req.group = argv[1];
	if (r == 0)
		r = agola_rs_run_create(client, NULL, &req, &run, &err);
	if (r == 0)
		printf("%llu: %s\n", (unsigned long long)run->run->counter, run->run->phase_raw);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(run);
	agola_rs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
