/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_EXECUTOR_H
#define AG_RS_EXECUTOR_H

#include "json/json.h"
#include <agola/rs_executor.h>

extern const struct agola_type agola_rs_executor_status_req_type;

#endif
