/* SPDX-License-Identifier: Apache-2.0 */
/* All groups of commands. To add one: a file and a line in nouns.h, see ../README.md. */
#ifndef CLI_CMDS_H
#define CLI_CMDS_H

#include "../cli.h"

#define NOUN(name) extern const struct cli_group cli_##name;
#include "nouns.h"
#undef NOUN

/* What many nouns have: one that the command is about, options. */
struct cli_ref {
	const char *ref;
};
/* As the SDK's, also with releases to v0.2.0, which want more. They may add to the request. */
int cli_project_update(struct cli *cli, const char *ref, struct agola_gw_project_update_req *req, agola_gw_project **ret,
                       agola_error **err);
int cli_project_group_update(struct cli *cli, const char *ref, struct agola_gw_project_group_update_req *req,
                             agola_gw_project_group **ret, agola_error **err);

#define CLI_VISIBILITY(off, ...)                                                                                                 \
	{                                                                                                                        \
		"visibility", 0, CLI_TEXT, off, "WHO", "public or private", 0, "public|private", __VA_ARGS__                     \
	}
#define CLI_PROJECT_GROUP(words, metavar, off, help, flags)                                                                      \
	{                                                                                                                        \
		words, 0, CLI_TEXT, off, metavar, help, flags, .complete = "projectgroup list {parent} -o name"                  \
	}
#define CLI_PROJECT(words, letter, metavar, off, help, ...)                                                                      \
	{                                                                                                                        \
		words, letter, CLI_TEXT, off, metavar, help,                                                                     \
		        .complete = "project list {parent} -o name\nprojectgroup list {parent} -o name", .flags = __VA_ARGS__    \
	}
#define CLI_USER(words, letter, off, help, ...)                                                                                  \
	{                                                                                                                        \
		words, letter, CLI_TEXT, off, "USER", help, .complete = "user list -o name", .flags = __VA_ARGS__                \
	}
#define CLI_SERVICE(off)                                                                                                         \
	{                                                                                                                        \
		"service", 0, CLI_TEXT, off, "SERVICE", "configstore or runservice", CLI_REQUIRED, "configstore|runservice"      \
	}
#define CLI_ORG(words, letter, off, help)                                                                                        \
	{                                                                                                                        \
		words, letter, CLI_TEXT, off, "ORG", help, CLI_REQUIRED, .complete = "org list -o name"                          \
	}
#define CLI_ROLE(off)                                                                                                            \
	{                                                                                                                        \
		"role", 'r', CLI_TEXT, off, "ROLE", "owner or member", 0, "owner|member", .initial = "member"                    \
	}

#endif
