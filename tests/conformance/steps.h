/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A step is a row: an operation of the SDK, who asks, with which arguments. A noun has a table of them in a file of its own;
 * what each server answers stands in the .tsv file beside it.
 */
#ifndef CONFORMANCE_STEPS_H
#define CONFORMANCE_STEPS_H

#include <agola/client.h>

#include <stdio.h>

#define N_PATH 6

/* Who asks. */
enum as { ADMIN, NOBODY, WRONG, N_AS };

/* The clients, and the arguments of the step that runs. */
struct conf {
	agola_gw_client *gw[N_AS];
	agola_cs_client *cs[N_AS];
	const char *path[N_PATH];
	const void *req;
	char detail[512]; /* what a call found whose answer is more than one response */
};

struct step;

/* An operation: one row of the reference's lists of endpoints. */
struct operation {
	const char *name; /* service and operation, "gateway GetRemoteSource" */
	int (*call)(struct conf *c, const struct step *s, void **ret, agola_error **err);
	/* For those that write: what reads it back, by the id of the answer, or by the same path if nothing is answered. The next
	 * step begins when it shows what was written: releases to v0.7.1 read from a copy. */
	const struct operation *shown_by;
};

struct step {
	const char *name; /* "create.taken"; "clean.…" only tidies up and does not count in the table of releases */
	const struct operation *op;
	enum as as;
	const char *path[N_PATH]; /* "$NAME" is an id that an earlier step kept */
	const void *req;          /* request or options: REQ() */
	const char *keep;         /* keep the id of the answer under this name */
	int times;                /* do it so often; 0: once */
	/* Complete a copy of req, or the path, at the i th time, with text in buf. */
	void (*fill)(struct conf *c, int i, void *req, char *buf, size_t size);
};

struct noun {
	const char *name; /* that of its file */
	const struct step *steps;
	size_t n_steps;
};

/* The rows of a noun. */
#define NOUN(n, rows) const struct noun n = { #n, rows, sizeof(rows) / sizeof((rows)[0]) }

/* A request or options. */
#define REQ(T, ...) (&(const struct T){ .size = sizeof(struct T), __VA_ARGS__ })

/* An operation sym that answers a T, by a call that uses GW or CS, P(i), R(T), &t and err. */
#define GW   c->gw[s->as]
#define CS   c->cs[s->as]
#define P(i) c->path[i]
#define R(T) ((const struct T *)c->req)
#define OPERATION(sym, op, T, shown, call)                                                                                       \
	static int sym##_call(struct conf *c, const struct step *s, void **ret, agola_error **err)                               \
	{                                                                                                                        \
		T *t = NULL;                                                                                                     \
		int r = call;                                                                                                    \
		*ret = t;                                                                                                        \
		return r;                                                                                                        \
	}                                                                                                                        \
	static const struct operation sym = { op, sym##_call, shown }
#define OPERATION_VOID(sym, op, shown, call)                                                                                     \
	static int sym##_call(struct conf *c, const struct step *s, void **ret, agola_error **err)                               \
	{                                                                                                                        \
		*ret = NULL;                                                                                                     \
		return call;                                                                                                     \
	}                                                                                                                        \
	static const struct operation sym = { op, sym##_call, shown }

/* One page of a list, and the walk over all pages: how many, the first and the last key, whether in order. */
#define OPERATION_LIST(sym, op, T, svc, key, next)                                                                               \
	static int sym##_page_call(struct conf *c, const struct step *s, void **ret, agola_error **err)                          \
	{                                                                                                                        \
		T##_page *t = NULL;                                                                                              \
		int r = T##_list(c->svc[s->as], NULL, R(T##_list_opts), &t, err);                                                \
		*ret = NULL;                                                                                                     \
		if (r == 0)                                                                                                      \
			snprintf(c->detail, sizeof(c->detail), "%zu, %s", t->n_items, t->next ? "more" : "the last page");       \
		agola_free(t);                                                                                                   \
		return r;                                                                                                        \
	}                                                                                                                        \
	static const struct operation sym##_page = { op, sym##_page_call, NULL };                                                \
	static int sym##_call(struct conf *c, const struct step *s, void **ret, agola_error **err)                               \
	{                                                                                                                        \
		struct walk w = { 0 };                                                                                           \
		T##_iter *it = NULL;                                                                                             \
		const T *t;                                                                                                      \
		int r = T##_iter_new(c->svc[s->as], R(T##_list_opts), &it, err);                                                 \
		*ret = NULL;                                                                                                     \
		while (r >= 0 && (r = T##_iter_next(it, NULL, &t, err)) == 1)                                                    \
			walk_item(&w, t->key);                                                                                   \
		T##_iter_free(it);                                                                                               \
		walk_detail(&w, c);                                                                                              \
		return r;                                                                                                        \
	}                                                                                                                        \
	static const struct operation sym = { op, sym##_call, NULL }

struct walk {
	int n, up, down;
	char first[64], last[64];
};
void walk_item(struct walk *w, const char *key);
void walk_detail(const struct walk *w, struct conf *c);

/* Shared between nouns. */
extern const struct operation cs_remote_source_get;

#endif
