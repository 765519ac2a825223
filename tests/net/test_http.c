/* SPDX-License-Identifier: Apache-2.0 */
/* Connections: reuse, bounds, unix sockets, proxies; and answers that only a raw socket can give. */
#include "net.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static struct net_get get_path(const char *path)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "http", path));

	return net_get_with(&o, NULL);
}

/* ---- reuse ---- */

static void check_connections(const char *path, int calls, int connections, long pause_ms)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "http", path));
	agola_gw_client *c = net_client(&o);

	for (int i = 1; i <= calls; i++) {
		struct net_get g = net_get(c, NULL);

		ck_assert_msg(g.result == 0, "%s, call %d: %s", path, i, g.message);
		ck_assert_int_eq(atoi(g.id), connections == 1 ? 1 : i);
		nanosleep(&(struct timespec){ .tv_nsec = pause_ms * 1000000 }, NULL);
	}
	agola_gw_client_free(c);
}

START_TEST(keep_alive)
{
	check_connections("plain", 50, 1, 0);
	check_connections("hints", 5, 1, 0);
	check_connections("http10_keep", 5, 1, 0);
	check_connections("http10", 5, 5, 0);
}
END_TEST

/* A server may close a connection that it promised to keep: the next call makes a new one, and nobody notices. */
START_TEST(idle_close)
{
	check_connections("close_after", 20, 20, 0);
	check_connections("close_late", 5, 5, 40);
}
END_TEST

struct worker {
	agola_gw_client *client;
	int peak, failed;
};

static void *work(void *arg)
{
	struct worker *w = arg;

	for (int i = 0; i < 4; i++) {
		struct net_get g = net_get(w->client, NULL);

		w->failed += g.result != 0;
		w->peak = atoi(g.name) > w->peak ? atoi(g.name) : w->peak;
	}
	return NULL;
}

START_TEST(max_connections)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "http", "hold"), .max_connections = 3);
	agola_gw_client *c = net_client(&o);
	struct worker w[10];
	pthread_t t[10];
	int peak = 0;

	for (int i = 0; i < 10; i++) {
		w[i] = (struct worker){ .client = c };
		ck_assert_int_eq(pthread_create(&t[i], NULL, work, &w[i]), 0);
	}
	for (int i = 0; i < 10; i++) {
		pthread_join(t[i], NULL);
		ck_assert_int_eq(w[i].failed, 0);
		peak = w[i].peak > peak ? w[i].peak : peak;
	}
	/* all that there are, and never more */
	ck_assert_int_eq(peak, 3);
	agola_gw_client_free(c);
}
END_TEST

/* ---- answers ---- */

START_TEST(large_headers)
{
	static const char *const paths[] = { "long_header", "many_headers" };

	for (size_t i = 0; i < AG_COUNT(paths); i++) {
		struct net_get g = get_path(paths[i]);

		ck_assert_msg(g.result == 0 || g.result == AGOLA_ERR_PROTOCOL, "%s: %s: %s", paths[i],
		              agola_result_name(g.result), g.message);
	}
}
END_TEST

START_TEST(raw_answers)
{
	static const struct {
		const char *path;
		int result, or ; /* one of the two */
	} cases[] = {
		{ "raw/no_reason", 0, 0 },
		{ "raw/two_lengths", AGOLA_ERR_PROTOCOL, AGOLA_ERR_NETWORK },
		{ "raw/length_negative", AGOLA_ERR_PROTOCOL, AGOLA_ERR_NETWORK },
		{ "raw/length_word", AGOLA_ERR_PROTOCOL, AGOLA_ERR_NETWORK },
		{ "raw/chunk_word", AGOLA_ERR_PROTOCOL, AGOLA_ERR_NETWORK },
		{ "raw/chunk_huge", AGOLA_ERR_PROTOCOL, AGOLA_ERR_NETWORK },
		{ "raw/encoding_unknown", AGOLA_ERR_PROTOCOL, AGOLA_ERR_PROTOCOL },
		{ "raw/not_http", AGOLA_ERR_PROTOCOL, AGOLA_ERR_PROTOCOL },
		{ "raw/http2", AGOLA_ERR_PROTOCOL, AGOLA_ERR_PROTOCOL },
		{ "raw/status_word", AGOLA_ERR_PROTOCOL, AGOLA_ERR_PROTOCOL },
		{ "raw/status_600", AGOLA_ERR_HTTP, AGOLA_ERR_HTTP },
		{ "raw/switching", AGOLA_ERR_PROTOCOL, AGOLA_ERR_NETWORK },
		{ "raw/nul_in_header", AGOLA_ERR_PROTOCOL, 0 },
		{ "raw/nothing", AGOLA_ERR_NETWORK, AGOLA_ERR_NETWORK },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct net_get g = get_path(cases[i].path);

		ck_assert_msg(g.result == cases[i].result || g.result == cases[i].or, "%s: %s: %s", cases[i].path,
		              agola_result_name(g.result), g.message);
		ck_assert_msg(g.result || strcmp(g.id, "raw") == 0, "%s: %s", cases[i].path, g.id);
	}
}
END_TEST

