/* SPDX-License-Identifier: Apache-2.0 */
/* Approve the tasks of a run that wait for it, and print what they would do: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_gw_run_task_action_req approve = AGOLA_GW_RUN_TASK_ACTION_REQ_INIT;
	agola_gw_client *client = NULL;
	agola_gw_run *run = NULL;
	agola_error *err = NULL;
	const char *project = argc > 1 ? argv[1] : "org/acme/web";
	unsigned long long number = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_gw_client_new(&opts, &client, &err);
	if (r == 0)
		r = agola_gw_project_run_get(client, NULL, project, number, &run, &err);

	approve.action = AGOLA_RUN_TASK_ACTION_APPROVE;
	for (size_t i = 0; r == 0 && i < run->n_tasks_waiting_approval; i++) {
		const char *id = run->tasks_waiting_approval[i];
		agola_gw_run_task *task = NULL;

		r = agola_gw_project_run_task_get(client, NULL, project, number, id, &task, &err);
		for (size_t k = 0; r == 0 && k < task->n_steps; k++)
			printf("%s: %zu: %s\n", task->name, k, task->steps[k]->name);
		if (r == 0)
			r = agola_gw_project_run_task_action(client, NULL, project, number, id, &approve, &err);
		agola_free(task);
	}
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(run);
	agola_gw_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
