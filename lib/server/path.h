/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_SERVER_PATH_H
#define AG_SERVER_PATH_H

#include "base/base.h"

/* Decode %XX, and + as a blank with @plus. False for a malformed escape. */
bool ag_unescape(struct ag_buf *b, const char *s, size_t len, bool plus);
/* The path that Go's servers redirect to: cleaned of empty, "." and ".." parts, escaped again. Empty when @decoded is clean. */
void ag_clean_path(struct ag_buf *b, const char *decoded);

#endif
