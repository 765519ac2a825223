/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl is loaded when it is needed, and not before; what can go wrong then is an error like another, and can be mended. */
#include "unit.h"
#include <agola/client.h>

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>

static enum { GOOD, MISSING, NO_MEMORY, TOO_OLD, NO_START } state;
static unsigned n_loaded, n_found;

void *__real_dlopen(const char *name, int flags);
void *__wrap_dlopen(const char *name, int flags);
void *__real_dlsym(void *lib, const char *name);
void *__wrap_dlsym(void *lib, const char *name);

void *__wrap_dlopen(const char *name, int flags)
{
	/* a sanitizer has calls of its own */
	if (!name || strcmp(name, LAZY_CURL) != 0)
		return __real_dlopen(name, flags);
	if (state == NO_MEMORY) {
		errno = ENOMEM;
		return NULL;
	}
	n_loaded += state != MISSING;
	return __real_dlopen(state == MISSING ? "libcurl-which-is-not-there.so.4" : name, flags);
}

static CURLcode no_start(long flags)
{
	(void)flags;
	return CURLE_OUT_OF_MEMORY;
}

void *__wrap_dlsym(void *lib, const char *name)
{
	CURLcode (*fn)(long) = no_start;
	void *p;

	if (strncmp(name, "curl_", 5) != 0)
		return __real_dlsym(lib, name);
	n_found++;
	if (state == TOO_OLD && strcmp(name, "curl_url_set") == 0)
		return __real_dlsym(lib, "curl_of_another_year");
	if (state == NO_START && strcmp(name, "curl_global_init") == 0) {
		memcpy(&p, &fn, sizeof(p));
		return p;
	}
	return __real_dlsym(lib, name);
}

static int perform(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	(void)data;
	(void)r;
	(void)err;
	agola_transport_reply_status(reply, 200);
	return agola_transport_reply_body(reply, "{}", 2);
}

static int client_new(const struct agola_transport *t, agola_gw_client **ret, agola_error **err)
{
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;

	o.url = "http://127.0.0.1:1";
	o.transport = t;
	return agola_gw_client_new(&o, ret, err);
}

/* The tests are in this order, and the last one loads it. */
START_TEST(not_before_it_is_needed)
{
	struct agola_transport t = { .size = sizeof(t), .perform = perform };
	agola_gw_client *c;
	agola_gw_user *user;

	ck_assert_int_eq(client_new(&t, &c, NULL), 0);
	ck_assert_int_eq(agola_gw_user_get(c, NULL, "u", &user, NULL), 0);
	agola_free(user);
	agola_gw_client_free(c);
	ck_assert_uint_eq(n_loaded + n_found, 0);
}
END_TEST

static void fails(int kind, const char *words)
{
	agola_gw_client *c = NULL;
	agola_loop *loop = NULL;
	agola_error *err = NULL;

	ck_assert_int_eq(client_new(NULL, &c, &err), kind);
	ck_assert_ptr_null(c);
	ck_assert_msg(strstr(agola_error_message(err), words) != NULL, "%s", agola_error_message(err));
	agola_error_free(err);
	err = NULL;
	ck_assert_int_eq(agola_loop_new(&loop, &err), kind);
	ck_assert_ptr_null(loop);
	ck_assert_msg(strstr(agola_error_message(err), words) != NULL, "%s", agola_error_message(err));
	agola_error_free(err);
	ck_assert_int_eq(client_new(NULL, &c, NULL), kind);
}

START_TEST(missing)
{
	state = MISSING;
	fails(AGOLA_ERR_NETWORK, "libcurl cannot be loaded: libcurl-which-is-not-there.so.4: ");
}
END_TEST

START_TEST(no_memory)
{
	state = NO_MEMORY;
	fails(AGOLA_ERR_NOMEM, "out of memory");
}
END_TEST

START_TEST(too_old)
{
	state = TOO_OLD;
	fails(AGOLA_ERR_NETWORK, "curl_of_another_year");
}
END_TEST

START_TEST(does_not_start)
{
	state = NO_START;
	fails(AGOLA_ERR_NOMEM, "libcurl cannot start: ");
}
END_TEST

START_TEST(once_it_is_there)
{
	agola_gw_client *c, *other;
	unsigned before;

	state = GOOD;
	ck_assert_int_eq(client_new(NULL, &c, NULL), 0);
	before = n_found;
	ck_assert_int_eq(client_new(NULL, &other, NULL), 0);
	agola_gw_client_free(other);
	agola_gw_client_free(c);
	ck_assert_uint_eq(n_found, before);
}
END_TEST

UNIT("curl", not_before_it_is_needed, missing, no_memory, too_old, does_not_start, once_it_is_there)
