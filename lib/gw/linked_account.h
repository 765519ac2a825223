/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_LINKED_ACCOUNT_H
#define AG_GW_LINKED_ACCOUNT_H

#include "json/json.h"
#include <agola/gw_linked_account.h>

extern const struct agola_type agola_gw_linked_account_type;
extern const struct agola_type agola_gw_linked_account_created_type;
extern const struct agola_type agola_gw_linked_account_create_req_type;

#endif
