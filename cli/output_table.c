/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects as a table. It is printed piece by piece, so that a long list begins at once and takes no more memory than a short
 * one: the first rows set the widths, later ones can only make a column wider from there on.
 */
#include "cli.h"
#include "lazy/smartcols.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

enum { MAX_COLUMNS = 64, MAX_DEPTH = 4, PIECE = 200 };

/* "user.name": a field, and those of the objects in it. */
struct column {
	const agola_field *path[MAX_DEPTH];
	size_t depth;
	char key[40]; /* of a record instead, or */
	const struct cli_column *extra;
};

struct cli_table {
	const struct cli *cli;
	struct column columns[MAX_COLUMNS];
	size_t n_columns, n_rows, piece;
	bool relative; /* times in words */
	bool links, colours, fits;
	size_t headers[MAX_COLUMNS], widths[MAX_COLUMNS]; /* of those that are in the table; with fits */
	struct libscols_table *table;
};

/* ---- columns ---- */

static int say_no_column(const char *name, size_t len, const char *const *keys, size_t n)
{
	char word[80], near[80];

	snprintf(word, sizeof(word), "%.*s", (int)len, name);
	cli_suggest(near, sizeof(near), word, keys, n);
	fprintf(stderr, "agolactl: --columns: \"%s\" is not right: one or more of:", word);
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, " %s", keys[i]);
	fprintf(stderr, "%s\n", near);
	return CLI_USAGE;
}

static int no_column(const agola_type *type, const struct cli_column *extra, const char *name, size_t len)
{
	const char *keys[MAX_COLUMNS];
	size_t n = 0;

	for (; extra && extra->key; extra++)
		keys[n++] = extra->key;
	for (size_t i = 0; i < agola_type_n_fields(type) && n < MAX_COLUMNS; i++)
		keys[n++] = agola_field_key(agola_type_field(type, i));
	return say_no_column(name, len, keys, n);
}

/* One of the keys of the records that a command prints. */
static int parse_key(const char *fields, const char *name, size_t len, struct column *c)
{
	char copy[512];
	const char *keys[MAX_COLUMNS];
	size_t n = 0;

	*c = (struct column){ .depth = 0 };
	snprintf(copy, sizeof(copy), "%s", fields);
	for (char *p = copy, *rest = NULL; (p = strtok_r(p, ",", &rest)) != NULL && n < MAX_COLUMNS; p = NULL)
		keys[n++] = p;
	for (size_t i = 0; i < n; i++) {
		if (strlen(keys[i]) == len && strncmp(keys[i], name, len) == 0) {
			snprintf(c->key, sizeof(c->key), "%s", keys[i]);
			return 0;
		}
	}
	return say_no_column(name, len, keys, n);
}

static int parse_column(const agola_type *type, const struct cli_column *extra, const char *name, size_t len, struct column *c)
{
	*c = (struct column){ .depth = 0 };
	for (const struct cli_column *e = extra; e && e->key; e++) {
		if (strlen(e->key) == len && strncmp(e->key, name, len) == 0) {
			c->extra = e;
			return 0;
		}
	}
	for (;;) {
		size_t n = 0, i, n_fields = agola_type_n_fields(type);

		while (n < len && name[n] != '.')
			n++;
		for (i = 0; i < n_fields; i++) {
			const char *key = agola_field_key(agola_type_field(type, i));

			if (strlen(key) == n && strncmp(key, name, n) == 0)
				break;
		}
		if (i == n_fields || c->depth == MAX_DEPTH)
			return no_column(type, c->depth ? NULL : extra, name, n);
		c->path[c->depth++] = agola_type_field(type, i);
		if (n == len)
			return 0;
		if (agola_field_kind(agola_type_field(type, i)) != AGOLA_KIND_OBJECT)
			return cli_usage("--columns: %.*s is no object, it has no \"%.*s\"", (int)n, name, (int)(len - n - 1),
			                 name + n + 1);
		type = agola_field_type(agola_type_field(type, i));
		name += n + 1;
		len -= n + 1;
	}
}

/* What fits into a cell and need not be hidden. */
static bool by_default(const agola_field *f)
{
	enum agola_kind k = agola_field_kind(f);

	return k != AGOLA_KIND_ARRAY && k != AGOLA_KIND_MAP && k != AGOLA_KIND_RAW && !agola_field_is_secret(f);
}

