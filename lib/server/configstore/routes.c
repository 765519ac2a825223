/* SPDX-License-Identifier: Apache-2.0 */
/* What the configstore answers. */
#include "server/configstore/remote_source.h"

const struct ag_route ag_configstore_routes[] = {
	{ "GET", "/remotesources", AG_AUTH_TOKEN, ag_configstore_remote_source_list },
	{ "POST", "/remotesources", AG_AUTH_TOKEN, ag_configstore_remote_source_create },
	{ "GET", "/remotesources/{remotesourceref}", AG_AUTH_TOKEN, ag_configstore_remote_source_get },
	{ "PUT", "/remotesources/{remotesourceref}", AG_AUTH_TOKEN, ag_configstore_remote_source_update },
	{ "DELETE", "/remotesources/{remotesourceref}", AG_AUTH_TOKEN, ag_configstore_remote_source_delete },
};
const size_t ag_n_configstore_routes = AG_COUNT(ag_configstore_routes);
