/* SPDX-License-Identifier: Apache-2.0 */
/* Words of the user's own that stand for the beginning of a command line, in the config file. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

/* Where the environment says that the file is counts as well; the other settings are for later. */
static int read_config(struct cli *cli, struct cli_config *c)
{
	const char *env = getenv("AGOLACTL_CONFIG"), *was = cli->config_file;
	int r;

	if (!was && env && *env)
		cli->config_file = env;
	r = cli_config_read(cli, c, !cli->config_file);
	cli->config_file = was;
	return r;
}

/* Its words, with blanks between them. */
static int split(struct cli *cli, const char *text, struct cli_texts *ret)
{
	char *copy = cli_keep(cli, strdup(text)), *rest = NULL;

	ret->items = cli_keep(cli, calloc(strlen(text) + 1, sizeof(*ret->items)));
	if (!copy || !ret->items)
		return cli_no_memory();
	for (char *p = strtok_r(copy, " \t", &rest); p; p = strtok_r(NULL, " \t", &rest))
		ret->items[ret->n++] = p;
	return 0;
}

int cli_alias(struct cli *cli, const char *word, struct cli_texts *ret)
{
	struct cli_config c;
	int r = read_config(cli, &c);

	for (size_t i = 0; r == 0 && i < c.n_aliases; i++) {
		if (strcmp(c.aliases[i].key, word) == 0)
			return split(cli, c.aliases[i].value, ret);
	}
	return r;
}

void cli_each_alias(struct cli *cli, void (*fn)(void *data, const char *name, const char *value), void *data)
{
	struct cli_config c;

	if (read_config(cli, &c))
		return;
	for (size_t i = 0; i < c.n_aliases; i++)
		fn(data, c.aliases[i].key, c.aliases[i].value);
}
