/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <agola/loop.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MS = 300, EACH_MS = 200, MOST_COLUMNS = 100, MOST_BAR = 40, LEAST_BAR = 6 };

static bool shown; /* the line is on the terminal */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- drawing ---- */

/* The terminal may have been made smaller since the last time. */
static size_t columns(void)
{
	struct winsize w = { 0 };
	size_t n = ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col ? w.ws_col : 80;

	return n > MOST_COLUMNS ? MOST_COLUMNS : n;
}

/* "12.3 MB", always with the same unit for two numbers that stand together. */
static void put_size(char *buf, size_t size, uint64_t n, uint64_t of)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	double v = (double)n, most = (double)of;
	size_t i = 0;

	for (; most >= 1000 && i + 1 < CLI_COUNT(units); i++) {
		most /= 1000;
		v /= 1000;
	}
	snprintf(buf, size, i ? "%.1f %s" : "%.0f %s", v, units[i]);
}

static void put_amount(const struct cli_progress *p, char *buf, size_t size)
{
	char done[32], total[32];

	if (p->unit && p->total)
		snprintf(buf, size, "%llu of %llu %s", (unsigned long long)p->done, (unsigned long long)p->total, p->unit);
	else if (p->unit)
		*buf = 0;
	else if (p->total) {
		put_size(done, sizeof(done), p->done, p->total);
		put_size(total, sizeof(total), p->total, p->total);
		snprintf(buf, size, "%.*s of %s", (int)strcspn(done, " "), done, total);
	} else if (p->done) {
		put_size(buf, size, p->done, p->done);
	} else {
		*buf = 0;
	}
}

static void put_bar(const struct cli_progress *p, char *buf, size_t n)
{
	size_t full = p->total ? (size_t)((double)n * (double)(p->done < p->total ? p->done : p->total) / (double)p->total) : 0;

	memset(buf, '.', n);
	memset(buf, '#', full);
	buf[n] = 0;
}

static void draw(const struct cli_progress *p)
{
	size_t room = columns() - 1, len;
	int64_t s = (now_ms() - p->began) / 1000;
	static char last[2 * MOST_COLUMNS];
	char line[MOST_COLUMNS + 160], whole[sizeof(last)] = "", amount[80], bar[MOST_BAR + 1] = "";

	put_amount(p, amount, sizeof(amount));
	len = (size_t)snprintf(line, sizeof(line), "%s%s%s%s%s  %lld:%02lld", p->what, *p->state ? ": " : "", p->state,
	                       *amount ? "  " : "", amount, (long long)(s / 60), (long long)(s % 60));
	if (p->total && len + 4 + LEAST_BAR < room) {
		size_t n = room - len - 4;

		put_bar(p, bar, n > MOST_BAR ? MOST_BAR : n);
	}
	snprintf(whole, sizeof(whole), "%.*s%s%s%s", (int)room, line, *bar ? "  [" : "", bar, *bar ? "]" : "");
	if (shown && strcmp(whole, last) == 0)
		return;
	memcpy(last, whole, sizeof(last));
	fprintf(stderr, "\r\033[K%s", whole);
	shown = true;
}

void cli_progress_hide(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}

/* ---- what callers do ---- */

void cli_progress_begin(struct cli_progress *p, const struct cli *cli, bool data_on_terminal)
{
	const char *term = getenv("TERM");

	p->on = !cli->quiet && !data_on_terminal && isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
	p->began = now_ms();
	/* what is over at once needs none */
	p->next = p->began + FIRST_MS;
}

void cli_progress_tick(struct cli_progress *p)
{
	int64_t now = p->on ? now_ms() : 0;

	if (!p->on || now < p->next)
		return;
	p->next = now + EACH_MS;
	draw(p);
}

void cli_progress_add(struct cli_progress *p, uint64_t more)
{
	p->done += more;
	cli_progress_tick(p);
}

void cli_progress_wait(struct cli_progress *p, int64_t ms)
{
	int64_t until = now_ms() + ms, left;

	while ((left = until - now_ms()) > 0) {
		int64_t piece = p->on && left > EACH_MS ? EACH_MS : left;
		struct timespec t = { .tv_sec = (time_t)(piece / 1000), .tv_nsec = (long)(piece % 1000) * 1000000 };

		if (nanosleep(&t, NULL) != 0)
			return;
		cli_progress_tick(p);
	}
}

int cli_progress_of_stream(void *data, int64_t done, int64_t total)
{
	struct cli_progress *p = data;

	p->done = (uint64_t)done;
	p->total = total > 0 ? (uint64_t)total : 0;
	cli_progress_tick(p);
	return 0;
}

void cli_progress_end(struct cli_progress *p)
{
	if (p->on)
		cli_progress_hide();
	p->on = false;
}

/* ---- a call ---- */

struct end {
	bool ended;
	int result;
	agola_error *err;
};

static void on_end(void *data, int result, void *ret, agola_error *err)
{
	*(struct end *)data = (struct end){ true, result, err };
	agola_free(ret);
}

int cli_progress_call(struct cli_progress *p, struct cli *cli, cli_call_fn call, void *data, agola_error **err)
{
	struct end end = { .ended = false };
	agola_loop *loop = NULL;
	int r;

	if (!p->on)
		return call(cli, data, err);
	r = agola_loop_new(&loop, err);
	if (r)
		return r;
	agola_ctx_set_async(cli->ctx, loop, on_end, &end);
	r = call(cli, data, err);
	while (r == AGOLA_PENDING && !end.ended) {
		struct pollfd fd = { .fd = agola_loop_fd(loop), .events = POLLIN };

		/* a signal that cancels ends the call, which the loop tells */
		if (poll(&fd, 1, EACH_MS) >= 0)
			cli_progress_tick(p);
		if (agola_loop_dispatch(loop, NULL) < 0)
			break;
	}
	/* ends what is still running */
	agola_loop_free(loop);
	agola_ctx_set_async(cli->ctx, NULL, NULL, NULL);
	if (r != AGOLA_PENDING)
		return r;
	*err = end.err;
	return end.ended ? end.result : AGOLA_ERR_NOMEM;
}
