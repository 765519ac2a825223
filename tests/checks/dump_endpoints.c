/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the rows of all operations as JSON, for endpoints.py. */
#include "core/core.h"

#include <stdio.h>
#include <string.h>

static void print_text(const char *key, const char *s)
{
	printf("\"%s\":\"%s\",", key, s ? s : "");
}

static void print_bool(const char *key, bool is)
{
	printf("\"%s\":%s,", key, is ? "true" : "false");
}

/* The keys that can be sent. Lists in pages say their direction in both ways that releases know. */
static void print_query(const struct ag_endpoint *ep)
{
	const char *sep = "";

	if (ep->paging) {
		printf("\"asc\",\"sortdirection\"");
		sep = ",";
	}
	for (uint32_t k = 0; ep->query && k < ep->query->n_fields; k++) {
		const struct agola_field *f = &ep->query->fields[k];

		if ((f->flags & (AG_NOT_SENT | AG_HEADER)) || (ep->paging && strcmp(f->key, "sortdirection") == 0))
			continue;
		printf("%s\"%s\"", sep, f->key);
		sep = ",";
	}
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
		print_bool("root", ep->flags & AG_EP_ROOT);
		print_bool("any", ep->flags & AG_EP_ANY);
		print_bool("request", ep->request);
		print_bool("source", ep->source);
		print_bool("response", ep->response || ep->text || ep->sink || ep->events);
		printf("\"query\":[");
		print_query(ep);
		printf("]}");
	}
	printf("]\n");
	return 0;
}
