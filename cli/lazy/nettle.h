/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGOLACTL_LAZY_NETTLE_H
#define AGOLACTL_LAZY_NETTLE_H

#include "lazy.h"

#include <nettle/sha2.h>

#define NETTLE_FUNCTIONS(F)                                                                                                      \
	F(nettle_sha256_init)                                                                                                    \
	F(nettle_sha256_update)                                                                                                  \
	F(nettle_sha256_digest)

NETTLE_FUNCTIONS(LAZY_DECLARE)

#endif
