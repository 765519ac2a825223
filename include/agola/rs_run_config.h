/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_run_config.h
 * How the tasks of a run are to be done, in the runservice: containers, steps, workspaces, caches. Environments and registries hold
 * secrets in clear, so what has them must not be logged.
 */
#ifndef AGOLA_RS_RUN_CONFIG_H
#define AGOLA_RS_RUN_CONFIG_H

#include <agola/common.h>
#include <agola/enums.h>

AGOLA_BEGIN_DECLS

/** A file system in memory. */
typedef struct agola_rs_volume_tmpfs {
	int64_t size_bytes;
} agola_rs_volume_tmpfs;

/** What is mounted into a container. */
typedef struct agola_rs_volume {
	const char *path;
	const agola_rs_volume_tmpfs *tmpfs; /**< the only kind that there is */
} agola_rs_volume;

/** A container; the first one of a task runs its steps. */
typedef struct agola_rs_container {
	const char *image;
	const agola_string_entry *const *environment; /**< values are secret */
	size_t n_environment;
	const char *user; /**< NULL: that of the image */
	const char *entrypoint;
	const agola_rs_volume *const *volumes; /**< since v0.3.0 */
	size_t n_volumes;
	bool privileged;
} agola_rs_container;

/** How to get images from a registry. */
typedef struct agola_rs_docker_registry_auth {
	enum agola_docker_registry_auth_type type;
	uint32_t unused_; /**< 0 */
	const char *type_raw;
	const char *username; /**< of AGOLA_DOCKER_REGISTRY_AUTH_BASIC, else "" */
	const char *password; /**< of AGOLA_DOCKER_REGISTRY_AUTH_BASIC, else ""; secret */
	const char *auth;     /**< of AGOLA_DOCKER_REGISTRY_AUTH_ENCODED, base64, else ""; secret */
} agola_rs_docker_registry_auth;

/** An entry of the registries of a task; the key is the registry, such as "index.docker.io". This struct is frozen. */
typedef struct agola_rs_docker_registry_auth_entry {
	const char *key;
	const agola_rs_docker_registry_auth *value;
} agola_rs_docker_registry_auth_entry;

/** What to save into a workspace or a cache. */
typedef struct agola_rs_save_content {
	const char *source_dir; /**< NULL: the working folder */
	const char *dest_dir;
	const char *const *paths; /**< patterns, with `*`, `**` and `?` */
	size_t n_paths;
} agola_rs_save_content;

/** A step. Which members are set depends on its type; others are NULL and 0. */
typedef struct agola_rs_step {
	enum agola_step_type type; /**< 0 also for a step of a type that the server did not know, of which nothing is left */
	bool tty;                  /**< AGOLA_STEP_RUN: run on a terminal; since v0.4.0 */
	const char *type_raw;
	const char *name;
	const char *command;                          /**< AGOLA_STEP_RUN */
	const agola_string_entry *const *environment; /**< AGOLA_STEP_RUN; values are secret */
	size_t n_environment;
	const char *working_dir; /**< AGOLA_STEP_RUN; NULL: that of the task */
	const char *shell;       /**< AGOLA_STEP_RUN; NULL: that of the task */
	const char *key;         /**< AGOLA_STEP_SAVE_CACHE: a template, which the executor expands */
	const char *const *keys; /**< AGOLA_STEP_RESTORE_CACHE: tried in order, each the beginning of a key */
	size_t n_keys;
	const agola_rs_save_content *const *contents; /**< AGOLA_STEP_SAVE_TO_WORKSPACE, AGOLA_STEP_SAVE_CACHE */
	size_t n_contents;
	const char *dest_dir; /**< AGOLA_STEP_RESTORE_WORKSPACE, AGOLA_STEP_RESTORE_CACHE */
} agola_rs_step;

/** A task that another one waits for. */
typedef struct agola_rs_depend {
	const char *task_id;
	const char *const *conditions; /**< "on_success", "on_failure", "on_skipped"; without any the task never runs */
	size_t n_conditions;
} agola_rs_depend;

/** An entry of the tasks that a task waits for; the key is the id of that task, and counts. This struct is frozen. */
typedef struct agola_rs_depend_entry {
	const char *key;
	const agola_rs_depend *value;
} agola_rs_depend_entry;

