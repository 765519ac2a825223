/* SPDX-License-Identifier: Apache-2.0 */
/* Print what an executor has to do, and report each task that is to be stopped, and has not begun, as cancelled: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

static int look_at(agola_rs_client *client, const agola_rs_executor_task *t, agola_error **err)
{
	struct agola_rs_executor_task_status_req status = AGOLA_RS_EXECUTOR_TASK_STATUS_REQ_INIT;

	for (size_t i = 0; i < t->spec->n_steps; i++)
		printf("%s: %s\n", t->spec->task_name, t->spec->steps[i]->type_raw);
	if (!t->stop || t->status->phase != AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED)
		return 0;
	status.phase = AGOLA_EXECUTOR_TASK_PHASE_CANCELLED;
	return agola_rs_executor_task_send_status(client, NULL, t->executor_id, t->id, &status, err);
}

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_rs_executor_task_page *page = NULL;
	agola_rs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_RUNSERVICE_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_rs_client_new(&opts, &client, &err);

	if (r == 0)
		r = agola_rs_executor_task_list(client, NULL, "exec1", &page, &err);
	for (size_t i = 0; r == 0 && i < page->n_items; i++)
		r = look_at(client, page->items[i], &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_free(page);
	agola_rs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
