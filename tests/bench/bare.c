/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The limits: the same work with the libraries below libagola and agolad and nothing else. Nobody can be faster with them, so
 * what tools/bench prints against these is what our own code costs.
 */
#include "bench.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>
#include <yajl/yajl_parse.h>

/* ---- libcurl: small reads on one connection ---- */

static size_t count_bytes(char *data, size_t size, size_t n, void *ctx)
{
	(void)data;
	*(size_t *)ctx += size * n;
	return size * n;
}

static void get(const char *url, const char *token, const char *ref, size_t n)
{
	CURL *e = curl_easy_init();
	struct curl_slist *headers;
	char text[1024];
	size_t bytes = 0;
	double start = bench_now();

	snprintf(text, sizeof(text), "Authorization: token %s", token);
	headers = curl_slist_append(NULL, text);
	snprintf(text, sizeof(text), "%s/api/v1alpha/remotesources/%s", url, ref);
	curl_easy_setopt(e, CURLOPT_URL, text);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, count_bytes);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, &bytes);
	curl_easy_setopt(e, CURLOPT_FAILONERROR, 1L);
	for (size_t i = 0; i < n; i++) {
		CURLcode c = curl_easy_perform(e);

		if (c != CURLE_OK)
			bench_die("bench-bare: %s: %s", text, curl_easy_strerror(c));
	}
	bench_report("bare-curl", n, start, bytes / n);
	curl_easy_cleanup(e);
	curl_slist_free_all(headers);
}

/* ---- yajl: every event, thrown away ---- */

static int ev0(void *c)
{
	++*(size_t *)c;
	return 1;
}

static int ev_bool(void *c, int v)
{
	(void)v;
	return ev0(c);
}

static int ev_number(void *c, const char *s, size_t n)
{
	(void)s;
	(void)n;
	return ev0(c);
}

static int ev_text(void *c, const unsigned char *s, size_t n)
{
	(void)s;
	(void)n;
	return ev0(c);
}

static void parse(const char *file, size_t n)
{
	static const yajl_callbacks cb = { .yajl_null = ev0,
		                           .yajl_boolean = ev_bool,
		                           .yajl_number = ev_number,
		                           .yajl_string = ev_text,
		                           .yajl_start_map = ev0,
		                           .yajl_map_key = ev_text,
		                           .yajl_end_map = ev0,
		                           .yajl_start_array = ev0,
		                           .yajl_end_array = ev0 };
	static unsigned char piece[16 * 1024];
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	double start = bench_now();
	size_t events = 0;

	if (fd < 0)
		bench_die("%s: cannot be opened", file);
	for (size_t i = 0; i < n; i++) {
		yajl_handle y = yajl_alloc(&cb, NULL, &events);
		off_t at = 0;
		ssize_t len;

		while ((len = pread(fd, piece, sizeof(piece), at)) > 0) {
			at += len;
			if (yajl_parse(y, piece, (size_t)len) != yajl_status_ok)
				bench_die("%s: no JSON", file);
		}
		if (yajl_complete_parse(y) != yajl_status_ok)
			bench_die("%s: no JSON", file);
		yajl_free(y);
	}
	bench_report("bare-yajl", n, start, events / n);
	close(fd);
}

/* ---- libmicrohttpd: a constant answer ---- */

static enum MHD_Result on_request(void *cls, struct MHD_Connection *con, const char *url, const char *method, const char *version,
                                  const char *data, size_t *len, void **con_cls)
{
	(void)url;
	(void)method;
	(void)version;
	(void)data;
	(void)len;
	/* the first call is for the head; an answer to it would close the connection */
	if (!*con_cls) {
		*con_cls = cls;
		return MHD_YES;
	}
	return MHD_queue_response(con, 200, cls);
}

/* Answers until standard input ends. */
static void httpd(size_t bytes, unsigned threads)
{
	char *body = malloc(bytes + 1);
	struct MHD_Response *rs;
	struct MHD_Daemon *d;

	if (!body)
		bench_die("no memory");
	memset(body, 'x', bytes);
	rs = MHD_create_response_from_buffer(bytes, body, MHD_RESPMEM_MUST_FREE);
	MHD_add_response_header(rs, "Content-Type", "application/json");
	d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, rs, MHD_OPTION_THREAD_POOL_SIZE, threads,
	                     MHD_OPTION_CONNECTION_LIMIT, 4096u, MHD_OPTION_END);
	if (!d)
		bench_die("bench-bare: libmicrohttpd does not start");
	printf("http://127.0.0.1:%u\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	while (getchar() != EOF)
		;
	MHD_stop_daemon(d);
	MHD_destroy_response(rs);
}

/* ---- SQLite: one row by its name, as agolad stores it ---- */

static void select_rows(const char *file, const char *name, size_t n)
{
	sqlite3 *db;
	sqlite3_stmt *st = NULL;
	size_t bytes = 0;
	double start = bench_now();

	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "SELECT * FROM remotesource WHERE name=?", -1, &st, NULL) != SQLITE_OK)
		bench_die("%s: %s", file, sqlite3_errmsg(db));
	sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
	for (size_t i = 0; i < n; i++) {
		if (sqlite3_step(st) != SQLITE_ROW)
			bench_die("%s: no row named %s: %s", file, name, sqlite3_errmsg(db));
		for (int k = 0; k < sqlite3_column_count(st); k++) {
			if (sqlite3_column_text(st, k))
				bytes += (size_t)sqlite3_column_bytes(st, k);
		}
		sqlite3_reset(st);
	}
	bench_report("bare-sqlite", n, start, bytes / n);
	sqlite3_finalize(st);
	sqlite3_close(db);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (argc == 6 && strcmp(what, "get") == 0)
		get(argv[2], argv[3], argv[4], bench_number(argv[5]));
	else if (argc == 4 && strcmp(what, "parse") == 0)
		parse(argv[2], bench_number(argv[3]));
	else if (argc == 4 && strcmp(what, "httpd") == 0)
		httpd(bench_number(argv[2]), (unsigned)bench_number(argv[3]));
	else if (argc == 5 && strcmp(what, "select") == 0)
		select_rows(argv[2], argv[3], bench_number(argv[4]));
	else
		bench_die("usage: bench-bare get URL TOKEN REF N | parse FILE N | httpd BYTES THREADS | select DATABASE NAME N");
	return 0;
}
