/* SPDX-License-Identifier: Apache-2.0 */
/* Values for any type, made of its rows: what is added to the tables is swept without a line here. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "json/json.h"

/* Append JSON with every member set; pages have two items. */
void sample_json(struct ag_buf *b, const struct agola_type *type);
/* An object of a request or of options, every member set, in @arena. */
void *sample_request(struct ag_arena *arena, const struct agola_type *type);

#endif
