/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A malloc that fails on demand.
 *
 * In ordinary builds malloc, calloc, realloc and the aligned ones are functions of the test program, so that those calls of libcurl,
 * SQLite, libmicrohttpd, … come here as well. AddressSanitizer has a malloc of its own: there (OOM_WRAP) the linker leads the
 * calls of our own code here by --wrap, and leaks are for the sanitizer to find.
 */
#ifndef FAIL_H
#define FAIL_H

#include <stdbool.h>

enum fail_mode {
	FAIL_ONCE, /* the n-th allocation */
	FAIL_FROM, /* the n-th and all that follow */
};

enum fail_where {
	FAIL_HERE,      /* in the thread that arms */
	FAIL_ELSEWHERE, /* in all threads but this one */
};

/* From now on the @n-th allocation (from 1) fails. */
void fail_arm(unsigned long n, enum fail_mode mode, enum fail_where where);
/* No more failures. @return whether there was one */
bool fail_disarm(void);
/* How many pieces of memory are in use; always 0 under OOM_WRAP. */
long fail_live(void);
/* How many times a file was closed that is not open: the second close of a file, which hits another one in a program with threads.
 * 0 under OOM_WRAP. */
long fail_bad_closes(void);

#endif
