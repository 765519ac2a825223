/* SPDX-License-Identifier: Apache-2.0 */
/* A YAML file that a command takes, as a tree. Every complaint names file, line and column. */
#ifndef CLI_YAML_READ_H
#define CLI_YAML_READ_H

#include "cli.h"

struct cli_node {
	enum { CLI_SCALAR, CLI_SEQUENCE, CLI_MAPPING } kind;
	size_t line, column;
	const char *text; /* of a scalar, as it is written: 0644 stays 0644 */
	bool is_null;     /* a scalar: nothing, ~ or null, without quotes */
	/* of a sequence its items; of a mapping keys and values in turn: no key is there twice, merges (<<) are done */
	const struct cli_node *const *items;
	size_t n;
};

/* For messages: the file, or "standard input". */
const char *cli_yaml_name(const char *file);
/* The one document of a file, "-" for standard input. The tree is there until the end; empty files are refused. */
int cli_yaml_read(struct cli *cli, const char *file, const struct cli_node **ret);
/* "deploy.yml:3:5: ..."; returns CLI_USAGE. Never give it a value, it may be a secret. */
__attribute__((format(printf, 3, 4))) int cli_yaml_fault(const char *file, const struct cli_node *node, const char *fmt, ...);
/* The key has to be one of the words. 0 or an exit code. */
int cli_yaml_check_keys(const char *file, const struct cli_node *mapping, const char *words);
/* NULL if there is none. */
const struct cli_node *cli_yaml_get(const struct cli_node *mapping, const char *key);
/* The text of a scalar under the key; with `needed` it has to be there and not empty. *text stays if it is not there. */
int cli_yaml_text(const char *file, const struct cli_node *mapping, const char *key, bool needed, const char **text);

#endif
