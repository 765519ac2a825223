/* SPDX-License-Identifier: Apache-2.0 */
/* What a call sends: path and query from the endpoint's row, and the caller's structs, checked and copied. */
#include "core/call.h"
#include "core/client.h"
#include "http/http.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int ag_args_path(struct ag_buf *b, const struct ag_call *call, agola_error **err)
{
	const struct ag_endpoint *ep = call->ep;
	const char *p = ep->path;
	size_t arg = 0;

	while (*p) {
		const char *open = strchr(p, '{'), *close = open ? strchr(open, '}') : NULL;
		const char *why, *s, *name = open ? open + 1 : NULL;
		bool star = name && *name == '*';

		if (!close) {
			ag_buf_adds(b, p);
			break;
		}
		ag_buf_add(b, p, (size_t)(open - p));
		p = close + 1;
		if (open[1] == '#') {
			ag_buf_addf(b, "%llu", (unsigned long long)call->number);
			continue;
		}
		name += star;
		s = call->path[arg++];
		if (ep->flags & AG_EP_ANY)
			why = ag_url_bad_target(s);
		else
			why = ep->flags & AG_EP_TEXT ? ag_url_bad_segment(s) : ag_url_bad_ref(s);
		if (!why && !ag_utf8_valid(s, strlen(s)))
			why = "is not valid UTF-8";
		if (why)
			return ag_fail(err, AGOLA_ERR_INVALID, "%s %s: %.*s %s", ep->method, ep->path, (int)(close - name), name,
			               why);
		if (ep->flags & AG_EP_ANY)
			ag_buf_adds(b, s);
		else if (star)
			ag_url_add_segments(b, s);
		else
			ag_url_add_segment(b, s);
	}
	return 0;
}

int ag_args_fail(const struct ag_call *call, int result, agola_error **err, const char *fmt, ...)
{
	struct ag_buf path = { 0 }, words = { 0 };
	va_list ap;

	/* as it would have been sent; where an argument is not right, as it is documented */
	if (ag_args_path(&path, call, NULL)) {
		ag_buf_reset(&path);
		ag_buf_adds(&path, call->ep->path);
	}
	va_start(ap, fmt);
	ag_buf_vaddf(&words, fmt, ap);
	va_end(ap);
	result = path.failed || words.failed
	                 ? ag_fail_nomem(err)
	                 : ag_fail(err, result, "%s %.*s: %s", call->ep->method ? call->ep->method : call->method,
	                           (int)strcspn(ag_buf_str(&path), "?"), ag_buf_str(&path), ag_buf_str(&words));
	ag_buf_free(&path);
	ag_buf_free(&words);
	return result;
}

void ag_args_pair(struct ag_buf *b, char *sep, const char *key, const char *value)
{
	ag_buf_addc(b, *sep);
	*sep = '&';
	ag_url_add_query(b, key);
	ag_buf_addc(b, '=');
	ag_url_add_query(b, value);
}

void ag_args_query_row(struct ag_buf *b, char *sep, const struct agola_field *f, const void *opts)
{
	const struct ag_map_entry *const *entries;
	const char *const *items;
	const char *s;
	char number[24];
	bool unset;
	size_t n;

	if ((f->flags & (AG_NOT_SENT | AG_HEADER)) || ((f->flags & AG_ELSE) && ag_field_int(f - 1, opts) > 0))
		return;
	switch (f->kind) {
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_ENUM:
		s = ag_field_string(f, opts);
		if (s && *s)
			ag_args_pair(b, sep, f->key, s);
		break;
	case AGOLA_KIND_INT:
	case AGOLA_KIND_UINT:
		unset = f->has_off_count ? !*(const bool *)((const char *)opts + f->off_count) : ag_field_int(f, opts) == 0;
		if (unset && !(f->flags & AG_ALWAYS))
			break;
		snprintf(number, sizeof(number), f->kind == AGOLA_KIND_INT ? "%lld" : "%llu", (long long)ag_field_int(f, opts));
		ag_args_pair(b, sep, f->key, number);
		if (f->old_key)
			ag_args_pair(b, sep, f->old_key, number);
		break;
	case AGOLA_KIND_BOOL:
	case AG_KIND_TRISTATE:
		/* servers look whether the key is there, not at its value */
		if (ag_field_int(f, opts) > 0)
			ag_args_pair(b, sep, f->key, "");
		break;
	case AGOLA_KIND_ARRAY:
		items = *(const char *const *const *)ag_field_at(f, opts);
		n = *(const size_t *)((const char *)opts + f->off_count);
		for (size_t k = 0; items && k < n; k++)
			ag_args_pair(b, sep, f->key, items[k]);
		break;
	case AGOLA_KIND_MAP:
		entries = *(const struct ag_map_entry *const *const *)ag_field_at(f, opts);
		n = *(const size_t *)((const char *)opts + f->off_count);
		for (size_t k = 0; entries && k < n; k++)
			ag_args_pair(b, sep, entries[k]->key, entries[k]->value);
		break;
	default:
		break;
	}
}

