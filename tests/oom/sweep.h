/* SPDX-License-Identifier: Apache-2.0 */
/* A call again and again, each time with another of its allocations failing. */
#ifndef SWEEP_H
#define SWEEP_H

#include "fail.h"

#include <agola/error.h>

/* What a call returns when it saw for itself that something is wrong. */
#define SWEEP_WRONG 1000

struct sweep {
	const char *name;
	/* Makes the call, looks at what it returns, and frees all of it. */
	int (*call)(void *arg, agola_error **err);
	void *arg;
	int expected; /* what it returns when memory is there */
	int also;     /* besides that and AGOLA_ERR_NOMEM; 0: nothing */
	bool keeps;   /* it may leave memory in use: caches of a library, a database */
	/* After each failure, with memory again: undo what may have been done, and see whether all is well. May be NULL. */
	bool (*settle)(void *arg);
};

/* NULL, or what is wrong (static). *points: how many allocations there are to fail. */
const char *sweep_run(const struct sweep *s, unsigned long *points);
/* For check: runs it, and prints how many there were. */
void sweep_check(const struct sweep *s);

#endif
