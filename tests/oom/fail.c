/* SPDX-License-Identifier: Apache-2.0 */
#include "fail.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef OOM_WRAP
#define OURS(f) __wrap_##f
#define LIBC(f) __real_##f
#else
#define OURS(f) f
#define LIBC(f) __libc_##f
void *__libc_memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size);
#endif

void *LIBC(malloc)(size_t size);
void *LIBC(calloc)(size_t n, size_t size);
void *LIBC(realloc)(void *p, size_t size);
void LIBC(free)(void *p);
void *OURS(malloc)(size_t size);
void *OURS(calloc)(size_t n, size_t size);
void *OURS(realloc)(void *p, size_t size);
void OURS(free)(void *p);

static atomic_long live, bad_closes;
static atomic_ulong count, fail_at; /* fail_at 0: not armed */
static atomic_bool hit;
static atomic_int fail_mode, fail_where;
static _Thread_local bool here;

static bool must_fail(void)
{
	unsigned long at = atomic_load(&fail_at), n;

	if (!at || here != (atomic_load(&fail_where) == FAIL_HERE))
		return false;
	n = atomic_fetch_add(&count, 1) + 1;
	if (n != at && !(n > at && atomic_load(&fail_mode) == FAIL_FROM))
		return false;
	atomic_store(&hit, true);
	errno = ENOMEM;
	return true;
}

static void *counted(void *p)
{
#ifndef OOM_WRAP
	/* what libraries free of ours, and we of theirs, would not be seen */
	if (p)
		atomic_fetch_add(&live, 1);
#endif
	return p;
}

void fail_arm(unsigned long n, enum fail_mode mode, enum fail_where where)
{
	here = true;
	atomic_store(&hit, false);
	atomic_store(&count, 0);
	atomic_store(&fail_mode, (int)mode);
	atomic_store(&fail_where, (int)where);
	atomic_store(&fail_at, n);
}

bool fail_disarm(void)
{
	atomic_store(&fail_at, 0);
	here = false;
	return atomic_load(&hit);
}

long fail_live(void)
{
	return atomic_load(&live);
}

long fail_bad_closes(void)
{
	return atomic_load(&bad_closes);
}

void *OURS(malloc)(size_t size)
{
	return must_fail() ? NULL : counted(LIBC(malloc)(size));
}

void *OURS(calloc)(size_t n, size_t size)
{
	return must_fail() ? NULL : counted(LIBC(calloc)(n, size));
}

void *OURS(realloc)(void *p, size_t size)
{
	if (must_fail())
		return NULL;
	return p ? LIBC(realloc)(p, size) : counted(LIBC(malloc)(size));
}

void OURS(free)(void *p)
{
#ifndef OOM_WRAP
	if (p)
		atomic_fetch_sub(&live, 1);
#endif
	LIBC(free)(p);
}

#ifndef OOM_WRAP
void *memalign(size_t alignment, size_t size)
{
	return must_fail() ? NULL : counted(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

int close(int fd)
{
	int r = (int)syscall(SYS_close, fd);

	if (r != 0 && errno == EBADF)
		atomic_fetch_add(&bad_closes, 1);
	return r;
}

int posix_memalign(void **ret, size_t alignment, size_t size)
{
	void *p = memalign(alignment, size);

	if (!p)
		return ENOMEM;
	*ret = p;
	return 0;
}
#endif
