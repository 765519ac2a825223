/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Libraries that only some commands need. Scripts and completion start agolactl so often that it counts what each start loads, so these are
 * loaded by lazy_load(), before the first call of one of their functions; the function f is called as lazy_f. With -Dlazy=false the
 * linker brings them as usual. One header for each: its table has the names of the symbols that are used.
 */
#ifndef AGOLACTL_LAZY_H
#define AGOLACTL_LAZY_H

#define LAZY_DECLARE(name) extern __typeof__(&name) lazy_##name;

enum lazy_library { WITH_NETTLE, WITH_PCRE2, WITH_SMARTCOLS, WITH_YAML };

/* Make its functions usable; they are NULL before. A library that is not there ends the program, as it would when it was linked. */
void lazy_load(enum lazy_library library);

#endif
