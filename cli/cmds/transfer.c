/* SPDX-License-Identifier: Apache-2.0 */
/* Export and import of all data of a service. */
#include "../file.h"
#include "../lazy/nettle.h"
#include "../progress.h"
#include "cmds.h"
#include "export_check.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct transfer {
	const char *service, *path;
	enum agola_tristate checksum;
};

#define AT(m) offsetof(struct transfer, m)
#define CHECKSUM(help)                                                                                                           \
	{                                                                                                                        \
		"checksum", 0, CLI_TRISTATE, AT(checksum), NULL, help, 0                                                         \
	}
static const struct cli_option export_options[] = {
	CLI_SERVICE(AT(service)),
	{ "out|file", 0, CLI_TEXT, AT(path), "FILE",
	  "where to (default: standard output, if it is no terminal); - for it in any case", 0 },
	CHECKSUM("also write FILE.sha256 (default true)"),
};
static const struct cli_option import_options[] = {
	CLI_SERVICE(AT(service)),
	{ "in|file", 0, CLI_TEXT, AT(path), "FILE",
	  "where from (default: standard input, if it is no terminal); - for it in any case", 0 },
	CHECKSUM("look whether it is as FILE.sha256 says, if that is there (default true)"),
};
#undef AT

static bool is_standard(const char *path)
{
	return !path || strcmp(path, "-") == 0;
}

/* ---- checksums, as sha256sum writes and reads them ---- */

enum { HEX = 2 * SHA256_DIGEST_SIZE };

