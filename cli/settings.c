/* SPDX-License-Identifier: Apache-2.0 */
/* Where the URL, the token and the rest come from: flag, else environment, else config file, else default. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

#define AT(m) offsetof(struct cli, m)

/* Keys of the config file. */
static const struct {
	const char *key;
	enum cli_kind kind;
	size_t off;
} keys[] = {
	{ "gateway_url", CLI_TEXT, AT(gateway_url) },
	{ "token", CLI_TEXT, AT(token) },
	{ "token_file", CLI_TEXT, AT(token_file) },
	{ "ca_file", CLI_TEXT, AT(ca_file) },
	{ "ca_dir", CLI_TEXT, AT(ca_dir) },
	{ "client_cert", CLI_TEXT, AT(client_cert) },
	{ "client_key", CLI_TEXT, AT(client_key) },
	{ "insecure", CLI_TRISTATE, AT(insecure) },
	{ "proxy", CLI_TEXT, AT(proxy) },
	{ "unix_socket", CLI_TEXT, AT(unix_socket) },
	{ "timeout", CLI_SECONDS, AT(timeout_ms) },
	{ "output", CLI_TEXT, AT(output) },
};

char *cli_read_secret(const char *option, const char *path)
{
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *f = is_stdin ? stdin : fopen(path, "re");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (!f) {
		cli_usage("--%s %s: %s", option, path, strerror(errno));
		return NULL;
	}
	n = getline(&line, &cap, f);
	if (!is_stdin)
		fclose(f);
	while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
		line[--n] = 0;
	if (n <= 0) {
		free(line);
		cli_usage("--%s %s: the first line is empty", option, path);
		return NULL;
	}
	return line;
}

static int set_key(struct cli *cli, const char *file, const yaml_node_t *key, const yaml_node_t *value)
{
	const char *candidates[CLI_COUNT(keys)], *k = (const char *)key->data.scalar.value, *v;
	size_t line = key->start_mark.line + 1;
	char near[80];

	if (key->type != YAML_SCALAR_NODE || value->type != YAML_SCALAR_NODE)
		return cli_usage("%s:%zu: right is \"key: value\"", file, line);
	v = (const char *)value->data.scalar.value;
	for (size_t i = 0; i < CLI_COUNT(keys); i++) {
		void *at = (char *)cli + keys[i].off;

		candidates[i] = keys[i].key;
		if (strcmp(k, keys[i].key) != 0)
			continue;
		if (keys[i].kind == CLI_TEXT) {
			/* the token and its file are one setting: one that is given elsewhere hides both */
			bool token = strncmp(k, "token", 5) == 0;

			if (*(const char **)at || (token && (cli->token || cli->token_file)))
				return 0;
			*(const char **)at = strdup(v);
			if (token)
				cli->token_source = file;
			return *(const char **)at ? 0 : cli_usage("out of memory");
		}
		if (keys[i].kind == CLI_SECONDS) {
			int64_t ms;

			if (!cli_seconds(v, &ms))
				return cli_usage("%s:%zu: %s: \"%s\" is not right: a number of seconds above 0", file, line, k,
				                 v);
			if (!*(int64_t *)at)
				*(int64_t *)at = ms;
			return 0;
		}
		if (!cli_word_is("true|false", v))
			return cli_usage("%s:%zu: %s: \"%s\" is not right: true or false", file, line, k, v);
		if (*(enum agola_tristate *)at == AGOLA_UNSET)
			*(enum agola_tristate *)at = *v == 't' ? AGOLA_TRUE : AGOLA_FALSE;
		return 0;
	}
	cli_suggest(near, sizeof(near), k, candidates, CLI_COUNT(keys));
	return cli_usage("%s:%zu: %s: there is no such key%s", file, line, k, near);
}

