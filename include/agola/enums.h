/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file enums.h
 * Enumerated strings of the wire. 0 always means a value that this library does not know: the struct then holds the
 * server's word in the member that ends with `_raw`, as it does for known ones. In a request set either: the `_raw` word
 * is sent if it is not NULL.
 */
#ifndef AGOLA_ENUMS_H
#define AGOLA_ENUMS_H

#include <agola/common.h>

AGOLA_BEGIN_DECLS

/** The software behind a remote source. */
enum agola_remote_source_type {
	AGOLA_REMOTE_SOURCE_GITEA = 1,  /**< "gitea" */
	AGOLA_REMOTE_SOURCE_GITHUB = 2, /**< "github" */
	AGOLA_REMOTE_SOURCE_GITLAB = 3  /**< "gitlab" */
};

/** How users prove to a remote source who they are. */
enum agola_remote_source_auth_type {
	AGOLA_AUTH_PASSWORD = 1, /**< "password"; gitea only */
	AGOLA_AUTH_OAUTH2 = 2    /**< "oauth2" */
};

/** The order of a list. Sent as "asc" or "desc". */
enum agola_sort_direction { AGOLA_SORT_ASC = 1, AGOLA_SORT_DESC = 2 };

/** Who may see an object. */
enum agola_visibility {
	AGOLA_VISIBILITY_PUBLIC = 1, /**< "public" */
	AGOLA_VISIBILITY_PRIVATE = 2 /**< "private" */
};

/** What a member of an organization may do. */
enum agola_member_role {
	AGOLA_ROLE_OWNER = 1, /**< "owner" */
	AGOLA_ROLE_MEMBER = 2 /**< "member" */
};

/** Where the data of a secret is. */
enum agola_secret_type {
	AGOLA_SECRET_INTERNAL = 1, /**< "internal" */
	AGOLA_SECRET_EXTERNAL = 2  /**< "external"; defined, and refused by all releases */
};

/** How far a run is. It is over when this is setup error, cancelled or finished. */
enum agola_run_phase {
	AGOLA_RUN_PHASE_SETUP_ERROR = 1, /**< "setuperror" */
	AGOLA_RUN_PHASE_QUEUED = 2,      /**< "queued" */
	AGOLA_RUN_PHASE_CANCELLED = 3,   /**< "cancelled" */
	AGOLA_RUN_PHASE_RUNNING = 4,     /**< "running" */
	AGOLA_RUN_PHASE_FINISHED = 5     /**< "finished" */
};

/** How a run ended. It can be set while the run is still running. */
enum agola_run_result {
	AGOLA_RUN_RESULT_UNKNOWN = 1, /**< "unknown"; there is none yet */
	AGOLA_RUN_RESULT_STOPPED = 2, /**< "stopped" */
	AGOLA_RUN_RESULT_SUCCESS = 3, /**< "success" */
	AGOLA_RUN_RESULT_FAILED = 4   /**< "failed" */
};

/** How far a task of a run is. */
enum agola_run_task_status {
	AGOLA_RUN_TASK_STATUS_NOT_STARTED = 1, /**< "notstarted" */
	AGOLA_RUN_TASK_STATUS_SKIPPED = 2,     /**< "skipped" */
	AGOLA_RUN_TASK_STATUS_CANCELLED = 3,   /**< "cancelled" */
	AGOLA_RUN_TASK_STATUS_RUNNING = 4,     /**< "running" */
	AGOLA_RUN_TASK_STATUS_STOPPED = 5,     /**< "stopped" */
	AGOLA_RUN_TASK_STATUS_SUCCESS = 6,     /**< "success" */
	AGOLA_RUN_TASK_STATUS_FAILED = 7       /**< "failed" */
};

/** How far a task is at its executor, or a step of it. */
enum agola_executor_task_phase {
	AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED = 1, /**< "notstarted" */
	AGOLA_EXECUTOR_TASK_PHASE_CANCELLED = 2,   /**< "cancelled" */
	AGOLA_EXECUTOR_TASK_PHASE_RUNNING = 3,     /**< "running" */
	AGOLA_EXECUTOR_TASK_PHASE_STOPPED = 4,     /**< "stopped" */
	AGOLA_EXECUTOR_TASK_PHASE_SUCCESS = 5,     /**< "success" */
	AGOLA_EXECUTOR_TASK_PHASE_FAILED = 6       /**< "failed" */
};

/** How to prove to a registry of images who one is. */
enum agola_docker_registry_auth_type {
	AGOLA_DOCKER_REGISTRY_AUTH_BASIC = 1,  /**< "basic"; name and password */
	AGOLA_DOCKER_REGISTRY_AUTH_ENCODED = 2 /**< "encodedauth"; both in one text of base64 */
};