void ag_args_query(struct ag_buf *b, char *sep, const struct agola_type *type, const void *opts)
{
	for (uint32_t i = 0; i < type->n_fields; i++)
		ag_args_query_row(b, sep, &type->fields[i], opts);
}

/* ---- the body ---- */

static void fix_body(struct ag_buf *body, const char *fixed, const char *arg)
{
	const char *hole = strstr(fixed, "{}");
	struct ag_buf b = { .secret = body->secret };

	ag_buf_addc(&b, '{');
	ag_buf_add(&b, fixed, hole ? (size_t)(hole - fixed) : strlen(fixed));
	if (hole) {
		ag_json_string(&b, arg, strlen(arg));
		ag_buf_adds(&b, hole + 2);
	}
	/* behind it the members of the request, if there are any */
	if (body->len > 2)
		ag_buf_addc(&b, ',');
	ag_buf_adds(&b, body->len ? body->s + 1 : "}");
	ag_buf_free(body);
	*body = b;
}

/* What is secret in it nobody knows. */
static void add_own_body(struct ag_buf *b, const char *body, unsigned flags)
{
	if (body)
		ag_buf_adds(b, *body && (flags & AG_ENCODE_MASK) ? "***" : body);
}

void ag_args_body(struct ag_buf *b, const struct ag_call *call, const void *query, const void *request, unsigned flags)
{
	const struct ag_endpoint *ep = call->ep;

	if (ep->request)
		ag_json_encode(b, ep->request, request, flags);
	for (uint32_t i = 0; ep->query && query && i < ep->query->n_fields; i++) {
		if (ep->query->fields[i].flags & AG_BODY)
			add_own_body(b, ag_field_string(&ep->query->fields[i], query), flags);
	}
	if (ep->fixed_body && !b->failed)
		fix_body(b, ep->fixed_body, call->path[0]);
}

int ag_args_load(struct ag_running *run, struct ag_shot *s, const struct ag_call *call, const struct ag_endpoint *ep,
                 const void *query, agola_error **err)
{
	struct ag_call as = *call;
	char sep = '?';
	size_t path_at;
	int r;

	s->ep = as.ep = ep;
	s->url.secret = s->body.secret = true;
	ag_buf_adds(&s->url, run->client->base);
	if (!(ep->flags & AG_EP_ROOT))
		ag_buf_adds(&s->url, AG_API_PREFIX);
	path_at = s->url.len;
	r = ag_args_path(&s->url, &as, err);
	if (r)
		return r;
	s->path_end = path_at + strcspn(s->url.failed ? "" : s->url.s + path_at, "?");
	if (s->path_end < s->url.len)
		sep = '&';
	if (ep->fixed_query) {
		ag_buf_addf(&s->url, "?%s", ep->fixed_query);
		sep = '&';
	}
	if (ep->paging)
		ag_paging_query(run, &s->url, &sep, ep, query);
	else if (ep->query && query)
		ag_args_query(&s->url, &sep, ep->query, query);
	ag_args_body(&s->body, &as, query, run->request, 0);
	if ((ep->request || (ep->flags & AG_EP_ANY)) && run->view.trace)
		ag_args_body(&s->said, &as, query, run->request, AG_ENCODE_MASK);
	return s->url.failed || s->body.failed ? ag_fail_nomem(err) : 0;
}

