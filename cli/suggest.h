/* SPDX-License-Identifier: Apache-2.0 */
/* What a mistyped word was meant to be: for both programs. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include <stddef.h>

/* "; did you mean X?" into buf if one of the words is near, else "". Each item is a list "a|b"; a word after ! is not proposed. */
void cli_suggest(char *buf, size_t size, const char *word, const char *const *words, size_t n);
/* The same for words behind "--". */
void cli_suggest_option(char *buf, size_t size, const char *word, const char *const *words, size_t n);

#endif
