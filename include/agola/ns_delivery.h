/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ns_delivery.h
 * What the notification service sent, or tries to send, for the runs of a project: webhooks to the one receiver of the installation, and
 * commit statuses to the remote source.
 *
 * All operations came with v0.9.0. Earlier notification services listen nowhere, so that one that is called is something else; where it
 * can be told it is AGOLA_ERR_VERSION. Projects are named by their id; whether there is one is not checked.
 */
#ifndef AGOLA_NS_DELIVERY_H
#define AGOLA_NS_DELIVERY_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A webhook of a run, on its way or sent. */
typedef struct agola_ns_run_webhook_delivery {
	const char *id; /**< UUID */
	agola_time creation_time;
	agola_time update_time;
	uint64_t sequence;          /**< grows with each delivery */
	const char *run_webhook_id; /**< the same when it is sent again */
	enum agola_delivery_status delivery_status;
	int32_t status_code; /**< HTTP status of the receiver; 0: none; 201 counts as delivered */
	const char *delivery_status_raw;
	agola_time delivered_at; /**< when the receiver answered, whatever it answered; not valid before, and without an answer */
} agola_ns_run_webhook_delivery;

/** One page of deliveries. */
typedef struct agola_ns_run_webhook_delivery_page {
	const agola_ns_run_webhook_delivery *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< what to `start` the next page with; NULL when this is the last */
} agola_ns_run_webhook_delivery_page;

/** A commit status of a run, on its way or sent. */
typedef struct agola_ns_commit_status_delivery {
	const char *id; /**< UUID */
	agola_time creation_time;
	agola_time update_time;
	uint64_t sequence;            /**< grows with each delivery */
	const char *commit_status_id; /**< the same when it is sent again */
	enum agola_delivery_status delivery_status;
	uint32_t unused_; /**< 0 */
	const char *delivery_status_raw;
	agola_time delivered_at; /**< not valid until it is delivered */
} agola_ns_commit_status_delivery;

/** One page of deliveries. */
typedef struct agola_ns_commit_status_delivery_page {
	const agola_ns_commit_status_delivery *const *items; /**< NULL after the last */
	size_t n_items;
	const char *cursor; /**< what to `start` the next page with; NULL when this is the last */
} agola_ns_commit_status_delivery_page;

/** Options of a list. Use AGOLA_NS_DELIVERY_LIST_OPTS_INIT. */
struct agola_ns_delivery_list_opts {
	size_t size;
	const char *start; /**< only deliveries behind this sequence in the order of the list: `cursor` of a page */
	int64_t limit;     /**< items of a page; 0: all that there are */
	const char *const *delivery_statuses; /**< only these: "notDelivered", "delivered", "deliveryError" */
	size_t n_delivery_statuses;           /**< 0: all */
	enum agola_sort_direction sort;       /**< by sequence; 0: ascending, the oldest first */
	uint32_t unused_;                     /**< 0 */
};

#define AGOLA_NS_DELIVERY_LIST_OPTS_INIT AGOLA_INIT_(struct agola_ns_delivery_list_opts)

/**
 * Get one page of the deliveries of webhooks of a project, ordered by sequence.
 * @param project_id  its id
 * @param opts        may be NULL
 * @return 0; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_DELIVERY_STATUS or
 *         AGOLA_CODE_INVALID_START_SEQUENCE. Since Agola v0.9.0.
 */
AGOLA_API int agola_ns_run_webhook_delivery_list(agola_ns_client *client, agola_ctx *ctx, const char *project_id,
                                                 const struct agola_ns_delivery_list_opts *opts,
                                                 agola_ns_run_webhook_delivery_page **ret, agola_error **err) AGOLA_CHECK;

/** Walks all deliveries of webhooks of a project, one page in memory at a time. */
typedef struct agola_ns_run_webhook_delivery_iter agola_ns_run_webhook_delivery_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param project_id  its id
 * @param opts        may be NULL; `limit` is the size of a page, 0: 100
 * @param ret         not NULL; free it with agola_ns_run_webhook_delivery_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.9.0.
 */
