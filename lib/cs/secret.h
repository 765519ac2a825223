/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_SECRET_H
#define AG_CS_SECRET_H

#include "json/json.h"
#include <agola/cs_secret.h>

extern const struct agola_type agola_cs_secret_type;
extern const struct agola_type agola_cs_secret_page_type;
extern const struct agola_type agola_cs_secret_list_opts_type;
extern const struct agola_type agola_cs_secret_req_type;

#endif
