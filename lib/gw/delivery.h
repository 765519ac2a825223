/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_DELIVERY_H
#define AG_GW_DELIVERY_H

#include "json/json.h"
#include <agola/gw_delivery.h>

extern const struct agola_type agola_gw_run_webhook_delivery_type;
extern const struct agola_type agola_gw_run_webhook_delivery_page_type;
extern const struct agola_type agola_gw_commit_status_delivery_type;
extern const struct agola_type agola_gw_commit_status_delivery_page_type;
extern const struct agola_type agola_gw_delivery_list_opts_type;

#endif
