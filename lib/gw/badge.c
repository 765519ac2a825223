/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/badge.h"
#include "core/core.h"

static const struct agola_field get_opts_fields[] = { AG_STRING(struct agola_gw_badge_get_opts, branch, "branch") };
AG_TYPE_REQ(agola_gw_badge_get_opts, get_opts_fields);

AG_OP(agola_gw_badge_get, gw, "GetBadge", "GET", "/badges/{project_ref}", (REF, project_ref), (OPTS, agola_gw_badge_get_opts),
      (TEXT, ret), (ROW, .media = "image/svg+xml"));
