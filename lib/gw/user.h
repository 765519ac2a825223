/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_USER_H
#define AG_GW_USER_H

#include "json/json.h"
#include <agola/gw_user.h>

extern const struct agola_type agola_gw_user_type;
extern const struct agola_type agola_gw_private_user_type;
extern const struct agola_type agola_gw_user_page_type;
extern const struct agola_type agola_gw_user_list_opts_type;
extern const struct agola_type agola_gw_user_get_by_remote_user_opts_type;
extern const struct agola_type agola_gw_user_create_req_type;
extern const struct agola_type agola_gw_user_create_run_req_type;

#endif
