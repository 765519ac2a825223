/* SPDX-License-Identifier: Apache-2.0 */
/* agolad: the process around agola/server.h. */
#include "suggest.h"
#include <agola/server.h>

#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, MAX_TOKEN = 1022 };

enum {
	O_CONFIG = 256,
	O_COMPONENTS,
	O_DATA_DIR,
	O_GATEWAY_LISTEN,
	O_CONFIGSTORE_LISTEN,
	O_CONFIGSTORE_URL,
	O_ADMIN_TOKEN_FILE,
	O_CONFIGSTORE_TOKEN_FILE,
	O_LOG_LEVEL,
	O_LOG_FORMAT,
	O_DRAIN_TIMEOUT,
	O_VERSION,
	O_HELP
};

/* One row per option: for getopt and for --help. */
static const struct {
	const char *name, *metavar, *help;
	int value;
} options[] = {
	{ "config", "FILE", "read the YAML file of `agola serve`, see agolad.yml(5)", O_CONFIG },
	{ "components", "LIST", "gateway, configstore (default: both)", O_COMPONENTS },
	{ "data-dir", "DIR", "folder of the database; one agolad for each", O_DATA_DIR },
	{ "gateway-listen", "HOST:PORT", "where the gateway listens (default: 127.0.0.1:8000); port 0: any free one",
	  O_GATEWAY_LISTEN },
	{ "configstore-listen", "HOST:PORT", "where the configstore listens (default: 127.0.0.1:4002)", O_CONFIGSTORE_LISTEN },
	{ "configstore-url", "URL", "configstore elsewhere, for a gateway alone", O_CONFIGSTORE_URL },
	{ "admin-token-file", "FILE", "file with the gateway's admin token (or: $AGOLA_ADMIN_TOKEN)", O_ADMIN_TOKEN_FILE },
	{ "configstore-token-file", "FILE", "file with the configstore's token (or: $AGOLA_CONFIGSTORE_TOKEN)",
	  O_CONFIGSTORE_TOKEN_FILE },
	{ "log-level", "LEVEL", "error, warn, info (default) or debug", O_LOG_LEVEL },
	{ "log-format", "FORMAT", "plain (default) or json", O_LOG_FORMAT },
	{ "drain-timeout", "SECONDS", "how long running requests may go on at the end", O_DRAIN_TIMEOUT },
	{ "version", NULL, "print the version", O_VERSION },
	{ "help", NULL, "print this help", O_HELP },
};
#define N_OPTIONS (sizeof(options) / sizeof(options[0]))

static void help(void)
{
	printf("Usage: agolad [serve] [OPTION...]\n"
	       "Agola's configstore and gateway in one process, on SQLite.\n\n");
	for (size_t i = 0; i < N_OPTIONS; i++) {
		char left[64];

		snprintf(left, sizeof(left), "--%s%s%s", options[i].name, options[i].metavar ? " " : "",
		         options[i].metavar ? options[i].metavar : "");
		printf("  %-34s %s\n", left, options[i].help);
	}
	printf("\nWithout --config and --data-dir the data is in $STATE_DIRECTORY, else in $XDG_DATA_HOME/agolad, else in "
	       "~/.local/share/agolad.\n"
	       "On standard output stand AGOLA_GATEWAY_URL=, AGOLA_CONFIGSTORE_URL= and AGOLA_ADMIN_TOKEN_FILE=, then READY; the "
	       "log is on standard\n"
	       "error. SIGTERM and SIGINT end it after the running requests, a second one at once.\n"
	       "Exit status: 0 ended, 1 could not start, 2 wrong usage.\n\n"
	       "Examples:\n"
	       "  agolad --data-dir /tmp/agola\n"
	       "  agolad --config /etc/agola/config.yml --components gateway,configstore\n");
}

__attribute__((noreturn, format(printf, 1, 2))) static void usage(const char *fmt, ...)
{
	va_list ap;

	fputs("agolad: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputs("\nTry agolad --help\n", stderr);
	exit(EXIT_USAGE);
}

static void on_log(void *data, enum agola_log_level level, const char *line)
{
	(void)data;
	(void)level;
	fprintf(stderr, "%s\n", line);
}

/* The components by name; names of Agola's other services are told from typing errors. */
static uint32_t components_of(const char *list)
{
	static const char *const right[] = { "gateway|configstore" };
	static const char *const others[] = { "scheduler", "notification", "runservice", "executor", "gitserver" };
	char word[64], near[64];
	uint32_t ret = 0;

	while (*list) {
		size_t n = strcspn(list, ",");

		if (n == 7 && strncmp(list, "gateway", n) == 0)
			ret |= AGOLA_SERVER_GATEWAY;
		else if (n == 11 && strncmp(list, "configstore", n) == 0)
			ret |= AGOLA_SERVER_CONFIGSTORE;
		else {
			for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
				if (n == strlen(others[i]) && strncmp(list, others[i], n) == 0)
					usage("--components: agolad does not have the %s; it has gateway and configstore",
					      others[i]);
			}
			snprintf(word, sizeof(word), "%.*s", (int)n, list);
			cli_suggest(near, sizeof(near), word, right, 1);
			usage("--components: \"%s\" is no component; right are gateway and configstore, with a comma between "
			      "them%s",
			      word, near);
		}
		list += n + (list[n] == ',');
	}
	if (!ret)
		usage("--components: it is empty; right are gateway and configstore");
	return ret;
}

