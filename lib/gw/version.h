/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_VERSION_H
#define AG_GW_VERSION_H

#include "json/json.h"
#include <agola/gw_version.h>

extern const struct agola_type agola_gw_version_type;

#endif
