/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_project_group.h
 * Project groups of the configstore: the tree in which projects are. Each user and each organization has a root group, which is
 * made and deleted with its owner and has no name. Whoever has the token of the configstore may do everything.
 *
 * A group is named by its id or by its path, `org/ORG/GROUP/…` or `user/USER/GROUP/…`; `org/ORG` and `user/USER` are the root
 * groups.
 *
 * Every operation on a group that does not exist answers AGOLA_ERR_NOT_FOUND with AGOLA_CODE_PROJECT_GROUP_DOES_NOT_EXIST, or
 * with AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST or AGOLA_CODE_USER_DOES_NOT_EXIST for the root of its path, to v0.7.1
 * AGOLA_ERR_INTERNAL; an update or a delete to v0.9.2 AGOLA_ERR_BAD_REQUEST. A path that is none is AGOLA_ERR_BAD_REQUEST, to
 * v0.7.1 AGOLA_ERR_INTERNAL. Releases to v0.6.0 send words instead of a code, v0.7.0 to v0.9.2 send nothing but the status.
 */
#ifndef AGOLA_CS_PROJECT_GROUP_H
#define AGOLA_CS_PROJECT_GROUP_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/cs_project.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A project group as the configstore keeps it, and where that puts it. */
typedef struct agola_cs_project_group {
	const char *id;                /**< UUID */
	agola_time creation_time;      /**< since Agola v0.8.0; not valid before */
	agola_time update_time;        /**< since Agola v0.8.0; not valid before */
	const char *name;              /**< NULL for a root group */
	const agola_cs_parent *parent; /**< the group that it is in; of a root group its user or organization */
	enum agola_visibility visibility;
	enum agola_object_kind owner_type; /**< a user or an organization: at the root of its path */
	const char *visibility_raw;
	const char *owner_type_raw;
	const char *owner_id;    /**< UUID */
	const char *path;        /**< such as "org/acme/group" */
	const char *parent_path; /**< of the group that it is in; of a root group its own */
	const char *global_visibility_raw;
	enum agola_visibility global_visibility; /**< private if this or anything above it is private */
} agola_cs_project_group;

/** All groups in a group; the list is not in pages. */
typedef struct agola_cs_project_group_page {
	const agola_cs_project_group *const *items; /**< NULL after the last */
	size_t n_items;
} agola_cs_project_group_page;

/**
 * A whole project group, to create or to put in place of another. Use AGOLA_CS_PROJECT_GROUP_REQ_INIT.
 *
 * For an update with a release to v0.6.0 set also `id`, as it came: those releases refuse an update without it. Later ones pass
 * over it.
 */
struct agola_cs_project_group_req {
	size_t size;
	const char *id; /**< for an update to v0.6.0 */
	/** required, but unset for a root group; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on,
	 *  2 or more before */
	const char *name;
	const struct agola_cs_parent_req
	        *parent;                  /**< required; an update of a root group takes no path and nothing but what is there;
	                                               so does one of any group to v0.2.0 */
	const char *visibility_raw;       /**< instead of `visibility` */
	enum agola_visibility visibility; /**< required */
	uint32_t unused_;                 /**< 0 */
};

#define AGOLA_CS_PROJECT_GROUP_REQ_INIT AGOLA_INIT_(struct agola_cs_project_group_req)

/**
 * Get one.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_NOT_FOUND if there is none. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_get(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_cs_project_group **ret,
                                         agola_error **err) AGOLA_CHECK;

/**
 * Get the groups that are directly in a group, in no order.
 * @param ref  id or path of the group
 * @return 0; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_subgroup_list(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                                   agola_cs_project_group_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the projects that are directly in a group, in no order.
 * @param ref  id or path of the group
 * @return 0; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_project_list(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                                  agola_cs_project_page **ret, agola_error **err) AGOLA_CHECK;

/**
 * Create one.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_PARENT_PROJECT_GROUP_DOES_NOT_EXIST (to v0.9.2 AGOLA_ERR_BAD_REQUEST);
 *         AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_PROJECT_GROUP_ALREADY_EXISTS, AGOLA_CODE_INVALID_PROJECT_GROUP_NAME or
 *         AGOLA_CODE_INVALID_VISIBILITY, and without a code for a parent that is no project group. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_create(agola_cs_client *client, agola_ctx *ctx, const struct agola_cs_project_group_req *req,
                                            agola_cs_project_group **ret, agola_error **err) AGOLA_CHECK;

/**
 * Replace, rename or move one; its id and its creation time stay.
 * @param ref  id or path
 * @param req  not NULL
 * @return 0; as agola_cs_project_group_create(), and AGOLA_ERR_NOT_FOUND if there is none (to v0.9.2 AGOLA_ERR_BAD_REQUEST);
 *         AGOLA_ERR_BAD_REQUEST without a code for a group that would be below itself and for another parent of a root group.
 *         Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_update(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                            const struct agola_cs_project_group_req *req, agola_cs_project_group **ret,
                                            agola_error **err) AGOLA_CHECK;

/**
 * Delete one. What is in it stays behind without a parent: delete that first.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_NOT_FOUND if there is none (to v0.9.2 AGOLA_ERR_BAD_REQUEST); AGOLA_ERR_BAD_REQUEST for a root group,
 *         which releases to v0.2.0 delete. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                            agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
