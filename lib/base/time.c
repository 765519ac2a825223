/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Days since 1970-01-01 of a date from the year 0 on in the proleptic Gregorian calendar; years start in March to have the leap day last. */
static int64_t days_of(unsigned y, unsigned m, unsigned d)
{
	/* 400 years more, which are always 146097 days, so that nothing is negative */
	y += m > 2 ? 400 : 399;
	m += m > 2 ? -3u : 9;
	return (int64_t)(365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d - 1) - 719468 - 146097;
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

	return m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 29 : days[m - 1];
}

static bool skip(const char **s, const char *end, char c)
{
	if (*s == end || **s != c)
		return false;
	(*s)++;
	return true;
}

/* The number of two digits at s; -1 if they are not. */
static int two_digits(const char *s)
{
	unsigned a = (unsigned char)s[0] - (unsigned)'0', b = (unsigned char)s[1] - (unsigned)'0';

	return a > 9 || b > 9 ? -1 : (int)(a * 10 + b);
}

/* Z or ±hh:mm, up to the end, in seconds. */
static bool parse_offset(const char *s, const char *end, int32_t *ret)
{
	int h, m;

	*ret = 0;
	if (end - s == 1)
		return *s == 'Z' || *s == 'z';
	if (end - s != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':')
		return false;
	h = two_digits(s + 1);
	m = two_digits(s + 4);
	*ret = (s[0] == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return h >= 0 && h <= 23 && m >= 0 && m <= 59;
}

/* The digits behind the point at *s, in nanoseconds; what is finer is dropped. -1: none. */
static int32_t parse_fraction(const char **s, const char *end)
{
	static const int32_t scale[] = { 1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1 };
	const char *p = *s, *ninth = end - p > 9 ? p + 9 : end;
	unsigned n = 0, digit;
	int64_t len;

	for (; p < ninth && (digit = (unsigned char)*p - (unsigned)'0') <= 9; p++)
		n = n * 10 + digit;
	len = p - *s;
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	*s = p;
	return len == 0 ? -1 : (int32_t)n * scale[len];
}

bool ag_time_parse(const char *s, size_t len, agola_time *ret)
{
	const char *end = s + len, *p = s + strlen("2006-01-02T15:04:05");
	int century, year, mo, d, h, mi, sec;
	int32_t nsec = 0, offset;

	if (len < strlen("2006-01-02T15:04:05Z") || s[4] != '-' || s[7] != '-' || (s[10] != 'T' && s[10] != 't') ||
	    s[13] != ':' || s[16] != ':')
		return false;
	century = two_digits(s);
	year = two_digits(s + 2);
	mo = two_digits(s + 5);
	d = two_digits(s + 8);
	h = two_digits(s + 11);
	mi = two_digits(s + 14);
	sec = two_digits(s + 17);
	if (century < 0 || year < 0 || mo < 1 || mo > 12 || d < 1 || (d > 28 && d > days_in_month(century * 100 + year, mo)) ||
	    h < 0 || h > 23 || mi < 0 || mi > 59 || sec < 0 || sec > 59)
		return false;
	if (*p == '.') {
		p++;
		nsec = parse_fraction(&p, end);
	}
	if (nsec < 0 || !parse_offset(p, end, &offset))
		return false;
	*ret = (agola_time){ .sec = days_of((unsigned)(century * 100 + year), (unsigned)mo, (unsigned)d) * 86400 + h * 3600 +
		                    mi * 60 + sec - offset,
		             .nsec = nsec,
		             .offset = offset,
		             .valid = 1 };
	return true;
}

/* @v in @width digits, and @behind. */
static char *put(char *p, int v, int width, char behind)
{
	for (int i = width - 1; i >= 0; i--, v /= 10)
		p[i] = (char)('0' + v % 10);
	p[width] = behind;
	return p + width + 1;
}

char *agola_time_format(agola_time t, char *buf, size_t size)
{
	int64_t local = t.sec + t.offset, days = local / 86400, rest = local % 86400, y;
	int m, d, off = t.offset < 0 ? -t.offset : t.offset;
	char *p = buf;

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
	p = put(p, (int)y, 4, '-');
	p = put(p, m, 2, '-');
	p = put(p, d, 2, 'T');
	p = put(p, (int)(rest / 3600), 2, ':');
	p = put(p, (int)(rest / 60 % 60), 2, ':');
	p = put(p, (int)(rest % 60), 2, t.nsec ? '.' : 0);
	if (t.nsec) {
		p = put(p, t.nsec, 9, 0);
		while (p[-2] == '0')
			p--;
	}
	p[-1] = t.offset == 0 ? 'Z' : t.offset < 0 ? '-' : '+';
	if (t.offset) {
		p = put(p, off / 3600, 2, ':');
		p = put(p, off / 60 % 60, 2, 0) - 1;
	}
	*p = 0;
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

		while (n > 0 && frac[n - 1] == '0')
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
