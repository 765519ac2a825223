/* SPDX-License-Identifier: Apache-2.0 */
#include "server/gateway/handlers.h"

#include <string.h>

#define MAX_LIMIT 30

struct wire_cursor {
	const char *start;
	enum agola_sort_direction sort;
	const char *sort_raw;
};

static const struct agola_field fields[] = {
	AG_STRING(struct wire_cursor, start, "Start"),
	AG_ENUM(struct wire_cursor, sort, ag_sort_directions, "SortDirection"),
};
static AG_TYPE_(wire_cursor, struct wire_cursor, fields, .flags = 0);

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void base64(struct ag_buf *b, const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;

	for (size_t i = 0; i < len; i += 3) {
		unsigned v = (unsigned)p[i] << 16 | (i + 1 < len ? (unsigned)p[i + 1] << 8 : 0) | (i + 2 < len ? p[i + 2] : 0u);

		ag_buf_addc(b, alphabet[v >> 18]);
		ag_buf_addc(b, alphabet[v >> 12 & 63]);
		ag_buf_addc(b, i + 1 < len ? alphabet[v >> 6 & 63] : '=');
		ag_buf_addc(b, i + 2 < len ? alphabet[v & 63] : '=');
	}
}

static bool unbase64(struct ag_buf *b, const char *s)
{
	size_t len = strlen(s);

	if (len == 0 || len % 4)
		return false;
	for (size_t i = 0; i < len; i += 4) {
		unsigned v = 0;
		int pad = 0;

		for (size_t k = 0; k < 4; k++) {
			const char *at = s[i + k] == '=' ? NULL : strchr(alphabet, s[i + k]);

			if (s[i + k] == '=' && i + 4 == len && k >= 2)
				pad++;
			else if (!at || pad)
				return false;
			v = v << 6 | (at ? (unsigned)(at - alphabet) : 0);
		}
		for (int k = 0; k < 3 - pad; k++)
			ag_buf_addc(b, (char)(v >> (16 - 8 * k)));
	}
	return !b->failed;
}

static int read_cursor(const struct ag_request *rq, const char *s, struct ag_cursor *cursor, agola_error **err)
{
	struct ag_buf json = { 0 };
	struct wire_cursor *w;
	void *root = NULL;
	int r = AGOLA_ERR_PROTOCOL;

	if (unbase64(&json, s))
		r = ag_json_decode(&wire_cursor_type, NULL, json.s, json.len, &root, NULL);
	if (json.failed)
		r = AGOLA_ERR_NOMEM;
	ag_buf_free(&json);
	w = root;
	if (r == 0 && w->start && w->sort) {
		cursor->start = ag_arena_strdup(rq->arena, w->start);
		cursor->sort = w->sort;
		r = cursor->start ? 0 : AGOLA_ERR_NOMEM;
	} else if (r == 0) {
		r = AGOLA_ERR_PROTOCOL;
	}
	agola_free(root);
	if (r == AGOLA_ERR_NOMEM)
		return ag_fail_nomem(err);
	return r ? AG_REFUSE(err, 400, NULL, "the cursor is none that this server gave out") : 0;
}

int ag_gateway_list_query(const struct ag_request *rq, struct ag_cursor *cursor, int64_t *limit, agola_error **err)
{
	const char *given = ag_request_query(rq, "limit"), *s = ag_request_query(rq, "cursor");
	int r = ag_request_list(rq, limit, &cursor->sort, err);

	if (r)
		return r;
	if (!given || !*given || *limit > MAX_LIMIT)
		*limit = MAX_LIMIT;
	if (s && *s) {
		if (cursor->sort)
			return AG_REFUSE(err, 400, NULL, "sortdirection cannot be combined with a cursor, which holds it");
		r = read_cursor(rq, s, cursor, err);
	}
	if (!cursor->sort)
		cursor->sort = AGOLA_SORT_ASC;
	return r;
}

int ag_gateway_list_next(const struct ag_request *rq, struct ag_response *rs, const char *start, enum agola_sort_direction sort,
                         agola_error **err)
{
	struct wire_cursor w = { .start = start, .sort = sort };
	struct ag_buf json = { 0 }, text = { 0 };
	const char *value = NULL;

	if (start) {
		ag_json_encode(&json, &wire_cursor_type, &w, 0);
		base64(&text, ag_buf_str(&json), json.len);
	}
	if (!json.failed && !text.failed)
		value = ag_arena_strdup(rq->arena, ag_buf_str(&text));
	ag_buf_free(&json);
	ag_buf_free(&text);
	ag_respond_header(rs, "X-Agola-Cursor", value);
	return value ? 0 : ag_fail_nomem(err);
}
