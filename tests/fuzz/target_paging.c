/* SPDX-License-Identifier: Apache-2.0 */
/* Lists, walked by their iterators: headers, cursors and pages; the format is that of calls.c. */
#include "fuzz.h"

static bool may(const struct ag_endpoint *ep)
{
	return ep->paging != AG_PAGING_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_call(data, size, may);
	return 0;
}