/* The first line of a file that only its owner can read. */
static char *token_from(const char *what, const char *path)
{
	char *t = calloc(1, MAX_TOKEN + 2);
	struct stat st;
	FILE *f = fopen(path, "re");

	if (!t || !f || fstat(fileno(f), &st) != 0)
		usage("--%s %s: %s", what, path, strerror(errno));
	if (S_ISREG(st.st_mode) && (st.st_mode & 077))
		usage("--%s %s: others can read it (mode %04o); right is 0600", what, path, (unsigned)st.st_mode & 07777);
	if (!fgets(t, MAX_TOKEN + 2, f))
		t[0] = 0;
	fclose(f);
	t[strcspn(t, "\r\n")] = 0;
	if (strlen(t) > MAX_TOKEN)
		usage("--%s %s: the first line has more than %d characters", what, path, MAX_TOKEN);
	if (!*t)
		usage("--%s %s: the first line is empty", what, path);
	return t;
}

/* A secret from the environment, which then no longer holds it. */
static char *token_from_env(const char *name)
{
	char *env = getenv(name), *copy;

	if (!env || !*env)
		return NULL;
	if (strlen(env) > MAX_TOKEN)
		usage("$%s: it has more than %d characters", name, MAX_TOKEN);
	copy = strdup(env);
	if (!copy)
		usage("$%s: out of memory", name);
	explicit_bzero(env, strlen(env));
	unsetenv(name);
	return copy;
}

/* Tell the service manager; see sd_notify(3). */
static void notify(const char *what)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	size_t n = path ? strlen(path) : 0;
	int fd;

	if (n < 2 || n >= sizeof(a.sun_path) || (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(a.sun_path, path, n);
	if (path[0] == '@')
		a.sun_path[0] = 0;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	sendto(fd, what, strlen(what), MSG_NOSIGNAL, (const struct sockaddr *)&a,
	       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
	close(fd);
}

static char *default_data_dir(void)
{
	static char path[4096];
	const char *state = getenv("STATE_DIRECTORY"), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	if (state && *state)
		snprintf(path, sizeof(path), "%.*s", (int)strcspn(state, ":"), state);
	else if (data && *data == '/')
		snprintf(path, sizeof(path), "%s/agolad", data);
	else if (home && *home == '/')
		snprintf(path, sizeof(path), "%s/.local/share/agolad", home);
	else
		usage("--data-dir: it is not given, and neither $STATE_DIRECTORY nor $HOME is set");
	return path;
}

__attribute__((noreturn)) static void no_such_option(const char *given)
{
	const char *names[N_OPTIONS];
	char word[64], near[64];
	size_t n = strcspn(given, "="), matches = 0;

	/* what follows = may be anything */
	snprintf(word, sizeof(word), "%.*s", (int)n, given);
	for (size_t i = 0; i < N_OPTIONS; i++) {
		names[i] = options[i].name;
		matches += n > 2 && strncmp(names[i], word + 2, n - 2) == 0;
	}
	if (matches == 1)
		usage("%s: it takes no value", word);
	if (matches)
		usage("%s: more than one option begins so", word);
	cli_suggest_option(near, sizeof(near), word + strspn(word, "-"), names, N_OPTIONS);
	usage("%s: there is no such option%s", word, near);
}

/* Each connection is a file: as many as the system lets us have. */
static void raise_file_limit(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) == 0 && l.rlim_cur < l.rlim_max) {
		l.rlim_cur = l.rlim_max;
		setrlimit(RLIMIT_NOFILE, &l);
	}
}

