/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_LOG_H
#define AG_RS_LOG_H

#include "json/json.h"
#include <agola/rs_log.h>

extern const struct agola_type agola_rs_log_get_opts_type;
extern const struct agola_type agola_rs_log_delete_opts_type;

#endif
