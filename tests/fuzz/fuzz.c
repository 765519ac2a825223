/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool fuzz_fault;

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

size_t fuzz_pick(const char *line, size_t n)
{
	uint32_t h = 2166136261u;

	for (; *line; line++)
		h = (h ^ (unsigned char)*line) * 16777619u;
	return h % n;
}

const struct agola_type *fuzz_type(const char *line)
{
	const struct agola_type *t = agola_type_find(line);
	size_t n = 0;

	if (t)
		return t;
	while (ag_type_at(n))
		n++;
	return ag_type_at(fuzz_pick(line, n));
}

int fuzz_in_pieces(const char *data, size_t len, size_t piece, fuzz_piece_fn fn, void *arg)
{
	int r = 0;

	while (r == 0 && len) {
		size_t n = piece && piece < len ? piece : len;
		char *copy = must(malloc(n));

		memcpy(copy, data, n);
		r = fn(arg, copy, n);
		free(copy);
		data += n;
		len -= n;
	}
	return r;
}

char *fuzz_json(const struct agola_type *type, const void *obj, unsigned flags)
{
	struct ag_buf b = { 0 };

	ag_json_encode(&b, type, obj, flags);
	FUZZ_CHECK(!b.failed && b.len == strlen(b.s), "%s: the encoded text", type->name);
	return b.s;
}

static const char *skip_digits(const char *s)
{
	return s + strspn(s, "0123456789");
}

bool fuzz_same_words(const char *a, const char *b)
{
	for (; *a || *b; a++, b++) {
		a = skip_digits(a);
		b = skip_digits(b);
		if (*a != *b)
			return false;
		if (!*a)
			break;
	}
	return true;
}

void fuzz_check_words(const char *s)
{
	FUZZ_CHECK(s && *s, "no words");
	FUZZ_CHECK(ag_utf8_valid(s, strlen(s)), "%s", s);
	for (; *s; s++)
		FUZZ_CHECK((unsigned char)*s >= 0x20 && *s != 0x7f, "control character %d", *s);
}
