/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_REMOTE_SOURCE_H
#define AG_CS_REMOTE_SOURCE_H

#include "json/json.h"
#include <agola/cs_remote_source.h>

/* Also the row of agolad's table: see the columns. */
extern const struct agola_type agola_cs_remote_source_type;
extern const struct agola_type agola_cs_remote_source_page_type;
extern const struct agola_type agola_cs_remote_source_list_opts_type;
extern const struct agola_type agola_cs_remote_source_req_type;

#endif
