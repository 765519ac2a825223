/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program as it was compiled when libagola.abi beside it was written. It includes no header of today: what it was told of the library
 * is below and never changes, so that its object is that of then. first.py compares the declarations with the list, looks for each symbol
 * in today's library, and runs the program with it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the declarations of then ---- */

enum agola_result { AGOLA_PENDING = 2, AGOLA_ERR_CANCELLED = -3, AGOLA_ERR_INVALID = -1, AGOLA_ERR_NOT_FOUND = -23 };
enum agola_tristate { AGOLA_UNSET = 0, AGOLA_TRUE = 1, AGOLA_FALSE = -1 };
enum agola_remote_source_type { AGOLA_REMOTE_SOURCE_GITEA = 1 };
enum agola_remote_source_auth_type { AGOLA_AUTH_PASSWORD = 1 };
enum agola_sort_direction { AGOLA_SORT_ASC = 1, AGOLA_SORT_DESC = 2 };
enum agola_kind { AGOLA_KIND_NULL = 0, AGOLA_KIND_STRING = 1, AGOLA_KIND_BOOL = 2 };
enum agola_json_flags { AGOLA_JSON_PRETTY = 1, AGOLA_JSON_MASK_SECRETS = 2 };

typedef struct agola_error agola_error;
typedef struct agola_ctx agola_ctx;
typedef struct agola_loop agola_loop;
typedef struct agola_gw_client agola_gw_client;
typedef struct agola_type agola_type;
typedef struct agola_field agola_field;
typedef struct agola_gw_remote_source_iter agola_gw_remote_source_iter;
typedef void (*agola_done_fn)(void *data, int result, void *ret, agola_error *err);

typedef struct agola_time {
	int64_t sec;
	int32_t nsec;
	int32_t offset;
	uint32_t valid;
	int32_t unused_;
} agola_time;

struct agola_client_opts {
	size_t size;
	const char *url, *token, *ca_file, *ca_dir, *client_cert, *client_key, *client_key_pass, *proxy, *unix_socket,
	        *user_agent;
	const struct agola_transport *transport;
	int64_t connect_timeout_ms, timeout_ms, max_body;
	uint32_t max_depth, max_connections, flags, header_version;
	const char *release;
	uint32_t max_retries, unused_;
};

typedef struct agola_gw_remote_source {
	const char *id, *name;
	enum agola_remote_source_auth_type auth_type;
	bool registration_enabled, login_enabled;
	const char *auth_type_raw;
} agola_gw_remote_source;

typedef struct agola_gw_remote_source_page {
	const agola_gw_remote_source *const *items;
	size_t n_items;
	const char *cursor;
} agola_gw_remote_source_page;

struct agola_gw_remote_source_list_opts {
	size_t size;
	const char *cursor;
	int64_t limit;
	enum agola_sort_direction sort;
	uint32_t unused_;
};

struct agola_gw_remote_source_create_req {
	size_t size;
	const char *name, *api_url;
	enum agola_remote_source_type type;
	enum agola_remote_source_auth_type auth_type;
	const char *type_raw, *auth_type_raw, *oauth2_client_id, *oauth2_client_secret, *ssh_host_key;
	enum agola_tristate skip_verify, skip_ssh_host_key_check, registration_enabled, login_enabled;
};

struct agola_gw_remote_source_update_req {
	size_t size;
	const char *name, *api_url, *oauth2_client_id, *oauth2_client_secret, *ssh_host_key;
	enum agola_tristate skip_verify, skip_ssh_host_key_check, registration_enabled, login_enabled;
};

typedef struct agola_value {
	size_t size;
	enum agola_kind kind;
	uint32_t unused_;
	const char *string;
	int64_t integer;
	uint64_t uinteger;
	double real;
	agola_time time;
	size_t count;
	const void *pointer;
	const agola_type *type;
	const agola_field *field;
} agola_value;

