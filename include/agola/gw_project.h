/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_project.h
 * Projects of the gateway: a repository of a remote source, with what Agola needs to run it.
 *
 * A project is named by its id or by its path, `org/ORG/GROUP/…/PROJECT` or `user/USER/…/PROJECT`; a bare name is not found.
 * An owner is the user in whose tree the project is, or an owner of the organization in whose tree it is; administrators
 * may do all that owners may.
 *
 * Every operation on a project that does not exist answers AGOLA_ERR_NOT_FOUND with AGOLA_CODE_PROJECT_DOES_NOT_EXIST, or
 * with the code of the part of the path that is missing; AGOLA_ERR_BAD_REQUEST for a path that is none. Releases to v0.6.0 send
 * words instead of a code, v0.7.0 to v0.9.2 send nothing but the status.
 */
#ifndef AGOLA_GW_PROJECT_H
#define AGOLA_GW_PROJECT_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A project. */
typedef struct agola_gw_project {
	const char *id; /**< UUID */
	const char *name;
	const char *path;        /**< such as "org/acme/group/name" */
	const char *parent_path; /**< of the project group that it is in */
	enum agola_visibility visibility;
	enum agola_visibility global_visibility; /**< private if this or anything above it is private */
	const char *visibility_raw;
	const char *global_visibility_raw;
	bool pass_vars_to_forked_pr;          /**< runs of pull requests from forks get the variables; from v0.5.0 on */
	bool members_can_perform_run_actions; /**< not only owners restart, stop and cancel runs; from v0.9.0 on */
	const char *default_branch;           /**< as the remote source says; from v0.8.0 on; NULL if it is not known */
} agola_gw_project;

/** All projects of a project group; the list is not in pages. */
typedef struct agola_gw_project_page {
	const agola_gw_project *const *items; /**< NULL after the last */
	size_t n_items;
} agola_gw_project_page;

/** A project to create. Use AGOLA_GW_PROJECT_CREATE_REQ_INIT. */
struct agola_gw_project_create_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const char *parent_ref;     /**< id or path of the project group to create it in; unset: the caller's own root group */
	const char *visibility_raw; /**< instead of `visibility` */
	const char *repo_path;      /**< required: the repository's path at the remote source, such as "owner/repo" */
	const char *remote_source_name;              /**< required: name or id of the remote source */
	enum agola_visibility visibility;            /**< required */
	enum agola_tristate skip_ssh_host_key_check; /**< do not check the git server's SSH host key; unset: false */
	enum agola_tristate pass_vars_to_forked_pr;  /**< unset: false; passed over by releases to v0.4.0 */
	enum agola_tristate
	        members_can_perform_run_actions; /**< unset: false; only below an organization; passed over by releases to v0.8.0 */
};

#define AGOLA_GW_PROJECT_CREATE_REQ_INIT AGOLA_INIT_(struct agola_gw_project_create_req)

/**
 * What to change. A member that is not set stays as it is on the server. Use AGOLA_GW_PROJECT_UPDATE_REQ_INIT.
 *
 * Releases to v0.2.0 take `name` and `visibility` both or not at all: send both, or the one that is not sent is emptied or
 * refused. They pass over `parent_ref`.
 */
struct agola_gw_project_update_req {
	size_t size;
	const char *name;
	const char *parent_ref;     /**< the project group to move it to, by id or path; from v0.3.0 on */
	const char *visibility_raw; /**< instead of `visibility` */
	enum agola_visibility visibility;
	enum agola_tristate pass_vars_to_forked_pr;          /**< from v0.5.0 on */
	enum agola_tristate members_can_perform_run_actions; /**< from v0.9.0 on */
	uint32_t unused_;                                    /**< 0 */
};

#define AGOLA_GW_PROJECT_UPDATE_REQ_INIT AGOLA_INIT_(struct agola_gw_project_update_req)

/** What to run: exactly one of `branch`, `tag` and `ref`. Use AGOLA_GW_PROJECT_CREATE_RUN_REQ_INIT. */
struct agola_gw_project_create_run_req {
	size_t size;
	const char *branch;
	const char *tag;
	const char *ref; /**< a full git reference, "refs/heads/…" or "refs/tags/…"; those of pull requests are refused */
	const char *commit_sha; /**< whole or shortened; that it belongs to the reference is not checked; unset: the newest */
};

