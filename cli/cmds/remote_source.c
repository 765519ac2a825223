/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

#include <string.h>

#define GITHUB_API_URL "https://api.github.com"
/* github.com's public RSA key, as it publishes it; Agola's own program takes the same one */
#define GITHUB_HOST_KEY                                                                                                          \
	"github.com ssh-rsa "                                                                                                    \
	"AAAAB3NzaC1yc2EAAAADAQABAAABgQCj7ndNxQowgcQnjshcLrqPEiiphnt+VTTvDP6mHBL9j1aNUkY4Ue1gvwnGLVlOhGeYrnZa"                   \
	"MgRK6+PKCUXaDbC7qtbW8gIkhL7aGCsOr/C56SJMy/BCZfxd1nWzAOxSDPgVsmerOBYfNqltV9/hWCqBywINIR+5dIg6JTJ72pcE"                   \
	"pEjcYgXkE2YEFXV1JHnsKgbLWNlhScqb2UmyRkQyytRLtL+38TGxkxCflmO+5Z8CSSNY7GidjMIZ7Q4zMjA2n1nGrlTDkzwDCsw+"                   \
	"wqFPGQA179cnfGWOWRVruj16z6XyvxvjJwbz0wQZ75XK5tKSb7FNyeIEs4TT4jk+S4dhPeAUC5y+bDYirYgM4GC7uEnztnZyaVWQ"                   \
	"7B381AK4Qdrwt51ZqExKbQpTUNn+EjqoTwvqNj4kqx5QUCI0ThS/YkOxJCXmPUWZbhjpCg56i+2aB6CmK2JGhn57K5mj0MNdBXA4"                   \
	"/WnwH6XoPWJzK5Nyu2zB3nAZp+S5hpQs+p1vN1/wsjk="

#define TYPE .type = "agola_gw_remote_source"
#define REF_OPTION(off)                                                                                                          \
	{                                                                                                                        \
		"ref", 0, CLI_TEXT, off, "REF", "name or id", CLI_REQUIRED, .complete = "remotesource list -o name"              \
	}

/* ---- list, show, delete ---- */

static const struct cli_option ref_options[] = { REF_OPTION(offsetof(struct cli_ref, ref)) };

CLI_LISTS(list, struct agola_gw_remote_source_list_opts, agola_gw_remote_source_iter, agola_gw_remote_source,
          agola_gw_remote_source_iter_new(cli->gw, CLI_SIZED(*o), &x, err));
CLI_GIVES(show, struct cli_ref, agola_gw_remote_source, agola_gw_remote_source_get(CLI_GW, o->ref, &x, err));
CLI_DOES(delete_, struct cli_ref, agola_gw_remote_source_delete(CLI_GW, o->ref, err));

/* ---- create ---- */

struct create {
	struct agola_gw_remote_source_create_req req;
	const char *secret_file;
};

#define AT(m) offsetof(struct create, m)
static const struct cli_option create_options[] = {
	{ "name", 'n', CLI_TEXT, AT(req.name), "NAME", "name of the remote source", CLI_REQUIRED },
	{ "type", 0, CLI_TEXT, AT(req.type_raw), "TYPE", "gitea, github or gitlab", CLI_REQUIRED },
	{ "auth-type", 0, CLI_TEXT, AT(req.auth_type_raw), "TYPE", "oauth2, or password (gitea only)", CLI_REQUIRED },
	{ "api-url", 0, CLI_TEXT, AT(req.api_url), "URL", "base URL of the git server (default for github: " GITHUB_API_URL ")",
	  0, NULL },
	{ "skip-verify", 0, CLI_TRISTATE, AT(req.skip_verify), NULL, "do not check the git server's certificate", 0 },
	{ "clientid", 0, CLI_TEXT, AT(req.oauth2_client_id), "ID", "OAuth2 client id", 0 },
	{ "secret", 0, CLI_TEXT, AT(req.oauth2_client_secret), "SECRET",
	  "OAuth2 client secret; better is --secret-file: others see arguments", CLI_SECRET, .one_of = "secret" },
	{ "secret-file", 0, CLI_TEXT, AT(secret_file), "FILE", "file with the OAuth2 client secret, - for standard input", 0,
	  .one_of = "secret" },
	{ "ssh-host-key", 0, CLI_TEXT, AT(req.ssh_host_key), "KEY", "public ssh host key of the git server", 0 },
	{ "skip-ssh-host-key-check", 's', CLI_TRISTATE, AT(req.skip_ssh_host_key_check), NULL, "do not check the ssh host key",
	  0 },
	{ "registration-enabled", 0, CLI_TRISTATE, AT(req.registration_enabled), NULL,
	  "users may register with it (default true)", 0 },
	{ "login-enabled", 0, CLI_TRISTATE, AT(req.login_enabled), NULL, "users may log in with it (default true)", 0 },
};
#undef AT

