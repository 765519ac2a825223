/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file connect.h
 * Clients of Agola's services. A client may be used by any number of threads at once; it keeps its connections open
 * between calls, and never more than `max_connections` of them.
 *
 * After fork(), clients and contexts are the parent's. In the child calls with them fail with AGOLA_ERR_INVALID, and freeing
 * them is allowed and leaves the parent's connections alone; the child makes its own. Responses and errors stay readable.
 * No connection is inherited by a program that is started with exec.
 */
#ifndef AGOLA_CONNECT_H
#define AGOLA_CONNECT_H

#include <agola/common.h>
#include <agola/error.h>
#include <agola/transport.h>

AGOLA_BEGIN_DECLS

/** A client of the gateway, the public API. Port 8000 in Agola's examples. */
typedef struct agola_gw_client agola_gw_client;

/** A client of the configstore, an internal service. Port 4002 in Agola's examples. */
typedef struct agola_cs_client agola_cs_client;

/** A client of the runservice, an internal service. Port 4000 in Agola's examples. */
typedef struct agola_rs_client agola_rs_client;

/** A client of the notification service, an internal one. It answers since Agola v0.9.0. */
typedef struct agola_ns_client agola_ns_client;

/** Flags of struct agola_client_opts. */
enum agola_client_flags {
	/** Do not check the server's certificate. Whoever is between can then read the token. */
	AGOLA_CLIENT_INSECURE = 1
};

/**
 * How to reach a service. All strings are copied. Use AGOLA_CLIENT_OPTS_INIT.
 *
 * Without `proxy`, the environment's http_proxy, https_proxy, all_proxy and no_proxy count, as for curl. Where none of the first three is
 * set when the client is made, it never uses a proxy.
 */
struct agola_client_opts {
	size_t size;
	const char *url;   /**< required: http:// or https:// URL of the service, without /api/v1alpha; a path in front is kept */
	const char *token; /**< API token, sent as `Authorization: token …`; NULL or "" sends none; secret */
	const char *ca_file;                     /**< PEM file of certificates to trust instead of the system's */
	const char *ca_dir;                      /**< folder of certificates to trust, hashed by c_rehash */
	const char *client_cert;                 /**< PEM file of a client certificate */
	const char *client_key;                  /**< PEM file of its key, if it is not in `client_cert` */
	const char *client_key_pass;             /**< passphrase of the key; secret */
	const char *proxy;                       /**< URL of a proxy; "" for none whatever the environment says */
	const char *unix_socket;                 /**< path of a unix socket to connect to instead of the URL's host */
	const char *user_agent;                  /**< put in front of the library's own */
	const struct agola_transport *transport; /**< used instead of libcurl; must outlive the client */
	int64_t connect_timeout_ms;              /**< 0: 10 s; negative: none */
	int64_t timeout_ms;       /**< of a whole call; 0: 60 s; negative: none; an agola_ctx can only shorten it */
	int64_t max_body;         /**< largest JSON answer in bytes; 0: 64 MiB */
	uint32_t max_depth;       /**< deepest nesting in a JSON answer; at most 10000; 0: 64 */
	uint32_t max_connections; /**< at the same time; further calls wait for one; 0: 16 */
	uint32_t flags;           /**< enum agola_client_flags */
	uint32_t
	        header_version; /**< set by AGOLA_CLIENT_OPTS_INIT: AGOLA_VERSION_NUMBER of the headers; an older library refuses */
	const char *release;    /**< of the server, such as "v0.7.1" or "HEAD"; NULL: found out when it matters */
	/**
	 * How often a read is sent again when the connection broke before an answer came; at most 10. 0: never, but for one that found
	 * closed a connection kept from an earlier call: libcurl sends it on another. What changes something is never sent twice.
	 */
	uint32_t max_retries;
	uint32_t unused_; /**< 0 */
};

#ifdef __cplusplus
AGOLA_END_DECLS
inline agola_client_opts agola_client_opts_init_()
{
	agola_client_opts opts = agola_init_<agola_client_opts>();
	opts.header_version = AGOLA_VERSION_NUMBER;
	return opts;
}
#define AGOLA_CLIENT_OPTS_INIT agola_client_opts_init_()
AGOLA_BEGIN_DECLS
#else
/* clang-format off */
#define AGOLA_CLIENT_OPTS_INIT { .size = sizeof(struct agola_client_opts), .header_version = AGOLA_VERSION_NUMBER }
/* clang-format on */
#endif

/**
 * Make a client of the gateway. Nothing is sent yet. The first one without a transport of its own loads libcurl.
 * @param opts  not NULL
 * @param ret   not NULL; free it with agola_gw_client_free()
 * @return 0, or AGOLA_ERR_INVALID for an option that is not valid (the message names it), AGOLA_ERR_VERSION, AGOLA_ERR_NOMEM,
 * AGOLA_ERR_NETWORK if libcurl cannot be loaded.
 * Since 0.1.0.
 */
AGOLA_API int agola_gw_client_new(const struct agola_client_opts *opts, agola_gw_client **ret, agola_error **err) AGOLA_CHECK;

/** Close the connections and free the client. No call may be using it any more. NULL does nothing. Since 0.1.0. */
AGOLA_API void agola_gw_client_free(agola_gw_client *client);

/** Make a client of the configstore; as agola_gw_client_new(). Since 0.1.0. */
AGOLA_API int agola_cs_client_new(const struct agola_client_opts *opts, agola_cs_client **ret, agola_error **err) AGOLA_CHECK;

/** As agola_gw_client_free(). Since 0.1.0. */
AGOLA_API void agola_cs_client_free(agola_cs_client *client);

/** Make a client of the runservice; as agola_gw_client_new(). Since 0.1.0. */
AGOLA_API int agola_rs_client_new(const struct agola_client_opts *opts, agola_rs_client **ret, agola_error **err) AGOLA_CHECK;

/** As agola_gw_client_free(). Since 0.1.0. */
AGOLA_API void agola_rs_client_free(agola_rs_client *client);

/** Make a client of the notification service; as agola_gw_client_new(). Since 0.1.0. */
AGOLA_API int agola_ns_client_new(const struct agola_client_opts *opts, agola_ns_client **ret, agola_error **err) AGOLA_CHECK;

/** As agola_gw_client_free(). Since 0.1.0. */
AGOLA_API void agola_ns_client_free(agola_ns_client *client);

AGOLA_END_DECLS

#endif
