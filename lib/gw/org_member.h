/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_ORG_MEMBER_H
#define AG_GW_ORG_MEMBER_H

#include "json/json.h"
#include <agola/gw_org_member.h>

extern const struct agola_type agola_gw_org_member_type;
extern const struct agola_type agola_gw_org_member_page_type;
extern const struct agola_type agola_gw_org_member_list_opts_type;
extern const struct agola_type agola_gw_org_member_add_req_type;

#endif
