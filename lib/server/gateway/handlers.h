/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GATEWAY_HANDLERS_H
#define AG_GATEWAY_HANDLERS_H

#include "server/router.h"

/* version.c */
int ag_gateway_version(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
/* remote_source.c */
int ag_gateway_remote_source_list(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_gateway_remote_source_get(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_gateway_remote_source_create(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_gateway_remote_source_update(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_gateway_remote_source_delete(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);

/* cursor.c: X-Agola-Cursor holds where the next page begins, as base64 of JSON. */
struct ag_cursor {
	const char *start;
	enum agola_sort_direction sort;
};
/* limit, sortdirection and cursor of a list; limit 0 is no limit. */
int ag_gateway_list_query(const struct ag_request *rq, struct ag_cursor *cursor, int64_t *limit, agola_error **err);
/* Set the header: @start is the last name of the page, NULL at the end. */
int ag_gateway_list_next(const struct ag_request *rq, struct ag_response *rs, const char *start, enum agola_sort_direction sort,
                         agola_error **err);

/* respond.c: the configstore's objects as the gateway's, which has members of the same names. */
int ag_gateway_respond(struct ag_response *rs, int status, const struct agola_type *gw, const struct agola_type *cs,
                       const void *obj, agola_error **err);
/* One page of them; @cs_page is an object of the page type @cs, @next and @sort as for ag_gateway_list_next(). */
int ag_gateway_respond_page(struct ag_request *rq, struct ag_response *rs, const struct agola_type *gw,
                            const struct agola_type *cs, const void *cs_page, const char *next, enum agola_sort_direction sort,
                            agola_error **err);

#endif
