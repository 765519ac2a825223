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

/* An error as an answer: [{"code","details","message"}]. What went wrong inside stays in the log. */
static void respond_error(struct ag_request *rq, struct ag_response *rs, const agola_error *e)
{
	int status = agola_error_http_status(e);
	size_t n = agola_error_count(e);

	if (status < 400)
		status = 500;
	ag_buf_free(&rs->body);
	rs->n_headers = 0;
	rs->status = status;
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

static bool match(const char *pattern, const char *path, struct ag_request *rq)
{
	size_t n = 0;

	while (*pattern && *path) {
		if (*pattern == '{') {
			size_t len = strcspn(path, "/");

			if (len == 0 || n == AG_ROUTE_ARGS)
				return false;
			rq->args[n] = ag_arena_strndup(rq->arena, path, len);
			if (!rq->args[n++])
				return false;
			pattern = strchr(pattern, '}') + 1;
			path += len;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return !*pattern && !*path;
}

/* Without telling by the time it takes how much of the token is right. */
static bool same_token(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	unsigned diff = na != nb;

	for (size_t i = 0; i < na; i++)
		diff |= (unsigned)(unsigned char)a[i] ^ (unsigned char)b[nb ? i % nb : 0];
	return diff == 0;
}

/* The token of "token VALUE", white space around all of it cut off; NULL for anything else. */
static const char *token_of(const struct ag_request *rq)
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
	return ag_arena_strndup(rq->arena, s + 6, n - 6);
}

static bool allowed(const struct ag_component *c, const struct ag_route *route, struct ag_request *rq)
{
	const char *token;

	if (route->auth == AG_AUTH_NONE || !c->token) {
		rq->is_admin = !c->token;
		return true;
	}
	token = token_of(rq);
	rq->is_admin = token && same_token(token, c->token);
	return rq->is_admin;
}

static int redirect(struct ag_request *rq, struct ag_response *rs, const char *to)
{
	struct ag_buf b = { 0 };

	ag_buf_adds(&b, to);
	if (*rq->query)
		ag_buf_addf(&b, "?%s", rq->query);
	rs->status = 301;
	ag_respond_header(rs, "Location", b.failed ? "/" : ag_arena_strdup(rq->arena, ag_buf_str(&b)));
	ag_buf_free(&b);
	return 0;
}

static int dispatch(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct ag_buf decoded = { 0 }, clean = { 0 };
	const struct ag_route *route = NULL;
	bool ok = ag_unescape(&decoded, rq->path, strlen(rq->path), false);
	int r = 0;

	if (!ok || rq->path[0] != '/' || (decoded.len && strlen(decoded.s) != decoded.len)) {
		text(rs, 400, "400 Bad Request");
		ag_buf_free(&decoded);
		return 0;
	}
	ag_clean_path(&clean, ag_buf_str(&decoded));
	if (clean.len)
		r = redirect(rq, rs, clean.s);
	ok = clean.len == 0;
	r = decoded.failed || clean.failed ? ag_fail_nomem(err) : r;
	ag_buf_free(&decoded);
	ag_buf_free(&clean);
	if (r || !ok)
		return r;
	for (size_t i = 0; i < c->n_routes && strncmp(rq->path, PREFIX, strlen(PREFIX)) == 0; i++) {
		if (strcmp(c->routes[i].method, rq->method) == 0 && match(c->routes[i].path, rq->path + strlen(PREFIX), rq)) {
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
	for (const char *p = rq->query; *p;) {
		size_t n = strcspn(p, "&"), k = strcspn(p, "=&");
		struct ag_buf name = { 0 }, value = { 0 };
		const char *ret = NULL;
		bool ok = !memchr(p, ';', n) && ag_unescape(&name, p, k, true);

		if (ok && strcmp(ag_buf_str(&name), key) == 0)
			ok = k == n || ag_unescape(&value, p + k + 1, n - k - 1, true);
		else
			ok = false;
		if (ok && !value.failed)
			ret = ag_arena_strdup(rq->arena, ag_buf_str(&value));
		ag_buf_free(&name);
		ag_buf_free(&value);
		if (ret)
			return ret;
		p += n + (p[n] == '&');
	}
	return NULL;
}

int ag_request_list(const struct ag_request *rq, int64_t *limit, enum agola_sort_direction *sort, agola_error **err)
{
	const char *s = ag_request_query(rq, "limit"), *direction = ag_request_query(rq, "sortdirection");
	const char *d = s;

	*limit = 0;
	*sort = 0;
	if (s && *s) {
		bool neg = *s == '-';

		d += *s == '-' || *s == '+';
		while (*d == '0' && d[1])
			d++;
		if (!ag_parse_i64(d, strlen(d), limit) || *limit < 0 || (neg && *limit))
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
