/* SPDX-License-Identifier: Apache-2.0 */
#include "suggest.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* How many letters have to be typed, dropped or changed; capitals are the same. */
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
			size_t best = corner + (tolower((unsigned char)a[i - 1]) != tolower((unsigned char)b[j - 1]));

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

static void suggest(char *buf, size_t size, const char *dashes, const char *word, const char *const *words, size_t n)
{
	size_t least = SIZE_MAX;
	const char *best = NULL;

	for (size_t i = 0; i < n; i++) {
		for (const char *p = words[i], *end; p; p = *end == '|' ? end + 1 : NULL) {
			size_t len = strcspn(p, "| ");
			size_t d = *p == '!' ? SIZE_MAX : distance(word, strlen(word), p, len);

			end = p + len;
			/* what was typed is right in another place */
			if (d < least && !(strlen(word) == len && memcmp(word, p, len) == 0)) {
				least = d;
				best = p;
			}
		}
	}
	buf[0] = 0;
	if (best && least <= 1 + strlen(word) / 3)
		snprintf(buf, size, "; did you mean \"%s%.*s\"?", dashes, (int)strcspn(best, "| "), best);
}

void cli_suggest(char *buf, size_t size, const char *word, const char *const *words, size_t n)
{
	suggest(buf, size, "", word, words, n);
}

void cli_suggest_option(char *buf, size_t size, const char *word, const char *const *words, size_t n)
{
	suggest(buf, size, "--", word, words, n);
}
