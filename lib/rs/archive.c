/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/archive.h"
#include "core/core.h"

#define T struct agola_rs_archive_get_opts
static const struct agola_field get_opts_fields[] = {
	AG_STRING(T, task_id, "taskid", .flags = AG_REQUIRED),
	AG_INT(T, step, "step", .flags = AG_ALWAYS | AG_NOT_NEGATIVE),
};
#undef T
AG_TYPE_REQ(agola_rs_archive_get_opts, get_opts_fields);

/* What the server glues to an archive that it cannot read on is told by a second read. */
static struct ag_follow_plan plan(const void *opts)
{
	(void)opts;
	return (struct ag_follow_plan){ 0 };
}
static const struct ag_follow whole = { .plan = plan };

AG_OP(agola_rs_archive_get, rs, "GetArchive", "GET", "/executor/archives", (OPTS, agola_rs_archive_get_opts), (SINK, sink),
      (ROW, .flags = AG_EP_SNIFFED, .follow = &whole));
