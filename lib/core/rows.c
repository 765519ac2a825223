/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of all operations, of all files. */
#include "core/core.h"

#include <string.h>

AG_LIST(ag_endpoint_list, struct ag_endpoint);

const struct ag_endpoint *ag_endpoint_at(size_t i)
{
	size_t n = (size_t)(AG_LIST_END(ag_endpoint_list) - AG_LIST_BEGIN(ag_endpoint_list));

	return i < n ? AG_LIST_BEGIN(ag_endpoint_list)[i] : NULL;
}

const struct ag_endpoint *ag_endpoint_find(const char *name)
{
	const struct ag_endpoint *ep;

	for (size_t i = 0; (ep = ag_endpoint_at(i)) != NULL; i++) {
		if (strcmp(ep->name, name) == 0)
			return ep;
	}
	return NULL;
}
