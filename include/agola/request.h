/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file request.h
 * Requests of one's own: any method and path of a service, for what a later Agola has and this library does not know yet, or for
 * what a program is told from outside. Where there is a function for an operation, it is the better way: it knows the paths and words
 * of all releases, checks what it sends, and gives an answer with types.
 *
 * Client, context, loop, deadline, cancel, trace, retries and errors are as for any other call; an answer with an error's status is
 * an error with its codes, a redirect and a web page (text/html) are AGOLA_ERR_PROTOCOL. As the library cannot know what is secret
 * in a body, traces show "***" for it, and headers without their values.
 *
 *     agola_response *answer = NULL;
 *
 *     r = agola_gw_request(client, NULL, "GET", "/orgs?limit=2", NULL, NULL, NULL, &answer, &err);
 *     if (r == 0)
 *             printf("%s\n", answer->body);
 *     agola_free(answer);
 */
#ifndef AGOLA_REQUEST_H
#define AGOLA_REQUEST_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/stream.h>

AGOLA_BEGIN_DECLS

/** What goes along with a request. Use AGOLA_REQUEST_OPTS_INIT. */
struct agola_request_opts {
	size_t size;
	const agola_string_entry *const *query; /**< joins the query that the target may have; escaped by the library */
	size_t n_query;
	/**
	 * Further headers, each a name and a value, such as "Content-Type" or "If-None-Match"; their values are taken as secret. The
	 * library's own, "Authorization" among them, are refused.
	 */
	const agola_string_entry *const *headers;
	size_t n_headers;
	/**
	 * The body, text; taken as secret. Sent as "application/json" unless the headers say otherwise. NULL: none, or that of the
	 * source.
	 */
	const char *body;
};

#define AGOLA_REQUEST_OPTS_INIT AGOLA_INIT_(struct agola_request_opts)

/** An answer. Use agola_free() on it. */
typedef struct agola_response {
	int32_t status;           /**< 200 to 299, or 304 */
	int32_t unused_;          /**< 0 */
	const char *content_type; /**< NULL: the server did not say */
	const char *next;         /**< "cursor" of the next page of a list; NULL or "": there is none */
	const agola_string_entry *const
	        *headers; /**< as they came, also several of one name; those that are no text are left out */
	size_t n_headers;
	const char *body; /**< the body if it did not go to a sink, else NULL; "" for none */
} agola_response;

/**
 * Make a request to the gateway.
 *
 * @param method  "GET", "HEAD", "POST", "PUT", "PATCH" or "DELETE"; no others, and no body with "HEAD"
 * @param target  what stands behind "/api/v1alpha", such as "/projects/org%2Facme%2Fweb?x=y": escaped, and sent as it is. Its path
 *                begins with "/"; no part of that is empty, "." or "..", also when its escapes are taken away; there is no fragment
 * @param opts    may be NULL
 * @param source  the body instead of that of the options, sent as "application/octet-stream" unless the headers say otherwise; may
 *                be NULL
 * @param sink    where the body of the answer goes, of any size, in constant memory; it is told the rest of it by `begin`. NULL: it is
 *                in the answer, up to `max_body` of the client, and is AGOLA_ERR_PROTOCOL if it is no text
 * @return 0; AGOLA_ERR_INVALID for a method, a target or a header that cannot be sent; those of agola/stream.h. Since 0.1.0, with every
 *         release of Agola.
 */
AGOLA_API int agola_gw_request(agola_gw_client *client, agola_ctx *ctx, const char *method, const char *target,
                               const struct agola_request_opts *opts, const struct agola_source *source,
                               const struct agola_sink *sink, agola_response **ret, agola_error **err) AGOLA_CHECK;

/**
 * Make a request to the configstore. Lists go on as its header "X-Agola-HasMore" says.
 * @return as agola_gw_request(). Since 0.1.0.
 */
AGOLA_API int agola_cs_request(agola_cs_client *client, agola_ctx *ctx, const char *method, const char *target,
                               const struct agola_request_opts *opts, const struct agola_source *source,
                               const struct agola_sink *sink, agola_response **ret, agola_error **err) AGOLA_CHECK;

/**
 * Make a request to the runservice. It guesses the type of logs, archives and caches, so that text/html is no error here.
 * @return as agola_gw_request(). Since 0.1.0.
 */
AGOLA_API int agola_rs_request(agola_rs_client *client, agola_ctx *ctx, const char *method, const char *target,
                               const struct agola_request_opts *opts, const struct agola_source *source,
                               const struct agola_sink *sink, agola_response **ret, agola_error **err) AGOLA_CHECK;

/**
 * Make a request to the notification service.
 * @return as agola_gw_request(). Since 0.1.0.
 */
AGOLA_API int agola_ns_request(agola_ns_client *client, agola_ctx *ctx, const char *method, const char *target,
                               const struct agola_request_opts *opts, const struct agola_source *source,
                               const struct agola_sink *sink, agola_response **ret, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
