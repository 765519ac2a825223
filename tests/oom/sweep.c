/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep.h"
#include "base/base.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Far above what any call needs: a call that never gets through is a fault. */
#define MAX_POINTS 20000

static char problem[1000];

AG_PRINTF(1, 2) static bool wrong(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(problem, sizeof(problem), fmt, ap);
	va_end(ap);
	return false;
}

struct clean {
	char message[800];
};

/* With memory: what the call is to return, and with which words. */
static bool run_clean(const struct sweep *s, struct clean *c, bool first)
{
	agola_error *err = NULL;
	int r = s->call(s->arg, &err);
	bool same;

	if (first)
		snprintf(c->message, sizeof(c->message), "%s", agola_error_message(err));
	same = strncmp(c->message, agola_error_message(err), sizeof(c->message) - 1) == 0;
	if (r != s->expected || agola_error_result(err) != (r < 0 ? r : 0) || !same)
		wrong("%s: with memory it returns %d (%s), not %d (%s)", s->name, r, agola_error_message(err), s->expected,
		      c->message);
	agola_error_free(err);
	return r == s->expected && same && !*problem;
}

static bool right_result(const struct sweep *s, const struct clean *c, int r, const agola_error *err)
{
	if (r == SWEEP_WRONG)
		return wrong("the call saw a wrong value");
	if (r != s->expected && r != AGOLA_ERR_NOMEM && !(s->also && r == s->also))
		return wrong("it returns %d (%s)", r, agola_error_message(err));
	if (r >= 0)
		return err ? wrong("it succeeds with an error set: %s", agola_error_message(err)) : true;
	if (agola_error_result(err) != r)
		return wrong("it returns %d, its error says %d", r, agola_error_result(err));
	if (r == s->expected && strncmp(c->message, agola_error_message(err), sizeof(c->message) - 1) != 0)
		return wrong("its words are \"%s\", not \"%s\"", agola_error_message(err), c->message);
	return true;
}

static bool run_failing(const struct sweep *s, const struct clean *c, unsigned long n, enum fail_mode mode, bool with_err,
                        bool *hit)
{
	long before = fail_live(), closes = fail_bad_closes(), after;
	agola_error *err = NULL;
	int r;
	bool ok;

	fail_arm(n, mode, FAIL_HERE);
	r = s->call(s->arg, with_err ? &err : NULL);
	*hit = fail_disarm();
	ok = with_err ? right_result(s, c, r, err)
	              : r == s->expected || r == AGOLA_ERR_NOMEM || (s->also && r == s->also) || wrong("it returns %d", r);
	agola_error_free(err);
	after = fail_live();
	if (ok && !s->keeps && after != before)
		ok = wrong("it leaves %ld pieces of memory behind", after - before);
	if (ok && fail_bad_closes() != closes)
		ok = wrong("it closes a file twice");
	if (ok && s->settle && !s->settle(s->arg))
		ok = *problem ? false : wrong("what it leaves behind is not right");
	return ok;
}

const char *sweep_run(const struct sweep *s, unsigned long *points)
{
	struct clean c;
	unsigned long total = 0;

	problem[0] = 0;
	if (!run_clean(s, &c, true) || (s->settle && !s->settle(s->arg)))
		return *problem ? problem : "it does not settle";
	for (int variant = 0; variant < 3; variant++) {
		enum fail_mode mode = variant == 1 ? FAIL_FROM : FAIL_ONCE;
		bool with_err = variant != 2, hit = true;
		unsigned long n;

		for (n = 1; hit && n < MAX_POINTS; n++) {
			char inner[800];

			if (!run_failing(s, &c, n, mode, with_err, &hit)) {
				snprintf(inner, sizeof(inner), "%s", problem);
				wrong("%s: allocation %lu fails%s%s: %s", s->name, n,
				      mode == FAIL_FROM ? ", and all behind it" : "", with_err ? "" : ", err is NULL", inner);
				return problem;
			}
			if (!run_clean(s, &c, false) || (s->settle && !s->settle(s->arg))) {
				snprintf(inner, sizeof(inner), "%s", problem);
				wrong("%s: after allocation %lu failed%s: %s", s->name, n,
				      mode == FAIL_FROM ? ", and all behind it" : "", *inner ? inner : "it does not settle");
				return problem;
			}
		}
		if (hit) {
			wrong("%s: it never gets through", s->name);
			return problem;
		}
		total += n - 2;
	}
	if (points)
		*points = total;
	return NULL;
}

void sweep_check(const struct sweep *s)
{
	unsigned long points = 0;
	const char *why = sweep_run(s, &points);

	ck_assert_msg(!why, "%s", why);
	/* a call that allocates nothing is not swept at all */
	ck_assert_msg(points > 0, "%s: no allocation was seen", s->name);
	if (getenv("OOM_VERBOSE"))
		fprintf(stderr, "# %s: %lu\n", s->name, points);
}
