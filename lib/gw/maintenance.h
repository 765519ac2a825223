/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_MAINTENANCE_H
#define AG_GW_MAINTENANCE_H

#include "json/json.h"
#include <agola/gw_maintenance.h>

extern const struct agola_type agola_gw_maintenance_status_type;

#endif
