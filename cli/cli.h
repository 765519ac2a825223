/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agolactl's inside. A command is a row with tables of options; an option is a row with an offset into the command's own
 * struct, which holds the SDK's request. Parsing, help, the dump for completion and manual, and the self-test read the rows.
 * tests/cli/rows.c has a row for each thing that a row can say.
 */
#ifndef CLI_H
#define CLI_H

#include "suggest.h"
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
	CLI_NOT_ALLOWED = 4, /* no token, a wrong one, or not enough rights */
	CLI_REFUSED = 5,     /* the server found the request bad */
	CLI_UNAVAILABLE = 6, /* server or network: 500, no connection, time-out, TLS, not Agola */
	CLI_RUN_FAILED = 10, /* with --exit-status only, as the next ones */
	CLI_RUN_STOPPED = 11,
	CLI_RUN_CANCELLED = 12,
	CLI_RUN_SETUP_ERROR = 13,
	CLI_INTERRUPTED = 130 /* SIGINT */
};

/* What the member at an option's offset is. */
enum cli_kind {
	CLI_TEXT,     /* const char * */
	CLI_TRISTATE, /* enum agola_tristate: --x, --x=false, --no-x */
	CLI_FLAG,     /* bool: --x */
	CLI_SECONDS,  /* int64_t, milliseconds: "1.5" or "2m" */
	CLI_INT,      /* int64_t */
	CLI_UINT,     /* uint64_t */
	CLI_LIST,     /* struct cli_texts: each time one more */
	CLI_COMMAS    /* struct cli_texts: each time one more, or several with commas between */
};

struct cli_texts {
	const char **items; /* NULL after the last; NULL: none was given */
	size_t n;
};

enum cli_option_flags {
	CLI_REQUIRED = 1, /* it, or another of the same one_of */
	CLI_SECRET = 2,   /* wiped from argv */
	CLI_HIDDEN = 4,
	CLI_CONFIG = 8,   /* global options: also a key of the config file, with _ for - */
	CLI_SHADOWS = 32, /* it is called as a global option, which the command does without */
	CLI_DEFAULT = 16, /* a required one that is a project: what is not given is --default-project */
};

/* Words: "show|get|!display": the name, another spelling, an old one that works and says so. */
struct cli_option {
	const char *name; /* words */
	char short_name;  /* 0: none */
	enum cli_kind kind;
	size_t off;
	const char *metavar; /* NULL for flags */
	const char *help;    /* "users may log in (default true)" */
	unsigned flags;
	const char *words;  /* "a|b": right values; NULL: any */
	const char *one_of; /* options with the same name here exclude each other */
	const char *env;    /* global options: environment variable; when empty it counts as not set */
	/* Command line whose output is what the value can be: "remotesource list -o name"; {parent} stands for what was typed up to
	 * the last /. What further lines print goes on after another /. */
	const char *complete;
	const char *initial; /* its value when it is not given; help says it */
};

/* A table of options whose offsets count from `off` of the command's struct, so that commands share tables. */
struct cli_options {
	const struct cli_option *rows;
	size_t n, off;
};
#define CLI_OPTIONS(table, off_)                                                                                                 \
	{                                                                                                                        \
		.rows = (table), .n = CLI_COUNT(table), .off = (off_)                                                            \
	}

enum { CLI_MAX_SETS = 4, CLI_MAX_ARGS = 4, CLI_MAX_OPTIONS = 96, CLI_MAX_LEVELS = 3 };

struct cli;
struct cli_list;
struct cli_json;

/* A column that is made of an object; free() the text, NULL without memory. The last row has no key. */
struct cli_column {
	const char *key;
	char *(*text)(const agola_type *type, const void *object);
};

