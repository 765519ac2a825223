/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agolactl's inside. A command is a row with a table of options; an option is a row with an offset into the command's own
 * struct, which holds the SDK's request. Parsing, help, completion and the self-test read the rows.
 */
#ifndef CLI_H
#define CLI_H

#include <agola/client.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CLI_COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum cli_exit {
	CLI_DONE = 0,
	CLI_ERROR = 1, /* anything else: a full disk, a file that cannot be read */
	CLI_USAGE = 2, /* the command line or the config file is wrong */
	CLI_NOT_FOUND = 3,
	CLI_NOT_ALLOWED = 4,  /* no token, a wrong one, or not enough rights */
	CLI_REFUSED = 5,      /* the server found the request bad */
	CLI_UNAVAILABLE = 6,  /* server or network: 500, no connection, time-out, TLS, not Agola */
	CLI_INTERRUPTED = 130 /* SIGINT */
};

enum cli_kind {
	CLI_TEXT,     /* const char * */
	CLI_TRISTATE, /* enum agola_tristate: --x, --x=false, --no-x */
	CLI_FLAG,     /* bool: --x */
	CLI_SECONDS,  /* int64_t, milliseconds: "1.5" or "2m" */
	CLI_INT       /* int64_t */
};

enum cli_option_flags {
	CLI_REQUIRED = 1,
	CLI_SECRET = 2, /* wiped from argv */
	CLI_HIDDEN = 4
};

struct cli_option {
	const char *name;
	char short_name; /* 0: none */
	enum cli_kind kind;
	size_t off;
	const char *metavar; /* NULL for flags */
	const char *help;
	unsigned flags;
	const char *words; /* "a|b": right values; NULL: any */
};

struct cli;

struct cli_command {
	const char *group; /* "remotesource|rs": the first word and its other spellings; NULL: none */
	const char *verb;  /* "show|get" */
	const char *help;
	const char *arg; /* name of the one argument, NULL: none */
	size_t arg_off;  /* const char * */
	const struct cli_option *options;
	size_t n_options;
	size_t size; /* of the command's struct */
	int (*run)(struct cli *cli, void *opts);
	const char *example; /* without the program's name */
};

enum cli_format { CLI_TABLE, CLI_JSON, CLI_YAML, CLI_NAME };

/* The global options and what becomes of them. */
struct cli {
	const char *gateway_url, *token, *token_file, *config_file;
	const char *ca_file, *ca_dir, *client_cert, *client_key, *unix_socket, *proxy;
	const char *output, *columns;
	int64_t timeout_ms, connect_timeout_ms;
	enum agola_tristate insecure;
	bool no_headers, quiet, yes, trace, debug, detailed_errors, help, version, self_test, dump;

	const struct cli_command *command;
	enum cli_format format;
	const char *token_source; /* for hints; NULL: there is no token */
	agola_ctx *ctx;
	agola_gw_client *gw;
};

/* parse.c */
extern const struct cli_option cli_globals[];
extern const size_t cli_n_globals;
/* 0 and cli->command (NULL when only a global such as --help was given) with *opts from malloc, or an exit code. */
int cli_parse(struct cli *cli, int argc, char **argv, void **opts);
/* Say why on standard error; returns CLI_USAGE. */
__attribute__((format(printf, 1, 2))) int cli_usage(const char *fmt, ...);
/* "; did you mean X?" into buf if a word of a "a|b" list is near, else "". */
void cli_suggest(char *buf, size_t size, const char *word, const char *const *candidates, size_t n);
bool cli_word_is(const char *words, const char *s);
bool cli_seconds(const char *s, int64_t *ms);

/* commands.c: all commands */
extern const struct cli_command *const cli_commands[];

/* help.c */
int cli_help(const struct cli *cli);
int cli_help_group(const char *group);
int cli_self_test(void);
int cli_dump(void);

/* settings.c: flags over environment over config file over defaults */
int cli_settings(struct cli *cli);
/* The first line of a file, "-" for standard input. NULL after saying why. */
char *cli_read_secret(const char *option, const char *path);

/* main.c */
/* Connect to the gateway. 0 or an exit code. */
int cli_connect(struct cli *cli);
/* Print an error of the SDK and free it; its exit code. */
int cli_fail(const struct cli *cli, agola_error *err);
/* Ask on the terminal; without one --yes is needed. 0 to go on, or an exit code. */
int cli_confirm(const struct cli *cli, const char *question, const char *what);
/* Words for people on standard error, unless --quiet. */
__attribute__((format(printf, 2, 3))) void cli_say(const struct cli *cli, const char *fmt, ...);

/* output.c */
struct cli_list;
/* One object in the chosen format. 0 or an exit code. */
int cli_print(const struct cli *cli, const agola_type *type, const void *object);
/* Many, as they come. */
int cli_list_begin(const struct cli *cli, const agola_type *type, struct cli_list **ret);
int cli_list_add(struct cli_list *l, const void *object);
int cli_list_end(struct cli_list *l, bool complete);
/* Text from the server without what could take over a terminal, in buffer of its own; free() it. */
char *cli_safe(const char *s);

#endif
