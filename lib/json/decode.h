/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of the decoder: decode.c has the stack of what is open, values.c strings, numbers and the like, items.c what stands in arrays and
 * maps, parser.c the feeding of yajl, surrogates.c the repair of lone surrogates.
 */
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
	struct ag_known_entry *known; /* maps: of map_key; NULL: none */
	size_t vec_base;              /* where their items begin in vec */
	bool may_repeat;              /* maps: a key may have come before */
};

/*
 * What stood last at this place of a map. The maps of a list, such as the annotations of runs, have mostly the same keys and often the
 * same values; they share them, as nobody writes to a response.
 */
struct ag_known_entry {
	const char *key;
	size_t key_len;
	const char *above;               /* a key that stood in front of it and sorts before it */
	const struct ag_map_entry *text; /* with this key and a string; NULL: none */
	size_t text_len;
};

#define AG_KNOWN_ENTRIES 32

#define AG_POOL_SIZE 1536

struct ag_pool_block;

struct ag_decoder {
	const struct agola_type *type;
	struct ag_decode_opts opts;
	void *root;
	struct ag_arena *arena; /* of the root */
	int status;
	struct ag_buf error;

	struct frame *frames;
	size_t n_frames, cap_frames;

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

	/* what follows is not zeroed, as most answers are small */
	size_t n_known;
	struct ag_known_entry known[AG_KNOWN_ENTRIES];
	_Alignas(max_align_t) char pool[AG_POOL_SIZE];
};

extern const yajl_callbacks ag_decode_callbacks;

/* A request that a server reads says its size as one of the SDK's callers would. */
static inline void ag_decoder_set_size(const struct agola_type *type, void *obj)
{
	if (type->flags & AG_TYPE_REQUEST)
		memcpy(obj, &(size_t){ type->size }, sizeof(size_t));
}

/* What the next value is for. */
struct ag_target {
	const struct agola_field *field; /* NULL: the root */
	void *obj;
	int kind;
};

enum ag_where { TO_FIELD, TO_NOWHERE, TO_ROOT, TO_ITEM };

static inline enum ag_where ag_decode_target(const struct ag_decoder *d, struct ag_target *t)
{
	const struct frame *f;

	if (d->n_frames == 0) {
		t->field = NULL;
		return TO_ROOT;
	}
	f = &d->frames[d->n_frames - 1];
	t->field = f->field;
	t->obj = f->obj;
	if (f->kind != IN_OBJECT) {
		t->kind = f->field->item;
		return TO_ITEM;
	}
	if (!f->field)
		return TO_NOWHERE;
	t->kind = f->field->kind;
	return TO_FIELD;
}

static inline void ag_decode_present(const struct agola_field *f, void *obj, enum ag_presence p)
{
	if (f->flags & AG_PRESENCE)
		*(enum ag_presence *)((char *)obj + f->off_presence) = p;
}

static inline void ag_decode_set_pointer(const struct agola_field *f, void *obj, const void *p)
{
	memcpy((char *)obj + f->off, &p, sizeof(p));
}

/* Whether a word of ours is what was read, which may hold anything. */
static inline bool ag_decode_is(const char *word, const char *s, size_t len)
{
	return (len == 0 || *word == *s) && strlen(word) == len && memcmp(word, s, len) == 0;
}

/* decode.c. They return 0, which makes yajl stop. */
int ag_decode_fail(struct ag_decoder *d, const char *fmt, ...) AG_PRINTF(2, 3);
int ag_decode_nomem(struct ag_decoder *d);
/* Another kind of value, @found, stands where one of @expected should, or where the root should. */
int ag_decode_wrong(struct ag_decoder *d, int expected, const char *found);
int ag_decode_wrong_root(struct ag_decoder *d, const char *found);

/* values.c; 1, or 0 after a failure. These three are callbacks. */
int ag_decode_null(void *decoder);
int ag_decode_boolean(void *decoder, int v);
int ag_decode_number(void *decoder, const char *s, size_t len);
/* A string that is no item of strings and is not passed over. */
int ag_decode_string(struct ag_decoder *d, const char *s, size_t len);
/* A copy of a string, checked; NULL after a failure. */
char *ag_decode_text(struct ag_decoder *d, const char *s, size_t len);
/* Objects and arrays that are kept as JSON: their brackets and keys. */
int ag_raw_open(struct ag_decoder *d, char c);
int ag_raw_key(struct ag_decoder *d, const char *s, size_t len);
int ag_raw_close(struct ag_decoder *d, char c);

/* items.c; 1, or 0 after a failure. */
/* Put a finished value (text or object) into the array or map that is open. */
int ag_decode_add_item(struct ag_decoder *d, const void *v);
int ag_decode_string_item(struct ag_decoder *d, const char *s, size_t len);
/* The next key of the open map. */
int ag_decode_map_key(struct ag_decoder *d, struct frame *f, const char *s, size_t len);
/* The open array or map is complete. */
int ag_decode_close_items(struct ag_decoder *d);

/* Give bytes to yajl; 0 or d->status. */
int ag_decoder_parse(struct ag_decoder *d, const unsigned char *s, size_t len);
/* As above, with lone surrogates in escapes replaced by U+FFFD. */
int ag_decoder_feed_repaired(struct ag_decoder *d, const unsigned char *s, size_t len);

#endif