void agola_free(const void *root);
int agola_error_result(const agola_error *err);
const char *agola_error_message(const agola_error *err);
bool agola_error_has_code(const agola_error *err, const char *code);
void agola_error_free(agola_error *err);
int agola_ctx_new(agola_ctx **ret, agola_error **err);
void agola_ctx_free(agola_ctx *ctx);
void agola_ctx_cancel(agola_ctx *ctx);
void agola_ctx_set_timeout(agola_ctx *ctx, int64_t ms);
void agola_ctx_set_async(agola_ctx *ctx, agola_loop *loop, agola_done_fn fn, void *data);
int agola_loop_new(agola_loop **ret, agola_error **err);
void agola_loop_free(agola_loop *loop);
int agola_loop_run(agola_loop *loop, int64_t timeout_ms, agola_error **err);
int agola_gw_client_new(const struct agola_client_opts *opts, agola_gw_client **ret, agola_error **err);
void agola_gw_client_free(agola_gw_client *client);
int agola_gw_remote_source_list(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_remote_source_list_opts *opts,
                                agola_gw_remote_source_page **ret, agola_error **err);
int agola_gw_remote_source_iter_new(agola_gw_client *client, const struct agola_gw_remote_source_list_opts *opts,
                                    agola_gw_remote_source_iter **ret, agola_error **err);
int agola_gw_remote_source_iter_next(agola_gw_remote_source_iter *iter, agola_ctx *ctx, const agola_gw_remote_source **ret,
                                     agola_error **err);
void agola_gw_remote_source_iter_free(agola_gw_remote_source_iter *iter);
int agola_gw_remote_source_get(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_gw_remote_source **ret,
                               agola_error **err);
int agola_gw_remote_source_create(agola_gw_client *client, agola_ctx *ctx, const struct agola_gw_remote_source_create_req *req,
                                  agola_gw_remote_source **ret, agola_error **err);
int agola_gw_remote_source_update(agola_gw_client *client, agola_ctx *ctx, const char *ref,
                                  const struct agola_gw_remote_source_update_req *req, agola_gw_remote_source **ret,
                                  agola_error **err);
int agola_gw_remote_source_delete(agola_gw_client *client, agola_ctx *ctx, const char *ref, agola_error **err);
const agola_type *agola_type_of(const void *root);
size_t agola_type_n_fields(const agola_type *type);
const agola_field *agola_type_field(const agola_type *type, size_t i);
const char *agola_field_key(const agola_field *field);
void agola_field_get(const agola_field *field, const void *object, agola_value *ret);
int agola_json_encode(const agola_type *type, const void *object, uint32_t flags, char **ret, agola_error **err);

/* ---- the program ---- */

static agola_gw_client *client;

static int failed(const char *what, agola_error *err)
{
	printf("%s: %s\n", what, agola_error_message(err));
	agola_error_free(err);
	return EXIT_FAILURE;
}

static int create(const char *name)
{
	struct agola_gw_remote_source_create_req req = { .size = sizeof(req) };
	agola_gw_remote_source *rs = NULL;
	agola_error *err = NULL;

	req.name = name;
	req.api_url = "https://git.example.org";
	req.type = AGOLA_REMOTE_SOURCE_GITEA;
	req.auth_type = AGOLA_AUTH_PASSWORD;
	req.login_enabled = AGOLA_FALSE;
	if (agola_gw_remote_source_create(client, NULL, &req, &rs, &err))
		return failed("create", err);
	printf("created %s, %s, registration %d, login %d\n", rs->name, rs->auth_type_raw, rs->registration_enabled,
	       rs->login_enabled);
	agola_free(rs);
	return 0;
}

static int change(void)
{
	struct agola_gw_remote_source_update_req req = { .size = sizeof(req) };
	agola_gw_remote_source *rs = NULL;
	agola_error *err = NULL;
	char *json = NULL;

	req.name = "first-three";
	req.login_enabled = AGOLA_TRUE;
	if (agola_gw_remote_source_update(client, NULL, "first-one", &req, &rs, &err))
		return failed("update", err);
	for (size_t i = 1; i < agola_type_n_fields(agola_type_of(rs)); i++) {
		const agola_field *f = agola_type_field(agola_type_of(rs), i);
		agola_value v = { .size = sizeof(v) };

		agola_field_get(f, rs, &v);
		if (v.kind == AGOLA_KIND_BOOL)
			printf("%s is %d\n", agola_field_key(f), (int)v.integer);
		else
			printf("%s is %s\n", agola_field_key(f), v.string);
	}
	if (agola_json_encode(NULL, rs, AGOLA_JSON_MASK_SECRETS, &json, &err))
		return failed("encode", err);
	printf("the JSON %s the name\n", strstr(json, "\"name\":\"first-three\"") ? "has" : "lacks");
	agola_free(json);
	agola_free(rs);
	return 0;
}

