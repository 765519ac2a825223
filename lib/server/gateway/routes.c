/* SPDX-License-Identifier: Apache-2.0 */
/* What the gateway answers. */
#include "server/gateway/handlers.h"

const struct ag_route ag_gateway_routes[] = {
	{ "GET", "/version", ag_gateway_version, AG_AUTH_NONE },
	{ "GET", "/remotesources", ag_gateway_remote_source_list, AG_AUTH_NONE },
	{ "POST", "/remotesources", ag_gateway_remote_source_create, AG_AUTH_ADMIN },
	{ "GET", "/remotesources/{remotesourceref}", ag_gateway_remote_source_get, AG_AUTH_TOKEN },
	{ "PUT", "/remotesources/{remotesourceref}", ag_gateway_remote_source_update, AG_AUTH_ADMIN },
	{ "DELETE", "/remotesources/{remotesourceref}", ag_gateway_remote_source_delete, AG_AUTH_ADMIN },
};
const size_t ag_n_gateway_routes = AG_COUNT(ag_gateway_routes);
