/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/cache.h"
#include "core/core.h"

static const struct agola_field opts_fields[] = { AG_TRISTATE(struct agola_rs_cache_opts, prefix, "prefix") };
AG_TYPE_REQ(agola_rs_cache_opts, opts_fields);

AG_OP(agola_rs_cache_check, rs, "CheckCache", "HEAD", "/executor/caches/{key}", (REF, key), (OPTS, agola_rs_cache_opts),
      (ROW, .flags = AG_EP_TEXT | AG_EP_SNIFFED));

/* As with an archive; but with a prefix a second read may be one of another cache. */
static struct ag_follow_plan plan(const void *opts)
{
	return (struct ag_follow_plan){ .plain = ((const struct agola_rs_cache_opts *)opts)->prefix == AGOLA_TRUE };
}
static const struct ag_follow whole = { .plan = plan };

AG_OP(agola_rs_cache_get, rs, "GetCache", "GET", "/executor/caches/{key}", (REF, key), (OPTS, agola_rs_cache_opts), (SINK, sink),
      (ROW, .flags = AG_EP_TEXT | AG_EP_SNIFFED, .follow = &whole));

AG_OP(agola_rs_cache_put, rs, "PutCache", "POST", "/executor/caches/{key}", (REF, key), (SOURCE, source),
      (ROW, .flags = AG_EP_TEXT | AG_EP_STORED));
