/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_project.h
 * Projects of the configstore, an internal service: whoever has its token reads and writes everything, secrets too. Nobody's
 * rights are checked here, and nothing is done at the remote source: the gateway does both.
 *
 * A project is named by its id or by its path, `org/ORG/GROUP/…/PROJECT` or `user/USER/…/PROJECT`.
 *
 * Every operation on a project that does not exist answers AGOLA_ERR_NOT_FOUND with AGOLA_CODE_PROJECT_DOES_NOT_EXIST, or with
 * the code of the part of the path that is missing; an update or a delete to v0.9.2 AGOLA_ERR_BAD_REQUEST. A path that is none,
 * and one of an unknown user or organization, is AGOLA_ERR_INTERNAL to v0.7.1. Releases to v0.6.0 send words instead of a code,
 * v0.7.0 to v0.9.2 send nothing but the status.
 */
#ifndef AGOLA_CS_PROJECT_H
#define AGOLA_CS_PROJECT_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** What an object is in: a project in a project group, a root group in a user or an organization, a variable in a project. */
typedef struct agola_cs_parent {
	const char *id; /**< UUID */
	const char *kind_raw;
	enum agola_object_kind kind;
} agola_cs_parent;

/** What an object is to be in. Use AGOLA_CS_PARENT_REQ_INIT. */
struct agola_cs_parent_req {
	size_t size;
	const char *id;              /**< required: UUID or path */
	const char *kind_raw;        /**< instead of `kind` */
	enum agola_object_kind kind; /**< required */
	uint32_t unused_;            /**< 0 */
};

#define AGOLA_CS_PARENT_REQ_INIT AGOLA_INIT_(struct agola_cs_parent_req)

/** A project as the configstore keeps it, and where that puts it. */
typedef struct agola_cs_project {
	const char *id;           /**< UUID */
	agola_time creation_time; /**< since Agola v0.8.0; not valid before */
	agola_time update_time;   /**< since Agola v0.8.0; not valid before */
	const char *name;
	const agola_cs_parent *parent; /**< the project group that it is in */
	const char *secret;            /**< made by the server; secret */
	enum agola_visibility visibility;
	enum agola_remote_repository_config_type remote_repository_config_type;
	const char *visibility_raw;
	const char *remote_repository_config_type_raw;
	const char *remote_source_id;  /**< NULL if there is none */
	const char *linked_account_id; /**< whose access to the repository Agola uses; NULL if there is none */
	const char *repository_id;     /**< at the remote source; NULL if there is none */
	const char *repository_path;   /**< at the remote source, such as "owner/repo"; NULL if there is none */
	const char *ssh_private_key;   /**< the deploy key; NULL if there is none; secret */
	const char *webhook_secret;    /**< made by the server; secret */
	const char *default_branch;    /**< from v0.8.0 on; NULL if it is not known */
	bool skip_ssh_host_key_check;
	bool pass_vars_to_forked_pr;             /**< runs of pull requests from forks get the variables; from v0.5.0 on */
	bool members_can_perform_run_actions;    /**< not only owners restart, stop and cancel runs; from v0.9.0 on */
	enum agola_object_kind owner_type;       /**< a user or an organization: at the root of its path */
	enum agola_visibility global_visibility; /**< private if this or anything above it is private */
	const char *owner_type_raw;
	const char *owner_id;    /**< UUID */
	const char *path;        /**< such as "org/acme/group/name" */
	const char *parent_path; /**< of the project group that it is in */
	const char *global_visibility_raw;
} agola_cs_project;

/** All projects of a project group; the list is not in pages. */
typedef struct agola_cs_project_page {
	const agola_cs_project *const *items; /**< NULL after the last */
	size_t n_items;
} agola_cs_project_page;

/**
 * A whole project, to create or to put in place of another: an update replaces every member, and a member that is not set
 * becomes empty or false. Use AGOLA_CS_PROJECT_REQ_INIT.
 *
 * For an update with a release to v0.6.0 get the project first, and set also `id`, `secret` and `webhook_secret` as they came:
 * those releases refuse an update without the id, and lose what is not sent. Later ones pass over the three.
 */
struct agola_cs_project_req {
	size_t size;
	const char *id; /**< for an update to v0.6.0 */
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const struct agola_cs_parent_req *parent; /**< required: the project group; an update to v0.2.0 cannot move it, and needs
	                                               the UUID of the group, not a path */
	const char *secret;                       /**< for an update to v0.6.0; secret */
	enum agola_visibility visibility;         /**< required */
	enum agola_remote_repository_config_type remote_repository_config_type; /**< required */
	const char *visibility_raw;                                             /**< instead of `visibility` */
	const char *remote_repository_config_type_raw;                          /**< instead of `remote_repository_config_type` */
	const char *remote_source_id;  /**< UUID; required unless manual, like the next three */
	const char *linked_account_id; /**< UUID of a linked account at that remote source */
	const char *repository_id;
	const char *repository_path;
	const char *ssh_private_key; /**< stored as it is; secret */
	const char *webhook_secret;  /**< for an update to v0.6.0; secret */
	const char *default_branch;  /**< passed over by releases to v0.7.1 */
	enum agola_tristate skip_ssh_host_key_check;
	enum agola_tristate pass_vars_to_forked_pr;          /**< passed over by releases to v0.4.0 */
	enum agola_tristate members_can_perform_run_actions; /**< only below an organization; passed over by releases to v0.8.0 */
	uint32_t unused_;                                    /**< 0 */
};

#define AGOLA_CS_PROJECT_REQ_INIT AGOLA_INIT_(struct agola_cs_project_req)

/**
 * Get one.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_NOT_FOUND if there is none. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_get(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_cs_project **ret,
                                   agola_error **err) AGOLA_CHECK;

/**
 * Create one.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_PARENT_PROJECT_GROUP_DOES_NOT_EXIST (to v0.9.2 AGOLA_ERR_BAD_REQUEST);
 *         AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_PROJECT_ALREADY_EXISTS or another code of agola/error.h, and without one for a
 *         bad visibility, a part that is missing, and a linked account that does not exist or is of another remote source. Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_create(agola_cs_client *client, agola_ctx *ctx, const struct agola_cs_project_req *req,
                                      agola_cs_project **ret, agola_error **err) AGOLA_CHECK;

/**
 * Replace, rename or move one; its id, its creation time and, from v0.7.0 on, what the server made stay.
 * @param ref  id or path
 * @param req  not NULL
 * @return 0; as agola_cs_project_create(), and AGOLA_ERR_NOT_FOUND if there is none (to v0.9.2 AGOLA_ERR_BAD_REQUEST). Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_update(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                      const struct agola_cs_project_req *req, agola_cs_project **ret,
                                      agola_error **err) AGOLA_CHECK;

/**
 * Delete one. Its secrets and variables stay behind.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_NOT_FOUND if there is none (to v0.9.2 AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
