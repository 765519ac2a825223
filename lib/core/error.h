/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CORE_ERROR_H
#define AG_CORE_ERROR_H

#include "core/core.h"

/* An entry of the list that Agola v0.10.0 and later send: the struct of a field table, see errorbody.c. */
struct ag_error_entry {
	const char *code;
	const char *message;
	const char *details;
	enum ag_presence seen; /* of code or message, while it is read */
};

/* A root of its own (agola_free), but for the static one. */
struct agola_error {
	int result;
	int status;
	bool is_static;
	const char *message;
	const struct ag_error_entry *const *entries;
	size_t n_entries;
};

/* A new error without words, or the static one. */
agola_error *ag_error_alloc(int result);
/* Free @e, give the static one. */
agola_error *ag_error_nomem(agola_error *e);

#endif
