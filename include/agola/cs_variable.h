/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_variable.h
 * Variables of projects and project groups of the configstore: names for values of secrets, each under conditions. Whoever has
 * the token of the configstore may do everything.
 *
 * Projects and groups are named by their id or their path, as in agola/cs_project.h and agola/cs_project_group.h; releases
 * to v0.9.2 answer AGOLA_ERR_BAD_REQUEST instead of AGOLA_ERR_NOT_FOUND for all that does not exist, and do not say with a code
 * what that is.
 */
#ifndef AGOLA_CS_VARIABLE_H
#define AGOLA_CS_VARIABLE_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/cs_project.h>
#include <agola/ctx.h>
#include <agola/error.h>
#include <agola/when.h>

AGOLA_BEGIN_DECLS

/** One value of a variable: where it is, and when it counts. */
typedef struct agola_cs_variable_value {
	const char *secret_name;
	const char *secret_var; /**< the key in its data */
	const agola_when *when; /**< NULL: always */
} agola_cs_variable_value;

/** A variable as the configstore keeps it. */
typedef struct agola_cs_variable {
	const char *id;           /**< UUID */
	agola_time creation_time; /**< since Agola v0.8.0; not valid before */
	agola_time update_time;   /**< since Agola v0.8.0; not valid before */
	const char *name;
	const agola_cs_parent *parent;                /**< the project or the project group that it is of */
	const agola_cs_variable_value *const *values; /**< the first that counts is used; NULL after the last */
	size_t n_values;
	const char *parent_path; /**< of the project or group that it is of; NULL in the answer to a create or an update */
} agola_cs_variable;

/** All variables of a project or a group; the list is not in pages. */
typedef struct agola_cs_variable_page {
	const agola_cs_variable *const *items; /**< NULL after the last */
	size_t n_items;
} agola_cs_variable_page;

/** Options of a list. Use AGOLA_CS_VARIABLE_LIST_OPTS_INIT. */
struct agola_cs_variable_list_opts {
	size_t size;
	enum agola_tristate tree; /**< also those of all groups above, the nearest level first, none left out; unset: false */
	uint32_t unused_;         /**< 0 */
};

#define AGOLA_CS_VARIABLE_LIST_OPTS_INIT AGOLA_INIT_(struct agola_cs_variable_list_opts)

/** One value in a request. Use AGOLA_CS_VARIABLE_VALUE_REQ_INIT. */
struct agola_cs_variable_value_req {
	size_t size;
	const char *secret_name;           /**< of the same level or one above; that there is one is not checked */
	const char *secret_var;            /**< a key in its data; that there is one is not checked */
	const struct agola_when_req *when; /**< unset: always */
};

#define AGOLA_CS_VARIABLE_VALUE_REQ_INIT AGOLA_INIT_(struct agola_cs_variable_value_req)

/** A whole variable, to create it or to put it in place of another. Use AGOLA_CS_VARIABLE_REQ_INIT. */
struct agola_cs_variable_req {
	size_t size;
	/** required; letters, digits and single inner hyphens, first a letter; 1 to 40 from v0.10.0 on, 2 or more before */
	const char *name;
	const struct agola_cs_variable_value_req *const *values; /**< required, at least one */
	size_t n_values;
};

#define AGOLA_CS_VARIABLE_REQ_INIT AGOLA_INIT_(struct agola_cs_variable_req)

/**
 * Get the variables of a project group.
 * @param ref   id or path of the project group
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project group. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_variable_list(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                                   const struct agola_cs_variable_list_opts *opts, agola_cs_variable_page **ret,
                                                   agola_error **err) AGOLA_CHECK;

/**
 * Create a variable of a project group.
 * @param ref  id or path of the project group
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project group; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_VARIABLE_ALREADY_EXISTS,
 *         AGOLA_CODE_INVALID_VARIABLE_NAME or AGOLA_CODE_INVALID_VARIABLE_VALUES. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_variable_create(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                                     const struct agola_cs_variable_req *req, agola_cs_variable **ret,
                                                     agola_error **err) AGOLA_CHECK;

/**
 * Replace a variable of a project group: all of it, so send all of it. Its id and its creation time stay.
 * @param ref   id or path of the project group
 * @param name  the variable's name so far
 * @param req   not NULL; `name` is the new name, or the same
 * @return 0; as agola_cs_project_group_variable_create(), and AGOLA_ERR_NOT_FOUND with AGOLA_CODE_VARIABLE_DOES_NOT_EXIST. Since
 *         Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_variable_update(agola_cs_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                                     const struct agola_cs_variable_req *req, agola_cs_variable **ret,
                                                     agola_error **err) AGOLA_CHECK;

/**
 * Delete a variable of a project group.
 * @param ref   id or path of the project group
 * @param name  the variable's name
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project group, and with AGOLA_CODE_VARIABLE_DOES_NOT_EXIST. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_group_variable_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                                     agola_error **err) AGOLA_CHECK;

/**
 * Get the variables of a project.
 * @param ref   id or path of the project
 * @param opts  may be NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_variable_list(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                             const struct agola_cs_variable_list_opts *opts, agola_cs_variable_page **ret,
                                             agola_error **err) AGOLA_CHECK;

/**
 * Create a variable of a project.
 * @param ref  id or path of the project
 * @param req  not NULL
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_VARIABLE_ALREADY_EXISTS,
 *         AGOLA_CODE_INVALID_VARIABLE_NAME or AGOLA_CODE_INVALID_VARIABLE_VALUES. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_variable_create(agola_cs_client *client, agola_ctx *ctx, const char *ref,
                                               const struct agola_cs_variable_req *req, agola_cs_variable **ret,
                                               agola_error **err) AGOLA_CHECK;

/**
 * Replace a variable of a project: all of it, so send all of it. Its id and its creation time stay.
 * @param ref   id or path of the project
 * @param name  the variable's name so far
 * @param req   not NULL; `name` is the new name, or the same
 * @return 0; as agola_cs_project_variable_create(), and AGOLA_ERR_NOT_FOUND with AGOLA_CODE_VARIABLE_DOES_NOT_EXIST. Since Agola
 *         v0.1.0.
 */
AGOLA_API int agola_cs_project_variable_update(agola_cs_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                               const struct agola_cs_variable_req *req, agola_cs_variable **ret,
                                               agola_error **err) AGOLA_CHECK;

/**
 * Delete a variable of a project.
 * @param ref   id or path of the project
 * @param name  the variable's name
 * @return 0; AGOLA_ERR_NOT_FOUND for an unknown project, and with AGOLA_CODE_VARIABLE_DOES_NOT_EXIST. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_project_variable_delete(agola_cs_client *client, agola_ctx *ctx, const char *ref, const char *name,
                                               agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
