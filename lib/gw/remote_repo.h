/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_GW_REMOTE_REPO_H
#define AG_GW_REMOTE_REPO_H

#include "json/json.h"
#include <agola/gw_remote_repo.h>

extern const struct agola_type agola_gw_remote_repo_type;
extern const struct agola_type agola_gw_remote_repo_page_type;

#endif
