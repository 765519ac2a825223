/* SPDX-License-Identifier: Apache-2.0 */
/* Words that types share. */
#include "json/json.h"

const struct ag_enum ag_remote_source_types[] = {
	{ AGOLA_REMOTE_SOURCE_GITEA, "gitea" },
	{ AGOLA_REMOTE_SOURCE_GITHUB, "github" },
	{ AGOLA_REMOTE_SOURCE_GITLAB, "gitlab" },
	{ 0, NULL },
};

const struct ag_enum ag_remote_source_auth_types[] = {
	{ AGOLA_AUTH_PASSWORD, "password" },
	{ AGOLA_AUTH_OAUTH2, "oauth2" },
	{ 0, NULL },
};

const struct ag_enum ag_sort_directions[] = {
	{ AGOLA_SORT_ASC, "asc" },
	{ AGOLA_SORT_DESC, "desc" },
	{ 0, NULL },
};

const struct ag_enum ag_visibility_words[] = {
	{ AGOLA_VISIBILITY_PUBLIC, "public" },
	{ AGOLA_VISIBILITY_PRIVATE, "private" },
	{ 0, NULL },
};

const struct ag_enum ag_member_role_words[] = {
	{ AGOLA_ROLE_OWNER, "owner" },
	{ AGOLA_ROLE_MEMBER, "member" },
	{ 0, NULL },
};

const struct ag_enum ag_secret_type_words[] = {
	{ AGOLA_SECRET_INTERNAL, "internal" },
	{ AGOLA_SECRET_EXTERNAL, "external" },
	{ 0, NULL },
};

const struct ag_enum ag_run_phase_words[] = {
	{ AGOLA_RUN_PHASE_SETUP_ERROR, "setuperror" }, { AGOLA_RUN_PHASE_QUEUED, "queued" },
	{ AGOLA_RUN_PHASE_CANCELLED, "cancelled" },    { AGOLA_RUN_PHASE_RUNNING, "running" },
	{ AGOLA_RUN_PHASE_FINISHED, "finished" },      { 0, NULL },
};

const struct ag_enum ag_run_result_words[] = {
	{ AGOLA_RUN_RESULT_UNKNOWN, "unknown" },
	{ AGOLA_RUN_RESULT_STOPPED, "stopped" },
	{ AGOLA_RUN_RESULT_SUCCESS, "success" },
	{ AGOLA_RUN_RESULT_FAILED, "failed" },
	{ 0, NULL },
};

const struct ag_enum ag_run_task_status_words[] = {
	{ AGOLA_RUN_TASK_STATUS_NOT_STARTED, "notstarted" }, { AGOLA_RUN_TASK_STATUS_SKIPPED, "skipped" },
	{ AGOLA_RUN_TASK_STATUS_CANCELLED, "cancelled" },    { AGOLA_RUN_TASK_STATUS_RUNNING, "running" },
	{ AGOLA_RUN_TASK_STATUS_STOPPED, "stopped" },        { AGOLA_RUN_TASK_STATUS_SUCCESS, "success" },
	{ AGOLA_RUN_TASK_STATUS_FAILED, "failed" },          { 0, NULL },
};

const struct ag_enum ag_executor_task_phase_words[] = {
	{ AGOLA_EXECUTOR_TASK_PHASE_NOT_STARTED, "notstarted" },
	{ AGOLA_EXECUTOR_TASK_PHASE_CANCELLED, "cancelled" },
	{ AGOLA_EXECUTOR_TASK_PHASE_RUNNING, "running" },
	{ AGOLA_EXECUTOR_TASK_PHASE_STOPPED, "stopped" },
	{ AGOLA_EXECUTOR_TASK_PHASE_SUCCESS, "success" },
	{ AGOLA_EXECUTOR_TASK_PHASE_FAILED, "failed" },
	{ 0, NULL },
};

const struct ag_enum ag_docker_registry_auth_type_words[] = {
	{ AGOLA_DOCKER_REGISTRY_AUTH_BASIC, "basic" },
	{ AGOLA_DOCKER_REGISTRY_AUTH_ENCODED, "encodedauth" },
	{ 0, NULL },
};

