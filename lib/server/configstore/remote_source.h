/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_CONFIGSTORE_REMOTE_SOURCE_H
#define AG_CONFIGSTORE_REMOTE_SOURCE_H

#include "server/configstore/kind.h"

extern const struct ag_kind ag_remote_source_kind;

#endif
