/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types as tables of fields, and JSON to and from them.
 *
 * A type is a struct plus one row per field. Decoding, encoding, queries, SQL, tables on a terminal and the public
 * reflection all read the rows; nobody writes code per type. To add a field: a member and a row.
 */
#ifndef AG_JSON_H
#define AG_JSON_H

#include "base/base.h"
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/reflect.h>
#include <string.h>

struct ag_enum {
	int value;
	const char *word;
};

enum ag_field_flags {
	AG_OMIT = 1,            /* left out when empty, zero or false, as Go's omitempty */
	AG_SECRET = 2,          /* masked in traces and on request */
	AG_STRING_DURATION = 4, /* a duration written as "1h2m3s", not as nanoseconds */
	AG_PRESENCE = 8,        /* off_presence holds an enum ag_presence */
	AG_NOT_NEGATIVE = 16,   /* in requests and options: a negative number is refused */
	AG_DEFAULT_TRUE = 32,   /* a three-state that is sent as true when unset */
	AG_DEFAULT_FALSE = 64,  /* a three-state that is sent as false when unset */
	AG_REQUIRED = 128,      /* in requests and options: nothing is sent without it */
	AG_ALWAYS = 256,        /* in options: a number that is sent even if it is 0 */
	AG_OLD_TEXT = 512,      /* a number that some releases send as a text of no meaning: passed over */
	AG_ELSE = 1024,         /* with it: but not if the row above is set */
	AG_NOT_SENT = 2048,     /* in options: for the library itself */
	AG_HEADER = 4096,       /* in options, of a map of strings: headers, not part of the query */
	AG_OMIT_FALSE = 8192,   /* with AG_OMIT: a three-state is left out when false too, as Go leaves out a plain bool */
	AG_BODY = 16384,        /* in options, of a string: the body, not part of the query */
};

enum ag_presence { AG_ABSENT = 0, AG_NULL = 1, AG_SET = 2 };

/* Beyond the public kinds, which show it as a bool that may be null. */
#define AG_KIND_TRISTATE 100

struct agola_field {
	const char *key;               /* on the wire */
	const char *old_key;           /* what some releases call it: requests send both, answers may have either */
	const char *member;            /* in C */
	const char *column;            /* in SQL; NULL: not stored */
	const struct ag_enum *enums;   /* ends with a NULL word */
	const struct agola_type *type; /* of the object, or of the items */
	uint16_t kind;                 /* enum agola_kind or AG_KIND_… */
	uint16_t item;                 /* kind of the items of an array or a map: STRING, OBJECT, RAW; of an array: INT */
	uint16_t width;                /* bytes of an integer */
	uint16_t flags;                /* enum ag_field_flags */
	uint32_t off;
	uint32_t off_count; /* arrays and maps: size_t. Enums: the raw word. Ints: the bool that says it is set */
	uint32_t off_presence;
	uint8_t has_off_count;
	uint8_t key_len;
	uint16_t only; /* left out unless the enum in row 0 has this value, and then written whatever it is */
};

enum ag_type_flags {
	AG_TYPE_REQUEST = 1, /* filled by a caller: starts with size, and what is not set is not sent */
	AG_TYPE_PAGE = 2,    /* one page of a list, with the items in row `items` */
	AG_TYPE_ARRAY = 4,   /* a page that is a bare JSON array on the wire */
};

struct agola_type {
	const char *name;
	const struct agola_field *fields;
	uint32_t n_fields;
	uint32_t size;
	uint32_t flags;
	uint32_t off_cursor; /* pages: const char * for what continues the list */
	uint32_t items;      /* pages: the row of the items */
};

/* ---- rows: AG_STRING(T, member, "key"[, .flags = …][, .column = "…"]) ----
 *
 * What Go embeds stands flat on the wire and so in our structs: rows that several types share are one macro that takes T.
 */

#define AG_IS_(T, m, C)   (0 * sizeof(char[_Generic(((T *)0)->m, C : 1)]))
#define AG_AT_(T, m)      .member = #m, .off = (uint32_t)offsetof(T, m)
#define AG_FIRST_(a, ...) a
/* The key of a row, which is a literal, and what stands behind it. */
#define AG_KEY_(...) .key_len = sizeof("" AG_FIRST_(__VA_ARGS__, 0)) - 1, .key = __VA_ARGS__
#define AG_STRING(T, m, ...)                                                                                                     \
	{                                                                                                                        \
		AG_AT_(T, m) + AG_IS_(T, m, const char *), .kind = AGOLA_KIND_STRING, AG_KEY_(__VA_ARGS__)                       \
	}
