/* SPDX-License-Identifier: Apache-2.0 */
#include "sink.h"
#include "unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static void *decode(const struct agola_type *type, const char *json)
{
	struct ag_buf why = { 0 };
	void *root = NULL;
	int r = ag_json_decode(type, NULL, json, strlen(json), &root, &why);

	ck_assert_msg(r == 0, "%s: %s", json, ag_buf_str(&why));
	ag_buf_free(&why);
	return root;
}

static char *encode(const struct agola_type *type, const void *obj, unsigned flags)
{
	struct ag_buf b = { 0 };

	ag_json_encode(&b, type, obj, flags);
	ck_assert(!b.failed);
	return b.s;
}

static void check_all(const struct sink *s)
{
	ck_assert_str_eq(s->s, "<a&b> \xe2\x80\xa8\"\\ \xc3\xa9");
	ck_assert(s->b);
	ck_assert_int_eq(s->t, AGOLA_FALSE);
	ck_assert_int_eq(s->i8, -128);
	ck_assert_int_eq(s->i32, INT32_MIN);
	ck_assert_int_eq(s->i64, INT64_MIN);
	ck_assert_uint_eq(s->u8, 255);
	ck_assert_uint_eq(s->u64, UINT64_MAX);
	ck_assert(s->has_exit_status);
	ck_assert_int_eq(s->exit_status, 0);
	ck_assert(s->d == 0.1);
	ck_assert_int_eq(s->time.nsec, 123456789);
	ck_assert_int_eq(s->time.offset, 19800);
	ck_assert_int_eq(s->timeout, 5400000000000);
	ck_assert_int_eq(s->phase, 2);
	ck_assert_str_eq(s->phase_raw, "running");
	ck_assert_str_eq(s->leaf->name, "x");
	ck_assert_uint_eq(s->n_leaves, 2);
	ck_assert_str_eq(s->leaves[1]->name, "b");
	ck_assert_ptr_null(s->leaves[2]);
	ck_assert_int_eq(s->leaves[0]->start_time.valid, 1);
	ck_assert_uint_eq(s->n_words, 3);
	ck_assert_str_eq(s->words[1], "");
	ck_assert_ptr_null(s->words[3]);
	ck_assert_uint_eq(s->n_ints, 3);
	ck_assert_int_eq(s->ints[1], INT64_MIN);
	ck_assert_int_eq(s->ints[2], 7);
	ck_assert_str_eq(s->tasks[0]->key, "k1");
	ck_assert_str_eq(s->tasks[0]->value->name, "t");
	ck_assert_str_eq(s->annotations[1]->value, "2");
	ck_assert_str_eq(s->raw, "{\"x\":[1,-2.5e10,null,true,false,\"\\u003c\",{}],\"y\":[]}");
	ck_assert_ptr_null(s->nullable);
	ck_assert_int_eq(s->nullable_presence, AG_NULL);
}

START_TEST(every_kind_there_and_back)
{
	struct sink *s = decode(&sink_type, ALL_KINDS);
	char *json = encode(&sink_type, s, 0);

	check_all(s);
	ck_assert_str_eq(json, ALL_KINDS);
	free(json);
	json = encode(&sink_type, s, AG_ENCODE_MASK);
	ck_assert_ptr_nonnull(strstr(json, "\"secret\":\"***\""));
	ck_assert_ptr_null(strstr(json, "s3"));
	free(json);
	agola_free(s);
}
END_TEST

/* Cut into pieces of every size, and into two at every place: always the same. */
START_TEST(any_pieces)
{
	static const char all[] = ALL_KINDS;
	size_t len = strlen(ALL_KINDS);

	for (size_t piece = 1; piece <= len; piece++) {
		struct ag_decoder *d = ag_decoder_new(&sink_type, NULL);
		void *root = NULL;

		for (size_t at = 0; at < len; at += piece)
			ck_assert_int_eq(ag_decoder_feed(d, &all[at], at + piece > len ? len - at : piece), 0);
		ck_assert_int_eq(ag_decoder_finish(d, &root), 0);
		ag_decoder_free(d);
		check_all(root);
		agola_free(root);
	}
	for (size_t cut = 0; cut <= len; cut++) {
		struct ag_decoder *d = ag_decoder_new(&sink_type, NULL);
		void *root = NULL;

		ck_assert_int_eq(ag_decoder_feed(d, ALL_KINDS, cut), 0);
		ck_assert_int_eq(ag_decoder_feed(d, &all[cut], len - cut), 0);
		ck_assert_int_eq(ag_decoder_finish(d, &root), 0);
		ag_decoder_free(d);
		check_all(root);
		agola_free(root);
	}
}
END_TEST

