/* SPDX-License-Identifier: Apache-2.0 */
/* agola-local-executor: runs the tasks of an Agola as programs of this machine, without containers. See its README.md. */
#include "executor.h"

#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, TICK_MS = 2000 };

void say(const char *format, ...)
{
	va_list args;

	flockfile(stderr);
	fputs("agola-local-executor: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	funlockfile(stderr);
}

/* As asprintf(). Where memory ends so does this program: what it did stands on disk. */
char *format(const char *format, ...)
{
	va_list args;
	char *ret;

	va_start(args, format);
	if (vasprintf(&ret, format, args) < 0)
		abort();
	va_end(args);
	return ret;
}

/* The first line of a file; NULL with a message. */
static char *read_token(const char *path)
{
	FILE *f = fopen(path, "re");
	char text[1024] = "";
	bool ok = f && fgets(text, sizeof(text), f);

	if (ok)
		text[strcspn(text, "\r\n")] = 0;
	if (!ok || !*text)
		say("%s: %s", path, f ? "there is no token in it" : strerror(errno));
	if (f)
		fclose(f);
	return *text ? format("%s", text) : NULL;
}

/* Options whose value is text: where it goes. */
static const struct {
	const char *name, *metavar, *help;
	size_t offset;
	bool is_file;
} options[] = {
	{ "runservice-url", "URL", "the runservice whose tasks to run (or: $AGOLA_RUNSERVICE_URL)",
	  offsetof(struct settings, runservice_url) },
	{ "token-file", "FILE", "file with the runservice's token", offsetof(struct settings, token), true },
	{ "data-dir", "DIR", "folder for its state and for the steps; one executor for each",
	  offsetof(struct settings, data_dir) },
	{ "listen", "ADDRESS:PORT", "where it listens (default: 127.0.0.1:0, any free port)", offsetof(struct settings, listen) },
	{ "listen-url", "URL", "how the runservice reaches that, if it is not http://ADDRESS:PORT",
	  offsetof(struct settings, listen_url) },
	{ "listen-token-file", "FILE", "file with the token that the runservice has to show",
	  offsetof(struct settings, listen_token), true },
	{ "max-tasks", "N", "so many tasks at a time (default: 2)", offsetof(struct settings, max_tasks) },
};
enum { N_OPTIONS = sizeof(options) / sizeof(*options) };

static void help(void)
{
	puts("Usage: agola-local-executor --runservice-url URL --data-dir DIR [OPTION ...]\n\n"
	     "Run the tasks of an Agola on this machine. Their steps are NOT sandboxed:\nwhoever can start a run can do what "
	     "this user can.\n");
	for (size_t i = 0; i < N_OPTIONS; i++)
		printf("  --%s %s\n        %s\n", options[i].name, options[i].metavar, options[i].help);
	puts("  --help");
}

/* @return 0, 1: done, or negative */
static int parse(int argc, char **argv, struct settings *set)
{
	struct option rows[N_OPTIONS + 2] = { { "help", no_argument, NULL, N_OPTIONS } };
	int c;

	for (int i = 0; i < N_OPTIONS; i++)
		rows[i + 1] = (struct option){ options[i].name, required_argument, NULL, i };
	while ((c = getopt_long(argc, argv, "", rows, NULL)) != -1) {
		const char **member;

		if (c == N_OPTIONS) {
			help();
			return 1;
		}
		if (c < 0 || c > N_OPTIONS)
			return -1;
		member = (const char **)((char *)set + options[c].offset);
		*member = options[c].is_file ? read_token(optarg) : optarg;
		if (!*member)
			return -1;
	}
	if (optind < argc) {
		say("\"%s\": no such argument; see --help", argv[optind]);
		return -1;
	}
	return 0;
}

static agola_ctx *calls; /* cancelled by a signal */
static int wake_fd;
static volatile sig_atomic_t ending;

static void on_signal(int sig)
{
	(void)sig;
	ending = 1;
	agola_ctx_cancel(calls);
	(void)!write(wake_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
}

static void catch_signals(void (*term)(int))
{
	struct sigaction action = { .sa_handler = term };

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
}

static void wait_for_something(void)
{
	struct pollfd fd = { wake_fd, POLLIN, 0 };
	uint64_t count;

	if (poll(&fd, 1, TICK_MS) > 0)
		(void)!read(wake_fd, &count, sizeof(count));
}

static int serve(struct executor *e)
{
	int r = executor_start(e);

	if (r == 0) {
		printf("AGOLA_EXECUTOR_ID=%s\nAGOLA_EXECUTOR_URL=%s\nREADY\n", e->id, e->url);
		fflush(stdout);
		while (!ending) {
			executor_tick(e);
			wait_for_something();
		}
	}
	executor_end(e);
	return r;
}

int main(int argc, char **argv)
{
	static struct executor e = { .set = { .listen = "127.0.0.1:0", .max_tasks = "2" },
		                     .lock = PTHREAD_MUTEX_INITIALIZER,
		                     .lock_fd = -1 };
	int r;

	e.set.runservice_url = getenv("AGOLA_RUNSERVICE_URL");
	r = parse(argc, argv, &e.set);
	if (r)
		return r > 0 ? EXIT_SUCCESS : EXIT_USAGE;
	if (!e.set.runservice_url || !e.set.data_dir) {
		say("--runservice-url and --data-dir are needed; see --help");
		return EXIT_USAGE;
	}
	e.wake_fd = wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (wake_fd < 0 || agola_ctx_new(&calls, NULL) < 0) {
		say("no more memory or descriptors");
		return EXIT_FAILURE;
	}
	e.ctx = calls;
	catch_signals(on_signal);
	r = serve(&e);
	/* there is no other thread any more */
	catch_signals(SIG_IGN);
	agola_ctx_free(calls);
	close(wake_fd);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
