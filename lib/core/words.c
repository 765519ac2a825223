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
