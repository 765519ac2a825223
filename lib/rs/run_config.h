/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_RUN_CONFIG_H
#define AG_RS_RUN_CONFIG_H

#include "json/json.h"
#include <agola/rs_run_config.h>

extern const struct agola_type agola_rs_volume_tmpfs_type;
extern const struct agola_type agola_rs_volume_type;
extern const struct agola_type agola_rs_container_type;
extern const struct agola_type agola_rs_docker_registry_auth_type;
extern const struct agola_type agola_rs_save_content_type;
extern const struct agola_type agola_rs_step_type;

#endif
