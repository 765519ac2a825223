/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file server.h
 * agolad inside another program (library libagola-server, pkg-config `agola-server`): the configstore and the gateway of
 * Agola, on SQLite. Any number of servers may run in one process, each on a folder of its own.
 */
#ifndef AGOLA_SERVER_H
#define AGOLA_SERVER_H

#include <agola/common.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A server that runs. */
typedef struct agola_server agola_server;

/** Which services run. */
enum agola_server_components { AGOLA_SERVER_GATEWAY = 1, AGOLA_SERVER_CONFIGSTORE = 2 };

/** From the least to the most. */
enum agola_log_level {
	AGOLA_LOG_ERROR = 1,
	AGOLA_LOG_WARN = 2,
	AGOLA_LOG_INFO = 3, /**< also one line per request */
	AGOLA_LOG_DEBUG = 4
};

/** Called for each line of the log, from any thread. @p line is without a line feed and never holds a secret. */
typedef void (*agola_log_fn)(void *data, enum agola_log_level level, const char *line);

/** How to start a server. All strings are copied. Use AGOLA_SERVER_OPTS_INIT. */
struct agola_server_opts {
	size_t size;
	const char *config_file;        /**< YAML file as for `agola serve`; its values count where a member here is not set */
	const char *data_dir;           /**< folder of the database; made if missing; one running server per folder */
	const char *gateway_listen;     /**< "host:port"; port 0: any free one; unset: 127.0.0.1:0 */
	const char *configstore_listen; /**< likewise */
	const char *admin_token;        /**< of the gateway; unset: one is made, see agola_server_admin_token(); secret */
	const char *configstore_token; /**< of the configstore; unset: none, everybody who reaches it may do everything; secret */
	const char *configstore_url; /**< of a configstore elsewhere, when AGOLA_SERVER_CONFIGSTORE is not among the components */
	agola_log_fn log;            /**< NULL: no log */
	void *log_data;
	uint32_t components;            /**< enum agola_server_components; 0: both */
	enum agola_log_level log_level; /**< 0: AGOLA_LOG_INFO */
	uint32_t log_json;              /**< not 0: each line is a JSON object */
	uint32_t unused_;
};

#define AGOLA_SERVER_OPTS_INIT AGOLA_INIT_(struct agola_server_opts)

/**
 * Start a server. When this returns 0 it answers.
 * @param opts  not NULL
 * @param ret   not NULL; end it with agola_server_stop()
 * @return 0; AGOLA_ERR_INVALID for a bad setting (the message names it), or when the folder is in use; AGOLA_ERR_NETWORK
 *         for an address that cannot be used; AGOLA_ERR_INTERNAL for a database that cannot be opened; AGOLA_ERR_NOMEM. Since 0.1.0.
 */
AGOLA_API int agola_server_start(const struct agola_server_opts *opts, agola_server **ret, agola_error **err) AGOLA_CHECK;

/** The URL of the gateway, such as "http://127.0.0.1:34567"; NULL if it is not among the components. Lives as long as the
 * server. Since 0.1.0. */
AGOLA_API const char *agola_server_gateway_url(const agola_server *server);

/** The URL of the configstore; NULL if it is not among the components. Lives as long as the server. Since 0.1.0. */
AGOLA_API const char *agola_server_configstore_url(const agola_server *server);

/** The gateway's admin token, given or made; NULL without a gateway. Lives as long as the server. Since 0.1.0. */
AGOLA_API const char *agola_server_admin_token(const agola_server *server);

/** The file in the data folder that keeps an admin token which the server made itself, mode 0600; NULL if the token was given.
 * Lives as long as the server. Since 0.1.0. */
AGOLA_API const char *agola_server_admin_token_file(const agola_server *server);

/**
 * Take no more connections, let running requests end for at most @p drain_ms milliseconds (negative: agolad.drainTimeout of the
 * config file, else 10 s), then stop and free the server. NULL does nothing, and so does a child
 * process after fork(): the server is the parent's. Since 0.1.0.
 */
AGOLA_API void agola_server_stop(agola_server *server, int64_t drain_ms);

AGOLA_END_DECLS

#endif
