/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CORE_CLIENT_H
#define AG_CORE_CLIENT_H

#include "core/core.h"

#include <sys/types.h>

#define AG_API_PREFIX  "/api/v1alpha"
#define AG_MAX_HEADERS 6

/* The headers of a request never change, so they are made once for each kind. */
enum ag_headers_kind {
	AG_HEADERS_PLAIN,   /* without the token */
	AG_HEADERS_READ,    /* without a body */
	AG_HEADERS_JSON,    /* with one */
	AG_HEADERS_BYTES,   /* a body of any kind */
	AG_HEADERS_CHUNKED, /* the same, of unknown length */
	AG_HEADERS_KINDS
};

struct ag_headers {
	const char *list[AG_MAX_HEADERS + 1];
	size_t n;
};

/* What the public clients are. Nothing in it changes after it was made, but for what was learnt of the server. */
struct ag_client {
	struct ag_arena arena; /* holds the strings of opts and all below */
	struct agola_client_opts opts;
	pid_t pid;           /* of the process that made it */
	const char *service; /* "gw" */
	const char *base;    /* URL without a slash at its end and without the API's prefix */
	size_t path_at;      /* where the path of `base` begins */
	struct agola_transport transport;
	struct ag_http *http; /* of the transport, if it is ours */
	struct ag_headers headers[AG_HEADERS_KINDS];
	_Atomic uint64_t release; /* struct ag_release: min in the upper half, max in the lower */
};

#endif
