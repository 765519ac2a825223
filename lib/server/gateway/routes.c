/* SPDX-License-Identifier: Apache-2.0 */
/* What the gateway answers. */
#include "server/gateway/handlers.h"

const struct ag_route ag_gateway_routes[] = {
	{ "GET", "/version", AG_AUTH_NONE, ag_gateway_version },
	{ "GET", "/remotesources", AG_AUTH_NONE, ag_gateway_remote_source_list },
	{ "POST", "/remotesources", AG_AUTH_ADMIN, ag_gateway_remote_source_create },
	{ "GET", "/remotesources/{remotesourceref}", AG_AUTH_TOKEN, ag_gateway_remote_source_get },
	{ "PUT", "/remotesources/{remotesourceref}", AG_AUTH_ADMIN, ag_gateway_remote_source_update },
	{ "DELETE", "/remotesources/{remotesourceref}", AG_AUTH_ADMIN, ag_gateway_remote_source_delete },
};
const size_t ag_n_gateway_routes = AG_COUNT(ag_gateway_routes);
