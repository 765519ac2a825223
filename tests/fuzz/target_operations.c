/* SPDX-License-Identifier: Apache-2.0 */
/* The operations of one kind, FUZZ_KIND: see fuzz_kind(); the format is that of calls.c. */
#include "fuzz.h"

#include <string.h>

static bool may(const struct ag_endpoint *ep)
{
	return strcmp(fuzz_kind(ep), FUZZ_KIND) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_call(data, size, may);
	return 0;
}
