/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_ORG_INVITATION_H
#define AG_GW_ORG_INVITATION_H

#include "json/json.h"
#include <agola/gw_org_invitation.h>

extern const struct agola_type agola_gw_org_invitation_type;
extern const struct agola_type agola_gw_org_invitation_page_type;
extern const struct agola_type agola_gw_org_invitation_list_opts_type;
extern const struct agola_type agola_gw_org_invitation_create_req_type;

#endif
