/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this room share: threads that start at once, a server on a folder of its own. */
#ifndef THREADS_H
#define THREADS_H

#include "unit.h"
#include <agola/client.h>
#include <agola/server.h>

#include <stdatomic.h>

#define MAX_THREADS 16

struct crew {
	void (*fn)(struct crew *crew, int number);
	void *arg;
	int n;
	atomic_int faults; /* what a thread saw that is wrong: check's asserts are for the main thread */
	char first[500];   /* the first of them */
	atomic_bool stop;  /* asks those that run until told */
};

/* Start @crew->n threads and wait for them; or in two steps. */
void crew_run(struct crew *crew);
void crew_start(struct crew *crew);
void crew_join(struct crew *crew);
/* In a thread: if @ok is false, note what is wrong. @return ok */
bool crew_check(struct crew *crew, bool ok, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* In the main thread. */
void crew_assert(const struct crew *crew);

struct place {
	char dir[64];
	agola_server *server;
	agola_gw_client *gw;
	agola_cs_client *cs;
};

/* NULL, or what is wrong: also for use in threads. */
const char *place_start(struct place *p, uint32_t max_connections);
void place_stop(struct place *p);
/* Only the folder; the server starts or started otherwise. */
bool place_make_dir(char *dir);
void place_remove_dir(const char *dir);

struct agola_gw_remote_source_create_req place_req(const char *name);
void sleep_ms(int ms);

/* A server that takes connections and says nothing: its descriptor, to be closed. */
int silent_server(char *url, size_t size);

#endif
