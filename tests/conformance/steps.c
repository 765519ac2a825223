/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SDK against one server, whatever it is: does every step of every noun and prints a line for each,
 * "noun.step<TAB>operation<TAB>result<TAB>detail". It decides nothing; run.py compares the lines with what is expected.
 *
 * The URLs and the token come from the environment: AGOLA_GATEWAY_URL, AGOLA_CONFIGSTORE_URL, AGOLA_ADMIN_TOKEN,
 * AGOLA_INTERNAL_TOKEN; AGOLA_STEP_TRIES is how often a write is tried that answers 500. Without arguments all nouns are run, else those that are named.
 */
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* meson.build has the list: -DNOUNS="X(gw_remote_source) X(…)" */
#define X(n) extern const struct noun n;
NOUNS
#undef X

enum { SHOWN_MS = 15000, POLL_MS = 5, N_KEPT = 64 };

static struct {
	char name[32], value[64];
} kept[N_KEPT];

static int max_tries = 1;

static const char *kept_value(const char *name)
{
	for (int i = 0; i < N_KEPT; i++)
		if (!strcmp(kept[i].name, name))
			return kept[i].value;
	return "nothing-kept";
}

static void keep(const char *name, const char *value)
{
	for (int i = 0; i < N_KEPT; i++) {
		if (*kept[i].name && strcmp(kept[i].name, name) != 0)
			continue;
		snprintf(kept[i].name, sizeof(kept[i].name), "%s", name);
		snprintf(kept[i].value, sizeof(kept[i].value), "%s", value);
		return;
	}
	fprintf(stderr, "more than %d ids to keep\n", N_KEPT);
	exit(2);
}

/* The id of a response; NULL if it has none. */
static const char *id_of(const void *response)
{
	const agola_type *type = agola_type_of(response);
	agola_value v = AGOLA_VALUE_INIT;

	for (size_t i = 0; type && i < agola_type_n_fields(type); i++) {
		const agola_field *f = agola_type_field(type, i);

		if (strcmp(agola_field_key(f), "id") != 0)
			continue;
		agola_field_get(f, response, &v);
		return v.kind == AGOLA_KIND_STRING ? v.string : NULL;
	}
	return NULL;
}

/* NULL for no response. */
static char *json_of(const void *response)
{
	char *json = NULL;

	if (response && agola_json_encode(NULL, response, 0, &json, NULL))
		abort();
	return json;
}

void walk_item(struct walk *w, const char *key)
{
	int order = w->n ? strcmp(key, w->last) : 0;

	w->up += order > 0;
	w->down += order < 0;
	if (w->n++ == 0)
		snprintf(w->first, sizeof(w->first), "%s", key);
	snprintf(w->last, sizeof(w->last), "%s", key);
}

void walk_detail(const struct walk *w, struct conf *c)
{
	const char *order = w->n < 2 ? "" : w->up == w->n - 1 ? ", ascending" : w->down == w->n - 1 ? ", descending" : ", mixed";

	snprintf(c->detail, sizeof(c->detail), "%d, %s..%s%s", w->n, w->first, w->last, order);
}

static bool shows(struct conf *c, const struct operation *op, const char *json)
{
	const struct step probe = { .name = "shown", .op = op, .as = ADMIN };
	void *ret = NULL;
	int r = op->call(c, &probe, &ret, NULL);
	char *seen = json_of(ret);
	bool same = json ? r == 0 && seen && !strcmp(seen, json) : r < 0;

	agola_free(seen);
	agola_free(ret);
	return same;
}

/* Wait until what was written is read back: @response, or nothing any more. */
static bool wait_until_shown(struct conf *c, const struct step *s, const void *response)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000 };
	char *json = json_of(response);
	bool shown = false;
	size_t last = 0;

	while (last + 1 < N_PATH && c->path[last] && (!response || c->path[last + 1]))
		last++;
	if (response)
		c->path[last] = id_of(response);
	for (int ms = 0; !shown && ms < SHOWN_MS; ms += POLL_MS) {
		shown = shows(c, s->op->shown_by, json);
		if (!shown)
			nanosleep(&pause, NULL);
	}
	agola_free(json);
	return shown;
}

