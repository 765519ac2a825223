/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_SECRET_H
#define AG_GW_SECRET_H

#include "json/json.h"
#include <agola/gw_secret.h>

extern const struct agola_type agola_gw_secret_type;
extern const struct agola_type agola_gw_secret_page_type;
extern const struct agola_type agola_gw_secret_list_opts_type;
extern const struct agola_type agola_gw_secret_req_type;

#endif
