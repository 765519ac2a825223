/* SPDX-License-Identifier: Apache-2.0 */
/* What the benchmark programs share: each does one piece of work and prints one line of NAME=VALUE, as ../bench.py reads them. */
#ifndef BENCH_H
#define BENCH_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

__attribute__((noreturn, format(printf, 1, 2))) static inline void bench_die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

static inline double bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline size_t bench_number(const char *s)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*end || end == s || n == 0 || n > 100000000)
		bench_die("%s: right is a number from 1 to 100000000", s);
	return n;
}

/* The line: n pieces of work since @start, with the CPU time and the peak memory of the whole process. */
static inline void bench_report(const char *name, size_t n, double start, size_t items)
{
	double wall = bench_now() - start;
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	printf("%s n=%zu items=%zu wall_s=%.6f per_s=%.1f cpu_s=%.6f maxrss_kb=%ld\n", name, n, items, wall, (double)n / wall,
	       (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6,
	       u.ru_maxrss);
}

#endif
