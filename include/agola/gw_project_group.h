/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_project_group.h
 * Project groups of the gateway: the tree in which projects are. Each user and each organization has a root group, which is made
 * and deleted with its owner and has no name.
 *
 * A group is named by its id or by its path, `org/ORG/GROUP/…` or `user/USER/GROUP/…`; `org/ORG` and `user/USER` are the root
 * groups. An owner is the user in whose tree the group is, or an owner of the organization in whose tree it is; administrators may
 * do all that owners may.
 *
 * Every operation on a group that does not exist answers AGOLA_ERR_NOT_FOUND with AGOLA_CODE_PROJECT_GROUP_DOES_NOT_EXIST, or with
 * AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST or AGOLA_CODE_USER_DOES_NOT_EXIST for the root of its path; AGOLA_ERR_BAD_REQUEST
 * for a path that is none. Releases to v0.6.0 send words instead of a code, v0.7.0 to v0.9.2 send nothing but the status.
 */
#ifndef AGOLA_GW_PROJECT_GROUP_H
#define AGOLA_GW_PROJECT_GROUP_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/gw_project.h>

AGOLA_BEGIN_DECLS

/** A project group. */
typedef struct agola_gw_project_group {
	const char *id;          /**< UUID */
	const char *name;        /**< "" for a root group */
	const char *path;        /**< such as "org/acme/group" */
	const char *parent_path; /**< of the group that it is in; of a root group its own */
	enum agola_visibility visibility;
	enum agola_visibility global_visibility; /**< private if this or anything above it is private */
	const char *visibility_raw;
	const char *global_visibility_raw;
} agola_gw_project_group;

/** All groups in a group; the list is not in pages. */
typedef struct agola_gw_project_group_page {
	const agola_gw_project_group *const *items; /**< NULL after the last */
	size_t n_items;
} agola_gw_project_group_page;

/** A project group to create. Use AGOLA_GW_PROJECT_GROUP_CREATE_REQ_INIT. */
struct agola_gw_project_group_create_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const char *parent_ref;           /**< required: id or path of the group to create it in */
	const char *visibility_raw;       /**< instead of `visibility` */
	enum agola_visibility visibility; /**< required */
	uint32_t unused_;                 /**< 0 */
};

#define AGOLA_GW_PROJECT_GROUP_CREATE_REQ_INIT AGOLA_INIT_(struct agola_gw_project_group_create_req)

/**
 * What to change. A member that is not set stays as it is on the server. Use AGOLA_GW_PROJECT_GROUP_UPDATE_REQ_INIT.
 *
 * Releases to v0.2.0 take `name` and `visibility` both or not at all: send both, or the one that is not sent is emptied or
 * refused. They pass over `parent_ref`.
 */
struct agola_gw_project_group_update_req {
	size_t size;
	const char *name;           /**< not for a root group */
	const char *parent_ref;     /**< the group to move it to, by id or path; from v0.3.0 on; not for a root group */
	const char *visibility_raw; /**< instead of `visibility` */
	enum agola_visibility visibility;
	uint32_t unused_; /**< 0 */
};

#define AGOLA_GW_PROJECT_GROUP_UPDATE_REQ_INIT AGOLA_INIT_(struct agola_gw_project_group_update_req)

/**
 * Get one. For anybody with a token if the group and all above it are public; otherwise for its user, the members of its
 * organization and administrators; with releases to v0.8.0 for anybody with a token.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_NOT_FOUND if there is none, or it is a private one of an organization that the caller is not in;
 *         AGOLA_ERR_FORBIDDEN for a private one of another user. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_group_get(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_gw_project_group **ret,
                                         agola_error **err) AGOLA_CHECK;

/**
 * Get the groups that are directly in a group, in no order. For anybody with a token: private ones are among them.
 * @param ref  id or path of the group
 * @return 0; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_group_subgroup_list(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                                   agola_gw_project_group_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the projects that are directly in a group, in no order. For anybody with a token: private ones are among them.
 * @param ref  id or path of the group
 * @return 0; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_group_project_list(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                                  agola_gw_project_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Create one. Needs the token of a user who owns the parent; the administrator's bare token is refused.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_FORBIDDEN for somebody who does not own the parent, and for the bare administrator's token (to v0.9.2
 *         AGOLA_ERR_BAD_REQUEST); AGOLA_ERR_NOT_FOUND for an unknown parent; AGOLA_ERR_BAD_REQUEST with one of the codes of
 *         agola/error.h, for a bad name AGOLA_CODE_INVALID_PROJECT_NAME; AGOLA_ERR_INTERNAL or AGOLA_ERR_NOT_FOUND without
 *         `parent_ref`. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_group_create(agola_gw_client *client, agola_ctx *ctx,
                                            const struct agola_gw_project_group_create_req *req, agola_gw_project_group **ret,
                                            agola_error **err) AGOLA_CHECK;

/**
 * Change, rename or move one. For owners.
 * @param ref  id or path
 * @param req  not NULL
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND also for an unknown `parent_ref`; AGOLA_ERR_BAD_REQUEST with one of
 *         the codes of agola/error.h, and without a code for a group that would be below itself and for the parent of a root
 *         group. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_group_update(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                            const struct agola_gw_project_group_update_req *req, agola_gw_project_group **ret,
                                            agola_error **err) AGOLA_CHECK;

/**
 * Delete one. For owners. The groups and projects in it stay behind without a parent: delete them first.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_BAD_REQUEST for a root group, which releases to
 *         v0.2.0 delete. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_group_delete(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                            agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
