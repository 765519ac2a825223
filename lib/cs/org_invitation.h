/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_ORG_INVITATION_H
#define AG_CS_ORG_INVITATION_H

#include "json/json.h"
#include <agola/cs_org_invitation.h>

extern const struct agola_type agola_cs_org_invitation_type;

#endif
