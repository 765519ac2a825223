/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "progress.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static agola_ctx *running;
static volatile sig_atomic_t interrupted;

/* The first SIGINT ends the call, a second one the program. */
static void on_interrupt(int sig)
{
	if (interrupted) {
		cli_files_abandon();
		signal(sig, SIG_DFL);
		raise(sig);
		return;
	}
	interrupted = 1;
	agola_ctx_cancel(running);
}

static void on_trace(void *data, const agola_trace_event *e)
{
	(void)data;
	cli_progress_hide();
	switch (e->kind) {
	case AGOLA_TRACE_REQUEST:
		fprintf(stderr, "> %s %s\n", e->method, e->url);
		break;
	case AGOLA_TRACE_REQUEST_HEADER:
	case AGOLA_TRACE_REQUEST_BODY:
		cli_put_line(stderr, "> ", e->text);
		break;
	case AGOLA_TRACE_RESPONSE:
		fprintf(stderr, "< %d\n", e->status);
		break;
	case AGOLA_TRACE_RESPONSE_HEADER:
		cli_put_line(stderr, "< ", e->text);
		break;
	case AGOLA_TRACE_DONE:
		fprintf(stderr, "= %s after %.3f ms\n", agola_result_name(e->result), (double)e->elapsed_us / 1000);
		break;
	}
}

/* ---- words on standard error ---- */

void cli_say(const struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	if (cli->quiet)
		return;
	cli_progress_hide();
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void cli_say_done(const struct cli *cli, const char *name, const char *done)
{
	const char *noun = cli->group->noun;
	char *safe = cli_safe(name);

	cli_say(cli, "%c%s%s%s %s.", toupper((unsigned char)*noun), noun + 1, safe && *safe ? " " : "", safe ? safe : "", done);
	free(safe);
}

__attribute__((format(printf, 1, 0))) static void complain(const char *fmt, va_list ap)
{
	char *text = NULL, *safe = NULL;

	/* words of the command line can come from anywhere, too */
	if (vasprintf(&text, fmt, ap) >= 0)
		safe = cli_safe(text);
	else
		text = NULL;
	cli_progress_hide();
	fprintf(stderr, "agolactl: %s\n", safe ? safe : "out of memory");
	free(safe);
	free(text);
}

int cli_usage(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	complain(fmt, ap);
	va_end(ap);
	return CLI_USAGE;
}

int cli_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	complain(fmt, ap);
	va_end(ap);
	return CLI_ERROR;
}

void *cli_keep(struct cli *cli, void *p)
{
	void **more = p ? realloc(cli->kept, (cli->n_kept + 1) * sizeof(*more)) : NULL;

	if (!more) {
		free(p);
		return NULL;
	}
	cli->kept = more;
	cli->kept[cli->n_kept++] = p;
	return p;
}

/* ---- calls ---- */

static int exit_of(int result)
{
	switch (result) {
	case 0:
		return CLI_DONE;
	case AGOLA_ERR_INVALID:
	case AGOLA_ERR_VERSION:
		return CLI_USAGE;
	case AGOLA_ERR_NOT_FOUND:
		return CLI_NOT_FOUND;
	case AGOLA_ERR_UNAUTHORIZED:
	case AGOLA_ERR_FORBIDDEN:
		return CLI_NOT_ALLOWED;
	case AGOLA_ERR_BAD_REQUEST:
		return CLI_REFUSED;
	case AGOLA_ERR_CANCELLED:
		return CLI_INTERRUPTED;
	case AGOLA_ERR_NOMEM:
	case AGOLA_ERR_CALLBACK:
		return CLI_ERROR;
	default:
		return CLI_UNAVAILABLE;
	}
}

