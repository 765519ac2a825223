/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

#define NOUN(name) &cli_##name,
/* clang-format off */
const struct cli_group *const cli_groups[] = {
#include "nouns.h"
	NULL,
};
/* clang-format on */
