/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/change_group.h"
#include "core/core.h"

static const struct agola_field opts_fields[] = { AG_STRINGS(struct agola_rs_change_group_opts, change_groups, "changegroup") };
AG_TYPE_REQ(agola_rs_change_group_opts, opts_fields);

AG_OP(agola_rs_change_group_get_update_token, rs, "GetChangeGroupsUpdateToken", "GET", "/changegroups",
      (OPTS, agola_rs_change_group_opts), (TEXT, ret), (ROW, .flags = AG_EP_JSON));