/* A server that refuses a large request does not read it to its end: its answer counts, not that it stopped reading. */
START_TEST(early_answer)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "http", "early"));
	struct agola_gw_remote_source_create_req req = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	agola_gw_client *c = net_client(&o);
	size_t len = (size_t)8 * 1024 * 1024;
	char *name = malloc(len + 1);
	agola_error *e = NULL;

	ck_assert_ptr_nonnull(name);
	memset(name, 'x', len);
	name[len] = 0;
	req.name = name;
	ck_assert_int_ne(agola_gw_remote_source_create(c, NULL, &req, NULL, &e), 0);
	ck_assert_msg(agola_error_http_status(e) == 413, "%s", agola_error_message(e));
	agola_error_free(e);
	free(name);
	agola_gw_client_free(c);
}
END_TEST

START_TEST(refused)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "refused", ""));
	struct net_get g = net_get_with(&o, NULL);

	ck_assert_msg(g.result == AGOLA_ERR_NETWORK, "%s", g.message);
	ck_assert_int_eq(g.status, 0);
	ck_assert_ptr_nonnull(strstr(g.message, "GET /remotesources/x: "));
	o.url = "http://no-such-host.invalid";
	net_is(net_get_with(&o, NULL), AGOLA_ERR_NETWORK);
}
END_TEST

/* ---- other ways ---- */

static char *proxy_log(void)
{
	FILE *f = fopen(net_file("proxy.log"), "r");
	char *s = calloc(1, 65536);
	size_t n;

	ck_assert_ptr_nonnull(s);
	if (f) {
		n = fread(s, 1, 65535, f);
		s[n] = 0;
		fclose(f);
		ck_assert_int_eq(remove(net_file("proxy.log")), 0);
	}
	return s;
}

/* The log holds @word, or does not. */
static void proxy_saw(const char *word, bool yes)
{
	char *log = proxy_log();

	ck_assert_msg((strstr(log, word) != NULL) == yes, "\"%s\" should%s be in: %s", word, yes ? "" : " not", log);
	free(log);
}

START_TEST(proxy)
{
	struct agola_client_opts o = NET_OPTS(.url = "http://agola.example");
	struct net_get g;

	o.proxy = net_url("http", "proxy", "");
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == 0, "%s", g.message);
	ck_assert_str_eq(g.name, "by proxy");
	proxy_saw("GET http://agola.example/api/v1alpha/remotesources/x HTTP/1.1", true);
	/* through a tunnel the proxy learns where to, and nothing else */
	o.url = net_url("https", "tls-good", "");
	o.ca_file = net_file("ca.pem");
	net_is(net_get_with(&o, NULL), 0);
	proxy_saw("sesame", false);
	net_is(net_get_with(&o, NULL), 0);
	proxy_saw("Authorization", false);
	net_is(net_get_with(&o, NULL), 0);
	proxy_saw("CONNECT 127.0.0.1:", true);
	/* it refuses: that is no answer of Agola */
	o.url = "https://refuse.example";
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == AGOLA_ERR_NETWORK, "%s: %s", agola_result_name(g.result), g.message);
	ck_assert_int_eq(g.status, 0);
	ck_assert_ptr_nonnull(strstr(g.message, "407"));
	proxy_saw("sesame", false);
	o.url = "http://refuse.example";
	g = net_get_with(&o, NULL);
	ck_assert_int_eq(g.status, 407);
	o.proxy = net_url("http", "refused", "");
	net_is(net_get_with(&o, NULL), AGOLA_ERR_NETWORK);
	free(proxy_log());
}
END_TEST

