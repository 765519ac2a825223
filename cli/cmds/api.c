/* SPDX-License-Identifier: Apache-2.0 */
/* Any request to the gateway. */
#include "api.h"
#include "../file.h"
#include "run_logs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define AT(m) offsetof(struct cli_api, m)
static const struct cli_option options[] = {
	{ "method", 0, CLI_TEXT, AT(method), "METHOD", "what to do", CLI_REQUIRED, "GET|HEAD|POST|PUT|PATCH|DELETE" },
	{ "path", 0, CLI_TEXT, AT(path), "PATH",
	  "what stands behind /api/v1alpha, escaped, with or without a query; {project} is the default project", CLI_REQUIRED },
	{ "raw-field", 'f', CLI_LIST, AT(raw_fields), "KEY=VALUE", "field of the body or of the query, a text", 0 },
	{ "field", 'F', CLI_LIST, AT(fields), "KEY=VALUE",
	  "the same, but JSON if the value is JSON, as 7, true, null or {\"a\":[]}; @FILE: the text in it, @-: of standard input",
	  0 },
	{ "header", 'H', CLI_LIST, AT(headers), "NAME:VALUE", "one more header", 0 },
	{ "input", 0, CLI_TEXT, AT(input), "FILE", "the body, any bytes, - for standard input; fields are then the query", 0 },
	{ "include", 'i', CLI_FLAG, AT(include), NULL, "first print the status and the headers of the answer", 0,
	  .one_of = "how" },
	{ "paginate", 0, CLI_FLAG, AT(paginate), NULL, "all pages of a list, as one list", 0, .one_of = "how" },
	{ "out|file", 0, CLI_TEXT, AT(out), "FILE",
	  "write it to this file, which is there only if all of it came; - for standard output", 0 },
};
#undef AT

/* ---- the answer ---- */

struct out {
	struct cli *cli;
	const struct cli_api *o;
	FILE *f;
	bool terminal;
	bool whole; /* it cannot be printed before all of it came: */
	char *all;
	size_t n_all;
	struct cli_json *json;   /* it is printed again as it comes */
	struct cli_log_out text; /* of a terminal */
	bool as_text;
	int bad; /* an exit code: the answer is not what was asked for */
};

/* "application/json", and what ends with "+json". */
static bool is_json(const char *type)
{
	size_t n = type ? strcspn(type, "; ") : 0;

	return (n == 16 && strncasecmp(type, "application/json", n) == 0) ||
	       (n > 5 && strncasecmp(type + n - 5, "+json", 5) == 0);
}

static void put_head(const struct out *out, const agola_response *head)
{
	fprintf(out->f, "HTTP %d\n", (int)head->status);
	for (size_t i = 0; i < head->n_headers; i++) {
		const agola_string_entry *h = head->headers[i];
		char *key = out->terminal ? cli_safe(h->key) : strdup(h->key);
		char *value = out->terminal ? cli_safe(h->value) : strdup(h->value);

		if (key && value)
			fprintf(out->f, "%s: %s\n", key, value);
		free(key);
		free(value);
	}
	putc('\n', out->f);
}

static int on_begin(void *data, const agola_response *head)
{
	struct out *out = data;
	bool wanted = out->cli->format != CLI_TABLE || out->o->paginate;

	if (out->o->include)
		put_head(out, head);
	if (out->json)
		return 0;
	if (wanted || (out->terminal && is_json(head->content_type))) {
		out->json = cli_json_new(out->f, out->o->paginate, !out->whole);
		out->bad = out->json ? 0 : cli_no_memory();
	} else if (out->terminal) {
		out->as_text = true;
		out->bad = cli_log_out_init(&out->text, "", 0, false);
		/* a pager shows it on one, too */
		out->text.terminal = true;
	}
	return out->bad;
}

/* What came until now stays without its end, so that nobody takes it for whole. */
static void break_off(const struct out *out)
{
	if (out->json && out->f == stdout && cli_json_begun(out->json))
		putchar('\n');
	fflush(stdout);
}

