/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGOLACTL_LAZY_SMARTCOLS_H
#define AGOLACTL_LAZY_SMARTCOLS_H

#include "lazy.h"

#include <libsmartcols.h>

#define SMARTCOLS_FUNCTIONS(F)                                                                                                   \
	F(scols_cell_get_data)                                                                                                   \
	F(scols_cell_set_color)                                                                                                  \
	F(scols_column_get_width)                                                                                                \
	F(scols_column_set_whint)                                                                                                \
	F(scols_free_iter)                                                                                                       \
	F(scols_init_debug)                                                                                                      \
	F(scols_line_get_cell)                                                                                                   \
	F(scols_line_refer_data)                                                                                                 \
	F(scols_new_iter)                                                                                                        \
	F(scols_new_table)                                                                                                       \
	F(scols_print_table)                                                                                                     \
	F(scols_print_table_to_string)                                                                                           \
	F(scols_table_enable_colors)                                                                                             \
	F(scols_table_enable_noheadings)                                                                                         \
	F(scols_table_get_column)                                                                                                \
	F(scols_table_get_termwidth)                                                                                             \
	F(scols_table_new_column)                                                                                                \
	F(scols_table_new_line)                                                                                                  \
	F(scols_table_next_line)                                                                                                 \
	F(scols_table_remove_lines)                                                                                              \
	F(scols_table_set_termforce)                                                                                             \
	F(scols_table_set_termwidth)                                                                                             \
	F(scols_unref_table)

SMARTCOLS_FUNCTIONS(LAZY_DECLARE)

#endif
