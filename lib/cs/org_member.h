/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_ORG_MEMBER_H
#define AG_CS_ORG_MEMBER_H

#include "json/json.h"
#include <agola/cs_org_member.h>

extern const struct agola_type agola_cs_org_member_type;
extern const struct agola_type agola_cs_org_member_user_type;

#endif
