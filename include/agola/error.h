/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file error.h
 * Why a call failed. An error belongs to the caller, never changes, and is not tied to a thread.
 *
 * Every function accepts NULL and then answers as for "no error".
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

/* Codes of Agola v0.10.0 and later that the operations of this library can answer. */
#define AGOLA_CODE_INVALID_LIMIT                   "invalidLimit"
#define AGOLA_CODE_INVALID_SORT_DIRECTION          "invalidSortDirection"
#define AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST    "remoteSourceDoesNotExist"
#define AGOLA_CODE_REMOTE_SOURCE_ALREADY_EXISTS    "remoteSourceAlreadyExists"
#define AGOLA_CODE_INVALID_REMOTE_SOURCE_NAME      "invalidRemoteSourceName"
#define AGOLA_CODE_INVALID_REMOTE_SOURCE_TYPE      "invalidRemoteSourceType"
#define AGOLA_CODE_INVALID_REMOTE_SOURCE_AUTH_TYPE "invalidRemoteSourceAuthType"
#define AGOLA_CODE_INVALID_REMOTE_SOURCE_API_URL   "invalidRemoteSourceAPIURL"
#define AGOLA_CODE_INVALID_OAUTH2_CLIENT_ID        "invalidOauth2ClientID"
#define AGOLA_CODE_INVALID_OAUTH2_CLIENT_SECRET    "invalidOauth2ClientSecret"

AGOLA_END_DECLS

#endif
