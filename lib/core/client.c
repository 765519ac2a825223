/* SPDX-License-Identifier: Apache-2.0 */
#include "core/client.h"
#include "core/call.h"
#include "http/http.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* No struct will ever be as large: it is what stood in memory that nobody has set. */
#define MAX_STRUCT 4096

int ag_check_sized(size_t size, const void *src, const char *name, agola_error **err)
{
	size_t have;

	memcpy(&have, src, sizeof(have));
	if (have < sizeof(have))
		return ag_fail(err, AGOLA_ERR_INVALID, "struct %s: size is not set; make it with its _INIT macro", name);
	/* no version ends within a member */
	if (have > MAX_STRUCT || have % sizeof(have))
		return ag_fail(err, AGOLA_ERR_INVALID,
		               "struct %s: size is %zu, which is that of no version; make it with its _INIT macro", name, have);
	for (size_t i = size; i < have; i++) {
		if (((const char *)src)[i])
			return ag_fail(err, AGOLA_ERR_VERSION,
			               "struct %s: a member is set that libagola %s does not know; the program was built for a "
			               "later version",
			               name, agola_version());
	}
	return 0;
}

int ag_copy_sized(void *dst, size_t size, const void *src, const char *name, agola_error **err)
{
	size_t have;
	int r;

	memset(dst, 0, size);
	if (src) {
		r = ag_check_sized(size, src, name, err);
		if (r)
			return r;
		memcpy(&have, src, sizeof(have));
		memcpy(dst, src, have < size ? have : size);
	}
	memcpy(dst, &size, sizeof(size));
	return 0;
}

/* Where the options keep text; all of it is copied. Names of files are bytes. */
static const struct {
	size_t off;
	const char *name;
	bool is_file;
} strings[] = {
#define S(m, is_file)                                                                                                            \
	{                                                                                                                        \
		offsetof(struct agola_client_opts, m), #m, is_file                                                               \
	}
	S(url, false),        S(token, false),      S(ca_file, true),         S(ca_dir, true),
	S(client_cert, true), S(client_key, true),  S(client_key_pass, true), S(proxy, false),
	S(unix_socket, true), S(user_agent, false), S(release, false),
#undef S
};

/* The value is not shown: it may be a secret. */
static int check_string(const char *name, const char *s, bool is_file, agola_error **err)
{
	for (const char *p = s; *p; p++) {
		/* a line feed in a token would become a header of its own */
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return ag_fail(err, AGOLA_ERR_INVALID, "%s: it has a control character (at character %zu)", name,
			               (size_t)(p - s) + 1);
	}
	return is_file || ag_utf8_valid(s, strlen(s)) ? 0 : ag_fail(err, AGOLA_ERR_INVALID, "%s: it is not valid UTF-8", name);
}

static int copy_strings(struct ag_client *c, agola_error **err)
{
	for (size_t i = 0; i < AG_COUNT(strings); i++) {
		char *at = (char *)&c->opts + strings[i].off, *copy;
		const char *s;
		int r;

		memcpy(&s, at, sizeof(s));
		if (!s)
			continue;
		r = check_string(strings[i].name, s, strings[i].is_file, err);
		if (r)
			return r;
		copy = ag_arena_strdup(&c->arena, s);
		if (!copy)
			return ag_fail_nomem(err);
		memcpy(at, &copy, sizeof(copy));
	}
	return 0;
}

static int check(struct ag_client *c, agola_error **err)
{
	const char *why = ag_url_bad_base(c->opts.url);

	if (c->opts.header_version > AGOLA_VERSION_NUMBER)
		return ag_fail(err, AGOLA_ERR_VERSION, "the program was built for libagola %u.%u, this is %s",
		               c->opts.header_version / 1000000, c->opts.header_version / 1000 % 1000, agola_version());
	if (why)
		return ag_fail(err, AGOLA_ERR_INVALID, "url%s%s%s: it %s; right is for example http://localhost:8000",
		               c->opts.url && !strchr(c->opts.url, '@') ? " \"" : "",
		               c->opts.url && !strchr(c->opts.url, '@') ? c->opts.url : "",
		               c->opts.url && !strchr(c->opts.url, '@') ? "\"" : "", why);
	if (c->opts.flags & ~(uint32_t)AGOLA_CLIENT_INSECURE)
		return ag_fail(err, AGOLA_ERR_VERSION, "flags: 0x%x is not known to libagola %s", c->opts.flags, agola_version());
	if (c->opts.client_key && !c->opts.client_cert)
		return ag_fail(err, AGOLA_ERR_INVALID, "client_key: it needs client_cert");
	if (c->opts.release) {
		uint32_t release;

		if (!ag_release_parse(c->opts.release, &release))
			return ag_fail(err, AGOLA_ERR_INVALID, "release \"%s\": right is for example v0.10.0, or HEAD",
			               c->opts.release);
		atomic_store(&c->release, (uint64_t)release << 32 | release);
	}
	if (c->opts.max_retries > 10)
		return ag_fail(err, AGOLA_ERR_INVALID, "max_retries: %u is above 10", c->opts.max_retries);
	if (c->opts.max_body < 0)
		return ag_fail(err, AGOLA_ERR_INVALID, "max_body: it is negative");
	if (c->opts.max_depth > 10000)
		return ag_fail(err, AGOLA_ERR_INVALID, "max_depth: %u is above 10000", c->opts.max_depth);
	return 0;
}

