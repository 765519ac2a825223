/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file gw_delivery.h What the notification service sent, or tries to send, for the runs of a project: webhooks to the one
 * receiver of the installation, and commit statuses to the remote source.
 *
 * All operations came with v0.9.0, earlier releases answer AGOLA_ERR_VERSION, and are for the owners of the project and
 * administrators: AGOLA_ERR_FORBIDDEN for others. Projects are named by their id or their path; v0.9.0 to v0.9.2 find them by
 * their id only. One that does not exist answers AGOLA_ERR_NOT_FOUND.
 */
#ifndef AGOLA_GW_DELIVERY_H
#define AGOLA_GW_DELIVERY_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A webhook of a run, on its way or sent. */
typedef struct agola_gw_run_webhook_delivery {
	const char *id;    /**< UUID */
	uint64_t sequence; /**< grows with each delivery */
	enum agola_delivery_status delivery_status;
	const char *delivery_status_raw;
	agola_time delivered_at; /**< when the receiver answered, whatever it answered; not valid before, and without an answer */
	int32_t status_code;     /**< HTTP status of the receiver; 0: none; 201 counts as delivered */
} agola_gw_run_webhook_delivery;

/** One page of deliveries. */
typedef struct agola_gw_run_webhook_delivery_page {
	const agola_gw_run_webhook_delivery *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< for the next page, in the options; NULL when this is the last */
} agola_gw_run_webhook_delivery_page;

/** A commit status of a run, on its way or sent. */
typedef struct agola_gw_commit_status_delivery {
	const char *id;    /**< UUID */
	uint64_t sequence; /**< grows with each delivery */
	enum agola_delivery_status delivery_status;
	const char *delivery_status_raw;
	agola_time delivered_at; /**< not valid until it is delivered */
} agola_gw_commit_status_delivery;

/** One page of deliveries. */
typedef struct agola_gw_commit_status_delivery_page {
	const agola_gw_commit_status_delivery *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< for the next page, in the options; NULL when this is the last */
} agola_gw_commit_status_delivery_page;

/** Options of a list. Use AGOLA_GW_DELIVERY_LIST_OPTS_INIT. */
struct agola_gw_delivery_list_opts {
	size_t size;
	const char *cursor; /**< go on after a page; the others but `limit` are then not sent: the cursor holds them */
	int64_t limit;      /**< items of a page; 0: the server's default; servers lower it to 30 */
	const char *const *delivery_statuses; /**< only these: "notDelivered", "delivered", "deliveryError" */
	size_t n_delivery_statuses;           /**< 0: all */
	enum agola_sort_direction sort;       /**< by sequence; 0: ascending */
	uint32_t unused_;                     /**< 0 */
};

#define AGOLA_GW_DELIVERY_LIST_OPTS_INIT AGOLA_INIT_(struct agola_gw_delivery_list_opts)

/**
 * Get one page of the deliveries of webhooks of runs of a project, ordered by sequence.
 * @param project_ref  id or path
 * @param opts         may be NULL
 * @return 0; AGOLA_ERR_FORBIDDEN; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_BAD_REQUEST for a
 *         cursor that the server does not accept, and with AGOLA_CODE_INVALID_DELIVERY_STATUS. Since Agola v0.9.0.
 */
