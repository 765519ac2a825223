/* SPDX-License-Identifier: Apache-2.0 */
/* The decoder's life: yajl made, fed and ended, with its memory in a pool of ours. */
#include "json/decode.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_DEPTH 64
#define DEFAULT_BYTES ((size_t)64 * 1024 * 1024)
#define DEFAULT_ITEMS ((size_t)16 * 1024 * 1024)
/* yajl holds a token that is cut by the end of a piece; pieces of this size keep what it looks at at once small */
#define PIECE ((size_t)64 * 1024)

struct ag_pool_block {
	struct ag_pool_block *next, **at;
	size_t size;
	_Alignas(max_align_t) char data[];
};

static bool in_pool(const struct ag_decoder *d, const void *p)
{
	return (uintptr_t)p >= (uintptr_t)d->pool && (uintptr_t)p < (uintptr_t)d->pool + sizeof(d->pool);
}

/* In the pool each piece has its size in front of it. */
#define HEAD sizeof(max_align_t)

static void *pool_malloc(void *ctx, size_t size)
{
	struct ag_decoder *d = ctx;
	size_t need = HEAD + (size + HEAD - 1) / HEAD * HEAD;
	struct ag_pool_block *b;

	if (size < sizeof(d->pool) && need <= sizeof(d->pool) - d->pool_used) {
		char *p = d->pool + d->pool_used;

		d->pool_used += need;
		memcpy(p, &size, sizeof(size));
		return p + HEAD;
	}
	b = malloc(sizeof(*b) + size);
	if (!b)
		longjmp(d->out_of_memory, 1);
	b->size = size;
	b->next = d->blocks;
	b->at = &d->blocks;
	if (b->next)
		b->next->at = &b->next;
	d->blocks = b;
	return b->data;
}

static struct ag_pool_block *block_of(void *p)
{
	return (struct ag_pool_block *)((uintptr_t)p - offsetof(struct ag_pool_block, data));
}

static void pool_free(void *ctx, void *p)
{
	struct ag_pool_block *b;

	if (!p || in_pool(ctx, p))
		return;
	b = block_of(p);
	*b->at = b->next;
	if (b->next)
		b->next->at = b->at;
	free(b);
}

static void *pool_realloc(void *ctx, void *p, size_t size)
{
	size_t old = 0;
	void *q;

	if (p && in_pool(ctx, p))
		memcpy(&old, (char *)p - HEAD, sizeof(old));
	else if (p)
		old = block_of(p)->size;
	if (p && size <= old)
		return p;
	q = pool_malloc(ctx, size);
	if (old)
		memcpy(q, p, old);
	pool_free(ctx, p);
	return q;
}

static void pool_drop(struct ag_decoder *d)
{
	while (d->blocks) {
		struct ag_pool_block *next = d->blocks->next;

		free(d->blocks);
		d->blocks = next;
	}
	d->yajl = NULL;
}

static bool make_yajl(struct ag_decoder *d)
{
	yajl_alloc_funcs funcs = { pool_malloc, pool_realloc, pool_free, d };

	if (setjmp(d->out_of_memory)) {
		pool_drop(d);
		return false;
	}
	d->yajl = yajl_alloc(&ag_decode_callbacks, &funcs, d);
	yajl_config(d->yajl, yajl_dont_validate_strings, 1);
	if (d->opts.lenient)
		yajl_config(d->yajl, yajl_allow_trailing_garbage, 1);
	return true;
}

struct ag_decoder *ag_decoder_new(const struct agola_type *type, const struct ag_decode_opts *opts)
{
	struct ag_decoder *d = malloc(sizeof(*d));

