/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that an answer and a request share are a macro of the type T and of how it has booleans, B. */
#include "rs/run_config.h"

/* clang-format off */
#define TMPFS(T) \
	AG_INT(T, size_bytes, "size")
#define VOLUME(T, TMPFS_T) \
	AG_STRING(T, path, "path"), \
	AG_OBJECT(T, tmpfs, TMPFS_T, "tmpfs")
#define CONTAINER(T, B, VOLUME_T) \
	AG_STRING(T, image, "image", .flags = AG_OMIT), \
	AG_STRING_MAP(T, environment, "environment", .flags = AG_OMIT | AG_SECRET), \
	AG_STRING(T, user, "user", .flags = AG_OMIT), \
	B(T, privileged, "privileged"), \
	AG_STRING(T, entrypoint, "entrypoint"), \
	AG_ARRAY(T, volumes, VOLUME_T, "volumes")
#define REGISTRY(T) \
	AG_ENUM(T, type, ag_docker_registry_auth_type_words, "type"), \
	AG_STRING(T, username, "username"), \
	AG_STRING(T, password, "password", .flags = AG_SECRET), \
	AG_STRING(T, auth, "auth", .flags = AG_SECRET)
#define SAVE_CONTENT(T) \
	AG_STRING(T, source_dir, "source_dir", .flags = AG_OMIT), \
	AG_STRING(T, dest_dir, "dest_dir", .flags = AG_OMIT), \
	AG_STRINGS(T, paths, "paths", .flags = AG_OMIT)
#define STEP(T, B, CONTENT_T) \
	AG_ENUM(T, type, ag_step_type_words, "type", .flags = AG_OMIT), \
	AG_STRING(T, name, "name", .flags = AG_OMIT), \
	AG_STRING(T, command, "command", .flags = AG_OMIT), \
	AG_STRING_MAP(T, environment, "environment", .flags = AG_OMIT | AG_SECRET), \
	AG_STRING(T, working_dir, "working_dir", .flags = AG_OMIT), \
	AG_STRING(T, shell, "shell", .flags = AG_OMIT), \
	B(T, tty, "tty", .only = AGOLA_STEP_RUN), \
	AG_STRING(T, key, "key", .flags = AG_OMIT), \
	AG_STRINGS(T, keys, "keys", .flags = AG_OMIT), \
	AG_ARRAY(T, contents, CONTENT_T, "contents", .flags = AG_OMIT), \
	AG_STRING(T, dest_dir, "dest_dir", .flags = AG_OMIT)
#define DEPEND(T) \
	AG_STRING(T, task_id, "task_id", .flags = AG_OMIT), \
	AG_STRINGS(T, conditions, "conditions", .flags = AG_OMIT)
#define RUNTIME(T, CONTAINER_T) \
	AG_STRING(T, type, "type", .flags = AG_OMIT), \
	AG_STRING(T, arch, "arch", .flags = AG_OMIT), \
	AG_ARRAY(T, containers, CONTAINER_T, "containers", .flags = AG_OMIT)
#define TASK(T, B, DEPEND_T, RUNTIME_T, STEP_T, REGISTRY_T) \
	AG_STRING(T, id, "id", .flags = AG_OMIT | AG_REQUIRED), \
	AG_STRING(T, name, "name", .flags = AG_OMIT), \
	AG_MAP(T, depends, DEPEND_T, "depends"), \
	AG_OBJECT(T, runtime, RUNTIME_T, "runtime", .flags = AG_OMIT | AG_REQUIRED), \
	AG_STRING_MAP(T, environment, "environment", .flags = AG_OMIT | AG_SECRET), \
	AG_STRING(T, working_dir, "working_dir", .flags = AG_OMIT), \
	AG_STRING(T, shell, "shell", .flags = AG_OMIT), \
	AG_STRING(T, user, "user", .flags = AG_OMIT), \
	AG_ARRAY(T, steps, STEP_T, "steps", .flags = AG_OMIT), \
	B(T, ignore_failure, "ignore_failure", .flags = AG_OMIT), \
	B(T, needs_approval, "needs_approval", .flags = AG_OMIT), \
	B(T, skip, "skip", .flags = AG_OMIT), \
	AG_MAP(T, docker_registries_auth, REGISTRY_T, "docker_registries_auth"), \
	AG_DURATION(T, task_timeout_interval, "task_timeout_interval")
/* clang-format on */

static const struct agola_field volume_tmpfs_fields[] = { TMPFS(agola_rs_volume_tmpfs) };
AG_TYPE(agola_rs_volume_tmpfs, volume_tmpfs_fields);

static const struct agola_field volume_fields[] = { VOLUME(agola_rs_volume, agola_rs_volume_tmpfs) };
AG_TYPE(agola_rs_volume, volume_fields);

