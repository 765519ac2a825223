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
extern const struct agola_type agola_rs_depend_type;
extern const struct agola_type agola_rs_runtime_type;
extern const struct agola_type agola_rs_run_config_task_type;
extern const struct agola_type agola_rs_run_config_type;
extern const struct agola_type agola_rs_volume_tmpfs_req_type;
extern const struct agola_type agola_rs_volume_req_type;
extern const struct agola_type agola_rs_container_req_type;
extern const struct agola_type agola_rs_docker_registry_auth_req_type;
extern const struct agola_type agola_rs_save_content_req_type;
extern const struct agola_type agola_rs_step_req_type;
extern const struct agola_type agola_rs_depend_req_type;
extern const struct agola_type agola_rs_runtime_req_type;
extern const struct agola_type agola_rs_run_config_task_req_type;

#endif
