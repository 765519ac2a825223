/* SPDX-License-Identifier: Apache-2.0 */
/* What the decoder refuses, and in which words. */
#include "sink.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

static void refused(const struct agola_type *type, const struct ag_decode_opts *opts, const char *json, size_t len,
                    const char *words)
{
	struct ag_buf why = { 0 };
	void *root = NULL;

	ck_assert_msg(ag_json_decode(type, opts, json, len, &root, &why) == AGOLA_ERR_PROTOCOL, "%.*s was accepted", (int)len,
	              json);
	ck_assert_ptr_null(root);
	ck_assert_msg(strcmp(ag_buf_str(&why), words) == 0, "%.*s: \"%s\", not \"%s\"", (int)len, json, ag_buf_str(&why), words);
	ag_buf_free(&why);
}

static void refused_text(const struct agola_type *type, const struct ag_decode_opts *opts, const char *json, const char *words)
{
	refused(type, opts, json, strlen(json), words);
}

START_TEST(wrong_types_name_their_place)
{
	static const struct {
		const char *json, *words;
	} cases[] = {
		{ "{\"s\":1}", "s: expected a string, found a number" },
		{ "{\"s\":true}", "s: expected a string, found a boolean" },
		{ "{\"s\":{}}", "s: expected a string, found an object" },
		{ "{\"s\":[]}", "s: expected a string, found an array" },
		{ "{\"b\":\"true\"}", "b: expected a boolean, found a string" },
		{ "{\"t\":0}", "t: expected a boolean, found a number" },
		{ "{\"i8\":128}", "i8: the number 128 does not fit into 8 bits" },
		{ "{\"i8\":-129}", "i8: the number -129 does not fit into 8 bits" },
		{ "{\"i64\":9223372036854775808}", "i64: the number 9223372036854775808 does not fit into 64 bits" },
		{ "{\"i32\":1.0}", "i32: expected an integer, found a number with a fraction or an exponent" },
		{ "{\"i32\":1e2}", "i32: expected an integer, found a number with a fraction or an exponent" },
		{ "{\"u8\":256}", "u8: the number 256 does not fit into 8 bits without a sign" },
		{ "{\"u64\":-1}", "u64: the number -1 does not fit into 64 bits without a sign" },
		{ "{\"u64\":18446744073709551616}",
		  "u64: the number 18446744073709551616 does not fit into 64 bits without a sign" },
		{ "{\"d\":1e999}", "d: the number 1e999 is out of range" },
		{ "{\"time\":\"yesterday\"}", "time: expected a time, found another string" },
		{ "{\"time\":5}", "time: expected a time, found a number" },
		{ "{\"timeout\":\"5 apples\"}", "timeout: expected a duration, found another string" },
		{ "{\"phase\":2}", "phase: expected a string, found a number" },
		{ "{\"leaf\":[]}", "leaf: expected an object, found an array" },
		{ "{\"leaf\":{\"start_time\":1}}", "leaf.start_time: expected a time, found a number" },
		{ "{\"leaves\":{}}", "leaves: expected an array, found an object" },
		{ "{\"leaves\":[{},{\"name\":1}]}", "leaves[1].name: expected a string, found a number" },
		{ "{\"leaves\":[\"x\"]}", "leaves[0]: expected an object, found a string" },
		{ "{\"ints\":[1,\"a\"]}", "ints[1]: expected an integer, found a string" },
		{ "{\"ints\":[1,2.5]}", "ints[1]: expected an integer, found a number with a fraction or an exponent" },
		{ "{\"words\":[\"a\",1]}", "words[1]: expected a string, found a number" },
		{ "{\"tasks\":{\"x\":{\"start_time\":false}}}", "tasks.x.start_time: expected a time, found a boolean" },
		{ "{\"tasks\":[]}", "tasks: expected an object, found an array" },
		{ "{\"annotations\":{\"k\":1}}", "annotations.k: expected a string, found a number" },
		{ "[]", "expected an object, found an array" },
		{ "\"x\"", "expected an object, found a string" },
		{ "7", "expected an object, found a number" },
		{ "{\"s\":\"a\\u0000b\"}", "s: the string holds a NUL character" },
		{ "{\"s\":\"\xff\"}", "s: the string is not valid UTF-8" },
		{ "{\"annotations\":{\"\xff\":\"\"}}", "annotations: the string is not valid UTF-8" },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++)
		refused(&sink_type, NULL, cases[i].json, strlen(cases[i].json), cases[i].words);
	refused_text(&sink_page_type, NULL, "{}", "expected an array, found an object");
	refused_text(&sink_page_type, NULL, "[{},{},{},{\"tasks\":{\"x\":{\"start_time\":7}}}]",
	             "[3].tasks.x.start_time: expected a time, found a number");
}
END_TEST

