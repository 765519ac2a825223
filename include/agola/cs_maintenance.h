/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_maintenance.h
 * Maintenance, export and import of the configstore.
 *
 * In maintenance the configstore answers AGOLA_ERR_NOT_FOUND to all other operations, and asks nobody for a token: whoever
 * reaches its port can then export and replace everything.
 */
#ifndef AGOLA_CS_MAINTENANCE_H
#define AGOLA_CS_MAINTENANCE_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/stream.h>

AGOLA_BEGIN_DECLS

/** Whether the configstore is in maintenance. What is in effect follows what was asked for within seconds. */
typedef struct agola_cs_maintenance_status {
	bool requested_status; /**< what was asked for */
	bool current_status;   /**< what is in effect, in the instance that answers */
} agola_cs_maintenance_status;

/**
 * Ask whether the configstore is in maintenance.
 * @return 0; AGOLA_ERR_VERSION for earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_cs_maintenance_get_status(agola_cs_client *client, agola_ctx *ctx, agola_cs_maintenance_status **ret,
                                              agola_error **err) AGOLA_CHECK;

/**
 * Begin maintenance. It takes effect a little later, and for a moment nobody listens: ask agola_cs_maintenance_get_status()
 * until `current_status` is true, and do not mind AGOLA_ERR_NETWORK meanwhile.
 * @return 0; AGOLA_ERR_BAD_REQUEST if it was asked for already. Since Agola v0.2.0.
 */
AGOLA_API int agola_cs_maintenance_enable(agola_cs_client *client, agola_ctx *ctx, agola_error **err) AGOLA_CHECK;

/**
 * End maintenance, as agola_cs_maintenance_enable() begins it.
 * @return 0; AGOLA_ERR_BAD_REQUEST if it is not in maintenance. Since Agola v0.2.0.
 */
AGOLA_API int agola_cs_maintenance_disable(agola_cs_client *client, agola_ctx *ctx, agola_error **err) AGOLA_CHECK;

/**
 * Export all data, with all secrets, tokens and private keys in clear: JSON objects, from v0.8.0 on one in each line, to be
 * taken as they are. In maintenance or not. What releases to v0.7.1 export cannot be imported into later ones, nor the other way
 * round. When there are no data, from v0.8.0 on nothing comes.
 * @param sink  not NULL
 * @return 0; AGOLA_ERR_NETWORK for an export that is not whole; see agola/stream.h. Since Agola v0.2.0.
 */
AGOLA_API int agola_cs_export(agola_cs_client *client, agola_ctx *ctx, const struct agola_sink *sink,
                              agola_error **err) AGOLA_CHECK;

/**
 * Replace all data by an export of it. The configstore must be in maintenance.
 *
 * The configstore drops its data before it reads what is to replace them, and checks hardly any of it: when an import fails or is
 * cut, nothing is left, so keep the export. An empty one is success, and leaves nothing.
 * @param source  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST when it is not in maintenance (to v0.7.1 AGOLA_ERR_NOT_FOUND); AGOLA_ERR_INTERNAL, or
 *         AGOLA_ERR_NETWORK for an object of an unknown kind, when the data is bad. Since Agola v0.2.0.
 */
AGOLA_API int agola_cs_import(agola_cs_client *client, agola_ctx *ctx, const struct agola_source *source,
                              agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