/* A write is sent once, through a tunnel as well. */
START_TEST(proxy_and_writes)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("https", "tls-good", "tunnel"), .ca_file = net_file("ca.pem"));
	struct agola_gw_remote_source_create_req req = AGOLA_GW_REMOTE_SOURCE_CREATE_REQ_INIT;
	agola_gw_client *c;
	agola_gw_remote_source *rs;

	o.proxy = net_url("http", "proxy", "");
	c = net_client(&o);
	req.name = "x";
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(agola_gw_remote_source_create(c, NULL, &req, &rs, NULL), 0);
		ck_assert_str_eq(rs->id, "1");
		agola_free(rs);
		ck_assert_int_eq(agola_gw_remote_source_delete(c, NULL, "x", NULL), 0);
	}
	agola_gw_client_free(c);
	free(proxy_log());
}
END_TEST

/* Headers of the proxy's answer are not those of Agola's. */
START_TEST(proxy_headers)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("https", "tls-good", ""), .ca_file = net_file("ca.pem"));
	agola_gw_client *c;
	agola_error *e = NULL;

	o.proxy = net_url("http", "proxy", "");
	c = net_client(&o);

	/* the body is no list, and the error says so: no cursor was read from the tunnel */
	ck_assert_int_eq(agola_gw_remote_source_list(c, NULL, NULL, NULL, &e), AGOLA_ERR_PROTOCOL);
	ck_assert_int_eq(agola_error_http_status(e), 200);
	agola_error_free(e);
	agola_gw_client_free(c);
	free(proxy_log());
}
END_TEST

START_TEST(proxy_of_environment)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "http", "plain"));
	agola_gw_client *earlier;
	struct net_get g;

	o.proxy = NULL;
	earlier = net_client(&o);
	o.proxy = "";
	ck_assert_int_eq(setenv("http_proxy", net_url("http", "proxy", ""), 1), 0);
	/* "" is none, whatever the environment says */
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == 0 && strcmp(g.name, "by proxy") != 0, "%s", g.message);
	o.proxy = NULL;
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == 0 && strcmp(g.name, "by proxy") == 0, "%s", g.message);
	/* what was set when a client was made counts */
	g = net_get(earlier, NULL);
	ck_assert_msg(g.result == 0 && strcmp(g.name, "by proxy") != 0, "%s", g.message);
	agola_gw_client_free(earlier);
	ck_assert_int_eq(setenv("no_proxy", "127.0.0.1", 1), 0);
	free(proxy_log());
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == 0 && strcmp(g.name, "by proxy") != 0, "%s", g.message);
	proxy_saw("sesame", false);
	unsetenv("no_proxy");
	/* what goes to a unix socket goes nowhere else */
	o.unix_socket = net_value("unix");
	o.url = "http://agola.example/unix";
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == 0, "%s", g.message);
	ck_assert_str_eq(g.name, "/unix/api/v1alpha/remotesources/x");
	proxy_saw("sesame", false);
	unsetenv("http_proxy");
}
END_TEST

START_TEST(unix_socket)
{
	struct agola_client_opts o = NET_OPTS(.url = "http://agola.example/unix_reuse", .unix_socket = net_value("unix"));
	agola_gw_client *c = net_client(&o);

	for (int i = 0; i < 3; i++) {
		struct net_get g = net_get(c, NULL);

		ck_assert_msg(g.result == 0, "%s", g.message);
		ck_assert_str_eq(g.id, "1");
		ck_assert_str_eq(g.name, "/unix_reuse/api/v1alpha/remotesources/x");
	}
	agola_gw_client_free(c);
	o.unix_socket = net_file("no-socket");
	net_is(net_get_with(&o, NULL), AGOLA_ERR_NETWORK);
}
END_TEST

UNIT("http", keep_alive, idle_close, max_connections, large_headers, raw_answers, early_answer, refused, proxy, proxy_and_writes,
     proxy_headers, proxy_of_environment, unix_socket)
