/* SPDX-License-Identifier: Apache-2.0 */
/* Text from the server without what could take over a terminal or pass for something else. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* The character at s and its length; 0 if the bytes there are no UTF-8. */
static size_t character(const unsigned char *s, size_t left, unsigned *c)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = *s < 0x80 ? 1 : *s < 0xc2 ? 0 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : *s < 0xf5 ? 4 : 0;

	if (n == 0 || n > left)
		return 0;
	*c = n == 1 ? *s : *s & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3fu);
	}
	return *c < least[n] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000) ? 0 : n;
}

/* C0, DEL, C1, line separators, what changes the direction of text, and what is no character. */
static bool is_dangerous(unsigned c)
{
	return c < 0x20 || c == 0xfeff || c == 0xfffe || c == 0xffff || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e ||
	       c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Every dangerous character as \uXXXX, which JSON and YAML read back as the same text. */
static char *escape(const char *s, size_t len, const char *keep)
{
	char *out = malloc(len * 6 + 1), *p = out;

	for (size_t i = 0; out && i < len;) {
		unsigned c = 0;
		size_t n = character((const unsigned char *)s + i, len - i, &c);

		if (n == 0)
			c = (unsigned char)s[i];
		if (n == 0 || (is_dangerous(c) && !(c && c < 0x20 && strchr(keep, (int)c)))) {
			p += snprintf(p, 7, "\\u%04x", c & 0xffff);
			i += n ? n : 1;
		} else {
			memcpy(p, s + i, n);
			p += n;
			i += n;
		}
	}
	if (out)
		*p = 0;
	return out;
}

char *cli_safe(const char *s)
{
	return escape(s, strlen(s), "");
}

const char *cli_safe_kept(struct cli *cli, const char *s)
{
	char *safe = cli_keep(cli, cli_safe(s ? s : ""));

	return safe ? safe : "";
}

bool cli_put(const char *s, size_t len)
{
	char *safe = escape(s, len, "\n");

	if (safe)
		fputs(safe, stdout);
	free(safe);
	return safe != NULL;
}

/* How long a sequence is that only changes colours or erases to the end of the line; 0: it is another, or none. */
static size_t colour(const char *s, size_t len)
{
	size_t n = 2;

	if (len < 3 || s[0] != '\033' || s[1] != '[')
		return 0;
	while (n < len && ((s[n] >= '0' && s[n] <= '9') || s[n] == ';' || s[n] == ':'))
		n++;
	return n < len && (s[n] == 'm' || s[n] == 'K') ? n + 1 : 0;
}

bool cli_put_log(const char *s, size_t len)
{
	char *plain = malloc(len + 1), *safe;
	size_t n = 0;

	for (size_t i = 0; plain && i < len;) {
		size_t skip = colour(s + i, len - i);

		if (skip == 0)
			plain[n++] = s[i];
		i += skip ? skip : 1;
	}
	safe = plain ? escape(plain, n, "\t") : NULL;
	free(plain);
	if (safe)
		fputs(safe, stdout);
	free(safe);
	return safe != NULL;
}

bool cli_put_line(FILE *f, const char *prefix, const char *s)
{
	char *safe = cli_safe(s);

	if (safe)
		fprintf(f, "%s%s\n", prefix, safe);
	free(safe);
	return safe != NULL;
}
