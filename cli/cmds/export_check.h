/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_EXPORT_CHECK_H
#define CLI_EXPORT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* JSON objects behind each other, each with exportMeta.kind. If not: @why, and the line where that was seen. */
bool cli_is_export(const char *bytes, size_t n, char *why, size_t size, size_t *line);

#endif
