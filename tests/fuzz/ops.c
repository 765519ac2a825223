/* SPDX-License-Identifier: Apache-2.0 */
/* Kinds of operations, and shapes of which a service may have none: so each way through the core has an input. */
#include "fuzz.h"
#include <agola/client.h>

int agola_gw_fuzz_lines(agola_gw_client *client, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err);
int agola_gw_fuzz_stored(agola_gw_client *client, agola_ctx *ctx, const struct agola_source *source, agola_error **err);
int agola_gw_fuzz_json_text(agola_gw_client *client, agola_ctx *ctx, char **ret, agola_error **err);

AG_OP(agola_gw_fuzz_lines, gw, "FuzzLines", "GET", "/lines", (SINK, sink), (ROW, .flags = AG_EP_LINES | AG_EP_SNIFFED));
AG_OP(agola_gw_fuzz_stored, gw, "FuzzStored", "POST", "/stored", (SOURCE, source), (ROW, .flags = AG_EP_STORED));
AG_OP(agola_gw_fuzz_json_text, gw, "FuzzJSONText", "GET", "/jsontext", (TEXT, ret), (ROW, .flags = AG_EP_JSON));

const char *fuzz_kind(const struct ag_endpoint *ep)
{
	if (ep->paging)
		return "paging";
	if (ep->follow)
		return "log";
	if (ep->flags & AG_EP_LINES)
		return "lines";
	if (ep->events)
		return "events";
	return ep->sink || ep->source ? "stream" : "call";
}