/** What a task runs in. */
typedef struct agola_rs_runtime {
	const char *type; /**< "pod" */
	const char *arch; /**< such as "amd64"; NULL: any */
	const agola_rs_container *const *containers;
	size_t n_containers;
} agola_rs_runtime;

/** How a task is to be done. */
typedef struct agola_rs_run_config_task {
	int64_t level; /**< depth in the graph of tasks, 0 for those that wait for no other; the server counts it */
	const char *id;
	const char *name;
	const agola_rs_depend_entry *const *depends;
	size_t n_depends;
	const agola_rs_runtime *runtime;
	const agola_string_entry *const *environment; /**< values are secret */
	size_t n_environment;
	const char *working_dir; /**< NULL: the executor's own choice */
	const char *shell;       /**< NULL: the executor's own choice */
	const char *user;        /**< NULL: that of the container */
	const agola_rs_step *const *steps;
	size_t n_steps;
	const agola_rs_docker_registry_auth_entry *const *docker_registries_auth;
	size_t n_docker_registries_auth;
	int64_t task_timeout_interval; /**< in nanoseconds; 0: none; since v0.8.0 */
	bool ignore_failure;           /**< the run does not fail with it */
	bool needs_approval;
	bool skip;
} agola_rs_run_config_task;

/** An entry of the tasks of a run's configuration; the key is the task's id. This struct is frozen. */
typedef struct agola_rs_run_config_task_entry {
	const char *key;
	const agola_rs_run_config_task *value;
} agola_rs_run_config_task_entry;

/** How a run is to be done. */
typedef struct agola_rs_run_config {
	const char *id;           /**< UUID; to v0.7.1 that of the run */
	agola_time creation_time; /**< since v0.8.0 */
	agola_time update_time;   /**< since v0.8.0 */
	const char *name;
	const char *group;
	const char *const *setup_errors;
	size_t n_setup_errors;
	const agola_string_entry *const *annotations;
	size_t n_annotations;
	const agola_string_entry *const *static_environment; /**< values are secret */
	size_t n_static_environment;
	const agola_string_entry *const *environment; /**< values are secret */
	size_t n_environment;
	const agola_rs_run_config_task_entry *const *tasks;
	size_t n_tasks;
	const char *cache_group; /**< NULL: the second part of the group */
} agola_rs_run_config;

/** A file system in memory, in a request. Use AGOLA_RS_VOLUME_TMPFS_REQ_INIT. */
struct agola_rs_volume_tmpfs_req {
	size_t size;
	int64_t size_bytes;
};

#define AGOLA_RS_VOLUME_TMPFS_REQ_INIT AGOLA_INIT_(struct agola_rs_volume_tmpfs_req)

/** What to mount into a container. Use AGOLA_RS_VOLUME_REQ_INIT. */
struct agola_rs_volume_req {
	size_t size;
	const char *path;
	const struct agola_rs_volume_tmpfs_req *tmpfs;
};

#define AGOLA_RS_VOLUME_REQ_INIT AGOLA_INIT_(struct agola_rs_volume_req)

