/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logs, archives and caches. No release says whether the log that it sent is complete: the stream of a step ends in the same way when
 * the step has ended, when the executor went away, and when the gateway lost the runservice; in the last case it glues to the log what
 * it sends for an error, and so does the runservice to archives and caches. So a stream may take several reads, each of which passes
 * over what was delivered already:
 *
 * - What looks like such an error is held back when it stands at the end. It belongs to the stream if a second read ends with it in
 *   the same place.
 * - When the stream of a step that is followed ends, the task is asked whether the step has ended too. If not, or if it sends less than
 *   before, the log is read again.
 *
 * A read that gives nothing new is followed by a pause, as a task is told of the end of a step later than the executor knows of it;
 * after as many pauses as MAX_IDLE the log is given up. Memory does not grow with the log.
 */
#include "core/call.h"

#include <string.h>

uint32_t ag_follow_pauses_ms[] = { 1000, 4000, 8000 };

#define MAX_IDLE AG_COUNT(ag_follow_pauses_ms)

/* What a server sends for an error without a code: from v0.10.0 on, before. */
static const char *const marks[] = { "[]", "{\"code\":\"\",\"message\":\"\"}" };

/* How many of the last bytes may be the beginning of a mark. */
static size_t suspicious(const char *s, size_t len)
{
	for (size_t n = len < AG_MARK_MAX ? len : AG_MARK_MAX; n; n--) {
		for (size_t i = 0; i < AG_COUNT(marks); i++) {
			if (n <= strlen(marks[i]) && memcmp(s + len - n, marks[i], n) == 0)
				return n;
		}
	}
	return 0;
}

static bool is_marked(const struct ag_following *f)
{
	for (size_t i = 0; i < AG_COUNT(marks); i++) {
		if (f->n_tail == strlen(marks[i]) && memcmp(f->tail, marks[i], f->n_tail) == 0)
			return true;
	}
	return false;
}

void ag_follow_open(struct ag_running *run)
{
	struct ag_following *f = &run->following;

	f->plan = run->ep->follow->plan(run->query);
	f->skip = f->plan.offset;
	f->mark_at = -1;
}

int ag_follow_write(struct ag_running *run, const char *data, size_t len)
{
	struct ag_following *f = &run->following;
	char end[2 * AG_MARK_MAX];
	size_t old, new, hold, out;
	int r;

	if (f->skip) {
		size_t n = (uint64_t)f->skip < len ? (size_t)f->skip : len;

		f->skip -= (int64_t)n;
		data += n;
		len -= n;
	}
	if (!len)
		return 0;
	new = len < AG_MARK_MAX ? len : AG_MARK_MAX;
	old = f->n_tail;
	memcpy(end, f->tail, old);
	memcpy(end + old, data + len - new, new);
	hold = f->plan.plain ? 0 : suspicious(end, old + new);
	out = old + len - hold;
	r = ag_stream_write(&run->stream, run->ep, f->tail, out < old ? out : old);
	if (r == 0 && out > old)
		r = ag_stream_write(&run->stream, run->ep, data, out - old);
	memcpy(f->tail, end + old + new - hold, hold);
	f->n_tail = hold;
	return r;
}

static void deliver_tail(struct ag_running *run)
{
	struct ag_following *f = &run->following;
	agola_error *err = NULL;
	int r;

	if (ag_stream_write(&run->stream, run->ep, f->tail, f->n_tail)) {
		r = ag_reply_failure(run, &err);
		ag_running_set_error(run, r, err);
	}
	f->n_tail = 0;
}

static void read_again(struct ag_running *run)
{
	struct ag_following *f = &run->following;

	f->n_tail = 0;
	f->skip = f->plan.offset + run->stream.done;
	f->had = run->stream.done;
	f->pause_ms = f->idle ? ag_follow_pauses_ms[f->idle - 1] : 0;
	run->state = f->pause_ms ? AG_RUN_PAUSED : AG_RUN_READY;
}

/* A read is over, and what it shows has @ended or goes on. */
static void decide(struct ag_running *run, bool ended)
{
	struct ag_following *f = &run->following;
	bool complete = ended && !f->skip;

	if (complete && (!f->n_tail || f->mark_at == run->stream.done)) {
		deliver_tail(run);
	} else if (complete) {
		f->mark_at = run->stream.done;
		read_again(run);
	} else if (f->idle > MAX_IDLE) {
		ag_running_fail(run, AGOLA_ERR_NETWORK, "%s",
		                ended ? "the answer is shorter than what came of it before"
		                      : "the stream ends although the step goes on, again and again");
	} else {
		read_again(run);
	}
}

bool ag_follow_is_over(enum agola_run_task_status task, enum agola_executor_task_phase step)
{
	if (task && task != AGOLA_RUN_TASK_STATUS_NOT_STARTED && task != AGOLA_RUN_TASK_STATUS_RUNNING)
		return true;
	return step && step != AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED && step != AGOLA_EXECUTOR_TASK_PHASE_RUNNING;
}

/* An executor or a service may come back. */
static bool may_pass(const struct ag_following *f, int result)
{
	return f->plan.live && f->n_reads > 1 && f->idle <= MAX_IDLE &&
	       (result == AGOLA_ERR_NOT_FOUND || result == AGOLA_ERR_INTERNAL);
}

void ag_follow_read_over(struct ag_running *run)
{
	struct ag_following *f = &run->following;

	f->n_reads++;
	f->idle = run->stream.done > f->had ? 0 : f->idle + 1;
	if (run->result && !may_pass(f, run->result))
		return;
	if (run->result) {
		ag_running_set_error(run, 0, NULL);
		read_again(run);
		return;
	}
	if (!is_marked(f))
		deliver_tail(run);
	if (run->result == 0 && f->plan.live)
		run->state = AG_RUN_CHECKING;
	else if (run->result == 0)
		decide(run, true);
}

void ag_follow_checked(struct ag_running *run)
{
	bool ended;

	if (run->result)
		return;
	/* from here on it is about the log again */
	run->fired = &run->shots[run->shot];
	ag_buf_reset(&run->what);
	ended = run->shots[run->shot].ep->follow->ended(run->root, run->query);
	agola_free(run->root);
	run->root = NULL;
	decide(run, ended);
}
