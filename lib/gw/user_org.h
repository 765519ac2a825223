/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_USER_ORG_H
#define AG_GW_USER_ORG_H

#include "json/json.h"
#include <agola/gw_user_org.h>

extern const struct agola_type agola_gw_user_org_type;
extern const struct agola_type agola_gw_user_org_page_type;
extern const struct agola_type agola_gw_user_org_list_opts_type;
extern const struct agola_type agola_gw_user_org_invitation_action_req_type;

#endif