static void default_columns(struct cli_table *t)
{
	for (size_t i = 0; i < agola_type_n_fields(t->cli->type) && t->n_columns < MAX_COLUMNS; i++) {
		const agola_field *f = agola_type_field(t->cli->type, i);

		if (by_default(f))
			t->columns[t->n_columns++] = (struct column){ .path = { f }, .depth = 1 };
	}
}

int cli_table_columns(const struct cli *cli, struct cli_table *t)
{
	const char *list = cli->columns ? cli->columns : cli->command->columns ? cli->command->columns : cli->command->fields;
	struct column c;
	size_t n = 0;

	if (!list && t)
		default_columns(t);
	if (list && !*list)
		return cli_usage("--columns: it is empty");
	for (const char *p = list; p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL) {
		size_t len = strcspn(p, ",");
		int r = cli->type ? parse_column(cli->type, cli->command->extra, p, len, &c)
		                  : parse_key(cli->command->fields, p, len, &c);

		if (r)
			return r;
		if (n++ == MAX_COLUMNS)
			return cli_usage("--columns: more than %d", MAX_COLUMNS);
		if (t)
			t->columns[t->n_columns++] = c;
	}
	return 0;
}

static const char *key_of(const struct column *c)
{
	return c->depth ? agola_field_key(c->path[c->depth - 1]) : c->extra ? c->extra->key : c->key;
}

/* What other commands take is of no use when it is cut. */
static bool may_be_cut(const struct column *c)
{
	const char *key = key_of(c);
	size_t n = strlen(key);

	return strcmp(key, "id") != 0 && !(n > 3 && strcmp(key + n - 3, "_id") == 0);
}

static size_t width_of(const char *s)
{
	wchar_t *w = s ? malloc((strlen(s) + 1) * sizeof(*w)) : NULL;
	size_t n;
	int width;

	if (!w)
		return s ? strlen(s) : 0;
	n = mbstowcs(w, s, strlen(s) + 1);
	width = n == (size_t)-1 ? -1 : wcswidth(w, n);
	free(w);
	return width >= 0 ? (size_t)width : strlen(s);
}

static bool make_column(struct cli_table *t, const struct column *c, bool first)
{
	char name[128] = "";
	size_t len = (size_t)snprintf(name, sizeof(name), "%s", c->extra ? c->extra->key : c->key);

	for (size_t i = 0; i < c->depth && len < sizeof(name); i++)
		len += (size_t)snprintf(name + len, sizeof(name) - len, "%s%s", i ? "." : "", agola_field_key(c->path[i]));
	for (char *p = name; *p; p++)
		*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
	t->headers[c - t->columns] = t->widths[c - t->columns] = width_of(name);
	return lazy_scols_table_new_column(t->table, name, 0, first || !may_be_cut(c) ? 0 : SCOLS_FL_TRUNC) != NULL;
}

struct cli_table *cli_table_new(const struct cli *cli)
{
	struct cli_table *t = calloc(1, sizeof(*t));
	bool ok;

