/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets and variables of projects and project groups: four groups of commands of one shape. CLI_LEVEL(secret) has the struct
 * and the calls of both parents, CLI_LEVEL_ROWS() the rows of one parent.
 */
#ifndef CLI_CMDS_LEVEL_H
#define CLI_CMDS_LEVEL_H

#include "../yaml_read.h"
#include "cmds.h"

/* What all of them take; either project or group is given. */
struct cli_level {
	const char *project, *group, *name, *new_name, *file;
	bool own, overridden;
};

#define CLI_LEVEL_AT(m) offsetof(struct cli_level, m)
#define CLI_LEVEL_NAME(help)                                                                                                     \
	{                                                                                                                        \
		"name", 'n', CLI_TEXT, CLI_LEVEL_AT(name), "NAME", help, CLI_REQUIRED                                            \
	}
#define CLI_LEVEL_FILE                                                                                                           \
	{                                                                                                                        \
		"file", 'f', CLI_TEXT, CLI_LEVEL_AT(file), "FILE", "YAML file, - for standard input", CLI_REQUIRED               \
	}

static const struct cli_option cli_level_list_options[] = {
	{ "own|local", 0, CLI_FLAG, CLI_LEVEL_AT(own), NULL, "only its own, none of the groups above", 0, .one_of = "which" },
	{ "overridden|all", 0, CLI_FLAG, CLI_LEVEL_AT(overridden), NULL, "also those that one of the same name nearer by hides",
	  0, .one_of = "which" },
};
static const struct cli_option cli_level_create_options[] = {
	CLI_LEVEL_NAME("its name: letters, digits and single inner hyphens"),
	CLI_LEVEL_FILE,
};
static const struct cli_option cli_level_update_options[] = {
	CLI_LEVEL_NAME("its name so far"),
	{ "new-name", 0, CLI_TEXT, CLI_LEVEL_AT(new_name), "NAME", "its new name", 0 },
	CLI_LEVEL_FILE,
};
static const struct cli_option cli_level_delete_options[] = { CLI_LEVEL_NAME("its name") };

/* The parent, for what changes things and for what only looks. */
static const struct cli_option cli_level_project[] = { CLI_PROJECT("project", 0, "PROJECT", CLI_LEVEL_AT(project),
	                                                           "path or id of the project", CLI_REQUIRED) };
static const struct cli_option cli_level_look_project[] = { CLI_PROJECT(
	"project", 0, "PROJECT", CLI_LEVEL_AT(project), "path or id of the project", CLI_REQUIRED | CLI_DEFAULT) };
static const struct cli_option cli_level_projectgroup[] = { CLI_PROJECT_GROUP(
	"projectgroup|project-group", "GROUP", CLI_LEVEL_AT(group), "path or id of the project group", CLI_REQUIRED) };
#define cli_level_look_projectgroup cli_level_projectgroup

