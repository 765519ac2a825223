/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tar files of folders: workspaces and caches. libarchive reads and writes them, as it knows all that tar has become, and refuses
 * names that would lead out of the folder.
 */
#include "executor.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether a path matches a pattern. Each part between slashes is one of fnmatch(3); "**" is any number of parts. */
static bool matches(const char *pattern, const char *path)
{
	size_t part = strcspn(pattern, "/"), len = strcspn(path, "/");
	char *p, *s;
	bool ok;

	if (part == 2 && strncmp(pattern, "**", 2) == 0) {
		if (!pattern[2])
			return true;
		for (;; path += len + 1) {
			len = strcspn(path, "/");
			if (matches(pattern + 3, path))
				return true;
			if (!path[len])
				return false;
		}
	}
	p = format("%.*s", (int)part, pattern);
	s = format("%.*s", (int)len, path);
	ok = fnmatch(p, s, 0) == 0;
	free(p);
	free(s);
	if (!ok || !pattern[part] || !path[len])
		return ok && !pattern[part] && !path[len];
	return matches(pattern + part + 1, path + len + 1);
}

static bool is_wanted(const agola_rs_save_content *content, const char *path)
{
	for (size_t i = 0; i < content->n_paths; i++)
		if (matches(content->paths[i], path))
			return true;
	return false;
}

static int failed(int log, const char *what, const char *why)
{
	dprintf(log, "%s: %s\n", what, why ? why : "unknown error");
	return -1;
}

/* A file that grows or shrinks meanwhile is cut or filled up with zeros by libarchive: its size is told before. */
static int copy_file(struct archive *tar, const char *path, int log)
{
	char buf[16384];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = -1;

	if (fd < 0)
		return failed(log, path, strerror(errno));
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (archive_write_data(tar, buf, (size_t)n) < 0) {
			close(fd);
			return failed(log, path, archive_error_string(tar));
		}
	close(fd);
	return n < 0 ? failed(log, path, strerror(errno)) : 0;
}

static int pack_one(struct archive *tar, struct archive_entry *entry, const char *name, int log)
{
	char *path = format("%s", archive_entry_pathname(entry));
	int r = 0;

	archive_entry_sparse_clear(entry);
	archive_entry_set_pathname(entry, name);
	if (archive_entry_filetype(entry) == AE_IFSOCK)
		; /* tar has none */
	else if (archive_write_header(tar, entry) < ARCHIVE_WARN)
		r = failed(log, path, archive_error_string(tar));
	else if (archive_entry_filetype(entry) == AE_IFREG)
		r = copy_file(tar, path, log);
	free(path);
	return r;
}

/* What the patterns want of a folder. */
static int pack_folder(struct archive *tar, const agola_rs_save_content *content, const char *source, int log, size_t *count)
{
	struct archive *disk = archive_read_disk_new();
	struct archive_entry *entry = archive_entry_new();
	const char *dest = content->dest_dir ? content->dest_dir : "";
	int r;

	if (!disk || !entry)
		abort();
	while (*dest == '/')
		dest++;
	archive_read_disk_set_symlink_physical(disk);
	archive_read_disk_set_behavior(disk, ARCHIVE_READDISK_NO_XATTR | ARCHIVE_READDISK_NO_ACL | ARCHIVE_READDISK_NO_FFLAGS);
	r = archive_read_disk_open(disk, source);
	while (r == ARCHIVE_OK && (r = archive_read_next_header2(disk, entry)) == ARCHIVE_OK) {
		const char *path = archive_entry_pathname(entry) + strlen(source);
		char *name;

		archive_read_disk_descend(disk);
		path += strspn(path, "/");
		if (!*path || !is_wanted(content, path))
			continue;
		name = *dest && strcmp(dest, ".") != 0 ? format("%s/%s", dest, path) : format("%s", path);
		++*count;
		r = pack_one(tar, entry, name, log);
		free(name);
		if (r < 0)
			break;
	}
	if (r != ARCHIVE_EOF && r != -1)
		r = failed(log, source, archive_error_string(disk));
	archive_entry_free(entry);
	archive_read_free(disk);
	return r == ARCHIVE_EOF ? 0 : -1;
}

int pack(const char *tar, const struct task *task, const agola_rs_step *step, int log)
{
	struct archive *a = archive_write_new();
	size_t count = 0;
	int r = 0;

	if (!a)
		abort();
	archive_write_set_format_pax_restricted(a);
	if (archive_write_open_filename(a, tar) < ARCHIVE_OK)
		r = failed(log, tar, archive_error_string(a));
	for (size_t i = 0; r == 0 && i < step->n_contents; i++) {
		char *source = place_path(task, step->contents[i]->source_dir);

		r = pack_folder(a, step->contents[i], source, log, &count);
		free(source);
	}
	if (archive_write_close(a) < ARCHIVE_OK && r == 0)
		r = failed(log, tar, archive_error_string(a));
	archive_write_free(a);
	if (r == 0)
		dprintf(log, "files and folders saved: %zu\n", count);
	return r;
}

static int unpack_one(struct archive *a, struct archive *disk, struct archive_entry *entry, const char *dest)
{
	const char *name = archive_entry_pathname(entry), *link = archive_entry_hardlink(entry);
	char *path = format("%s/%s", dest, name ? name : ""), *target = link ? format("%s/%s", dest, link) : NULL;
	const void *block;
	size_t size;
	la_int64_t offset;
	int r;

	archive_entry_set_pathname(entry, path);
	if (target)
		archive_entry_set_hardlink(entry, target);
	r = archive_write_header(disk, entry);
	while (r >= ARCHIVE_WARN && (r = archive_read_data_block(a, &block, &size, &offset)) == ARCHIVE_OK)
		r = (int)archive_write_data_block(disk, block, size, offset);
	if (r == ARCHIVE_EOF)
		r = archive_write_finish_entry(disk);
	free(path);
	free(target);
	return r >= ARCHIVE_WARN ? 0 : -1;
}

/* What is there already is replaced. */
int unpack(const char *tar, const char *dest_dir, int log)
{
	const int flags =
	        ARCHIVE_EXTRACT_TIME | ARCHIVE_EXTRACT_PERM | ARCHIVE_EXTRACT_SECURE_NODOTDOT | ARCHIVE_EXTRACT_SECURE_SYMLINKS;
	struct archive *a = archive_read_new(), *disk = archive_write_disk_new();
	struct archive_entry *entry;
	char *dest = make_folders(dest_dir) < 0 ? NULL : realpath(dest_dir, NULL);
	size_t count = 0;
	int r = -1;

	if (!a || !disk)
		abort();
	archive_read_support_format_tar(a);
	archive_read_support_format_empty(a);
	archive_write_disk_set_options(disk, flags);
	if (!dest)
		failed(log, dest_dir, strerror(errno));
	else if (archive_read_open_filename(a, tar, 16384) < ARCHIVE_OK)
		failed(log, tar, archive_error_string(a));
	else {
		while ((r = archive_read_next_header(a, &entry)) >= ARCHIVE_WARN && r <= ARCHIVE_OK) {
			if ((r = unpack_one(a, disk, entry, dest)) < 0)
				break;
			count++;
		}
		if (r == ARCHIVE_EOF && archive_write_close(disk) >= ARCHIVE_WARN) {
			dprintf(log, "files and folders restored: %zu\n", count);
			r = 0;
		} else {
			r = failed(log, dest_dir,
			           archive_error_string(disk) ? archive_error_string(disk) : archive_error_string(a));
		}
	}
	free(dest);
	archive_read_free(a);
	archive_write_free(disk);
	return r;
}
