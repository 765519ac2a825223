/* SPDX-License-Identifier: Apache-2.0 */
#include "server/path.h"

#include <string.h>

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool ag_unescape(struct ag_buf *b, const char *s, size_t len, bool plus)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '%') {
			int hi = -1, lo = -1;

			if (len - i > 2) {
				hi = hex(s[i + 1]);
				lo = hex(s[i + 2]);
			}
			if (hi < 0 || lo < 0)
				return false;
			ag_buf_addc(b, (char)(hi * 16 + lo));
			i += 2;
		} else {
			ag_buf_addc(b, plus && s[i] == '+' ? ' ' : s[i]);
		}
	}
	return true;
}

/* As Go's path.Clean, but that a slash at the end stays. */
void ag_clean_path(struct ag_buf *b, const char *decoded)
{
	struct ag_buf clean = { 0 };
	const char *p = decoded;

	while (*p) {
		size_t n;

		while (*p == '/')
			p++;
		n = strcspn(p, "/");
		if (n == 0)
			break;
		if (n == 2 && p[0] == '.' && p[1] == '.') {
			while (clean.len && clean.s[--clean.len] != '/')
				;
		} else if (!(n == 1 && *p == '.')) {
			ag_buf_addc(&clean, '/');
			ag_buf_add(&clean, p, n);
		}
		p += n;
	}
	if (clean.len == 0 || p[-1] == '/')
		ag_buf_addc(&clean, '/');
	if (clean.failed) {
		b->failed = true;
	} else if (strlen(decoded) != clean.len || memcmp(clean.s, decoded, clean.len) != 0) {
		static const char keep[] = "-_.~$&+,/:;=@";
		static const char digits[] = "0123456789ABCDEF";

		for (size_t i = 0; i < clean.len; i++) {
			unsigned char c = (unsigned char)clean.s[i];

			if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c && strchr(keep, c))) {
				ag_buf_addc(b, (char)c);
			} else {
				char e[3] = { '%', digits[c >> 4], digits[c & 15] };

				ag_buf_add(b, e, 3);
			}
		}
	}
	ag_buf_free(&clean);
}
