/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of the config file: only the lines of the contexts are written anew, all else stays as the user wrote it. */
#include "config.h"
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- in memory ---- */

int cli_config_add_context(struct cli *cli, struct cli_config *c, const char *name)
{
	char *copy = cli_keep(cli, strdup(name));

	if (!copy)
		return cli_no_memory();
	if (!*name || strlen(name) > 64 ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-") != strlen(name))
		return cli_usage("\"%s\" is not right: a context has 1 to 64 letters, digits, and . _ @ -", name);
	c->contexts[c->n_contexts++] = copy;
	return 0;
}

void cli_config_remove(struct cli_config *c, const char *context, const char *key)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct cli_entry *e = &c->entries[i];

		if (!e->context || strcmp(e->context, context) != 0 || (key && strcmp(e->key, key) != 0))
			c->entries[n++] = *e;
	}
	c->n = n;
	n = 0;
	for (size_t i = 0; !key && i < c->n_contexts; i++) {
		if (strcmp(c->contexts[i], context) != 0)
			c->contexts[n++] = c->contexts[i];
	}
	if (!key)
		c->n_contexts = n;
}

int cli_config_set(struct cli *cli, struct cli_config *c, const char *context, const char *key, const char *value)
{
	struct cli_entry e = { .context = context, .key = cli_keep(cli, strdup(key)), .value = cli_keep(cli, strdup(value)) };

	if (!e.key || !e.value)
		return cli_no_memory();
	cli_config_remove(c, context, key);
	c->entries[c->n++] = e;
	return 0;
}

static const char *key_of(const struct cli_option *o, char *key, size_t size)
{
	snprintf(key, size, "%s", o->name);
	for (char *p = key; (p = strchr(p, '-')) != NULL;)
		*p = '_';
	return key;
}

/* The value of an option as the file has it. */
static const char *value_of(const struct cli_slot *slot, char *buf, size_t size)
{
	const void *at = (const char *)slot->base + slot->option->off;

	switch (slot->option->kind) {
	case CLI_TEXT:
		return *(const char *const *)at;
	case CLI_TRISTATE:
		return *(const enum agola_tristate *)at == AGOLA_TRUE ? "true" : "false";
	case CLI_SECONDS:
		snprintf(buf, size, "%lldms", (long long)*(const int64_t *)at);
		return buf;
	default:
		/* --self-test: no other kind is a key of the file */
		return "";
	}
}

int cli_config_keep(struct cli *cli, struct cli_config *c, const char *context, const struct cli_slot *slot)
{
	const struct cli_option *o = slot->option;
	char key[40], value[32], full[PATH_MAX];
	const char *text = value_of(slot, value, sizeof(value));

	if (slot->given != CLI_BY_FLAG || !(o->flags & CLI_CONFIG))
		return 0;
	/* what it excludes must not stay */
	for (size_t i = 0; o->one_of && i < cli_n_globals; i++) {
		if (cli_globals[i].one_of && strcmp(cli_globals[i].one_of, o->one_of) == 0)
			cli_config_remove(c, context, key_of(&cli_globals[i], key, sizeof(key)));
	}
	if (strcmp(o->name, "token-file") == 0 && strcmp(text, "-") == 0)
		return cli_usage("--token-file -: a context needs a file that stays; see agolactl login");
	/* the next command is in another folder */
	if (o->metavar && cli_word("FILE|DIR|PATH", o->metavar) && realpath(text, full))
		text = full;
	return cli_config_set(cli, c, context, key_of(o, key, sizeof(key)), text);
}

/* ---- as text ---- */

/* In double quotes, which take everything. */
static void write_text(FILE *f, const char *s)
{
	putc('"', f);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			fprintf(f, "\\%c", *s);
		else if ((unsigned char)*s < 0x20 || *s == 0x7f)
			fprintf(f, "\\x%02x", (unsigned)*s);
		else
			putc(*s, f);
	}
	putc('"', f);
}

