/* SPDX-License-Identifier: Apache-2.0 */
/* Groups and commands: which one do the words on the command line mean? */
#include "cli.h"

#include <string.h>

const char *cli_level(const char *words, size_t n)
{
	for (; words && n; n--) {
		words = strchr(words, ' ');
		words = words ? words + 1 : NULL;
	}
	return words;
}

bool cli_below(const struct cli_group *g, const struct cli_path *path)
{
	for (size_t i = 0; i < path->n; i++) {
		const char *words = cli_level(g->words, i);

		if (!words || !cli_word(words, path->words[i]))
			return false;
	}
	return true;
}

bool cli_is_group(const struct cli_group *g, const struct cli_path *path)
{
	return cli_below(g, path) && !cli_level(g->words, path->n);
}

const struct cli_command *cli_find(const struct cli_path *path, const char *verb, const struct cli_group **group)
{
	for (const struct cli_group *const *g = cli_groups; *g; g++) {
		for (size_t i = 0; cli_is_group(*g, path) && i < (*g)->n; i++) {
			if (!cli_word((*g)->commands[i].verb, verb))
				continue;
			if (group)
				*group = *g;
			return &(*g)->commands[i];
		}
	}
	return NULL;
}

const struct cli_command *cli_find_line(const char *line)
{
	char words[CLI_MAX_LEVELS + 1][32];
	struct cli_path path = { .n = 0 };

	for (size_t i = 0; i <= CLI_MAX_LEVELS; i++) {
		size_t n = strcspn(line, " \n");
		const struct cli_command *c;

		snprintf(words[i], sizeof(words[i]), "%.*s", (int)n, line);
		c = cli_find(&path, words[i], NULL);
		if (c || line[n] != ' ' || path.n == CLI_MAX_LEVELS)
			return c;
		path.words[path.n++] = words[i];
		line += n + 1;
	}
	return NULL;
}

char *cli_command_name(char *buf, size_t size, const struct cli_group *g, const struct cli_command *c)
{
	size_t len = 0;

	buf[0] = 0;
	for (const char *p = g->words; p && len < size; p = strchr(p, ' ') ? strchr(p, ' ') + 1 : NULL)
		len += (size_t)snprintf(buf + len, size - len, "%s%.*s", len ? " " : "", cli_first(p), p);
	if (c && len < size)
		snprintf(buf + len, size - len, "%s%.*s", len ? " " : "", cli_first(c->verb), c->verb);
	return buf;
}

struct candidates {
	const char *words[256];
	size_t n;
};

static void add_candidate(struct candidates *c, const char *word)
{
	if (c->n < CLI_COUNT(c->words))
		c->words[c->n++] = word;
}

static void add_alias(void *data, const char *name, const char *value)
{
	(void)value;
	add_candidate(data, name);
}

int cli_unknown_command(struct cli *cli, const char *word)
{
	struct candidates candidates = { .n = 0 };
	char near[80];

	for (const struct cli_group *const *g = cli_groups; *g; g++) {
		if (!cli_below(*g, &cli->path))
			continue;
		if (cli_level((*g)->words, cli->path.n))
			add_candidate(&candidates, cli_level((*g)->words, cli->path.n));
		else
			for (size_t i = 0; i < (*g)->n; i++)
				add_candidate(&candidates, (*g)->commands[i].verb);
	}
	for (size_t i = 0; cli->path.n == 0 && cli->help && cli_topic(i); i++)
		add_candidate(&candidates, cli_topic(i));
	if (cli->path.n == 0) {
		add_candidate(&candidates, "help");
		if (cli->aliases)
			cli_each_alias(cli, add_alias, &candidates);
	}
	cli_suggest(near, sizeof(near), word, candidates.words, candidates.n);
	if (!*near)
		snprintf(near, sizeof(near), "; see agolactl %.40s%s--help", cli->typed, *cli->typed ? " " : "");
	return cli_usage("%s%s%s: there is no such %s%s", cli->typed, *cli->typed ? " " : "", word,
	                 cli->path.n == 0 && cli->help ? "command or topic" : "command", near);
}
