/* SPDX-License-Identifier: Apache-2.0 */
/* agolad under many hands: readers beside a writer, the same name at once, starting and stopping. */
#include "threads.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- the same name from everywhere: one wins ---- */

struct names {
	struct place place;
	atomic_int won[10], refused[10];
};

static void create_all(struct crew *crew, int number)
{
	struct names *n = crew->arg;

	for (int i = 0; i < 10; i++) {
		struct agola_cs_remote_source_req cs = AGOLA_CS_REMOTE_SOURCE_REQ_INIT;
		struct agola_gw_remote_source_create_req gw;
		agola_error *err = NULL;
		char name[20];
		int r;

		snprintf(name, sizeof(name), "same-%d", i);
		gw = place_req(name);
		cs.name = name;
		cs.api_url = gw.api_url;
		cs.type = gw.type;
		cs.auth_type = gw.auth_type;
		r = number & 1 ? agola_cs_remote_source_create(n->place.cs, NULL, &cs, NULL, &err)
		               : agola_gw_remote_source_create(n->place.gw, NULL, &gw, NULL, &err);
		if (r == 0)
			atomic_fetch_add(&n->won[i], 1);
		else if (r == AGOLA_ERR_BAD_REQUEST && agola_error_has_code(err, AGOLA_CODE_REMOTE_SOURCE_ALREADY_EXISTS))
			atomic_fetch_add(&n->refused[i], 1);
		else
			crew_check(crew, false, "%d: %s", r, agola_error_message(err));
		agola_error_free(err);
	}
}

START_TEST(same_name)
{
	static struct names n;
	struct crew crew = { .fn = create_all, .arg = &n, .n = 8 };

	ck_assert_ptr_null(place_start(&n.place, 0));
	crew_run(&crew);
	for (int i = 0; i < 10; i++) {
		ck_assert_int_eq(atomic_load(&n.won[i]), 1);
		ck_assert_int_eq(atomic_load(&n.refused[i]), crew.n - 1);
	}
	place_stop(&n.place);
}
END_TEST

/* ---- readers beside a writer ---- */

#define N_WRITES 60

static void one_writer(struct crew *crew, int number)
{
	struct place *p = crew->arg;
	int last = 0;

	for (int i = 1; number == 0 && i <= N_WRITES; i++) {
		struct agola_cs_remote_source_req q = AGOLA_CS_REMOTE_SOURCE_REQ_INIT;
		char value[20];

		snprintf(value, sizeof(value), "%d", i);
		q.name = "shared";
		q.api_url = q.oauth2_client_id = q.oauth2_client_secret = q.ssh_host_key = value;
		q.type = AGOLA_REMOTE_SOURCE_GITEA;
		q.auth_type = AGOLA_AUTH_OAUTH2;
		crew_check(crew,
		           (i == 1 ? agola_cs_remote_source_create(p->cs, NULL, &q, NULL, NULL)
		                   : agola_cs_remote_source_update(p->cs, NULL, "shared", &q, NULL, NULL)) == 0,
		           "write %d", i);
	}
	while (number != 0 && last < N_WRITES) {
		agola_cs_remote_source *rs = NULL;
		int r = agola_cs_remote_source_get(p->cs, NULL, "shared", &rs, NULL), now;

		if (r == AGOLA_ERR_NOT_FOUND && last == 0)
			continue;
		if (!crew_check(crew, r == 0, "read: %d", r))
			break;
		now = atoi(rs->api_url);
		crew_check(crew, now >= last, "%d was read after %d", now, last);
		crew_check(crew,
		           atoi(rs->oauth2_client_id) == now && atoi(rs->oauth2_client_secret) == now &&
		                   atoi(rs->ssh_host_key) == now,
		           "half of one write and half of another: %s %s", rs->api_url, rs->ssh_host_key);
		last = now;
		agola_free(rs);
	}
}

START_TEST(readers_and_a_writer)
{
	struct place p;
	struct crew crew = { .fn = one_writer, .arg = &p, .n = 6 };

	ck_assert_ptr_null(place_start(&p, 0));
	crew_run(&crew);
	place_stop(&p);
}
END_TEST

/* ---- changes of different members of one object: none undoes another ---- */

static void change_one_member(struct crew *crew, int number)
{
	struct place *p = crew->arg;

	for (int i = 1; i <= 40; i++) {
		struct agola_gw_remote_source_update_req q = AGOLA_GW_REMOTE_SOURCE_UPDATE_REQ_INIT;
		const char *members[3] = { NULL };
		agola_cs_remote_source *rs = NULL;
		char value[20];

		snprintf(value, sizeof(value), "%d", i);
		members[number] = value;
		q.api_url = members[0];
		q.oauth2_client_id = members[1];
		q.ssh_host_key = members[2];
		crew_check(crew, agola_gw_remote_source_update(p->gw, NULL, "shared", &q, NULL, NULL) == 0, "update %d", i);
		if (!crew_check(crew, agola_cs_remote_source_get(p->cs, NULL, "shared", &rs, NULL) == 0, "get"))
			return;
		members[0] = rs->api_url;
		members[1] = rs->oauth2_client_id;
		members[2] = rs->ssh_host_key;
		crew_check(crew, strcmp(members[number], value) == 0, "member %d is %s, not %s", number, members[number], value);
		agola_free(rs);
	}
}

START_TEST(no_update_is_lost)
{
	struct place p;
	struct agola_gw_remote_source_create_req q = place_req("shared");
	struct crew crew = { .fn = change_one_member, .arg = &p, .n = 3 };

	q.auth_type = AGOLA_AUTH_OAUTH2;
	q.oauth2_client_id = q.oauth2_client_secret = "x";
	ck_assert_ptr_null(place_start(&p, 0));
	ck_assert_int_eq(agola_gw_remote_source_create(p.gw, NULL, &q, NULL, NULL), 0);
	crew_run(&crew);
	place_stop(&p);
}
END_TEST

