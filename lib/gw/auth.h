/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_AUTH_H
#define AG_GW_AUTH_H

#include "json/json.h"
#include <agola/gw_auth.h>

extern const struct agola_type agola_gw_auth_remote_user_type;
extern const struct agola_type agola_gw_auth_answer_type;
extern const struct agola_type agola_gw_auth_result_type;
extern const struct agola_type agola_gw_auth_login_req_type;
extern const struct agola_type agola_gw_auth_register_req_type;
extern const struct agola_type agola_gw_auth_oauth2_callback_opts_type;

#endif
