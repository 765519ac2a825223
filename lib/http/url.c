/* SPDX-License-Identifier: Apache-2.0 */
#include "http/http.h"

#include <string.h>

static bool unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
	       c == '~';
}

static void escape(struct ag_buf *b, const char *s, const char *also)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (unreserved(c) || strchr(also, c)) {
			ag_buf_addc(b, *s);
		} else {
			char e[3] = { '%', hex[c >> 4], hex[c & 15] };

			ag_buf_add(b, e, 3);
		}
	}
}

void ag_url_add_segment(struct ag_buf *b, const char *s)
{
	escape(b, s, "$&+=:@");
}

void ag_url_add_query(struct ag_buf *b, const char *s)
{
	escape(b, s, "");
}

const char *ag_url_bad_ref(const char *s)
{
	if (!s)
		return "is NULL";
	if (!*s)
		return "is empty";
	for (const char *p = s;; p++) {
		size_t n = strcspn(p, "/");

		if (n == 0)
			return "begins or ends with \"/\", or has an empty part";
		if ((n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
			return "has \".\" or \"..\" as a part";
		p += n;
		if (!*p)
			return NULL;
	}
}

const char *ag_url_bad_base(const char *s)
{
	const char *host = NULL;

	if (!s || !*s)
		return "is not set";
	if (ag_ascii_casestarts(s, "http://"))
		host = s + 7;
	else if (ag_ascii_casestarts(s, "https://"))
		host = s + 8;
	if (!host)
		return "must begin with http:// or https://";
	for (const char *p = s; *p; p++) {
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f || strchr("\"<>\\^`{|}", *p))
			return "has a character that must be escaped in a URL";
	}
	if (strchr(s, '?') || strchr(s, '#'))
		return "must not have a query or a fragment";
	if (memchr(host, '@', strcspn(host, "/")))
		return "must not have a user name or password; use a token";
	if (*host == 0 || *host == '/' || *host == ':')
		return "has no host";
	return NULL;
}
