/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_repo.h What the gateway has outside of its API: the receiver of webhooks, and the repositories from which users start runs
 * of their own, which `git` speaks to. Neither looks at a token. Bytes of any size go through as they are.
 */
#ifndef AGOLA_GW_REPO_H
#define AGOLA_GW_REPO_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/stream.h>

AGOLA_BEGIN_DECLS

/** Whose webhook it is, and what the sender says about it. Use AGOLA_GW_WEBHOOK_SEND_OPTS_INIT. */
struct agola_gw_webhook_send_opts {
	size_t size;
	const char *project_id; /**< required: id of the project */
	const char *agola_id;   /**< of the Agola that set up the webhook; servers do not look at it */
	/**
	 * Further headers, each a name and a value: "X-Gitea-Event", "X-GitHub-Event" or "X-Gitlab-Event" and what proves where it is
	 * from ("X-Gitea-Signature", "X-Hub-Signature", "X-Gitlab-Token"); the last is a secret, so traces and errors show no values.
	 */
	const agola_string_entry *const *headers;
	size_t n_headers;
};

#define AGOLA_GW_WEBHOOK_SEND_OPTS_INIT AGOLA_INIT_(struct agola_gw_webhook_send_opts)

/** What goes along with a request of git. Use AGOLA_GW_REPO_OPTS_INIT. */
struct agola_gw_repo_opts {
	size_t size;
	const agola_string_entry *const *query; /**< the query, such as "service" with "git-upload-pack" */
	size_t n_query;
	const agola_string_entry *const
	        *headers; /**< further headers, such as "Git-Protocol" or "Content-Type"; taken as secret */
	size_t n_headers;
};

#define AGOLA_GW_REPO_OPTS_INIT AGOLA_INIT_(struct agola_gw_repo_opts)

/**
 * Hand a webhook of gitea, GitHub or GitLab to the gateway, as those would themselves: for relays in front of a gateway that they
 * cannot reach. A push or a pull request starts runs. Servers take bodies to 1 MiB.
 * @param opts    not NULL
 * @param source  the body, as it came; a Content-Type among the headers says what it is. Not NULL
 * @return 0, also when the event is one that is passed over; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_PROJECT_DOES_NOT_EXIST
 *         (AGOLA_ERR_BAD_REQUEST in v0.2.0 and v0.7.1); AGOLA_ERR_BAD_REQUEST for a bad signature or no known event; AGOLA_ERR_HTTP with
 *         status 417 for a body that is too large; AGOLA_ERR_INVALID for a header that cannot be sent or that is the library's
 *         own; those of agola/stream.h. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_webhook_send(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_webhook_send_opts *opts,
                                    const struct agola_source *source, agola_error **err) AGOLA_CHECK;

/**
 * Get something of a repository: what git asks for with GET.
 * @param repo_path  behind "/repos/", such as "USER-ID/REPO-UUID.git/info/refs"; its slashes stay, no part of it is empty, "." or
 *                   ".."
 * @param opts       may be NULL
 * @param sink       where the answer goes; not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_INTERNAL when the git server is out of reach; AGOLA_ERR_INVALID for a path or a
 *         header that cannot be sent; those of agola/stream.h. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_repo_get(agola_gw_client *client, agola_ctx *ctx, const char *repo_path,
                                const struct agola_gw_repo_opts *opts, const struct agola_sink *sink,
                                agola_error **err) AGOLA_CHECK;

/**
 * Send something to a repository, and get the answer: what git asks for with POST. `idle_timeout_ms` of the sink counts.
 * @param repo_path  behind "/repos/", such as "USER-ID/REPO-UUID.git/git-receive-pack"; see agola_gw_repo_get()
 * @param opts       may be NULL; without a "Content-Type" it is "application/octet-stream"
 * @param source     the body; not NULL
 * @param sink       where the answer goes; not NULL
 * @return as agola_gw_repo_get(). Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_repo_post(agola_gw_client *client, agola_ctx *ctx, const char *repo_path,
                                 const struct agola_gw_repo_opts *opts, const struct agola_source *source,
                                 const struct agola_sink *sink, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