static void write_contexts(FILE *f, const struct cli_config *c)
{
	if (c->n_contexts)
		fputs("contexts:\n", f);
	for (size_t i = 0; i < c->n_contexts; i++) {
		bool any = false;

		fputs("  ", f);
		write_text(f, c->contexts[i]);
		for (size_t k = 0; k < c->n; k++) {
			if (!c->entries[k].context || strcmp(c->entries[k].context, c->contexts[i]) != 0)
				continue;
			fprintf(f, "%s    %s: ", any ? "" : ":\n", c->entries[k].key);
			write_text(f, c->entries[k].value);
			putc('\n', f);
			any = true;
		}
		if (!any)
			fputs(": {}\n", f);
	}
}

static void write_current(FILE *f, const struct cli_config *c)
{
	if (!c->current)
		return;
	fputs("current_context: ", f);
	write_text(f, c->current);
	putc('\n', f);
}

static bool is_blank(const char *line)
{
	line += strspn(line, " \t\r");
	return *line == '\n' || *line == '#' || !*line;
}

/* The last line of a part: what follows it and is blank or a comment belongs to what comes next. */
static size_t last_line(const char *text, size_t from, size_t to)
{
	size_t n = 0, last = from;

	for (const char *p = text; p && *p && ++n <= to; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL) {
		if (n >= from && !is_blank(p))
			last = n;
	}
	return last;
}

static void write_all(FILE *f, const struct cli_config *c)
{
	size_t n = 0, contexts_to = c->text ? last_line(c->text, c->contexts_from, c->contexts_to) : 0,
	       current_to = c->text ? last_line(c->text, c->current_from, c->current_to) : 0;

	for (const char *p = c->text, *end; p && *p; p = end) {
		end = strchr(p, '\n') ? strchr(p, '\n') + 1 : p + strlen(p);
		n++;
		if (n == c->contexts_from)
			write_contexts(f, c);
		if (n == c->current_from)
			write_current(f, c);
		if ((c->contexts_from && n >= c->contexts_from && n <= contexts_to) ||
		    (c->current_from && n >= c->current_from && n <= current_to))
			continue;
		fwrite(p, 1, (size_t)(end - p), f);
		if (end[-1] != '\n')
			putc('\n', f);
	}
	if (!c->current_from)
		write_current(f, c);
	if (!c->contexts_from)
		write_contexts(f, c);
}

/* ---- as a file ---- */

static int make_folders(char *path)
{
	for (char *p = path + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = 0;
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return cli_error("%s: %s", path, strerror(errno));
		*p = '/';
	}
	return 0;
}

static int replace(struct cli *cli, const struct cli_config *c, const char *path)
{
	struct cli_file file = { .option = "config file", .path = path, .mode = 0600 };
	int r = cli_file_open(cli, &file);

	if (r)
		return r;
	write_all(file.f, c);
	return cli_file_close(&file, 0);
}

static int change_locked(struct cli *cli, const struct cli_change *change, const char *path)
{
	struct cli_config c;
	int r = cli_config_read(cli, &c, true);

	if (r == 0 && c.is_flow)
		r = cli_usage("config file %s: it begins with {, so it is changed by hand only", c.path);
	if (r == 0)
		r = change->change(cli, &c, change->data);
	return r ? r : replace(cli, &c, path);
}

int cli_config_change(struct cli *cli, const struct cli_change *change)
{
	const char *at = NULL;
	struct stat st;
	char *path, *copy;
	int r = cli_config_path(cli, &at), fd;

	if (r)
		return r;
	if (!at)
		return cli_usage("there is no place for a config file: neither --config nor $HOME is set");
	/* a link stays one */
	path = realpath(at, NULL);
	if (!path && errno != ENOENT)
		return cli_error("config file %s: %s", at, strerror(errno));
	path = cli_keep(cli, path ? path : strdup(at));
	copy = path ? cli_keep(cli, strdup(path)) : NULL;
	if (!copy)
		return cli_no_memory();
	/* it is replaced: never put a file in the place of a device */
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return cli_usage("config file %s: it is no ordinary file", path);
	r = make_folders(path);
	if (r)
		return r;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX) != 0)
		r = cli_error("config file %s: %s", path, strerror(errno));
	else
		r = change_locked(cli, change, path);
	if (fd >= 0)
		close(fd);
	return r;
}
