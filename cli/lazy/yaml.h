/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGOLACTL_LAZY_YAML_H
#define AGOLACTL_LAZY_YAML_H

#include "lazy.h"

#include <yaml.h>

#define YAML_FUNCTIONS(F)                                                                                                        \
	F(yaml_document_delete)                                                                                                  \
	F(yaml_document_end_event_initialize)                                                                                    \
	F(yaml_document_get_node)                                                                                                \
	F(yaml_document_get_root_node)                                                                                           \
	F(yaml_document_start_event_initialize)                                                                                  \
	F(yaml_emitter_delete)                                                                                                   \
	F(yaml_emitter_emit)                                                                                                     \
	F(yaml_emitter_flush)                                                                                                    \
	F(yaml_emitter_initialize)                                                                                               \
	F(yaml_emitter_set_output)                                                                                               \
	F(yaml_emitter_set_unicode)                                                                                              \
	F(yaml_emitter_set_width)                                                                                                \
	F(yaml_event_delete)                                                                                                     \
	F(yaml_parser_delete)                                                                                                    \
	F(yaml_parser_initialize)                                                                                                \
	F(yaml_parser_load)                                                                                                      \
	F(yaml_parser_parse)                                                                                                     \
	F(yaml_parser_set_input_string)                                                                                          \
	F(yaml_sequence_end_event_initialize)                                                                                    \
	F(yaml_sequence_start_event_initialize)                                                                                  \
	F(yaml_stream_end_event_initialize)                                                                                      \
	F(yaml_stream_start_event_initialize)

YAML_FUNCTIONS(LAZY_DECLARE)

#endif
