/* SPDX-License-Identifier: Apache-2.0 */
/* Every type that agola_type_find() knows, and the words that types share. */
#include "cs/remote_source.h"
#include "gw/remote_source.h"

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

const struct agola_type *const ag_types[] = {
	&agola_gw_remote_source_type,
	&agola_gw_remote_source_page_type,
	&agola_gw_remote_source_list_opts_type,
	&agola_gw_remote_source_create_req_type,
	&agola_gw_remote_source_update_req_type,
	&agola_cs_remote_source_type,
	&agola_cs_remote_source_page_type,
	&agola_cs_remote_source_list_opts_type,
	&agola_cs_remote_source_req_type,
	NULL,
};
