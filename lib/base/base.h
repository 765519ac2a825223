/* SPDX-License-Identifier: Apache-2.0 */
/* Memory and text: what every other folder may use and what uses no other folder. */
#ifndef AG_BASE_H
#define AG_BASE_H

#include <agola/common.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What rarely runs, and should not make slower what always does. */
#define AG_COLD     __attribute__((cold, noinline))
#define AG_COUNT(a) (sizeof(a) / sizeof((a)[0]))
#if defined(__GNUC__)
#define AG_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define AG_PRINTF(f, a)
#endif

/*
 * A list that no file holds: AG_LISTED puts the address of @object into the section @list, the linker gathers what all files
 * put there, and AG_LIST_BEGIN and AG_LIST_END are where it stands. So a row is listed where it is written. Weak, because of a
 * static library the linker takes only the files that a program needs: there may be none with a row. AG_RETAIN_ keeps rows when
 * the linker drops sections that nothing refers to.
 */
#if defined(__has_attribute)
#if __has_attribute(retain)
#define AG_RETAIN_ , retain
#endif
#endif
#ifndef AG_RETAIN_
#define AG_RETAIN_
#endif
#define AG_LISTED(list, ctype, object)                                                                                           \
	static const ctype *const object##_listed __attribute__((used, section(#list) AG_RETAIN_)) = &(object)
#define AG_LIST(list, ctype)                                                                                                     \
	extern const ctype *const __start_##list[] __attribute__((weak, visibility("hidden"))), *const __stop_##list[]           \
	        __attribute__((weak, visibility("hidden")))
#define AG_LIST_BEGIN(list) __start_##list
#define AG_LIST_END(list)   __stop_##list

/* ---- arena: pieces of memory that end together ---- */

struct ag_arena_chunk;
struct ag_arena {
	struct ag_arena_chunk *chunks; /* newest first */
	char *at, *end;                /* free room in the newest */
	size_t total;                  /* bytes asked of malloc */
};

void ag_arena_init(struct ag_arena *a);
void ag_arena_free(struct ag_arena *a);
/* Overwrite what it holds before freeing it: for secrets. */
void ag_arena_wipe(struct ag_arena *a);
/* Zeroed memory aligned for any type, or NULL. */
void *ag_arena_alloc(struct ag_arena *a, size_t size);
/* A copy of @len bytes with a NUL behind it, or NULL. Not aligned. */
char *ag_arena_strndup(struct ag_arena *a, const char *s, size_t len);
char *ag_arena_strdup(struct ag_arena *a, const char *s);
/* Formatted text, or NULL. */
char *ag_arena_printf(struct ag_arena *a, const char *fmt, ...) AG_PRINTF(2, 3);

/* ---- root: the first object of a response, from which agola_free() finds all of it ---- */

struct agola_type;
/* An object of @size bytes in an arena of its own, or NULL. @type may be NULL (text). */
void *ag_root_new(const struct agola_type *type, size_t size);
struct ag_arena *ag_root_arena(const void *root);
const struct agola_type *ag_root_type(const void *root);
/* Overwrite it all before it is freed. */
void ag_root_set_secret(void *root);
/* Text as a root of its own, or NULL. */
char *ag_root_text(const char *s, size_t len);

/* ---- buf: text that grows up to a limit; a failure sticks until reset, so only the end needs a look ---- */

struct ag_buf {
	char *s; /* ends with NUL once anything was added; may be NULL before */
	size_t len, cap;
	size_t max; /* 0: no limit but memory */
	bool failed;
	bool secret; /* memory is overwritten before it is given back, also when it grows */
};

void ag_buf_free(struct ag_buf *b);
void ag_buf_reset(struct ag_buf *b); /* keeps the memory */
void ag_buf_add(struct ag_buf *b, const char *s, size_t len);
void ag_buf_adds(struct ag_buf *b, const char *s);
void ag_buf_addc(struct ag_buf *b, char c);
void ag_buf_addf(struct ag_buf *b, const char *fmt, ...) AG_PRINTF(2, 3);
void ag_buf_vaddf(struct ag_buf *b, const char *fmt, va_list ap) AG_PRINTF(2, 0);
const char *ag_buf_str(const struct ag_buf *b); /* never NULL */
/* Overwrite what it holds before freeing it: for secrets. */
void ag_buf_wipe(struct ag_buf *b);
/* Memory that the compiler may not leave unwiped. */
void ag_wipe(void *p, size_t len);

/* ---- text ---- */

/* A copy by malloc, or NULL.. */
char *ag_strdup(const char *s);
/* Length of the valid UTF-8 sequence at s, of at most len bytes; 0 if it is not valid. NUL is valid. */
size_t ag_utf8_len(const unsigned char *s, size_t len);
bool ag_utf8_valid(const char *s, size_t len);
/* Whether all of it is ASCII and not NUL, as most text is; found a word at a time. */
bool ag_is_plain(const char *s, size_t len);
/* Append text with invalid UTF-8 as U+FFFD, one per byte, as Go's encoding/json does. */
void ag_buf_add_utf8(struct ag_buf *b, const char *s, size_t len);
/* Append at most @max bytes of text in one line, control characters and invalid bytes as '?', white space folded. */
void ag_buf_add_printable(struct ag_buf *b, const char *s, size_t len, size_t max);
int ag_ascii_casecmp(const char *a, const char *b);
bool ag_ascii_casestarts(const char *s, const char *prefix);
/* A whole decimal number with nothing around it. False when it is not, or out of range. */
bool ag_parse_i64(const char *s, size_t len, int64_t *ret);
bool ag_parse_u64(const char *s, size_t len, uint64_t *ret);
/* How many single changes make b of a, for suggestions. */
size_t ag_edit_distance(const char *a, const char *b);

/* ---- time ---- */

/* RFC 3339, 0 to 9 fraction digits (more are cut), Z or ±hh:mm. False if it is not. */
bool ag_time_parse(const char *s, size_t len, agola_time *ret);
/* "1h2m3.5s", as Go writes durations. */
bool ag_duration_parse(const char *s, size_t len, int64_t *ns);
void ag_duration_format(int64_t ns, char *buf, size_t size); /* at least 32 bytes */
/* Monotonic clock, in microseconds. */
int64_t ag_now_us(void);
/* Wall clock, in UTC. */
agola_time ag_time_now(void);

/* ---- ids ---- */

/* Whether Agola takes @s as an id rather than a name: the six forms of gofrs/uuid. */
bool ag_is_uuid(const char *s);
/* Agola's rule for names of users, orgs, projects, remote sources, …: 1 to 40 characters, no UUID. */
bool ag_is_name(const char *s);

#endif