/* A document that ends early is never a success. */
START_TEST(cut_anywhere)
{
	size_t len = strlen(ALL_KINDS);

	for (size_t cut = 0; cut < len; cut++) {
		void *root = NULL;

		ck_assert_int_eq(ag_json_decode(&sink_type, NULL, ALL_KINDS, cut, &root, NULL), AGOLA_ERR_PROTOCOL);
		ck_assert_ptr_null(root);
	}
}
END_TEST

START_TEST(null_is_nothing)
{
	static const char json[] =
	        "{\"s\":null,\"b\":null,\"t\":null,\"i8\":null,\"u64\":null,\"exit_status\":null,\"d\":null,\"time\":null,"
	        "\"interval\":null,\"timeout\":null,\"phase\":null,\"leaf\":null,\"leaves\":null,\"words\":null,\"tasks\":null,"
	        "\"annotations\":null,\"raw\":null,\"nullable\":null,\"secret\":null}";
	struct sink zero = { .nullable_presence = AG_NULL }, *s = decode(&sink_type, json);

	ck_assert_int_eq(memcmp(s, &zero, sizeof(zero)), 0);
	agola_free(s);
	s = decode(&sink_type, "null");
	zero.nullable_presence = AG_ABSENT;
	ck_assert_int_eq(memcmp(s, &zero, sizeof(zero)), 0);
	agola_free(s);
	/* a null after a value takes it back */
	s = decode(&sink_type, "{\"s\":\"x\",\"t\":true,\"exit_status\":1,\"leaves\":[{}],\"phase\":\"queued\",\"time\":\"2024-"
	                       "01-01T00:00:00Z\","
	                       "\"s\":null,\"t\":null,\"exit_status\":null,\"leaves\":null,\"phase\":null,\"time\":null}");
	s->exit_status = 0;
	ck_assert_int_eq(memcmp(s, &zero, sizeof(zero)), 0);
	agola_free(s);
}
END_TEST

START_TEST(presence)
{
	static const struct {
		const char *json;
		enum ag_presence p;
	} cases[] = { { "{}", AG_ABSENT }, { "{\"nullable\":null}", AG_NULL }, { "{\"nullable\":\"\"}", AG_SET } };

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct sink *s = decode(&sink_type, cases[i].json);

		ck_assert_int_eq(s->nullable_presence, cases[i].p);
		agola_free(s);
	}
}
END_TEST

START_TEST(pages)
{
	struct sink_page *p = decode(&sink_page_type, "[]");

	ck_assert_uint_eq(p->n_items, 0);
	ck_assert_ptr_nonnull(p->items);
	ck_assert_ptr_null(p->items[0]);
	ck_assert_uint_eq(agola_list_n_items(p), 0);
	agola_free(p);
	p = decode(&sink_page_type, "[{\"i8\":1},null,{\"i8\":3}]");
	ck_assert_uint_eq(p->n_items, 3);
	ck_assert_int_eq(p->items[1]->i8, 0);
	ck_assert_int_eq(p->items[2]->i8, 3);
	ck_assert_ptr_eq(agola_list_item(p, 2), p->items[2]);
	ck_assert_ptr_null(agola_list_item(p, 3));
	agola_free(p);
	p = decode(&sink_page_type, " null ");
	ck_assert_uint_eq(p->n_items, 0);
	agola_free(p);
}
END_TEST

/* Maps of a list share what is the same at the same place; nothing else may be mixed up by it. */
struct labelled {
	const struct string_entry *const *labels;
	size_t n_labels;
	const struct leaf_entry *const *leaves;
	size_t n_leaves;
};
struct labelled_page {
	const struct labelled *const *items;
	size_t n_items;
};
static const struct agola_field labelled_fields[] = { AG_STRING_MAP(struct labelled, labels, "l"),
	                                              AG_MAP(struct labelled, leaves, leaf, "m") };
static AG_TYPE_(labelled, struct labelled, labelled_fields, .flags = 0);
static const struct agola_field labelled_page_fields[] = { AG_ARRAY(struct labelled_page, items, labelled, "") };
static AG_TYPE_(labelled_page, struct labelled_page, labelled_page_fields, .flags = AG_TYPE_PAGE | AG_TYPE_ARRAY);

