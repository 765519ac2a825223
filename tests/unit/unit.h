/* SPDX-License-Identifier: Apache-2.0 */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>
#include <string.h>

/* Each program has one suite, made of the TFuns in a NULL-terminated list: a test that is not in it does not compile (unused). */
const char *unit_name(void);
const TTest *const *unit_tests(void);

#define UNIT(name, ...)                                                                                                          \
	const char *unit_name(void)                                                                                              \
	{                                                                                                                        \
		return name;                                                                                                     \
	}                                                                                                                        \
	const TTest *const *unit_tests(void)                                                                                     \
	{                                                                                                                        \
		/* START_TEST makes variables, not constants */                                                                  \
		const TTest *list[] = { __VA_ARGS__, NULL };                                                                     \
		static const TTest *tests[sizeof(list) / sizeof(list[0])];                                                       \
                                                                                                                                 \
		memcpy(tests, list, sizeof(list));                                                                               \
		return tests;                                                                                                    \
	}

#endif
