/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/log.h"
#include "core/core.h"

#define WHICH(T)                                                                                                                 \
	AG_STRING(T, run_id, "runid", .flags = AG_REQUIRED), AG_STRING(T, task_id, "taskid", .flags = AG_REQUIRED),              \
	        AG_TRISTATE(T, setup, "setup"), AG_INT(T, step, "step", .flags = AG_ALWAYS | AG_ELSE | AG_NOT_NEGATIVE)

#define T struct agola_rs_log_get_opts
static const struct agola_field get_opts_fields[] = { WHICH(T), AG_TRISTATE(T, follow, "follow") };
#undef T
AG_TYPE_REQ(agola_rs_log_get_opts, get_opts_fields);

static const struct agola_field delete_opts_fields[] = { WHICH(struct agola_rs_log_delete_opts) };
AG_TYPE_REQ(agola_rs_log_delete_opts, delete_opts_fields);

AG_OP(agola_rs_log_get, rs, "GetLogs", "GET", "/logs", (OPTS, agola_rs_log_get_opts), (SINK, sink),
      (ROW, .flags = AG_EP_LIVE | AG_EP_SNIFFED));

AG_OP(agola_rs_log_delete, rs, "DeleteLogs", "DELETE", "/logs", (OPTS, agola_rs_log_delete_opts),
      (ROW, .since = AG_RELEASE(0, 4, 0)));