/* The words do not depend on how the bytes came, so that the same answer always gives the same error. */
static void refused_in_pieces(const char *json, const char *words)
{
	size_t len = strlen(json);

	for (size_t piece = 1; piece <= len; piece++) {
		struct ag_decoder *d = ag_decoder_new(&sink_type, NULL);
		void *root = NULL;
		int r = 0;

		for (size_t at = 0; at < len && r == 0; at += piece)
			r = ag_decoder_feed(d, json + at, len - at < piece ? len - at : piece);
		if (r == 0)
			r = ag_decoder_finish(d, &root);
		ck_assert_int_eq(r, AGOLA_ERR_PROTOCOL);
		ck_assert_msg(strcmp(ag_decoder_error(d), words) == 0, "%s in pieces of %zu: \"%s\", not \"%s\"", json, piece,
		              ag_decoder_error(d), words);
		ag_decoder_free(d);
	}
}

START_TEST(not_json)
{
#define LEXICAL "not JSON: lexical error: "
#define PARSE   "not JSON: parse error: "
	static const struct {
		const char *json, *words;
	} cases[] = {
		{ "", PARSE "premature EOF" },
		{ " ", PARSE "premature EOF" },
		{ "{", PARSE "premature EOF" },
		{ "{\"s\"", "s: " PARSE "premature EOF" },
		{ "{\"s\":", "s: " PARSE "premature EOF" },
		{ "{\"s\":\"", "s: " PARSE "premature EOF" },
		{ "{\"s\":\"x\"", "s: " PARSE "premature EOF" },
		{ "{]", PARSE "invalid object key (must be a string)" },
		{ "{\"s\":01}", "s: expected a string, found a number" },
		{ "{\"s\":+1}", "s: " LEXICAL "invalid char in json text." },
		{ "nul", LEXICAL "invalid string in json text." },
		{ "{'s':1}", LEXICAL "invalid char in json text." },
		{ "{\"s\":1,}", "s: expected a string, found a number" },
		{ "{\"i8\":1,}", "i8: " PARSE "invalid object key (must be a string)" },
		{ "{}{}", PARSE "trailing garbage" },
		{ "{} x", PARSE "trailing garbage" },
		{ "<html>", LEXICAL "invalid char in json text." },
		{ "{\"i8\":0x10}", "i8: " LEXICAL "invalid char in json text." },
		{ "{\"i8\":1.}", "i8: " LEXICAL "malformed number, a digit is required after the decimal point." },
		{ "{\"i8\":1e}", "i8: " LEXICAL "malformed number, a digit is required after the exponent." },
		{ "{\"s\":\"\n\"}", "s: " LEXICAL "invalid character inside string." },
		{ "{\"s\":\"\\x\"}", "s: " LEXICAL "inside a string, '\\' occurs before a character which it may not." },
		{ "{\"s\":\"\\u12g4\"}", "s: " LEXICAL "invalid (non-hex) character occurs after '\\u' inside string." },
		{ "{\"s\":NaN}", "s: " LEXICAL "invalid char in json text." },
		{ "{\"leaves\":[{},{\"name\":nil}]}", "leaves[1].name: " LEXICAL "invalid string in json text." },
		{ "{\"unknown\":[{},{\"name\":nil}]}", LEXICAL "invalid string in json text." },
		{ "{\"tasks\":{\"x\":{\"start_time\" 1}}}",
		  "tasks.x.start_time: " PARSE "object key and value must be separated by a colon (':')" },
		{ "\xef\xbb\xbf{}", LEXICAL "invalid char in json text." },
	};
#undef LEXICAL
#undef PARSE

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		refused_text(&sink_type, NULL, cases[i].json, cases[i].words);
		refused_in_pieces(cases[i].json, cases[i].words);
	}
}
END_TEST

