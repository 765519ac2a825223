/* SPDX-License-Identifier: Apache-2.0 */
/* What only the user itself and administrators see of a user. */
#ifndef CLI_CMDS_USER_H
#define CLI_CMDS_USER_H

#include "cmds.h"

/* Connect, find the user and hand it over; NULL: the one whose token is used. 0 or an exit code. */
typedef int (*cli_user_fn)(struct cli *cli, struct cli_list *l, const agola_gw_private_user *user);
int cli_user_list_of(struct cli *cli, const char *ref, cli_user_fn fn);

#endif
