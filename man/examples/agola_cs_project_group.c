/* SPDX-License-Identifier: Apache-2.0 */
/* Make everything in a project group private, and print what was not: */
#include <agola/client.h>
#include <stdio.h>
#include <stdlib.h>

/* An update replaces all of a group, so it repeats what is there. The server made `id`, only old releases want it back. */
static int hide(agola_cs_client *client, const agola_cs_project_group *group, agola_error **err)
{
	struct agola_cs_parent_req parent = AGOLA_CS_PARENT_REQ_INIT;
	struct agola_cs_project_group_req req = AGOLA_CS_PROJECT_GROUP_REQ_INIT;

	parent.kind_raw = group->parent->kind_raw;
	parent.id = group->parent->id;
	req.id = group->id;
	req.name = group->name;
	req.parent = &parent;
	req.visibility = AGOLA_VISIBILITY_PRIVATE;
	return agola_cs_project_group_update(client, NULL, group->id, &req, NULL, err);
}

static int walk(agola_cs_client *client, const char *ref, agola_error **err)
{
	agola_cs_project_group_page *groups = NULL;
	int r = agola_cs_project_group_subgroup_list(client, NULL, ref, &groups, err);

	for (size_t i = 0; r == 0 && i < groups->n_items; i++) {
		const agola_cs_project_group *group = groups->items[i];

		if (group->visibility != AGOLA_VISIBILITY_PRIVATE) {
			printf("%s\n", group->path);
			r = hide(client, group, err);
		}
		if (r == 0)
			r = walk(client, group->id, err);
	}
	agola_free(groups);
	return r;
}

int main(int argc, char **argv)
{
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_cs_client *client = NULL;
	agola_error *err = NULL;
	int r;

	if (argc != 2) {
		fprintf(stderr, "Usage: %s org/ORG|user/USER|…/GROUP\n", argv[0]);
		return EXIT_FAILURE;
	}
	opts.url = getenv("AGOLA_CONFIGSTORE_URL");
	opts.token = getenv("AGOLA_CONFIGSTORE_TOKEN");
	r = agola_cs_client_new(&opts, &client, &err);
	if (r == 0)
		r = walk(client, argv[1], &err);
	if (r < 0)
		fprintf(stderr, "%s\n", agola_error_message(err));
	agola_error_free(err);
	agola_cs_client_free(client);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
