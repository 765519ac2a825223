/* SPDX-License-Identifier: Apache-2.0 */
/* Downloads and uploads: logs, exports, archives, events; the format is that of calls.c. */
#include "fuzz.h"

static bool may(const struct ag_endpoint *ep)
{
	return ep->sink || ep->source;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_call(data, size, may);
	return 0;
}