	if (!t)
		return NULL;
	t->cli = cli;
	t->piece = CLI_SHORT_PAGE;
	lazy_load(WITH_SMARTCOLS);
	lazy_scols_init_debug(0);
	t->table = lazy_scols_new_table();
	ok = t->table && cli_table_columns(cli, t) == 0;
	if (ok) {
		bool person = cli_is_terminal();

		t->relative = cli->times ? *cli->times == 'r' : person;
		lazy_scols_table_enable_noheadings(t->table,
		                                   cli->headers == AGOLA_FALSE || (!person && cli->headers != AGOLA_TRUE));
		t->colours = cli_colour();
		t->links = cli_has_links(cli);
		lazy_scols_table_enable_colors(t->table, t->colours || t->links);
		/* only a terminal has a width to fit into */
		lazy_scols_table_set_termforce(t->table, person ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
		t->fits = person;
		if (person)
			lazy_scols_table_set_termwidth(t->table, cli_terminal_width());
	}
	for (size_t i = 0; ok && i < t->n_columns; i++)
		ok = make_column(t, &t->columns[i], i == 0);
	if (ok)
		return t;
	lazy_scols_unref_table(t->table);
	free(t);
	return NULL;
}

/* ---- rows ---- */

/*
 * libsmartcols 2.38 knows no links, but writes what is said to be a colour in front of a cell, and a reset behind it: so a link
 * is a colour, and each reset behind one becomes its end.
 */
#define LINK     "\033]8;;"
#define LINK_END "\033\\"
#define RESET    "\033[0m"

static int print_links(const struct cli_table *t)
{
	char *text = NULL;

	if (lazy_scols_print_table_to_string(t->table, &text) != 0 || !text)
		return CLI_ERROR;
	for (const char *p = text; *p;) {
		const char *link = strstr(p, LINK), *cell = link ? strstr(link, LINK_END) : NULL,
		           *end = cell ? strstr(cell, RESET) : NULL;
		const char *last = end;

		if (!end) {
			fputs(p, stdout);
			break;
		}
		/* what fills the cell is no part of it */
		while (last > cell + strlen(LINK_END) && last[-1] == ' ')
			last--;
		fwrite(p, 1, (size_t)(last - p), stdout);
		fputs(LINK LINK_END, stdout);
		fwrite(last, 1, (size_t)(end - last), stdout);
		p = end + strlen(RESET);
	}
	putchar('\n');
	free(text);
	return 0;
}

/* ---- what does not fit ---- */

enum { LEAST_WIDTH = 8 };

/* Its beginning, with a mark that there is more. NULL without memory. */
static char *cut(const char *s, size_t width)
{
	const char *mark = MB_CUR_MAX > 1 ? "\u2026" : "~";
	char *out = malloc(strlen(s) + strlen(mark) + 1);
	size_t n = 0, used = 0;
	mbstate_t state = { 0 };

	while (out && s[n]) {
		wchar_t c;
		size_t len = mbrtowc(&c, s + n, strlen(s + n), &state);
		int w = len == 0 || len > (size_t)-3 ? 1 : wcwidth(c);

		if (used + (size_t)(w > 0 ? w : 0) > width - 1)
			break;
		used += (size_t)(w > 0 ? w : 0);
		n += len == 0 || len > (size_t)-3 ? 1 : len;
	}
	if (out)
		sprintf(out, "%.*s%s", (int)n, s, mark);
	return out;
}

static bool cut_line(struct cli_table *t, struct libscols_line *line, const size_t *widths)
{
	for (size_t i = 1; i < t->n_columns; i++) {
		const char *s = lazy_scols_cell_get_data(lazy_scols_line_get_cell(line, i));
		char *shorter = s && widths[i] < t->widths[i] && width_of(s) > widths[i] ? cut(s, widths[i]) : NULL;

		if (shorter && lazy_scols_line_refer_data(line, i, shorter) != 0) {
			free(shorter);
			return false;
		}
	}
	return true;
}

static bool cut_lines(struct cli_table *t, const size_t *widths)
{
	struct libscols_iter *iter = lazy_scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_line *line;
	bool ok = iter != NULL;

	while (ok && lazy_scols_table_next_line(t->table, iter, &line) == 0)
		ok = cut_line(t, line, widths);
	lazy_scols_free_iter(iter);
	return ok;
}

/* The widest columns become narrower, in turn; libsmartcols would cut them as well, but without a mark. */
static bool fit(struct cli_table *t)
{
	size_t widths[MAX_COLUMNS], all = t->n_columns - 1, room = lazy_scols_table_get_termwidth(t->table);
	bool is_cut = false;

	for (size_t i = 0; i < t->n_columns; i++)
		all += widths[i] = t->widths[i];
	while (all > room) {
		size_t widest = 0;

		for (size_t i = 1; i < t->n_columns; i++) {
			size_t least = t->headers[i] > LEAST_WIDTH ? t->headers[i] : LEAST_WIDTH;

			if (may_be_cut(&t->columns[i]) && widths[i] > least && (!widest || widths[i] > widths[widest]))
				widest = i;
		}
		if (!widest)
			break;
		widths[widest]--;
		all--;
		is_cut = true;
	}
	return !is_cut || cut_lines(t, widths);
}

static int print_piece(struct cli_table *t)
{
	struct libscols_column *c;

	if (t->fits && !fit(t))
		return cli_no_memory();
	if (t->links ? print_links(t) : lazy_scols_print_table(t->table) != 0)
		return CLI_ERROR;
	/* who reads it need not wait for the next page */
	fflush(stdout);
	t->n_rows = 0;
	t->piece = PIECE;
	memcpy(t->widths, t->headers, sizeof(t->widths));
	for (size_t i = 0; (c = lazy_scols_table_get_column(t->table, i)) != NULL; i++)
		lazy_scols_column_set_whint(c, (double)lazy_scols_column_get_width(c));
	lazy_scols_table_remove_lines(t->table);
	lazy_scols_table_enable_noheadings(t->table, 1);
	return 0;
}

static char *cell(const struct cli_table *t, const struct column *c, const void *object)
{
	agola_value v = AGOLA_VALUE_INIT;

	for (size_t i = 0; i < c->depth && object; i++) {
		agola_field_get(c->path[i], object, &v);
		object = v.kind == AGOLA_KIND_OBJECT ? v.pointer : NULL;
		if (v.kind == AGOLA_KIND_NULL)
			break;
	}
	return v.kind == AGOLA_KIND_TIME && t->relative ? cli_ago(v.time, time(NULL)) : cli_text(&v);
}

/* Phases and results have colours. */
static void paint(const struct cli_table *t, struct libscols_line *line, size_t i, const char *s)
{
	if (t->colours && cli_word("phase|result|status|delivery_status", key_of(&t->columns[i])))
		lazy_scols_cell_set_color(lazy_scols_line_get_cell(line, i), cli_colour_of(s));
}

/* Of an object's own columns, not of those of objects in it. */
static void link_cell(const struct cli_table *t, struct libscols_line *line, size_t i, const void *object)
{
	struct libscols_cell *cell = lazy_scols_line_get_cell(line, i);
	const char *s = lazy_scols_cell_get_data(cell);
	char *url = s && *s && t->columns[i].depth < 2 ? cli_link(t->cli, t->cli->type, object, key_of(&t->columns[i])) : NULL;
	char *sequence = url ? malloc(strlen(url) + sizeof(LINK LINK_END)) : NULL;

	if (sequence) {
		sprintf(sequence, LINK "%s" LINK_END, url);
		lazy_scols_cell_set_color(cell, sequence);
	}
	free(sequence);
	free(url);
}

/* The line takes the text over; false without memory, and for NULL. */
static bool put_cell(struct cli_table *t, struct libscols_line *line, size_t i, char *s)
{
	if (s && lazy_scols_line_refer_data(line, i, s) == 0) {
		size_t width = t->fits ? width_of(s) : 0;

		t->widths[i] = width > t->widths[i] ? width : t->widths[i];
		paint(t, line, i, s);
		return true;
	}
	free(s);
	return false;
}

int cli_table_add(struct cli_table *t, const void *object)
{
	struct libscols_line *line = lazy_scols_table_new_line(t->table, NULL);

	for (size_t i = 0; line && i < t->n_columns; i++) {
		const struct column *c = &t->columns[i];

		if (!put_cell(t, line, i, c->extra ? c->extra->text(t->cli->type, object) : cell(t, c, object)))
			return cli_no_memory();
		if (t->links)
			link_cell(t, line, i, object);
	}
	if (!line)
		return cli_no_memory();
	return ++t->n_rows == t->piece ? print_piece(t) : 0;
}

int cli_table_add_record(struct cli_table *t, const struct cli_record *r, size_t n)
{
	struct libscols_line *line = lazy_scols_table_new_line(t->table, NULL);

	for (size_t i = 0; line && i < t->n_columns; i++) {
		const char *value = "";

		for (size_t k = 0; k < n; k++) {
			if (r[k].value && strcmp(r[k].key, t->columns[i].key) == 0)
				value = r[k].value;
		}
		if (!put_cell(t, line, i, cli_safe(value)))
			return cli_no_memory();
	}
	if (!line)
		return cli_no_memory();
	return ++t->n_rows == t->piece ? print_piece(t) : 0;
}

int cli_table_end(struct cli_table *t)
{
	int r = t->n_rows ? print_piece(t) : 0;

	lazy_scols_unref_table(t->table);
	free(t);
	return r;
}