START_TEST(maps_of_a_list)
{
	static const struct {
		const char *in, *out; /* of the labels; out NULL: the same */
	} maps[] = {
		{ "{\"a\":\"1\",\"b\":\"2\",\"c\":\"\"}", NULL },
		{ "{\"a\":\"1\",\"b\":\"2\",\"c\":\"\"}", NULL },
		{ "{\"a\":\"1\",\"b\":\"3\",\"c\":\"x\"}", NULL },
		{ "{\"b\":\"1\",\"a\":\"3\"}", NULL },
		{ "{\"a\":\"1\",\"b\":\"2\"}", NULL },
		{ "{\"b\":\"1\",\"b\":\"2\"}", "{\"b\":\"2\"}" },
		{ "{\"b\":\"1\",\"a\":\"2\",\"b\":\"3\"}", "{\"b\":\"3\",\"a\":\"2\"}" },
		{ "{\"0\":\"1\",\"1\":\"2\",\"b\":\"2\"}", NULL },
		{ "{\"0\":\"12\"}", NULL },
		{ "{\"0\":\"1\"}", NULL },
		{ "{\"a\":\"1\",\"a\":\"2\",\"a\":\"2\",\"b\":\"4\"}", "{\"a\":\"2\",\"b\":\"4\"}" },
		{ "{\"a\":\"1\",\"b\":\"2\",\"a\":\"3\",\"c\":\"\"}", "{\"a\":\"3\",\"b\":\"2\",\"c\":\"\"}" },
		{ "{\"a\":\"1\",\"b\":\"2\",\"a\":\"3\",\"b\":\"2\"}", "{\"a\":\"3\",\"b\":\"2\"}" },
		{ "{\"a\":\"12\",\"ab\":\"2\"}", NULL },
		{ "{}", NULL },
		{ "{\"\":\"\"}", NULL },
		{ "{\"\\u0061\":\"\\u0031\",\"b\":null}", "{\"a\":\"1\",\"b\":\"\"}" },
		{ "{\"a\":\"\xc3\xa9\",\"b\":\"2\"}", NULL },
	};
	static const int n_leaves[] = { 0, 2, 50 };
	struct ag_buf in = { 0 }, out = { 0 };
	void *page;
	char *s;

	ag_buf_addc(&in, '[');
	/* also with other maps in between, and with more keys than are kept in mind */
	for (size_t round = 0; round < AG_COUNT(n_leaves); round++) {
		for (size_t i = 0; i < AG_COUNT(maps); i++) {
			ag_buf_addf(&in, "%s{\"l\":%s,\"m\":{", in.len > 1 ? "," : "", maps[i].in);
			ag_buf_addf(&out, "%s{\"l\":%s,\"m\":{", out.len ? "," : "[", maps[i].out ? maps[i].out : maps[i].in);
			for (int k = 0; k < n_leaves[round]; k++) {
				ag_buf_addf(&in, "%s\"a%02d\":{\"name\":\"%zu\",\"start_time\":null}", k ? "," : "", k, round);
				ag_buf_addf(&out, "%s\"a%02d\":{\"name\":\"%zu\",\"start_time\":null}", k ? "," : "", k, round);
			}
			ag_buf_adds(&in, "}}");
			ag_buf_adds(&out, "}}");
		}
	}
	ag_buf_addc(&in, ']');
	ag_buf_addc(&out, ']');
	page = decode(&labelled_page_type, in.s);
	s = encode(&labelled_page_type, page, 0);
	ck_assert(strcmp(s, out.s) == 0);
	free(s);
	agola_free(page);
	ag_buf_free(&in);
	ag_buf_free(&out);
}
END_TEST

START_TEST(duplicate_and_unknown_keys)
{
	struct sink *s =
	        decode(&sink_type,
	               "{\"s\":\"1\",\"zz\":{\"s\":[{},\"\\u0000\"]},\"s\":\"2\",\"zz\":[[1]],\"leaves\":[{},{}],\"leaves\":[{}],"
	               "\"annotations\":{\"b\":\"1\",\"a\":\"2\",\"b\":\"3\"},\"S\":\"no\",\"\":1}");

	ck_assert_str_eq(s->s, "2");
	ck_assert_uint_eq(s->n_leaves, 1);
	ck_assert_uint_eq(s->n_annotations, 2);
	ck_assert_str_eq(s->annotations[0]->key, "b");
	ck_assert_str_eq(s->annotations[0]->value, "3");
	agola_free(s);
}
END_TEST

