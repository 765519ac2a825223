/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of runs from its JSON into structs, through the whole client but the network: a transport gives the file in pieces of
 * curl's size. The type is the public one's twin, as the SDK has no runs yet.
 */
#include "bench.h"
#include "core/core.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct run {
	uint64_t number;
	const char *name;
	const struct ag_map_entry *const *annotations;
	size_t n_annotations;
	int phase;
	const char *phase_raw;
	int result;
	const char *result_raw;
	const char *const *tasks_waiting_approval;
	size_t n_tasks_waiting_approval;
	agola_time enqueue_time, start_time, end_time;
};

static const struct ag_enum phases[] = { { 1, "setuperror" }, { 2, "queued" },   { 3, "cancelled" },
	                                 { 4, "running" },    { 5, "finished" }, { 0, NULL } };
static const struct ag_enum results[] = { { 1, "unknown" }, { 2, "stopped" }, { 3, "success" }, { 4, "failed" }, { 0, NULL } };

static const struct agola_field run_fields[] = {
	AG_UINT(struct run, number, "number"),
	AG_STRING(struct run, name, "name"),
	AG_STRING_MAP(struct run, annotations, "annotations"),
	AG_ENUM(struct run, phase, phases, "phase"),
	AG_ENUM(struct run, result, results, "result"),
	AG_STRINGS(struct run, tasks_waiting_approval, "tasks_waiting_approval"),
	AG_TIME(struct run, enqueue_time, "enqueue_time"),
	AG_TIME(struct run, start_time, "start_time"),
	AG_TIME(struct run, end_time, "end_time"),
};
static AG_TYPE_(run, struct run, run_fields, .flags = 0);

struct run_page {
	const struct run *const *items;
	size_t n_items;
	const char *cursor;
};
static const struct agola_field page_fields[] = { AG_ARRAY(struct run_page, items, run, "") };
static AG_TYPE_(run_page, struct run_page, page_fields, .flags = AG_TYPE_PAGE | AG_TYPE_ARRAY,
                .off_cursor = (uint32_t)offsetof(struct run_page, cursor));

static int perform(void *data, const agola_transport_request *request, agola_transport_reply *reply, agola_error **err)
{
	static char piece[16 * 1024];
	int fd = *(const int *)data, r = 0;
	off_t at = 0;
	ssize_t n;

	(void)request;
	(void)err;
	agola_transport_reply_status(reply, 200);
	agola_transport_reply_header(reply, "Content-Type", "application/json");
	while (r == 0 && (n = pread(fd, piece, sizeof(piece), at)) > 0) {
		at += n;
		r = agola_transport_reply_body(reply, piece, (size_t)n);
	}
	return r;
}

int main(int argc, char **argv)
{
	static const struct ag_endpoint ep = {
		.name = "decode", .service = "gw", .method = "GET", .path = "/projects/{ref}/runs", .response = &run_page_type
	};
	struct agola_transport t = AGOLA_TRANSPORT_INIT;
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *c = NULL;
	agola_error *err = NULL;
	size_t n, items = 0;
	double start;
	int fd;

	if (argc != 4 || strcmp(argv[1], "decode-runs") != 0)
		bench_die("usage: bench-decode decode-runs FILE N");
	fd = open(argv[2], O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		bench_die("%s: cannot be opened", argv[2]);
	n = bench_number(argv[3]);
	t.perform = perform;
	t.data = &fd;
	o.url = "http://memory";
	o.transport = &t;
	if (agola_gw_client_new(&o, &c, &err))
		bench_die("%s", agola_error_message(err));
	start = bench_now();
	for (size_t i = 0; i < n; i++) {
		struct ag_call call = { .ep = &ep, .path = (const char *const[]){ "x", NULL } };

		if (ag_call(ag_client_of_gw(c), NULL, &call, &err))
			bench_die("%s", agola_error_message(err));
		items = agola_list_n_items(call.root);
		agola_free(call.root);
	}
	bench_report("decode-runs", n, start, items);
	agola_gw_client_free(c);
	close(fd);
	return 0;
}