	if (!d)
		return NULL;
	memset(d, 0, offsetof(struct ag_decoder, known));
	d->type = type;
	if (opts)
		d->opts = *opts;
	if (!d->opts.max_depth)
		d->opts.max_depth = DEFAULT_DEPTH;
	if (!d->opts.max_bytes)
		d->opts.max_bytes = DEFAULT_BYTES;
	if (!d->opts.max_items)
		d->opts.max_items = DEFAULT_ITEMS;
	d->root = ag_root_new(type, type->size);
	if (!d->root || !make_yajl(d)) {
		ag_decoder_free(d);
		return NULL;
	}
	ag_decoder_set_size(type, d->root);
	d->arena = ag_root_arena(d->root);
	return d;
}

void ag_decoder_free(struct ag_decoder *d)
{
	if (!d)
		return;
	if (d->yajl)
		yajl_free(d->yajl);
	pool_drop(d);
	agola_free(d->root);
	ag_buf_free(&d->error);
	ag_buf_wipe(&d->raw);
	free(d->frames);
	free(d->vec);
	free(d);
}

/*
 * yajl stopped: because of a callback, which has set the status, or because this is no JSON. Then the words say where by the path: yajl
 * only knows how much of the last piece it has looked at, which depends on where that began.
 */
static int stopped(struct ag_decoder *d)
{
	if (!d->status) {
		unsigned char *why = yajl_get_error(d->yajl, 0, NULL, 0);

		ag_decode_fail(d, "not JSON: %.*s", (int)strcspn((const char *)why, "\n"), (const char *)why);
		yajl_free_error(d->yajl, why);
	}
	return d->status;
}

static int parse_pieces(struct ag_decoder *d, const unsigned char *s, size_t len)
{
	while (len && !d->status) {
		size_t n = len < PIECE ? len : PIECE;

		if (yajl_parse(d->yajl, s, n) != yajl_status_ok)
			return stopped(d);
		d->n_bytes += n;
		s += n;
		len -= n;
	}
	return d->status;
}

int ag_decoder_parse(struct ag_decoder *d, const unsigned char *s, size_t len)
{
	if (setjmp(d->out_of_memory)) {
		pool_drop(d);
		return d->status = AGOLA_ERR_NOMEM;
	}
	return parse_pieces(d, s, len);
}

int ag_decoder_feed(struct ag_decoder *d, const void *data, size_t len)
{
	if (d->status)
		return d->status;
	if (len > d->opts.max_bytes - d->n_bytes - d->n_held) {
		d->status = AGOLA_ERR_PROTOCOL;
		ag_buf_addf(&d->error, "larger than the limit of %zu bytes", d->opts.max_bytes);
		if (d->error.failed)
			d->status = AGOLA_ERR_NOMEM;
		return d->status;
	}
	return ag_decoder_feed_repaired(d, data, len);
}

static int complete(struct ag_decoder *d)
{
	if (setjmp(d->out_of_memory)) {
		pool_drop(d);
		return d->status = AGOLA_ERR_NOMEM;
	}
	if (yajl_complete_parse(d->yajl) != yajl_status_ok)
		return stopped(d);
	return 0;
}

int ag_decoder_finish(struct ag_decoder *d, void **ret)
{
	size_t held = d->n_held;

	d->n_held = 0;
	if (d->status || ag_decoder_parse(d, d->held, held) || complete(d))
		return d->status;
	if (d->opts.one && d->n_roots == 0) {
		d->status = AGOLA_ERR_PROTOCOL;
		ag_buf_adds(&d->error, "the list is empty; it should have one item");
		return d->status;
	}
	*ret = d->root;
	d->root = NULL;
	return 0;
}

const char *ag_decoder_error(const struct ag_decoder *d)
{
	return ag_buf_str(&d->error);
}

int ag_json_decode(const struct agola_type *type, const struct ag_decode_opts *opts, const void *data, size_t len, void **ret,
                   struct ag_buf *why)
{
	struct ag_decoder *d = ag_decoder_new(type, opts);
	int r = AGOLA_ERR_NOMEM;

	if (d && (r = ag_decoder_feed(d, data, len)) == 0)
		r = ag_decoder_finish(d, ret);
	if (r && why && d)
		ag_buf_adds(why, ag_decoder_error(d));
	ag_decoder_free(d);
	return r;
}
