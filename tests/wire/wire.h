/* SPDX-License-Identifier: Apache-2.0 */
/* Wire tests: file.c reads a case, replay.c is the server that plays it, call.c makes its calls, run.c goes through the modes. */
#ifndef WIRE_H
#define WIRE_H

#include "core/core.h"

#include <pthread.h>

/* ---- a case, as its file has it; README.md tells the format ---- */

struct wire_lines {
	const char **v;
	size_t n;
};

struct wire_exchange {
	int line;
	const char *method, *target;
	struct wire_lines headers; /* "Name: value", or "!Name" for one that must not be there */
	const char *body;          /* JSON without white space; NULL: no body */
	int status;                /* of the answer */
	struct wire_lines reply_headers;
	struct ag_buf reply_body;
};

struct wire_entry {
	const char *code, *words, *details; /* "" or NULL where there is none */
};

struct wire_call {
	int line;
	const char *function; /* "agola_gw_remote_source_get", or "…_iter" */
	struct wire_lines args;
	size_t first, n; /* its exchanges */
	const char *result, *message, *next;
	const char *json; /* without white space; NULL: none expected */
	struct wire_entry entries[8];
	size_t n_entries;
};

#define WIRE_MAX 128

struct wire_file {
	struct ag_arena arena;
	const char *path, *name;
	const char *client; /* JSON */
	const char *skip;   /* names of modes */
	bool every_offset;  /* no samples */
	struct wire_exchange exchanges[WIRE_MAX];
	size_t n_exchanges;
	struct wire_call calls[WIRE_MAX];
	size_t n_calls;
};

/* NULL with words on stderr when it cannot be read. */
struct wire_file *wire_file_read(const char *path);
void wire_file_free(struct wire_file *f);
/* JSON without the white space between its tokens. */
void wire_squeeze(struct ag_buf *b, const char *json, size_t len);

/* ---- the server ---- */

enum wire_framing { WIRE_LENGTH, WIRE_CHUNKED, WIRE_CLOSE };
enum wire_fault {
	WIRE_NONE,
	WIRE_CUT,   /* close behind `offset` bytes */
	WIRE_STALL, /* send no more behind `offset` bytes */
	WIRE_RST,   /* reset the connection behind `offset` bytes */
	WIRE_LONG,  /* Content-Length is one more than there is; then close */
	WIRE_SHORT  /* Content-Length is one less */
};

struct wire_delivery {
	enum wire_framing framing;
	enum wire_fault fault;
	size_t chunk;    /* bytes in a chunk */
	bool bytes;      /* every byte in a write of its own */
	bool http10;     /* HTTP/1.0 */
	bool interim;    /* 100 Continue first */
	size_t offset;   /* of the fault */
	size_t fault_at; /* the exchange that it happens to */
};

/* Whether its answer has one, be it empty. */
bool wire_has_body(const struct wire_exchange *x);
/* The answer of an exchange as it goes over the wire. @headers_end: where its body begins. */
void wire_answer(struct ag_buf *b, const struct wire_exchange *x, const struct wire_delivery *d, size_t *headers_end);

struct wire_replay {
	int fd, wake[2];
	uint16_t port;
	pthread_t thread;
	pthread_mutex_t lock; /* held while a request is answered; for all below */
	const struct wire_file *file;
	struct wire_delivery how;
	bool broken;    /* the fault is still to happen */
	size_t at, end; /* the exchange that comes next, and the first that must not come */
	struct ag_buf problem;
	size_t n_faults; /* how often the fault happened */
	pthread_cond_t settled;
	size_t n_settled;
};

int wire_replay_start(struct wire_replay *s);
/* Wait until all that a call of before has sent is answered, so that nothing of it is taken for the next call's. */
void wire_replay_settle(struct wire_replay *s);
void wire_replay_stop(struct wire_replay *s);

/* ---- calls ---- */

struct wire_outcome {
	int result;
	agola_error *err;
	struct ag_buf json; /* what the call gave; of an iterator, all items */
	size_t n_items;
	char *next;
	struct ag_buf problem; /* of the call's manners: what it did to its outputs */
};

struct wire_caller;
/* A client for the functions of @f at @port. NULL with words on stderr. */
struct wire_caller *wire_caller_new(const struct wire_file *f, uint16_t port);
/* One for the functions of a service: "gw", "gw_run_get". */
struct wire_caller *wire_caller_open(const char *svc, const struct agola_client_opts *opts);
void wire_caller_free(struct wire_caller *c);
/* Take a call up: its endpoint, its arguments, an iterator. False with words on stderr. */
bool wire_call_begin(struct wire_caller *c, const struct wire_call *call);
/* Make it. An iterator goes on where it was, and its items come behind those that @out has. */
void wire_call_make(struct wire_caller *c, agola_ctx *ctx, struct wire_outcome *out);
void wire_call_end(struct wire_caller *c);
/* Of the call that was taken up last. */
const struct ag_endpoint *wire_call_endpoint(const struct wire_caller *c);
/* The response has a type, so a success that is cut short cannot pass for one. */
bool wire_call_is_typed(const struct wire_caller *c);
/* The first secret of the request or options that @text holds, or NULL. */
const char *wire_call_secret_in(const struct wire_caller *c, const char *text);
void wire_outcome_free(struct wire_outcome *out);

#endif
