/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON of which nothing is known, printed again as it comes: in lines for people, and of several pages as one list. Nothing is kept of
 * it but where it stands. Values that follow each other, as in an export, stay so.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>
#include <yajl/yajl_parse.h>

struct cli_json {
	FILE *f;
	bool join, failed, begun;
	char pending;                   /* '[' or '{' that nothing is in yet; 0: none */
	size_t depth, n_pages, n_bytes; /* bytes of this document */
	yajl_handle parser;
	yajl_gen gen;
	char why[160];
};

static void print(void *ctx, const char *s, size_t len)
{
	struct cli_json *j = ctx;

	j->begun = true;
	/* what a person may see, and what other commands print as JSON */
	if (j->f == stdout)
		j->failed |= !cli_put(s, len);
	else
		fwrite(s, 1, len, j->f);
}

static int fault(struct cli_json *j, const char *why)
{
	if (!*j->why)
		snprintf(j->why, sizeof(j->why), "%s", why);
	return 0;
}

/* The generator's state after a value or a part of one. */
static int put(struct cli_json *j, yajl_gen_status status)
{
	if (status == yajl_max_depth_exceeded)
		return fault(j, "it is nested too deep");
	return status == yajl_gen_status_ok && !j->failed ? 1 : fault(j, "out of memory");
}

/* What was opened has something in it. */
static int open_pending(struct cli_json *j)
{
	char c = j->pending;

	j->pending = 0;
	return !c || put(j, c == '[' ? yajl_gen_array_open(j->gen) : yajl_gen_map_open(j->gen));
}

/* Before a value: of the pages of a list only the items count. */
static int begin(struct cli_json *j, bool is_list)
{
	if (!j->depth && j->join)
		return is_list ? 1 : fault(j, "it is no list");
	return open_pending(j);
}

/* After one: at the outside the next is a document of its own. */
static int ended(struct cli_json *j, int ok)
{
	if (ok && !j->depth && !j->join)
		yajl_gen_reset(j->gen, NULL);
	return ok;
}

static int on_null(void *ctx)
{
	return begin(ctx, false) && ended(ctx, put(ctx, yajl_gen_null(((struct cli_json *)ctx)->gen)));
}

static int on_bool(void *ctx, int b)
{
	return begin(ctx, false) && ended(ctx, put(ctx, yajl_gen_bool(((struct cli_json *)ctx)->gen, b)));
}

/* As text, so that no digit is lost. */
static int on_number(void *ctx, const char *s, size_t len)
{
	return begin(ctx, false) && ended(ctx, put(ctx, yajl_gen_number(((struct cli_json *)ctx)->gen, s, len)));
}

static int on_string(void *ctx, const unsigned char *s, size_t len)
{
	return begin(ctx, false) && ended(ctx, put(ctx, yajl_gen_string(((struct cli_json *)ctx)->gen, s, len)));
}

static int on_key(void *ctx, const unsigned char *s, size_t len)
{
	return open_pending(ctx) && put(ctx, yajl_gen_string(((struct cli_json *)ctx)->gen, s, len));
}

static int opened(struct cli_json *j, char what)
{
	bool of_pages = j->join && !j->depth;

	if (!begin(j, what == '['))
		return 0;
	j->depth++;
	/* that of the first page is the one of all */
	if (!of_pages || !j->n_pages)
		j->pending = what;
	return 1;
}

/* The generator writes numbers as they are, and what is empty in several lines. */
static int close_it(struct cli_json *j, char what)
{
	bool empty = j->pending != 0;

	j->pending = 0;
	if (empty)
		return put(j, yajl_gen_number(j->gen, what == '[' ? "[]" : "{}", 2));
	return put(j, what == '[' ? yajl_gen_array_close(j->gen) : yajl_gen_map_close(j->gen));
}

static int closed(struct cli_json *j, char what)
{
	j->depth--;
	return j->join && !j->depth ? 1 : ended(j, close_it(j, what));
}

static int on_map(void *ctx)
{
	return opened(ctx, '{');
}

static int on_map_end(void *ctx)
{
	return closed(ctx, '{');
}

static int on_array(void *ctx)
{
	return opened(ctx, '[');
}

static int on_array_end(void *ctx)
{
	return closed(ctx, '[');
}

static const yajl_callbacks callbacks = { on_null, on_bool, NULL,       NULL,     on_number,   on_string,
	                                  on_map,  on_key,  on_map_end, on_array, on_array_end };

static bool new_parser(struct cli_json *j)
{
	if (j->parser)
		yajl_free(j->parser);
	j->parser = yajl_alloc(&callbacks, NULL, j);
	if (j->parser)
		yajl_config(j->parser, yajl_allow_multiple_values, j->join ? 0 : 1);
	j->n_bytes = 0;
	return j->parser != NULL;
}

struct cli_json *cli_json_new(FILE *f, bool join, bool lines)
{
	struct cli_json *j = calloc(1, sizeof(*j));

	if (!j)
		return NULL;
	j->f = f;
	j->join = join;
	j->gen = yajl_gen_alloc(NULL);
	if (!j->gen || !new_parser(j)) {
		cli_json_free(j);
		return NULL;
	}
	yajl_gen_config(j->gen, yajl_gen_beautify, lines ? 1 : 0);
	yajl_gen_config(j->gen, yajl_gen_indent_string, "  ");
	yajl_gen_config(j->gen, yajl_gen_print_callback, print, j);
	return j;
}

void cli_json_free(struct cli_json *j)
{
	if (j && j->parser)
		yajl_free(j->parser);
	if (j && j->gen)
		yajl_gen_free(j->gen);
	free(j);
}

static int result(struct cli_json *j, yajl_status status)
{
	unsigned char *words;

	if (status == yajl_status_ok)
		return 0;
	if (!*j->why) {
		words = yajl_get_error(j->parser, 0, NULL, 0);
		snprintf(j->why, sizeof(j->why), "%.*s", words ? (int)strcspn((char *)words, "\n") : 0,
		         words ? (char *)words : "");
		yajl_free_error(j->parser, words);
	}
	return -1;
}

int cli_json_feed(struct cli_json *j, const void *bytes, size_t len)
{
	j->n_bytes += len;
	return result(j, yajl_parse(j->parser, bytes, len));
}

int cli_json_page(struct cli_json *j)
{
	int r = 0;

	/* an answer without a body is none */
	if (j->n_bytes || j->join)
		r = result(j, yajl_complete_parse(j->parser));
	j->n_pages++;
	if (r == 0 && !new_parser(j))
		r = fault(j, "out of memory") - 1;
	return r;
}

int cli_json_end(struct cli_json *j)
{
	return j->join && !close_it(j, '[') ? -1 : 0;
}

const char *cli_json_why(const struct cli_json *j)
{
	return j->why;
}

bool cli_json_begun(const struct cli_json *j)
{
	return j->begun;
}

bool cli_is_json(const char *s)
{
	yajl_handle h = yajl_alloc(NULL, NULL, NULL);
	bool ok = h && yajl_parse(h, (const unsigned char *)s, strlen(s)) == yajl_status_ok &&
	          yajl_complete_parse(h) == yajl_status_ok;

	if (h)
		yajl_free(h);
	return ok;
}
