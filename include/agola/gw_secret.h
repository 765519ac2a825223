/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_secret.h
 * Secrets of projects and project groups of the gateway: named maps of values, which variables refer to and which nobody can read back.
 *
 * The owner of a project or a project group is the user in whose tree it is, or an owner of the organization in whose tree it
 * is; administrators may do all that owners may. Projects and groups are named by their id or their path, as in
 * agola/gw_project.h and agola/gw_project_group.h.
 */
#ifndef AGOLA_GW_SECRET_H
#define AGOLA_GW_SECRET_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A secret, without its values. */
typedef struct agola_gw_secret {
	const char *id; /**< UUID */
	const char *name;
	const char *parent_path; /**< of the project or group that it is of; "" in the answer to a create or an update */
} agola_gw_secret;

/** All secrets of a project or a group; the list is not in pages. */
typedef struct agola_gw_secret_page {
	const agola_gw_secret *const *items; /**< NULL after the last */
	size_t n_items;
} agola_gw_secret_page;

/** Options of a list. Use AGOLA_GW_SECRET_LIST_OPTS_INIT. */
struct agola_gw_secret_list_opts {
	size_t size;
	enum agola_tristate tree; /**< also those of all groups above, the nearest level first; unset: false */
	enum agola_tristate
	        remove_overridden; /**< with `tree`: of each name only the nearest (releases to v0.2.0 send them all); unset: false */
};

#define AGOLA_GW_SECRET_LIST_OPTS_INIT AGOLA_INIT_(struct agola_gw_secret_list_opts)

/** A secret, to create it or to replace one. Use AGOLA_GW_SECRET_REQ_INIT. */
struct agola_gw_secret_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const char *type_raw;                  /**< instead of `type` */
	const agola_string_entry *const *data; /**< required, at least one: the values by their keys; secret */
	size_t n_data;
	const char *secret_provider_id; /**< accepted and dropped by all releases */
	const char *path;               /**< accepted and dropped by all releases */
	enum agola_secret_type type;    /**< required: AGOLA_SECRET_INTERNAL, all else is refused */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_GW_SECRET_REQ_INIT AGOLA_INIT_(struct agola_gw_secret_req)

/**
 * Get the secrets of a project group, never their values. For anybody with a token.
 * @param ref   id or path of the project group
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project group (to v0.9.2 AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_group_secret_list(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                                 const struct agola_gw_secret_list_opts *opts, agola_gw_secret_page **ret,
                                                 agola_error **err) AGOLA_CHECK;

/**
 * Create a secret of a project group. For its owners.
 * @param ref  id or path of the project group
 * @param req  not NULL
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND for an unknown project group; AGOLA_ERR_BAD_REQUEST with
 *         AGOLA_CODE_SECRET_ALREADY_EXISTS, AGOLA_CODE_INVALID_SECRET_NAME, AGOLA_CODE_INVALID_SECRET_TYPE or
 *         AGOLA_CODE_INVALID_SECRET_DATA. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_group_secret_create(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                                   const struct agola_gw_secret_req *req, agola_gw_secret **ret,
                                                   agola_error **err) AGOLA_CHECK;

/**
 * Replace a secret of a project group: all of it, so send all of it. For its owners.
 * @param ref   id or path of the project group
 * @param name  the secret's name so far
 * @param req   not NULL; `name` is the new name, or the same
 * @return 0; as agola_gw_project_group_secret_create(), and AGOLA_ERR_NOT_FOUND with AGOLA_CODE_SECRET_DOES_NOT_EXIST (to v0.9.2
 *         AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_group_secret_update(agola_gw_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                                   const struct agola_gw_secret_req *req, agola_gw_secret **ret,
                                                   agola_error **err) AGOLA_CHECK;

/**
 * Delete a secret of a project group. For its owners.
 * @param ref   id or path of the project group
 * @param name  the secret's name
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND, for the secret to v0.9.2 AGOLA_ERR_BAD_REQUEST. Since Agola
 *         v0.1.0.
 */
AGOLA_API int agola_gw_project_group_secret_delete(agola_gw_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                                   agola_error **err) AGOLA_CHECK;

/**
 * Get the secrets of a project, never their values. For anybody with a token.
 * @param ref   id or path of the project
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project (to v0.9.2 AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_secret_list(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                           const struct agola_gw_secret_list_opts *opts, agola_gw_secret_page **ret,
                                           agola_error **err) AGOLA_CHECK;

/**
 * Create a secret of a project. For its owners.
 * @param ref  id or path of the project
 * @param req  not NULL
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND for an unknown project; AGOLA_ERR_BAD_REQUEST with
 *         AGOLA_CODE_SECRET_ALREADY_EXISTS, AGOLA_CODE_INVALID_SECRET_NAME, AGOLA_CODE_INVALID_SECRET_TYPE or
 *         AGOLA_CODE_INVALID_SECRET_DATA. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_secret_create(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                             const struct agola_gw_secret_req *req, agola_gw_secret **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Replace a secret of a project: all of it, so send all of it. For its owners.
 * @param ref   id or path of the project
 * @param name  the secret's name so far
 * @param req   not NULL; `name` is the new name, or the same
 * @return 0; as agola_gw_project_secret_create(), and AGOLA_ERR_NOT_FOUND with AGOLA_CODE_SECRET_DOES_NOT_EXIST (to v0.9.2
 *         AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_secret_update(agola_gw_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                             const struct agola_gw_secret_req *req, agola_gw_secret **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Delete a secret of a project. For its owners.
 * @param ref   id or path of the project
 * @param name  the secret's name
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND, for the secret to v0.9.2 AGOLA_ERR_BAD_REQUEST. Since Agola
 *         v0.1.0.
 */
AGOLA_API int agola_gw_project_secret_delete(agola_gw_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                             agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
