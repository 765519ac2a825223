/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the keys of agolad.yml, for man.py: each with "used" or "unused". */
#include "server/config.h"

#include <stdio.h>

int main(void)
{
	for (const struct ag_config_key *k = ag_config_keys; k->path; k++)
		printf("%s %s\n", k->path, k->used ? "used" : "unused");
	return 0;
}
