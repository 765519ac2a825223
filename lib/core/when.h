/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CORE_WHEN_H
#define AG_CORE_WHEN_H

#include "json/json.h"
#include <agola/when.h>

extern const struct agola_type agola_when_type;
extern const struct agola_type agola_when_req_type;

#endif
