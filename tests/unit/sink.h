/* SPDX-License-Identifier: Apache-2.0 */
/* A type with a field of every kind, and its rows. */
#ifndef SINK_H
#define SINK_H

#include "json/json.h"

static const struct ag_enum phase_words[] = { { 1, "queued" }, { 2, "running" }, { 0, NULL } };

struct leaf {
	const char *name;
	agola_time start_time;
};
struct leaf_entry {
	const char *key;
	const struct leaf *value;
};
struct string_entry {
	const char *key;
	const char *value;
};
struct sink {
	const char *s;
	bool b;
	enum agola_tristate t;
	int8_t i8;
	int16_t i16;
	int32_t i32;
	int64_t i64;
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;
	int64_t exit_status;
	bool has_exit_status;
	double d;
	agola_time time;
	int64_t interval;
	int64_t timeout;
	int phase;
	const char *phase_raw;
	const struct leaf *leaf;
	const struct leaf *const *leaves;
	size_t n_leaves;
	const char *const *words;
	size_t n_words;
	const int64_t *ints;
	size_t n_ints;
	const struct leaf_entry *const *tasks;
	size_t n_tasks;
	const struct string_entry *const *annotations;
	size_t n_annotations;
	const char *raw;
	const char *nullable;
	enum ag_presence nullable_presence;
	const char *secret;
};

static const struct agola_field leaf_fields[] = { AG_STRING(struct leaf, name, "name"),
	                                          AG_TIME(struct leaf, start_time, "start_time") };
static AG_TYPE_(leaf, struct leaf, leaf_fields, .flags = 0);

#define T struct sink
static const struct agola_field sink_fields[] = {
	AG_STRING(T, s, "s"),
	AG_BOOL(T, b, "b"),
	AG_TRISTATE(T, t, "t"),
	AG_INT(T, i8, "i8"),
	AG_INT(T, i16, "i16"),
	AG_INT(T, i32, "i32"),
	AG_INT(T, i64, "i64"),
	AG_UINT(T, u8, "u8"),
	AG_UINT(T, u16, "u16"),
	AG_UINT(T, u32, "u32"),
	AG_UINT(T, u64, "u64"),
	AG_OPT_INT(T, exit_status, "exit_status"),
	AG_DOUBLE(T, d, "d"),
	AG_TIME(T, time, "time"),
	AG_DURATION(T, interval, "interval"),
	AG_DURATION(T, timeout, "timeout", .flags = AG_STRING_DURATION),
	AG_ENUM(T, phase, phase_words, "phase"),
	AG_OBJECT(T, leaf, leaf, "leaf"),
	AG_ARRAY(T, leaves, leaf, "leaves"),
	AG_STRINGS(T, words, "words"),
	AG_INTS(T, ints, "ints", .flags = AG_OMIT),
	AG_MAP(T, tasks, leaf, "tasks"),
	AG_STRING_MAP(T, annotations, "annotations"),
	AG_RAW(T, raw, "raw"),
	AG_STRING(T, nullable, "nullable", .flags = AG_PRESENCE, AG_PRESENCE_AT(T, nullable_presence)),
	AG_STRING(T, secret, "secret", .flags = AG_SECRET | AG_OMIT),
};
#undef T
static AG_TYPE_(sink, struct sink, sink_fields, .flags = 0);

struct sink_page {
	const struct sink *const *items;
	size_t n_items;
	const char *cursor;
};
static const struct agola_field sink_page_fields[] = { AG_ARRAY(struct sink_page, items, sink, "") };
static AG_TYPE_(sink_page, struct sink_page, sink_page_fields, .flags = AG_TYPE_PAGE | AG_TYPE_ARRAY,
                .off_cursor = (uint32_t)offsetof(struct sink_page, cursor));

#define ALL_KINDS                                                                                                                \
	"{\"s\":\"\\u003ca\\u0026b\\u003e \\u2028\\\"\\\\ "                                                                      \
	"\xc3\xa9\",\"b\":true,\"t\":false,\"i8\":-128,\"i16\":32767,\"i32\":-2147483648,"                                       \
	"\"i64\":-9223372036854775808,\"u8\":255,\"u16\":65535,\"u32\":4294967295,\"u64\":18446744073709551615,\"exit_status\":" \
	"0,"                                                                                                                     \
	"\"d\":0.1,\"time\":\"2024-02-29T12:30:45.123456789+05:30\",\"interval\":3600000000000,\"timeout\":\"1h30m0s\","         \
	"\"phase\":\"running\",\"leaf\":{\"name\":\"x\",\"start_time\":null},\"leaves\":[{\"name\":\"a\",\"start_time\":\"0001-" \
	"01-01T00:00:00Z\"},"                                                                                                    \
	"{\"name\":\"b\",\"start_time\":null}],\"words\":[\"one\",\"\",\"three\"],\"ints\":[0,-9223372036854775808,7],"          \
	"\"tasks\":{\"k1\":{\"name\":\"t\",\"start_"                                                                             \
	"time\":null}},"                                                                                                         \
	"\"annotations\":{\"a\":\"1\",\"b\":\"2\"},\"raw\":{\"x\":[1,-2.5e10,null,true,false,\"\\u003c\",{}],\"y\":[]},"         \
	"\"nullable\":null,"                                                                                                     \
	"\"secret\":\"s3\"}"

#endif
