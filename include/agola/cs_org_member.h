/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cs_org_member.h
 * Members of the organizations of the configstore.
 *
 * Organization and user are named by name or id. One that does not exist answers AGOLA_ERR_NOT_FOUND with
 * AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST or AGOLA_CODE_USER_DOES_NOT_EXIST; when something is to be written, releases to v0.9.2
 * answer AGOLA_ERR_BAD_REQUEST. Releases to v0.6.0 send words instead of a code, v0.7.0 to v0.9.2 send nothing but the status.
 */
#ifndef AGOLA_CS_ORG_MEMBER_H
#define AGOLA_CS_ORG_MEMBER_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/cs_user.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A membership as the configstore keeps it. */
typedef struct agola_cs_org_member {
	const char *id;           /**< UUID */
	agola_time creation_time; /**< since Agola v0.8.0; not valid before */
	agola_time update_time;   /**< since Agola v0.8.0; not valid before */
	const char *organization_id;
	const char *user_id;
	const char *role_raw;
	enum agola_member_role role;
} agola_cs_org_member;

/** A user and what it is in the organization. */
typedef struct agola_cs_org_member_user {
	const agola_cs_user *user;
	const char *role_raw;
	enum agola_member_role role;
} agola_cs_org_member_user;

/** One page of members. */
typedef struct agola_cs_org_member_page {
	const agola_cs_org_member_user *const *items; /**< NULL after the last */
	size_t n_items;
	const char *next_start; /**< `start` of the next page: the user's name of the last; NULL when this is the last page */
} agola_cs_org_member_page;

/** Options of a list. Use AGOLA_CS_ORG_MEMBER_LIST_OPTS_INIT. Releases to v0.8.0 pass over them and send all members at once. */
struct agola_cs_org_member_list_opts {
	size_t size;
	const char *start;              /**< only what comes after this user name */
	int64_t limit;                  /**< items of a page; 0: all of them */
	enum agola_sort_direction sort; /**< by user name; 0: ascending */
	uint32_t unused_;               /**< 0 */
};

#define AGOLA_CS_ORG_MEMBER_LIST_OPTS_INIT AGOLA_INIT_(struct agola_cs_org_member_list_opts)

/** What a member is to be. Use AGOLA_CS_ORG_MEMBER_ADD_REQ_INIT. */
struct agola_cs_org_member_add_req {
	size_t size;
	const char *role_raw;        /**< instead of `role` */
	enum agola_member_role role; /**< required */
	uint32_t unused_;            /**< 0 */
};

#define AGOLA_CS_ORG_MEMBER_ADD_REQ_INIT AGOLA_INIT_(struct agola_cs_org_member_add_req)

/**
 * Get one page of the members of an organization, ordered by user name (to v0.8.0 in no order).
 * @param org_ref  name or id
 * @param opts     may be NULL
 * @return 0; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_member_list(agola_cs_client *client, agola_ctx *ctx, const char *org_ref,
                                       const struct agola_cs_org_member_list_opts *opts, agola_cs_org_member_page **ret,
                                       agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_cs_org_member_iter agola_cs_org_member_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param org_ref  name or id
 * @param opts     may be NULL; `limit` is the size of a page, 100 without one
 * @param ret      not NULL; free it with agola_cs_org_member_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_member_iter_new(agola_cs_client *client, const char *org_ref,
                                           const struct agola_cs_org_member_list_opts *opts, agola_cs_org_member_iter **ret,
                                           agola_error **err) AGOLA_CHECK;

/**
 * Get the next member.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_cs_org_member_list(), and AGOLA_ERR_PROTOCOL for a server that goes in
 *         circles. After an error the same page is asked for again. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_member_iter_next(agola_cs_org_member_iter *iter, agola_ctx *ctx, const agola_cs_org_member_user **ret,
                                            agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.1.0. */
AGOLA_API void agola_cs_org_member_iter_free(agola_cs_org_member_iter *iter);

/**
 * Make a user a member of an organization, or change what it is there. An invitation that waits for it is gone then, unless
 * nothing changes.
 * @param org_ref   name or id
 * @param user_ref  name or id
 * @param req       not NULL
 * @return 0; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_ROLE; AGOLA_ERR_NOT_FOUND. Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_member_add(agola_cs_client *client, agola_ctx *ctx, const char *org_ref, const char *user_ref,
                                      const struct agola_cs_org_member_add_req *req, agola_cs_org_member **ret,
                                      agola_error **err) AGOLA_CHECK;

/**
 * Remove a user from an organization, also the last owner.
 * @param org_ref   name or id
 * @param user_ref  name or id
 * @return 0; AGOLA_ERR_NOT_FOUND, with AGOLA_CODE_ORG_MEMBER_DOES_NOT_EXIST for no member (to v0.9.2 AGOLA_ERR_BAD_REQUEST).
 *         Since Agola v0.1.0.
 */
AGOLA_API int agola_cs_org_member_remove(agola_cs_client *client, agola_ctx *ctx, const char *org_ref, const char *user_ref,
                                         agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
