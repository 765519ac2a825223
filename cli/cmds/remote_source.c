/* SPDX-License-Identifier: Apache-2.0 */
#include "cmds.h"

#include <stdlib.h>
#include <string.h>

#define GITHUB_API_URL "https://api.github.com"
/* github.com's public key, as it publishes it */
#define GITHUB_HOST_KEY "github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"

static const agola_type *type(void)
{
	return agola_type_find("agola_gw_remote_source");
}

/* The result of a call that gives one: printed, with words for people. */
static int finish(struct cli *cli, int result, agola_gw_remote_source *const *ret, agola_error *const *err, const char *done)
{
	agola_gw_remote_source *rs = *ret;
	int r;

	if (result)
		return cli_fail(cli, *err);
	r = cli_print(cli, type(), rs);
	if (done) {
		char *name = cli_safe(rs->name ? rs->name : "");

		cli_say(cli, "Remote source %s %s.", name ? name : "", done);
		free(name);
	}
	agola_free(rs);
	return r;
}

/* A secret comes as an argument, as Go's program wants it, or better from a file. */
static int secret(const char **at, const char *file)
{
	if (!file)
		return 0;
	if (*at)
		return cli_usage("--secret and --secret-file: one of them is enough");
	*at = cli_read_secret("secret-file", file);
	return *at ? 0 : CLI_USAGE;
}

/* ---- list ---- */

struct list {
	struct agola_gw_remote_source_list_opts opts;
};

static int list(struct cli *cli, void *opts)
{
	struct list *o = opts;
	agola_gw_remote_source_iter *it = NULL;
	const agola_gw_remote_source *rs;
	struct cli_list *out = NULL;
	agola_error *err = NULL;
	int r = cli_list_begin(cli, type(), &out), n;

	if (r)
		return r;
	r = cli_connect(cli);
	if (r) {
		cli_list_end(out, false);
		return r;
	}
	o->opts.size = sizeof(o->opts);
	n = agola_gw_remote_source_iter_new(cli->gw, &o->opts, &it, &err);
	while (n >= 0 && r == 0 && (n = agola_gw_remote_source_iter_next(it, cli->ctx, &rs, &err)) == 1)
		r = cli_list_add(out, rs);
	agola_gw_remote_source_iter_free(it);
	if (cli_list_end(out, n == 0) && r == 0)
		r = CLI_ERROR;
	return n < 0 ? cli_fail(cli, err) : r;
}

const struct cli_command cli_remote_source_list = {
	.group = "remotesource|remote-source|rs",
	.verb = "list|ls",
	.help = "List all remote sources",
	.size = sizeof(struct list),
	.run = list,
	.example = "remotesource list -o name",
};

/* ---- show and delete ---- */

struct ref {
	const char *arg, *flag;
};

static const struct cli_option ref_options[] = {
	{ "ref", 0, CLI_TEXT, offsetof(struct ref, flag), "REF", "name or id, instead of the argument", 0, NULL },
};

/* The reference, which is an argument or --ref. */
static int ref_of(const char *arg, const char *flag, const char **ret)
{
	if (arg && flag)
		return cli_usage("%s and --ref %s: one of them is enough", arg, flag);
	*ret = arg ? arg : flag;
	return *ret ? 0 : cli_usage("which remote source? Give its name or id");
}

static int show(struct cli *cli, void *opts)
{
	struct ref *o = opts;
	agola_gw_remote_source *rs = NULL;
	agola_error *err = NULL;
	const char *ref = NULL;
	int r = ref_of(o->arg, o->flag, &ref);

	if (r == 0)
		r = cli_connect(cli);
	return r ? r : finish(cli, agola_gw_remote_source_get(cli->gw, cli->ctx, ref, &rs, &err), &rs, &err, NULL);
}

