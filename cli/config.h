/* SPDX-License-Identifier: Apache-2.0 */
/* The config file: keys, and named sets of keys for different servers, the contexts. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "cli.h"

struct cli_entry {
	const char *context; /* NULL: a key that is in none */
	const char *key, *value;
	size_t line; /* 0: it is not in the file yet */
};

struct cli_config {
	const char *path; /* NULL: there is no place for one */
	char *text;       /* as it is in the file; NULL: there is none */
	struct cli_entry *entries;
	size_t n;
	struct cli_entry *aliases; /* context NULL */
	size_t n_aliases;
	bool has_aliases;
	const char **contexts; /* names, in their order */
	size_t n_contexts;
	const char *current;               /* NULL: none */
	size_t contexts_from, contexts_to; /* lines of the file, counted from 1; 0: they are not there */
	size_t current_from, current_to;
	bool is_flow; /* written as {...}: it cannot be changed line by line */
};

/* Where it is; NULL: there is no place for one. 0 or an exit code. */
int cli_config_path(struct cli *cli, const char **ret);
/* All that it points to is kept by cli. 0 or an exit code, also for keys that are none. A file in the usual place may be missing. */
int cli_config_read(struct cli *cli, struct cli_config *c, bool may_be_missing);
bool cli_config_has(const struct cli_config *c, const char *context);
/* The value of a key in a context; NULL: it is not there. */
const char *cli_config_value(const struct cli_config *c, const char *context, const char *key);
int cli_no_context(const struct cli_config *c, const char *name, const char *where);
/* The option that a key of the file stands for; NULL: there is none. */
const struct cli_option *cli_config_option(const char *key);

/* config_write.c: change it, with nobody else doing so at the same time, and put the new file in the place of the old one. */
struct cli_change {
	int (*change)(struct cli *cli, struct cli_config *c, void *data);
	void *data;
};
int cli_config_change(struct cli *cli, const struct cli_change *change);
int cli_config_set(struct cli *cli, struct cli_config *c, const char *context, const char *key, const char *value);
int cli_config_add_context(struct cli *cli, struct cli_config *c, const char *name);
/* What was given on the command line, if it is a key of the file. */
int cli_config_keep(struct cli *cli, struct cli_config *c, const char *context, const struct cli_slot *slot);
void cli_config_remove(struct cli_config *c, const char *context, const char *key); /* key NULL: all of it */

#endif
