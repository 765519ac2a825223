/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ag_wipe(void *p, size_t len)
{
	explicit_bzero(p, len);
}

void ag_buf_free(struct ag_buf *b)
{
	if (b->secret && b->s)
		ag_wipe(b->s, b->cap);
	free(b->s);
	*b = (struct ag_buf){ .max = b->max, .secret = b->secret };
}

void ag_buf_wipe(struct ag_buf *b)
{
	if (b->s)
		ag_wipe(b->s, b->cap);
	ag_buf_free(b);
}

void ag_buf_reset(struct ag_buf *b)
{
	b->len = 0;
	b->failed = false;
	if (b->s)
		b->s[0] = 0;
}

/* realloc() may leave a copy behind. */
static char *grow_secret(struct ag_buf *b, size_t cap)
{
	char *s = malloc(cap);

	if (s && b->s) {
		memcpy(s, b->s, b->len + 1);
		ag_wipe(b->s, b->cap);
		free(b->s);
	}
	return s;
}

static bool buf_room(struct ag_buf *b, size_t len)
{
	size_t need, cap;
	char *s;

	if (b->failed)
		return false;
	if (len >= SIZE_MAX / 4 || (b->max && (len > b->max || b->len > b->max - len))) {
		b->failed = true;
		return false;
	}
	need = b->len + len + 1;
	if (need <= b->cap)
		return true;
	cap = b->cap ? b->cap : 64;
	while (cap < need)
		cap *= 2;
	s = b->secret ? grow_secret(b, cap) : realloc(b->s, cap);
	if (!s) {
		b->failed = true;
		return false;
	}
	b->s = s;
	b->cap = cap;
	return true;
}

void ag_buf_add(struct ag_buf *b, const char *s, size_t len)
{
	if (!buf_room(b, len))
		return;
	if (len)
		memcpy(b->s + b->len, s, len);
	b->len += len;
	b->s[b->len] = 0;
}

void ag_buf_adds(struct ag_buf *b, const char *s)
{
	ag_buf_add(b, s, strlen(s));
}

void ag_buf_addc(struct ag_buf *b, char c)
{
	ag_buf_add(b, &c, 1);
}

void ag_buf_vaddf(struct ag_buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		b->failed = true;
	else if (buf_room(b, (size_t)n)) {
		vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void ag_buf_addf(struct ag_buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ag_buf_vaddf(b, fmt, ap);
	va_end(ap);
}

const char *ag_buf_str(const struct ag_buf *b)
{
	return b->s && b->len ? b->s : "";
}