/* Do it once. The answer as text, in @buf. */
static void run_once(struct conf *c, const struct step *s, int i, char *buf, size_t size)
{
	_Alignas(max_align_t) char req[512];
	char text[128], codes[256] = "";
	agola_error *err = NULL;
	void *ret = NULL;
	char *json;
	int r;

	for (int k = 0; k < N_PATH; k++) {
		c->path[k] = s->path[k];
		if (c->path[k] && *c->path[k] == '$')
			c->path[k] = kept_value(c->path[k] + 1);
	}
	c->req = s->req;
	*c->detail = 0;
	if (s->fill) {
		size_t n = s->req ? *(const size_t *)s->req : 0;

		if (n > sizeof(req))
			abort();
		if (n)
			memcpy(req, s->req, n);
		s->fill(c, i, n ? req : NULL, text, sizeof(text));
		c->req = n ? req : NULL;
	}
	for (int tries = s->op->shown_by ? max_tries : 1;; tries--) {
		r = s->op->call(c, s, &ret, &err);
		if (r != AGOLA_ERR_INTERNAL || tries <= 1)
			break;
		agola_error_free(err);
		err = NULL;
		nanosleep(&(const struct timespec){ .tv_nsec = 50000000 }, NULL);
	}
	json = json_of(ret);
	for (size_t k = 0; k < agola_error_count(err); k++)
		snprintf(codes + strlen(codes), sizeof(codes) - strlen(codes), "%s%s", k ? "," : "", agola_error_code(err, k));
	snprintf(buf, size, "%s\t%s", agola_result_name(r), r < 0 ? codes : json ? json : c->detail);
	if (r == 0 && s->keep && id_of(ret))
		keep(s->keep, id_of(ret));
	if (r == 0 && s->op->shown_by && !wait_until_shown(c, s, ret))
		snprintf(buf, size, "LOST\tis not shown after it was written");
	agola_free(json);
	agola_free(ret);
	agola_error_free(err);
}

static void run(struct conf *c, const struct noun *n, const struct step *s)
{
	char answer[4096], other[4096];

	run_once(c, s, 0, answer, sizeof(answer));
	for (int i = 1; i < s->times; i++) {
		run_once(c, s, i, other, sizeof(other));
		/* what comes back may differ, how it ended may not */
		if (strncmp(answer, other, strcspn(answer, "\t") + 1) != 0) {
			snprintf(answer, sizeof(answer), "%s", other);
			break;
		}
	}
	if (s->times && !strncmp(answer, "AGOLA_OK\t", 9))
		snprintf(answer, sizeof(answer), "AGOLA_OK\t%d times", s->times);
	printf("%s.%s\t%s\t%s\n", n->name, s->name, s->op->name, answer);
}

static const char *env(const char *name)
{
	const char *s = getenv(name);

	return s && *s ? s : NULL;
}

/* Does @noun stand in the arguments, or are there none? */
static bool wanted(const char *noun, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], noun))
			return true;
	return argc == 1;
}

int main(int argc, char **argv)
{
	const char *admin[N_AS] = { [ADMIN] = env("AGOLA_ADMIN_TOKEN"), [WRONG] = "wrong" };
	const char *internal[N_AS] = { [ADMIN] = env("AGOLA_INTERNAL_TOKEN"), [WRONG] = "wrong" };
	static const struct noun *const nouns[] = {
#define X(n) &n,
		NOUNS
#undef X
	};
	struct agola_client_opts gw = AGOLA_CLIENT_OPTS_INIT, cs = AGOLA_CLIENT_OPTS_INIT;
	struct conf c = { 0 };

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (env("AGOLA_STEP_TRIES"))
		max_tries = atoi(env("AGOLA_STEP_TRIES"));
	gw.url = env("AGOLA_GATEWAY_URL");
	cs.url = env("AGOLA_CONFIGSTORE_URL");
	for (int i = 0; i < N_AS; i++) {
		agola_error *err = NULL;

		gw.token = admin[i];
		cs.token = internal[i];
		if (agola_gw_client_new(&gw, &c.gw[i], &err) || agola_cs_client_new(&cs, &c.cs[i], &err)) {
			fprintf(stderr, "%s\n", agola_error_message(err));
			return 2;
		}
	}
	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++)
		for (size_t k = 0; wanted(nouns[i]->name, argc, argv) && k < nouns[i]->n_steps; k++)
			run(&c, nouns[i], &nouns[i]->steps[k]);
	for (int i = 0; i < N_AS; i++) {
		agola_gw_client_free(c.gw[i]);
		agola_cs_client_free(c.cs[i]);
	}
	puts("done");
	return 0;
}
