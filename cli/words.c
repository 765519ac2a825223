/* SPDX-License-Identifier: Apache-2.0 */
/* Words that have several spellings, words that are nearly right, and numbers. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int cli_first(const char *words)
{
	return (int)strcspn(words, "|");
}

bool cli_word_is(const char *words, const char *s, size_t len, bool *old)
{
	for (const char *p = words; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL) {
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

/* How many letters have to be typed, dropped or changed. */
static size_t distance(const char *a, size_t na, const char *b, size_t nb)
{
	enum { MAX = 40 };
	size_t row[MAX + 1];

	if (na > MAX || nb > MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			size_t best = corner + (a[i - 1] != b[j - 1]);

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

void cli_suggest(char *buf, size_t size, const char *word, const char *const *words, size_t n)
{
	size_t least = SIZE_MAX;
	const char *best = NULL;

	for (size_t i = 0; i < n; i++) {
		for (const char *p = words[i]; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL) {
			size_t d = *p == '!' ? SIZE_MAX : distance(word, strlen(word), p, (size_t)cli_first(p));

			if (d < least) {
				least = d;
				best = p;
			}
		}
	}
	buf[0] = 0;
	if (best && least <= 1 + strlen(word) / 3)
		snprintf(buf, size, "; did you mean \"%.*s\"?", cli_first(best), best);
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
