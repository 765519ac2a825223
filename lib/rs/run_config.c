/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/run_config.h"

static const struct agola_field tmpfs_fields[] = { AG_INT(agola_rs_volume_tmpfs, size_bytes, "size") };
AG_TYPE(agola_rs_volume_tmpfs, tmpfs_fields);

#define T agola_rs_volume
static const struct agola_field volume_fields[] = {
	AG_STRING(T, path, "path"),
	AG_OBJECT(T, tmpfs, agola_rs_volume_tmpfs, "tmpfs"),
};
#undef T
AG_TYPE(agola_rs_volume, volume_fields);

#define T agola_rs_container
static const struct agola_field container_fields[] = {
	AG_STRING(T, image, "image", .flags = AG_OMIT),
	AG_STRING_MAP(T, environment, "environment", .flags = AG_OMIT | AG_SECRET),
	AG_STRING(T, user, "user", .flags = AG_OMIT),
	AG_BOOL(T, privileged, "privileged"),
	AG_STRING(T, entrypoint, "entrypoint"),
	AG_ARRAY(T, volumes, agola_rs_volume, "volumes"),
};
#undef T
AG_TYPE(agola_rs_container, container_fields);

#define T agola_rs_docker_registry_auth
static const struct agola_field registry_fields[] = {
	AG_ENUM(T, type, ag_docker_registry_auth_type_words, "type"),
	AG_STRING(T, username, "username"),
	AG_STRING(T, password, "password", .flags = AG_SECRET),
	AG_STRING(T, auth, "auth", .flags = AG_SECRET),
};
#undef T
AG_TYPE(agola_rs_docker_registry_auth, registry_fields);

#define T agola_rs_save_content
static const struct agola_field save_content_fields[] = {
	AG_STRING(T, source_dir, "source_dir", .flags = AG_OMIT),
	AG_STRING(T, dest_dir, "dest_dir", .flags = AG_OMIT),
	AG_STRINGS(T, paths, "paths", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_save_content, save_content_fields);

#define T agola_rs_step
static const struct agola_field step_fields[] = {
	AG_ENUM(T, type, ag_step_type_words, "type", .flags = AG_OMIT),
	AG_STRING(T, name, "name", .flags = AG_OMIT),
	AG_STRING(T, command, "command", .flags = AG_OMIT),
	AG_STRING_MAP(T, environment, "environment", .flags = AG_OMIT | AG_SECRET),
	AG_STRING(T, working_dir, "working_dir", .flags = AG_OMIT),
	AG_STRING(T, shell, "shell", .flags = AG_OMIT),
	AG_BOOL(T, tty, "tty", .flags = AG_OMIT),
	AG_STRING(T, key, "key", .flags = AG_OMIT),
	AG_STRINGS(T, keys, "keys", .flags = AG_OMIT),
	AG_ARRAY(T, contents, agola_rs_save_content, "contents", .flags = AG_OMIT),
	AG_STRING(T, dest_dir, "dest_dir", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_rs_step, step_fields);
