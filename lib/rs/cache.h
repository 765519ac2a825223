/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_CACHE_H
#define AG_RS_CACHE_H

#include "json/json.h"
#include <agola/rs_cache.h>

extern const struct agola_type agola_rs_cache_opts_type;

#endif
