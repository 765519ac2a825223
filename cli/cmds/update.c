/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Updates of projects and of their groups. Releases to v0.2.0 refuse those that have not both a name and a visibility, and move
 * nothing: there what is not given is read first.
 */
#include "cmds.h"

/* Such a release does not tell its version. */
static bool is_older(struct cli *cli)
{
	agola_gw_version *v = NULL;
	agola_error *err = NULL;
	int r = agola_gw_version_get(CLI_GW, &v, &err);

	agola_free(v);
	agola_error_free(err);
	return r == AGOLA_ERR_NOT_FOUND;
}

static int moves_nothing(agola_error **err)
{
	agola_error_free(*err);
	*err = agola_error_new(AGOLA_ERR_VERSION,
	                       "this Agola (to v0.2.0) moves nothing: that came with v0.3.0; leave --parent out");
	return AGOLA_ERR_VERSION;
}

#define UPDATE(noun)                                                                                                             \
	int cli_##noun##_update(struct cli *cli, const char *ref, struct agola_gw_##noun##_update_req *req,                      \
	                        agola_gw_##noun **ret, agola_error **err)                                                        \
	{                                                                                                                        \
		bool whole = req->name && req->visibility_raw;                                                                   \
		agola_gw_##noun *now = NULL;                                                                                     \
		int r;                                                                                                           \
                                                                                                                                 \
		/* it would pass over the parent without a word */                                                               \
		if (whole && req->parent_ref && is_older(cli))                                                                   \
			return moves_nothing(err);                                                                               \
		r = agola_gw_##noun##_update(CLI_GW, ref, CLI_SIZED(*req), ret, err);                                            \
		if (r != AGOLA_ERR_BAD_REQUEST || whole || !is_older(cli))                                                       \
			return r;                                                                                                \
		if (req->parent_ref)                                                                                             \
			return moves_nothing(err);                                                                               \
		agola_error_free(*err);                                                                                          \
		*err = NULL;                                                                                                     \
		r = agola_gw_##noun##_get(CLI_GW, ref, &now, err);                                                               \
		if (r)                                                                                                           \
			return r;                                                                                                \
		req->name = req->name ? req->name : now->name;                                                                   \
		req->visibility_raw = req->visibility_raw ? req->visibility_raw : now->visibility_raw;                           \
		r = agola_gw_##noun##_update(CLI_GW, ref, req, ret, err);                                                        \
		agola_free(now);                                                                                                 \
		return r;                                                                                                        \
	}

UPDATE(project)
UPDATE(project_group)