static int list(void)
{
	struct agola_gw_remote_source_list_opts opts = { .size = sizeof(opts) };
	agola_gw_remote_source_page *page = NULL;
	agola_gw_remote_source_iter *it = NULL;
	const agola_gw_remote_source *item;
	agola_error *err = NULL;
	int r;

	opts.limit = 1;
	opts.sort = AGOLA_SORT_DESC;
	if (agola_gw_remote_source_list(client, NULL, &opts, &page, &err))
		return failed("list", err);
	printf("%zu of a page: %s, %s\n", page->n_items, page->items[0]->name, page->cursor ? "and more" : "and no more");
	agola_free(page);
	opts.sort = AGOLA_SORT_ASC;
	if (agola_gw_remote_source_iter_new(client, &opts, &it, &err))
		return failed("iter", err);
	while ((r = agola_gw_remote_source_iter_next(it, NULL, &item, &err)) == 1)
		printf("listed %s\n", item->name);
	agola_gw_remote_source_iter_free(it);
	return r ? failed("next", err) : 0;
}

static void on_done(void *data, int result, void *ret, agola_error *err)
{
	*(int *)data = result;
	agola_free(ret);
	agola_error_free(err);
}

static int in_a_loop(void)
{
	agola_loop *loop = NULL;
	agola_ctx *ctx = NULL, *other = NULL;
	agola_error *err = NULL;
	int one = 1, two = 1;

	if (agola_loop_new(&loop, &err) || agola_ctx_new(&ctx, &err) || agola_ctx_new(&other, &err))
		return failed("loop", err);
	agola_ctx_set_async(ctx, loop, on_done, &one);
	agola_ctx_set_async(other, loop, on_done, &two);
	agola_ctx_set_timeout(ctx, 20000);
	if (agola_gw_remote_source_get(client, ctx, "first-two", NULL, &err) != AGOLA_PENDING ||
	    agola_gw_remote_source_get(client, other, "first-two", NULL, &err) != AGOLA_PENDING)
		return failed("start", err);
	agola_ctx_cancel(other);
	if (agola_loop_run(loop, 20000, &err))
		return failed("run", err);
	printf("one call ended with %d, the other with %d\n", one, two);
	agola_ctx_free(ctx);
	agola_ctx_free(other);
	agola_loop_free(loop);
	return 0;
}

static int errors(void)
{
	agola_error *err = NULL;

	if (agola_gw_remote_source_get(client, NULL, "first-none", NULL, &err) != AGOLA_ERR_NOT_FOUND)
		return failed("get", err);
	printf("%d, %s\n", agola_error_result(err),
	       agola_error_has_code(err, "remoteSourceDoesNotExist") ? "remoteSourceDoesNotExist" : agola_error_message(err));
	agola_error_free(err);
	err = NULL;
	printf("%d\n", agola_gw_remote_source_get(client, NULL, "..", NULL, &err));
	agola_error_free(err);
	return 0;
}

int main(void)
{
	struct agola_client_opts opts = { .size = sizeof(opts), .header_version = 1000 };
	agola_error *err = NULL;
	int r;

	opts.url = getenv("AGOLA_GATEWAY_URL");
	opts.token = getenv("AGOLA_TOKEN");
	if (agola_gw_client_new(&opts, &client, &err))
		return failed("client", err);
	r = create("first-one") || create("first-two") || change() || list() || in_a_loop() || errors();
	if (agola_gw_remote_source_delete(client, NULL, "first-two", NULL) ||
	    agola_gw_remote_source_delete(client, NULL, "first-three", NULL))
		r = 1;
	agola_gw_client_free(client);
	return r;
}
