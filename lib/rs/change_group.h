/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_CHANGE_GROUP_H
#define AG_RS_CHANGE_GROUP_H

#include "json/json.h"
#include <agola/rs_change_group.h>

extern const struct agola_type agola_rs_change_group_opts_type;

#endif
