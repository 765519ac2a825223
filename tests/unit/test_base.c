/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"
#include "unit.h"

#include <stdint.h>
#include <stdio.h>

START_TEST(arena_aligns_and_zeroes)
{
	struct ag_arena a;

	ag_arena_init(&a);
	for (size_t size = 0; size < 5000; size = size * 2 + 1) {
		char *s = ag_arena_strndup(&a, "x", 1); /* makes the next address odd */
		unsigned char *p = ag_arena_alloc(&a, size);

		ck_assert_ptr_nonnull(s);
		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			ck_assert_uint_eq(p[i], 0);
		memset(p, 0xff, size);
	}
	ck_assert_ptr_null(ag_arena_alloc(&a, SIZE_MAX));
	ck_assert_ptr_null(ag_arena_strndup(&a, "", SIZE_MAX));
	ck_assert_str_eq(ag_arena_printf(&a, "%s-%d", "x", 7), "x-7");
	ag_arena_free(&a);
	ag_arena_free(&a);
}
END_TEST

START_TEST(root_frees_everything)
{
	char *root = ag_root_new(NULL, 3000);

	for (int i = 0; i < 1000; i++)
		ck_assert_ptr_nonnull(ag_arena_alloc(ag_root_arena(root), 999));
	agola_free(root);
	agola_free(NULL);
	agola_free(ag_root_text("hello", 5));
}
END_TEST

START_TEST(buf_limit_sticks)
{
	struct ag_buf b = { .max = 10 };

	ck_assert_str_eq(ag_buf_str(&b), "");
	ag_buf_adds(&b, "12345");
	ag_buf_addf(&b, "%d", 67890);
	ck_assert_str_eq(b.s, "1234567890");
	ck_assert(!b.failed);
	ag_buf_addc(&b, 'x');
	ck_assert(b.failed);
	ag_buf_adds(&b, "");
	ck_assert_str_eq(b.s, "1234567890");
	ag_buf_reset(&b);
	ck_assert(!b.failed);
	ck_assert_str_eq(ag_buf_str(&b), "");
	ag_buf_wipe(&b);
}
END_TEST

