/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_LOG_H
#define AG_GW_LOG_H

#include "json/json.h"
#include <agola/gw_log.h>

extern const struct agola_type agola_gw_log_get_opts_type;
extern const struct agola_type agola_gw_log_delete_opts_type;

#endif