/* What it does is `call` or `each`, after `prepare`; or `run`, all by itself. */
struct cli_command {
	const char *verb;  /* words: "show|get" */
	const char *help;  /* one line without a full stop */
	const char *about; /* more about it, paragraphs with a newline between; NULL: none */
	/* Options whose value may also stand alone, in this order. The last may be a list, which takes all that is left. */
	const char *args[CLI_MAX_ARGS];
	struct cli_options options[CLI_MAX_SETS];
	size_t size;                                       /* of the command's struct */
	void (*choose)(struct cli *cli, const void *opts); /* before that: cli->type and columns that depend on the options */
	int (*prepare)(struct cli *cli, void *opts);       /* before all requests: 0 or an exit code */
	int (*call)(struct cli *cli, void *opts, void **ret, agola_error **err);         /* CLI_GIVES, CLI_DOES */
	int (*each)(struct cli *cli, struct cli_list *l, void *opts, agola_error **err); /* CLI_LISTS */
	int (*run)(struct cli *cli, void *opts);
	bool local;                     /* no server is asked and no config file needed */
	bool makes_config;              /* the config file that was named need not be there yet */
	bool any_path;                  /* the user says which path is asked for: a server may not know it */
	bool of_user;                   /* it is about the user of the token: an admin token has none */
	const char *asks;               /* "Delete": first ask whether the user wants it; help says so */
	const char *done;               /* "created": said at the end, with the group's noun and what it was done to */
	const char *type;               /* what it prints, for agola_type_find(); NULL: nothing */
	const char *fields;             /* or else: the keys of what it prints with cli_list_add_record(), with commas between */
	const char *columns;            /* of its table; NULL: every field but lists and secrets */
	const struct cli_column *extra; /* columns that are no fields */
	const char *key;                /* what -o name prints; NULL: "name" */
	const char *example;            /* lines, without the program's name */
};

/* The commands of one noun. */
struct cli_group {
	const char *words; /* of each level: "project secret|secrets"; NULL: the verb is the first word */
	const char *page;  /* without words: "apply", of agolactl-apply(1) */
	const char *noun;  /* "project secret", for sentences */
	const char *help;  /* one line without a full stop */
	const char *about; /* for the help of the group and for the manual; NULL: none */
	const struct cli_command *commands;
	size_t n;
};
/* The members of a row about its struct, its table of options and which of them are arguments (NULL: none). */
#define CLI_TAKES(opts_t, table, ...) .args = { __VA_ARGS__ }, .options = { CLI_OPTIONS(table, 0) }, .size = sizeof(opts_t)
#define CLI_COMMANDS(rows)            .commands = (rows), .n = CLI_COUNT(rows)

/*
 * The call of a row, as it is written in C: `o` is the command's struct, CLI_GW the client and the context, &x what it gives:
 *
 *	CLI_GIVES(show, struct ref, agola_gw_project, agola_gw_project_get(CLI_GW, o->ref, &x, err));
 *	CLI_DOES(delete_, struct ref, agola_gw_project_delete(CLI_GW, o->ref, err));
 *	CLI_LISTS(list, struct list, agola_gw_user_iter, agola_gw_user, agola_gw_user_iter_new(cli->gw, CLI_SIZED(o->opts), &x, err));
 *
 * CLI_GIVES prints an object, or the items of a list that is not in pages.
 */