static int not_json(struct out *out)
{
	break_off(out);
	cli_error("%s: the answer is not what was asked for: %s", out->o->target,
	          cli_safe_kept(out->cli, cli_json_why(out->json)));
	return out->bad = CLI_UNAVAILABLE;
}

static int on_write(void *data, const void *bytes, size_t len)
{
	struct out *out = data;

	if (out->as_text)
		return cli_log_out_write(&out->text, bytes, len);
	if (!out->json)
		return fwrite(bytes, 1, len, out->f) == len ? 0 : -1;
	if (cli_json_feed(out->json, bytes, len))
		return not_json(out);
	/* who reads it may have seen enough */
	return ferror(out->f) ? -1 : 0;
}

/* ---- requests ---- */

/* Where a list goes on. Brent's way to find a circle: one earlier place is kept, that moves on in powers of two. */
struct pages {
	agola_string_entry cursor;
	char *at, *seen;
	uint64_t n, look_at;
};

/* 1: there is another page; 0: that was all; -1: it has been there; -2: no memory. */
static int go_on(struct cli *cli, struct cli_api *o, struct pages *p, const agola_response *a)
{
	char *next;

	if (!a->next && p->n == 0)
		cli_say(cli, "The answer does not say whether it is a page of a longer list, so this is all of it, or Agola is "
		             "older than v0.9.0.");
	if (!a->next || !*a->next)
		return 0;
	if ((p->at && strcmp(a->next, p->at) == 0) || (p->seen && strcmp(a->next, p->seen) == 0)) {
		return -1;
	}
	next = strdup(a->next);
	if (!next)
		return -2;
	if (++p->n == p->look_at) {
		free(p->seen);
		p->seen = p->at;
		p->at = NULL;
		p->look_at *= 2;
	}
	free(p->at);
	p->at = next;
	p->cursor = (agola_string_entry){ "cursor", next };
	o->query[o->req.n_query - (p->n > 1)] = &p->cursor;
	o->req.n_query += p->n == 1;
	return 1;
}

static int ask(struct out *out, struct cli_api *o, const struct agola_source *source, agola_response **a)
{
	struct cli *cli = out->cli;
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_error *err = NULL;
	int result;

	sink.write = on_write;
	sink.begin = on_begin;
	sink.data = out;
	/* that of the client does not count for streams */
	if (cli->timeout_ms > 0) {
		agola_ctx_set_timeout(cli->ctx, cli->timeout_ms);
		sink.idle_timeout_ms = cli->timeout_ms;
	}
	errno = 0;
	result = agola_gw_request(CLI_GW, o->method, o->target, &o->req, source, &sink, a, &err);
	if (result == 0)
		return out->json && cli_json_page(out->json) ? not_json(out) : 0;
	if (result != AGOLA_ERR_CALLBACK) {
		break_off(out);
		return cli_fail(cli, err);
	}
	agola_error_free(err);
	/* who closes the output says why */
	return out->bad ? out->bad : out->f == stdout ? CLI_ERROR : 0;
}

static int ask_all(struct out *out, struct cli_api *o, const struct agola_source *source)
{
	struct pages p = { .look_at = 1 };
	int r, more = 1;

	do {
		agola_response *a = NULL;

		r = ask(out, o, source, &a);
		if (r == 0)
			more = o->paginate && a ? go_on(out->cli, o, &p, a) : 0;
		agola_free(a);
	} while (r == 0 && more == 1);
	if (r == 0 && more == -2)
		r = cli_no_memory();
	if (r == 0 && more < 0) {
		break_off(out);
		cli_error("%s: the server sends the same cursor again; the list would never end", o->target);
		r = CLI_UNAVAILABLE;
	}
	if (r == 0 && out->json && cli_json_end(out->json))
		r = not_json(out);
	free(p.at);
	free(p.seen);
	return r;
}

/* ---- what has to be complete before it can be printed ---- */

static int put_all(const struct out *out)
{
	struct cli_yaml *y;

	/* an answer may have no body */
	if (!out->n_all)
		return 0;
	if (out->cli->format == CLI_PATH)
		return cli_path_put(out->cli, out->all, NULL);
	y = cli_yaml_new(false);
	return y && cli_yaml_add_json(y, out->all) && cli_yaml_end(y) ? 0 : CLI_ERROR;
}

