/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the rows of all operations as JSON, for endpoints.py. */
#include "core/core.h"

#include <stdio.h>

static void print_text(const char *key, const char *s)
{
	printf("\"%s\":\"%s\",", key, s ? s : "");
}

int main(void)
{
	const struct ag_endpoint *ep;

	printf("[");
	for (size_t i = 0; (ep = ag_endpoint_at(i)); i++) {
		printf("%s\n{", i ? "," : "");
		print_text("function", ep->name);
		print_text("operation", ep->operation);
		print_text("service", ep->service);
		print_text("method", ep->method);
		print_text("path", ep->path);
		print_text("fixed", ep->fixed_query);
		printf("\"root\":%s,\"request\":%s,\"source\":%s,\"response\":%s,\"query\":[",
		       ep->flags & AG_EP_ROOT ? "true" : "false", ep->request ? "true" : "false", ep->source ? "true" : "false",
		       ep->response || ep->text || ep->sink ? "true" : "false");
		for (uint32_t k = 0; ep->query && k < ep->query->n_fields; k++)
			printf("%s\"%s\"", k ? "," : "", ep->query->fields[k].key);
		printf("]}");
	}
	printf("]\n");
	return 0;
}
