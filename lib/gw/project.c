/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/project.h"
#include "core/core.h"

#define T agola_gw_project
static const struct agola_field fields[] = {
	AG_STRING(T, id, "id", .flags = AG_OMIT),
	AG_STRING(T, name, "name", .flags = AG_OMIT),
	AG_STRING(T, path, "path", .flags = AG_OMIT),
	AG_STRING(T, parent_path, "parent_path", .flags = AG_OMIT),
	AG_ENUM(T, visibility, ag_visibility_words, "visibility", .flags = AG_OMIT),
	AG_ENUM(T, global_visibility, ag_visibility_words, "global_visibility", .flags = AG_OMIT),
	AG_BOOL(T, pass_vars_to_forked_pr, "pass_vars_to_forked_pr", .flags = AG_OMIT),
	AG_STRING(T, default_branch, "default_branch", .flags = AG_OMIT),
	AG_BOOL(T, members_can_perform_run_actions, "members_can_perform_run_actions", .flags = AG_OMIT),
};
#undef T
AG_TYPE(agola_gw_project, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_gw_project_page, items, agola_gw_project, "") };
AG_TYPE_PLAIN_LIST(agola_gw_project_page, page_fields);

#define T struct agola_gw_project_create_req
static const struct agola_field create_req_fields[] = {
	AG_STRING(T, name, "name"),
	AG_STRING(T, parent_ref, "parent_ref"),
	AG_ENUM(T, visibility, ag_visibility_words, "visibility"),
	AG_STRING(T, repo_path, "repo_path"),
	AG_STRING(T, remote_source_name, "remote_source_name"),
	AG_TRISTATE(T, skip_ssh_host_key_check, "skip_ssh_host_key_check"),
	AG_TRISTATE(T, pass_vars_to_forked_pr, "pass_vars_to_forked_pr"),
	AG_TRISTATE(T, members_can_perform_run_actions, "members_can_perform_run_actions"),
};
#undef T
AG_TYPE_REQ(agola_gw_project_create_req, create_req_fields);

#define T struct agola_gw_project_update_req
static const struct agola_field update_req_fields[] = {
	AG_STRING(T, name, "name"),
	AG_STRING(T, parent_ref, "parent_ref"),
	AG_ENUM(T, visibility, ag_visibility_words, "visibility"),
	AG_TRISTATE(T, pass_vars_to_forked_pr, "pass_vars_to_forked_pr"),
	AG_TRISTATE(T, members_can_perform_run_actions, "members_can_perform_run_actions"),
};
#undef T
AG_TYPE_REQ(agola_gw_project_update_req, update_req_fields);

#define T struct agola_gw_project_create_run_req
static const struct agola_field create_run_req_fields[] = {
	AG_STRING(T, branch, "branch"),
	AG_STRING(T, tag, "tag"),
	AG_STRING(T, ref, "ref"),
	AG_STRING(T, commit_sha, "commit_sha"),
};
#undef T
AG_TYPE_REQ(agola_gw_project_create_run_req, create_run_req_fields);

AG_OP(agola_gw_project_get, gw, "GetProject", "GET", "/projects/{ref}", (REF, ref), (RET, agola_gw_project));

AG_OP(agola_gw_project_create, gw, "CreateProject", "POST", "/projects", (REQ, agola_gw_project_create_req),
      (RET, agola_gw_project));

AG_OP(agola_gw_project_update, gw, "UpdateProject", "PUT", "/projects/{ref}", (REF, ref), (REQ, agola_gw_project_update_req),
      (RET, agola_gw_project));

AG_OP(agola_gw_project_delete, gw, "DeleteProject", "DELETE", "/projects/{ref}", (REF, ref));

AG_OP(agola_gw_project_reconfig, gw, "ReconfigProject", "PUT", "/projects/{ref}/reconfig", (REF, ref));

AG_OP(agola_gw_project_update_repo_linked_account, gw, "ProjectUpdateRepoLinkedAccount", "PUT",
      "/projects/{ref}/updaterepolinkedaccount", (REF, ref), (RET, agola_gw_project));

AG_OP(agola_gw_project_refresh_remote_repo, gw, "RefreshRemoteRepo", "POST", "/projects/{ref}/refreshremoterepo", (REF, ref),
      (RET, agola_gw_project), (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OLDER(agola_gw_project_create_run, gw, "ProjectCreateRun", "PUT", "/projects/{ref}/createrun", (REF, ref),
         (REQ, agola_gw_project_create_run_req), (ROW, .until = AG_RELEASE(0, 2, 0)));

AG_OP(agola_gw_project_create_run, gw, "ProjectCreateRun", "POST", "/projects/{ref}/createrun", (REF, ref),
      (REQ, agola_gw_project_create_run_req), (ROW, .since = AG_RELEASE(0, 3, 0), .older = &agola_gw_project_create_run_older));
