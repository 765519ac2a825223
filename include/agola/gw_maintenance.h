/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_maintenance.h
 * Maintenance, export and import of the services behind the gateway. Needs an administrator's token; while the configstore is in
 * maintenance only the server's admin token is one.
 *
 * All operations take the name of a service, "configstore" or "runservice", and exist since Agola v0.8.0. An unknown service is
 * AGOLA_ERR_BAD_REQUEST; those who are no administrators get AGOLA_ERR_UNAUTHORIZED.
 */
#ifndef AGOLA_GW_MAINTENANCE_H
#define AGOLA_GW_MAINTENANCE_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/stream.h>

AGOLA_BEGIN_DECLS

/** Whether a service is in maintenance. It follows within seconds. */
typedef struct agola_gw_maintenance_status {
	bool requested_status; /**< what was asked for */
	bool current_status;   /**< what is in effect */
} agola_gw_maintenance_status;

/** The most bytes that agola_gw_import() can send. */
#define AGOLA_GW_IMPORT_MAX 1048576

/**
 * Ask whether a service is in maintenance.
 * @return 0; see above. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_maintenance_get_status(agola_gw_client *client, agola_ctx *ctx, const char *service,
                                              agola_gw_maintenance_status **ret, agola_error **err) AGOLA_CHECK;

/**
 * Begin maintenance: the service then answers nothing but maintenance, export and import. It takes effect a little later: ask
 * agola_gw_maintenance_get_status() until `current_status` is true.
 * @return 0; AGOLA_ERR_BAD_REQUEST if it was asked for already. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_maintenance_enable(agola_gw_client *client, agola_ctx *ctx, const char *service,
                                          agola_error **err) AGOLA_CHECK;

/**
 * End maintenance, a little later.
 * @return 0; AGOLA_ERR_BAD_REQUEST if it is not in maintenance. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_maintenance_disable(agola_gw_client *client, agola_ctx *ctx, const char *service,
                                           agola_error **err) AGOLA_CHECK;

/**
 * Export all data of a service, with its secrets, tokens and private keys in clear: one JSON object in each line, to be taken as it is.
 * In maintenance or not.
 *
 * The server ends an export that it cannot go on with as if it were complete. What ends in the middle of an object or before the
 * first one is AGOLA_ERR_NETWORK; an end between two of them cannot be told from the real one. A service that holds nothing yet
 * says so: its export is empty, with no call of write().
 * @param sink  not NULL
 * @return 0; AGOLA_ERR_INTERNAL when the service fails; see agola/stream.h. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_export(agola_gw_client *client, agola_ctx *ctx, const char *service, const struct agola_sink *sink,
                              agola_error **err) AGOLA_CHECK;

/**
 * Replace all data of a service by an export of it. The service must be in maintenance.
 *
 * The gateway takes no more than AGOLA_GW_IMPORT_MAX bytes, and the service drops its data before it reads what is to
 * replace it: an import that is cut leaves nothing. So the length must be known, by `length` of the source or because its `fd` is a
 * regular file, and more is refused before anything is sent. Larger exports are imported at the service itself, which has no limit.
 * @param source  not NULL
 * @return 0; AGOLA_ERR_INVALID for a source that is too long or of unknown length; AGOLA_ERR_INTERNAL when the service is not in
 *         maintenance or the data is bad. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_import(agola_gw_client *client, agola_ctx *ctx, const char *service, const struct agola_source *source,
                              agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
