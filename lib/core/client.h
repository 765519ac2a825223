/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CORE_CLIENT_H
#define AG_CORE_CLIENT_H

#include "core/core.h"

#define AG_API_PREFIX  "/api/v1alpha"
#define AG_MAX_HEADERS 4

/* What agola_gw_client and agola_cs_client are. Nothing in it changes after it was made. */
struct ag_client {
	struct ag_arena arena; /* holds the strings of opts and all below */
	struct agola_client_opts opts;
	const char *base; /* URL with the prefix, without a slash at its end */
	size_t path_at;   /* where the path of `base` begins */
	struct agola_transport transport;
	struct ag_http *http;                         /* of the transport, if it is ours */
	const char *headers[AG_MAX_HEADERS + 1];      /* of a request without a body */
	const char *body_headers[AG_MAX_HEADERS + 2]; /* with one */
	size_t n_headers, n_body_headers;
};

#endif