AGOLA_API int agola_ns_run_webhook_delivery_iter_new(agola_ns_client *client, const char *project_id,
                                                     const struct agola_ns_delivery_list_opts *opts,
                                                     agola_ns_run_webhook_delivery_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next delivery.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_ns_run_webhook_delivery_list(). After an error the same page is asked
 *         for again. Since Agola v0.9.0.
 */
AGOLA_API int agola_ns_run_webhook_delivery_iter_next(agola_ns_run_webhook_delivery_iter *iter, agola_ctx *ctx,
                                                      const agola_ns_run_webhook_delivery **ret, agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.9.0. */
AGOLA_API void agola_ns_run_webhook_delivery_iter_free(agola_ns_run_webhook_delivery_iter *iter);

/**
 * Send one of the webhooks again, a second or so later. It is a new delivery; its id is not told, the end of the list has it.
 * @param project_id   its id
 * @param delivery_id  of any delivery, whatever its status
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_RUN_WEBHOOK_DELIVERY_DOES_NOT_EXIST; AGOLA_ERR_BAD_REQUEST with
 *         AGOLA_CODE_RUN_WEBHOOK_DELIVERY_ALREADY_IN_PROGRESS. Since Agola v0.9.0.
 */
AGOLA_API int agola_ns_run_webhook_delivery_redeliver(agola_ns_client *client, agola_ctx *ctx, const char *project_id,
                                                      const char *delivery_id, agola_error **err) AGOLA_CHECK;

/**
 * Get one page of the deliveries of commit statuses of a project, ordered by sequence.
 * @param project_id  its id
 * @param opts        may be NULL
 * @return 0; AGOLA_ERR_INVALID for a negative limit; AGOLA_ERR_BAD_REQUEST with AGOLA_CODE_INVALID_DELIVERY_STATUS or
 *         AGOLA_CODE_INVALID_START_SEQUENCE. Since Agola v0.9.0.
 */
AGOLA_API int agola_ns_commit_status_delivery_list(agola_ns_client *client, agola_ctx *ctx, const char *project_id,
                                                   const struct agola_ns_delivery_list_opts *opts,
                                                   agola_ns_commit_status_delivery_page **ret, agola_error **err) AGOLA_CHECK;

/** Walks all deliveries of commit statuses of a project, one page in memory at a time. */
typedef struct agola_ns_commit_status_delivery_iter agola_ns_commit_status_delivery_iter;

/**
 * Make an iterator. Nothing is sent yet. @p client must outlive it.
 * @param project_id  its id
 * @param opts        may be NULL; `limit` is the size of a page, 0: 100
 * @param ret         not NULL; free it with agola_ns_commit_status_delivery_iter_free()
 * @return 0, AGOLA_ERR_INVALID for a bad argument, AGOLA_ERR_NOMEM. Since Agola v0.9.0.
 */
AGOLA_API int agola_ns_commit_status_delivery_iter_new(agola_ns_client *client, const char *project_id,
                                                       const struct agola_ns_delivery_list_opts *opts,
                                                       agola_ns_commit_status_delivery_iter **ret, agola_error **err) AGOLA_CHECK;

/**
 * Get the next delivery.
 * @param ret  not NULL; what it points to is valid until the next call with this iterator
 * @return 1 with an item; 0 at the end; negative as agola_ns_commit_status_delivery_list(). After an error the same page is
 *         asked for again. Since Agola v0.9.0.
 */
AGOLA_API int agola_ns_commit_status_delivery_iter_next(agola_ns_commit_status_delivery_iter *iter, agola_ctx *ctx,
                                                        const agola_ns_commit_status_delivery **ret,
                                                        agola_error **err) AGOLA_CHECK;

/** Free an iterator. NULL does nothing. Since Agola v0.9.0. */
AGOLA_API void agola_ns_commit_status_delivery_iter_free(agola_ns_commit_status_delivery_iter *iter);

/**
 * Send one of the commit statuses again, a second or so later. It is a new delivery; its id is not told, the end of the list has it.
 * @param project_id   its id
 * @param delivery_id  of any delivery, whatever its status
 * @return 0; AGOLA_ERR_NOT_FOUND with AGOLA_CODE_COMMIT_STATUS_DELIVERY_DOES_NOT_EXIST; AGOLA_ERR_BAD_REQUEST with
 *         AGOLA_CODE_COMMIT_STATUS_DELIVERY_ALREADY_IN_PROGRESS. Since Agola v0.9.0.
 */
AGOLA_API int agola_ns_commit_status_delivery_redeliver(agola_ns_client *client, agola_ctx *ctx, const char *project_id,
                                                        const char *delivery_id, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
