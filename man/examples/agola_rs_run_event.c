/* SPDX-License-Identifier: Apache-2.0 */
/* Tell what happens to runs, also when the runservice is restarted meanwhile: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int tell(void *data, const agola_rs_run_event *event)
{
	struct agola_rs_run_events_opts *where = data;

	where->after_sequence = event->sequence;
	printf("%s: %s, %s\n", event->run_id, event->phase_raw, event->result_raw);
	return fflush(stdout);
}

int main(void)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	struct agola_rs_run_events_opts where = AGOLA_RS_RUN_EVENTS_OPTS_INIT;
	agola_rs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_RUNSERVICE_URL");
	opts.token = getenv("AGOLA_TOKEN");
	r = agola_rs_client_new(&opts, &client, &err);

	while (r == 0 || r == AGOLA_ERR_NETWORK) {
		agola_error_free(err);
		err = NULL;
		r = agola_rs_run_events(client, NULL, &where, tell, &where, &err);
		sleep(1);
	}
	fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_rs_client_free(client);
	return EXIT_FAILURE;
}
