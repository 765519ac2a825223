/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CS_LINKED_ACCOUNT_H
#define AG_CS_LINKED_ACCOUNT_H

#include "json/json.h"
#include <agola/cs_linked_account.h>

extern const struct agola_type agola_cs_linked_account_type;
extern const struct agola_type agola_cs_linked_account_create_req_type;
extern const struct agola_type agola_cs_remote_user_opts_type;

#endif
