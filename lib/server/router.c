/* SPDX-License-Identifier: Apache-2.0 */
#include "server/router.h"
#include "server/path.h"

#include <string.h>

#define PREFIX "/api/v1alpha"
#define JSON   "application/json"
#define TEXT   "text/plain; charset=utf-8"

static void text(struct ag_response *rs, int status, const char *body)
{
	rs->status = status;
	rs->content_type = TEXT;
	ag_buf_adds(&rs->body, body);
}

void ag_respond_header(struct ag_response *rs, const char *name, const char *value)
{
	if (rs->n_headers == AG_RESPONSE_HEADERS || !value)
		return;
	rs->headers[rs->n_headers].name = name;
	rs->headers[rs->n_headers++].value = value;
}

int ag_respond(struct ag_response *rs, int status, const struct agola_type *type, const void *obj, agola_error **err)
{
	rs->status = status;
	rs->content_type = JSON;
	ag_json_encode(&rs->body, type, obj, 0);
	return rs->body.failed ? ag_fail_nomem(err) : 0;
}

int ag_respond_page(struct ag_response *rs, const struct agola_type *page, const void *const *items, size_t n, agola_error **err)
{
	const struct agola_field *list = &page->fields[0];
	struct ag_arena arena;
	char *obj;
	int r;

	ag_arena_init(&arena);
	obj = ag_arena_alloc(&arena, page->size);
	if (obj) {
		memcpy(obj + list->off, &items, sizeof(items));
		memcpy(obj + list->off_count, &n, sizeof(n));
	}
	r = obj ? ag_respond(rs, 200, page, obj, err) : ag_fail_nomem(err);
	ag_arena_free(&arena);
	return r;
}

int ag_respond_empty(struct ag_response *rs, int status)
{
	rs->status = status;
	/* Go's servers set it here too */
	rs->content_type = status == 204 ? JSON : NULL;
	return 0;
}

int ag_refuse(agola_error **err, agola_error *e)
{
	int r = agola_error_result(e);

	if (err)
		*err = e;
	else
		agola_error_free(e);
	return r;
}

/*
 * What a client gets to see of it: refusals pass. But a bare 401, 403 or 404 is none of ours, which have an entry: the service
 * behind does not know our token, or is none (404 is also how a configstore in maintenance answers), and that is no fault of
 * the client.
 */
static int status_of(const agola_error *e)
{
	int status = agola_error_http_status(e);

	if (agola_error_count(e) == 0 && (status == 401 || status == 403 || status == 404))
		return 500;
	/* what the SDK refuses to send came from the client: a name that is not UTF-8 */
	if (agola_error_result(e) == AGOLA_ERR_INVALID)
		return 400;
	return status < 400 ? 500 : status;
}

/* An error as an answer: [{"code","details","message"}]. What went wrong inside stays in the log. */
static void respond_error(struct ag_request *rq, struct ag_response *rs, const agola_error *e)
{
	size_t n = agola_error_count(e);

	ag_buf_free(&rs->body);
	rs->n_headers = 0;
	rs->status = status_of(e);
	rs->content_type = JSON;
	rs->error = ag_arena_strdup(rq->arena, agola_error_message(e));
	ag_buf_addc(&rs->body, '[');
	for (size_t i = 0; i < n; i++) {
		const char *details = agola_error_details_json(e, i), *words = agola_error_detail_message(e, i);

		ag_buf_adds(&rs->body, i ? ",{\"code\":" : "{\"code\":");
		ag_json_string(&rs->body, agola_error_code(e, i), strlen(agola_error_code(e, i)));
		ag_buf_addf(&rs->body, ",\"details\":%s", details ? details : "null");
		if (*words) {
			ag_buf_adds(&rs->body, ",\"message\":");
			ag_json_string(&rs->body, words, strlen(words));
		}
		ag_buf_addc(&rs->body, '}');
	}
	ag_buf_addc(&rs->body, ']');
	if (rs->body.failed) {
		ag_buf_free(&rs->body);
		rs->body.failed = false;
		rs->status = 500;
	}
}

/* ---- matching ---- */

