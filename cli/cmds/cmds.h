/* SPDX-License-Identifier: Apache-2.0 */
/* All commands. To add one: its row in the noun's file, its name here and in commands.c. */
#ifndef CLI_CMDS_H
#define CLI_CMDS_H

#include "../cli.h"

extern const struct cli_command cli_remote_source_create;
extern const struct cli_command cli_remote_source_delete;
extern const struct cli_command cli_remote_source_list;
extern const struct cli_command cli_remote_source_show;
extern const struct cli_command cli_remote_source_update;
extern const struct cli_command cli_version;

#endif
