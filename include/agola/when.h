/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file when.h
 * When something counts: conditions on the branch, the tag and the reference that a run is for. Variables have them, in the
 * gateway and in the configstore alike.
 */
#ifndef AGOLA_WHEN_H
#define AGOLA_WHEN_H

#include <agola/common.h>
#include <agola/enums.h>

AGOLA_BEGIN_DECLS

/** One pattern. */
typedef struct agola_when_condition {
	enum agola_when_condition_type type;
	const char *type_raw;
	const char *match; /**< text or regular expression, as `type` says */
} agola_when_condition;

/** Patterns: it counts when one of `include` and none of `exclude` matches; without `include` nothing matches. */
typedef struct agola_when_conditions {
	const agola_when_condition *const *include; /**< NULL if there are none */
	size_t n_include;
	const agola_when_condition *const *exclude; /**< NULL if there are none */
	size_t n_exclude;
} agola_when_conditions;

/** Conditions: `branch` or `tag` is asked first, and `ref`, where it matches, overrides it. */
typedef struct agola_when {
	const agola_when_conditions *branch; /**< of the branch's name; NULL if there are none */
	const agola_when_conditions *tag;    /**< of the tag's name; NULL if there are none */
	const agola_when_conditions *ref;    /**< of the reference, such as "refs/heads/main"; NULL if there are none */
} agola_when;

/** One pattern in a request. Use AGOLA_WHEN_CONDITION_REQ_INIT. */
struct agola_when_condition_req {
	size_t size;
	const char *match;    /**< required */
	const char *type_raw; /**< instead of `type` */
	enum agola_when_condition_type type;
	uint32_t unused_; /**< 0 */
};

#define AGOLA_WHEN_CONDITION_REQ_INIT AGOLA_INIT_(struct agola_when_condition_req)

/** Patterns in a request. Use AGOLA_WHEN_CONDITIONS_REQ_INIT. */
struct agola_when_conditions_req {
	size_t size;
	const struct agola_when_condition_req *const *include;
	size_t n_include;
	const struct agola_when_condition_req *const *exclude;
	size_t n_exclude;
};

#define AGOLA_WHEN_CONDITIONS_REQ_INIT AGOLA_INIT_(struct agola_when_conditions_req)

/** Conditions in a request. Use AGOLA_WHEN_REQ_INIT. */
struct agola_when_req {
	size_t size;
	const struct agola_when_conditions_req *branch;
	const struct agola_when_conditions_req *tag;
	const struct agola_when_conditions_req *ref;
};

#define AGOLA_WHEN_REQ_INIT AGOLA_INIT_(struct agola_when_req)

AGOLA_END_DECLS

#endif
