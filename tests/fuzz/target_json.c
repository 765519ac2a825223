/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON to every type: the name of a type in the first line, a byte of flags, one that says how large the pieces are, then the
 * document. Pieces of any size must give the same, what was read must be written so that it reads the same, and the public reflection
 * must see what is there.
 */
#include "core/call.h"
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

/* Bits of the byte of flags; '@' has none of them. */
enum { LENIENT = 1, ONE = 2, TIGHT = 4 };

static int feed(void *arg, const void *data, size_t len)
{
	return ag_decoder_feed(arg, data, len);
}

static int decode(const struct agola_type *type, const struct ag_decode_opts *opts, const char *data, size_t len, size_t piece,
                  void **root, struct ag_buf *why)
{
	struct ag_decoder *d = ag_decoder_new(type, opts);
	int r;

	FUZZ_CHECK(d, "out of memory");
	r = fuzz_in_pieces(data, len, piece, feed, d);
	if (r == 0)
		r = ag_decoder_finish(d, root);
	FUZZ_CHECK(r == 0 || r == AGOLA_ERR_PROTOCOL, "%s", agola_result_name(r));
	FUZZ_CHECK((r != 0) == (*ag_decoder_error(d) != 0), "%s: %s", agola_result_name(r), ag_decoder_error(d));
	if (r)
		ag_buf_adds(why, ag_decoder_error(d));
	ag_decoder_free(d);
	return r;
}

/* ---- the public reflection ---- */

static void walk(const agola_type *type, const void *object, bool masked);

static void look_at(const agola_field *f, const agola_value *v, bool masked)
{
	switch (v->kind) {
	case AGOLA_KIND_NULL:
		break;
	case AGOLA_KIND_ENUM:
		FUZZ_CHECK(v->integer >= 0, "%s", agola_field_key(f));
		for (size_t i = 0; agola_field_enum_word(f, i); i++)
			FUZZ_CHECK(v->integer || strcmp(agola_field_enum_word(f, i), v->string) != 0, "%s: %s is known",
			           agola_field_key(f), v->string);
		break;
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_RAW:
		FUZZ_CHECK(ag_utf8_valid(v->string, strlen(v->string)), "%s", agola_field_key(f));
		if (masked && agola_field_is_secret(f))
			FUZZ_CHECK(!*v->string || strcmp(v->string, "***") == 0, "%s: %s", agola_field_key(f), v->string);
		break;
	case AGOLA_KIND_TIME: {
		char text[AGOLA_TIME_BUFSIZE];
		agola_time again;

		agola_time_format(v->time, text, sizeof(text));
		FUZZ_CHECK(ag_time_parse(text, strlen(text), &again) && memcmp(&again, &v->time, sizeof(again)) == 0, "%s", text);
		break;
	}
	case AGOLA_KIND_OBJECT:
		walk(v->type, v->pointer, masked);
		break;
	case AGOLA_KIND_ARRAY:
	case AGOLA_KIND_MAP:
		for (size_t i = 0; i <= v->count; i++) {
			agola_value item = AGOLA_VALUE_INIT;
			const char *key = agola_value_key(v, i);

			agola_value_item(v, i, &item);
			FUZZ_CHECK((item.kind == AGOLA_KIND_NULL) == (i == v->count), "item %zu of %zu", i, v->count);
			FUZZ_CHECK((key != NULL) == (v->kind == AGOLA_KIND_MAP && i < v->count), "key %zu of %zu", i, v->count);
			FUZZ_CHECK(!key || ag_utf8_valid(key, strlen(key)), "%s", key);
			look_at(f, &item, masked);
		}
		break;
	default:
		FUZZ_CHECK(agola_field_kind(f) == v->kind || f->item == (int)v->kind, "%s", agola_field_key(f));
	}
}

static void walk(const agola_type *type, const void *object, bool masked)
{
	for (size_t i = 0; i < agola_type_n_fields(type); i++) {
		const agola_field *f = agola_type_field(type, i);
		agola_value v = AGOLA_VALUE_INIT;

		agola_field_get(f, object, &v);
		look_at(f, &v, masked);
	}
}