static int prepare_create(struct cli *cli, void *opts)
{
	struct create *o = opts;
	int r = cli_secret(cli, &o->req.oauth2_client_secret, "--secret-file", o->secret_file);

	if (r)
		return r;
	if (!o->req.api_url && strcmp(o->req.type_raw, "github") == 0)
		o->req.api_url = GITHUB_API_URL;
	if (!o->req.api_url)
		return cli_usage("remotesource create: --api-url is missing; only github has a default");
	if (!o->req.ssh_host_key && strcmp(o->req.type_raw, "github") == 0 && strcmp(o->req.api_url, GITHUB_API_URL) == 0)
		o->req.ssh_host_key = GITHUB_HOST_KEY;
	return 0;
}

CLI_GIVES(create, struct create, agola_gw_remote_source, agola_gw_remote_source_create(CLI_GW, CLI_SIZED(o->req), &x, err));

/* ---- update ---- */

struct update {
	struct agola_gw_remote_source_update_req req;
	const char *ref, *secret_file;
};

#define AT(m) offsetof(struct update, m)
static const struct cli_option update_options[] = {
	REF_OPTION(AT(ref)),
	{ "new-name", 0, CLI_TEXT, AT(req.name), "NAME", "new name", 0 },
	{ "api-url", 0, CLI_TEXT, AT(req.api_url), "URL", "base URL of the git server", 0 },
	{ "skip-verify", 0, CLI_TRISTATE, AT(req.skip_verify), NULL, "do not check the git server's certificate", 0 },
	{ "clientid", 0, CLI_TEXT, AT(req.oauth2_client_id), "ID", "OAuth2 client id", 0 },
	{ "secret", 0, CLI_TEXT, AT(req.oauth2_client_secret), "SECRET",
	  "OAuth2 client secret; better is --secret-file: others see arguments", CLI_SECRET, .one_of = "secret" },
	{ "secret-file", 0, CLI_TEXT, AT(secret_file), "FILE", "file with the OAuth2 client secret, - for standard input", 0,
	  .one_of = "secret" },
	{ "ssh-host-key", 0, CLI_TEXT, AT(req.ssh_host_key), "KEY", "public ssh host key of the git server; empty removes it",
	  0 },
	{ "skip-ssh-host-key-check", 's', CLI_TRISTATE, AT(req.skip_ssh_host_key_check), NULL, "do not check the ssh host key",
	  0 },
	{ "registration-enabled", 0, CLI_TRISTATE, AT(req.registration_enabled), NULL, "users may register with it", 0 },
	{ "login-enabled", 0, CLI_TRISTATE, AT(req.login_enabled), NULL, "users may log in with it", 0 },
};
#undef AT

static int prepare_update(struct cli *cli, void *opts)
{
	struct update *o = opts;

	return cli_secret(cli, &o->req.oauth2_client_secret, "--secret-file", o->secret_file);
}

CLI_GIVES(update, struct update, agola_gw_remote_source,
          agola_gw_remote_source_update(CLI_GW, o->ref, CLI_SIZED(o->req), &x, err));

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "create",
	        .help = "Create a remote source",
	        CLI_TAKES(struct create, create_options, NULL),
	        .prepare = prepare_create,
	        .call = create,
	        .done = "created",
	        TYPE,
	        .example =
	                "remotesource create --name gitea --type gitea --auth-type password --api-url https://git.example.org\n"
	                "remotesource create --name github --type github --auth-type oauth2 --clientid 0123 --secret-file secret",
	},
	{
	        .verb = "delete|rm",
	        .help = "Delete a remote source",
	        CLI_TAKES(struct cli_ref, ref_options, "ref"),
	        .call = delete_,
	        .asks = "Delete",
	        .done = "deleted",
	        .example = "remotesource delete gitea\nremotesource delete gitea --yes",
	},
	{
	        .verb = "list|ls",
	        .help = "List all remote sources",
	        .size = sizeof(struct agola_gw_remote_source_list_opts),
	        .each = list,
	        TYPE,
	        .example = "remotesource list -o name",
	},
	{
	        .verb = "show|get",
	        .help = "Show one remote source",
	        CLI_TAKES(struct cli_ref, ref_options, "ref"),
	        .call = show,
	        TYPE,
	        .example = "remotesource show gitea -o json",
	},
	{
	        .verb = "update",
	        .help = "Change a remote source; what is not given stays as it is",
	        CLI_TAKES(struct update, update_options, "ref"),
	        .prepare = prepare_update,
	        .call = update,
	        .done = "updated",
	        TYPE,
	        .example = "remotesource update gitea --new-name git --no-login-enabled",
	},
};

const struct cli_group cli_remote_source = {
	.words = "remotesource|remote-source|rs",
	.noun = "remote source",
	.help = "git servers that projects and users come from",
	CLI_COMMANDS(commands),
};
