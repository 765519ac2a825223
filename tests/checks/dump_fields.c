/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the field tables as JSON, for fields.py. */
#include "json/json.h"

#include <stdio.h>

static void print_field(const struct agola_field *f)
{
	printf("{\"key\":\"%s\",\"member\":\"%s\",\"kind\":%d,\"item\":%d,\"width\":%d,\"off\":%u,\"type\":\"%s\",\"secret\":%s,"
	       "\"others\":[",
	       f->key ? f->key : "", f->member, f->kind, f->item, f->width, f->off, f->type ? f->type->name : "",
	       f->flags & AG_SECRET ? "true" : "false");
	if (f->has_off_count)
		printf("%u%s", f->off_count, f->flags & AG_PRESENCE ? "," : "");
	if (f->flags & AG_PRESENCE)
		printf("%u", f->off_presence);
	printf("],\"words\":[");
	for (const struct ag_enum *e = f->enums; e && e->word; e++)
		printf("%s[%d,\"%s\"]", e == f->enums ? "" : ",", e->value, e->word);
	printf("]}");
}

int main(void)
{
	const struct agola_type *t;

	printf("[");
	for (size_t i = 0; (t = ag_type_at(i)); i++) {
		printf("%s\n{\"name\":\"%s\",\"size\":%u,\"request\":%s,\"page\":%s,\"cursor\":%u,\"fields\":[", i ? "," : "",
		       t->name, t->size, t->flags & AG_TYPE_REQUEST ? "true" : "false",
		       t->flags & AG_TYPE_PAGE ? "true" : "false", t->off_cursor);
		for (uint32_t k = 0; k < t->n_fields; k++) {
			printf("%s\n ", k ? "," : "");
			print_field(&t->fields[k]);
		}
		printf("]}");
	}
	printf("]\n");
	return 0;
}