/* Returns the drain time, -1 for the default. */
static int64_t parse(int argc, char **argv, struct agola_server_opts *o)
{
	static const char *const levels[] = { "", "error", "warn", "info", "debug" };
	struct option longs[N_OPTIONS + 1] = { { NULL, 0, NULL, 0 } };
	int64_t drain = -1;
	char *end;
	int c;

	for (size_t i = 0; i < N_OPTIONS; i++)
		longs[i] = (struct option){ options[i].name, options[i].metavar ? required_argument : no_argument, NULL,
			                    options[i].value };
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":h", longs, NULL)) != -1) {
		switch (c) {
		case O_CONFIG:
			o->config_file = optarg;
			break;
		case O_COMPONENTS:
			o->components = components_of(optarg);
			break;
		case O_DATA_DIR:
			o->data_dir = optarg;
			break;
		case O_GATEWAY_LISTEN:
			o->gateway_listen = optarg;
			break;
		case O_CONFIGSTORE_LISTEN:
			o->configstore_listen = optarg;
			break;
		case O_CONFIGSTORE_URL:
			o->configstore_url = optarg;
			break;
		case O_ADMIN_TOKEN_FILE:
			o->admin_token = token_from("admin-token-file", optarg);
			break;
		case O_CONFIGSTORE_TOKEN_FILE:
			o->configstore_token = token_from("configstore-token-file", optarg);
			break;
		case O_LOG_LEVEL:
			o->log_level = 0;
			for (int i = 1; i <= 4; i++) {
				if (strcmp(optarg, levels[i]) == 0)
					o->log_level = (enum agola_log_level)i;
			}
			if (!o->log_level)
				usage("--log-level %s: right are error, warn, info, debug", optarg);
			break;
		case O_LOG_FORMAT:
			if (strcmp(optarg, "json") != 0 && strcmp(optarg, "plain") != 0)
				usage("--log-format %s: right are plain, json", optarg);
			o->log_json = strcmp(optarg, "json") == 0;
			break;
		case O_DRAIN_TIMEOUT:
			drain = strtol(optarg, &end, 10);
			if (*end || end == optarg || drain < 0 || drain > 86400)
				usage("--drain-timeout %s: right is a number of seconds, 0 to 86400", optarg);
			drain *= 1000;
			break;
		case O_VERSION:
			printf("agolad %s\n", agola_version());
			exit(fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
		case O_HELP:
		case 'h':
			help();
			exit(fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
		case ':':
			usage("%s: its value is missing", argv[optind - 1]);
		default:
			no_such_option(argv[optind - 1]);
		}
	}
	if (optind < argc && strcmp(argv[optind], "serve") == 0)
		optind++;
	if (optind < argc)
		usage("%s: agolad takes no arguments", argv[optind]);
	return drain;
}

/* The server has its own copy. */
static void forget(const char *secret)
{
	if (!secret)
		return;
	explicit_bzero((char *)(uintptr_t)secret, strlen(secret));
	free((char *)(uintptr_t)secret);
}

/* What scripts read. False when standard output cannot be written. */
static bool say_ready(const agola_server *s)
{
	if (agola_server_gateway_url(s))
		printf("AGOLA_GATEWAY_URL=%s\n", agola_server_gateway_url(s));
	if (agola_server_configstore_url(s))
		printf("AGOLA_CONFIGSTORE_URL=%s\n", agola_server_configstore_url(s));
	if (agola_server_admin_token_file(s))
		printf("AGOLA_ADMIN_TOKEN_FILE=%s\n", agola_server_admin_token_file(s));
	puts("READY");
	return fflush(stdout) == 0;
}

int main(int argc, char **argv)
{
	struct agola_server_opts o = AGOLA_SERVER_OPTS_INIT;
	int64_t drain = parse(argc, argv, &o);
	agola_server *s = NULL;
	agola_error *err = NULL;
	struct signalfd_siginfo si;
	sigset_t set;
	int fd, r;

	if (!o.admin_token)
		o.admin_token = token_from_env("AGOLA_ADMIN_TOKEN");
	if (!o.configstore_token)
		o.configstore_token = token_from_env("AGOLA_CONFIGSTORE_TOKEN");
	if (!o.config_file) {
		if (!o.data_dir && o.components != AGOLA_SERVER_GATEWAY)
			o.data_dir = default_data_dir();
		if (!o.gateway_listen)
			o.gateway_listen = "127.0.0.1:8000";
		if (!o.configstore_listen)
			o.configstore_listen = "127.0.0.1:4002";
	}
	o.log = on_log;
	raise_file_limit();
	/* blocked before any thread is there, so that all of them inherit it */
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	if (fd < 0) {
		fprintf(stderr, "agolad: signalfd: %s\n", strerror(errno));
		forget(o.admin_token);
		forget(o.configstore_token);
		return EXIT_FAILURE;
	}
	r = agola_server_start(&o, &s, &err);
	forget(o.admin_token);
	forget(o.configstore_token);
	if (r) {
		fprintf(stderr, "agolad: %s\n", agola_error_message(err));
		agola_error_free(err);
		return EXIT_FAILURE;
	}
	if (!say_ready(s)) {
		fprintf(stderr, "agolad: standard output: %s\n", strerror(errno));
		agola_server_stop(s, 0);
		return EXIT_FAILURE;
	}
	notify("READY=1");
	while (read(fd, &si, sizeof(si)) != (ssize_t)sizeof(si) && errno == EINTR)
		;
	notify("STOPPING=1");
	/* a second signal ends it as the system does */
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	agola_server_stop(s, drain);
	close(fd);
	return EXIT_SUCCESS;
}