/* ---- checks: nothing is sent that a server could only misread ---- */

/* Where a fault is: "struct agola_gw_secret_req: data". */
static int bad(const struct agola_type *type, const struct agola_field *f, agola_error **err, const char *what)
{
	return ag_fail(err, AGOLA_ERR_INVALID, "struct %s: %s: %s", type->name, f->member, what);
}

static int check_text(const struct agola_type *type, const struct agola_field *f, const char *s, agola_error **err)
{
	return !s || ag_utf8_valid(s, strlen(s)) ? 0 : bad(type, f, err, "it is not valid UTF-8");
}

static int check_object(const struct agola_type *type, const void *obj, agola_error **err);

static int check_items(const struct agola_type *type, const struct agola_field *f, const void *obj, agola_error **err)
{
	const void *const *items = *(const void *const *const *)ag_field_at(f, obj);
	size_t n = *(const size_t *)((const char *)obj + f->off_count);
	int r = 0;

	if (n && !items)
		return bad(type, f, err, "it is NULL, but its count is not 0");
	for (size_t i = 0; i < n && r == 0; i++) {
		const void *v = items[i];

		if (v && f->kind == AGOLA_KIND_MAP) {
			const struct ag_map_entry *e = v;

			if (!e->key)
				return bad(type, f, err, "one of its keys is NULL");
			r = check_text(type, f, e->key, err);
			v = e->value;
		}
		if (!v)
			return bad(type, f, err, "one of its items is NULL");
		if (r == 0)
			r = f->item == AGOLA_KIND_OBJECT ? check_object(f->type, v, err) : check_text(type, f, v, err);
	}
	return r;
}

static int check_field(const struct agola_type *type, const struct agola_field *f, const void *obj, agola_error **err)
{
	const void *p = ag_field_at(f, obj);
	const char *s;
	int t;

	switch (f->kind) {
	case AGOLA_KIND_ENUM:
		if (ag_field_int(f, obj) && !ag_field_string(f, obj))
			return ag_fail(err, AGOLA_ERR_INVALID, "struct %s: %s: %lld is no value of its enum", type->name,
			               f->member, (long long)ag_field_int(f, obj));
		return check_text(type, f, ag_field_string(f, obj), err);
	case AGOLA_KIND_STRING:
	case AGOLA_KIND_RAW:
		s = ag_field_string(f, obj);
		if ((f->flags & AG_REQUIRED) && (!s || !*s))
			return bad(type, f, err, "it is not set");
		return check_text(type, f, s, err);
	case AG_KIND_TRISTATE:
		t = *(const enum agola_tristate *)p;
		if (t < AGOLA_FALSE || t > AGOLA_TRUE)
			return ag_fail(err, AGOLA_ERR_INVALID,
			               "struct %s: %s: %d is none of AGOLA_UNSET, AGOLA_TRUE, AGOLA_FALSE", type->name, f->member,
			               t);
		return 0;
	case AGOLA_KIND_INT:
		if ((f->flags & AG_NOT_NEGATIVE) && ag_field_int(f, obj) < 0)
			return bad(type, f, err, "it is negative");
		return 0;
	case AGOLA_KIND_OBJECT:
		if ((f->flags & AG_REQUIRED) && !*(const void *const *)p)
			return bad(type, f, err, "it is not set");
		return *(const void *const *)p ? check_object(f->type, *(const void *const *)p, err) : 0;
	case AGOLA_KIND_ARRAY:
	case AGOLA_KIND_MAP:
		return check_items(type, f, obj, err);
	default:
		return 0;
	}
}

/* An object of the size that it says, which may be an older or a newer one than ours. */
static int check_object(const struct agola_type *type, const void *obj, agola_error **err)
{
	int r = type->flags & AG_TYPE_REQUEST ? ag_check_sized(type->size, obj, type->name, err) : 0;

	for (uint32_t i = 0; r == 0 && i < type->n_fields; i++) {
		if (ag_field_is_there(type, &type->fields[i], obj))
			r = check_field(type, &type->fields[i], obj, err);
	}
	return r;
}

