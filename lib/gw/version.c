/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/version.h"
#include "core/core.h"

static const struct agola_field fields[] = {
	AG_STRING(agola_gw_version, service, "service"),
	AG_STRING(agola_gw_version, version, "version"),
};
AG_TYPE(agola_gw_version, fields);

AG_OP(agola_gw_version_get, gw, "GetVersion", "GET", "/version", (RET, agola_gw_version));