static int read_yaml(struct cli *cli, const char *file, FILE *f)
{
	yaml_parser_t parser;
	yaml_document_t doc;
	const yaml_node_t *root;
	int r = 0;

	if (!yaml_parser_initialize(&parser))
		return cli_usage("out of memory");
	yaml_parser_set_input_file(&parser, f);
	if (!yaml_parser_load(&parser, &doc)) {
		r = cli_usage("%s:%zu:%zu: not YAML: %s", file, parser.problem_mark.line + 1, parser.problem_mark.column + 1,
		              parser.problem ? parser.problem : "?");
	} else {
		root = yaml_document_get_root_node(&doc);
		if (root && root->type != YAML_MAPPING_NODE)
			r = cli_usage("%s:1: right are lines of \"key: value\"", file);
		for (const yaml_node_pair_t *p = root && r == 0 ? root->data.mapping.pairs.start : NULL;
		     r == 0 && p && p < root->data.mapping.pairs.top; p++)
			r = set_key(cli, file, yaml_document_get_node(&doc, p->key), yaml_document_get_node(&doc, p->value));
		yaml_document_delete(&doc);
	}
	yaml_parser_delete(&parser);
	return r;
}

static int read_config(struct cli *cli)
{
	static char path[4096];
	const char *env = getenv("AGOLACTL_CONFIG"), *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	bool must_exist = cli->config_file || (env && *env);
	struct stat st;
	FILE *f;
	int r;

	if (cli->config_file)
		snprintf(path, sizeof(path), "%s", cli->config_file);
	else if (env && *env)
		snprintf(path, sizeof(path), "%s", env);
	else if (xdg && *xdg == '/')
		snprintf(path, sizeof(path), "%s/agola/agolactl.yml", xdg);
	else if (home && *home)
		snprintf(path, sizeof(path), "%s/.config/agola/agolactl.yml", home);
	else
		return 0;
	f = fopen(path, "re");
	if (!f && !must_exist && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (!f || fstat(fileno(f), &st) != 0)
		return cli_usage("config file %s: %s", path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		r = cli_usage("config file %s: it is a folder", path);
	else if (S_ISREG(st.st_mode) && (st.st_mode & 077))
		r = cli_usage("config file %s: others can read it (mode %04o), and it may hold a token; right is chmod 600", path,
		              (unsigned)st.st_mode & 07777);
	else
		r = read_yaml(cli, path, f);
	fclose(f);
	return r;
}

static void from_env(const char **at, const char *name)
{
	const char *v = getenv(name);

	if (!*at && v && *v)
		*at = v;
}

int cli_settings(struct cli *cli)
{
	int r;

	if (cli->token && cli->token_file)
		return cli_usage("--token and --token-file: one of them is enough");
	if (cli->token)
		cli->token_source = "--token";
	if (cli->token_file)
		cli->token_source = "--token-file";
	from_env(&cli->gateway_url, "AGOLA_GATEWAY_URL");
	if (!cli->token && !cli->token_file) {
		from_env(&cli->token, "AGOLA_TOKEN");
		if (cli->token)
			cli->token_source = "$AGOLA_TOKEN";
		else
			from_env(&cli->token_file, "AGOLA_TOKEN_FILE");
		if (cli->token_file)
			cli->token_source = "$AGOLA_TOKEN_FILE";
	}
	r = read_config(cli);
	if (r)
		return r;
	if (!cli->gateway_url || !*cli->gateway_url)
		cli->gateway_url = "http://localhost:8000";
	if (cli->token_file && !cli->token) {
		cli->token = cli_read_secret("token-file", cli->token_file);
		if (!cli->token)
			return CLI_USAGE;
	}
	if (!cli->output)
		cli->output = "table";
	if (!cli_word_is("table|json|yaml|name", cli->output))
		return cli_usage("output \"%s\": right is one of: table json yaml name", cli->output);
	cli->format = *cli->output == 't'   ? CLI_TABLE
	              : *cli->output == 'j' ? CLI_JSON
	              : *cli->output == 'y' ? CLI_YAML
	                                    : CLI_NAME;
	return 0;
}