const struct cli_command cli_remote_source_show = {
	.group = "remotesource|remote-source|rs",
	.verb = "show|get",
	.help = "Show one remote source",
	.arg = "REF",
	.arg_off = offsetof(struct ref, arg),
	.options = ref_options,
	.n_options = CLI_COUNT(ref_options),
	.size = sizeof(struct ref),
	.run = show,
	.example = "remotesource show gitea -o json",
};

static int delete (struct cli *cli, void *opts)
{
	struct ref *o = opts;
	agola_error *err = NULL;
	const char *ref = NULL;
	int r = ref_of(o->arg, o->flag, &ref);

	if (r == 0)
		r = cli_confirm(cli, "Delete remote source", ref);
	if (r == 0)
		r = cli_connect(cli);
	if (r)
		return r;
	if (agola_gw_remote_source_delete(cli->gw, cli->ctx, ref, &err))
		return cli_fail(cli, err);
	cli_say(cli, "Remote source %s deleted.", ref);
	return 0;
}

const struct cli_command cli_remote_source_delete = {
	.group = "remotesource|remote-source|rs",
	.verb = "delete|rm",
	.help = "Delete a remote source",
	.arg = "REF",
	.arg_off = offsetof(struct ref, arg),
	.options = ref_options,
	.n_options = CLI_COUNT(ref_options),
	.size = sizeof(struct ref),
	.run = delete,
	.example = "remotesource delete gitea --yes",
};

/* ---- create ---- */

struct create {
	struct agola_gw_remote_source_create_req req;
	const char *secret_file;
};

#define AT(m) offsetof(struct create, m)
static const struct cli_option create_options[] = {
	{ "name", 'n', CLI_TEXT, AT(req.name), "NAME", "name of the remote source", CLI_REQUIRED, NULL },
	{ "type", 0, CLI_TEXT, AT(req.type_raw), "TYPE", "gitea, github or gitlab", CLI_REQUIRED, NULL },
	{ "auth-type", 0, CLI_TEXT, AT(req.auth_type_raw), "TYPE", "oauth2, or password (gitea only)", CLI_REQUIRED, NULL },
	{ "api-url", 0, CLI_TEXT, AT(req.api_url), "URL", "base URL of the git server (default for github: " GITHUB_API_URL ")",
	  0, NULL },
	{ "skip-verify", 0, CLI_TRISTATE, AT(req.skip_verify), NULL, "do not check the git server's certificate", 0, NULL },
	{ "clientid", 0, CLI_TEXT, AT(req.oauth2_client_id), "ID", "OAuth2 client id", 0, NULL },
	{ "secret", 0, CLI_TEXT, AT(req.oauth2_client_secret), "SECRET",
	  "OAuth2 client secret; better is --secret-file: others see arguments", CLI_SECRET, NULL },
	{ "secret-file", 0, CLI_TEXT, AT(secret_file), "FILE", "file with the OAuth2 client secret, - for standard input", 0,
	  NULL },
	{ "ssh-host-key", 0, CLI_TEXT, AT(req.ssh_host_key), "KEY", "public ssh host key of the git server", 0, NULL },
	{ "skip-ssh-host-key-check", 's', CLI_TRISTATE, AT(req.skip_ssh_host_key_check), NULL, "do not check the ssh host key", 0,
	  NULL },
	{ "registration-enabled", 0, CLI_TRISTATE, AT(req.registration_enabled), NULL,
	  "users may register with it (default true)", 0, NULL },
	{ "login-enabled", 0, CLI_TRISTATE, AT(req.login_enabled), NULL, "users may log in with it (default true)", 0, NULL },
};
#undef AT

