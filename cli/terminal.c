/* SPDX-License-Identifier: Apache-2.0 */
/* What is different when a person looks on: colour, times in words, a pager. */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* ---- what is typed without being seen ---- */

static volatile sig_atomic_t prompt_signal;

static void on_prompt(int sig)
{
	prompt_signal = sig;
}

/* As far as it goes; what does not fit is passed over. */
static void read_line(char *line, size_t size)
{
	size_t n = 0;
	char c;

	while (!prompt_signal && read(STDIN_FILENO, &c, 1) == 1 && c != '\n' && c != '\r') {
		if (n + 1 < size)
			line[n++] = c;
	}
	line[n] = 0;
}

bool cli_read_hidden(const char *prompt, char *line, size_t size)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU };
	struct sigaction were[CLI_COUNT(signals)], sa = { .sa_handler = on_prompt };
	struct termios was, hidden;

	do {
		if (tcgetattr(STDIN_FILENO, &was) != 0)
			return false;
		prompt_signal = 0;
		hidden = was;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		for (size_t i = 0; i < CLI_COUNT(signals); i++)
			sigaction(signals[i], &sa, &were[i]);
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
		fputs(prompt, stderr);
		read_line(line, size);
		/* whatever comes next finds the terminal as it was */
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
		fputc('\n', stderr);
		for (size_t i = 0; i < CLI_COUNT(signals); i++)
			sigaction(signals[i], &were[i], NULL);
		if (prompt_signal)
			raise(prompt_signal);
		/* stopped, and here again: it is asked again */
	} while (prompt_signal == SIGTSTP || prompt_signal == SIGTTIN || prompt_signal == SIGTTOU);
	return !prompt_signal;
}

/* ---- what is shown ---- */

static pid_t pager;

bool cli_is_terminal(void)
{
	/* a pager's output is still a terminal */
	return pager > 0 || isatty(STDOUT_FILENO);
}

size_t cli_terminal_width(void)
{
	struct winsize w = { 0 };

	/* standard error: standard output may be the pager's */
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col)
		return w.ws_col;
	return pager > 0 && ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col ? w.ws_col : 80;
}

/* no-color.org and bixense.com/clicolors: NO_COLOR goes first, and a variable that is empty is not set. */
bool cli_colour(void)
{
	const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE"), *want = getenv("CLICOLOR"),
	           *term = getenv("TERM");

	if (no && *no)
		return false;
	if (force && *force && strcmp(force, "0") != 0)
		return true;
	return cli_is_terminal() && !(want && strcmp(want, "0") == 0) && term && *term && strcmp(term, "dumb") != 0;
}

const char *cli_colour_of(const char *word)
{
	static const struct {
		const char *words, *colour;
	} colours[] = {
		{ "success", "green" },
		{ "failed|setuperror|deliveryError|error", "red" },
		{ "stopped|cancelled|skipped|notstarted", "yellow" },
		{ "running|queued", "cyan" },
	};

	for (size_t i = 0; i < CLI_COUNT(colours); i++) {
		if (cli_word(colours[i].words, word))
			return colours[i].colour;
	}
	return NULL;
}

/* "3 minutes ago", "in 2 hours": whole units, never more than have gone by. */
char *cli_ago(agola_time t, int64_t now)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = {
		{ 365 * 86400, "year" }, { 30 * 86400, "month" }, { 86400, "day" },
		{ 3600, "hour" },        { 60, "minute" },        { 1, "second" },
	};
	const int64_t year_1 = -62135596800;
	int64_t gone = now - t.sec, n = gone < 0 ? -gone : gone;
	size_t i = 0;
	char buf[64];

	/* how Go writes that there is none */
	if (!t.valid || t.sec == year_1)
		return strdup("");
	if (n == 0)
		return strdup("now");
	while (n < units[i].seconds)
		i++;
	n /= units[i].seconds;
	snprintf(buf, sizeof(buf), "%s%lld %s%s%s", gone < 0 ? "in " : "", (long long)n, units[i].name, n == 1 ? "" : "s",
	         gone < 0 ? "" : " ago");
	return strdup(buf);
}

/* ---- pager ---- */

void cli_page(void)
{
	const char *command = getenv("AGOLA_PAGER");
	int fd[2];

	if (!command || !*command)
		command = getenv("PAGER");
	/* cat is how one says that one wants none */
	if (!command || !*command || strcmp(command, "cat") == 0 || pager || !isatty(STDOUT_FILENO) || pipe(fd) != 0)
		return;
	fflush(stdout);
	pager = fork();
	if (pager == 0) {
		dup2(fd[0], STDIN_FILENO);
		close(fd[0]);
		close(fd[1]);
		/* colours as they are, and no pages for what fits on one */
		setenv("LESS", "FRX", 0);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (pager > 0)
		dup2(fd[1], STDOUT_FILENO);
	close(fd[0]);
	close(fd[1]);
}

bool cli_page_end(void)
{
	bool was = pager > 0;

	while (was && waitpid(pager, NULL, 0) < 0 && errno == EINTR)
		;
	pager = 0;
	return was;
}
