/* SPDX-License-Identifier: Apache-2.0 */
#include "http/curl.h"

#include "core/core.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#ifndef LAZY_CURL
#define AG_CURL_DEFINE(name) __typeof__(&curl_##name) ag_curl_##name = curl_##name;
#else
#include <dlfcn.h>

#define AG_CURL_DEFINE(name) __typeof__(&curl_##name) ag_curl_##name;

/* What the dynamic section says of libraries that are linked: tools that make packages read it (https://uapi-group.org/specifications). */
#define NOTE                                                                                                                     \
	"[{\"feature\":\"http\",\"description\":\"Requests to services over "                                                    \
	"HTTP\",\"priority\":\"required\",\"soname\":[\"" LAZY_CURL "\"]}]"
static const struct {
	uint32_t name_size, text_size, type;
	char name[4], text[(sizeof(NOTE) + 3) / 4 * 4];
} note __attribute__((used, section(".note.dlopen"), aligned(4))) = { 4, sizeof(NOTE), 0x407c0c0a, "FDO", NOTE };
#endif

AG_CURL_FUNCTIONS(AG_CURL_DEFINE)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool started;

#ifndef LAZY_CURL
static int load(agola_error **err)
{
	(void)err;
	return 0;
}
#else
static bool find(void *lib, const char *name, void *function)
{
	void *p = dlsym(lib, name);

	memcpy(function, &p, sizeof(p));
	return p != NULL;
}

static int load(agola_error **err)
{
	void *lib;
	const char *why;

	errno = 0;
	/* for good: what it has registered with OpenSSL and for the end of threads must stay */
	lib = dlopen(LAZY_CURL, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
#define LOAD(name) &&find(lib, "curl_" #name, &ag_curl_##name)
	if (lib AG_CURL_FUNCTIONS(LOAD))
		return 0;
#undef LOAD
	if (errno == ENOMEM)
		return ag_fail_nomem(err);
	why = dlerror();
	return ag_fail(err, AGOLA_ERR_NETWORK, "libcurl cannot be loaded: %s", why ? why : LAZY_CURL);
}
#endif

int ag_curl_start(agola_error **err)
{
	int r = 0;

	pthread_mutex_lock(&lock);
	if (!started) {
		r = load(err);
		if (!r) {
			CURLcode c = ag_curl_global_init(CURL_GLOBAL_DEFAULT);

			if (c != CURLE_OK)
				r = ag_fail(err, AGOLA_ERR_NOMEM, "libcurl cannot start: %s", ag_curl_easy_strerror(c));
		}
		started = r == 0;
	}
	pthread_mutex_unlock(&lock);
	return r;
}
