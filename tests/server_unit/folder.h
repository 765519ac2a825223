/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of one's own for a test, and files in it. */
#ifndef FOLDER_H
#define FOLDER_H

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[200];

static inline void folder_make(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/agolad-unit-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

/* A path in the folder; the two last ones stay valid. */
static inline const char *folder_path(const char *name)
{
	static char paths[2][500];
	static int n;
	char *p = paths[n++ & 1];

	snprintf(p, sizeof(paths[0]), "%s/%s", folder, name);
	return p;
}

static inline void folder_drop(void)
{
	DIR *d = opendir(folder);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL)
		unlink(folder_path(e->d_name));
	if (d)
		closedir(d);
	rmdir(folder);
}

static inline void folder_write(const char *name, const char *text, size_t len)
{
	FILE *f = fopen(folder_path(name), "we");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(text, 1, len, f), len);
	ck_assert_int_eq(fclose(f), 0);
}

#endif
