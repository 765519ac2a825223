/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The settings of one agolad: the keys of `agola serve`'s YAML file that concern the gateway and the configstore, with
 * Agola's names and defaults, and our own below `agolad:`. One row per key (config.c) drives reading, defaults, checks and
 * the list of keys in agolad.yml(5).
 */
#ifndef AG_SERVER_CONFIG_H
#define AG_SERVER_CONFIG_H

#include "base/base.h"
#include <agola/error.h>
#include <agola/server.h>
#include <stdio.h>

struct ag_web_config {
	const char *listen; /* "host:port", ":port", "[::1]:port" */
	bool tls;
	const char *tls_cert_file;
	const char *tls_key_file;
};

struct ag_server_config {
	struct ag_arena arena; /* holds all strings */
	uint32_t components;   /* enum agola_server_components */
	const char *id;
	const char *data_dir; /* configstore.dataDir */
	const char *db_type;
	const char *db_path;                   /* configstore.db.connString, type sqlite3; default: data_dir/configstore.db */
	const char *configstore_token;         /* what the configstore asks for; NULL: none */
	const char *gateway_configstore_token; /* what the gateway sends */
	const char *configstore_url;           /* where the gateway finds the configstore; NULL: in this process */
	/* as they stand in the file, before the fallbacks */
	const char *internal_token, *common_configstore_token, *common_configstore_url;
	const char *admin_token;
	const char *admin_token_file; /* where the token is kept that agolad made itself; else NULL */
	const char *notes;            /* what the log is to say about the file, one line each; NULL: nothing */
	bool admin_token_wanted;      /* none was given: one is made, and kept in the data folder */
	struct ag_web_config gateway, configstore;
	const char *log_level_word, *log_format; /* as they stand in the file */
	enum agola_log_level log_level;
	bool log_json;
	bool debug;
	/* agolad: */
	uint32_t threads;         /* of each listener; 0: twice the processors, 4 at least */
	uint32_t max_connections; /* of each listener; default 4096 */
	int64_t idle_timeout_ms;  /* a connection that says nothing; default 30 s */
	int64_t drain_ms;         /* default 10 s */
};

/* One key of the file. */
struct ag_config_key {
	const char *path; /* "configstore.db.connString" */
	enum { AG_KEY_TEXT, AG_KEY_BOOL, AG_KEY_UINT, AG_KEY_DURATION, AG_KEY_LIST } kind;
	bool used;         /* false: known to `agola serve`; read and checked for its type, without use here yet */
	size_t off;        /* in struct ag_server_config */
	const char *words; /* "a|b|c": the values that are right; NULL: any */
};
extern const struct ag_config_key ag_config_keys[];
/* Top-level sections of services that agolad does not have. */
extern const char *const ag_config_other_sections[];

void ag_config_init(struct ag_server_config *c);
void ag_config_free(struct ag_server_config *c);
/* Read a YAML file into @c. What is passed over goes to c->notes. AGOLA_ERR_INVALID names file, line, key, value and what would be right. */
int ag_config_read(struct ag_server_config *c, const char *file, agola_error **err);
/* The same of an open file that errors call @file. */
int ag_config_read_from(struct ag_server_config *c, const char *file, FILE *f, agola_error **err);
/* Put the caller's options over it, fill the defaults, and check everything together. */
int ag_config_finish(struct ag_server_config *c, const struct agola_server_opts *opts, agola_error **err);
/* Read the admin token of the data folder, or make one and keep it there, in a file of mode 0600. */
int ag_admin_token(struct ag_server_config *c, agola_error **err);
/* The n-th key that agolad knows, such as "configstore.db.connString"; NULL after the last. For the man page test. */
const char *ag_config_key(size_t n);

#endif
