/* SPDX-License-Identifier: Apache-2.0 */
/* When a value of a variable counts, as Agola finds it out. */
#include "../lazy/pcre2.h"
#include "values.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- regular expressions ---- */

/*
 * Go's regular expressions are nearly all PCRE's as well, and mean the same there. What only PCRE has must not pass: the
 * gateway fails on it when it makes runs, long after it took the variable. Returns what is wrong, or NULL.
 */
static const char *not_of_go(const char *s)
{
	bool in_class = false, repeated = false;

	for (; *s; s++) {
		bool repeats = false;

		if (*s == '\\') {
			s++;
			if (*s == 'Q')
				return "\\Q is not looked at here; write a backslash before each character";
			if (*s >= '1' && *s <= '9')
				return "Go has no back references";
			if (isalpha((unsigned char)*s) && !strchr("pPdDsSwWAbBzaftnrvx", *s))
				return "Go does not know what is after the backslash";
			if (!*s)
				return "nothing after the backslash";
		} else if (in_class) {
			in_class = *s != ']';
			if (*s == '[' && s[1] == ':' && strstr(s, ":]"))
				s = strstr(s, ":]") + 1;
		} else if (*s == '[') {
			in_class = true;
			s += s[1] == '^';
			s += s[1] == ']';
		} else if (*s == '(' && s[1] == '*') {
			return "nothing to repeat before *";
		} else if (*s == '(' && s[1] == '?') {
			size_t flags = strspn(s + 2, "imsU-");

			if (strncmp(s + 2, "P<", 2) != 0 && !(s[2] == '<' && isalpha((unsigned char)s[3])) &&
			    s[2 + flags] != ':' && !(flags && s[2 + flags] == ')'))
				return "Go has no such group: (?=...), (?!...) and the like";
			if (memchr(s + 2, 'U', flags))
				return "(?U) is not looked at here; write *? instead of *";
			s++;
		} else if (strchr("*+?", *s) || (*s == '{' && isdigit((unsigned char)s[1]) && strchr(s, '}'))) {
			if (repeated && *s != '?')
				return "Go has no repetition of a repetition";
			repeats = !(repeated && *s == '?');
			if (*s == '{') {
				if (strtoul(s + 1, NULL, 10) > 1000 || (strchr(s, ',') && strchr(s, ',') < strchr(s, '}') &&
				                                        strtoul(strchr(s, ',') + 1, NULL, 10) > 1000))
					return "Go repeats no more than 1000 times";
				s = strchr(s, '}');
			}
		}
		repeated = repeats;
	}
	return NULL;
}

int cli_regexp_matches(const char *regexp, const char *text, char *why, size_t size)
{
	const char *fault = not_of_go(regexp);
	pcre2_match_data *data = NULL;
	pcre2_code *code;
	PCRE2_SIZE at = 0;
	int number = 0, r = -1;

	if (fault) {
		snprintf(why, size, "%s", fault);
		return -1;
	}
	lazy_load(WITH_PCRE2);
	code = lazy_pcre2_compile_8((PCRE2_SPTR)regexp, PCRE2_ZERO_TERMINATED,
	                            PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C, &number, &at, NULL);
	if (!code) {
		lazy_pcre2_get_error_message_8(number, (PCRE2_UCHAR *)why, size);
		snprintf(why + strlen(why), size - strlen(why), " at character %zu", at + 1);
		return -1;
	}
	data = lazy_pcre2_match_data_create_8(1, NULL);
	if (!text)
		r = 0;
	else if (data)
		r = lazy_pcre2_match_8(code, (PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, 0, 0, data, NULL);
	if (!data && text)
		snprintf(why, size, "out of memory");
	else if (r < 0 && r != PCRE2_ERROR_NOMATCH)
		lazy_pcre2_get_error_message_8(r, (PCRE2_UCHAR *)why, size);
	lazy_pcre2_match_data_free_8(data);
	lazy_pcre2_code_free_8(code);
	/* 0 is a match of which not all groups found room */
	return text && r >= 0 ? 1 : r == PCRE2_ERROR_NOMATCH || !text ? 0 : -1;
}

/* ---- conditions ---- */

static int any_matches(const agola_when_condition *const *list, size_t n, const char *text, char *why, size_t size)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		const char *match = list[i]->match ? list[i]->match : "";

		if (list[i]->type == AGOLA_WHEN_SIMPLE)
			r = strcmp(match, text) == 0;
		else if (list[i]->type == AGOLA_WHEN_REGEXP)
			r = cli_regexp_matches(match, text, why, size);
	}
	return r;
}

/* Includes and then excludes change *result; what neither is about leaves it. 0, or -1. */
static int apply(const agola_when_conditions *c, const char *text, int *result, char *why, size_t size)
{
	int in, out;

	if (!c || !text || !*text)
		return 0;
	in = any_matches(c->include, c->n_include, text, why, size);
	out = in < 0 ? -1 : any_matches(c->exclude, c->n_exclude, text, why, size);
	if (out < 0)
		return -1;
	*result = out ? 0 : in ? 1 : *result;
	return 0;
}

int cli_when_matches(const agola_when *when, const struct cli_run_for *run, char *why, size_t size)
{
	int result = 0;

	if (!when)
		return 1;
	if (apply(when->branch, run->branch, &result, why, size) || apply(when->tag, run->tag, &result, why, size) ||
	    apply(when->ref, run->ref, &result, why, size))
		return -1;
	return result;
}