static int open_input(const struct cli_api *o, struct agola_source *source)
{
	if (!o->input)
		return 0;
	source->use_fd = 1;
	source->fd = strcmp(o->input, "-") == 0 ? STDIN_FILENO : open(o->input, O_RDONLY | O_CLOEXEC);
	return source->fd >= 0 ? 0 : cli_error("--input %s: %s", o->input, strerror(errno));
}

static int request(struct out *out, struct cli_api *o, const struct agola_source *source)
{
	struct cli_file file = { .option = "--out", .path = o->out, .mode = 0666 };
	int r = 0;

	out->whole = out->cli->format == CLI_PATH || out->cli->format == CLI_YAML;
	if (out->whole) {
		out->f = open_memstream(&out->all, &out->n_all);
		if (!out->f)
			return cli_no_memory();
	} else if (o->out) {
		r = cli_file_open(out->cli, &file);
		out->f = file.f;
	} else {
		out->terminal = isatty(STDOUT_FILENO) != 0;
		if (out->terminal)
			cli_page();
	}
	if (r)
		return r;
	r = ask_all(out, o, source);
	if (out->as_text)
		cli_log_out_end(&out->text);
	cli_json_free(out->json);
	if (file.f)
		r = cli_file_close(&file, r);
	if (out->whole && fclose(out->f) != 0 && r == 0)
		r = cli_no_memory();
	if (out->whole && r == 0)
		r = put_all(out);
	free(out->all);
	return r;
}

static int api(struct cli *cli, void *opts)
{
	struct cli_api *o = opts;
	struct agola_source source = AGOLA_SOURCE_INIT;
	struct out out = { .cli = cli, .o = o, .f = stdout };
	int r;

	if (o->out && strcmp(o->out, "-") == 0)
		o->out = NULL;
	r = cli_api_prepare(cli, o);
	if (r == 0 && strcmp(o->method, "DELETE") == 0)
		r = cli_confirm(cli, "Delete", o->target);
	if (r == 0)
		r = open_input(o, &source);
	if (r)
		return r;
	r = cli_connect(cli);
	if (r == 0)
		r = request(&out, o, o->input ? &source : NULL);
	if (source.use_fd && source.fd != STDIN_FILENO)
		close(source.fd);
	return r;
}

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "api",
	        .help = "Send any request to the gateway and print its answer",
	        .about = "For what no other command does, and for what a later Agola has. Where there is a command it is the "
	                 "better way: "
	                 "it knows all releases of Agola, and checks what it sends.\n"
	                 "With POST, PUT and PATCH fields are the body, a JSON object; with the other methods they are the "
	                 "query. DELETE "
	                 "asks first; where there is no terminal to ask on, it needs --yes.\n"
	                 "In a pipe the answer is printed as it comes, of any size. On a terminal JSON is put into lines and "
	                 "what could take "
	                 "over the terminal is escaped; -o json does so anywhere, and -o yaml and -o jsonpath=PATH work as with "
	                 "other commands. "
	                 "An answer that is cut is an error, and so is one with an error's status: its words go to standard "
	                 "error.\n"
	                 "--paginate follows the cursors of Agola v0.9.0 and later. The token goes along by itself, and a header "
	                 "cannot replace it.",
	        CLI_TAKES(struct cli_api, options, "method", "path"),
	        .any_path = true,
	        .run = api,
	        .example = "api GET /user\n"
	                   "api GET projects/org%2Facme%2Fapi\n"
	                   "api GET /projects/{project}/runs -f limit=5 -o jsonpath=[*].number\n"
	                   "api GET /orgs --paginate -o yaml\n"
	                   "api POST /orgs -f name=acme -f visibility=public\n"
	                   "api POST /projects/{project}/secrets --input secret.json\n"
	                   "api PUT /projects/{project} -F visibility=private -F pass_vars_to_forked_pr=true\n"
	                   "api DELETE /orgs/acme --yes",
	},
};

const struct cli_group cli_api = {
	.page = "api",
	.help = "any request to the gateway",
	CLI_COMMANDS(commands),
};