const struct ag_enum ag_fetch_phase_words[] = {
	{ AGOLA_FETCH_PHASE_NOT_STARTED, "notstarted" },
	{ AGOLA_FETCH_PHASE_FINISHED, "finished" },
	{ 0, NULL },
};

const struct ag_enum ag_rs_run_action_words[] = {
	{ AGOLA_RS_RUN_ACTION_CHANGE_PHASE, "changephase" },
	{ AGOLA_RS_RUN_ACTION_STOP, "stop" },
	{ 0, NULL },
};

const struct ag_enum ag_rs_run_task_action_words[] = {
	{ AGOLA_RS_RUN_TASK_ACTION_SET_ANNOTATIONS, "setannotations" },
	{ AGOLA_RS_RUN_TASK_ACTION_APPROVE, "approve" },
	{ 0, NULL },
};

const struct ag_enum ag_depend_condition_words[] = {
	{ AGOLA_DEPEND_ON_SUCCESS, "on_success" },
	{ AGOLA_DEPEND_ON_FAILURE, "on_failure" },
	{ AGOLA_DEPEND_ON_SKIPPED, "on_skipped" },
	{ 0, NULL },
};

const struct ag_enum ag_step_type_words[] = {
	{ AGOLA_STEP_RUN, "run" },
	{ AGOLA_STEP_SAVE_TO_WORKSPACE, "save_to_workspace" },
	{ AGOLA_STEP_RESTORE_WORKSPACE, "restore_workspace" },
	{ AGOLA_STEP_SAVE_CACHE, "save_cache" },
	{ AGOLA_STEP_RESTORE_CACHE, "restore_cache" },
	{ 0, NULL },
};

const struct ag_enum ag_run_action_words[] = {
	{ AGOLA_RUN_ACTION_RESTART, "restart" },
	{ AGOLA_RUN_ACTION_CANCEL, "cancel" },
	{ AGOLA_RUN_ACTION_STOP, "stop" },
	{ 0, NULL },
};

const struct ag_enum ag_run_task_action_words[] = {
	{ AGOLA_RUN_TASK_ACTION_APPROVE, "approve" },
	{ 0, NULL },
};

const struct ag_enum ag_delivery_status_words[] = {
	{ AGOLA_DELIVERY_NOT_DELIVERED, "notDelivered" },
	{ AGOLA_DELIVERY_DELIVERED, "delivered" },
	{ AGOLA_DELIVERY_DELIVERY_ERROR, "deliveryError" },
	{ 0, NULL },
};

const struct ag_enum ag_org_invitation_action_words[] = {
	{ AGOLA_INVITATION_ACCEPT, "accept" },
	{ AGOLA_INVITATION_REJECT, "reject" },
	{ 0, NULL },
};

const struct ag_enum ag_when_condition_type_words[] = {
	{ AGOLA_WHEN_SIMPLE, "simple" },
	{ AGOLA_WHEN_REGEXP, "regexp" },
	{ 0, NULL },
};

const struct ag_enum ag_object_kind_words[] = {
	{ AGOLA_OBJECT_USER, "user" },
	{ AGOLA_OBJECT_ORG, "org" },
	{ AGOLA_OBJECT_PROJECT_GROUP, "projectgroup" },
	{ AGOLA_OBJECT_PROJECT, "project" },
	{ 0, NULL },
};

const struct ag_enum ag_remote_repository_config_type_words[] = {
	{ AGOLA_REMOTE_REPOSITORY_REMOTE_SOURCE, "remotesource" },
	{ AGOLA_REMOTE_REPOSITORY_MANUAL, "manual" },
	{ 0, NULL },
};

const struct ag_enum ag_auth_request_type_words[] = {
	{ AGOLA_AUTH_REQUEST_CREATE_LINKED_ACCOUNT, "createuserla" },
	{ AGOLA_AUTH_REQUEST_LOGIN, "loginuser" },
	{ AGOLA_AUTH_REQUEST_AUTHORIZE, "authorize" },
	{ AGOLA_AUTH_REQUEST_REGISTER, "registeruser" },
	{ 0, NULL },
};
