/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_badge.h
 * Badges of the gateway: small pictures for web pages that show how the newest run of a project stands.
 */
#ifndef AGOLA_GW_BADGE_H
#define AGOLA_GW_BADGE_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** Which run. Use AGOLA_GW_BADGE_GET_OPTS_INIT. */
struct agola_gw_badge_get_opts {
	size_t size;
	const char *branch; /**< the newest run of this branch; unset: of any */
};

#define AGOLA_GW_BADGE_GET_OPTS_INIT AGOLA_INIT_(struct agola_gw_badge_get_opts)

/**
 * Get a badge: unknown, error, in progress, success or failed. No token is needed, also for private projects.
 * @param project_ref  its id or its path
 * @param opts         may be NULL
 * @param ret          the picture as SVG text; free it with agola_free()
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_PROJECT_DOES_NOT_EXIST. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_badge_get(agola_gw_client *client, agola_ctx *ctx, const char *project_ref,
                                 const struct agola_gw_badge_get_opts *opts, char **ret, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
