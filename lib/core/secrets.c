/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The secrets of a call, which its trace and its errors must not show, whoever says them: we in a URL, a proxy that says the URL
 * again, a server that quotes a body.
 */
#include "core/call.h"
#include "core/client.h"
#include "http/http.h"

#include <string.h>

#define MASK "***"
/* What is shorter stands in too many words by chance; in a query it is known by its key. */
#define MIN_LEN 6

/* ---- collecting, while the caller's memory is there ---- */

void ag_secrets_add(struct ag_buf *b, const char *s)
{
	struct ag_buf form = { .secret = true };

	if (!s || strlen(s) < MIN_LEN)
		return;
	ag_buf_add(&form, s, strlen(s) + 1);
	ag_url_add_query(&form, s);
	ag_buf_add(&form, "", 1);
	ag_json_string(&form, s, strlen(s));
	b->failed |= form.failed;
	if (!form.failed) {
		const char *json = form.s + strlen(s) + 1;

		json += strlen(json) + 1;
		ag_buf_add(b, form.s, (size_t)(json - form.s));
		/* without its quotes */
		ag_buf_add(b, json + 1, strlen(json) - 2);
		ag_buf_add(b, "", 1);
	}
	ag_buf_free(&form);
}

static void add_items(struct ag_buf *b, const struct agola_field *f, const void *obj)
{
	const void *const *items = *(const void *const *const *)ag_field_at(f, obj);
	size_t n = *(const size_t *)((const char *)obj + f->off_count);

	for (size_t i = 0; items && i < n; i++) {
		const void *v = f->kind == AGOLA_KIND_MAP ? ((const struct ag_map_entry *)items[i])->value : items[i];

		if (f->item == AGOLA_KIND_OBJECT)
			ag_secrets_collect(b, f->type, v);
		else if (f->flags & AG_SECRET)
			ag_secrets_add(b, v);
	}
}

void ag_secrets_collect(struct ag_buf *b, const struct agola_type *type, const void *obj)
{
	for (uint32_t i = 0; i < type->n_fields; i++) {
		const struct agola_field *f = &type->fields[i];
		const void *sub;

		if (!ag_field_is_there(type, f, obj))
			continue;
		if (f->kind == AGOLA_KIND_ARRAY || f->kind == AGOLA_KIND_MAP)
			add_items(b, f, obj);
		else if (f->kind == AGOLA_KIND_OBJECT && (sub = *(const void *const *)ag_field_at(f, obj)) != NULL)
			ag_secrets_collect(b, f->type, sub);
		else if ((f->flags & AG_SECRET) && f->kind == AGOLA_KIND_STRING)
			ag_secrets_add(b, ag_field_string(f, obj));
	}
}

/* ---- hiding ---- */

static size_t match(const char *secret, const char *s, size_t len)
{
	size_t n;

	/* most often it is not even the first character */
	if (*secret != *s)
		return 0;
	n = strlen(secret);
	return n <= len && memcmp(secret, s, n) == 0 ? n : 0;
}

/* The longest secret that @s begins with. */
static size_t secret_at(const struct ag_running *run, const char *s, size_t len)
{
	const char *token = run->client->opts.token;
	size_t longest = token ? match(token, s, len) : 0;

	if (longest < MIN_LEN)
		longest = 0;
	for (size_t at = 0; at < run->secrets.len; at += strlen(run->secrets.s + at) + 1) {
		size_t n = match(run->secrets.s + at, s, len);

		longest = n > longest ? n : longest;
	}
	return longest;
}

/* Where the value begins when @s begins with the key of a secret and "="; 0 if it does not. */
static size_t key_at(const struct agola_type *query, const char *s, size_t len)
{
	for (uint32_t i = 0; query && i < query->n_fields; i++) {
		size_t n = query->fields[i].flags & AG_SECRET ? match(query->fields[i].key, s, len) : 0;

		if (n && n < len && s[n] == '=')
			return n + 1;
	}
	return 0;
}

static size_t value_len(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] && !strchr("& \t\r\n\"'<>#,;:", s[n]))
		n++;
	return n;
}

size_t ag_secrets_key(const struct ag_running *run, const char *s, size_t len)
{
	const struct ag_endpoint *ep;
	size_t n = key_at(run->ep->query, s, len);

	for (size_t i = 0; !n && (run->ep->flags & AG_EP_ANY) && (ep = ag_endpoint_at(i)) != NULL; i++)
		n = key_at(ep->query, s, len);
	return n;
}

void ag_secrets_hide(const struct ag_running *run, struct ag_buf *b, const char *s, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len;) {
		size_t key = i == 0 || strchr("?& \"'", s[i - 1]) ? ag_secrets_key(run, s + i, len - i) : 0;
		size_t n = key ? value_len(s + i + key, len - i - key) : secret_at(run, s + i, len - i);

		if (!key && !n) {
			i++;
			continue;
		}
		ag_buf_add(b, s + from, i + key - from);
		if (n)
			ag_buf_adds(b, MASK);
		i += key + n;
		from = i;
	}
	ag_buf_add(b, s + from, len - from);
}
