/* SPDX-License-Identifier: Apache-2.0 */
#include "server/gateway/handlers.h"

#include <string.h>

int ag_gateway_respond(struct ag_response *rs, int status, const struct agola_type *gw, const struct agola_type *cs,
                       const void *obj, agola_error **err)
{
	struct ag_arena arena;
	void *shown;
	int r;

	ag_arena_init(&arena);
	shown = ag_arena_alloc(&arena, gw->size);
	if (shown)
		ag_merge(gw, shown, cs, obj);
	r = shown ? ag_respond(rs, status, gw, shown, err) : ag_fail_nomem(err);
	ag_arena_free(&arena);
	return r;
}

int ag_gateway_respond_page(struct ag_request *rq, struct ag_response *rs, const struct agola_type *gw,
                            const struct agola_type *cs, const void *cs_page, const char *next, enum agola_sort_direction sort,
                            agola_error **err)
{
	const struct agola_field *list = &cs->fields[0];
	const struct agola_type *item = gw->fields[0].type;
	const void *const *items;
	const void **shown;
	size_t n;
	int r;

	memcpy(&items, (const char *)cs_page + list->off, sizeof(items));
	memcpy(&n, (const char *)cs_page + list->off_count, sizeof(n));
	shown = ag_arena_alloc(rq->arena, (n + 1) * sizeof(*shown));
	for (size_t i = 0; shown && i < n; i++) {
		void *obj = ag_arena_alloc(rq->arena, item->size);

		if (!obj)
			return ag_fail_nomem(err);
		ag_merge(item, obj, list->type, items[i]);
		shown[i] = obj;
	}
	r = shown ? ag_gateway_list_next(rq, rs, next, sort, err) : ag_fail_nomem(err);
	return r ? r : ag_respond_page(rs, gw, shown, n, err);
}
