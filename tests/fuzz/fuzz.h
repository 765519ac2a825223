/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz targets: each file target_*.c holds one LLVMFuzzerTestOneInput(), which takes any bytes and aborts when what must always hold
 * does not. main.c runs one over the files of a corpus; with -Dfuzz=true clang's libFuzzer makes up the inputs.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "core/core.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Set by the self-test: the target disturbs one side of what it compares, and must then abort. */
extern bool fuzz_fault;
/* Set by main.c: what an input says must be the same in pieces is tried in pieces, also when it names no size. */
extern bool fuzz_thorough;

/* What must always hold. */
#define FUZZ_CHECK(cond, ...)                                                                                                    \
	do {                                                                                                                     \
		if (!(cond))                                                                                                     \
			fuzz_die(__FILE__, __LINE__, #cond, __VA_ARGS__);                                                        \
	} while (0)
_Noreturn void fuzz_die(const char *file, int line, const char *cond, const char *fmt, ...) AG_PRINTF(4, 5);

/* A function of the target that runs over every byte: nothing in it is news to a fuzzer, and counting it would cost more than the call. */
#ifdef __clang__
#define FUZZ_PLAIN __attribute__((no_sanitize("coverage")))
#else
#define FUZZ_PLAIN
#endif

/* What is left of an input. Lines are copied, so that a read behind their end is found. */
struct fuzz_input {
	const char *at;
	size_t len;
};
/* The next line, without its end; "" when there is none. NULs end it early. free() it. */
char *fuzz_line(struct fuzz_input *in);
/* The next byte; @none when there is none. */
unsigned fuzz_byte(struct fuzz_input *in, unsigned none);
/* Which of @n things a line means that is the name of none: the same for the same line. */
size_t fuzz_pick(const char *line, size_t n);
/* The row by the name in @line, else any of those that @may takes; NULL if there is none. @may is always the same. */
typedef bool (*fuzz_endpoint_fn)(const struct ag_endpoint *ep);
const struct ag_endpoint *fuzz_endpoint(const char *line, fuzz_endpoint_fn may);
/* A type by name, else any. */
const struct agola_type *fuzz_type(const char *line);

/* Give @data to @fn in pieces of @piece bytes (0: as one), in memory of just that size, which then has the next one, until it returns something else than 0. */
typedef int (*fuzz_piece_fn)(void *arg, const void *data, size_t len);
int fuzz_in_pieces(const char *data, size_t len, size_t piece, fuzz_piece_fn fn, void *arg);

/* The object as JSON. free() it. */
char *fuzz_json(const struct agola_type *type, const void *obj, unsigned flags);
/* One line, without control characters, valid UTF-8. */
void fuzz_check_words(const char *s);

/* ops.c: the target that an operation is an input of: "paging", "log", "lines", "events", "stream", else "call". */
const char *fuzz_kind(const struct ag_endpoint *ep);

/* calls.c: a call with answers that the input makes up; see README.md for the format. */
void fuzz_call(const uint8_t *data, size_t size, fuzz_endpoint_fn may);

#endif