/* ---- starting and stopping ---- */

static void own_server(struct crew *crew, int number)
{
	(void)number;
	for (int i = 0; i < 4; i++) {
		struct place p;
		const char *why = place_start(&p, 0);

		if (!crew_check(crew, !why, "%s", why))
			return;
		crew_check(crew, agola_gw_remote_source_list(p.gw, NULL, NULL, NULL, NULL) == 0, "list");
		place_stop(&p);
	}
}

START_TEST(many_servers)
{
	struct crew crew = { .fn = own_server, .n = 4 };

	crew_run(&crew);
}
END_TEST

/* Only one of several that start on one folder at once gets it. */
struct folder {
	char dir[64];
	atomic_int won;
	agola_server *server;
};

static void start_here(struct crew *crew, int number)
{
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	struct folder *f = crew->arg;
	agola_server *s = NULL;
	agola_error *err = NULL;
	int r;

	(void)number;
	o.data_dir = f->dir;
	r = agola_server_start(&o, &s, &err);
	if (r == 0 && crew_check(crew, atomic_fetch_add(&f->won, 1) == 0, "two servers on one folder"))
		f->server = s;
	crew_check(crew, r == 0 || (r == AGOLA_ERR_INVALID && strstr(agola_error_message(err), "another agolad")), "%s",
	           agola_error_message(err));
	agola_error_free(err);
}

START_TEST(one_folder)
{
	struct folder f = { .won = 0 };
	struct crew crew = { .fn = start_here, .arg = &f, .n = 4 };

	ck_assert(place_make_dir(f.dir));
	crew_run(&crew);
	ck_assert_int_eq(atomic_load(&f.won), 1);
	agola_server_stop(f.server, 0);
	place_remove_dir(f.dir);
}
END_TEST

/* ---- stopped while requests run ---- */

static void until_stopped(struct crew *crew, int number)
{
	struct place *p = crew->arg;
	int r = 0;

	for (int i = 0; r == 0; i++) {
		agola_error *err = NULL;
		char name[40];
		struct agola_gw_remote_source_create_req q;

		snprintf(name, sizeof(name), "t%d-n%d", number, i);
		q = place_req(name);
		r = number & 1 ? agola_gw_remote_source_create(p->gw, NULL, &q, NULL, &err)
		               : agola_gw_remote_source_list(p->gw, NULL, NULL, NULL, &err);
		crew_check(crew, r == 0 || r == AGOLA_ERR_NETWORK, "%d: %s", r, agola_error_message(err));
		agola_error_free(err);
	}
}

START_TEST(stop_under_load)
{
	for (int drain = 0; drain <= 1000; drain += 1000) {
		struct place p;
		struct crew crew = { .fn = until_stopped, .arg = &p, .n = 8 };

		ck_assert_ptr_null(place_start(&p, 0));
		crew_start(&crew);
		sleep_ms(200);
		agola_server_stop(p.server, drain);
		crew_join(&crew);
		crew_assert(&crew);
		p.server = NULL;
		place_stop(&p);
	}
}
END_TEST

/* ---- signals belong to the program: its threads get them, not ours ---- */

/* The threads of this process, "." left out. */
static size_t list_threads(char names[][20], size_t max)
{
	DIR *d = opendir("/proc/self/task");
	struct dirent *e;
	size_t n = 0;

	ck_assert_ptr_nonnull(d);
	while ((e = readdir(d)) != NULL && n < max) {
		if (e->d_name[0] != '.')
			snprintf(names[n++], 20, "%.19s", e->d_name);
	}
	closedir(d);
	return n;
}

/* The signals that a thread blocks. */
static unsigned long long blocked_by(const char *thread)
{
	char path[100], line[200];
	unsigned long long blocked = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%.19s/status", thread);
	f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	while (fgets(line, sizeof(line), f) && sscanf(line, "SigBlk: %llx", &blocked) != 1)
		;
	fclose(f);
	return blocked;
}

#define BIT(sig) (1ULL << ((sig)-1))

START_TEST(signals_are_the_programs)
{
	struct place p;
	static char before[64][20], now[64][20];
	size_t n_before = list_threads(before, 64), n_now, seen = 0;

	ck_assert_ptr_null(place_start(&p, 0));
	n_now = list_threads(now, 64);
	for (size_t i = 0; i < n_now; i++) {
		unsigned long long blocked = 0;
		bool ours = true;

		for (size_t k = 0; k < n_before; k++)
			ours &= strcmp(now[i], before[k]) != 0;
		if (!ours)
			continue;
		seen++;
		/* a thread that is being made blocks all for a moment */
		for (int tries = 0; tries < 200 && ((blocked = blocked_by(now[i])) & BIT(SIGSEGV)); tries++)
			sleep_ms(10);
		ck_assert_msg(blocked & BIT(SIGTERM), "a thread of the server takes SIGTERM");
		ck_assert_msg(blocked & BIT(SIGUSR1), "a thread of the server takes SIGUSR1");
		ck_assert_msg(!(blocked & BIT(SIGSEGV)), "a thread of the server cannot crash properly");
	}
	ck_assert_uint_gt(seen, 0);
	place_stop(&p);
}
END_TEST

UNIT("threads-server", same_name, readers_and_a_writer, no_update_is_lost, many_servers, one_folder, stop_under_load,
     signals_are_the_programs)