/* What stands at {…}: each ends at a slash or with the path. */
static bool match(const char *pattern, const char *path, const char *args[AG_ROUTE_ARGS])
{
	size_t n = 0;

	while (*pattern && *path) {
		if (*pattern == '{') {
			size_t len = strcspn(path, "/");

			if (len == 0 || n == AG_ROUTE_ARGS)
				return false;
			args[n++] = path;
			pattern = strchr(pattern, '}') + 1;
			path += len;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return !*pattern && !*path;
}

/* Without telling by the time it takes how much of the token is right. */
static bool same_token(const char *a, size_t na, const char *b)
{
	size_t nb = strlen(b);
	unsigned diff = na != nb;

	for (size_t i = 0; i < na; i++)
		diff |= (unsigned)(unsigned char)a[i] ^ (unsigned char)b[nb ? i % nb : 0];
	return diff == 0;
}

/* The token of "token VALUE", white space around all of it cut off; NULL for anything else. */
static const char *token_of(const struct ag_request *rq, size_t *len)
{
	const char *s = rq->authorization;
	size_t n;

	if (!s)
		return NULL;
	s += strspn(s, " \t\r\n");
	n = strlen(s);
	while (n && strchr(" \t\r\n", s[n - 1]))
		n--;
	if (n <= 6 || !ag_ascii_casestarts(s, "token "))
		return NULL;
	*len = n - 6;
	return s + 6;
}

static bool allowed(const struct ag_component *c, const struct ag_route *route, struct ag_request *rq)
{
	const char *token;
	size_t len = 0;

	if (route->auth == AG_AUTH_NONE)
		return true;
	/* a configstore without a token is open; nobody is admin by that */
	if (!c->token)
		return route->auth != AG_AUTH_ADMIN;
	token = token_of(rq, &len);
	rq->is_admin = token && same_token(token, len, c->token);
	return rq->is_admin;
}

static int redirect(struct ag_request *rq, struct ag_response *rs, const char *to, agola_error **err)
{
	struct ag_buf b = { 0 };
	const char *location;

	ag_buf_adds(&b, to);
	if (*rq->query)
		ag_buf_addf(&b, "?%s", rq->query);
	location = b.failed ? NULL : ag_arena_strdup(rq->arena, ag_buf_str(&b));
	ag_buf_free(&b);
	rs->status = 301;
	ag_respond_header(rs, "Location", location);
	return location ? 0 : ag_fail_nomem(err);
}

/* Decode the query; a pair that cannot be decoded is passed over, as Go does. False when memory is out. */
static bool read_query(struct ag_request *rq)
{
	struct ag_query_pair *pairs;
	size_t n = 1;

	if (!*rq->query)
		return true;
	for (const char *p = rq->query; *p; p++)
		n += *p == '&';
	pairs = ag_arena_alloc(rq->arena, n * sizeof(*pairs));
	rq->pairs = pairs;
	for (const char *p = rq->query; pairs && *p;) {
		size_t len = strcspn(p, "&"), k = strcspn(p, "=&");
		struct ag_buf key = { 0 }, value = { 0 };
		bool ok = !memchr(p, ';', len) && ag_unescape(&key, p, k, true) &&
		          (k == len || ag_unescape(&value, p + k + 1, len - k - 1, true));

		if (ok) {
			struct ag_query_pair *pair = &pairs[rq->n_pairs++];

			pair->key = key.failed ? NULL : ag_arena_strdup(rq->arena, ag_buf_str(&key));
			pair->value = value.failed ? NULL : ag_arena_strdup(rq->arena, ag_buf_str(&value));
			if (!pair->key || !pair->value)
				pairs = NULL;
		}
		ag_buf_free(&key);
		ag_buf_free(&value);
		p += len + (p[len] == '&');
	}
	return pairs != NULL;
}

static bool copy_args(struct ag_request *rq)
{
	for (size_t i = 0; i < AG_ROUTE_ARGS && rq->args[i]; i++) {
		rq->args[i] = ag_arena_strndup(rq->arena, rq->args[i], strcspn(rq->args[i], "/"));
		if (!rq->args[i])
			return false;
	}
	return true;
}

static int dispatch(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct ag_buf decoded = { 0 }, clean = { 0 };
	const struct ag_route *route = NULL;
	bool ok = ag_unescape(&decoded, rq->path, strlen(rq->path), false);
	int r = 0;

	/* nothing that can be named or asked for holds a NUL */
	if (!ok || rq->path[0] != '/' || (decoded.len && strlen(decoded.s) != decoded.len) || strstr(rq->query, "%00")) {
		text(rs, 400, "400 Bad Request");
		ag_buf_free(&decoded);
		return 0;
	}
	ag_clean_path(&clean, ag_buf_str(&decoded));
	if (clean.len)
		r = redirect(rq, rs, clean.s, err);
	ok = clean.len == 0;
	if (r == 0 && (decoded.failed || clean.failed))
		r = ag_fail_nomem(err);
	ag_buf_free(&decoded);
	ag_buf_free(&clean);
	if (r || !ok)
		return r;
	for (size_t i = 0; i < c->n_routes && strncmp(rq->path, PREFIX, strlen(PREFIX)) == 0; i++) {
		memset(rq->args, 0, sizeof(rq->args));
		if (strcmp(c->routes[i].method, rq->method) == 0 &&
		    match(c->routes[i].path, rq->path + strlen(PREFIX), rq->args)) {
			route = &c->routes[i];
			break;
		}
	}
	if (!route) {
		/* also for a known path with another method */
		text(rs, 404, "404 page not found\n");
		ag_respond_header(rs, "X-Content-Type-Options", "nosniff");
		return 0;
	}
	if (!allowed(c, route, rq)) {
		rs->status = 401;
		rs->content_type = JSON;
		ag_buf_adds(&rs->body, "[]");
		return 0;
	}
	if (!copy_args(rq) || !read_query(rq))
		return ag_fail_nomem(err);
	rq->route = route;
	return route->handler(c, rq, rs, err);
}

void ag_route(struct ag_component *c, struct ag_request *rq, struct ag_response *rs)
{
	agola_error *err = NULL;

	if (dispatch(c, rq, rs, &err)) {
		respond_error(rq, rs, err);
		agola_error_free(err);
	}
}

/* ---- requests ---- */

const char *ag_request_query(const struct ag_request *rq, const char *key)
{
	for (size_t i = 0; i < rq->n_pairs; i++) {
		if (strcmp(rq->pairs[i].key, key) == 0)
			return rq->pairs[i].value;
	}
	return NULL;
}

int ag_request_list(const struct ag_request *rq, int64_t *limit, enum agola_sort_direction *sort, agola_error **err)
{
	const char *s = ag_request_query(rq, "limit"), *direction = ag_request_query(rq, "sortdirection");

	*limit = 0;
	*sort = 0;
	if (s && *s) {
		/* as Go's ParseInt: one sign, any number of zeros; -0 is 0 */
		const char *d = s + (*s == '-' || *s == '+');

		while (*d == '0' && d[1])
			d++;
		if (*d == '-' || !ag_parse_i64(d, strlen(d), limit) || (*s == '-' && *limit))
			return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_LIMIT, "limit \"%s\" is not a whole number of 0 or more",
			                 s);
	}
	if (direction && *direction) {
		*sort = (enum agola_sort_direction)ag_enum_value(ag_sort_directions, direction);
		if (*sort == 0)
			return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_SORT_DIRECTION,
			                 "sortdirection \"%s\" is neither asc nor desc", direction);
	}
	return 0;
}

