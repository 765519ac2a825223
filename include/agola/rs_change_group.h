/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_change_group.h
 * Change groups of the runservice; agola/rs_run.h tells what they are for.
 */
#ifndef AGOLA_RS_CHANGE_GROUP_H
#define AGOLA_RS_CHANGE_GROUP_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** Which change groups. Use AGOLA_RS_CHANGE_GROUP_OPTS_INIT. */
struct agola_rs_change_group_opts {
	size_t size;
	const char *const *change_groups; /**< any names; those that there are not are made */
	size_t n_change_groups;           /**< 0: the token always holds */
};

#define AGOLA_RS_CHANGE_GROUP_OPTS_INIT AGOLA_INIT_(struct agola_rs_change_group_opts)

/**
 * Get a token for change groups, for `change_groups_update_tokens` of requests. It holds for one change, and not across an upgrade of the
 * server to v0.8.0.
 * @param opts  may be NULL
 * @param ret   the token, a text without meaning; free it with agola_free()
 * @return 0; negative as every call. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_change_group_get_update_token(agola_rs_client *client, agola_ctx *ctx,
                                                     const struct agola_rs_change_group_opts *opts, char **ret,
                                                     agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
