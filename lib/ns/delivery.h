/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_NS_DELIVERY_H
#define AG_NS_DELIVERY_H

#include "json/json.h"
#include <agola/ns_delivery.h>

extern const struct agola_type agola_ns_run_webhook_delivery_type;
extern const struct agola_type agola_ns_run_webhook_delivery_page_type;
extern const struct agola_type agola_ns_commit_status_delivery_type;
extern const struct agola_type agola_ns_commit_status_delivery_page_type;
extern const struct agola_type agola_ns_delivery_list_opts_type;

#endif
