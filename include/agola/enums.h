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

AGOLA_END_DECLS

#endif
