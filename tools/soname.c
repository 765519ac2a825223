/* SPDX-License-Identifier: Apache-2.0 */
/* Run when the build is set up, linked with a library: prints the name under which the dynamic linker finds the one with FUNCTION in it. */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define TEXT_(x) #x
#define TEXT(x)  TEXT_(x)

void FUNCTION(void);
/* used, so that no linker leaves the library out */
void (*volatile function)(void) = FUNCTION;

int main(void)
{
	Dl_info info;

	if (!function || !dladdr(dlsym(RTLD_DEFAULT, TEXT(FUNCTION)), &info) || !info.dli_fname)
		return 1;
	puts(strrchr(info.dli_fname, '/') ? strrchr(info.dli_fname, '/') + 1 : info.dli_fname);
	return 0;
}
