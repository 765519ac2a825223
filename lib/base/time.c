/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar; years start in March to have the leap day last. */
static int64_t days_of(int64_t y, int m, int d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void date_of(int64_t days, int64_t *y, int *m, int *d)
{
	int64_t era, doe, yoe, doy, mp;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	*d = (int)(doy - (153 * mp + 2) / 5 + 1);
	*m = (int)(mp < 10 ? mp + 3 : mp - 9);
	*y = yoe + era * 400 + (*m <= 2);
}

static int days_in_month(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);

	return m == 2 && leap ? 29 : days[m - 1];
}

/* @n digits at *s, which moves on. -1 if they are not. */
static int digits(const char **s, const char *end, int n)
{
	int v = 0;

	if (end - *s < n)
		return -1;
	for (int i = 0; i < n; i++) {
		char c = *(*s)++;

		if (c < '0' || c > '9')
			return -1;
		v = v * 10 + (c - '0');
	}
	return v;
}

static bool skip(const char **s, const char *end, char c)
{
	if (*s == end || **s != c)
		return false;
	(*s)++;
	return true;
}

bool ag_time_parse(const char *s, size_t len, agola_time *ret)
{
	const char *end = s + len;
	int y, mo, d, h, mi, sec, oh, om;
	int64_t nsec = 0;
	int32_t offset = 0;

	y = digits(&s, end, 4);
	if (y < 0 || !skip(&s, end, '-') || (mo = digits(&s, end, 2)) < 1 || mo > 12 || !skip(&s, end, '-') ||
	    (d = digits(&s, end, 2)) < 1 || d > days_in_month(y, mo) || !(skip(&s, end, 'T') || skip(&s, end, 't')) ||
	    (h = digits(&s, end, 2)) < 0 || h > 23 || !skip(&s, end, ':') || (mi = digits(&s, end, 2)) < 0 || mi > 59 ||
	    !skip(&s, end, ':') || (sec = digits(&s, end, 2)) < 0 || sec > 59)
		return false;
	if (skip(&s, end, '.')) {
		int64_t unit = 100000000;
		const char *first = s;

		for (; s < end && *s >= '0' && *s <= '9'; s++, unit /= 10)
			nsec += (*s - '0') * unit;
		if (s == first)
			return false;
	}
	if (!skip(&s, end, 'Z') && !skip(&s, end, 'z')) {
		int sign = skip(&s, end, '+') ? 1 : skip(&s, end, '-') ? -1 : 0;

		if (sign == 0 || (oh = digits(&s, end, 2)) < 0 || oh > 23 || !skip(&s, end, ':') ||
		    (om = digits(&s, end, 2)) < 0 || om > 59)
			return false;
		offset = sign * (oh * 3600 + om * 60);
	}
	if (s != end)
		return false;
	*ret = (agola_time){ .sec = days_of(y, mo, d) * 86400 + h * 3600 + mi * 60 + sec - offset,
		             .nsec = (int32_t)nsec,
		             .offset = offset,
		             .valid = 1 };
	return true;
}

char *agola_time_format(agola_time t, char *buf, size_t size)
{
	int64_t local = t.sec + t.offset, days = local / 86400, rest = local % 86400, y;
	int m, d, n;

	if (size)
		buf[0] = 0;
	/* years 0000 to 9999, which is what RFC 3339 can say */
	if (!t.valid || size < AGOLA_TIME_BUFSIZE || t.sec < -62167219200 - 86400 || t.sec > 253402300799 + 86400 || t.nsec < 0 ||
	    t.nsec > 999999999 || t.offset <= -86400 || t.offset >= 86400)
		return buf;
	if (rest < 0) {
		rest += 86400;
		days--;
	}
	date_of(days, &y, &m, &d);
	if (y < 0 || y > 9999)
		return buf;
	n = snprintf(buf, size, "%04d-%02d-%02dT%02d:%02d:%02d", (int)y, m, d, (int)(rest / 3600), (int)(rest / 60 % 60),
	             (int)(rest % 60));
	if (t.nsec) {
		n += snprintf(buf + n, size - (size_t)n, ".%09d", t.nsec);
		while (buf[n - 1] == '0')
			buf[--n] = 0;
	}
	if (t.offset == 0)
		snprintf(buf + n, size - (size_t)n, "Z");
	else
		snprintf(buf + n, size - (size_t)n, "%c%02d:%02d", t.offset < 0 ? '-' : '+',
		         (t.offset < 0 ? -t.offset : t.offset) / 3600, (t.offset < 0 ? -t.offset : t.offset) / 60 % 60);
	return buf;
}