static void hex_of(struct sha256_ctx *hash, char hex[HEX + 1])
{
	uint8_t digest[SHA256_DIGEST_SIZE];

	lazy_nettle_sha256_digest(hash, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

static char *checksum_path(struct cli *cli, const char *path)
{
	char *s = cli_keep(cli, malloc(strlen(path) + sizeof(".sha256")));

	if (s)
		sprintf(s, "%s.sha256", path);
	return s;
}

/* It is finished, and not in its place. */
static int write_checksum(struct cli *cli, struct cli_file *file, const char *path, const char *hex)
{
	const char *name = strrchr(path, '/');
	int r = file->path ? cli_file_open(cli, file) : cli_no_memory();

	if (r)
		return r;
	fprintf(file->f, "%s  %s\n", hex, name ? name + 1 : path);
	return cli_file_finish(file, 0);
}

/* ---- export ---- */

struct export
{
	const char *service;
	FILE *f;
	uint64_t n;
	struct sha256_ctx hash;
	struct cli_progress progress;
};

static int write_export(void *data, const void *bytes, size_t len)
{
	struct export *e = data;

	if (fwrite(bytes, 1, len, e->f) != len)
		return -1;
	lazy_nettle_sha256_update(&e->hash, len, bytes);
	e->n += len;
	return 0;
}

static int call_export(struct cli *cli, void *data, agola_error **err)
{
	struct agola_sink sink = AGOLA_SINK_INIT;
	struct export *e = data;

	sink.write = write_export;
	sink.data = e;
	sink.progress = cli_progress_of_stream;
	sink.progress_data = &e->progress;
	sink.idle_timeout_ms = cli->timeout_ms;
	return agola_gw_export(CLI_GW, e->service, &sink, err);
}

static int export_to(struct cli *cli, struct export *e)
{
	agola_error *err = NULL;
	int result;

	errno = 0;
	result = cli_progress_call(&e->progress, cli, call_export, e, &err);
	cli_progress_end(&e->progress);
	if (result == AGOLA_ERR_CALLBACK) {
		/* who closes the output says why */
		agola_error_free(err);
		return e->f == stdout ? CLI_ERROR : 0;
	}
	return result ? cli_fail(cli, err) : 0;
}

/* The file and its checksum, or neither: what was there before stays until both are on the disk. */
static int place(struct cli *cli, const struct transfer *o, struct cli_file *file, struct export *e, int r)
{
	struct cli_file sum = { .option = "--out", .path = checksum_path(cli, o->path), .mode = 0666 };
	bool with_sum = file->temporary && o->checksum != AGOLA_FALSE;
	char hex[HEX + 1];

	r = cli_file_finish(file, r);
	if (r)
		return r;
	hex_of(&e->hash, hex);
	if (with_sum)
		r = write_checksum(cli, &sum, o->path, hex);
	if (r) {
		cli_file_drop(file);
		return r;
	}
	r = cli_file_place(file);
	if (r) {
		if (with_sum)
			cli_file_drop(&sum);
		return r;
	}
	if (with_sum)
		return cli_file_place(&sum);
	/* an old checksum is not that of the new file */
	if (file->temporary && sum.path)
		unlink(sum.path);
	return 0;
}

static int export(struct cli *cli, void *opts)
{
	const struct transfer *o = opts;
	struct export e = { .service = o->service, .f = stdout, .progress = { .what = "export" } };
	struct cli_file file = { .option = "--out", .path = o->path, .mode = 0600 };
	struct stat old;
	int r;

	if (!o->path && isatty(STDOUT_FILENO))
		return cli_usage(
		        "export: it has secrets in clear, and standard output is a terminal: give --out FILE, or --out -");
	lazy_load(WITH_NETTLE);
	r = cli_connect(cli);
	if (r == 0 && !is_standard(o->path)) {
		r = cli_file_open(cli, &file);
		e.f = file.f;
	}
	if (r)
		return r;
	cli_progress_begin(&e.progress, cli, e.f == stdout && isatty(STDOUT_FILENO));
	lazy_nettle_sha256_init(&e.hash);
	r = export_to(cli, &e);
	if (r == 0 && e.n == 0 && file.temporary && stat(o->path, &old) == 0 && old.st_size)
		r = cli_error("the export is empty, and %s is not: remove it first if that is right", o->path);
	if (file.f)
		r = place(cli, o, &file, &e, r);
	if (r == 0 && !is_standard(o->path))
		cli_say(cli, "All data of %s exported: %llu bytes, with secrets in clear.", o->service, (unsigned long long)e.n);
	return r;
}

/* ---- import ---- */

struct import {
	const char *service;
	char *bytes;
	size_t n, at;
	struct cli_progress progress;
};

static int64_t read_import(void *data, void *buf, size_t size)
{
	struct import *i = data;
	size_t n = i->n - i->at < size ? i->n - i->at : size;

	memcpy(buf, i->bytes + i->at, n);
	i->at += n;
	return (int64_t)n;
}

/* All of it before anything is sent: what cannot be sent whole must not be begun, the service drops its data first. */
static int read_file(struct cli *cli, const char *name, int fd, struct import *i)
{
	struct stat st;
	ssize_t got = 1;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > AGOLA_GW_IMPORT_MAX)
		return cli_error(
		        "%s: %lld bytes are too many: the gateway takes no more than %d. Import it at the service itself", name,
		        (long long)st.st_size, AGOLA_GW_IMPORT_MAX);
	i->bytes = cli_keep(cli, calloc(1, AGOLA_GW_IMPORT_MAX + 2));
	if (!i->bytes)
		return cli_no_memory();
	while (got > 0 && i->n <= AGOLA_GW_IMPORT_MAX) {
		got = read(fd, i->bytes + i->n, AGOLA_GW_IMPORT_MAX + 1 - i->n);
		if (got < 0)
			return cli_error("%s: %s", name, strerror(errno));
		i->n += (size_t)got;
	}
	if (i->n > AGOLA_GW_IMPORT_MAX)
		return cli_error("%s: it is too long: the gateway takes no more than %d bytes. Import it at the service itself",
		                 name, AGOLA_GW_IMPORT_MAX);
	return 0;
}

/* The service drops its data before it reads, so it must not be sent what it cannot read. */
static int check_content(const char *name, const struct import *i)
{
	char why[160];
	size_t line;

	if (!i->bytes || strspn(i->bytes, " \t\r\n") == i->n)
		return cli_error("%s: it is empty, so there is nothing to import; right is what agolactl export has written",
		                 name);
	if (cli_is_export(i->bytes, i->n, why, sizeof(why), &line))
		return 0;
	return cli_error(
	        "%s:%zu: it is no export, or only a part of one: %s; right is {\"exportMeta\":{\"kind\":\"...\"},...} in each "
	        "line",
	        name, line, why);
}

static int check_checksum(struct cli *cli, const char *path, const struct import *i)
{
	const char *sum = checksum_path(cli, path);
	char line[256] = "", hex[HEX + 1];
	struct sha256_ctx hash;
	FILE *f = sum ? fopen(sum, "re") : NULL;

	if (!sum)
		return cli_no_memory();
	if (!f)
		return errno == ENOENT ? 0 : cli_error("%s: %s", sum, strerror(errno));
	if (!fgets(line, sizeof(line), f))
		line[0] = 0;
	fclose(f);
	lazy_load(WITH_NETTLE);
	lazy_nettle_sha256_init(&hash);
	lazy_nettle_sha256_update(&hash, i->n, (const uint8_t *)i->bytes);
	hex_of(&hash, hex);
	if (strncasecmp(line, hex, HEX) == 0)
		return 0;
	return cli_error("%s: it is not what %s is the checksum of; --no-checksum takes it all the same", path, sum);
}

/* What can be known without a server. */
static int load(struct cli *cli, const struct transfer *o, struct import *i)
{
	bool standard = is_standard(o->path);
	const char *name = standard ? "standard input" : o->path;
	int fd = STDIN_FILENO, r;

	if (!o->path && isatty(STDIN_FILENO))
		return cli_usage("import: standard input is a terminal: give --in FILE, or --in -");
	if (!standard)
		fd = open(o->path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return cli_error("--in %s: %s", o->path, strerror(errno));
	r = read_file(cli, name, fd, i);
	if (!standard)
		close(fd);
	if (r == 0 && !standard && o->checksum != AGOLA_FALSE)
		r = check_checksum(cli, o->path, i);
	return r ? r : check_content(name, i);
}

static int check_maintenance(struct cli *cli, const char *service)
{
	agola_gw_maintenance_status *s = NULL;
	agola_error *err = NULL;
	bool on;

	if (agola_gw_maintenance_get_status(CLI_GW, service, &s, &err))
		return cli_fail(cli, err);
	on = s->current_status;
	agola_free(s);
	if (on)
		return 0;
	cli_error("%s is not in maintenance, which an import needs: agolactl maintenance enable %s --wait", service, service);
	return CLI_REFUSED;
}

static int call_import(struct cli *cli, void *data, agola_error **err)
{
	struct agola_source source = AGOLA_SOURCE_INIT;
	struct import *i = data;

	source.read = read_import;
	source.data = i;
	source.progress = cli_progress_of_stream;
	source.progress_data = &i->progress;
	source.length = (int64_t)i->n;
	source.idle_timeout_ms = cli->timeout_ms;
	return agola_gw_import(CLI_GW, i->service, &source, err);
}

static int import(struct cli *cli, void *opts)
{
	const struct transfer *o = opts;
	struct import i = { .service = o->service, .progress = { .what = "import" } };
	agola_error *err = NULL;
	int result, r = load(cli, o, &i);

	if (r == 0)
		r = cli_connect(cli);
	if (r == 0)
		r = check_maintenance(cli, o->service);
	if (r == 0)
		r = cli_confirm(cli, "Replace", o->service);
	if (r)
		return r;
	cli_progress_begin(&i.progress, cli, false);
	result = cli_progress_call(&i.progress, cli, call_import, &i, &err);
	cli_progress_end(&i.progress);
	if (result) {
		r = cli_fail(cli, err);
		if (i.at)
			cli_error("the data of %s may be gone or incomplete now: import it again before maintenance ends",
			          o->service);
		return r;
	}
	cli_say(cli, "All data of %s replaced: %zu bytes. When all is done: agolactl maintenance disable %s", o->service, i.n,
	        o->service);
	return 0;
}

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "export",
	        .help = "Write all data of a service to a file",
	        .about = "It has secrets, tokens and private keys in clear: a new file has mode 0600. The file is there only if "
	                 "all of it "
	                 "came. FILE.sha256 beside it is for import and for sha256sum -c. In maintenance or not; without it the "
	                 "data can "
	                 "change meanwhile. Logs and archives are not part of it. For administrators. Needs Agola v0.8.0 or "
	                 "later.",
	        CLI_TAKES(struct transfer, export_options, "service"),
	        .run = export,
	        .example = "export configstore --out configstore.export\nexport --service runservice --out -",
	},
	{
	        .verb = "import",
	        .help = "Replace all data of a service by an export of it",
	        .about =
	                "The service must be in maintenance. It drops its data before it reads what is to replace it; so length, "
	                "checksum and form of the file and the state of the service are looked at before anything is sent. The "
	                "gateway takes no more than 1048576 bytes; larger exports are imported at the service itself, which has "
	                "no such "
	                "limit. For administrators. Needs Agola v0.8.0 or later.",
	        CLI_TAKES(struct transfer, import_options, "service"),
	        .run = import,
	        .asks = "Replace",
	        .example = "import configstore --in configstore.export\nimport --service configstore --in - --yes",
	},
};

const struct cli_group cli_transfer = {
	.page = "export",
	.noun = "all data of",
	.help = "all data of a service as a file",
	CLI_COMMANDS(commands),
};
