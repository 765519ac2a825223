/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_VARIABLE_H
#define AG_CS_VARIABLE_H

#include "json/json.h"
#include <agola/cs_variable.h>

extern const struct agola_type agola_cs_variable_value_type;
extern const struct agola_type agola_cs_variable_type;
extern const struct agola_type agola_cs_variable_page_type;
extern const struct agola_type agola_cs_variable_list_opts_type;
extern const struct agola_type agola_cs_variable_value_req_type;
extern const struct agola_type agola_cs_variable_req_type;

#endif
