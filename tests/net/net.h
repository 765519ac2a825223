/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the transport share: the servers of servers.py, and a call to look at. */
#ifndef NET_H
#define NET_H

#include "../unit/unit.h"
#include "base/base.h"
#include <agola/client.h>

/* The value that servers.py printed for @name: a port or a path. Starts it when first called. */
const char *net_value(const char *name);
/* The path of a file in the servers' folder. Static, good for the next sixty of them. */
const char *net_file(const char *name);
/* "http://127.0.0.1:PORT/@path" of a server. Static, good for the next sixty of them. */
const char *net_url(const char *scheme, const char *server, const char *path);

struct net_get {
	int result, status;
	int64_t ms;
	char id[32], name[64], message[400];
};

/* agola_gw_remote_source_get() of "x". */
struct net_get net_get(agola_gw_client *c, agola_ctx *ctx);
/* The same with a client of its own. */
struct net_get net_get_with(const struct agola_client_opts *o, agola_ctx *ctx);
agola_gw_client *net_client(const struct agola_client_opts *o);

/* Options with a token, no proxy, and what else is given. */
#define NET_OPTS(...)                                                                                                            \
	((struct agola_client_opts){ .size = sizeof(struct agola_client_opts),                                                   \
	                             .token = "sesame-open-1234",                                                                \
	                             .proxy = "",                                                                                \
	                             .timeout_ms = 10000,                                                                        \
	                             __VA_ARGS__ })

#define net_is(get, want)                                                                                                        \
	do {                                                                                                                     \
		struct net_get g_ = (get);                                                                                       \
		ck_assert_msg(g_.result == (want), "%s: %s (%s)", #get, agola_result_name(g_.result), g_.message);               \
	} while (0)

#endif
