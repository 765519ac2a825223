/* SPDX-License-Identifier: Apache-2.0 */
/* What was sent for the runs of a project, and sending it again: two nouns that differ by their names only. */
#include "cmds.h"

struct list {
	const char *project;
	struct cli_texts statuses;
	struct agola_gw_delivery_list_opts opts;
	uint64_t limit;
	bool oldest_first;
};
struct redeliver {
	const char *project, *id;
};

#define PROJECT(T)                                                                                                               \
	CLI_PROJECT("project|ref", 0, "PROJECT", offsetof(T, project), "path or id of the project", CLI_REQUIRED | CLI_DEFAULT)
#define AT(m) offsetof(struct list, m)
static const struct cli_option list_options[] = {
	PROJECT(struct list),
	{ "status", 's', CLI_COMMAS, AT(statuses), "STATUS", "only deliveries in this status, or in one of several", 0,
	  "notDelivered|delivered|deliveryError" },
	{ "limit", 0, CLI_UINT, AT(limit), "NUMBER", "how many; 0: all", 0, .initial = "10" },
	{ "oldest-first|asc", 0, CLI_FLAG, AT(oldest_first), NULL, "in the other order", 0 },
};
#undef AT
#define REDELIVER_OPTIONS(line)                                                                                                  \
	PROJECT(struct redeliver),                                                                                               \
	{                                                                                                                        \
		"id|delivery", 0, CLI_TEXT, offsetof(struct redeliver, id), "ID", "id of the delivery", CLI_REQUIRED,            \
		        .complete = line                                                                                         \
	}
static const struct cli_option webhook_options[] = { REDELIVER_OPTIONS("project webhookdelivery list {project} -o name") };
static const struct cli_option status_options[] = { REDELIVER_OPTIONS("project statusdelivery list {project} -o name") };

static int prepare_list(struct cli *cli, void *opts)
{
	enum { PAGE = 30 };
	struct list *o = opts;

	o->opts.delivery_statuses = o->statuses.items;
	o->opts.n_delivery_statuses = o->statuses.n;
	o->opts.sort = o->oldest_first ? AGOLA_SORT_ASC : AGOLA_SORT_DESC;
	o->opts.limit = o->limit && o->limit < PAGE ? (int64_t)o->limit : 0;
	cli->most = o->limit;
	return 0;
}

CLI_LISTS(list_webhooks, struct list, agola_gw_run_webhook_delivery_iter, agola_gw_run_webhook_delivery,
          agola_gw_run_webhook_delivery_iter_new(cli->gw, o->project, CLI_SIZED(o->opts), &x, err));
CLI_LISTS(list_statuses, struct list, agola_gw_commit_status_delivery_iter, agola_gw_commit_status_delivery,
          agola_gw_commit_status_delivery_iter_new(cli->gw, o->project, CLI_SIZED(o->opts), &x, err));
CLI_DOES(redeliver_webhook, struct redeliver, agola_gw_run_webhook_delivery_redeliver(CLI_GW, o->project, o->id, err));
CLI_DOES(redeliver_status, struct redeliver, agola_gw_commit_status_delivery_redeliver(CLI_GW, o->project, o->id, err));

/* ---- rows ---- */

#define ROWS(what, words, list_, again, again_options, type_, columns_)                                                          \
	{                                                                                                                        \
		.verb = "list|ls",                                                                                               \
		.help = "List the " what " that were sent or not for the runs of a project, the newest first",                   \
		.about = "A deliveryError is one that the receiver refused or never got.",                                       \
		CLI_TAKES(struct list, list_options, "project"),                                                                 \
		.prepare = prepare_list,                                                                                         \
		.each = list_,                                                                                                   \
		.type = type_,                                                                                                   \
		.columns = columns_,                                                                                             \
		.key = "id",                                                                                                     \
		.example = words " list org/acme/api\n" words " list org/acme/api --status deliveryError -o name",               \
	},                                                                                                                       \
	{                                                                                                                        \
		.verb = "redeliver|retry", .help = "Send one again",                                                             \
		.about = "A new delivery is made; the old one stays as it is.",                                                  \
		CLI_TAKES(struct redeliver, again_options, "project", "id"), .call = again, .done = "is on its way again",       \
		.example = words " redeliver org/acme/api 6f0b7a52-0000-4000-8000-000000000000",                                 \
	}
#define ABOUT                                                                                                                    \
	"For the owners of the project and administrators. Needs Agola v0.9.0 or later, whose releases to v0.9.2 take only the " \
	"project's id."

static const struct cli_command webhook_commands[] = {
	ROWS("webhooks", "project webhookdelivery", list_webhooks, redeliver_webhook, webhook_options,
	     "agola_gw_run_webhook_delivery", "sequence,delivery_status,status_code,delivered_at,id"),
};
static const struct cli_command status_commands[] = {
	ROWS("commit statuses", "project statusdelivery", list_statuses, redeliver_status, status_options,
	     "agola_gw_commit_status_delivery", "sequence,delivery_status,delivered_at,id"),
};

const struct cli_group cli_webhook_delivery = {
	.words = "project|prj webhookdelivery|webhook-delivery|runwebhookdelivery",
	.noun = "webhook delivery",
	.help = "webhooks that were sent for runs",
	.about = ABOUT,
	.commands = webhook_commands,
	.n = CLI_COUNT(webhook_commands),
};
const struct cli_group cli_status_delivery = {
	.words = "project|prj statusdelivery|status-delivery|commitstatusdelivery",
	.noun = "commit status delivery",
	.help = "commit statuses that were sent for runs",
	.about = ABOUT,
	.commands = status_commands,
	.n = CLI_COUNT(status_commands),
};
