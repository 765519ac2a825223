/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_USER_ORG_H
#define AG_CS_USER_ORG_H

#include "json/json.h"
#include <agola/cs_user_org.h>

extern const struct agola_type agola_cs_user_org_type;

#endif
