/* SPDX-License-Identifier: Apache-2.0 */
#include "../cli.h"
#include "nettle.h"
#include "pcre2.h"
#include "smartcols.h"
#include "yaml.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#ifdef LAZY_YAML
#define DEFINE(name) __typeof__(&name) lazy_##name;
#else
#define DEFINE(name) __typeof__(&name) lazy_##name = name;
#endif
NETTLE_FUNCTIONS(DEFINE)
PCRE2_FUNCTIONS(DEFINE)
SMARTCOLS_FUNCTIONS(DEFINE)
YAML_FUNCTIONS(DEFINE)

#ifndef LAZY_YAML

void lazy_load(enum lazy_library library)
{
	(void)library;
}

#else

struct function {
	const char *name;
	void *pointer; /* to the pointer to it */
};

#define ROW(name) { #name, &lazy_##name },
static const struct function nettle[] = { NETTLE_FUNCTIONS(ROW){ NULL, NULL } };
static const struct function pcre2[] = { PCRE2_FUNCTIONS(ROW){ NULL, NULL } };
static const struct function smartcols[] = { SMARTCOLS_FUNCTIONS(ROW){ NULL, NULL } };
static const struct function yaml[] = { YAML_FUNCTIONS(ROW){ NULL, NULL } };

static struct {
	const char *soname;
	const struct function *functions;
	bool loaded;
} libraries[] = {
	[WITH_NETTLE] = { LAZY_NETTLE, nettle, false },
	[WITH_PCRE2] = { LAZY_PCRE2, pcre2, false },
	[WITH_SMARTCOLS] = { LAZY_SMARTCOLS, smartcols, false },
	[WITH_YAML] = { LAZY_YAML, yaml, false },
};

/* What the dynamic section says of libraries that are linked, for tools that make packages. */
#define FEATURE(name, what, soname)                                                                                              \
	"{\"feature\":\"" name "\",\"description\":\"" what "\",\"priority\":\"required\",\"soname\":[\"" soname "\"]}"
#define NOTE                                                                                                                     \
	"[" FEATURE("digest", "Cached completion", LAZY_NETTLE) "," FEATURE(                                                     \
	        "regexp", "Conditions of variables",                                                                             \
	        LAZY_PCRE2) "," FEATURE("tables", "Tables", LAZY_SMARTCOLS) "," FEATURE("yaml", "Configuration, and YAML",       \
	                                                                                LAZY_YAML) "]"
static const struct {
	uint32_t name_size, text_size, type;
	char name[4], text[(sizeof(NOTE) + 3) / 4 * 4];
} note __attribute__((used, section(".note.dlopen"), aligned(4))) = { 4, sizeof(NOTE), 0x407c0c0a, "FDO", NOTE };

void lazy_load(enum lazy_library library)
{
	void *lib;

	if (libraries[library].loaded)
		return;
	lib = dlopen(libraries[library].soname, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
	for (const struct function *f = libraries[library].functions; lib && f->name; f++) {
		void *p = dlsym(lib, f->name);

		if (!p)
			lib = NULL;
		memcpy(f->pointer, &p, sizeof(p));
	}
	if (!lib) {
		const char *why = dlerror();

		exit(cli_error("%s cannot be loaded: %s", libraries[library].soname, why ? why : "a function is missing"));
	}
	libraries[library].loaded = true;
}

#endif
