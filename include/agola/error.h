/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file error.h
 * Why a call failed. An error belongs to the caller, never changes, and is not tied to a thread.
 *
 * Every function accepts NULL and then answers as for "no error". The text that they give lives as long as the error.
 */
#ifndef AGOLA_ERROR_H
#define AGOLA_ERROR_H

#include <agola/common.h>

AGOLA_BEGIN_DECLS

/** Why one call failed. */
typedef struct agola_error agola_error;

/** Free an error. NULL does nothing. Since 0.1.0. */
AGOLA_API void agola_error_free(agola_error *err);

/** @return what the failed call returned: a negative enum agola_result, 0 for NULL. Since 0.1.0. */
AGOLA_API int agola_error_result(const agola_error *err);

/** @return the HTTP status of the answer, 0 if there was no answer. Since 0.1.0. */
AGOLA_API int agola_error_http_status(const agola_error *err);

/**
 * One line for people: method, path, status and the server's words. It never holds a token or a secret, and no control
 * characters. Example: `POST /remotesources: 400 Bad Request: remoteSourceAlreadyExists: remote source "x" already exists`
 * @return text that lives as long as @p err; "" for NULL. Since 0.1.0.
 */
AGOLA_API const char *agola_error_message(const agola_error *err);

/**
 * The entries of the server's list. Agola v0.10.0 and later send codes; v0.7.0 to v0.9.2 send nothing but the status;
 * earlier releases and agolad send words for people. Servers have many codes and gain more: compare with the AGOLA_CODE_…
 * macros or with any other string.
 * @return how many entries there are, often 0. Since 0.1.0.
 */
AGOLA_API size_t agola_error_count(const agola_error *err);

/** @return the code of entry @p i, such as "remoteSourceDoesNotExist"; "" if it has none or there is no such entry. Since 0.1.0. */
AGOLA_API const char *agola_error_code(const agola_error *err, size_t i);

/** @return the server's words of entry @p i; "" if there are none. Since 0.1.0. */
AGOLA_API const char *agola_error_detail_message(const agola_error *err, size_t i);

/** @return the details of entry @p i as JSON text ("null" is not passed on); NULL if there are none. Since 0.1.0. */
AGOLA_API const char *agola_error_details_json(const agola_error *err, size_t i);

/** @return whether one of the entries has @p code. Since 0.1.0. */
AGOLA_API bool agola_error_has_code(const agola_error *err, const char *code);

/**
 * Whether the same call may succeed when it is tried again later: no connection, timeout, 502, 503, 504. It says nothing
 * about whether repeating is safe. Since 0.1.0.
 */
AGOLA_API bool agola_error_is_retriable(const agola_error *err);

/**
 * Make an error, for a transport of one's own (agola/transport.h).
 * @param result   a negative enum agola_result
 * @param message  one line; NULL stands for the name of @p result
 * @return a new error; when memory is out, one that says so. Never NULL. Since 0.1.0.
 */
AGOLA_API agola_error *agola_error_new(int result, const char *message);

