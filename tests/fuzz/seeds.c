/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_seeds OUT WIRE-FOLDER...: inputs for the targets out of the wire tests, which hold what real servers answer. */
#include "../wire/wire.h"
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Larger ones only make a fuzzer slow. */
#define MAX_SEED 4096

static const char *out;
static size_t n_written;

static void write_seed(const char *target, const struct wire_file *f, int line, const char *what, const struct ag_buf *b)
{
	char path[4096];
	FILE *o;

	if (b->failed || b->len > MAX_SEED)
		return;
	snprintf(path, sizeof(path), "%s/%s/%s-%d%s", out, target, f->name, line, what);
	o = fopen(path, "w");
	if (!o || fwrite(b->s, 1, b->len, o) != b->len || fclose(o) != 0) {
		perror(path);
		exit(1);
	}
	n_written++;
}

static void seed_json(const struct wire_file *f, const struct agola_type *type, const char *body, size_t len, int line,
                      const char *what)
{
	struct ag_buf b = { 0 };

	if (!type || !body)
		return;
	ag_buf_addf(&b, "%s\n@%c", type->name, 'A' + line % 20);
	ag_buf_add(&b, body, len);
	write_seed("json", f, line, what, &b);
	ag_buf_free(&b);
}

static void seed_error(const struct wire_file *f, const struct wire_exchange *x)
{
	struct ag_buf b = { 0 };

	ag_buf_addf(&b, "%d\n", x->status - 400);
	ag_buf_add(&b, ag_buf_str(&x->reply_body), x->reply_body.len);
	write_seed("error", f, x->line, "", &b);
	ag_buf_free(&b);
}

/* A JSON string without its quotes and escapes that matter. */
static void add_arg(struct ag_buf *b, const char *json)
{
	size_t n = strlen(json);

	for (size_t i = *json == '"'; i < n - (*json == '"'); i++) {
		if (json[i] == '\\')
			continue;
		ag_buf_addc(b, json[i]);
	}
}

static void seed_call(const struct wire_file *f, const struct wire_call *c, const struct ag_endpoint *ep)
{
	struct ag_buf b = { 0 }, path = { 0 };
	const char *structs[2] = { "", "" };
	size_t n = 0;

	for (size_t i = 0; i < c->args.n; i++) {
		if (c->args.v[i][0] == '{' && n < 2) {
			structs[n++] = c->args.v[i];
		} else if (c->args.v[i][0] == '"') {
			if (path.len)
				ag_buf_addc(&path, '\t');
			add_arg(&path, c->args.v[i]);
		}
	}
	ag_buf_addf(&b, "%s\n@@@\n%s\n%s\n%s\n%s\n", ep->name, ag_buf_str(&path), ep->query ? structs[ep->request ? 1 : 0] : "",
	            ep->request ? structs[0] : "", ep->source ? "some bytes" : "");
	for (size_t i = 0; i < c->n; i++) {
		const struct wire_exchange *x = &f->exchanges[c->first + i];

		ag_buf_addf(&b, "%s%d\n", i ? "\n%%\n" : "", x->status);
		for (size_t k = 0; k < x->reply_headers.n; k++)
			ag_buf_addf(&b, "%s\n", x->reply_headers.v[k]);
		ag_buf_addc(&b, '\n');
		ag_buf_add(&b, ag_buf_str(&x->reply_body), x->reply_body.len);
	}
	write_seed(fuzz_kind(ep), f, c->line, "", &b);
	ag_buf_free(&b);
	ag_buf_free(&path);
}

static const struct ag_endpoint *endpoint_of(const char *function)
{
	size_t n = strlen(function);
	char name[200];

	if (n > 5 && strcmp(function + n - 5, "_iter") == 0) {
		snprintf(name, sizeof(name), "%.*s_list", (int)(n - 5), function);
		return ag_endpoint_find(name);
	}
	return ag_endpoint_find(function);
}

static void seeds_of(const char *path)
{
	struct wire_file *f = wire_file_read(path);

	if (!f)
		exit(1);
	for (size_t i = 0; i < f->n_calls; i++) {
		const struct wire_call *c = &f->calls[i];
		const struct ag_endpoint *ep = endpoint_of(c->function);

		for (size_t k = 0; k < c->n; k++) {
			const struct wire_exchange *x = &f->exchanges[c->first + k];

			if (x->status >= 400)
				seed_error(f, x);
			else if (ep)
				seed_json(f, ep->response, ag_buf_str(&x->reply_body), x->reply_body.len, x->line, "");
			if (ep && x->body)
				seed_json(f, ep->request, x->body, strlen(x->body), x->line, "-request");
		}
		if (ep)
			seed_call(f, c, ep);
	}
	wire_file_free(f);
}

int main(int argc, char **argv)
{
	static const char *const targets[] = { "json", "error", "call", "paging", "log", "lines", "events", "stream" };

	if (argc < 3)
		return 2;
	out = argv[1];
	mkdir(out, 0777);
	for (size_t i = 0; i < AG_COUNT(targets); i++) {
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", out, targets[i]);
		mkdir(path, 0777);
	}
	for (int i = 2; i < argc; i++) {
		struct dirent **names = NULL;
		int n = scandir(argv[i], &names, NULL, alphasort);

		for (int k = 0; k < n; k++) {
			const char *dot = strrchr(names[k]->d_name, '.');
			char path[4096];

			snprintf(path, sizeof(path), "%s/%s", argv[i], names[k]->d_name);
			if (dot && strcmp(dot, ".wire") == 0)
				seeds_of(path);
			free(names[k]);
		}
		free(names);
	}
	printf("%zu seeds\n", n_written);
	return n_written ? 0 : 1;
}
