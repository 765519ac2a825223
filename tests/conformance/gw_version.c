/* SPDX-License-Identifier: Apache-2.0 */
#include "steps.h"

OPERATION(get, "gateway GetVersion", agola_gw_version, NULL, agola_gw_version_get(GW, NULL, &t, err));

static const struct step rows[] = {
	{ "get", &get },
	{ "get.nobody", &get, NOBODY },
	{ "get.wrong-token", &get, WRONG },
};
NOUN(gw_version, rows);
