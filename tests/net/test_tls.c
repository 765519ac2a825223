/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates, client certificates, versions. */
#include "net.h"

START_TEST(certificates)
{
	static const struct {
		const char *server, *ca;
		bool insecure;
		int result;
	} cases[] = {
		{ "tls-good", "ca.pem", false, 0 },
		{ "tls-good", "other-ca.pem", false, AGOLA_ERR_TLS },
		{ "tls-good", NULL, false, AGOLA_ERR_TLS }, /* the system's do not know it */
		{ "tls-good", NULL, true, 0 },
		{ "tls-wrong-host", "ca.pem", false, AGOLA_ERR_TLS },
		{ "tls-wrong-host", "ca.pem", true, 0 },
		{ "tls-expired", "ca.pem", false, AGOLA_ERR_TLS },
		{ "tls-expired", "ca.pem", true, 0 },
		{ "tls-not-yet", "ca.pem", false, AGOLA_ERR_TLS },
		{ "tls-unknown", "ca.pem", false, AGOLA_ERR_TLS },
		{ "tls-unknown", "other-ca.pem", false, 0 },
		{ "tls-unknown", "ca.pem", true, 0 },
		{ "tls-old", "ca.pem", false, AGOLA_ERR_TLS }, /* TLS 1.1 at most */
		{ "tls-old", "ca.pem", true, AGOLA_ERR_TLS },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct agola_client_opts o = NET_OPTS(.url = net_url("https", cases[i].server, ""),
		                                      .ca_file = cases[i].ca ? net_file(cases[i].ca) : NULL,
		                                      .flags = cases[i].insecure ? AGOLA_CLIENT_INSECURE : 0);
		struct net_get g = net_get_with(&o, NULL);

		ck_assert_msg(g.result == cases[i].result, "%s with %s: %s: %s", cases[i].server,
		              cases[i].ca ? cases[i].ca : "the system's", agola_result_name(g.result), g.message);
	}
}
END_TEST

START_TEST(authorities)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("https", "tls-good", ""), .ca_dir = net_file("ca-dir"));

	net_is(net_get_with(&o, NULL), 0);
	o.url = net_url("https", "tls-unknown", "");
	net_is(net_get_with(&o, NULL), AGOLA_ERR_TLS);
	/* either will do */
	o.ca_file = net_file("other-ca.pem");
	net_is(net_get_with(&o, NULL), 0);
	o = NET_OPTS(.url = net_url("https", "tls-good", ""), .ca_file = net_file("none.pem"));
	net_is(net_get_with(&o, NULL), AGOLA_ERR_TLS);
	/* a file without certificates */
	o.ca_file = net_file("good.csr");
	net_is(net_get_with(&o, NULL), AGOLA_ERR_TLS);
}
END_TEST

START_TEST(client_certificates)
{
	static const struct {
		const char *cert, *key, *pass;
		int result;
	} cases[] = {
		{ "client.pem", "client.key", NULL, 0 },
		{ "client.pem", "client-locked.key", "hidden-treasure", 0 },
		{ "client.pem", "client-locked.key", "wrong-treasure", AGOLA_ERR_TLS },
		{ "client.pem", "good.key", NULL, AGOLA_ERR_TLS },       /* of another certificate */
		{ "client.pem", "none.key", NULL, AGOLA_ERR_TLS },       /* not there */
		{ "stranger.pem", "stranger.key", NULL, AGOLA_ERR_TLS }, /* the server does not trust it */
		{ NULL, NULL, NULL, AGOLA_ERR_TLS },                     /* the server wants one */
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		struct agola_client_opts o =
		        NET_OPTS(.url = net_url("https", "tls-client", ""), .ca_file = net_file("ca.pem"),
		                 .client_cert = cases[i].cert ? net_file(cases[i].cert) : NULL,
		                 .client_key = cases[i].key ? net_file(cases[i].key) : NULL, .client_key_pass = cases[i].pass);
		struct net_get g = net_get_with(&o, NULL);

		ck_assert_msg(g.result == cases[i].result, "%s: %s: %s", cases[i].cert ? cases[i].cert : "none",
		              agola_result_name(g.result), g.message);
		ck_assert_ptr_null(strstr(g.message, "treasure"));
	}
}
END_TEST

START_TEST(not_tls)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("https", "http", ""), .ca_file = net_file("ca.pem"));
	struct net_get g;

	o.timeout_ms = 300;
	g = net_get_with(&o, NULL);
	/* a server that waits for the end of a line answers nothing */
	ck_assert_msg(g.result == AGOLA_ERR_TLS || g.result == AGOLA_ERR_TIMEOUT, "%s", g.message);
	o.url = net_url("http", "tls-good", "");
	g = net_get_with(&o, NULL);
	ck_assert_msg(g.result == AGOLA_ERR_NETWORK || g.result == AGOLA_ERR_PROTOCOL, "%s", g.message);
}
END_TEST

START_TEST(reuse)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("https", "tls-good", "tls_reuse"), .ca_file = net_file("ca.pem"));
	agola_gw_client *c = net_client(&o);

	for (int i = 0; i < 5; i++) {
		struct net_get g = net_get(c, NULL);

		ck_assert_msg(g.result == 0, "%s", g.message);
		ck_assert_str_eq(g.id, "1");
	}
	agola_gw_client_free(c);
}
END_TEST

UNIT("tls", certificates, authorities, client_certificates, not_tls, reuse)
