/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGOLACTL_LAZY_PCRE2_H
#define AGOLACTL_LAZY_PCRE2_H

#include "lazy.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define PCRE2_FUNCTIONS(F)                                                                                                       \
	F(pcre2_code_free_8)                                                                                                     \
	F(pcre2_compile_8)                                                                                                       \
	F(pcre2_get_error_message_8)                                                                                             \
	F(pcre2_match_8)                                                                                                         \
	F(pcre2_match_data_create_8)                                                                                             \
	F(pcre2_match_data_free_8)

PCRE2_FUNCTIONS(LAZY_DECLARE)

#endif