START_TEST(utf8)
{
	static const struct {
		const char *s;
		bool ok;
		const char *repaired;
	} cases[] = {
		{ "", true, "" },
		{ "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", true, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80" },
		{ "\xc0\x80", false, "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xc3", false, "\xef\xbf\xbd" },
		{ "\xe0\x80\x80", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\xa0\x80", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xf4\x90\x80\x80", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xf0\x9f\x98", false, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xff", false, "\xef\xbf\xbd" },
		{ "x\x80y", false, "x\xef\xbf\xbdy" },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct ag_buf b = { 0 };

		ck_assert_msg(ag_utf8_valid(cases[i].s, strlen(cases[i].s)) == cases[i].ok, "case %zu", i);
		ag_buf_add_utf8(&b, cases[i].s, strlen(cases[i].s));
		ck_assert_str_eq(ag_buf_str(&b), cases[i].repaired);
		ag_buf_free(&b);
	}
}
END_TEST

START_TEST(plain_text)
{
	static const char odd[] = { 0, '\x7f', '\x80', '\xff' };
	char s[40];

	for (size_t len = 0; len <= sizeof(s); len++) {
		memset(s, 'a', sizeof(s));
		ck_assert(ag_is_plain(s, len));
		for (size_t at = 0; at < len; at++) {
			for (size_t i = 0; i < sizeof(odd); i++) {
				memset(s, i & 1 ? 1 : 'a', sizeof(s));
				s[at] = odd[i];
				ck_assert_msg(ag_is_plain(s, len) == (odd[i] == '\x7f'), "%zu of %zu: %d", at, len, odd[i]);
			}
		}
	}
}
END_TEST

START_TEST(printable)
{
	static const struct {
		const char *in, *out;
		size_t max;
	} cases[] = {
		{ "  two\r\n words\t", "two words", 100 },
		{ "\x1b[31mred\x7f\x01", "?[31mred??", 100 },
		{ "\xe2\x80\xae"
		  "evil\xc2\x9b",
		  "?evil?", 100 },
		{ "\xff\xc3\xa9", "?\xc3\xa9", 100 },
		{ "abcdef", "abc...", 3 },
		{ "abc \n", "abc", 3 },
		{ "ab cd", "ab...", 3 },
		{ "ab\xe2\x82\xac", "ab...", 4 },
		{ "ab\xe2\x82\xac", "ab\xe2\x82\xac", 5 },
		{ "", "", 5 },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct ag_buf b = { 0 };

		ag_buf_add_printable(&b, cases[i].in, strlen(cases[i].in), cases[i].max);
		ck_assert_str_eq(ag_buf_str(&b), cases[i].out);
		ag_buf_free(&b);
	}
}
END_TEST

START_TEST(integers)
{
	static const struct {
		const char *s;
		bool i_ok, u_ok;
		int64_t i;
		uint64_t u;
	} cases[] = {
		{ "0", true, true, 0, 0 },
		{ "-0", true, false, 0, 0 },
		{ "9223372036854775807", true, true, INT64_MAX, INT64_MAX },
		{ "9223372036854775808", false, true, 0, UINT64_C(9223372036854775808) },
		{ "-9223372036854775808", true, false, INT64_MIN, 0 },
		{ "-9223372036854775809", false, false, 0, 0 },
		{ "18446744073709551615", false, true, 0, UINT64_MAX },
		{ "18446744073709551616", false, false, 0, 0 },
		{ "", false, false, 0, 0 },
		{ "-", false, false, 0, 0 },
		{ "01", false, false, 0, 0 },
		{ "+1", false, false, 0, 0 },
		{ " 1", false, false, 0, 0 },
		{ "1x", false, false, 0, 0 },
		{ "0x10", false, false, 0, 0 },
	};

	for (size_t k = 0; k < AG_COUNT(cases); k++) {
		int64_t i = 99;
		uint64_t u = 99;

		ck_assert_msg(ag_parse_i64(cases[k].s, strlen(cases[k].s), &i) == cases[k].i_ok, "i64 of \"%s\"", cases[k].s);
		ck_assert_msg(ag_parse_u64(cases[k].s, strlen(cases[k].s), &u) == cases[k].u_ok, "u64 of \"%s\"", cases[k].s);
		ck_assert_int_eq(i, cases[k].i_ok ? cases[k].i : 99);
		ck_assert_uint_eq(u, cases[k].u_ok ? cases[k].u : 99);
	}
}
END_TEST

START_TEST(times_round_trip)
{
	static const struct {
		const char *s;
		int64_t sec;
		int32_t nsec, offset;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0, 0, 0 },
		{ "0001-01-01T00:00:00Z", -62135596800, 0, 0 },
		{ "9999-12-31T23:59:59.999999999Z", 253402300799, 999999999, 0 },
		{ "2024-02-29T12:30:45.5+05:30", 1709190045, 500000000, 19800 },
		{ "2026-11-24T12:51:39.49348928Z", 1795524699, 493489280, 0 },
		{ "2000-02-29T00:00:00-08:00", 951811200, 0, -28800 },
		{ "1969-12-31T23:59:59.000000001Z", -1, 1, 0 },
	};
	char buf[AGOLA_TIME_BUFSIZE];

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		agola_time t;

		ck_assert_msg(ag_time_parse(cases[i].s, strlen(cases[i].s), &t), "%s", cases[i].s);
		ck_assert_int_eq(t.sec, cases[i].sec);
		ck_assert_int_eq(t.nsec, cases[i].nsec);
		ck_assert_int_eq(t.offset, cases[i].offset);
		ck_assert_str_eq(agola_time_format(t, buf, sizeof(buf)), cases[i].s);
	}
	ck_assert_str_eq(agola_time_format((agola_time){ 0 }, buf, sizeof(buf)), "");
	ck_assert_str_eq(agola_time_format((agola_time){ .valid = 1, .sec = INT64_MAX }, buf, sizeof(buf)), "");
	ck_assert_str_eq(agola_time_format((agola_time){ .valid = 1, .nsec = -1 }, buf, sizeof(buf)), "");
}
END_TEST

START_TEST(times_refused)
{
	static const char *const cases[] = {
		"",
		"2024",
		"2024-01-01",
		"2024-01-01 00:00:00Z",
		"2024-13-01T00:00:00Z",
		"2024-00-01T00:00:00Z",
		"2023-02-29T00:00:00Z",
		"2024-01-32T00:00:00Z",
		"2024-01-01T24:00:00Z",
		"2024-01-01T00:60:00Z",
		"2024-01-01T00:00:60Z",
		"2024-01-01T00:00:00",
		"2024-01-01T00:00:00.Z",
		"2024-01-01T00:00:00+24:00",
		"2024-01-01T00:00:00+0100",
		"2024-01-01T00:00:00Zx",
		"-024-01-01T00:00:00Z",
		"2024-1-01T00:00:00Z",
	};
	agola_time t;

	for (size_t i = 0; i < AG_COUNT(cases); i++)
		ck_assert_msg(!ag_time_parse(cases[i], strlen(cases[i]), &t), "%s", cases[i]);
}
END_TEST