static const struct agola_field container_fields[] = { CONTAINER(agola_rs_container, AG_BOOL, agola_rs_volume) };
AG_TYPE(agola_rs_container, container_fields);

static const struct agola_field docker_registry_auth_fields[] = { REGISTRY(agola_rs_docker_registry_auth) };
AG_TYPE(agola_rs_docker_registry_auth, docker_registry_auth_fields);

static const struct agola_field save_content_fields[] = { SAVE_CONTENT(agola_rs_save_content) };
AG_TYPE(agola_rs_save_content, save_content_fields);

static const struct agola_field step_fields[] = { STEP(agola_rs_step, AG_BOOL, agola_rs_save_content) };
AG_TYPE(agola_rs_step, step_fields);

static const struct agola_field depend_fields[] = { DEPEND(agola_rs_depend) };
AG_TYPE(agola_rs_depend, depend_fields);

static const struct agola_field runtime_fields[] = { RUNTIME(agola_rs_runtime, agola_rs_container) };
AG_TYPE(agola_rs_runtime, runtime_fields);

static const struct agola_field run_config_task_fields[] = {
	AG_INT(agola_rs_run_config_task, level, "level", .flags = AG_OMIT),
	TASK(agola_rs_run_config_task, AG_BOOL, agola_rs_depend, agola_rs_runtime, agola_rs_step, agola_rs_docker_registry_auth)
};
AG_TYPE(agola_rs_run_config_task, run_config_task_fields);

static const struct agola_field volume_tmpfs_req_fields[] = { TMPFS(struct agola_rs_volume_tmpfs_req) };
AG_TYPE_REQ(agola_rs_volume_tmpfs_req, volume_tmpfs_req_fields);

static const struct agola_field volume_req_fields[] = { VOLUME(struct agola_rs_volume_req, agola_rs_volume_tmpfs_req) };
AG_TYPE_REQ(agola_rs_volume_req, volume_req_fields);

static const struct agola_field container_req_fields[] = { CONTAINER(struct agola_rs_container_req, AG_TRISTATE,
	                                                             agola_rs_volume_req) };
AG_TYPE_REQ(agola_rs_container_req, container_req_fields);

static const struct agola_field docker_registry_auth_req_fields[] = { REGISTRY(struct agola_rs_docker_registry_auth_req) };
AG_TYPE_REQ(agola_rs_docker_registry_auth_req, docker_registry_auth_req_fields);

static const struct agola_field save_content_req_fields[] = { SAVE_CONTENT(struct agola_rs_save_content_req) };
AG_TYPE_REQ(agola_rs_save_content_req, save_content_req_fields);

static const struct agola_field step_req_fields[] = { STEP(struct agola_rs_step_req, AG_TRISTATE, agola_rs_save_content_req) };
AG_TYPE_REQ(agola_rs_step_req, step_req_fields);

static const struct agola_field depend_req_fields[] = { DEPEND(struct agola_rs_depend_req) };
AG_TYPE_REQ(agola_rs_depend_req, depend_req_fields);

static const struct agola_field runtime_req_fields[] = { RUNTIME(struct agola_rs_runtime_req, agola_rs_container_req) };
AG_TYPE_REQ(agola_rs_runtime_req, runtime_req_fields);

static const struct agola_field run_config_task_req_fields[] = { TASK(struct agola_rs_run_config_task_req, AG_TRISTATE,
	                                                              agola_rs_depend_req, agola_rs_runtime_req,
	                                                              agola_rs_step_req, agola_rs_docker_registry_auth_req) };
AG_TYPE_REQ(agola_rs_run_config_task_req, run_config_task_req_fields);

#define T agola_rs_run_config
static const struct agola_field run_config_fields[] = {
	AG_STRING(T, id, "id"),
	AG_TIME(T, creation_time, "creationTime"),
	AG_TIME(T, update_time, "updateTime"),
	AG_STRING(T, name, "name", .flags = AG_OMIT),
	AG_STRING(T, group, "group", .flags = AG_OMIT),
	AG_STRINGS(T, setup_errors, "setup_errors", .flags = AG_OMIT),
	AG_STRING_MAP(T, annotations, "annotations", .flags = AG_OMIT),
	AG_STRING_MAP(T, static_environment, "static_environment", .flags = AG_OMIT | AG_SECRET),
	AG_STRING_MAP(T, environment, "environment", .flags = AG_OMIT | AG_SECRET),
	AG_MAP(T, tasks, agola_rs_run_config_task, "tasks", .flags = AG_OMIT),
	AG_STRING(T, cache_group, "cache_group", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_run_config, run_config_fields);
