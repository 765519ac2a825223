/* SPDX-License-Identifier: Apache-2.0 */
/* Work done with libagola as any program does it: against bare.c, and against Agola's Go client doing the same. */
#include "bench.h"

#include <agola/client.h>
#include <string.h>

static void check(int r, agola_error *err)
{
	if (r < 0)
		bench_die("bench-agola: %s", agola_error_message(err));
}

static agola_gw_client *client_of(const char *url, const char *token)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *c = NULL;
	agola_error *err = NULL;

	o.url = url;
	o.token = token;
	check(agola_gw_client_new(&o, &c, &err), err);
	return c;
}

static void get(agola_gw_client *c, const char *ref, size_t n)
{
	double start = bench_now();

	for (size_t i = 0; i < n; i++) {
		agola_gw_remote_source *rs = NULL;
		agola_error *err = NULL;

		check(agola_gw_remote_source_get(c, NULL, ref, &rs, &err), err);
		agola_free(rs);
	}
	bench_report("get", n, start, 1);
}

static void list_all(agola_gw_client *c, size_t n)
{
	double start = bench_now();
	size_t items = 0;

	for (size_t i = 0; i < n; i++) {
		struct agola_gw_remote_source_list_opts o = AGOLA_GW_REMOTE_SOURCE_LIST_OPTS_INIT;
		agola_gw_remote_source_iter *it = NULL;
		const agola_gw_remote_source *rs;
		agola_error *err = NULL;
		int r;

		o.limit = 30;
		check(agola_gw_remote_source_iter_new(c, &o, &it, &err), err);
		items = 0;
		while ((r = agola_gw_remote_source_iter_next(it, NULL, &rs, &err)) == 1)
			items++;
		check(r, err);
		agola_gw_remote_source_iter_free(it);
	}
	bench_report("list-all", n, start, items);
}

int main(int argc, char **argv)
{
	agola_gw_client *c;

	if (argc == 6 && strcmp(argv[1], "get") == 0) {
		c = client_of(argv[2], argv[3]);
		get(c, argv[4], bench_number(argv[5]));
	} else if (argc == 5 && strcmp(argv[1], "list-all") == 0) {
		c = client_of(argv[2], argv[3]);
		list_all(c, bench_number(argv[4]));
	} else {
		bench_die("usage: bench-agola get URL TOKEN REF N | list-all URL TOKEN N");
	}
	agola_gw_client_free(c);
	return 0;
}