/** A container in a request. Use AGOLA_RS_CONTAINER_REQ_INIT. */
struct agola_rs_container_req {
	size_t size;
	const char *image;                            /**< required */
	const agola_string_entry *const *environment; /**< values are secret */
	size_t n_environment;
	const char *user;
	const char *entrypoint;
	const struct agola_rs_volume_req *const *volumes;
	size_t n_volumes;
	enum agola_tristate privileged; /**< unset: false */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_RS_CONTAINER_REQ_INIT AGOLA_INIT_(struct agola_rs_container_req)

/** How to get images from a registry, in a request. Use AGOLA_RS_DOCKER_REGISTRY_AUTH_REQ_INIT. */
struct agola_rs_docker_registry_auth_req {
	size_t size;
	const char *type_raw; /**< instead of `type` */
	const char *username;
	const char *password; /**< secret */
	const char *auth;     /**< secret */
	enum agola_docker_registry_auth_type type;
	uint32_t unused_; /**< 0 */
};

#define AGOLA_RS_DOCKER_REGISTRY_AUTH_REQ_INIT AGOLA_INIT_(struct agola_rs_docker_registry_auth_req)

/** An entry of registries in a request. This struct is frozen. */
struct agola_rs_docker_registry_auth_req_entry {
	const char *key;
	const struct agola_rs_docker_registry_auth_req *value;
};

/** What to save, in a request. Use AGOLA_RS_SAVE_CONTENT_REQ_INIT. */
struct agola_rs_save_content_req {
	size_t size;
	const char *source_dir;
	const char *dest_dir;
	const char *const *paths;
	size_t n_paths;
};

#define AGOLA_RS_SAVE_CONTENT_REQ_INIT AGOLA_INIT_(struct agola_rs_save_content_req)

/** A step in a request: set what its type has, as in agola_rs_step. Use AGOLA_RS_STEP_REQ_INIT. */
struct agola_rs_step_req {
	size_t size;
	enum agola_step_type type; /**< required */
	enum agola_tristate tty;   /**< unset: true */
	const char *type_raw;      /**< instead of `type`; nothing is left of a step of a type that the server does not know */
	const char *name;
	const char *command;
	const agola_string_entry *const *environment; /**< values are secret */
	size_t n_environment;
	const char *working_dir;
	const char *shell;
	const char *key;
	const char *const *keys;
	size_t n_keys;
	const struct agola_rs_save_content_req *const *contents;
	size_t n_contents;
	const char *dest_dir;
};

#define AGOLA_RS_STEP_REQ_INIT AGOLA_INIT_(struct agola_rs_step_req)

/** A task to wait for, in a request. Use AGOLA_RS_DEPEND_REQ_INIT. */
struct agola_rs_depend_req {
	size_t size;
	const char *task_id;
	const char *const *conditions; /**< required: "on_success", "on_failure", "on_skipped" */
	size_t n_conditions;
};

#define AGOLA_RS_DEPEND_REQ_INIT AGOLA_INIT_(struct agola_rs_depend_req)

/** An entry of tasks to wait for, in a request. This struct is frozen. */
struct agola_rs_depend_req_entry {
	const char *key;
	const struct agola_rs_depend_req *value;
};

/** What a task runs in, in a request. Use AGOLA_RS_RUNTIME_REQ_INIT. */
struct agola_rs_runtime_req {
	size_t size;
	const char *type; /**< "pod" */
	const char *arch; /**< unset: any */
	const struct agola_rs_container_req *const *containers;
	size_t n_containers;
};

#define AGOLA_RS_RUNTIME_REQ_INIT AGOLA_INIT_(struct agola_rs_runtime_req)

/** A task in a request. Use AGOLA_RS_RUN_CONFIG_TASK_REQ_INIT. */
struct agola_rs_run_config_task_req {
	size_t size;
	const char *id; /**< required; the same as its key, or the run never ends */
	const char *name;
	const struct agola_rs_depend_req_entry *const *depends;
	size_t n_depends;
	const struct agola_rs_runtime_req *runtime; /**< required: a task without one takes down the runservice (v0.10.0, HEAD) */
	const agola_string_entry *const *environment; /**< values are secret */
	size_t n_environment;
	const char *working_dir;
	const char *shell;
	const char *user;
	const struct agola_rs_step_req *const *steps;
	size_t n_steps;
	const struct agola_rs_docker_registry_auth_req_entry *const *docker_registries_auth;
	size_t n_docker_registries_auth;
	int64_t task_timeout_interval;      /**< in nanoseconds; 0: none; passed over before v0.8.0 */
	enum agola_tristate ignore_failure; /**< unset: false, as for all of these */
	enum agola_tristate needs_approval;
	enum agola_tristate skip;
	uint32_t unused_; /**< 0 */
};

#define AGOLA_RS_RUN_CONFIG_TASK_REQ_INIT AGOLA_INIT_(struct agola_rs_run_config_task_req)

/** An entry of the tasks in a request. This struct is frozen. */
struct agola_rs_run_config_task_req_entry {
	const char *key;
	const struct agola_rs_run_config_task_req *value;
};

AGOLA_END_DECLS

#endif
