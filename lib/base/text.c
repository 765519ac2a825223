/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

char *ag_strdup(const char *s)
{
	size_t n = strlen(s) + 1;
	char *p = malloc(n);

	return p ? memcpy(p, s, n) : NULL;
}

size_t ag_utf8_len(const unsigned char *s, size_t len)
{
	if (len == 0)
		return 0;
	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2)
		return 0;
	if (s[0] < 0xe0)
		return len >= 2 && (s[1] & 0xc0) == 0x80 ? 2 : 0;
	if (s[0] < 0xf0) {
		if (len < 3 || (s[1] & 0xc0) != 0x80 || (s[2] & 0xc0) != 0x80)
			return 0;
		/* overlong, surrogate */
		return (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ? 0 : 3;
	}
	if (s[0] > 0xf4 || len < 4 || (s[1] & 0xc0) != 0x80 || (s[2] & 0xc0) != 0x80 || (s[3] & 0xc0) != 0x80)
		return 0;
	return (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f) ? 0 : 4;
}

static bool is_plain_word(const char *s)
{
	const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
	uint64_t w;

	memcpy(&w, s, sizeof(w));
	/* a byte of 0 borrows its high bit */
	return (((w - ones) | w) & high) == 0;
}

bool ag_is_plain(const char *s, size_t len)
{
	size_t i = 0;

	for (; len - i >= 8; i += 8) {
		if (!is_plain_word(s + i))
			return false;
	}
	/* the last 8 bytes overlap those before */
	if (i < len && len >= 8)
		return is_plain_word(s + len - 8);
	while (i < len && (unsigned char)(s[i] - 1) < 0x7f)
		i++;
	return i == len;
}

bool ag_utf8_valid(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;

	while (len) {
		size_t n = ag_utf8_len(p, len);

		if (n == 0)
			return false;
		p += n;
		len -= n;
	}
	return true;
}

void ag_buf_add_utf8(struct ag_buf *b, const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;

	while (len) {
		size_t n = ag_utf8_len(p, len);

		if (n == 0) {
			ag_buf_adds(b, "\xef\xbf\xbd");
			n = 1;
		} else {
			ag_buf_add(b, (const char *)p, n);
		}
		p += n;
		len -= n;
	}
}

void ag_buf_add_printable(struct ag_buf *b, const char *s, size_t len, size_t max)
{
	const unsigned char *p = (const unsigned char *)s;
	bool space = false;
	size_t added = 0;

	while (len) {
		size_t n = ag_utf8_len(p, len);

		if (n == 1 && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) {
			space = added > 0;
		} else {
			/* C0, DEL, invalid bytes; C1, line separators and what turns the direction of text */
			bool bad = n == 0 || (n == 1 && (*p < 0x20 || *p == 0x7f)) || (n == 2 && p[0] == 0xc2 && p[1] < 0xa0) ||
			           (n == 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] >= 0xa8 && p[2] <= 0xae)) ||
			           (n == 3 && p[0] == 0xe2 && p[1] == 0x81 && (p[2] >= 0xa6 && p[2] <= 0xa9));
			size_t more = (bad ? 1 : n) + space;

			if (more > max - added)
				break;
			if (space)
				ag_buf_addc(b, ' ');
			space = false;
			if (bad)
				ag_buf_addc(b, '?');
			else
				ag_buf_add(b, (const char *)p, n);
			added += more;
		}
		p += n ? n : 1;
		len -= n ? n : 1;
	}
	if (len)
		ag_buf_adds(b, "...");
}

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char)c;
}

int ag_ascii_casecmp(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) - lower(*b);
}

bool ag_ascii_casestarts(const char *s, const char *prefix)
{
	for (; *prefix; s++, prefix++) {
		if (*s != *prefix && lower(*s) != lower(*prefix))
			return false;
	}
	return true;
}

bool ag_parse_u64(const char *s, size_t len, uint64_t *ret)
{
	uint64_t v = 0;

	if (len == 0 || (len > 1 && s[0] == '0'))
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned d = (unsigned char)s[i] - (unsigned)'0';

		if (d > 9 || v > UINT64_MAX / 10 || (v == UINT64_MAX / 10 && d > UINT64_MAX % 10))
			return false;
		v = v * 10 + d;
	}
	*ret = v;
	return true;
}

bool ag_parse_i64(const char *s, size_t len, int64_t *ret)
{
	bool neg = len && s[0] == '-';
	uint64_t v;

	if (!ag_parse_u64(s + neg, len - neg, &v))
		return false;
	if (v > (uint64_t)INT64_MAX + neg)
		return false;
	*ret = neg ? (int64_t)(~v + 1) : (int64_t)v;
	return true;
}

size_t ag_edit_distance(const char *a, const char *b)
{
	enum { MAX = 63 };
	size_t na = strlen(a), nb = strlen(b);
	size_t row[MAX + 1];

	if (na > MAX || nb > MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			size_t best = corner + (lower(a[i - 1]) != lower(b[j - 1]));

			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[nb];
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f');
}

static bool uuid_36_or_32(const char *s, size_t len)
{
	if (len != 36 && len != 32)
		return false;
	for (size_t i = 0; i < len; i++) {
		bool dash = len == 36 && (i == 8 || i == 13 || i == 18 || i == 23);

		if (dash ? s[i] != '-' : !is_hex(s[i]))
			return false;
	}
	return true;
}

bool ag_is_uuid(const char *s)
{
	size_t len = strlen(s);

	if (len > 9 && memcmp(s, "urn:uuid:", 9) == 0)
		return uuid_36_or_32(s + 9, len - 9);
	if (len > 2 && s[0] == '{' && s[len - 1] == '}')
		return uuid_36_or_32(s + 1, len - 2);
	return uuid_36_or_32(s, len);
}

bool ag_is_name(const char *s)
{
	size_t len = strlen(s);

	if (len == 0 || len > 40 || ag_is_uuid(s))
		return false;
	for (size_t i = 0; i < len; i++) {
		bool letter = lower(s[i]) >= 'a' && lower(s[i]) <= 'z';
		bool digit = s[i] >= '0' && s[i] <= '9';

		if (s[i] == '-' ? (i == 0 || i == len - 1 || s[i - 1] == '-') : !(letter || (digit && (i > 0 || len == 1))))
			return false;
	}
	return true;
}