/* Which account was it? */
static void hint_token(const struct cli *cli, bool refused)
{
	const char *context = cli->context ? cli->context : "", *unused = "";

	if (cli->other_url) {
		fprintf(stderr, "agolactl: the token of context %s was not used: it is for %s\n", context, cli->other_url);
		return;
	}
	if (!cli->token_source) {
		fprintf(stderr,
		        "agolactl: no token was given%s%s%s; see agolactl login, --token-file, $AGOLA_TOKEN and "
		        "$AGOLA_TOKEN_FILE\n",
		        *context ? ", and context " : "", context, *context ? " has none" : "");
		return;
	}
	/* where it is of the context its name is in the source */
	if (*context && cli->token_by != CLI_BY_CONTEXT)
		unused = ", not from context ";
	fprintf(stderr, "agolactl: the token came from %s%s%s; ", cli->token_source, unused, *unused ? context : "");
	if (cli->command->of_user && refused)
		fputs("it may be the server's own admin token, which has no user\n", stderr);
	else if (refused)
		fputs("has its user the rights? See agolactl whoami\n", stderr);
	else
		fprintf(stderr, "is it one of %s, and has it the rights?\n", cli->gateway_url);
}

/* The message of a call begins with its method. */
static bool is_change(const char *message)
{
	static const char *const methods[] = { "POST ", "PUT ", "PATCH ", "DELETE " };

	for (size_t i = 0; i < CLI_COUNT(methods); i++) {
		if (strncmp(message, methods[i], strlen(methods[i])) == 0)
			return true;
	}
	return false;
}

/*
 * A 404 that no Agola gives for a thing that is not there: its router's for a path that it does not know, or another server's. Agola's own
 * have a list or no words; in some releases those of logs are plain text.
 */
static bool is_foreign_404(const agola_error *err)
{
	static const char begin[] = ": 404 Not Found: ";
	const char *words = strstr(agola_error_message(err), begin);

	if (agola_error_result(err) != AGOLA_ERR_NOT_FOUND || agola_error_count(err) || !words)
		return false;
	words += sizeof(begin) - 1;
	return *words == '{' || *words == '[' || strstr(words, "not an answer of Agola") == words ||
	       strstr(words, "404 page not found") == words;
}

bool cli_not_there(const agola_error *err)
{
	return agola_error_result(err) == AGOLA_ERR_NOT_FOUND && !is_foreign_404(err);
}

/* Whether nobody is there, or somebody who is no Agola. */
static bool is_elsewhere(const struct cli *cli, const agola_error *err)
{
	int result = agola_error_result(err);
	const char *message = agola_error_message(err);

	if (is_foreign_404(err))
		return !cli->command->any_path;

	/* the words are libcurl's */
	return (result == AGOLA_ERR_NETWORK && (strstr(message, "onnect to ") || strstr(message, "resolve host"))) ||
	       (result == AGOLA_ERR_PROTOCOL && strstr(message, "not an answer of Agola"));
}

/* What came was read as TLS; the words are those of libcurl's TLS libraries. */
static bool is_no_tls(const char *message)
{
	return strstr(message, "wrong version number") || strstr(message, "packet length") ||
	       strstr(message, "unexpected TLS packet");
}

/* Why nobody is there; NULL: somebody is. */
static const char *why_no_socket(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t n = strlen(path);
	const char *why;
	struct stat st;
	int fd;

	if (n >= sizeof(to.sun_path))
		return "the path is longer than that of a socket can be";
	if (stat(path, &st) != 0)
		return strerror(errno);
	if (!S_ISSOCK(st.st_mode))
		return "it is no socket";
	memcpy(to.sun_path, path, n);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	why = fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof(to)) != 0 ? strerror(errno) : NULL;
	if (fd >= 0)
		close(fd);
	return why;
}

/* The words of libcurl are about the host of the URL. */
static void hint_socket(const struct cli *cli)
{
	const char *why = why_no_socket(cli->unix_socket);
	char *path = cli_safe(cli->unix_socket);

	fprintf(stderr, "agolactl: %s \"%s\": %s%sthis socket is what counts, not the host of the URL\n",
	        cli_where(cli, "unix-socket"), path ? path : "", why ? why : "", why ? "; " : "");
	free(path);
}

