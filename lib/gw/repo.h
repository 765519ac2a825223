/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_REPO_H
#define AG_GW_REPO_H

#include "json/json.h"
#include <agola/gw_repo.h>

extern const struct agola_type agola_gw_webhook_send_opts_type;
extern const struct agola_type agola_gw_repo_opts_type;

#endif
