/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the decoder: decode.c has the events, parser.c the feeding of yajl, surrogates.c the repair of lone surrogates. */
#ifndef AG_JSON_DECODE_H
#define AG_JSON_DECODE_H

#include "json/json.h"

#include <setjmp.h>
#include <yajl/yajl_parse.h>

enum frame_kind { IN_OBJECT, IN_ARRAY, IN_MAP };

struct frame {
	enum frame_kind kind;
	uint32_t next_row;               /* objects: where to look for the next key first */
	const struct agola_type *type;   /* objects */
	void *obj;                       /* the object; for arrays and maps the one that they are a member of */
	const struct agola_field *field; /* objects: of the key that was read; arrays and maps: their own */
	const char *map_key;
	size_t vec_base; /* where their items begin in vec */
	bool may_repeat; /* maps: a key may have come before */
};

#define AG_POOL_SIZE 1536

struct ag_pool_block;

struct ag_decoder {
	const struct agola_type *type;
	struct ag_decode_opts opts;
	void *root;
	int status;
	struct ag_buf error;

	/* max_depth of each */
	struct frame *frames;
	size_t *n_vec_of;
	size_t n_frames;

	void **vec; /* items of all open arrays, the innermost last */
	size_t n_vec, cap_vec;

	uint32_t depth, skip_depth, raw_depth, n_roots;
	struct ag_buf raw;
	size_t n_bytes;

	/* surrogates.c: the beginning of an escape that is not decided yet */
	unsigned char held[12];
	size_t n_held;

	/* yajl and its memory */
	yajl_handle yajl;
	jmp_buf out_of_memory;
	struct ag_pool_block *blocks;
	size_t pool_used;
	_Alignas(max_align_t) char pool[AG_POOL_SIZE];
};

extern const yajl_callbacks ag_decode_callbacks;

/* A request that a server reads says its size as one of the SDK's callers would. */
static inline void ag_decoder_set_size(const struct agola_type *type, void *obj)
{
	if (type->flags & AG_TYPE_REQUEST)
		memcpy(obj, &(size_t){ type->size }, sizeof(size_t));
}

/* Give bytes to yajl; 0 or d->status. */
int ag_decoder_parse(struct ag_decoder *d, const unsigned char *s, size_t len);
/* As above, with lone surrogates in escapes replaced by U+FFFD. */
int ag_decoder_feed_repaired(struct ag_decoder *d, const unsigned char *s, size_t len);

#endif
