/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_SERVER_ID_H
#define AG_SERVER_ID_H

#include "base/base.h"

/* A new random UUID in lower case, or NULL. */
const char *ag_new_id(struct ag_arena *arena);

#endif
