/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which release of Agola a server is. Most servers do not say: the gateway's version is whatever its builder wrote, and the other
 * services have none. So there is a table of requests that change nothing and that each release answers in its own way; they are
 * made only when a server lacks what a call asked for, once for each client, and narrow a range of releases.
 */
#include "core/call.h"
#include "core/client.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define R(major, minor, patch) AG_RELEASE(major, minor, patch)
#define NEWEST                 AG_RELEASE_NEWEST

enum sign {
	END,
	STATUS,   /* the answer has this status */
	BODY,     /* its body begins with this text */
	EMPTY,    /* it has no body */
	CLEANED,  /* it points to a path of the same server */
	CURSOR,   /* it has the header X-Agola-Cursor */
	HAS_MORE, /* it has the header X-Agola-HasMore */
	TELLS_VERSION /* its body tells the release */,
	ANY,
};

struct ag_probe {
	const char *service;
	const char *target; /* below the API's prefix */
	bool token;
	uint32_t min, max; /* asked when the release may be one of these and one outside of what it tells */
	struct {
		enum sign sign;
		int status;
		const char *text;
		uint32_t min, max; /* then it is one of these */
	} signs[4];                /* the first that holds counts */
};

static const struct ag_probe probes[] = {
	{ "gw",
	  "/version",
	  false,
	  0,
	  NEWEST,
	  { { TELLS_VERSION, 0, NULL, 0, NEWEST },
	    { STATUS, 404, NULL, 0, R(0, 2, 0) },
	    { STATUS, 200, NULL, R(0, 3, 0), NEWEST } } },
	{ "gw",
	  "/remotesources?limit=x",
	  false,
	  R(0, 3, 0),
	  NEWEST,
	  { { BODY, 400, "[", R(0, 10, 0), NEWEST },
	    { BODY, 400, "{\"code\"", R(0, 7, 0), R(0, 9, 2) },
	    { BODY, 400, "{\"message\"", 0, R(0, 6, 0) } } },
	{ "gw",
	  "/remotesources?limit=1",
	  false,
	  R(0, 7, 0),
	  R(0, 9, 2),
	  { { CURSOR, 200, NULL, R(0, 9, 0), R(0, 9, 2) }, { STATUS, 200, NULL, R(0, 7, 0), R(0, 8, 0) } } },
	{ "gw",
	  "/maintenance/configstore",
	  false,
	  R(0, 7, 0),
	  R(0, 8, 0),
	  { { STATUS, 401, NULL, R(0, 8, 0), R(0, 8, 0) }, { STATUS, 404, NULL, R(0, 7, 0), R(0, 7, 1) } } },
	{ "gw",
	  "/auth/login",
	  false,
	  R(0, 3, 0),
	  R(0, 6, 0),
	  { { STATUS, 405, NULL, R(0, 6, 0), R(0, 6, 0) }, { STATUS, 404, NULL, R(0, 3, 0), R(0, 5, 0) } } },

	{ "cs",
	  "/orgs?limit=x",
	  true,
	  0,
	  NEWEST,
	  { { BODY, 400, "[", R(0, 10, 0), NEWEST },
	    { BODY, 400, "{\"code\"", R(0, 7, 0), R(0, 9, 2) },
	    { BODY, 400, "{\"message\"", 0, R(0, 6, 0) } } },
	{ "cs",
	  "/orgs?limit=1",
	  true,
	  R(0, 7, 0),
	  R(0, 9, 2),
	  { { HAS_MORE, 200, NULL, R(0, 9, 0), R(0, 9, 2) }, { STATUS, 200, NULL, R(0, 7, 0), R(0, 8, 0) } } },
	{ "cs",
	  "/maintenance",
	  true,
	  R(0, 7, 0),
	  R(0, 8, 0),
	  { { STATUS, 200, NULL, R(0, 8, 0), R(0, 8, 0) }, { STATUS, 405, NULL, R(0, 7, 0), R(0, 7, 1) } } },

	{ "rs",
	  "/maintenance",
	  true,
	  0,
	  NEWEST,
	  { { STATUS, 200, NULL, R(0, 8, 0), NEWEST }, { STATUS, 405, NULL, 0, R(0, 7, 1) } } },
	{ "rs",
	  "/runs?limit=x",
	  true,
	  R(0, 8, 0),
	  NEWEST,
	  { { BODY, 400, "[", R(0, 10, 0), NEWEST }, { STATUS, 400, NULL, R(0, 8, 0), R(0, 9, 2) } } },
	{ "rs",
	  "/runs/group/%2Fx?limit=1",
	  true,
	  0,
	  R(0, 9, 2),
	  { { HAS_MORE, 200, NULL, R(0, 9, 0), R(0, 9, 2) },
	    { STATUS, 200, NULL, R(0, 7, 0), R(0, 8, 0) },
	    { EMPTY, 400, NULL, 0, R(0, 6, 0) },
	    { CLEANED, 301, NULL, 0, R(0, 6, 0) } } },

	{ "ns",
	  "/projects/x/runwebhookdeliveries?limit=x",
	  true,
	  0,
	  NEWEST,
	  { { BODY, 400, "[", R(0, 10, 0), NEWEST },
	    { BODY, 400, "{\"code\"", R(0, 9, 0), R(0, 9, 2) },
	    { EMPTY, 400, NULL, 0, R(0, 8, 0) } } },
};