static int create(struct cli *cli, void *opts)
{
	struct create *o = opts;
	agola_gw_remote_source *rs = NULL;
	agola_error *err = NULL;
	int r = secret(&o->req.oauth2_client_secret, o->secret_file);

	if (r)
		return r;
	o->req.size = sizeof(o->req);
	if (!o->req.api_url && strcmp(o->req.type_raw, "github") == 0)
		o->req.api_url = GITHUB_API_URL;
	if (!o->req.api_url)
		return cli_usage("remotesource create: --api-url is missing; only github has a default");
	if (!o->req.ssh_host_key && strcmp(o->req.type_raw, "github") == 0 && strcmp(o->req.api_url, GITHUB_API_URL) == 0)
		o->req.ssh_host_key = GITHUB_HOST_KEY;
	r = cli_connect(cli);
	return r ? r : finish(cli, agola_gw_remote_source_create(cli->gw, cli->ctx, &o->req, &rs, &err), &rs, &err, "created");
}

const struct cli_command cli_remote_source_create = {
	.group = "remotesource|remote-source|rs",
	.verb = "create",
	.help = "Create a remote source",
	.options = create_options,
	.n_options = CLI_COUNT(create_options),
	.size = sizeof(struct create),
	.run = create,
	.example = "remotesource create --name gitea --type gitea --auth-type password --api-url https://git.example.org",
};

/* ---- update ---- */

struct update {
	struct agola_gw_remote_source_update_req req;
	const char *arg, *flag, *secret_file;
};

#define AT(m) offsetof(struct update, m)
static const struct cli_option update_options[] = {
	{ "ref", 0, CLI_TEXT, AT(flag), "REF", "name or id, instead of the argument", 0, NULL },
	{ "new-name", 0, CLI_TEXT, AT(req.name), "NAME", "new name", 0, NULL },
	{ "api-url", 0, CLI_TEXT, AT(req.api_url), "URL", "base URL of the git server", 0, NULL },
	{ "skip-verify", 0, CLI_TRISTATE, AT(req.skip_verify), NULL, "do not check the git server's certificate", 0, NULL },
	{ "clientid", 0, CLI_TEXT, AT(req.oauth2_client_id), "ID", "OAuth2 client id", 0, NULL },
	{ "secret", 0, CLI_TEXT, AT(req.oauth2_client_secret), "SECRET",
	  "OAuth2 client secret; better is --secret-file: others see arguments", CLI_SECRET, NULL },
	{ "secret-file", 0, CLI_TEXT, AT(secret_file), "FILE", "file with the OAuth2 client secret, - for standard input", 0,
	  NULL },
	{ "ssh-host-key", 0, CLI_TEXT, AT(req.ssh_host_key), "KEY", "public ssh host key of the git server; empty removes it", 0,
	  NULL },
	{ "skip-ssh-host-key-check", 's', CLI_TRISTATE, AT(req.skip_ssh_host_key_check), NULL, "do not check the ssh host key", 0,
	  NULL },
	{ "registration-enabled", 0, CLI_TRISTATE, AT(req.registration_enabled), NULL, "users may register with it", 0, NULL },
	{ "login-enabled", 0, CLI_TRISTATE, AT(req.login_enabled), NULL, "users may log in with it", 0, NULL },
};
#undef AT

static int update(struct cli *cli, void *opts)
{
	struct update *o = opts;
	agola_gw_remote_source *rs = NULL;
	agola_error *err = NULL;
	const char *ref = NULL;
	int r = ref_of(o->arg, o->flag, &ref);

	if (r == 0)
		r = secret(&o->req.oauth2_client_secret, o->secret_file);
	if (r == 0)
		r = cli_connect(cli);
	if (r)
		return r;
	o->req.size = sizeof(o->req);
	return finish(cli, agola_gw_remote_source_update(cli->gw, cli->ctx, ref, &o->req, &rs, &err), &rs, &err, "updated");
}

const struct cli_command cli_remote_source_update = {
	.group = "remotesource|remote-source|rs",
	.verb = "update",
	.help = "Change a remote source; what is not given stays as it is",
	.arg = "REF",
	.arg_off = offsetof(struct update, arg),
	.options = update_options,
	.n_options = CLI_COUNT(update_options),
	.size = sizeof(struct update),
	.run = update,
	.example = "remotesource update gitea --new-name git --no-login-enabled",
};
