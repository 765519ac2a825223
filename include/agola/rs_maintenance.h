/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_maintenance.h
 * Maintenance, export and import of the runservice. In maintenance it answers nothing else, and does not look at tokens.
 */
#ifndef AGOLA_RS_MAINTENANCE_H
#define AGOLA_RS_MAINTENANCE_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/stream.h>

AGOLA_BEGIN_DECLS

/** Whether the runservice is in maintenance. It follows within seconds, and closes all connections when it does. */
typedef struct agola_rs_maintenance_status {
	bool requested_status; /**< what was asked for */
	bool current_status;   /**< what is in effect */
} agola_rs_maintenance_status;

/**
 * Ask whether the runservice is in maintenance. While it changes connections are refused and break: AGOLA_ERR_NETWORK.
 * @return 0; negative as every call. Since Agola v0.8.0.
 */
AGOLA_API int agola_rs_maintenance_get_status(agola_rs_client *client, agola_ctx *ctx, agola_rs_maintenance_status **ret,
                                              agola_error **err) AGOLA_CHECK;

/**
 * Begin maintenance, a little later: ask agola_rs_maintenance_get_status() until `current_status` is true.
 * @return 0; AGOLA_ERR_BAD_REQUEST if it was asked for already. Since Agola v0.2.0.
 */
AGOLA_API int agola_rs_maintenance_enable(agola_rs_client *client, agola_ctx *ctx, agola_error **err) AGOLA_CHECK;

/**
 * End maintenance, a little later.
 * @return 0; AGOLA_ERR_BAD_REQUEST if it is not in maintenance. Since Agola v0.2.0.
 */
AGOLA_API int agola_rs_maintenance_disable(agola_rs_client *client, agola_ctx *ctx, agola_error **err) AGOLA_CHECK;

/**
 * Export the database, with its secrets in clear, to be taken as it is; logs, archives and caches are not in it. In maintenance or not.
 * Releases to v0.7.1 have another format, and neither can import the other's. While it runs on SQLite others wait for it.
 * @param sink  not NULL
 * @return 0; AGOLA_ERR_NETWORK when it is cut, as it is when the server fails; see agola/stream.h. Since Agola v0.2.0.
 */
AGOLA_API int agola_rs_export(agola_rs_client *client, agola_ctx *ctx, const struct agola_sink *sink,
                              agola_error **err) AGOLA_CHECK;

/**
 * Replace the database by an export. The runservice must be in maintenance. Its data is dropped before what is to replace it is read:
 * an import that fails or is cut leaves nothing.
 * @param source  not NULL; better with its length
 * @return 0; AGOLA_ERR_BAD_REQUEST when it is not in maintenance, to v0.7.1 AGOLA_ERR_NOT_FOUND; AGOLA_ERR_INTERNAL when the data is
 *         bad, and AGOLA_ERR_NETWORK when it has objects of an unknown kind. Since Agola v0.2.0.
 */
AGOLA_API int agola_rs_import(agola_rs_client *client, agola_ctx *ctx, const struct agola_source *source,
                              agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