/* What is written masked shows no secret. */
static void check_masks(const struct agola_type *type, const void *root)
{
	char *masked = fuzz_json(type, root, AG_ENCODE_MASK);
	struct ag_buf why = { 0 };
	void *again = NULL;

	FUZZ_CHECK(decode(type, NULL, masked, strlen(masked), 0, &again, &why) == 0, "%s: %s", ag_buf_str(&why), masked);
	walk(type, again, true);
	agola_free(again);
	free(masked);
}

/* ---- reading and writing again ---- */

static void check_again(const struct agola_type *type, const void *root, const char *json)
{
	/* written by us, so that limits of size and depth are those of anything that came */
	static const struct ag_decode_opts opts = { .max_depth = 100 };
	struct ag_buf why = { 0 };
	void *again = NULL;
	char *text;

	FUZZ_CHECK(decode(type, &opts, json, strlen(json), 0, &again, &why) == 0, "%s: %s", ag_buf_str(&why), json);
	text = fuzz_json(type, again, 0);
	FUZZ_CHECK(strcmp(text, json) == 0, "%s\n%s", json, text);
	agola_free(again);
	free(text);
	text = fuzz_json(type, root, AG_ENCODE_PRETTY);
	FUZZ_CHECK(decode(type, &opts, text, strlen(text), 0, &again, &why) == 0, "%s: %s", ag_buf_str(&why), text);
	free(text);
	text = fuzz_json(type, again, 0);
	FUZZ_CHECK(strcmp(text, json) == 0, "%s\n%s", json, text);
	agola_free(again);
	free(text);
}

/* As a caller's request: it is taken or refused, and a copy says the same. */
static void check_request(const struct agola_type *type, const void *root, const char *json)
{
	agola_error *err = NULL;
	void *copy = NULL;
	int r = ag_args_copy(type, root, &copy, &err);

	if (r == 0) {
		char *text = fuzz_json(type, copy, 0);

		FUZZ_CHECK(strcmp(text, json) == 0, "%s\n%s", json, text);
		free(text);
	} else {
		FUZZ_CHECK(r == AGOLA_ERR_INVALID && err, "%s", agola_result_name(r));
		fuzz_check_words(agola_error_message(err));
	}
	agola_error_free(err);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { (const char *)data, size };
	char *name = fuzz_line(&in);
	const struct agola_type *type = fuzz_type(name);
	unsigned flags = fuzz_byte(&in, 0), piece = fuzz_byte(&in, 1);
	struct ag_decode_opts opts = { .lenient = flags & LENIENT, .one = (flags & ONE) && !(type->flags & AG_TYPE_ARRAY) };
	struct ag_buf why = { 0 }, why_pieces = { 0 };
	void *whole = NULL, *pieces = NULL;
	int r;

	if (flags & TIGHT) {
		opts.max_depth = 3;
		opts.max_items = 2;
		opts.max_bytes = 200;
	}
	r = decode(type, &opts, in.at, in.len, 0, &whole, &why);
	if (fuzz_fault && in.len)
		in.len--;
	FUZZ_CHECK(decode(type, &opts, in.at, in.len, piece ? piece : 1, &pieces, &why_pieces) == r, "%s%s, in pieces of %u: %s",
	           agola_result_name(r), ag_buf_str(&why), piece, ag_buf_str(&why_pieces));
	/* which limit is found first depends on the pieces */
	FUZZ_CHECK((flags & TIGHT) || strcmp(ag_buf_str(&why), ag_buf_str(&why_pieces)) == 0, "%s: in pieces of %u: %s",
	           ag_buf_str(&why), piece, ag_buf_str(&why_pieces));
	if (r == 0) {
		char *json = fuzz_json(type, whole, 0), *other = fuzz_json(type, pieces, 0);

		FUZZ_CHECK(strcmp(json, other) == 0, "%s\nin pieces of %u: %s", json, piece, other);
		check_again(type, whole, json);
		walk(type, whole, false);
		check_masks(type, whole);
		if (type->flags & AG_TYPE_REQUEST)
			check_request(type, whole, json);
		free(json);
		free(other);
	} else {
		fuzz_check_words(ag_buf_str(&why));
	}
	agola_free(whole);
	agola_free(pieces);
	ag_buf_free(&why);
	ag_buf_free(&why_pieces);
	free(name);
	return 0;
}
