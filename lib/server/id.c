/* SPDX-License-Identifier: Apache-2.0 */
#include "server/id.h"

#include <uuid/uuid.h>

const char *ag_new_id(struct ag_arena *arena)
{
	uuid_t id;
	char *s = ag_arena_alloc(arena, UUID_STR_LEN);

	if (!s)
		return NULL;
	uuid_generate_random(id);
	uuid_unparse_lower(id, s);
	return s;
}
