/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/repo.h"
#include "core/core.h"

#define T struct agola_gw_webhook_send_opts
static const struct agola_field webhook_opts_fields[] = {
	AG_STRING(T, project_id, "projectid", .flags = AG_REQUIRED),
	AG_STRING(T, agola_id, "agolaid"),
	AG_STRING_MAP(T, headers, "headers", .flags = AG_HEADER | AG_SECRET),
};
#undef T
AG_TYPE_REQ(agola_gw_webhook_send_opts, webhook_opts_fields);

#define T struct agola_gw_repo_opts
static const struct agola_field repo_opts_fields[] = {
	AG_STRING_MAP(T, query, "query"),
	AG_STRING_MAP(T, headers, "headers", .flags = AG_HEADER | AG_SECRET),
};
#undef T
AG_TYPE_REQ(agola_gw_repo_opts, repo_opts_fields);

AG_OP(agola_gw_webhook_send, gw, "Webhook", "POST", "/webhooks", (OPTS, agola_gw_webhook_send_opts), (SOURCE, source),
      (ROW, .flags = AG_EP_ROOT));

/* A file may look like a page of a web site. */
AG_OP(agola_gw_repo_get, gw, "ReposGet", "GET", "/repos/{*repo_path}", (REF, repo_path), (OPTS, agola_gw_repo_opts), (SINK, sink),
      (ROW, .flags = AG_EP_ROOT | AG_EP_SNIFFED));

AG_OP(agola_gw_repo_post, gw, "ReposPost", "POST", "/repos/{*repo_path}", (REF, repo_path), (OPTS, agola_gw_repo_opts),
      (SOURCE, source), (SINK, sink), (ROW, .flags = AG_EP_ROOT));
