/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Create a project, run its default branch, and wait for the end of the run:
 *
 *   AGOLA_GATEWAY_URL=… AGOLA_TOKEN=… build PARENT NAME REMOTE-SOURCE OWNER/REPOSITORY
 *   build user/ann web gitea ann/web
 *
 * A project of that name that is there already is run as it is. Exit status: 0 the run succeeded, 1 it did not, 2 there is none.
 */
#include "wait.h"

#include <inttypes.h>
#include <stdio.h>

enum { PATIENCE_MS = 60000 }; /* for a run to appear */

static int get_project(agola_gw_client *client, agola_ctx *ctx, char **argv, agola_gw_project **ret, agola_error **err)
{
	struct agola_gw_project_create_req req = AGOLA_GW_PROJECT_CREATE_REQ_INIT;
	char path[1024];
	int r;

	req.parent_ref = argv[1];
	req.name = argv[2];
	req.remote_source_name = argv[3];
	req.repo_path = argv[4];
	req.visibility = AGOLA_VISIBILITY_PRIVATE;
	r = agola_gw_project_create(client, ctx, &req, ret, err);
	if (r != AGOLA_ERR_BAD_REQUEST || !agola_error_has_code(*err, AGOLA_CODE_PROJECT_ALREADY_EXISTS))
		return r;
	if (snprintf(path, sizeof(path), "%s/%s", argv[1], argv[2]) >= (int)sizeof(path))
		return r;
	agola_error_free(*err);
	*err = NULL;
	return agola_gw_project_get(client, ctx, path, ret, err);
}

/* The number of the newest run, 0 when there is none. */
static int newest(agola_gw_client *client, agola_ctx *ctx, const char *project, uint64_t *number, agola_error **err)
{
	struct agola_gw_run_list_opts opts = AGOLA_GW_RUN_LIST_OPTS_INIT;
	agola_gw_run_page *page = NULL;
	int r;

	opts.limit = 1;
	r = agola_gw_project_run_list(client, ctx, project, &opts, &page, err);
	if (r == 0)
		*number = page->n_items ? page->items[0]->number : 0;
	agola_free(page);
	return r;
}

/* The server does not say which run it makes, and it may make none: that of a commit with "[ci skip]", for one. */
static int start_run(agola_gw_client *client, agola_ctx *ctx, const agola_gw_project *project, uint64_t *number,
                     agola_error **err)
{
	struct agola_gw_project_create_run_req req = AGOLA_GW_PROJECT_CREATE_RUN_REQ_INIT;
	uint64_t before = 0;
	int r;

	r = newest(client, ctx, project->id, &before, err);
	req.branch = project->default_branch ? project->default_branch : "master";
	if (r == 0)
		r = agola_gw_project_create_run(client, ctx, project->id, &req, err);
	agola_ctx_set_timeout(ctx, PATIENCE_MS);
	*number = before;
	while (r == 0 && *number == before) {
		r = newest(client, ctx, project->id, number, err);
		if (r == 0 && *number == before)
			r = wait_a_moment(ctx);
	}
	agola_ctx_set_timeout(ctx, -1);
	return r;
}

int main(int argc, char **argv)
{
	agola_gw_client *client = NULL;
	agola_gw_project *project = NULL;
	agola_gw_run *run = NULL;
	agola_ctx *ctx = NULL;
	agola_error *err = NULL;
	uint64_t number;
	int r;

	if (argc != 5) {
		fprintf(stderr, "usage: build PARENT NAME REMOTE-SOURCE OWNER/REPOSITORY\n");
		return EXIT_ERROR;
	}
	r = wait_start(&client, &ctx, &err);
	if (r == 0)
		r = get_project(client, ctx, argv, &project, &err);
	if (r == 0)
		r = start_run(client, ctx, project, &number, &err);
	if (r == 0) {
		printf("%s %" PRIu64 "\n", project->path, number);
		fflush(stdout);
		r = wait_until_over(client, ctx, project->id, number, &run, &err);
	}
	agola_free(project);
	return wait_end("build", r, run, err, client, ctx);
}
