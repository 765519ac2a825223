/* SPDX-License-Identifier: Apache-2.0 */
#include "server/gateway/handlers.h"

struct version {
	const char *service;
	const char *version;
};

static const struct agola_field fields[] = {
	AG_STRING(struct version, service, "service"),
	AG_STRING(struct version, version, "version"),
};
static AG_TYPE_(version, struct version, fields, .flags = 0);

int ag_gateway_version(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	static const struct version v = { "gateway", "agolad " AGOLA_VERSION_STRING };

	(void)c;
	(void)rq;
	return ag_respond(rs, 200, &version_type, &v, err);
}
