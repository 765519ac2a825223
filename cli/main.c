/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static agola_ctx *running;

static void on_interrupt(int sig)
{
	(void)sig;
	agola_ctx_cancel(running);
}

static void on_trace(void *data, const agola_trace_event *e)
{
	(void)data;
	switch (e->kind) {
	case AGOLA_TRACE_REQUEST:
		fprintf(stderr, "> %s %s\n", e->method, e->url);
		break;
	case AGOLA_TRACE_REQUEST_HEADER:
	case AGOLA_TRACE_REQUEST_BODY:
		fprintf(stderr, "> %s\n", e->text);
		break;
	case AGOLA_TRACE_RESPONSE:
		fprintf(stderr, "< %d\n", e->status);
		break;
	case AGOLA_TRACE_RESPONSE_HEADER:
		fprintf(stderr, "< %s\n", e->text);
		break;
	case AGOLA_TRACE_DONE:
		fprintf(stderr, "= %s after %.3f ms\n", agola_result_name(e->result), (double)e->elapsed_us / 1000);
		break;
	}
}

void cli_say(const struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	if (cli->quiet)
		return;
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

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

int cli_fail(const struct cli *cli, agola_error *err)
{
	int result = agola_error_result(err), r = exit_of(result);

	fprintf(stderr, "agolactl: %s%s%s%s\n", agola_error_message(err), cli->detailed_errors ? " (" : "",
	        cli->detailed_errors ? agola_result_name(result) : "", cli->detailed_errors ? ")" : "");
	if (result == AGOLA_ERR_UNAUTHORIZED && cli->token_source)
		fprintf(stderr, "agolactl: the token came from %s; is it one of %s, and has it the rights?\n", cli->token_source,
		        cli->gateway_url);
	else if (result == AGOLA_ERR_UNAUTHORIZED)
		fprintf(stderr, "agolactl: no token was given; see --token-file, $AGOLA_TOKEN and $AGOLA_TOKEN_FILE\n");
	else if (result == AGOLA_ERR_INTERNAL && agola_error_count(err) == 0)
		fprintf(stderr, "agolactl: Agola v0.7.0 and later also answer 500 when a remote source does not exist, exists "
		                "already, or the token is no "
		                "administrator's\n");
	agola_error_free(err);
	return r;
}

int cli_connect(struct cli *cli)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_error *err = NULL;
	struct sigaction sa = { .sa_handler = on_interrupt };

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
	o.user_agent = "agolactl";
	o.flags = cli->insecure == AGOLA_TRUE ? AGOLA_CLIENT_INSECURE : 0;
	if (agola_ctx_new(&cli->ctx, &err) || agola_gw_client_new(&o, &cli->gw, &err))
		return cli_fail(cli, err);
	if (cli->trace || cli->debug)
		agola_ctx_set_trace(cli->ctx, on_trace, NULL);
	running = cli->ctx;
	sigaction(SIGINT, &sa, NULL);
	return 0;
}

int cli_confirm(const struct cli *cli, const char *question, const char *what)
{
	char answer[16] = "", *safe;

	if (cli->yes)
		return 0;
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return cli_usage("there is no terminal to ask on; add --yes to go on without a question");
	safe = cli_safe(what);
	fprintf(stderr, "%s %s? [y/N] ", question, safe ? safe : "");
	free(safe);
	if (fgets(answer, sizeof(answer), stdin) && (answer[0] == 'y' || answer[0] == 'Y'))
		return 0;
	fputs("Nothing was done.\n", stderr);
	return CLI_ERROR;
}

/* Data that was not written is an error, also when only the last close finds out. */
static int close_stdout(int r)
{
	bool failed = ferror(stdout) != 0;

	errno = 0;
	if (fclose(stdout) != 0 || failed) {
		if (errno != EPIPE)
			fprintf(stderr, "agolactl: standard output: %s\n", errno ? strerror(errno) : "it cannot be written");
		return r ? r : CLI_ERROR;
	}
	return r;
}

static int run(struct cli *cli, int argc, char **argv)
{
	void *opts = NULL;
	int r = cli_parse(cli, argc, argv, &opts);

	if (r < 0)
		r = 0;
	else if (r == 0 && cli->self_test)
		r = cli_self_test();
	else if (r == 0 && cli->dump)
		r = cli_dump();
	else if (r == 0 && cli->help)
		r = cli_help(cli);
	else if (r == 0 && cli->version)
		printf("agolactl %s (libagola %s)\n", AGOLA_VERSION_STRING, agola_version());
	else if (r == 0) {
		r = cli_settings(cli);
		if (r == 0)
			r = cli->command->run(cli, opts);
	}
	agola_gw_client_free(cli->gw);
	running = NULL;
	agola_ctx_free(cli->ctx);
	free(opts);
	return r;
}

int main(int argc, char **argv)
{
	struct cli cli = { 0 };

	return close_stdout(run(&cli, argc, argv));
}
