/* SPDX-License-Identifier: Apache-2.0 */
#include "ns/delivery.h"
#include "core/core.h"

#define COMMON(T, of)                                                                                                            \
	AG_STRING(T, id, "id"), AG_TIME(T, creation_time, "creationTime"), AG_TIME(T, update_time, "updateTime"),                \
	        AG_UINT(T, sequence, "sequence"), AG_STRING(T, of, #of),                                                         \
	        AG_ENUM(T, delivery_status, ag_delivery_status_words, "delivery_status"),                                        \
	        AG_TIME(T, delivered_at, "delivered_at")

static const struct agola_field run_webhook_fields[] = {
	COMMON(agola_ns_run_webhook_delivery, run_webhook_id),
	AG_INT(agola_ns_run_webhook_delivery, status_code, "status_code"),
};
AG_TYPE(agola_ns_run_webhook_delivery, run_webhook_fields);

static const struct agola_field run_webhook_page_fields[] = { AG_ARRAY(agola_ns_run_webhook_delivery_page, items,
	                                                               agola_ns_run_webhook_delivery, "") };
AG_TYPE_LIST(agola_ns_run_webhook_delivery_page, run_webhook_page_fields, cursor);

static const struct agola_field commit_status_fields[] = { COMMON(agola_ns_commit_status_delivery, commit_status_id) };
AG_TYPE(agola_ns_commit_status_delivery, commit_status_fields);

static const struct agola_field commit_status_page_fields[] = { AG_ARRAY(agola_ns_commit_status_delivery_page, items,
	                                                                 agola_ns_commit_status_delivery, "") };
AG_TYPE_LIST(agola_ns_commit_status_delivery_page, commit_status_page_fields, cursor);

#define T struct agola_ns_delivery_list_opts
static const struct agola_field list_opts_fields[] = {
	AG_STRING(T, start, "startsequence"),
	AG_INT(T, limit, "limit", .flags = AG_NOT_NEGATIVE),
	AG_ENUM_ONLY(T, sort, ag_sort_directions, "sortdirection"),
	AG_STRINGS(T, delivery_statuses, "deliverystatus"),
};
#undef T
AG_TYPE_REQ(agola_ns_delivery_list_opts, list_opts_fields);

#define V0_9 AG_RELEASE(0, 9, 0)
#define LIST .since = V0_9, .paging = AG_PAGING_START, .start_key = "startsequence", .item_key = "sequence"
/* without a limit the server would send all there are */
#define PAGE 100

AG_OP(agola_ns_run_webhook_delivery_list, ns, "GetProjectRunWebhookDeliveries", "GET",
      "/projects/{project_id}/runwebhookdeliveries", (REF, project_id), (OPTS, agola_ns_delivery_list_opts),
      (RET, agola_ns_run_webhook_delivery_page), (ROW, LIST));

AG_ITER(agola_ns_run_webhook_delivery_iter, ns, agola_ns_run_webhook_delivery_list, agola_ns_run_webhook_delivery, PAGE,
        (REF, project_id), (OPTS, agola_ns_delivery_list_opts));

AG_OP(agola_ns_run_webhook_delivery_redeliver, ns, "RunWebhookRedelivery", "PUT",
      "/projects/{project_id}/runwebhookdeliveries/{delivery_id}/redelivery", (REF, project_id), (REF, delivery_id),
      (ROW, .since = V0_9));

AG_OP(agola_ns_commit_status_delivery_list, ns, "GetProjectCommitStatusDeliveries", "GET",
      "/projects/{project_id}/commitstatusdeliveries", (REF, project_id), (OPTS, agola_ns_delivery_list_opts),
      (RET, agola_ns_commit_status_delivery_page), (ROW, LIST));

AG_ITER(agola_ns_commit_status_delivery_iter, ns, agola_ns_commit_status_delivery_list, agola_ns_commit_status_delivery, PAGE,
        (REF, project_id), (OPTS, agola_ns_delivery_list_opts));

AG_OP(agola_ns_commit_status_delivery_redeliver, ns, "CommitStatusRedelivery", "PUT",
      "/projects/{project_id}/commitstatusdeliveries/{delivery_id}/redelivery", (REF, project_id), (REF, delivery_id),
      (ROW, .since = V0_9));
