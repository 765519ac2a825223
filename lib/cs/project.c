/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/project.h"
#include "core/core.h"

#define PARENT(T) AG_ENUM(T, kind, ag_object_kind_words, "type", .flags = AG_OMIT), AG_STRING(T, id, "id", .flags = AG_OMIT)

static const struct agola_field parent_fields[] = { PARENT(agola_cs_parent) };
AG_TYPE(agola_cs_parent, parent_fields);

static const struct agola_field parent_req_fields[] = { PARENT(struct agola_cs_parent_req) };
AG_TYPE_REQ(agola_cs_parent_req, parent_req_fields);

#define T agola_cs_project
static const struct agola_field fields[] = {
	AG_CS_META(T),
	AG_STRING(T, secret, "secret", .flags = AG_OMIT | AG_SECRET),
	AG_ENUM(T, visibility, ag_visibility_words, "visibility", .flags = AG_OMIT),
	AG_ENUM(T, remote_repository_config_type, ag_remote_repository_config_type_words, "remote_repository_config_type",
	        .flags = AG_OMIT),
	AG_STRING(T, remote_source_id, "remote_source_id", .flags = AG_OMIT),
	AG_STRING(T, linked_account_id, "linked_account_id", .flags = AG_OMIT),
	AG_STRING(T, repository_id, "repository_id", .flags = AG_OMIT),
	AG_STRING(T, repository_path, "repository_path", .flags = AG_OMIT),
	AG_STRING(T, ssh_private_key, "ssh_private_key", .flags = AG_OMIT | AG_SECRET),
	AG_BOOL(T, skip_ssh_host_key_check, "skip_ssh_host_key_check", .flags = AG_OMIT),
	AG_STRING(T, webhook_secret, "webhook_secret", .flags = AG_OMIT | AG_SECRET),
	AG_BOOL(T, pass_vars_to_forked_pr, "pass_vars_to_forked_pr", .flags = AG_OMIT),
	AG_STRING(T, default_branch, "default_branch", .flags = AG_OMIT),
	AG_BOOL(T, members_can_perform_run_actions, "members_can_perform_run_actions", .flags = AG_OMIT),
	AG_CS_PLACE(T),
};
#undef T
AG_TYPE(agola_cs_project, fields);

static const struct agola_field page_fields[] = { AG_ARRAY(agola_cs_project_page, items, agola_cs_project, "") };
AG_TYPE_PLAIN_LIST(agola_cs_project_page, page_fields);

/* As in remote_source.c: old_key to v0.6.0, where the stored object was sent; with what only those releases want back. */
#define T struct agola_cs_project_req
static const struct agola_field req_fields[] = {
	AG_STRING(T, id, "id"),
	AG_STRING(T, name, "Name"),
	AG_OBJECT(T, parent, agola_cs_parent_req, "Parent"),
	AG_STRING(T, secret, "secret", .flags = AG_SECRET),
	AG_ENUM(T, visibility, ag_visibility_words, "Visibility"),
	AG_ENUM(T, remote_repository_config_type, ag_remote_repository_config_type_words, "RemoteRepositoryConfigType",
	        .old_key = "remote_repository_config_type"),
	AG_STRING(T, remote_source_id, "RemoteSourceID", .old_key = "remote_source_id"),
	AG_STRING(T, linked_account_id, "LinkedAccountID", .old_key = "linked_account_id"),
	AG_STRING(T, repository_id, "RepositoryID", .old_key = "repository_id"),
	AG_STRING(T, repository_path, "RepositoryPath", .old_key = "repository_path"),
	AG_STRING(T, ssh_private_key, "SSHPrivateKey", .old_key = "ssh_private_key", .flags = AG_SECRET),
	AG_TRISTATE(T, skip_ssh_host_key_check, "SkipSSHHostKeyCheck", .old_key = "skip_ssh_host_key_check"),
	AG_STRING(T, webhook_secret, "webhook_secret", .flags = AG_SECRET),
	AG_TRISTATE(T, pass_vars_to_forked_pr, "PassVarsToForkedPR", .old_key = "pass_vars_to_forked_pr"),
	AG_STRING(T, default_branch, "DefaultBranch"),
	AG_TRISTATE(T, members_can_perform_run_actions, "MembersCanPerformRunActions"),
};
#undef T
AG_TYPE_REQ(agola_cs_project_req, req_fields);

AG_OP(agola_cs_project_get, cs, "GetProject", "GET", "/projects/{ref}", (REF, ref), (RET, agola_cs_project));

AG_OP(agola_cs_project_create, cs, "CreateProject", "POST", "/projects", (REQ, agola_cs_project_req), (RET, agola_cs_project));

AG_OP(agola_cs_project_update, cs, "UpdateProject", "PUT", "/projects/{ref}", (REF, ref), (REQ, agola_cs_project_req),
      (RET, agola_cs_project));

AG_OP(agola_cs_project_delete, cs, "DeleteProject", "DELETE", "/projects/{ref}", (REF, ref));
