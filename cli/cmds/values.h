/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of secrets and variables hold, for the commands of both and for apply. */
#ifndef CLI_CMDS_VALUES_H
#define CLI_CMDS_VALUES_H

#include "../yaml_read.h"

typedef const agola_string_entry *const *cli_secret_data;
typedef const struct agola_gw_variable_value_req *const *cli_variable_values;

typedef const agola_gw_variable_value *const *cli_variable_is;

/* A mapping of texts, or of where they are: {file: PATH}, {env: NAME}. 0 or an exit code; what is given back is there until the end. */
int cli_read_secret_data(struct cli *cli, const char *file, const struct cli_node *node, cli_secret_data *ret, size_t *n);
/* A list of secret_name, secret_var and when. */
int cli_read_variable_values(struct cli *cli, const char *file, const struct cli_node *node, cli_variable_values *ret, size_t *n);

/* The same as the server would show them. */
int cli_view_variable_values(struct cli *cli, cli_variable_values values, size_t n, cli_variable_is *ret);
bool cli_same_variable_values(cli_variable_is a, size_t n_a, cli_variable_is b, size_t n_b);
/* "deploy.token of org/acme when branch main; deploy.other: no such secret"; the origin may be left out. As cli_safe(). */
char *cli_variable_values_text(cli_variable_is values, size_t n, bool with_origin);

/* Conditions as one line: "branch main, tag /^v/, tag not v1"; "always" for NULL. free() it; NULL without memory. */
char *cli_when_text(const agola_when *when);

/* What a run is for. */
struct cli_run_for {
	const char *branch, *tag; /* one of them, or none */
	const char *ref;          /* "refs/heads/main" */
};

/* Does what is so conditioned count for the run? 1 or 0; -1 when a regular expression is none, and why. */
int cli_when_matches(const agola_when *when, const struct cli_run_for *run, char *why, size_t size);
/* The same for one regular expression of Go, anywhere in the text. A NULL text only looks at the expression. */
int cli_regexp_matches(const char *regexp, const char *text, char *why, size_t size);

#endif
