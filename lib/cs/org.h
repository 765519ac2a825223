/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_ORG_H
#define AG_CS_ORG_H

#include "json/json.h"
#include <agola/cs_org.h>

extern const struct agola_type agola_cs_org_type;

#endif