#define AG_RAW(T, m, ...)                                                                                                        \
	{                                                                                                                        \
		AG_AT_(T, m) + AG_IS_(T, m, const char *), .kind = AGOLA_KIND_RAW, AG_KEY_(__VA_ARGS__)                          \
	}
#define AG_BOOL(T, m, ...)                                                                                                       \
	{                                                                                                                        \
		AG_AT_(T, m) + AG_IS_(T, m, bool), .kind = AGOLA_KIND_BOOL, AG_KEY_(__VA_ARGS__)                                 \
	}
#define AG_TRISTATE(T, m, ...)                                                                                                   \
	{                                                                                                                        \
		AG_AT_(T, m) + AG_IS_(T, m, enum agola_tristate), .kind = AG_KIND_TRISTATE, AG_KEY_(__VA_ARGS__)                 \
	}
#define AG_WIDTH_(T, m) .width = sizeof(((T *)0)->m)
#define AG_INT(T, m, ...)                                                                                                        \
	{                                                                                                                        \
		AG_AT_(T, m), AG_WIDTH_(T, m), .kind = AGOLA_KIND_INT, AG_KEY_(__VA_ARGS__)                                      \
	}
#define AG_UINT(T, m, ...)                                                                                                       \
	{                                                                                                                        \
		AG_AT_(T, m), AG_WIDTH_(T, m), .kind = AGOLA_KIND_UINT, AG_KEY_(__VA_ARGS__)                                     \
	}