/* A key or a word that goes on behind a NUL character is another one. */
START_TEST(nul_in_keys_and_words)
{
	struct sink *s = decode(&sink_type, "{\"s\\u0000....................................\":\"no\",\"s\":\"yes\"}");
	struct ag_buf why = { 0 };
	void *root = NULL;
	const char *json = "{\"phase\":\"running\\u0000....................................\"}";

	ck_assert_str_eq(s->s, "yes");
	agola_free(s);
	ck_assert_int_eq(ag_json_decode(&sink_type, NULL, json, strlen(json), &root, &why), AGOLA_ERR_PROTOCOL);
	ck_assert_str_eq(ag_buf_str(&why), "phase: the string holds a NUL character");
	ag_buf_free(&why);
}
END_TEST

START_TEST(unknown_enum_word_is_kept)
{
	struct sink *s = decode(&sink_type, "{\"phase\":\"exploded\"}");
	char *json = encode(&sink_type, s, 0);

	ck_assert_int_eq(s->phase, 0);
	ck_assert_str_eq(s->phase_raw, "exploded");
	ck_assert_ptr_nonnull(strstr(json, "\"phase\":\"exploded\""));
	free(json);
	agola_free(s);
}
END_TEST

/* As Go reads them: yajl alone makes '?' or invalid UTF-8 of them. */
START_TEST(lone_surrogates)
{
#define R "\xef\xbf\xbd"
	static const struct {
		const char *json, *text;
	} cases[] = {
		{ "{\"s\":\"\\ud83d\\ude00\"}", "\xf0\x9f\x98\x80" },
		{ "{\"s\":\"\\uD83D\\uDE00\"}", "\xf0\x9f\x98\x80" },
		{ "{\"s\":\"\\ud800\"}", R },
		{ "{\"s\":\"\\udc00\"}", R },
		{ "{\"s\":\"\\ud800x\"}", R "x" },
		{ "{\"s\":\"\\ud800\\n\"}", R "\n" },
		{ "{\"s\":\"\\ud800\\u0041\"}", R "A" },
		{ "{\"s\":\"\\ud800\\ud83d\\ude00\"}", R "\xf0\x9f\x98\x80" },
		{ "{\"s\":\"\\udc00\\ud800\"}", R R },
		{ "{\"s\":\"\\\\ud800\"}", "\\ud800" },
		{ "{\"s\":\"\\\\\\ud800\"}", "\\" R },
		{ "{\"s\":\"a\\u00e9\"}", "a\xc3\xa9" },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		for (size_t piece = 1; piece < 16; piece++) {
			struct ag_decoder *d = ag_decoder_new(&sink_type, NULL);
			size_t len = strlen(cases[i].json);
			void *root = NULL;

			for (size_t at = 0; at < len; at += piece)
				ck_assert_msg(ag_decoder_feed(d, cases[i].json + at, at + piece > len ? len - at : piece) == 0,
				              "%s: %s", cases[i].json, ag_decoder_error(d));
			ck_assert_int_eq(ag_decoder_finish(d, &root), 0);
			ck_assert_str_eq(((struct sink *)root)->s, cases[i].text);
			ag_decoder_free(d);
			agola_free(root);
		}
	}
}
END_TEST

START_TEST(lenient_as_gos_servers)
{
	static const struct ag_decode_opts lenient = { .lenient = true };
	static const char json[] = "{\"I8\":1,\"S\":\"a\xff\",\"EXIT_status\":7}garbage";
	struct sink *s;
	void *root = NULL;

	ck_assert_int_eq(ag_json_decode(&sink_type, &lenient, json, strlen(json), &root, NULL), 0);
	s = root;
	ck_assert_int_eq(s->i8, 1);
	ck_assert_str_eq(s->s, "a\xef\xbf\xbd");
	ck_assert_int_eq(s->exit_status, 7);
	agola_free(root);
	root = NULL;
	/* the exact key before the folded one, whatever the order */
	ck_assert_int_eq(ag_json_decode(&sink_type, &lenient, "{\"s\":\"exact\"} {", 15, &root, NULL), 0);
	ck_assert_str_eq(((struct sink *)root)->s, "exact");
	agola_free(root);
}
END_TEST

struct request {
	size_t size;
	const char *name;
	const char *empty;
	int32_t n;
	enum agola_tristate yes, no, unset;
	enum agola_tristate defaulted;
	const char *secret;
};

