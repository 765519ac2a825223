/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/delivery.h"
#include "core/core.h"

#define COMMON(T)                                                                                                                \
	AG_STRING(T, id, "id"), AG_UINT(T, sequence, "sequence"),                                                                \
	        AG_ENUM(T, delivery_status, ag_delivery_status_words, "delivery_status"),                                        \
	        AG_TIME(T, delivered_at, "delivered_at")

static const struct agola_field run_webhook_fields[] = {
	COMMON(agola_gw_run_webhook_delivery),
	AG_INT(agola_gw_run_webhook_delivery, status_code, "status_code"),
};
AG_TYPE(agola_gw_run_webhook_delivery, run_webhook_fields);

static const struct agola_field run_webhook_page_fields[] = { AG_ARRAY(agola_gw_run_webhook_delivery_page, items,
	                                                               agola_gw_run_webhook_delivery, "") };
AG_TYPE_LIST(agola_gw_run_webhook_delivery_page, run_webhook_page_fields, cursor);

static const struct agola_field commit_status_fields[] = { COMMON(agola_gw_commit_status_delivery) };
AG_TYPE(agola_gw_commit_status_delivery, commit_status_fields);

static const struct agola_field commit_status_page_fields[] = { AG_ARRAY(agola_gw_commit_status_delivery_page, items,
	                                                                 agola_gw_commit_status_delivery, "") };
AG_TYPE_LIST(agola_gw_commit_status_delivery_page, commit_status_page_fields, cursor);

#define T struct agola_gw_delivery_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, cursor, "cursor"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
	AG_STRINGS(T, delivery_statuses, "deliverystatus"),
};
#undef T
AG_TYPE_REQ(agola_gw_delivery_list_opts, list_opts_fields);

AG_OP(agola_gw_run_webhook_delivery_list, gw, "GetProjectRunWebhookDeliveries", "GET",
      "/projects/{project_ref}/runwebhookdeliveries", (REF, project_ref), (OPTS, agola_gw_delivery_list_opts),
      (RET, agola_gw_run_webhook_delivery_page), (ROW, .since = AG_RELEASE(0, 9, 0), .paging = AG_PAGING_CURSOR));

AG_ITER(agola_gw_run_webhook_delivery_iter, gw, agola_gw_run_webhook_delivery_list, agola_gw_run_webhook_delivery, 0,
        (REF, project_ref), (OPTS, agola_gw_delivery_list_opts));

AG_OP(agola_gw_run_webhook_delivery_redeliver, gw, "ProjectRunWebhookRedelivery", "PUT",
      "/projects/{project_ref}/runwebhookdeliveries/{delivery_id}/redelivery", (REF, project_ref), (REF, delivery_id),
      (ROW, .since = AG_RELEASE(0, 9, 0)));

AG_OP(agola_gw_commit_status_delivery_list, gw, "GetProjectCommitStatusDeliveries", "GET",
      "/projects/{project_ref}/commitstatusdeliveries", (REF, project_ref), (OPTS, agola_gw_delivery_list_opts),
      (RET, agola_gw_commit_status_delivery_page), (ROW, .since = AG_RELEASE(0, 9, 0), .paging = AG_PAGING_CURSOR));

AG_ITER(agola_gw_commit_status_delivery_iter, gw, agola_gw_commit_status_delivery_list, agola_gw_commit_status_delivery, 0,
        (REF, project_ref), (OPTS, agola_gw_delivery_list_opts));

AG_OP(agola_gw_commit_status_delivery_redeliver, gw, "ProjectCommitStatusRedelivery", "PUT",
      "/projects/{project_ref}/commitstatusdeliveries/{delivery_id}/redelivery", (REF, project_ref), (REF, delivery_id),
      (ROW, .since = AG_RELEASE(0, 9, 0)));