static const struct {
	const char *name;
	int64_t ns;
} units[] = { { "ns", 1 },       { "us", 1000 },      { "\xc2\xb5s", 1000 }, { "\xce\xbcs", 1000 },
	      { "ms", 1000000 }, { "s", 1000000000 }, { "m", 60000000000 },  { "h", 3600000000000 } };

/* One "12.5unit" at *s. Overflow is a failure. */
static bool duration_part(const char **s, const char *end, uint64_t *sum)
{
	uint64_t whole = 0, frac = 0, scale = 1, part;
	const char *first = *s, *unit;
	size_t n;

	for (; *s < end && **s >= '0' && **s <= '9'; (*s)++) {
		if (whole > UINT64_C(922337203685477580))
			return false;
		whole = whole * 10 + (uint64_t)(**s - '0');
	}
	if (skip(s, end, '.')) {
		for (; *s < end && **s >= '0' && **s <= '9'; (*s)++) {
			/* digits beyond a nanosecond of an hour cannot count */
			if (scale < UINT64_C(1000000000000000)) {
				frac = frac * 10 + (uint64_t)(**s - '0');
				scale *= 10;
			}
		}
	}
	if (*s == first || (*s == first + 1 && *first == '.'))
		return false;
	for (unit = *s; *s < end && !(**s >= '0' && **s <= '9') && **s != '.';)
		(*s)++;
	n = (size_t)(*s - unit);
	for (size_t i = 0; i < AG_COUNT(units); i++) {
		if (strlen(units[i].name) != n || memcmp(units[i].name, unit, n) != 0)
			continue;
		if (__builtin_mul_overflow(whole, (uint64_t)units[i].ns, &part))
			return false;
		/* exact enough: Go also goes through a double here */
		part += (uint64_t)((double)frac * ((double)units[i].ns / (double)scale));
		return !__builtin_add_overflow(*sum, part, sum);
	}
	return false;
}

bool ag_duration_parse(const char *s, size_t len, int64_t *ns)
{
	const char *end = s + len;
	uint64_t sum = 0;
	bool neg = skip(&s, end, '-');

	if (!neg)
		skip(&s, end, '+');
	if (end - s == 1 && *s == '0') {
		*ns = 0;
		return true;
	}
	if (s == end)
		return false;
	while (s < end) {
		if (!duration_part(&s, end, &sum))
			return false;
	}
	if (sum > (uint64_t)INT64_MAX + neg)
		return false;
	*ns = neg ? (int64_t)(~sum + 1) : (int64_t)sum;
	return true;
}

/* "<whole>.<fraction without trailing zeros><unit>" */
static void duration_tail(char *buf, size_t size, uint64_t v, uint64_t unit, const char *name)
{
	char frac[16] = "";
	int width = 0;

	for (uint64_t u = unit; u > 1; u /= 10)
		width++;
	if (v % unit) {
		int n = snprintf(frac, sizeof(frac), ".%0*llu", width, (unsigned long long)(v % unit));

		while (frac[n - 1] == '0')
			frac[--n] = 0;
	}
	snprintf(buf, size, "%llu%s%s", (unsigned long long)(v / unit), frac, name);
}

void ag_duration_format(int64_t ns, char *buf, size_t size)
{
	uint64_t v = ns < 0 ? ~(uint64_t)ns + 1 : (uint64_t)ns;
	size_t n = 0;

	if (ns < 0)
		n += (size_t)snprintf(buf, size, "-");
	if (v == 0)
		snprintf(buf + n, size - n, "0s");
	else if (v < 1000)
		duration_tail(buf + n, size - n, v, 1, "ns");
	else if (v < 1000000)
		duration_tail(buf + n, size - n, v, 1000, "\xc2\xb5s");
	else if (v < 1000000000)
		duration_tail(buf + n, size - n, v, 1000000, "ms");
	else {
		if (v >= UINT64_C(3600000000000))
			n += (size_t)snprintf(buf + n, size - n, "%lluh", (unsigned long long)(v / UINT64_C(3600000000000)));
		if (v >= UINT64_C(60000000000))
			n += (size_t)snprintf(buf + n, size - n, "%llum", (unsigned long long)(v / UINT64_C(60000000000) % 60));
		duration_tail(buf + n, size - n, v % UINT64_C(60000000000), UINT64_C(1000000000), "s");
	}
}

int64_t ag_now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

agola_time ag_time_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (agola_time){ .sec = ts.tv_sec, .nsec = (int32_t)ts.tv_nsec, .valid = 1 };
}
