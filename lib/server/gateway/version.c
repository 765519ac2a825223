/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/version.h"
#include "server/gateway/handlers.h"

int ag_gateway_version(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	static const agola_gw_version v = { "gateway", "agolad " AGOLA_VERSION_STRING };

	(void)c;
	(void)rq;
	return ag_respond(rs, 200, &agola_gw_version_type, &v, err);
}
