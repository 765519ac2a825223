/* SPDX-License-Identifier: Apache-2.0 */
/* Words that have several spellings, words that are nearly right, and numbers. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int cli_first(const char *words)
{
	return (int)strcspn(words, "| ");
}

const char *cli_next_word(const char *words)
{
	words += strcspn(words, "| ");
	return *words == '|' ? words + 1 : NULL;
}

bool cli_word_is(const char *words, const char *s, size_t len, bool *old)
{
	for (const char *p = words; p; p = cli_next_word(p)) {
		bool is_old = *p == '!';

		p += is_old;
		if (len && (size_t)cli_first(p) == len && strncmp(p, s, len) == 0) {
			if (old)
				*old = is_old;
			return true;
		}
	}
	return false;
}

bool cli_word(const char *words, const char *s)
{
	return cli_word_is(words, s, strlen(s), NULL);
}

bool cli_seconds(const char *s, int64_t *ms)
{
	static const struct {
		const char *name;
		double ms;
	} units[] = { { "", 1000 }, { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 } };
	char *end;
	double v;

	/* strtod() also takes blanks, signs, hexadecimal numbers and "inf" */
	if (strspn(s, "0123456789.") == 0 || (s[0] == '0' && (s[1] | 32) == 'x'))
		return false;
	v = strtod(s, &end);
	for (size_t i = 0; i < CLI_COUNT(units); i++) {
		if (strcmp(end, units[i].name) == 0 && v * units[i].ms >= 1 && v * units[i].ms <= 1e12) {
			*ms = (int64_t)(v * units[i].ms);
			return true;
		}
	}
	return false;
}

bool cli_is_name(const char *s)
{
	size_t n = strlen(s), hex = 0, hyphens = 0;

	for (size_t i = 0; i < n; i++) {
		bool is_digit = s[i] >= '0' && s[i] <= '9', is_letter = (s[i] | 32) >= 'a' && (s[i] | 32) <= 'z';

		if (s[i] == '-' ? i == 0 || i == n - 1 || s[i - 1] == '-' : !is_letter && !(is_digit && (i > 0 || n == 1)))
			return false;
		hex += is_digit || (is_letter && (s[i] | 32) <= 'f');
		hyphens += s[i] == '-' && (i == 8 || i == 13 || i == 18 || i == 23);
	}
	/* the forms of a UUID that are left */
	return n > 0 && !(hex == 32 && (n == 32 || (n == 36 && hyphens == 4)));
}

bool cli_int(const char *s, int64_t *v)
{
	char *end;

	errno = 0;
	*v = strtoll(s, &end, 10);
	return errno == 0 && strspn(s, "-0123456789") > 0 && *end == 0;
}

bool cli_uint(const char *s, uint64_t *v)
{
	char *end;

	errno = 0;
	*v = strtoull(s, &end, 10);
	return errno == 0 && strspn(s, "0123456789") > 0 && *end == 0;
}