/* All codes of Agola v0.10.0 and later, in the order in which Agola names them. */
#define AGOLA_CODE_INVALID_START_SEQUENCE                                     "invalidStartSequence"
#define AGOLA_CODE_INVALID_LIMIT                                              "invalidLimit"
#define AGOLA_CODE_INVALID_SORT_DIRECTION                                     "invalidSortDirection"
#define AGOLA_CODE_INVALID_VISIBILITY                                         "invalidVisibility"
#define AGOLA_CODE_INVALID_ROLE                                               "invalidRole"
#define AGOLA_CODE_INVALID_PATH                                               "invalidPath"
#define AGOLA_CODE_INVALID_REF                                                "invalidRef"
#define AGOLA_CODE_USER_DOES_NOT_EXIST                                        "userDoesNotExist"
#define AGOLA_CODE_USER_ALREADY_EXISTS                                        "userAlreadyExists"
#define AGOLA_CODE_INVALID_USER_NAME                                          "invalidUserName"
#define AGOLA_CODE_USER_TOKEN_DOES_NOT_EXIST                                  "userTokenDoesNotExist"
#define AGOLA_CODE_USER_TOKEN_ALREADY_EXISTS                                  "userTokenAlreadyExists"
#define AGOLA_CODE_PARENT_PROJECT_GROUP_DOES_NOT_EXIST                        "parentProjectGroupDoesNotExist"
#define AGOLA_CODE_PROJECT_GROUP_DOES_NOT_EXIST                               "projectGroupDoesNotExist"
#define AGOLA_CODE_PROJECT_GROUP_ALREADY_EXISTS                               "projectGroupAlreadyExists"
#define AGOLA_CODE_INVALID_PROJECT_GROUP_NAME                                 "invalidProjectGroupName"
#define AGOLA_CODE_PROJECT_DOES_NOT_EXIST                                     "projectDoesNotExist"
#define AGOLA_CODE_PROJECT_ALREADY_EXISTS                                     "projectAlreadyExists"
#define AGOLA_CODE_INVALID_PROJECT_NAME                                       "invalidProjectName"
#define AGOLA_CODE_CANNOT_SET_MEMBERS_CAN_PERFORM_RUN_ACTIONS_ON_USER_PROJECT "cannotSetMembersCanPerformRunActionsOnUserProject"
#define AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST                               "remoteSourceDoesNotExist"
#define AGOLA_CODE_REMOTE_SOURCE_ALREADY_EXISTS                               "remoteSourceAlreadyExists"
#define AGOLA_CODE_INVALID_REMOTE_SOURCE_NAME                                 "invalidRemoteSourceName"
#define AGOLA_CODE_INVALID_REMOTE_SOURCE_TYPE                                 "invalidRemoteSourceType"
#define AGOLA_CODE_INVALID_REMOTE_SOURCE_AUTH_TYPE                            "invalidRemoteSourceAuthType"
#define AGOLA_CODE_INVALID_REMOTE_SOURCE_API_URL                              "invalidRemoteSourceAPIURL"
#define AGOLA_CODE_INVALID_OAUTH2_CLIENT_ID                                   "invalidOauth2ClientID"
#define AGOLA_CODE_INVALID_OAUTH2_CLIENT_SECRET                               "invalidOauth2ClientSecret"
#define AGOLA_CODE_LINKED_ACCOUNT_DOES_NOT_EXIST                              "linkedAccountDoesNotExist"
#define AGOLA_CODE_LINKED_ACCOUNT_ALREADY_EXISTS                              "linkedAccountAlreadyExists"
#define AGOLA_CODE_INVALID_REPO_PATH                                          "invalidRepoPath"
#define AGOLA_CODE_SECRET_DOES_NOT_EXIST                                      "secretDoesNotExist"
#define AGOLA_CODE_SECRET_ALREADY_EXISTS                                      "secretAlreadyExists"
#define AGOLA_CODE_INVALID_SECRET_NAME                                        "invalidSecretName"
#define AGOLA_CODE_INVALID_SECRET_TYPE                                        "invalidSecretType"
#define AGOLA_CODE_INVALID_SECRET_DATA                                        "invalidSecretData"
#define AGOLA_CODE_VARIABLE_DOES_NOT_EXIST                                    "variableDoesNotExist"
#define AGOLA_CODE_VARIABLE_ALREADY_EXISTS                                    "variableAlreadyExists"
#define AGOLA_CODE_INVALID_VARIABLE_NAME                                      "invalidVariableName"
#define AGOLA_CODE_INVALID_VARIABLE_VALUES                                    "invalidVariableValues"
#define AGOLA_CODE_CREATOR_USER_DOES_NOT_EXIST                                "creatorUserDoesNotExist"
#define AGOLA_CODE_ORGANIZATION_DOES_NOT_EXIST                                "organizationDoesNotExist"
#define AGOLA_CODE_ORGANIZATION_ALREADY_EXISTS                                "organizationAlreadyExists"
#define AGOLA_CODE_INVALID_ORGANIZATION_NAME                                  "invalidOrganizationName"
#define AGOLA_CODE_ORG_MEMBER_DOES_NOT_EXIST                                  "orgMemberDoesNotExist"
#define AGOLA_CODE_INVITATION_DOES_NOT_EXIST                                  "invitationDoesNotExist"
#define AGOLA_CODE_INVITATION_ALREADY_EXISTS                                  "invitationAlreadyExists"
#define AGOLA_CODE_CANNOT_ADD_USER_TO_ORGANIZATION                            "cannotAddUserToOrganization"
#define AGOLA_CODE_CANNOT_CREATE_INVITATION                                   "cannotCreateInvitation"
#define AGOLA_CODE_INVALID_RUN_GROUP                                          "invalidRunGroup"
#define AGOLA_CODE_INVALID_RUN_NUMBER                                         "invalidRunNumber"
#define AGOLA_CODE_INVALID_RUN_TASK_STEP_NUMBER                               "invalidRunTaskStepNumber"
#define AGOLA_CODE_RUN_DOES_NOT_EXIST                                         "runDoesNotExist"
#define AGOLA_CODE_RUN_TASK_DOES_NOT_EXIST                                    "runTaskDoesNotExist"
#define AGOLA_CODE_RUN_TASK_STEP_DOES_NOT_EXIST                               "runTaskStepDoesNotExist"
#define AGOLA_CODE_RUN_CANNOT_BE_RESTARTED                                    "runCannotBeRestarted"
#define AGOLA_CODE_RUN_TASK_NOT_WAITING_APPROVAL                              "runTaskNotWaitingApproval"
#define AGOLA_CODE_RUN_TASK_ALREADY_APPROVED                                  "runTaskAlreadyApproved"
#define AGOLA_CODE_INVALID_DELIVERY_STATUS                                    "invalidDeliveryStatus"
#define AGOLA_CODE_COMMIT_STATUS_DOES_NOT_EXIST                               "commitStatusDoesNotExist"
#define AGOLA_CODE_COMMIT_STATUS_DELIVERY_DOES_NOT_EXIST                      "commitStatusDeliveryDoesNotExist"
#define AGOLA_CODE_COMMIT_STATUS_DELIVERY_ALREADY_IN_PROGRESS                 "commitStatusDeliveryAlreadyInProgress"
#define AGOLA_CODE_RUN_WEBHOOK_DOES_NOT_EXIST                                 "runWebhookDoesNotExist"
#define AGOLA_CODE_RUN_WEBHOOK_DELIVERY_DOES_NOT_EXIST                        "runWebhookDeliveryDoesNotExist"
#define AGOLA_CODE_RUN_WEBHOOK_DELIVERY_ALREADY_IN_PROGRESS                   "runWebhookDeliveryAlreadyInProgress"

AGOLA_END_DECLS

#endif
