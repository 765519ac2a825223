/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool fuzz_fault, fuzz_thorough;

void fuzz_die(const char *file, int line, const char *cond, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: does not hold: %s: ", file, line, cond);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

static void *must(void *p)
{
	FUZZ_CHECK(p, "out of memory");
	return p;
}

char *fuzz_line(struct fuzz_input *in)
{
	const char *nl = in->len ? memchr(in->at, '\n', in->len) : NULL;
	size_t n = nl ? (size_t)(nl - in->at) : in->len;
	char *s = must(malloc(n + 1));

	if (n)
		memcpy(s, in->at, n);
	s[n] = 0;
	in->at += n + (nl != NULL);
	in->len -= n + (nl != NULL);
	return s;
}

unsigned fuzz_byte(struct fuzz_input *in, unsigned none)
{
	if (!in->len)
		return none;
	in->len--;
	return (unsigned char)*in->at++;
}

FUZZ_PLAIN size_t fuzz_pick(const char *line, size_t n)
{
	uint32_t h = 2166136261u;

	for (; *line; line++)
		h = (h ^ (unsigned char)*line) * 16777619u;
	return h % n;
}

/* Things and their names, in the order of these: the registries have no order, and are as long as Agola's API. */
struct named {
	const char *name;
	const void *thing;
};

static FUZZ_PLAIN int by_name(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static FUZZ_PLAIN const void *choose(const struct named *all, size_t n, const char *line)
{
	const struct named key = { line, NULL }, *found;

	if (n == 0)
		return NULL;
	found = bsearch(&key, all, n, sizeof(*all), by_name);
	return found ? found->thing : all[fuzz_pick(line, n)].thing;
}

FUZZ_PLAIN const struct ag_endpoint *fuzz_endpoint(const char *line, fuzz_endpoint_fn may)
{
	static struct named all[1000];
	static size_t n;
	const struct ag_endpoint *ep;

	if (n == 0) {
		for (size_t i = 0; (ep = ag_endpoint_at(i)) != NULL && n < AG_COUNT(all); i++) {
			if (may(ep))
				all[n++] = (struct named){ ep->name, ep };
		}
		qsort(all, n, sizeof(*all), by_name);
	}
	return choose(all, n, line);
}

FUZZ_PLAIN const struct agola_type *fuzz_type(const char *line)
{
	static struct named all[1000];
	static size_t n;
	const struct agola_type *t;

	if (n == 0) {
		for (size_t i = 0; (t = ag_type_at(i)) != NULL && n < AG_COUNT(all); i++)
			all[n++] = (struct named){ t->name, t };
		qsort(all, n, sizeof(*all), by_name);
	}
	return choose(all, n, line);
}

int fuzz_in_pieces(const char *data, size_t len, size_t piece, fuzz_piece_fn fn, void *arg)
{
	size_t n = piece && piece < len ? piece : len;
	char *copy = NULL;
	int r = 0;

	while (r == 0 && len) {
		if (len < n)
			n = len;
		if (!copy || n == len) {
			free(copy);
			copy = must(malloc(n));
		}
		memcpy(copy, data, n);
		r = fn(arg, copy, n);
		data += n;
		len -= n;
	}
	free(copy);
	return r;
}

char *fuzz_json(const struct agola_type *type, const void *obj, unsigned flags)
{
	struct ag_buf b = { 0 };

	ag_json_encode(&b, type, obj, flags);
	FUZZ_CHECK(!b.failed && b.len == strlen(b.s), "%s: the encoded text", type->name);
	return b.s;
}

void fuzz_check_words(const char *s)
{
	FUZZ_CHECK(s && *s, "no words");
	FUZZ_CHECK(ag_utf8_valid(s, strlen(s)), "%s", s);
	for (; *s; s++)
		FUZZ_CHECK((unsigned char)*s >= 0x20 && *s != 0x7f, "control character %d", *s);
}