START_TEST(requests_send_what_is_set)
{
	static const struct agola_field rows[] = {
		AG_STRING(struct request, name, "Name", .old_key = "name_old"),
		AG_STRING(struct request, empty, "Empty"),
		AG_INT(struct request, n, "N"),
		AG_TRISTATE(struct request, yes, "Yes"),
		AG_TRISTATE(struct request, no, "No"),
		AG_TRISTATE(struct request, unset, "Unset"),
		AG_TRISTATE(struct request, defaulted, "Defaulted", .flags = AG_DEFAULT_FALSE),
		AG_STRING(struct request, secret, "Secret", .flags = AG_SECRET),
	};
	AG_TYPE_(request, struct request, rows, .flags = AG_TYPE_REQUEST);
	struct request r = { .size = sizeof(r), .name = "x", .empty = "", .yes = AGOLA_TRUE, .no = AGOLA_FALSE, .secret = "\t" };
	char *json = encode(&request_type, &r, 0);

	ck_assert_str_eq(json, "{\"Name\":\"x\",\"name_old\":\"x\",\"Empty\":\"\",\"Yes\":true,\"No\":false,\"Defaulted\":false,"
	                       "\"Secret\":\"\\t\"}");
	free(json);
	r = (struct request){ .size = sizeof(r) };
	json = encode(&request_type, &r, 0);
	ck_assert_str_eq(json, "{\"Defaulted\":false}");
	free(json);
}
END_TEST

struct reply {
	enum agola_tristate yes, no, unset;
};

/* As Go's omitempty of a *bool: only nil is left out. */
START_TEST(false_is_not_empty)
{
	static const struct agola_field rows[] = {
		AG_TRISTATE(struct reply, yes, "yes", .flags = AG_OMIT),
		AG_TRISTATE(struct reply, no, "no", .flags = AG_OMIT),
		AG_TRISTATE(struct reply, unset, "unset", .flags = AG_OMIT),
	};
	AG_TYPE_(reply, struct reply, rows, .flags = 0);
	struct reply r = { .yes = AGOLA_TRUE, .no = AGOLA_FALSE };
	char *json = encode(&reply_type, &r, 0);

	ck_assert_str_eq(json, "{\"yes\":true,\"no\":false}");
	free(json);
}
END_TEST

START_TEST(pretty)
{
	struct leaf l = { .name = "x" };
	struct sink_page p = { 0 };
	const struct sink *none[] = { NULL };
	char *json = encode(&leaf_type, &l, AG_ENCODE_PRETTY);

	ck_assert_str_eq(json, "{\n  \"name\": \"x\",\n  \"start_time\": null\n}");
	free(json);
	json = encode(&sink_page_type, &p, AG_ENCODE_PRETTY);
	ck_assert_str_eq(json, "null");
	free(json);
	p.items = none;
	json = encode(&sink_page_type, &p, AG_ENCODE_PRETTY);
	ck_assert_str_eq(json, "[]");
	free(json);
}
END_TEST

START_TEST(strings_escaped_as_go_does)
{
	static const struct {
		const char *in;
		size_t len;
		const char *out;
	} cases[] = {
		{ "", 0, "\"\"" },
		{ "a\"\\/\b\f\n\r\t\x01\x7f", 11, "\"a\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\x7f\"" },
		{ "<>&\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa", 12, "\"\\u003c\\u003e\\u0026\\u2028\\u2029\xe2\x80\xaa\"" },
		{ "\xff"
		  "a\xc3",
		  3, "\"\\ufffda\\ufffd\"" },
		{ "a\0b", 3, "\"a\\u0000b\"" },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct ag_buf b = { 0 };

		ag_json_string(&b, cases[i].in, cases[i].len);
		ck_assert_str_eq(b.s, cases[i].out);
		ag_buf_free(&b);
	}
}
END_TEST

