/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/remote_repo.h"
#include "core/core.h"

#define T agola_gw_remote_repo
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id", .flags = AG_OMIT),
	AG_STRING(T, path, "path", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_gw_remote_repo, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_remote_repo_page, items, agola_gw_remote_repo, "") };
AG_TYPE_PLAIN_LIST(agola_gw_remote_repo_page, page_fields);

AG_OP(agola_gw_user_remote_repo_list, gw, "GetUserRemoteRepos", "GET", "/user/remoterepos/{remote_source_ref}",
      (REF, remote_source_ref), (RET, agola_gw_remote_repo_page));
