/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_BADGE_H
#define AG_GW_BADGE_H

#include "json/json.h"
#include <agola/gw_badge.h>

extern const struct agola_type agola_gw_badge_get_opts_type;

#endif