/** Whether the runservice has fetched a log or an archive from its executor. */
enum agola_fetch_phase {
	AGOLA_FETCH_PHASE_NOT_STARTED = 1, /**< "notstarted" */
	AGOLA_FETCH_PHASE_FINISHED = 2     /**< "finished"; done with, though there may have been nothing to fetch */
};

/** When a task runs after one that it depends on. */
enum agola_depend_condition {
	AGOLA_DEPEND_ON_SUCCESS = 1, /**< "on_success" */
	AGOLA_DEPEND_ON_FAILURE = 2, /**< "on_failure" */
	AGOLA_DEPEND_ON_SKIPPED = 3  /**< "on_skipped" */
};

/** What a step of a task does. */
enum agola_step_type {
	AGOLA_STEP_RUN = 1,               /**< "run" */
	AGOLA_STEP_SAVE_TO_WORKSPACE = 2, /**< "save_to_workspace" */
	AGOLA_STEP_RESTORE_WORKSPACE = 3, /**< "restore_workspace" */
	AGOLA_STEP_SAVE_CACHE = 4,        /**< "save_cache" */
	AGOLA_STEP_RESTORE_CACHE = 5      /**< "restore_cache" */
};

/** What to do with a run, at the gateway. */
enum agola_run_action {
	AGOLA_RUN_ACTION_RESTART = 1, /**< "restart" */
	AGOLA_RUN_ACTION_CANCEL = 2,  /**< "cancel" */
	AGOLA_RUN_ACTION_STOP = 3     /**< "stop" */
};

/** What to do with a task of a run, at the gateway. */
enum agola_run_task_action {
	AGOLA_RUN_TASK_ACTION_APPROVE = 1 /**< "approve" */
};

/** What to do with a run, at the runservice. */
enum agola_rs_run_action {
	AGOLA_RS_RUN_ACTION_CHANGE_PHASE = 1, /**< "changephase"; to running or cancelled */
	AGOLA_RS_RUN_ACTION_STOP = 2          /**< "stop" */
};

/** What to do with a task of a run, at the runservice. */
enum agola_rs_run_task_action {
	AGOLA_RS_RUN_TASK_ACTION_SET_ANNOTATIONS = 1, /**< "setannotations" */
	AGOLA_RS_RUN_TASK_ACTION_APPROVE = 2          /**< "approve" */
};

/** How far the delivery of a webhook or a commit status is. */
enum agola_delivery_status {
	AGOLA_DELIVERY_NOT_DELIVERED = 1, /**< "notDelivered" */
	AGOLA_DELIVERY_DELIVERED = 2,     /**< "delivered" */
	AGOLA_DELIVERY_DELIVERY_ERROR = 3 /**< "deliveryError" */
};

/** The answer to an invitation. */
enum agola_org_invitation_action {
	AGOLA_INVITATION_ACCEPT = 1, /**< "accept" */
	AGOLA_INVITATION_REJECT = 2  /**< "reject" */
};

/** How a condition compares. */
enum agola_when_condition_type {
	AGOLA_WHEN_SIMPLE = 1, /**< "simple"; the whole text is the same */
	AGOLA_WHEN_REGEXP = 2  /**< "regexp"; Go's regular expressions, not anchored */
};

/** What kind of object another one belongs to. */
enum agola_object_kind {
	AGOLA_OBJECT_USER = 1,          /**< "user" */
	AGOLA_OBJECT_ORG = 2,           /**< "org" */
	AGOLA_OBJECT_PROJECT_GROUP = 3, /**< "projectgroup" */
	AGOLA_OBJECT_PROJECT = 4        /**< "project" */
};

/** How a project gets to its repository. */
enum agola_remote_repository_config_type {
	AGOLA_REMOTE_REPOSITORY_REMOTE_SOURCE = 1, /**< "remotesource"; through a linked account of a remote source */
	AGOLA_REMOTE_REPOSITORY_MANUAL = 2         /**< "manual"; Agola's own tests only */
};

/** What a way through a browser was begun for. */
enum agola_auth_request_type {
	AGOLA_AUTH_REQUEST_CREATE_LINKED_ACCOUNT = 1, /**< "createuserla" */
	AGOLA_AUTH_REQUEST_LOGIN = 2,                 /**< "loginuser" */
	AGOLA_AUTH_REQUEST_AUTHORIZE = 3,             /**< "authorize" */
	AGOLA_AUTH_REQUEST_REGISTER = 4               /**< "registeruser" */
};

AGOLA_END_DECLS

#endif