START_TEST(doubles)
{
	static const char *const good[] = {
		"0", "-0.5", "0.1", "1e+21", "4.94065645841247e-324", "1.7976931348623157e+308", "123456789.125"
	};

	/* a locale with a decimal comma, where there is one */
	if (!setlocale(LC_ALL, "de_DE.UTF-8"))
		setlocale(LC_ALL, "C.UTF-8");
	for (size_t i = 0; i < AG_COUNT(good); i++) {
		char json[64];
		struct sink *s;
		struct ag_buf b = { 0 };

		snprintf(json, sizeof(json), "{\"d\":%s}", good[i]);
		s = decode(&sink_type, json);
		ag_json_encode(&b, &sink_type, s, 0);
		snprintf(json, sizeof(json), "\"d\":%s,", good[i]);
		ck_assert_msg(strstr(b.s, json) != NULL, "%s not in %s", json, b.s);
		ag_buf_free(&b);
		agola_free(s);
	}
	setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(reflection)
{
	struct sink *s = decode(&sink_type, ALL_KINDS);
	const agola_type *t = agola_type_of(s);
	agola_value v = AGOLA_VALUE_INIT, item = AGOLA_VALUE_INIT;
	char *text = NULL;

	ck_assert_str_eq(agola_type_name(t), "sink");
	ck_assert_uint_eq(agola_type_n_fields(t), AG_COUNT(sink_fields));
	ck_assert_ptr_null(agola_type_field(t, AG_COUNT(sink_fields)));
	for (size_t i = 0; i < agola_type_n_fields(t); i++) {
		const agola_field *f = agola_type_field(t, i);

		agola_field_get(f, s, &v);
		if (strcmp(agola_field_key(f), "nullable") == 0)
			ck_assert_int_eq(v.kind, AGOLA_KIND_NULL);
		else
			ck_assert_msg(v.kind == agola_field_kind(f), "%s", agola_field_key(f));
		if (strcmp(agola_field_member(f), "u64") == 0)
			ck_assert_uint_eq(v.uinteger, UINT64_MAX);
		if (strcmp(agola_field_member(f), "t") == 0)
			ck_assert_int_eq(v.integer, 0);
		if (strcmp(agola_field_member(f), "phase") == 0) {
			ck_assert_str_eq(v.string, "running");
			ck_assert_int_eq(v.integer, 2);
			ck_assert_str_eq(agola_field_enum_word(f, 1), "running");
			ck_assert_ptr_null(agola_field_enum_word(f, 2));
		}
		if (strcmp(agola_field_member(f), "tasks") == 0) {
			agola_value_item(&v, 0, &item);
			ck_assert_int_eq(item.kind, AGOLA_KIND_OBJECT);
			ck_assert_str_eq(agola_value_key(&v, 0), "k1");
			ck_assert_str_eq(agola_type_name(item.type), "leaf");
			agola_field_get(agola_type_field(item.type, 0), item.pointer, &item);
			ck_assert_str_eq(item.string, "t");
			agola_value_item(&v, 1, &item);
			ck_assert_int_eq(item.kind, AGOLA_KIND_NULL);
			ck_assert_ptr_null(agola_value_key(&v, 1));
		}
		if (strcmp(agola_field_member(f), "words") == 0) {
			agola_value_item(&v, 2, &item);
			ck_assert_str_eq(item.string, "three");
		}
		ck_assert_int_eq(agola_field_is_secret(f), strcmp(agola_field_member(f), "secret") == 0);
	}
	ck_assert_int_eq(agola_json_encode(NULL, s, AGOLA_JSON_SHOW_SECRETS, &text, NULL), 0);
	ck_assert_str_eq(text, ALL_KINDS);
	agola_free(text);
	ck_assert_int_eq(agola_json_encode(NULL, NULL, 0, &text, NULL), AGOLA_ERR_INVALID);
	/* a program that knows less of agola_value */
	memset(&v, 0x55, sizeof(v));
	v.size = offsetof(agola_value, integer);
	agola_field_get(agola_type_field(t, 0), s, &v);
	ck_assert_int_eq(v.kind, AGOLA_KIND_STRING);
	ck_assert_int_eq(v.integer, 0x5555555555555555);
	agola_free(s);
	ck_assert_ptr_null(agola_type_of(NULL));
	ck_assert_ptr_null(agola_type_find("nope"));
	ck_assert_str_eq(agola_type_name(agola_type_item(agola_type_find("agola_gw_remote_source_page"))),
	                 "agola_gw_remote_source");
}
END_TEST

UNIT("json", every_kind_there_and_back, any_pieces, cut_anywhere, null_is_nothing, presence, pages, maps_of_a_list,
     duplicate_and_unknown_keys, nul_in_keys_and_words, unknown_enum_word_is_kept, lone_surrogates, lenient_as_gos_servers,
     requests_send_what_is_set, false_is_not_empty, pretty, strings_escaped_as_go_does, doubles, reflection)
