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

AGOLA_END_DECLS

#endif
