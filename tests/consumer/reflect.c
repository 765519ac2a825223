/* SPDX-License-Identifier: Apache-2.0 */
/* Uses no operation at all: linked with libagola.a it shows that the library stands without any. */
#include <agola/client.h>

#include <stdio.h>

int main(void)
{
	printf("%s %s\n", agola_version(), agola_type_find("agola_seed") ? "known" : "unknown");
	return 0;
}