START_TEST(durations)
{
	static const struct {
		const char *in;
		int64_t ns;
		const char *out;
	} good[] = {
		{ "0", 0, "0s" },
		{ "0s", 0, "0s" },
		{ "1ns", 1, "1ns" },
		{ "1.5us", 1500, "1.5\xc2\xb5s" },
		{ "1100\xc2\xb5s", 1100000, "1.1ms" },
		{ "1h2m3.5s", 3723500000000, "1h2m3.5s" },
		{ "-1m0.000000001s", -60000000001, "-1m0.000000001s" },
		{ "+5s", 5000000000, "5s" },
		{ ".5s", 500000000, "500ms" },
		{ "100h", 360000000000000, "100h0m0s" },
		{ "9223372036854775807ns", INT64_MAX, "2562047h47m16.854775807s" },
		{ "-9223372036854775808ns", INT64_MIN, "-2562047h47m16.854775808s" },
	};
	static const char *const bad[] = {
		"", "1", "s", "1x", "1h2", "-", ".s", "1.s.", "9223372036854775808ns", "99999999999h", "1 s", "--1s"
	};
	char buf[64];
	int64_t ns;

	for (size_t i = 0; i < AG_COUNT(good); i++) {
		ck_assert_msg(ag_duration_parse(good[i].in, strlen(good[i].in), &ns), "%s", good[i].in);
		ck_assert_int_eq(ns, good[i].ns);
		ag_duration_format(ns, buf, sizeof(buf));
		ck_assert_str_eq(buf, good[i].out);
	}
	for (size_t i = 0; i < AG_COUNT(bad); i++)
		ck_assert_msg(!ag_duration_parse(bad[i], strlen(bad[i]), &ns), "%s", bad[i]);
}
END_TEST

START_TEST(names_and_uuids)
{
	static const struct {
		const char *s;
		bool name, uuid;
	} cases[] = {
		{ "a", true, false },
		{ "7", true, false },
		{ "", false, false },
		{ "-", false, false },
		{ "7a", false, false },
		{ "a-b", true, false },
		{ "a--b", false, false },
		{ "a-", false, false },
		{ "-a", false, false },
		{ "a_b", false, false },
		{ "a.b", false, false },
		{ "\xc3\xa9", false, false },
		{ "abcdefghijabcdefghijabcdefghijabcdefghij", true, false },
		{ "abcdefghijabcdefghijabcdefghijabcdefghijk", false, false },
		{ "0081350c-6efb-44d8-b0bb-8d91403891cc", false, true },
		{ "A081350C-6EFB-44D8-B0BB-8D91403891CC", false, true },
		{ "a081350c6efb44d8b0bb8d91403891cc", false, true },
		{ "{a081350c6efb44d8b0bb8d91403891cc}", false, true },
		{ "{a081350c-6efb-44d8-b0bb-8d91403891cc}", false, true },
		{ "urn:uuid:a081350c-6efb-44d8-b0bb-8d91403891cc", false, true },
		{ "urn:uuid:a081350c6efb44d8b0bb8d91403891cc", false, true },
		{ "URN:UUID:a081350c6efb44d8b0bb8d91403891cc", false, false },
		{ "a081350c6efb44d8b0bb8d91403891cg", true, false },
		{ "a081350c-6efb-44d8-b0bb8-d91403891cc", true, false },
		{ "{a081350c6efb44d8b0bb8d91403891cc", false, false },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		ck_assert_msg(ag_is_name(cases[i].s) == cases[i].name, "name \"%s\"", cases[i].s);
		ck_assert_msg(ag_is_uuid(cases[i].s) == cases[i].uuid, "uuid \"%s\"", cases[i].s);
	}
}
END_TEST

START_TEST(words)
{
	ck_assert_uint_eq(ag_edit_distance("", ""), 0);
	ck_assert_uint_eq(ag_edit_distance("create", "craete"), 2);
	ck_assert_uint_eq(ag_edit_distance("List", "list"), 0);
	ck_assert_uint_eq(ag_edit_distance("", "abc"), 3);
	ck_assert_int_eq(ag_ascii_casecmp("ABC", "abc"), 0);
	ck_assert_int_ne(ag_ascii_casecmp("ab", "abc"), 0);
	ck_assert(ag_ascii_casestarts("Content-Type", "content-"));
	ck_assert(!ag_ascii_casestarts("con", "content"));
}
END_TEST

UNIT("base", arena_aligns_and_zeroes, root_frees_everything, buf_limit_sticks, utf8, plain_text, printable, integers,
     times_round_trip, times_refused, durations, names_and_uuids, words)
