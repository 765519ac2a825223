/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_ORG_H
#define AG_GW_ORG_H

#include "json/json.h"
#include <agola/gw_org.h>

extern const struct agola_type agola_gw_org_type;
extern const struct agola_type agola_gw_org_page_type;
extern const struct agola_type agola_gw_org_list_opts_type;
extern const struct agola_type agola_gw_org_create_req_type;
extern const struct agola_type agola_gw_org_update_req_type;

#endif