static int accepted(const struct ag_decode_opts *opts, const char *json, void **root)
{
	return ag_json_decode(&sink_type, opts, json, strlen(json), root, NULL);
}

START_TEST(depth)
{
	static const struct ag_decode_opts opts = { .max_depth = 5 };
	void *root = NULL;

	ck_assert_int_eq(accepted(&opts, "{\"x\":[[[[]]]]}", &root), 0);
	agola_free(root);
	refused_text(&sink_type, &opts, "{\"x\":[[[[[]]]]]}", "nested deeper than 5");
	refused_text(&sink_type, &opts, "{\"raw\":[[[[[]]]]]}", "raw: nested deeper than 5");
}
END_TEST

/* A million brackets: refused at the limit, without a stack of the same depth. */
START_TEST(very_deep)
{
	size_t n = 1000000;
	char *s = malloc(n);

	memset(s, '[', n);
	refused(&sink_page_type, NULL, s, n, "[0]: expected an object, found an array");
	memcpy(s, "{\"x\":", 5);
	refused(&sink_type, NULL, s, n, "nested deeper than 64");
	free(s);
}
END_TEST

START_TEST(size)
{
	static const struct ag_decode_opts opts = { .max_bytes = 10 };
	void *root = NULL;

	ck_assert_int_eq(accepted(&opts, "{\"s\":\"ab\"}", &root), 0);
	agola_free(root);
	refused_text(&sink_type, &opts, "{\"s\":\"abc\"}", "larger than the limit of 10 bytes");
}
END_TEST

START_TEST(count)
{
	static const struct ag_decode_opts opts = { .max_items = 2 };
	void *root = NULL;

	ck_assert_int_eq(accepted(&opts, "{\"words\":[\"\",\"\"],\"leaves\":[{},{}]}", &root), 0);
	agola_free(root);
	refused_text(&sink_type, &opts, "{\"words\":[\"\",\"\",\"\"]}", "words[2]: more than 2 items");
	refused_text(&sink_type, &opts, "{\"annotations\":{\"a\":\"\",\"b\":\"\",\"c\":\"\"}}",
	             "annotations.c: more than 2 items");
}
END_TEST

/* A failure is final: what follows does not change it. */
START_TEST(failure_sticks)
{
	struct ag_decoder *d = ag_decoder_new(&sink_type, NULL);
	void *root = NULL;

	ck_assert_int_eq(ag_decoder_feed(d, "{\"s\":1", 6), 0);
	ck_assert_int_eq(ag_decoder_feed(d, ",", 1), AGOLA_ERR_PROTOCOL);
	ck_assert_int_eq(ag_decoder_feed(d, "}", 1), AGOLA_ERR_PROTOCOL);
	ck_assert_int_eq(ag_decoder_finish(d, &root), AGOLA_ERR_PROTOCOL);
	ck_assert_str_eq(ag_decoder_error(d), "s: expected a string, found a number");
	ag_decoder_free(d);
	ag_decoder_free(NULL);
}
END_TEST

/* A long string in many pieces. */
START_TEST(long_string)
{
	size_t n = 3000000;
	char *s = malloc(n);
	struct ag_decoder *d = ag_decoder_new(&sink_type, NULL);
	void *root = NULL;

	memset(s, 'x', n);
	ck_assert_int_eq(ag_decoder_feed(d, "{\"s\":\"", 6), 0);
	ck_assert_int_eq(ag_decoder_feed(d, s, n), 0);
	ck_assert_int_eq(ag_decoder_feed(d, "\"}", 2), 0);
	ck_assert_int_eq(ag_decoder_finish(d, &root), 0);
	ck_assert_uint_eq(strlen(((struct sink *)root)->s), n);
	agola_free(root);
	ag_decoder_free(d);
	free(s);
}
END_TEST

UNIT("json_limits", wrong_types_name_their_place, not_json, depth, very_deep, size, count, failure_sticks, long_string)
