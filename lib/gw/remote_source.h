/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_REMOTE_SOURCE_H
#define AG_GW_REMOTE_SOURCE_H

#include "json/json.h"
#include <agola/gw_remote_source.h>

extern const struct agola_type agola_gw_remote_source_type;
extern const struct agola_type agola_gw_remote_source_page_type;
extern const struct agola_type agola_gw_remote_source_list_opts_type;
extern const struct agola_type agola_gw_remote_source_create_req_type;
extern const struct agola_type agola_gw_remote_source_update_req_type;

#endif