static int copy_transport(struct ag_client *c, agola_error **err)
{
	int r;

	if (!c->opts.transport)
		return 0;
	r = ag_copy_sized(&c->transport, sizeof(c->transport), c->opts.transport, "agola_transport", err);
	if (r)
		return r;
	return c->transport.perform ? 0 : ag_fail(err, AGOLA_ERR_INVALID, "struct agola_transport: perform is not set");
}

static void add_header(struct ag_client *c, int kind, const char *header)
{
	struct ag_headers *h = &c->headers[kind];

	if (header)
		h->list[h->n++] = header;
}

static bool make_headers(struct ag_client *c)
{
	const char *token = c->opts.token && *c->opts.token ? c->opts.token : NULL;
	const char *ua = c->opts.user_agent && *c->opts.user_agent ? c->opts.user_agent : NULL;
	const char *agent =
	        ag_arena_printf(&c->arena, "User-Agent: %s%slibagola/%s", ua ? ua : "", ua ? " " : "", agola_version());
	const char *authorization = token ? ag_arena_printf(&c->arena, "Authorization: token %s", token) : NULL;

	if (!agent || (token && !authorization))
		return false;
	for (int kind = 0; kind < AG_HEADERS_KINDS; kind++) {
		add_header(c, kind, agent);
		if (kind != AG_HEADERS_PLAIN)
			add_header(c, kind, authorization);
		if (kind == AG_HEADERS_JSON)
			add_header(c, kind, "Content-Type: application/json");
		if (kind == AG_HEADERS_BYTES || kind == AG_HEADERS_CHUNKED)
			add_header(c, kind, "Content-Type: application/octet-stream");
		if (kind == AG_HEADERS_CHUNKED)
			add_header(c, kind, "Transfer-Encoding: chunked");
		/* a server that refuses a large body does so with 417, upon which curl would send it again */
		if (kind >= AG_HEADERS_JSON)
			add_header(c, kind, "Expect:");
	}
	return true;
}

static bool make_base(struct ag_client *c)
{
	const char *url = c->opts.url, *host = strstr(url, "://") + 3;
	size_t len = strlen(url);

	while (len && url[len - 1] == '/')
		len--;
	c->base = ag_arena_strndup(&c->arena, url, len);
	if (!c->base)
		return false;
	c->path_at = (size_t)(host - url) + strcspn(c->base + (host - url), "/");
	return true;
}

static void free_client(struct ag_client *c)
{
	if (!c)
		return;
	/* in a child process the connections are still the parent's: not even an end of TLS may be said on them */
	if (c->pid == getpid())
		ag_http_free(c->http);
	/* the token, also in a header, and a passphrase */
	ag_arena_wipe(&c->arena);
	free(c);
}

static int new_client(const char *service, const struct agola_client_opts *opts, struct ag_client **ret, agola_error **err)
{
	struct ag_client *c;
	int r;

	if (!opts)
		return ag_fail(err, AGOLA_ERR_INVALID, "agola_client_opts: opts is NULL");
	c = calloc(1, sizeof(*c));
	if (!c)
		return ag_fail_nomem(err);
	ag_arena_init(&c->arena);
	c->service = service;
	atomic_init(&c->release, AG_RELEASE_NEWEST);
	c->pid = getpid();
	r = ag_copy_sized(&c->opts, sizeof(c->opts), opts, "agola_client_opts", err);
	if (r == 0 && (r = check(c, err)) == 0 && (r = copy_transport(c, err)) == 0)
		r = copy_strings(c, err);
	if (r) {
		free_client(c);
		return r;
	}
	if (c->opts.connect_timeout_ms == 0)
		c->opts.connect_timeout_ms = 10000;
	if (c->opts.timeout_ms == 0)
		c->opts.timeout_ms = 60000;
	if (c->opts.max_connections == 0)
		c->opts.max_connections = 16;
	if (!make_headers(c) || !make_base(c)) {
		free_client(c);
		return ag_fail_nomem(err);
	}
	if (!c->opts.transport) {
		r = ag_http_new(&c->opts, &c->http, err);
		c->transport =
		        (struct agola_transport){ .size = sizeof(c->transport), .perform = ag_http_perform, .data = c->http };
	}
	if (r) {
		free_client(c);
		return r;
	}
	*ret = c;
	return 0;
}

/* The public handles are an ag_client each, told apart by the compiler only. */
#define SERVICE(svc)                                                                                                             \
	int agola_##svc##_client_new(const struct agola_client_opts *opts, agola_##svc##_client **ret, agola_error **err)        \
	{                                                                                                                        \
		struct ag_client *c = NULL;                                                                                      \
		int r;                                                                                                           \
                                                                                                                                 \
		if (!ret)                                                                                                        \
			return ag_fail(err, AGOLA_ERR_INVALID, "agola_" #svc "_client_new: ret is NULL");                        \
		r = new_client(#svc, opts, &c, err);                                                                             \
		if (r == 0)                                                                                                      \
			*ret = (agola_##svc##_client *)c;                                                                        \
		return r;                                                                                                        \
	}                                                                                                                        \
	void agola_##svc##_client_free(agola_##svc##_client *client)                                                             \
	{                                                                                                                        \
		free_client((struct ag_client *)client);                                                                         \
	}                                                                                                                        \
	struct ag_client *ag_client_of_##svc(agola_##svc##_client *client)                                                       \
	{                                                                                                                        \
		return (struct ag_client *)client;                                                                               \
	}

SERVICE(gw)
SERVICE(cs)
SERVICE(rs)
SERVICE(ns)
