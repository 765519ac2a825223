/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK 1024
#define MAX_CHUNK   (8 * 1024 * 1024)
#define ALIGN       _Alignof(max_align_t)

struct ag_arena_chunk {
	struct ag_arena_chunk *next;
	size_t size;
	_Alignas(max_align_t) char data[];
};

void ag_arena_init(struct ag_arena *a)
{
	memset(a, 0, sizeof(*a));
}

void ag_arena_free(struct ag_arena *a)
{
	struct ag_arena_chunk *c = a->chunks;

	while (c) {
		struct ag_arena_chunk *next = c->next;

		free(c);
		c = next;
	}
	ag_arena_init(a);
}

void ag_arena_wipe(struct ag_arena *a)
{
	for (struct ag_arena_chunk *c = a->chunks; c; c = c->next)
		ag_wipe(c->data, c->size);
	ag_arena_free(a);
}

/*
 * Room for @size bytes. Chunks grow threefold, so that a large answer needs few of them and all together stay below twice the largest: then
 * glibc keeps the memory of one answer for the next, where it would give it back and fault in every page again.
 */
static bool arena_grow(struct ag_arena *a, size_t size)
{
	size_t want = a->chunks ? a->chunks->size * 3 : FIRST_CHUNK;
	struct ag_arena_chunk *c;

	if (want > MAX_CHUNK)
		want = MAX_CHUNK;
	if (size > SIZE_MAX / 2)
		return false;
	if (want < size + ALIGN)
		want = size + ALIGN;
	c = malloc(sizeof(*c) + want);
	if (!c)
		return false;
	c->next = a->chunks;
	c->size = want;
	a->chunks = c;
	a->at = c->data;
	a->end = c->data + want;
	a->total += want;
	return true;
}

void *ag_arena_alloc(struct ag_arena *a, size_t size)
{
	size_t pad = a->at ? (ALIGN - (uintptr_t)a->at % ALIGN) % ALIGN : 0;
	void *p;

	if (size == 0)
		size = 1;
	if (!a->at || (size_t)(a->end - a->at) < pad || (size_t)(a->end - a->at) - pad < size) {
		if (!arena_grow(a, size))
			return NULL;
		pad = 0;
	}
	p = a->at + pad;
	a->at += pad + size;
	return memset(p, 0, size);
}

char *ag_arena_strndup(struct ag_arena *a, const char *s, size_t len)
{
	char *p;

	if (len == SIZE_MAX)
		return NULL;
	if (!a->at || (size_t)(a->end - a->at) < len + 1) {
		if (!arena_grow(a, len + 1))
			return NULL;
	}
	p = a->at;
	a->at += len + 1;
	if (len)
		memcpy(p, s, len);
	p[len] = 0;
	return p;
}

char *ag_arena_strdup(struct ag_arena *a, const char *s)
{
	return ag_arena_strndup(a, s, strlen(s));
}

char *ag_arena_printf(struct ag_arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return NULL;
	p = ag_arena_alloc(a, (size_t)n + 1);
	if (!p)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

/* Stands right in front of a root, in the oldest chunk of the root's arena. */
struct root_head {
	uint64_t magic;
	const struct agola_type *type;
	struct ag_arena arena;
	bool secret;
	_Alignas(max_align_t) char object[];
};

#define ROOT_MAGIC UINT64_C(0x61676f6c61526f6f)

static struct root_head *root_head(const void *root)
{
	struct root_head *h = (struct root_head *)((uintptr_t)root - offsetof(struct root_head, object));

	/* A pointer from inside a response, or one freed already: stop here rather than corrupt the heap. */
	if (h->magic != ROOT_MAGIC)
		abort();
	return h;
}

void *ag_root_new(const struct agola_type *type, size_t size)
{
	struct ag_arena a;
	struct root_head *h;

	ag_arena_init(&a);
	h = ag_arena_alloc(&a, sizeof(*h) + size);
	if (!h)
		return NULL;
	h->magic = ROOT_MAGIC;
	h->type = type;
	h->arena = a;
	return h->object;
}

struct ag_arena *ag_root_arena(const void *root)
{
	return &root_head(root)->arena;
}

const struct agola_type *ag_root_type(const void *root)
{
	return root_head(root)->type;
}

void ag_root_set_secret(void *root)
{
	root_head(root)->secret = true;
}

char *ag_root_text(const char *s, size_t len)
{
	char *p = ag_root_new(NULL, len + 1);

	if (p && len)
		memcpy(p, s, len);
	return p;
}

void agola_free(const void *root)
{
	struct ag_arena a;
	struct root_head *h;

	if (!root)
		return;
	h = root_head(root);
	h->magic = 0;
	a = h->arena;
	if (h->secret)
		ag_arena_wipe(&a);
	else
		ag_arena_free(&a);
}
