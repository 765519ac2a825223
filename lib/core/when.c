/* SPDX-License-Identifier: Apache-2.0 */
#include "core/when.h"

/* Answers and requests have the same keys. */
#define CONDITION(T)                                                                                                             \
	AG_ENUM(T, type, ag_when_condition_type_words, "type", .flags = AG_OMIT), AG_STRING(T, match, "match", .flags = AG_OMIT)
#define CONDITIONS(T, U)                                                                                                         \
	AG_ARRAY(T, include, U, "include", .flags = AG_OMIT), AG_ARRAY(T, exclude, U, "exclude", .flags = AG_OMIT)
#define WHEN(T, U)                                                                                                               \
	AG_OBJECT(T, branch, U, "branch", .flags = AG_OMIT), AG_OBJECT(T, tag, U, "tag", .flags = AG_OMIT),                      \
	        AG_OBJECT(T, ref, U, "ref", .flags = AG_OMIT)

static const struct agola_field condition_fields[] = { CONDITION(agola_when_condition) };
AG_TYPE(agola_when_condition, condition_fields);

static const struct agola_field conditions_fields[] = { CONDITIONS(agola_when_conditions, agola_when_condition) };
AG_TYPE(agola_when_conditions, conditions_fields);

static const struct agola_field when_fields[] = { WHEN(agola_when, agola_when_conditions) };
AG_TYPE(agola_when, when_fields);

static const struct agola_field condition_req_fields[] = { CONDITION(struct agola_when_condition_req) };
AG_TYPE_REQ(agola_when_condition_req, condition_req_fields);

static const struct agola_field conditions_req_fields[] = { CONDITIONS(struct agola_when_conditions_req,
	                                                               agola_when_condition_req) };
AG_TYPE_REQ(agola_when_conditions_req, conditions_req_fields);

static const struct agola_field when_req_fields[] = { WHEN(struct agola_when_req, agola_when_conditions_req) };
AG_TYPE_REQ(agola_when_req, when_req_fields);
