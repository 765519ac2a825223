/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_version.h
 * The version of the gateway, which is that of the whole installation.
 */
#ifndef AGOLA_GW_VERSION_H
#define AGOLA_GW_VERSION_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** What a gateway says of itself. */
typedef struct agola_gw_version {
	const char *service; /**< "gateway" */
	const char *version; /**< a release such as "v0.10.0", a commit id, any text that it was built with; "agolad 0.1.0" */
} agola_gw_version;

/**
 * Get the version of the gateway. No token is needed.
 * @return 0; AGOLA_ERR_NOT_FOUND with releases before v0.3.0. Since Agola v0.3.0.
 */
AGOLA_API int agola_gw_version_get(agola_gw_client *client, agola_ctx *ctx, agola_gw_version **ret,
                                   agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