/* ---- ranges ---- */

struct ag_release ag_release_of(const struct ag_client *c)
{
	uint64_t both = atomic_load(&c->release);

	return (struct ag_release){ .min = (uint32_t)(both >> 32), .max = (uint32_t)both };
}

static void narrow(struct ag_client *c, uint32_t min, uint32_t max)
{
	struct ag_release r = ag_release_of(c);

	r.min = min > r.min ? min : r.min;
	r.max = max < r.max ? max : r.max;
	/* answers that contradict each other tell nothing */
	if (r.min <= r.max)
		atomic_store(&c->release, (uint64_t)r.min << 32 | r.max);
}

bool ag_release_parse(const char *s, uint32_t *ret)
{
	unsigned major, minor, patch = 0;
	int n = 0;

	if (strcmp(s, "HEAD") == 0) {
		*ret = NEWEST;
		return true;
	}
	s += *s == 'v';
	/* the whole of it, with the patch or without */
	if (sscanf(s, "%3u.%3u%n.%3u%n", &major, &minor, &n, &patch, &n) < 2 || *s < '0' || *s > '9' || s[n])
		return false;
	*ret = R(major, minor, patch);
	return true;
}

static void edge(uint32_t r, char *buf, size_t size)
{
	r--;
	snprintf(buf, size, "v%u.%u.%u", r / 1000000, r / 1000 % 1000, r % 1000);
}

void ag_release_words(struct ag_release r, char *buf, size_t size)
{
	char min[24], max[24];

	edge(r.min, min, sizeof(min));
	edge(r.max, max, sizeof(max));
	if (r.min == 0 && r.max == NEWEST)
		snprintf(buf, size, "of unknown release");
	else if (r.min == NEWEST)
		snprintf(buf, size, "later than v0.10.0");
	else if (r.min == r.max)
		snprintf(buf, size, "%s", min);
	else if (r.min == 0)
		snprintf(buf, size, "%s or earlier", max);
	else if (r.max == NEWEST)
		snprintf(buf, size, "%s or later", min);
	else
		snprintf(buf, size, "%s to %s", min, max);
}

/* ---- probes ---- */

const struct ag_probe *ag_probe_next(const struct ag_client *c, const struct ag_probe *last)
{
	struct ag_release r = ag_release_of(c);

	for (const struct ag_probe *p = last ? last + 1 : probes; p < probes + AG_COUNT(probes); p++) {
		if (strcmp(p->service, c->service) != 0 || r.min == r.max || r.max < p->min || r.min > p->max)
			continue;
		return p;
	}
	return NULL;
}

const char *ag_probe_target(const struct ag_probe *p)
{
	return p->target;
}

bool ag_probe_has_token(const struct ag_probe *p)
{
	return p->token;
}

/* {"service":"gateway","version":"v0.10.0"}; agolad has all that v0.10.0 has. */
static bool learn_version(struct ag_client *c, const char *body)
{
	const char *version = strstr(body, "\"version\":\"");
	uint32_t release;
	char word[16];

	if (!version)
		return false;
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(version + 11, "\"- +"), version + 11);
	if (strcmp(word, "agolad") == 0)
		narrow(c, R(0, 10, 0), NEWEST);
	else if (*word == 'v' && ag_release_parse(word, &release))
		narrow(c, release, release);
	else
		return false;
	return true;
}

void ag_probe_learn(struct ag_client *c, const struct ag_probe *p, const agola_transport_reply *r)
{
	const char *body = ag_buf_str(&r->body);

	for (size_t i = 0; i < AG_COUNT(p->signs) && p->signs[i].sign != END; i++) {
		bool holds = p->signs[i].status == 0 || p->signs[i].status == r->status;

		switch (p->signs[i].sign) {
		case BODY:
			holds &= strncmp(body, p->signs[i].text, strlen(p->signs[i].text)) == 0;
			break;
		case EMPTY:
			holds &= !*body;
			break;
		case CLEANED:
			holds &= r->location && *r->location == '/';
			break;
		case CURSOR:
			holds &= r->cursor != NULL;
			break;
		case HAS_MORE:
			holds &= r->has_more != NULL;
			break;
		case TELLS_VERSION:
			if (r->status == 200 && learn_version(c, body))
				return;
			holds = false;
			break;
		default:
			break;
		}
		if (holds) {
			narrow(c, p->signs[i].min, p->signs[i].max);
			return;
		}
	}
}