/* An integer that may be null: bool has_<m> says whether it is set. */
#define AG_OPT_INT(T, m, ...)                                                                                                    \
	{                                                                                                                        \
		AG_AT_(T, m), AG_WIDTH_(T, m), .off_count = (uint32_t)offsetof(T, has_##m), .has_off_count = 1,                  \
		                               .kind = AGOLA_KIND_INT, AG_KEY_(__VA_ARGS__)                                      \
	}
#define AG_DOUBLE(T, m, ...)                                                                                                     \
	{                                                                                                                        \
		AG_AT_(T, m) + AG_IS_(T, m, double), .kind = AGOLA_KIND_DOUBLE, AG_KEY_(__VA_ARGS__)                             \
	}
#define AG_TIME(T, m, ...)                                                                                                       \
	{                                                                                                                        \
		AG_AT_(T, m) + AG_IS_(T, m, agola_time), .kind = AGOLA_KIND_TIME, AG_KEY_(__VA_ARGS__)                           \
	}
#define AG_DURATION(T, m, ...)                                                                                                   \
	{                                                                                                                        \
		AG_AT_(T, m) + AG_IS_(T, m, int64_t), .width = 8, .kind = AGOLA_KIND_DURATION, AG_KEY_(__VA_ARGS__)              \
	}
/* An enum member m and const char *m_raw beside it. */
#define AG_ENUM(T, m, words, ...)                                                                                                \
	{                                                                                                                        \
		AG_AT_(T, m), AG_WIDTH_(T, m), .off_count = (uint32_t)offsetof(T, m##_raw), .has_off_count = 1,                  \
		                               .enums = (words), .kind = AGOLA_KIND_ENUM, AG_KEY_(__VA_ARGS__)                   \
	}
/* An enum without a raw word: in options. */
#define AG_ENUM_ONLY(T, m, words, ...)                                                                                           \
	{                                                                                                                        \
		AG_AT_(T, m), AG_WIDTH_(T, m), .enums = (words), .kind = AGOLA_KIND_ENUM, AG_KEY_(__VA_ARGS__)                   \
	}
#define AG_OBJECT(T, m, U, ...)                                                                                                  \
	{                                                                                                                        \
		AG_AT_(T, m), .type = &U##_type, .kind = AGOLA_KIND_OBJECT, AG_KEY_(__VA_ARGS__)                                 \
	}
/* const U *const *m, and size_t n_m. */
#define AG_ARRAY(T, m, U, ...)                                                                                                   \
	{                                                                                                                        \
		AG_AT_(T, m), .off_count = (uint32_t)offsetof(T, n_##m), .has_off_count = 1, .type = &U##_type,                  \
		              .kind = AGOLA_KIND_ARRAY, .item = AGOLA_KIND_OBJECT, AG_KEY_(__VA_ARGS__)                          \
	}
/* const char *const *m, and size_t n_m. */
#define AG_STRINGS(T, m, ...)                                                                                                    \
	{                                                                                                                        \
		AG_AT_(T, m), .off_count = (uint32_t)offsetof(T, n_##m), .has_off_count = 1, .kind = AGOLA_KIND_ARRAY,           \
		              .item = AGOLA_KIND_STRING, AG_KEY_(__VA_ARGS__)                                                    \
	}
/* const int64_t *m, and size_t n_m. */
#define AG_INTS(T, m, ...)                                                                                                       \
	{                                                                                                                        \
		AG_AT_(T, m) + AG_IS_(T, m, const int64_t *), .off_count = (uint32_t)offsetof(T, n_##m), .has_off_count = 1,     \
		                                              .kind = AGOLA_KIND_ARRAY, .item = AGOLA_KIND_INT,                  \
		                                              AG_KEY_(__VA_ARGS__)                                               \
	}
/* const struct {const char *key; const U *value;} *const *m, and size_t n_m; likewise with strings. */
#define AG_MAP(T, m, U, ...)                                                                                                     \
	{                                                                                                                        \
		AG_AT_(T, m), .off_count = (uint32_t)offsetof(T, n_##m), .has_off_count = 1, .type = &U##_type,                  \
		              .kind = AGOLA_KIND_MAP, .item = AGOLA_KIND_OBJECT, AG_KEY_(__VA_ARGS__)                            \
	}
#define AG_STRING_MAP(T, m, ...)                                                                                                 \
	{                                                                                                                        \
		AG_AT_(T, m), .off_count = (uint32_t)offsetof(T, n_##m), .has_off_count = 1, .kind = AGOLA_KIND_MAP,             \
		              .item = AGOLA_KIND_STRING, AG_KEY_(__VA_ARGS__)                                                    \
	}
/* Add to a row: .flags = … | AG_PRESENCE, AG_PRESENCE_AT(T, presence_member). */
#define AG_PRESENCE_AT(T, p) .off_presence = (uint32_t)offsetof(T, p)

/* The type T_type of struct T, with the rows of rows[]. AG_TYPE_OF for struct tags without a typedef. */
#define AG_TYPE_(sym, ctype, rows, ...)                                                                                          \
	const struct agola_type sym##_type = {                                                                                   \
		.name = #sym, .fields = rows, .n_fields = AG_COUNT(rows), .size = sizeof(ctype), __VA_ARGS__                     \
	}
/* Public types are also listed, so that agola_type_find() knows them. */
#define AG_TYPE(T, rows)                                                                                                         \
	AG_TYPE_(T, T, rows, .flags = 0);                                                                                        \
	AG_LISTED(ag_type_list, struct agola_type, T##_type)
#define AG_TYPE_REQ(T, rows)                                                                                                     \
	AG_TYPE_(T, struct T, rows, .flags = AG_TYPE_REQUEST);                                                                   \
	AG_LISTED(ag_type_list, struct agola_type, T##_type)
/* A page that is a JSON array on the wire: its only row is AG_ARRAY(T, items, ITEM, ""). */
#define AG_TYPE_LIST(T, rows, next)                                                                                              \
	AG_TYPE_(T, T, rows, .flags = AG_TYPE_PAGE | AG_TYPE_ARRAY, .off_cursor = (uint32_t)offsetof(T, next));                  \
	AG_LISTED(ag_type_list, struct agola_type, T##_type)
/* A list that is never in pages. */
#define AG_TYPE_PLAIN_LIST(T, rows)                                                                                              \
	AG_TYPE_(T, T, rows, .flags = AG_TYPE_PAGE | AG_TYPE_ARRAY);                                                             \
	AG_LISTED(ag_type_list, struct agola_type, T##_type)
/* A page that is an object on the wire, with the items in row number @row. */
#define AG_TYPE_LIST_OBJECT(T, rows, next, row)                                                                                  \
	AG_TYPE_(T, T, rows, .flags = AG_TYPE_PAGE, .off_cursor = (uint32_t)offsetof(T, next), .items = (row));                  \
	AG_LISTED(ag_type_list, struct agola_type, T##_type)

struct ag_map_entry {
	const char *key;
	const void *value; /* const char * or an object */
};

/* ---- encode ---- */

enum ag_encode_flags {
	AG_ENCODE_PRETTY = AGOLA_JSON_PRETTY,
	AG_ENCODE_MASK = AGOLA_JSON_MASK_SECRETS,
};

/* Append @obj. Invalid UTF-8 becomes U+FFFD. Fails only by b->failed. */
void ag_json_encode(struct ag_buf *b, const struct agola_type *type, const void *obj, unsigned flags);
/* Append a JSON string with its quotes, escaped as Go does. */
void ag_json_string(struct ag_buf *b, const char *s, size_t len);

/* Words and values of enums; 0 and NULL if there is none. */
int ag_enum_value(const struct ag_enum *e, const char *word);
const char *ag_enum_word(const struct ag_enum *e, int value);

/* Words used by more than one type. */
extern const struct ag_enum ag_remote_source_types[];
extern const struct ag_enum ag_remote_source_auth_types[];
extern const struct ag_enum ag_sort_directions[];
extern const struct ag_enum ag_visibility_words[];
extern const struct ag_enum ag_member_role_words[];
extern const struct ag_enum ag_secret_type_words[];
extern const struct ag_enum ag_run_phase_words[];
extern const struct ag_enum ag_run_result_words[];
extern const struct ag_enum ag_run_task_status_words[];
extern const struct ag_enum ag_executor_task_phase_words[];
extern const struct ag_enum ag_docker_registry_auth_type_words[];
extern const struct ag_enum ag_fetch_phase_words[];
extern const struct ag_enum ag_rs_run_action_words[];
extern const struct ag_enum ag_rs_run_task_action_words[];
extern const struct ag_enum ag_depend_condition_words[];
extern const struct ag_enum ag_step_type_words[];
extern const struct ag_enum ag_run_action_words[];
extern const struct ag_enum ag_run_task_action_words[];
extern const struct ag_enum ag_delivery_status_words[];
extern const struct ag_enum ag_org_invitation_action_words[];
extern const struct ag_enum ag_when_condition_type_words[];
extern const struct ag_enum ag_object_kind_words[];
extern const struct ag_enum ag_remote_repository_config_type_words[];
extern const struct ag_enum ag_auth_request_type_words[];

/* ---- decode, as the bytes come ---- */

struct ag_decode_opts {
	uint32_t max_depth; /* 0: 64 */
	size_t max_bytes;   /* 0: 64 MiB */
	size_t max_items;   /* of one array or map; 0: 16 Mi */
	bool lenient; /* as Go's servers read requests: keys without regard to case, invalid UTF-8 as U+FFFD, anything after the
	                 first value passed over */
	bool one;     /* the object stands in an array of its own */
};

struct ag_decoder;
/* NULL when memory is out. @type: a null document gives a root with nothing set. */
struct ag_decoder *ag_decoder_new(const struct agola_type *type, const struct ag_decode_opts *opts);
void ag_decoder_free(struct ag_decoder *d);
/* 0, or AGOLA_ERR_PROTOCOL or AGOLA_ERR_NOMEM; then ag_decoder_error() says why, and later calls say the same. */
int ag_decoder_feed(struct ag_decoder *d, const void *data, size_t len);
/* The document is over: 0 and the root, which is then the caller's; or as above. */
int ag_decoder_finish(struct ag_decoder *d, void **ret);
/* Such as `[3].tasks.x.start_time: expected a time, found a number`. "" if there is none. */
const char *ag_decoder_error(const struct ag_decoder *d);

/* All at once. @why: where words about a failure go, may be NULL. */
int ag_json_decode(const struct agola_type *type, const struct ag_decode_opts *opts, const void *data, size_t len, void **ret,
                   struct ag_buf *why);

/* ---- values by row: for queries, SQL and reflection ---- */

static inline const void *ag_field_at(const struct agola_field *f, const void *obj)
{
	return (const char *)obj + f->off;
}
/* Whether @obj has the member at all: the caller of a request may have been built for an older version with fewer. */
static inline bool ag_field_is_there(const struct agola_type *type, const struct agola_field *f, const void *obj)
{
	size_t have = type->size;

	if (type->flags & AG_TYPE_REQUEST)
		memcpy(&have, obj, sizeof(have));
	return f->off < have;
}
int64_t ag_field_int(const struct agola_field *f, const void *obj); /* any integer, bool, enum, three-state, duration */
void ag_field_set_int(const struct agola_field *f, void *obj, int64_t v);
const char *ag_field_string(const struct agola_field *f,
                            const void *obj); /* strings, raw JSON, the word of an enum; NULL if unset */
void ag_field_set_string(const struct agola_field *f, void *obj, const char *s); /* also sets both members of an enum */

/* Copy a caller's request or options of its own `size` into one of ours. AGOLA_ERR_INVALID without a size, AGOLA_ERR_VERSION
 * when it sets something that this library does not know. @src NULL gives zeroes and the size. */
int ag_check_sized(size_t size, const void *src, const char *name, agola_error **err);
int ag_copy_sized(void *dst, size_t size, const void *src, const char *name, agola_error **err);

/* Whether a field of @type, or of an object in it, is a secret. */
bool ag_type_has_secrets(const struct agola_type *type);

/* The listed types of all files, as the linker orders them. NULL after the last. */
const struct agola_type *ag_type_at(size_t i);

#endif
