/* SPDX-License-Identifier: Apache-2.0 */
/* Is a text what an export has written? */
#include "export_check.h"

#include <stdio.h>
#include <string.h>
#include <yajl/yajl_parse.h>

struct check {
	size_t depth;
	bool in_meta, at_kind, has_kind;
	const char *fault;
};

static int value(struct check *c)
{
	if (!c->depth)
		c->fault = "there is a value that is no object";
	c->at_kind = false;
	return !c->fault;
}

static int on_null(void *ctx)
{
	return value(ctx);
}

static int on_bool(void *ctx, int b)
{
	(void)b;
	return value(ctx);
}

static int on_number(void *ctx, const char *s, size_t n)
{
	(void)s;
	(void)n;
	return value(ctx);
}

static int on_text(void *ctx, const unsigned char *s, size_t n)
{
	struct check *c = ctx;

	(void)s;
	c->has_kind |= c->at_kind && n;
	return value(c);
}

static int on_map(void *ctx)
{
	struct check *c = ctx;

	c->at_kind = false;
	if (c->depth++ == 0)
		c->in_meta = c->has_kind = false;
	return 1;
}

static int on_key(void *ctx, const unsigned char *s, size_t n)
{
	struct check *c = ctx;

	if (c->depth == 1)
		c->in_meta = n == strlen("exportMeta") && memcmp(s, "exportMeta", n) == 0;
	c->at_kind = c->depth == 2 && c->in_meta && n == strlen("kind") && memcmp(s, "kind", n) == 0;
	return 1;
}

static int on_end(void *ctx)
{
	struct check *c = ctx;

	if (--c->depth == 0 && !c->has_kind)
		c->fault = "there is an object without exportMeta.kind";
	return !c->fault;
}

static int on_list(void *ctx)
{
	struct check *c = ctx;

	return value(c) && ++c->depth;
}

static int on_list_end(void *ctx)
{
	((struct check *)ctx)->depth--;
	return 1;
}

bool cli_is_export(const char *bytes, size_t n, char *why, size_t size, size_t *line)
{
	static const yajl_callbacks callbacks = { on_null, on_bool, NULL,   NULL,    on_number,  on_text,
		                                  on_map,  on_key,  on_end, on_list, on_list_end };
	struct check c = { 0 };
	yajl_handle parser = yajl_alloc(&callbacks, NULL, &c);
	yajl_status status;
	size_t at = 0;

	*line = 1;
	if (!parser) {
		snprintf(why, size, "out of memory");
		return false;
	}
	yajl_config(parser, yajl_allow_multiple_values, 1);
	status = yajl_parse(parser, (const unsigned char *)bytes, n);
	at = status == yajl_status_ok ? n : yajl_get_bytes_consumed(parser);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(parser);
	if (status == yajl_status_ok && c.depth)
		status = yajl_status_error;
	yajl_free(parser);
	for (size_t i = 0; i < at && i < n; i++)
		*line += bytes[i] == '\n' && i + 1 < n;
	snprintf(why, size, "%s", c.fault ? c.fault : "it is not JSON there");
	return status == yajl_status_ok;
}
