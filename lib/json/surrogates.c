/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yajl takes any two \u escapes of which the first is a high surrogate for a pair, and passes lone ones on as invalid UTF-8.
 * Go reads each lone surrogate as U+FFFD. So the escapes are repaired in the bytes on their way to yajl: \ud800 and \ufffd are of the same
 * length, and a backslash that stands outside of a string is an error to yajl in any case.
 */
#include "json/decode.h"

#include <string.h>

static int hex4(const unsigned char *s)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		unsigned char c = s[i] | 0x20;

		if (s[i] >= '0' && s[i] <= '9')
			v = v * 16 + (s[i] - '0');
		else if (c >= 'a' && c <= 'f')
			v = v * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return v;
}

enum verdict { KEEP, REPLACE, WAIT };

/* The escape at s, of which len bytes are here: how long it is and what to do. */
static enum verdict judge(const unsigned char *s, size_t len, size_t *n)
{
	int v;

	*n = 2;
	if (len < 2)
		return WAIT;
	if (s[1] != 'u')
		return KEEP;
	if (len < 6)
		return WAIT;
	v = hex4(s + 2);
	*n = 6;
	if (v < 0xd800 || v > 0xdfff)
		return KEEP;
	if (v > 0xdbff)
		return REPLACE;
	/* a high one needs a low one behind it */
	if ((len > 6 && s[6] != '\\') || (len > 7 && s[7] != 'u'))
		return REPLACE;
	if (len < 12)
		return WAIT;
	v = hex4(s + 8);
	if (v < 0xdc00 || v > 0xdfff)
		return REPLACE;
	*n = 12;
	return KEEP;
}

/* Parse as much of s as can be decided; *used says how much that is. */
static int parse_decided(struct ag_decoder *d, const unsigned char *s, size_t len, size_t *used)
{
	size_t from = 0, at = 0;

	while (at < len) {
		const unsigned char *p = memchr(s + at, '\\', len - at);
		enum verdict v;
		size_t n;

		if (!p) {
			at = len;
			break;
		}
		at = (size_t)(p - s);
		v = judge(p, len - at, &n);
		if (v == WAIT)
			break;
		if (v == REPLACE) {
			if (ag_decoder_parse(d, s + from, at - from) || ag_decoder_parse(d, (const unsigned char *)"\\ufffd", 6))
				return d->status;
			from = at + n;
		}
		at += n;
	}
	*used = at;
	return ag_decoder_parse(d, s + from, at - from);
}

int ag_decoder_feed_repaired(struct ag_decoder *d, const unsigned char *s, size_t len)
{
	size_t used = 0;

	while (d->n_held && len) {
		unsigned char both[2 * sizeof(d->held)];
		size_t more = len < sizeof(d->held) ? len : sizeof(d->held), held = d->n_held;

		memcpy(both, d->held, held);
		memcpy(both + held, s, more);
		if (parse_decided(d, both, held + more, &used))
			return d->status;
		if (used < held) {
			/* then all there was is in both[], and what is undecided is shorter than an escape */
			d->n_held = held + more - used;
			memcpy(d->held, both + used, d->n_held);
			return 0;
		}
		d->n_held = 0;
		s += used - held;
		len -= used - held;
	}
	if (len == 0)
		return 0;
	if (parse_decided(d, s, len, &used))
		return d->status;
	d->n_held = len - used;
	memcpy(d->held, s + used, d->n_held);
	return 0;
}
