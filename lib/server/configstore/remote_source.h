/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CONFIGSTORE_REMOTE_SOURCE_H
#define AG_CONFIGSTORE_REMOTE_SOURCE_H

#include "server/router.h"

int ag_configstore_remote_source_list(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_configstore_remote_source_get(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_configstore_remote_source_create(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_configstore_remote_source_update(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);
int ag_configstore_remote_source_delete(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err);

#endif
