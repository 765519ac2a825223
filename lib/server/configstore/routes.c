/* SPDX-License-Identifier: Apache-2.0 */
/* What the configstore answers. */
#include "server/configstore/remote_source.h"

#define REMOTE_SOURCE AG_AUTH_TOKEN, .kind = &ag_remote_source_kind

const struct ag_route ag_configstore_routes[] = {
	{ "GET", "/remotesources", ag_kind_list, REMOTE_SOURCE },
	{ "POST", "/remotesources", ag_kind_create, REMOTE_SOURCE },
	{ "GET", "/remotesources/{remotesourceref}", ag_kind_get, REMOTE_SOURCE },
	{ "PUT", "/remotesources/{remotesourceref}", ag_kind_update, REMOTE_SOURCE },
	{ "DELETE", "/remotesources/{remotesourceref}", ag_kind_delete, REMOTE_SOURCE },
};
const size_t ag_n_configstore_routes = AG_COUNT(ag_configstore_routes);
