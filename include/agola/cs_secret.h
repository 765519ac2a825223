/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_secret.h
 * Secrets of projects and project groups of the configstore: named maps of values, in clear. Whoever has the token of the
 * configstore may do everything.
 *
 * Projects and groups are named by their id or their path, as in agola/cs_project.h and agola/cs_project_group.h; releases
 * to v0.9.2 answer AGOLA_ERR_BAD_REQUEST instead of AGOLA_ERR_NOT_FOUND for all that does not exist, and do not say with a code
 * what that is.
 */
#ifndef AGOLA_CS_SECRET_H
#define AGOLA_CS_SECRET_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/cs_project.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A secret as the configstore keeps it, with its values. */
typedef struct agola_cs_secret {
	const char *id;           /**< UUID */
	agola_time creation_time; /**< since Agola v0.8.0; not valid before */
	agola_time update_time;   /**< since Agola v0.8.0; not valid before */
	const char *name;
	const agola_cs_parent *parent; /**< the project or the project group that it is of */
	const char *type_raw;
	const agola_string_entry *const
	        *data; /**< the values by their keys, in the order of the keys; NULL after the last; secret */
	size_t n_data;
	const char *secret_provider_id; /**< as it was sent, used for nothing; NULL if there is none */
	const char *path;               /**< as it was sent, used for nothing; NULL if there is none */
	const char *parent_path;        /**< of the project or group that it is of; NULL in the answer to a create or an update */
	enum agola_secret_type type;
} agola_cs_secret;

/** All secrets of a project or a group; the list is not in pages. */
typedef struct agola_cs_secret_page {
	const agola_cs_secret *const *items; /**< NULL after the last */
	size_t n_items;
} agola_cs_secret_page;

/** Options of a list. Use AGOLA_CS_SECRET_LIST_OPTS_INIT. */
struct agola_cs_secret_list_opts {
	size_t size;
	enum agola_tristate tree; /**< also those of all groups above, the nearest level first, none left out; unset: false */
	uint32_t unused_;         /**< 0 */
};

#define AGOLA_CS_SECRET_LIST_OPTS_INIT AGOLA_INIT_(struct agola_cs_secret_list_opts)

/** A whole secret, to create it or to put it in place of another. Use AGOLA_CS_SECRET_REQ_INIT. */
struct agola_cs_secret_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const char *type_raw;                  /**< instead of `type` */
	const agola_string_entry *const *data; /**< required, at least one: the values by their keys; secret */
	size_t n_data;
	const char *secret_provider_id; /**< stored, used for nothing */
	const char *path;               /**< stored, used for nothing */
	enum agola_secret_type type;    /**< required: AGOLA_SECRET_INTERNAL, all else is refused */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_CS_SECRET_REQ_INIT AGOLA_INIT_(struct agola_cs_secret_req)

/**
 * Get the secrets of a project group, with their values.
 * @param ref   id or path of the project group
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project group. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_secret_list(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                                 const struct agola_cs_secret_list_opts *opts, agola_cs_secret_page **ret,
                                                 agola_error **err) AGOLA_CHECK;

/**
 * Create a secret of a project group.
 * @param ref  id or path of the project group
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project group; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_SECRET_ALREADY_EXISTS,
 *         AGOLA_CODE_INVALID_SECRET_NAME, AGOLA_CODE_INVALID_SECRET_TYPE or AGOLA_CODE_INVALID_SECRET_DATA. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_secret_create(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                                   const struct agola_cs_secret_req *req, agola_cs_secret **ret,
                                                   agola_error **err) AGOLA_CHECK;

/**
 * Replace a secret of a project group: all of it, so send all of it. Its id and its creation time stay.
 * @param ref   id or path of the project group
 * @param name  the secret's name so far
 * @param req   not NULL; `name` is the new name, or the same
 * @return 0; as agola_cs_project_group_secret_create(), and AGOLA_ERR_NOT_FOUND with AGOLA_CODE_SECRET_DOES_NOT_EXIST. Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_secret_update(agola_cs_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                                   const struct agola_cs_secret_req *req, agola_cs_secret **ret,
                                                   agola_error **err) AGOLA_CHECK;

/**
 * Delete a secret of a project group.
 * @param ref   id or path of the project group
 * @param name  the secret's name
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project group, and with AGOLA_CODE_SECRET_DOES_NOT_EXIST. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_secret_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                                   agola_error **err) AGOLA_CHECK;

/**
 * Get the secrets of a project, with their values.
 * @param ref   id or path of the project
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_secret_list(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                           const struct agola_cs_secret_list_opts *opts, agola_cs_secret_page **ret,
                                           agola_error **err) AGOLA_CHECK;

/**
 * Create a secret of a project.
 * @param ref  id or path of the project
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_SECRET_ALREADY_EXISTS,
 *         AGOLA_CODE_INVALID_SECRET_NAME, AGOLA_CODE_INVALID_SECRET_TYPE or AGOLA_CODE_INVALID_SECRET_DATA. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_secret_create(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                             const struct agola_cs_secret_req *req, agola_cs_secret **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Replace a secret of a project: all of it, so send all of it. Its id and its creation time stay.
 * @param ref   id or path of the project
 * @param name  the secret's name so far
 * @param req   not NULL; `name` is the new name, or the same
 * @return 0; as agola_cs_project_secret_create(), and AGOLA_ERR_NOT_FOUND with AGOLA_CODE_SECRET_DOES_NOT_EXIST. Since Agola
 *         v0.1.0.
 */
AGOLA_API int agola_cs_project_secret_update(agola_cs_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                             const struct agola_cs_secret_req *req, agola_cs_secret **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Delete a secret of a project.
 * @param ref   id or path of the project
 * @param name  the secret's name
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project, and with AGOLA_CODE_SECRET_DOES_NOT_EXIST. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_secret_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                             agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
