/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_ARCHIVE_H
#define AG_RS_ARCHIVE_H

#include "json/json.h"
#include <agola/rs_archive.h>

extern const struct agola_type agola_rs_archive_get_opts_type;

#endif