int ag_request_body(const struct ag_request *rq, const struct agola_type *type, void **ret, agola_error **err)
{
	static const struct ag_decode_opts lenient = { .lenient = true };
	struct ag_buf why = { 0 };
	int r = ag_json_decode(type, &lenient, rq->body ? rq->body : "", rq->body_len, ret, &why);

	if (r == AGOLA_ERR_NOMEM)
		r = ag_fail_nomem(err);
	else if (r)
		r = AG_REFUSE(err, 400, NULL, "the request's body: %s", ag_buf_str(&why));
	ag_buf_free(&why);
	return r;
}

/* ---- structs ---- */

static const struct agola_field *member(const struct agola_type *type, const char *name)
{
	for (uint32_t i = 0; i < type->n_fields; i++) {
		if (strcmp(type->fields[i].member, name) == 0)
			return &type->fields[i];
	}
	return NULL;
}

void ag_merge(const struct agola_type *dst_type, void *dst, const struct agola_type *src_type, const void *src)
{
	for (uint32_t i = 0; i < src_type->n_fields; i++) {
		const struct agola_field *f = &src_type->fields[i], *g = member(dst_type, f->member);

		if (!g)
			continue;
		switch (f->kind) {
		case AGOLA_KIND_STRING:
		case AGOLA_KIND_ENUM:
			if (ag_field_string(f, src))
				ag_field_set_string(g, dst, ag_field_string(f, src));
			break;
		case AG_KIND_TRISTATE:
			if (*(const enum agola_tristate *)ag_field_at(f, src) != AGOLA_UNSET)
				ag_field_set_int(g, dst, ag_field_int(f, src));
			break;
		case AGOLA_KIND_TIME:
			memcpy((char *)dst + g->off, ag_field_at(f, src), sizeof(agola_time));
			break;
		default:
			ag_field_set_int(g, dst, ag_field_int(f, src));
		}
	}
}