/* What to do next. */
static void hint(const struct cli *cli, const agola_error *err)
{
	int result = agola_error_result(err);

	if (result == AGOLA_ERR_UNAUTHORIZED || (result == AGOLA_ERR_FORBIDDEN && cli->token_source) ||
	    /* releases to v0.9.2 */
	    (result == AGOLA_ERR_BAD_REQUEST && cli->token_source && cli->command->of_user))
		hint_token(cli, result != AGOLA_ERR_UNAUTHORIZED);
	else if (is_elsewhere(cli, err) && result == AGOLA_ERR_NETWORK && cli->unix_socket)
		hint_socket(cli);
	else if (is_elsewhere(cli, err))
		fprintf(stderr,
		        "agolactl: is the gateway's URL right? It is %s; see --gateway-url, $AGOLA_GATEWAY_URL and agolactl "
		        "context\n",
		        cli->gateway_url);
	else if (result == AGOLA_ERR_TLS && is_no_tls(agola_error_message(err)) &&
	         strncasecmp(cli->gateway_url, "https://", 8) == 0)
		fprintf(stderr, "agolactl: the server seems to speak http, not TLS; is http://%s meant?\n", cli->gateway_url + 8);
	else if (result == AGOLA_ERR_TLS && cli->insecure != AGOLA_TRUE && !cli->ca_file && !cli->client_cert)
		fputs("agolactl: see --ca-file; --insecure trusts whoever answers\n", stderr);
	else if (result == AGOLA_ERR_INTERNAL && agola_error_count(err) == 0)
		fputs("agolactl: Agola v0.7.0 and later also answer 500 without a word when what is asked for does not exist, or "
		      "exists already\n",
		      stderr);
	else if ((result == AGOLA_ERR_CANCELLED || result == AGOLA_ERR_TIMEOUT || result == AGOLA_ERR_NETWORK) &&
	         is_change(agola_error_message(err)))
		fputs("agolactl: the server may have done it all the same: look before you do it again\n", stderr);
}

int cli_fail(const struct cli *cli, agola_error *err)
{
	int result = agola_error_result(err), r = exit_of(result);
	char *safe = cli_safe(agola_error_message(err));

	cli_progress_hide();
	fprintf(stderr, "agolactl: %s", safe ? safe : "out of memory");
	free(safe);
	if (cli->detailed_errors)
		fprintf(stderr, " (%s)", agola_result_name(result));
	fputc('\n', stderr);
	hint(cli, err);
	/* nothing is known of what was asked for */
	if (r == CLI_NOT_FOUND && is_elsewhere(cli, err))
		r = CLI_UNAVAILABLE;
	agola_error_free(err);
	return r;
}

int cli_ctx_new(const struct cli *cli, agola_ctx **ctx, agola_error **err)
{
	int r = agola_ctx_new(ctx, err);

	if (r == 0 && (cli->trace || cli->debug))
		agola_ctx_set_trace(*ctx, on_trace, NULL);
	return r;
}

/*
 * This loads libcurl. GnuTLS, which Debian's libcurl has for RTMP only, starts itself when it is loaded, and that takes a good part of what a
 * short command does; a libcurl that uses it starts it anyway.
 */
static int make_client(struct cli *cli, const struct agola_client_opts *o, agola_error **err)
{
	static const char name[] = "GNUTLS_NO_IMPLICIT_INIT";
	bool is_set = getenv(name) != NULL;
	int r;

	if (!is_set)
		setenv(name, "1", 0);
	r = agola_gw_client_new(o, &cli->gw, err);
	/* programs that are started from here decide for themselves */
	if (!is_set)
		unsetenv(name);
	return r;
}

int cli_connect(struct cli *cli)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_error *err = NULL;
	struct sigaction sa = { .sa_handler = on_interrupt };

	/* to find out which project is meant */
	if (cli->gw)
		return 0;
	o.url = cli->gateway_url;
	o.token = cli->token;
	o.ca_file = cli->ca_file;
	o.ca_dir = cli->ca_dir;
	o.client_cert = cli->client_cert;
	o.client_key = cli->client_key;
	o.proxy = cli->proxy;
	o.unix_socket = cli->unix_socket;
	o.timeout_ms = cli->timeout_ms;
	o.connect_timeout_ms = cli->connect_timeout_ms;
	o.max_retries = (uint32_t)cli->retries;
	o.user_agent = "agolactl";
	o.flags = cli->insecure == AGOLA_TRUE ? AGOLA_CLIENT_INSECURE : 0;
	if (cli_ctx_new(cli, &cli->ctx, &err) || make_client(cli, &o, &err))
		return cli_fail_client(cli, err);
	running = cli->ctx;
	sigaction(SIGINT, &sa, NULL);
	return 0;
}