#define CLI_GW         cli->gw, cli->ctx
#define CLI_SIZED(req) ((req).size = sizeof(req), &(req))
#define CLI_GIVES(name, opts_t, ret_t, ...)                                                                                      \
	static int name(struct cli *cli, void *opts, void **ret, agola_error **err)                                              \
	{                                                                                                                        \
		opts_t *o = opts;                                                                                                \
		ret_t *x = NULL;                                                                                                 \
		int result = __VA_ARGS__;                                                                                        \
                                                                                                                                 \
		(void)o;                                                                                                         \
		*ret = x;                                                                                                        \
		return result;                                                                                                   \
	}                                                                                                                        \
	_Static_assert(sizeof(#name) > 1, "takes the semicolon")
#define CLI_DOES(name, opts_t, ...)                                                                                              \
	static int name(struct cli *cli, void *opts, void **ret, agola_error **err)                                              \
	{                                                                                                                        \
		opts_t *o = opts;                                                                                                \
                                                                                                                                 \
		(void)o;                                                                                                         \
		(void)ret;                                                                                                       \
		return __VA_ARGS__;                                                                                              \
	}                                                                                                                        \
	_Static_assert(sizeof(#name) > 1, "takes the semicolon")
#define CLI_LISTS(name, opts_t, iter_t, item_t, ...)                                                                             \
	static int name(struct cli *cli, struct cli_list *l, void *opts, agola_error **err)                                      \
	{                                                                                                                        \
		opts_t *o = opts;                                                                                                \
		iter_t *x = NULL;                                                                                                \
		const item_t *item = NULL;                                                                                       \
		int result = __VA_ARGS__;                                                                                        \
                                                                                                                                 \
		(void)o;                                                                                                         \
		while (result >= 0 && (result = iter_t##_next(x, cli->ctx, &item, err)) == 1 && cli_list_add(l, item) == 0)      \
			;                                                                                                        \
		iter_t##_free(x);                                                                                                \
		return result;                                                                                                   \
	}                                                                                                                        \
	_Static_assert(sizeof(#name) > 1, "takes the semicolon")

/* The fewest objects that a full page of a release has: who reads along sees that many at once. */
enum { CLI_SHORT_PAGE = 25 };

enum cli_format { CLI_TABLE, CLI_JSON, CLI_YAML, CLI_NAME, CLI_PATH };

/* An option and where its value goes. */
struct cli_slot {
	const struct cli_option *option;
	void *base;
	enum cli_source { CLI_NOT_GIVEN, CLI_BY_FLAG, CLI_BY_ENV, CLI_BY_CONTEXT, CLI_BY_CONFIG } given;
	const char *where; /* as the user wrote it: "--token", "$AGOLA_TOKEN", "agolactl.yml:3: token" */
};

/* The first words of a command line. */
struct cli_path {
	const char *words[CLI_MAX_LEVELS];
	size_t n;
};

/* The global options and what becomes of them. */
struct cli {
	const char *gateway_url, *token, *token_file, *config_file, *context, *default_project;
	const char *ca_file, *ca_dir, *client_cert, *client_key, *unix_socket, *proxy;
	const char *output, *columns;
	int64_t timeout_ms, connect_timeout_ms;
	enum agola_tristate insecure, headers;
	const char *times, *hyperlinks, *web_url, *path_steps;
	uint64_t retries;
	bool quiet, yes, trace, debug, detailed_errors, help, version, self_test, dump, parse_only;
	bool aliases; /* words of the user's own count; each of them once */

	struct cli_path path; /* the groups, as they were typed */
	char typed[96];       /* the same as one text */
	const char *topic;    /* of help */
	const struct cli_group *group;
	const struct cli_command *command;
	void *opts; /* of the command */
	struct cli_slot slots[CLI_MAX_OPTIONS];
	size_t n_slots, max_items;
	uint64_t most; /* items of a list, set by the command; 0: all */
	const agola_type *type;
	enum cli_format format;
	const char *token_source; /* for hints; NULL: there is no token */
	enum cli_source token_by;
	const char *other_url; /* the context's, when its token was not used for that */
	agola_ctx *ctx;
	agola_gw_client *gw;
	void **kept;
	size_t n_kept;
};

/* main.c */
/* Do what was parsed: settings, what is missing, the command. An exit code. */
int cli_carry_out(struct cli *cli);
/* Free what it holds. */
void cli_end(struct cli *cli);
/* Connect to the gateway. 0 or an exit code. */
int cli_connect(struct cli *cli);
/* One more context, for a call of its own. 0 or the SDK's error. */
int cli_ctx_new(const struct cli *cli, agola_ctx **ctx, agola_error **err);
/* Print an error of the SDK and free it; its exit code. */
int cli_fail(const struct cli *cli, agola_error *err);
/* Agola says that what was asked for is not there. */
bool cli_not_there(const agola_error *err);
/* Ask "Delete remote source x?" on the terminal; without one --yes is needed. 0 to go on, or an exit code. */
int cli_confirm(const struct cli *cli, const char *verb, const char *what);
/* Words for people on standard error, unless --quiet. */
__attribute__((format(printf, 2, 3))) void cli_say(const struct cli *cli, const char *fmt, ...);
/* "Remote source x deleted.": the noun of the command's group. */
void cli_say_done(const struct cli *cli, const char *name, const char *done);
/* Say why on standard error; returns CLI_USAGE, CLI_ERROR. */
__attribute__((format(printf, 1, 2))) int cli_usage(const char *fmt, ...);
__attribute__((format(printf, 1, 2))) int cli_error(const char *fmt, ...);
/* Here, so that the compiler and its checkers see that it is never 0. */
static inline int cli_no_memory(void)
{
	cli_error("out of memory");
	return CLI_ERROR;
}
/* A line typed on the terminal without being shown; explicit_bzero() it after use. Without a terminal @option is what to
 * give. 0 or an exit code. */
int cli_ask_secret(const char *prompt, const char *option, char *line, size_t size);
/* The same without words; the terminal is as it was afterwards, also when a signal comes. false if a signal ended it. */
bool cli_read_hidden(const char *prompt, char *line, size_t size);
/* Nothing more can be written; the end of main() says why. */
bool cli_stdout_failed(void);
/* Have @p freed at the end. Returns it; NULL for NULL and without memory. */
void *cli_keep(struct cli *cli, void *p);

/* run.c */
int cli_perform(struct cli *cli);
/* What the command was told to work on: the last of its arguments. */
const char *cli_subject(const struct cli *cli);

/* tree.c: groups and commands by the words on the command line */
extern const struct cli_group *const cli_groups[]; /* NULL after the last */
/* The words of one level of a group's words; NULL: it has not so many. */
const char *cli_level(const char *words, size_t n);
/* The group is called so, or is below a group that is. */
bool cli_below(const struct cli_group *g, const struct cli_path *path);
/* The group is called so. */
bool cli_is_group(const struct cli_group *g, const struct cli_path *path);
const struct cli_command *cli_find(const struct cli_path *path, const char *verb, const struct cli_group **group);
/* "project list --parent x": its command; NULL: it is none. */
const struct cli_command *cli_find_line(const char *line);
/* "project secret create", by the first words; returns buf. */
char *cli_command_name(char *buf, size_t size, const struct cli_group *g, const struct cli_command *c);
int cli_unknown_command(struct cli *cli, const char *word);

/* words.c: words end with a blank or at the end */
const char *cli_next_word(const char *words); /* NULL after the last */
/* Whether s is one of the words. *old, if not NULL: whether it is an old one. */
bool cli_word_is(const char *words, const char *s, size_t len, bool *old);
bool cli_word(const char *words, const char *s);
/* Length of the first word. */
int cli_first(const char *words);
bool cli_seconds(const char *s, int64_t *ms);
bool cli_int(const char *s, int64_t *v);
bool cli_uint(const char *s, uint64_t *v);
/* Whether some release takes it as a name of what is created: v0.10.0 takes one letter or digit, releases before it more than 40. */
bool cli_is_name(const char *s);
#define CLI_NAME_RULE "right are 1 to 40 letters, digits and single inner hyphens, first a letter, and no UUID"

/* parse.c */
extern const struct cli_option cli_globals[];
extern const size_t cli_n_globals;
/* 0 and cli->command (NULL when only a global such as --help was given), or an exit code. */
int cli_parse(struct cli *cli, int argc, char **argv);
/* After the settings: the default project for what was not given. 0 or an exit code. */
int cli_fill_in(struct cli *cli);
/* Only as far as the words go, for completion. */
struct cli_unfinished {
	const struct cli_option *value;    /* comes next: the value of this */
	const struct cli_option *argument; /* or, as an argument, of this; NULL: none is left */
	bool only_args;                    /* there was -- */
};
int cli_parse_begun(struct cli *cli, int argc, char **argv, struct cli_unfinished *u);
/* The option that is called so; NULL: none is. */
const struct cli_option *cli_option_called(const struct cli *cli, const char *name, size_t len);
/* Give an option a value (NULL: a flag alone; no: --no-NAME). 0 or an exit code. */
int cli_set(struct cli *cli, struct cli_slot *slot, char *value, bool no, enum cli_source given, const char *where);
/* The slot of the same one_of that is given already, NULL if there is none. */
const struct cli_slot *cli_other_of(const struct cli *cli, const struct cli_slot *slot);
/* How much room an option's member takes. */
size_t cli_width(enum cli_kind kind);
bool cli_takes_value(const struct cli_option *o);
const struct cli_option *cli_option_of(const struct cli_command *c, const char *name);

/* help.c, topics.c, dump.c, check.c */
int cli_help(const struct cli *cli);
void cli_print_globals(void);
/* Lines as paragraphs; those with a tab in two columns, those that begin with a blank as they are. */
void cli_print_text(const char *s);
bool cli_is_topic(const char *word);
const char *cli_topic(size_t n); /* NULL after the last */
int cli_help_topic(const char *topic);
void cli_print_topics(void);
int cli_dump(void);
int cli_self_test(void);

/* alias.c: what a word of the user's own stands for; *ret stays empty if it is none. 0 or an exit code. */
int cli_alias(struct cli *cli, const char *word, struct cli_texts *ret);
void cli_each_alias(struct cli *cli, void (*fn)(void *data, const char *name, const char *value), void *data);

/* complete.c: argv[1] and so on are the words after the program's, as far as they are typed */
int cli_complete(struct cli *cli, int argc, char **argv);

/* settings.c: flags over environment over config file over defaults */
int cli_settings(struct cli *cli);
/* Where the value of a global option came from, if it was given. */
const char *cli_where(const struct cli *cli, const char *name);
/* What was given as URL and token, by the SDK's rules. 0 or an exit code. */
int cli_check_server(const struct cli *cli);
/* cli_fail() for a client that could not be made, with the words that the user knows what is wrong by. */
int cli_fail_client(const struct cli *cli, agola_error *err);
#define CLI_DEFAULT_URL "http://localhost:8000"
/* A URL without the password that may be in it; the URL itself if there is none. */
const char *cli_url_shown(struct cli *cli, const char *url);
/* *at from the first line of @file, "-" for standard input, if @file is given. 0 or an exit code. */
int cli_secret(struct cli *cli, const char **at, const char *option, const char *file);

/* output.c: any object of the SDK in the chosen format. cli_list_begin() only once per command. */
/* Before the first request: is what the user wants of the output possible? 0 or an exit code. */
int cli_check_output(struct cli *cli);
int cli_print(const struct cli *cli, const void *object);
/* A field by its key; false if the type has none. */
bool cli_field(const agola_type *type, const void *object, const char *key, agola_value *v);
/* What a call gave: the error, or the object, printed, and "Remote source x created." if done is not NULL. Frees both; an
 * exit code. */
int cli_finish(const struct cli *cli, int result, void *object, agola_error *err, const char *done);
int cli_list_begin(const struct cli *cli, struct cli_list **ret);
/* 0 to go on; also when nobody can read the output any more, or cli->most are there, it is something else. */
int cli_list_add(struct cli_list *l, const void *object);
/* The same for what is no object of the SDK. */
struct cli_record {
	const char *key, *value; /* NULL: null */
	bool raw;                /* a number, true or false */
};
int cli_list_add_record(struct cli_list *l, const struct cli_record *r, size_t n);
int cli_print_record(const struct cli *cli, const struct cli_record *r, size_t n);
/* As a JSON object; free() it, NULL without memory. */
char *cli_json_of_record(const struct cli_record *r, size_t n, bool pretty);
/* Ends the output, without its end if not all of it came, and frees l. 0 or an exit code. */
int cli_list_end(struct cli_list *l, bool complete);

/* terminal.c: what is different when a person looks on */
bool cli_is_terminal(void);
size_t cli_terminal_width(void);
/* Whether standard output is coloured. */
bool cli_colour(void);
/* Of a phase or a result, NULL: none. */
const char *cli_colour_of(const char *word);
/* "3 minutes ago"; free() it, NULL without memory. */
char *cli_ago(agola_time t, int64_t now);
/* From here on standard output goes through the user's pager, if it is a terminal and there is one. */
void cli_page(void);
/* After the last byte: wait for it. Whether there was one. */
bool cli_page_end(void);

/* link.c */
/* Whether what is printed has links. */
bool cli_has_links(const struct cli *cli);
/* Where a column of an object leads; free() it. NULL: nowhere. */
char *cli_link(const struct cli *cli, const agola_type *type, const void *object, const char *column);

/* safe.c: text from the server without what could take over a terminal, as \uXXXX */
char *cli_safe(const char *s);                             /* free() it; NULL without memory */
const char *cli_safe_kept(struct cli *cli, const char *s); /* cli_safe() for messages; never NULL */
bool cli_put(const char *s, size_t len);                   /* keeps newlines; false without memory */
/* A line of a log, without its end: tabs stay, colours are left out. */
bool cli_put_log(const char *s, size_t len);
bool cli_put_line(FILE *f, const char *prefix, const char *s); /* one line, whatever is in it */

/* output_table.c, output_yaml.c: the inside of output.c */
struct cli_table;
struct cli_table *cli_table_new(const struct cli *cli);
/* Parse --columns or the command's. 0 or an exit code; with a table the columns are made. */
int cli_table_columns(const struct cli *cli, struct cli_table *t);
int cli_table_add(struct cli_table *t, const void *object);
int cli_table_add_record(struct cli_table *t, const struct cli_record *r, size_t n);
/* Print what is left; free it. */
int cli_table_end(struct cli_table *t);
struct cli_yaml;
struct cli_yaml *cli_yaml_new(bool list);
bool cli_yaml_add(struct cli_yaml *y, const agola_type *type, const void *object);
bool cli_yaml_add_json(struct cli_yaml *y, const char *json);
/* Give what is complete to standard output. */
bool cli_yaml_flush(struct cli_yaml *y);
bool cli_yaml_end(struct cli_yaml *y);
/* output_path.c: -o jsonpath=PATH. Once, before the first request; 0 or an exit code. */
int cli_path_new(struct cli *cli, const char *path);
/* What fits of an object, of a list's item at *index if that is not NULL. 0 or an exit code. */
int cli_path_put(const struct cli *cli, const char *json, const size_t *index);
/* output_json.c: JSON of which nothing is known, printed again to f as it comes. @join: the items of lists in pages, as one list;
 * @lines: for people. */
struct cli_json *cli_json_new(FILE *f, bool join, bool lines); /* NULL without memory */
/* The next bytes; a document is complete; all are. 0, or -1 and cli_json_why(). */
int cli_json_feed(struct cli_json *j, const void *bytes, size_t len);
int cli_json_page(struct cli_json *j);
int cli_json_end(struct cli_json *j);
const char *cli_json_why(const struct cli_json *j);
bool cli_json_begun(const struct cli_json *j); /* something was printed */
void cli_json_free(struct cli_json *j);
bool cli_is_json(const char *s);
/* A value as one line of text; free() it. */
char *cli_text(const agola_value *v);

#endif