#define AGOLA_GW_PROJECT_CREATE_RUN_REQ_INIT AGOLA_INIT_(struct agola_gw_project_create_run_req)

/**
 * Get one. Without a token if the project and all above it are public; otherwise for its user, the members of its organization
 * and administrators.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_NOT_FOUND if there is none, or it is a private one of an organization that the caller is not in (v0.7.0 to
 *         v0.10.0 answer AGOLA_ERR_INTERNAL for one that does not exist); AGOLA_ERR_FORBIDDEN for a private one of another
 *         user, or without a token. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_get(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_gw_project **ret,
                                   agola_error **err) AGOLA_CHECK;

/**
 * Create one, with a deploy key and a webhook at the remote source: this may take seconds. Needs the token of a user who owns the
 * project group and has a linked account at the remote source; the administrator's bare token is refused.
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_PARENT_PROJECT_GROUP_DOES_NOT_EXIST; AGOLA_ERR_FORBIDDEN for somebody who does not
 *         own the parent; AGOLA_ERR_BAD_REQUEST for the bare administrator's token, and with AGOLA_CODE_PROJECT_ALREADY_EXISTS or
 *         another code of agola/error.h; AGOLA_ERR_INTERNAL for an unknown remote source or repository and when there is no
 *         linked account (to v0.7.1 AGOLA_ERR_NOT_FOUND or AGOLA_ERR_BAD_REQUEST). Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_create(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_project_create_req *req,
                                      agola_gw_project **ret, agola_error **err) AGOLA_CHECK;

/**
 * Change, rename or move one. For owners.
 * @param ref  id or path
 * @param req  not NULL
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND also for an unknown `parent_ref`; AGOLA_ERR_BAD_REQUEST with one
 *         of the codes of agola/error.h. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_update(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                      const struct agola_gw_project_update_req *req, agola_gw_project **ret,
                                      agola_error **err) AGOLA_CHECK;

/**
 * Delete one. For owners. That the deploy key and the webhook could not be removed from the remote source is not reported.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_FORBIDDEN for others. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_delete(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_error **err) AGOLA_CHECK;

/**
 * Write the deploy key and the webhook at the remote source again. For owners.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_NOT_FOUND also when the linked account or the remote source behind the
 *         project is gone; AGOLA_ERR_INTERNAL when the git server fails. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_reconfig(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_error **err) AGOLA_CHECK;

/**
 * Make the caller's linked account the one that the project uses. Needs the token of a user who owns it and has a linked account
 * at its remote source. The server also sets `members_can_perform_run_actions` back to false: set it again.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_FORBIDDEN for others; AGOLA_ERR_BAD_REQUEST for the bare administrator's token; AGOLA_ERR_NOT_FOUND;
 *         AGOLA_ERR_INTERNAL without a linked account or when the repository cannot be read. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_update_repo_linked_account(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                                          agola_gw_project **ret, agola_error **err) AGOLA_CHECK;

/**
 * Read the default branch from the remote source again. Needs the token of a user who owns the project. The server also sets
 * `members_can_perform_run_actions` back to false: set it again.
 * @param ref  id or path
 * @return 0; AGOLA_ERR_FORBIDDEN for others, also for the bare administrator's token; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_INTERNAL
 *         for a private project of another user, without a linked account or when the git server fails; AGOLA_ERR_VERSION for
 *         earlier releases. Since Agola v0.8.0.
 */
AGOLA_API int agola_gw_project_refresh_remote_repo(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                                   agola_gw_project **ret, agola_error **err) AGOLA_CHECK;

/**
 * Create a run by hand. Needs the token of a user who owns the project and has a linked account at its remote source.
 *
 * The server does not say which run it made, and may have made none: when no condition of the configuration matches, or the
 * commit's message says "[ci skip]". A broken configuration gives a run in phase setup error. List the runs to see. When there is no
 * configuration, the answer takes seconds.
 * @param ref  id or path
 * @param req  not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST unless exactly one of `branch`, `tag`, `ref` is set; AGOLA_ERR_FORBIDDEN for others, also for the
 *         bare administrator's token; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_INTERNAL for an unknown branch, tag or commit, and
 *         without a configuration file. Since Agola v0.1.0.
 */
AGOLA_API int agola_gw_project_create_run(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                          const struct agola_gw_project_create_run_req *req, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