AGOLA_API int agola_gw_run_webhook_delivery_list(agola_gw_client *client, agola_ctx *ctx, const char *project_ref,
                                                 const struct agola_gw_delivery_list_opts *opts,
                                                 agola_gw_run_webhook_delivery_page **ret, agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_gw_run_webhook_delivery_iter agola_gw_run_webhook_delivery_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param project_ref  id or path
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_gw_run_webhook_delivery_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.9.0.
 */
AGOLA_API int agola_gw_run_webhook_delivery_iter_new(agola_gw_client *client, const char *project_ref,
                                                     const struct agola_gw_delivery_list_opts *opts,
                                                     agola_gw_run_webhook_delivery_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next delivery.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_gw_run_webhook_delivery_list(), and AGOLA_ERR_PROTOCOL for a server
 *         that repeats a cursor. After an error the same page is asked for again. Since Agola v0.9.0.
 */
AGOLA_API int agola_gw_run_webhook_delivery_iter_next(agola_gw_run_webhook_delivery_iter *iter, agola_ctx *ctx,
                                                      const agola_gw_run_webhook_delivery **ret, agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.9.0. */
AGOLA_API void agola_gw_run_webhook_delivery_iter_free(agola_gw_run_webhook_delivery_iter *iter);

/**
 * Send one again: a new delivery is queued, the old one stays as it is.
 * @param project_ref  id or path
 * @param delivery_id  UUID
 * @return 0; AGOLA_ERR_FORBIDDEN; AGOLA_ERR_NOT_FOUND, with AGOLA_CODE_RUN_WEBHOOK_DELIVERY_DOES_NOT_EXIST also for a
 *         delivery of another project; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_RUN_WEBHOOK_DELIVERY_ALREADY_IN_PROGRESS while
 *         another one is on its way. Since Agola v0.9.0.
 */
AGOLA_API int agola_gw_run_webhook_delivery_redeliver(agola_gw_client *client, agola_ctx *ctx, const char *project_ref,
                                                      const char *delivery_id, agola_error **err) AGOLA_CHECK;

/**
 * Get one page of the deliveries of commit statuses of a project, ordered by sequence.
 * @param project_ref  id or path
 * @param opts         may be NULL
 * @return 0; AGOLA_ERR_FORBIDDEN; AGOLA_ERR_NOT_FOUND; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_BAD_REQUEST for a
 *         cursor that the server does not accept, and with AGOLA_CODE_INVALID_DELIVERY_STATUS. Since Agola v0.9.0.
 */
AGOLA_API int agola_gw_commit_status_delivery_list(agola_gw_client *client, agola_ctx *ctx, const char *project_ref,
                                                   const struct agola_gw_delivery_list_opts *opts,
                                                   agola_gw_commit_status_delivery_page **ret, agola_error **err) AGOLA_CHECK;

/** Walks all pages, holding one. */
typedef struct agola_gw_commit_status_delivery_iter agola_gw_commit_status_delivery_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param project_ref  id or path
 * @param opts  may be NULL; `limit` is the size of a page
 * @param ret   not NULL; free it with agola_gw_commit_status_delivery_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.9.0.
 */
AGOLA_API int agola_gw_commit_status_delivery_iter_new(agola_gw_client *client, const char *project_ref,
                                                       const struct agola_gw_delivery_list_opts *opts,
                                                       agola_gw_commit_status_delivery_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next delivery.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_gw_commit_status_delivery_list(), and AGOLA_ERR_PROTOCOL for a
 *         server that repeats a cursor. After an error the same page is asked for again. Since Agola v0.9.0.
 */
AGOLA_API int agola_gw_commit_status_delivery_iter_next(agola_gw_commit_status_delivery_iter *iter, agola_ctx *ctx,
                                                        const agola_gw_commit_status_delivery **ret,
                                                        agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.9.0. */
AGOLA_API void agola_gw_commit_status_delivery_iter_free(agola_gw_commit_status_delivery_iter *iter);

/**
 * Send one again: a new delivery is queued, the old one stays as it is.
 * @param project_ref  id or path
 * @param delivery_id  UUID
 * @return 0; AGOLA_ERR_FORBIDDEN; AGOLA_ERR_NOT_FOUND, with AGOLA_CODE_COMMIT_STATUS_DELIVERY_DOES_NOT_EXIST also for a
 *         delivery of another project; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_COMMIT_STATUS_DELIVERY_ALREADY_IN_PROGRESS while
 *         another one is on its way. Since Agola v0.9.0.
 */
AGOLA_API int agola_gw_commit_status_delivery_redeliver(agola_gw_client *client, agola_ctx *ctx, const char *project_ref,
                                                        const char *delivery_id, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
