/* SPDX-License-Identifier: Apache-2.0 */
/* What a file for apply and diff wants to be there. */
#ifndef CLI_CMDS_APPLY_H
#define CLI_CMDS_APPLY_H

#include "values.h"

/* A secret or a variable. */
struct cli_wanted {
	const char *name;
	cli_secret_data data;
	cli_variable_values values;
	size_t n; /* of data or values */
};

/* A project group or a project. */
struct cli_wanted_level {
	bool is_project;
	const char *path, *visibility;   /* NULL: not said */
	bool has_secrets, has_variables; /* without them nothing is said about them */
	struct cli_wanted *secrets, *variables;
	size_t n_secrets, n_variables;
};

struct cli_wanted_all {
	struct cli_wanted_level *levels; /* groups before what is in them, then the projects */
	size_t n;
};

/* 0 or an exit code. */
int cli_apply_read(struct cli *cli, const char *file, struct cli_wanted_all *ret);

#endif