int cli_confirm(const struct cli *cli, const char *verb, const char *what)
{
	char answer[16] = "", *safe;

	if (cli->yes)
		return 0;
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return cli_usage("there is no terminal to ask on; add --yes to go on without a question");
	safe = cli_safe(what);
	fprintf(stderr, "%s %s%s%s? [y/N] ", verb, cli->group->noun ? cli->group->noun : "", cli->group->noun ? " " : "",
	        safe ? safe : "");
	free(safe);
	if (!fgets(answer, sizeof(answer), stdin))
		fputc('\n', stderr);
	answer[strcspn(answer, "\n")] = 0;
	if (cli_word("y|Y|yes|Yes|YES", answer))
		return 0;
	fputs("Nothing was done.\n", stderr);
	return CLI_ERROR;
}

int cli_ask_secret(const char *prompt, const char *option, char *line, size_t size)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return cli_usage("there is no terminal to ask on; give %s, - for standard input", option);
	if (!cli_read_hidden(prompt, line, size))
		return cli_error("nothing was done");
	return *line ? 0 : cli_usage("nothing was typed");
}

/* ---- standard output ---- */

static int stdout_errno;

bool cli_stdout_failed(void)
{
	if (ferror(stdout) && !stdout_errno)
		stdout_errno = errno;
	return stdout_errno != 0;
}

/* Data that was not written is an error, also when only the last close finds out. */
static int close_stdout(int r)
{
	bool failed = cli_stdout_failed(), closed, paged;
	int why;

	errno = 0;
	closed = fclose(stdout) == 0;
	why = failed ? stdout_errno : errno;
	paged = cli_page_end();
	/* to leave a pager early is the usual way */
	if ((closed && !failed) || (paged && why == EPIPE))
		return r;
	errno = why;
	/* a reader that has seen enough is no reason for words */
	if (interrupted && r != CLI_INTERRUPTED)
		cli_error("cancelled");
	else if (errno != EPIPE && !interrupted)
		cli_error("standard output: %s", errno ? strerror(errno) : "it cannot be written");
	return interrupted ? CLI_INTERRUPTED : r ? r : CLI_ERROR;
}

int cli_carry_out(struct cli *cli)
{
	int r = cli_settings(cli);

	if (r == 0 && cli->retries > 10)
		r = cli_usage("--retry: %llu is not right: 0 to 10", (unsigned long long)cli->retries);
	if (r == 0)
		r = cli_check_output(cli);
	if (r == 0)
		r = cli_fill_in(cli);
	return r ? r : cli_perform(cli);
}

static int run(struct cli *cli, int argc, char **argv)
{
	int r;

	cli->aliases = true;
	if (argc > 1 && strcmp(argv[1], "complete") == 0)
		return cli_complete(cli, argc - 1, argv + 1);
	r = cli_parse(cli, argc, argv);
	if (r)
		return r;
	if (cli->self_test)
		return cli_self_test();
	if (cli->dump)
		return cli_dump();
	if (cli->help)
		return cli_help(cli);
	if (cli->parse_only)
		return 0;
	if (cli->version) {
		printf("agolactl %s (libagola %s)\n", AGOLA_VERSION_STRING, agola_version());
		return 0;
	}
	return cli_carry_out(cli);
}

void cli_end(struct cli *cli)
{
	agola_gw_client_free(cli->gw);
	running = NULL;
	agola_ctx_free(cli->ctx);
	for (size_t i = 0; i < cli->n_kept; i++)
		free(cli->kept[i]);
	free(cli->kept);
}

/* A caller that closed them must not have the next file or connection take their place: output would go there. */
static void open_standard_files(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			exit(CLI_ERROR);
	}
}

int main(int argc, char **argv)
{
	struct cli cli = { 0 };
	int r;

	open_standard_files();
	/* the server's text is UTF-8, whatever the terminal speaks */
	setlocale(LC_CTYPE, "C.UTF-8");
	r = close_stdout(run(&cli, argc, argv));
	cli_end(&cli);
	return r;
}
