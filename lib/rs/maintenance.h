/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_MAINTENANCE_H
#define AG_RS_MAINTENANCE_H

#include "json/json.h"
#include <agola/rs_maintenance.h>

extern const struct agola_type agola_rs_maintenance_status_type;

#endif
