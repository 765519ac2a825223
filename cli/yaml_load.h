/* SPDX-License-Identifier: Apache-2.0 */
/* The one way in which YAML gets in, of commands' files and of the config file. */
#ifndef CLI_YAML_LOAD_H
#define CLI_YAML_LOAD_H

#include "cli.h"
#include "lazy/yaml.h"

enum { CLI_YAML_DEPTH = 64, CLI_YAML_NODES = 100000 };

/*
 * The one document of a text, which has no root when there is nothing in it, and no more than the above, and no tags that say something; lazy_yaml_document_delete() it. 0, or an exit code and no
 * document. `name` is the file, for messages.
 */
int cli_yaml_load(const char *name, const char *text, size_t n, yaml_document_t *doc);

/* Nothing, ~ or null, without quotes. */
bool cli_yaml_is_null(const yaml_char_t *value, yaml_scalar_style_t style);

#endif