/* A call of the one or the other parent. */
#define CLI_LEVEL_CALL(what, verb, ...)                                                                                          \
	(o->of.project ? agola_gw_project_##what##_##verb(CLI_GW, o->of.project, __VA_ARGS__)                                    \
	               : agola_gw_project_group_##what##_##verb(CLI_GW, o->of.group, __VA_ARGS__))

#define CLI_LEVEL(what)                                                                                                          \
	struct what {                                                                                                            \
		struct cli_level of;                                                                                             \
		struct agola_gw_##what##_req req;                                                                                \
		struct agola_gw_##what##_list_opts list;                                                                         \
	};                                                                                                                       \
	static int read_##what(struct cli *cli, const struct cli_node *root, struct what *o);                                    \
	/* what is to be created, or to be in place of what is there */                                                          \
	static int prepare(struct cli *cli, void *opts)                                                                          \
	{                                                                                                                        \
		struct what *o = opts;                                                                                           \
		const struct cli_node *root = NULL;                                                                              \
		int r = cli_yaml_read(cli, o->of.file, &root);                                                                   \
                                                                                                                                 \
		o->req.name = o->of.new_name ? o->of.new_name : o->of.name;                                                      \
		return r ? r : read_##what(cli, root, o);                                                                        \
	}                                                                                                                        \
	static int prepare_list(struct cli *cli, void *opts)                                                                     \
	{                                                                                                                        \
		struct what *o = opts;                                                                                           \
                                                                                                                                 \
		(void)cli;                                                                                                       \
		o->list.tree = o->of.own ? AGOLA_UNSET : AGOLA_TRUE;                                                             \
		o->list.remove_overridden = o->of.own || o->of.overridden ? AGOLA_UNSET : AGOLA_TRUE;                            \
		return 0;                                                                                                        \
	}                                                                                                                        \
	CLI_GIVES(list, struct what, agola_gw_##what##_page, CLI_LEVEL_CALL(what, list, CLI_SIZED(o->list), &x, err));           \
	CLI_GIVES(create, struct what, agola_gw_##what, CLI_LEVEL_CALL(what, create, CLI_SIZED(o->req), &x, err));               \
	CLI_GIVES(update, struct what, agola_gw_##what, CLI_LEVEL_CALL(what, update, o->of.name, CLI_SIZED(o->req), &x, err));   \
	CLI_DOES(delete_, struct what, CLI_LEVEL_CALL(what, delete, o->of.name, err))

#define CLI_LEVEL_TAKES(what, parent, table)                                                                                     \
	.options = { CLI_OPTIONS(parent, 0), CLI_OPTIONS(table, 0) }, .size = sizeof(struct what)

/*
 * The rows of one parent: `flag` is its option, `words` how people call it, `path` an example of one. `text` is about the file,
 * `look` what a list shows, `look_one` what an answer to a change shows, which has no paths.
 */
#define CLI_LEVEL_ROWS(what, flag, words, path, text, look, look_one, ...)                                                       \
	{                                                                                                                        \
		.verb = "create",                                                                                                \
		.help = "Create a " #what " of a " words,                                                                        \
		.about = text,                                                                                                   \
		.args = { "name" },                                                                                              \
		CLI_LEVEL_TAKES(what, cli_level_##flag, cli_level_create_options),                                               \
		.prepare = prepare,                                                                                              \
		.call = create,                                                                                                  \
		.done = "created",                                                                                               \
		.type = "agola_gw_" #what,                                                                                       \
		.columns = look_one,                                                                                             \
		.extra = __VA_ARGS__,                                                                                            \
		.example = #flag " " #what " create deploy --" #flag " " path " -f deploy.yml",                                  \
	},                                                                                                                       \
	        {                                                                                                                \
		        .verb = "delete|rm",                                                                                     \
		        .help = "Delete a " #what " of a " words,                                                                \
		        .args = { "name" },                                                                                      \
		        CLI_LEVEL_TAKES(what, cli_level_##flag, cli_level_delete_options),                                       \
		        .call = delete_,                                                                                         \
		        .asks = "Delete",                                                                                        \
		        .done = "deleted",                                                                                       \
		        .example = #flag " " #what " delete deploy --" #flag " " path " --yes",                                  \
	        },                                                                                                               \
	        {                                                                                                                \
		        .verb = "list|ls",                                                                                       \
		        .help = "List the " #what "s that count in a " words,                                                    \
		        .about = "Its own and those of the groups above it, the nearest first; of each name the nearest "        \
		                 "counts. The "                                                                                  \
		                 "column parent_path says where each comes from. Values are never shown.",                       \
		        CLI_LEVEL_TAKES(what, cli_level_look_##flag, cli_level_list_options),                                    \
		        .prepare = prepare_list,                                                                                 \
		        .call = list,                                                                                            \
		        .type = "agola_gw_" #what,                                                                               \
		        .columns = look,                                                                                         \
		        .extra = __VA_ARGS__,                                                                                    \
		        .example = #flag " " #what " list --" #flag " " path "\n" #flag " " #what " list --" #flag " " path      \
		                         " --own -o name",                                                                       \
	        },                                                                                                               \
	{                                                                                                                        \
		.verb = "update|replace", .help = "Put other values into a " #what " of a " words ", or rename it",              \
		.about = "All of it is replaced: the file has to have all values again. " text, .args = { "name" },              \
		CLI_LEVEL_TAKES(what, cli_level_##flag, cli_level_update_options), .prepare = prepare, .call = update,           \
		.done = "updated", .type = "agola_gw_" #what, .columns = look_one, .extra = __VA_ARGS__,                         \
		.example = #flag " " #what " update deploy --" #flag " " path " -f deploy.yml\n" #flag " " #what                 \
		                 " update deploy --" #flag " " path " -f - --new-name deploy-key",                               \
	}

#endif