int ag_args_copy(const struct agola_type *type, const void *src, void **ret, agola_error **err)
{
	int r;

	*ret = malloc(type->size);
	if (!*ret)
		return ag_fail_nomem(err);
	r = ag_copy_sized(*ret, type->size, src, type->name, err);
	return r ? r : check_object(type, *ret, err);
}

bool ag_args_own(struct ag_arena *a, const struct agola_type *type, void *opts, const struct agola_field *but)
{
	for (uint32_t i = 0; i < type->n_fields; i++) {
		const struct agola_field *f = &type->fields[i];
		const char *s;

		if (f == but)
			continue;
		if (f->kind == AGOLA_KIND_STRING || f->kind == AGOLA_KIND_ENUM) {
			s = ag_field_string(f, opts);
			if (s && !(s = ag_arena_strdup(a, s)))
				return false;
			if (s)
				ag_field_set_string(f, opts, s);
		} else if (f->kind == AGOLA_KIND_ARRAY) {
			const char *const *from = *(const char *const *const *)ag_field_at(f, opts);
			size_t n = *(const size_t *)((const char *)opts + f->off_count);
			const char **to = from && n ? ag_arena_alloc(a, n * sizeof(*to)) : NULL;

			for (size_t k = 0; to && k < n; k++) {
				if (from[k] && !(to[k] = ag_arena_strdup(a, from[k])))
					return false;
			}
			if (from && n && !to)
				return false;
			memcpy((char *)opts + f->off, &to, sizeof(to));
		}
	}
	return true;
}

/* ---- headers of the caller ---- */

/* Why the library cannot send such a header; NULL if it can. */
static const char *bad_header(const char *name, const char *value)
{
	static const char *const ours[] = { "Authorization", "Connection", "Content-Length",    "Expect",
		                            "Host",          "Upgrade",    "Transfer-Encoding", "User-Agent" };

	if (!*name || name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")])
		return "is no name of a header";
	for (size_t i = 0; i < AG_COUNT(ours); i++) {
		if (strcasecmp(name, ours[i]) == 0)
			return "is the library's own";
	}
	if (!*value)
		return "is empty";
	for (; *value; value++) {
		if ((unsigned char)*value < ' ' || *value == 0x7f)
			return "has a control character";
	}
	return NULL;
}

int ag_args_headers(struct ag_running *run, const struct agola_type *type, const void *opts, agola_error **err)
{
	struct ag_own_headers *h = &run->own_headers;

	for (uint32_t i = 0; i < type->n_fields; i++) {
		const struct agola_field *f = &type->fields[i];
		const struct ag_map_entry *const *entries;

		if (!(f->flags & AG_HEADER))
			continue;
		entries = *(const struct ag_map_entry *const *const *)ag_field_at(f, opts);
		h->n = *(const size_t *)((const char *)opts + f->off_count);
		h->lines = ag_arena_alloc(&run->arena, (h->n + 1) * sizeof(*h->lines));
		for (size_t k = 0; k < h->n; k++) {
			const char *why = bad_header(entries[k]->key, entries[k]->value);

			if (why)
				return ag_fail(err, AGOLA_ERR_INVALID, "struct %s: %s: \"%s\" %s", type->name, f->member,
				               entries[k]->key, why);
			if (!h->lines || !(h->lines[k] = ag_arena_printf(&run->arena, "%s: %s", entries[k]->key,
			                                                 (const char *)entries[k]->value)))
				return ag_fail_nomem(err);
		}
	}
	return 0;
}

bool ag_args_add_headers(struct ag_running *run)
{
	const struct ag_own_headers *h = &run->own_headers;
	agola_transport_request *out = &run->out;
	const char **all = ag_arena_alloc(&run->arena, (out->n_headers + h->n + 1) * sizeof(*all));
	bool typed = false;
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		typed |= ag_ascii_casestarts(h->lines[i], "Content-Type:");
	for (size_t i = 0; all && i < out->n_headers; i++) {
		if (!typed || !ag_ascii_casestarts(out->headers[i], "Content-Type:"))
			all[n++] = out->headers[i];
	}
	for (size_t i = 0; all && i < h->n; i++)
		all[n++] = h->lines[i];
	out->headers = all;
	out->n_headers = n;
	return all != NULL;
}
