/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the calls of the SDK that standard input names, one a line, and says how each ended:
 *
 *   TOKEN <TAB> agola_gw_remote_source_get <TAB> "gitea"          a function and its arguments, as in the files of tests/wire
 *   gateway GetRemoteSource <TAB> GET <TAB> AGOLA_OK <TAB> codes <TAB> next <TAB> the answer
 *
 * It decides nothing: run.py does. URLs come from the environment: AGOLA_GATEWAY_URL, AGOLA_CONFIGSTORE_URL, …
 */
#include "../wire/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CLIENTS = 32, TIMEOUT_MS = 60000, EVENTS_MS = 2000 };

static const struct service {
	const char *svc, *name, *url;
} services[] = {
	{ "gw", "gateway", "AGOLA_GATEWAY_URL" },
	{ "cs", "configstore", "AGOLA_CONFIGSTORE_URL" },
	{ "rs", "runservice", "AGOLA_RUNSERVICE_URL" },
	{ "ns", "notification", "AGOLA_NOTIFICATION_URL" },
};

static struct {
	const struct service *service;
	char *token;
	struct wire_caller *caller;
} clients[MAX_CLIENTS];

static const struct service *service_of(const char *function)
{
	for (size_t i = 0; i < AG_COUNT(services); i++)
		if (strncmp(function, "agola_", 6) == 0 && strncmp(function + 6, services[i].svc, 2) == 0)
			return &services[i];
	fprintf(stderr, "%s: no function of a service\n", function);
	exit(2);
}

/* A release is found once for each client, so clients are kept. */
static struct wire_caller *client(const struct service *s, const char *token)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	size_t i = 0;

	for (; i < MAX_CLIENTS && clients[i].caller; i++)
		if (clients[i].service == s && strcmp(clients[i].token, token) == 0)
			return clients[i].caller;
	if (i == MAX_CLIENTS) {
		fprintf(stderr, "more than %d clients\n", MAX_CLIENTS);
		exit(2);
	}
	o.url = getenv(s->url);
	o.token = *token ? token : NULL;
	o.timeout_ms = TIMEOUT_MS;
	clients[i].service = s;
	clients[i].token = ag_strdup(token);
	clients[i].caller = wire_caller_open(s->svc, &o);
	if (!clients[i].caller)
		exit(2);
	return clients[i].caller;
}

static void answer(const struct wire_caller *c, const struct service *s, const struct wire_outcome *out)
{
	const struct ag_endpoint *ep = wire_call_endpoint(c);

	printf("%s %s\t%s\t%s\t", s->name, ep->operation, ep->method, agola_result_name(out->result));
	for (size_t i = 0; i < agola_error_count(out->err); i++)
		printf("%s%s", i ? "," : "", agola_error_code(out->err, i));
	/* "end": this is the last page */
	printf("\t%s\t%s%s\n", out->next ? out->next : ep->paging ? "end" : "", ag_buf_str(&out->json), out->n_items ? "]" : "");
	fflush(stdout);
	if (out->problem.len)
		fprintf(stderr, "%s: %s", ep->name, ag_buf_str(&out->problem));
	if (out->err)
		fprintf(stderr, "%s: %s\n", ep->name, agola_error_message(out->err));
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) > 0) {
		const char *words[16] = { 0 };
		size_t n = 0;
		struct wire_call call = { 0 };
		struct wire_outcome out = { 0 };
		agola_ctx *ctx = NULL;
		const struct service *s;
		struct wire_caller *c;

		line[strcspn(line, "\n")] = 0;
		for (char *at = line; at && n < AG_COUNT(words);)
			words[n++] = strsep(&at, "\t");
		if (n < 2) {
			fprintf(stderr, "no call: %s\n", line);
			return 2;
		}
		call.function = words[1];
		call.args.v = words + 2;
		call.args.n = n - 2;
		s = service_of(call.function);
		c = client(s, words[0]);
		if (!wire_call_begin(c, &call))
			return 2;
		/* events go on for ever */
		if (wire_call_endpoint(c)->events && agola_ctx_new(&ctx, NULL) == 0)
			agola_ctx_set_timeout(ctx, EVENTS_MS);
		wire_call_make(c, ctx, &out);
		agola_ctx_free(ctx);
		answer(c, s, &out);
		wire_outcome_free(&out);
		wire_call_end(c);
	}
	free(line);
	for (size_t i = 0; i < MAX_CLIENTS && clients[i].caller; i++) {
		wire_caller_free(clients[i].caller);
		free(clients[i].token);
	}
	return 0;
}
