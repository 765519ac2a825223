/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_USER_TOKEN_H
#define AG_GW_USER_TOKEN_H

#include "json/json.h"
#include <agola/gw_user_token.h>

extern const struct agola_type agola_gw_user_token_type;
extern const struct agola_type agola_gw_user_token_create_req_type;

#endif
