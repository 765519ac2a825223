/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_MAINTENANCE_H
#define AG_CS_MAINTENANCE_H

#include "json/json.h"
#include <agola/cs_maintenance.h>

extern const struct agola_type agola_cs_maintenance_status_type;

#endif
