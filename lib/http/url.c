/* SPDX-License-Identifier: Apache-2.0 */
#include "http/http.h"

#include <arpa/inet.h>
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

void ag_url_add_segments(struct ag_buf *b, const char *s)
{
	escape(b, s, "$&+=:@/");
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

/* "[::1]" or "[fe80::1%25eth0]". */
static bool is_ipv6(const char *s, size_t len)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr address;
	size_t n = 0;

	if (len < 2 || s[len - 1] != ']')
		return false;
	while (n < len - 2 && s[n + 1] != '%')
		n++;
	if (n >= sizeof(text))
		return false;
	memcpy(text, s + 1, n);
	text[n] = 0;
	if (inet_pton(AF_INET6, text, &address) != 1)
		return false;
	if (n == len - 2)
		return true;
	if (len - 2 - n < 4 || strncmp(s + 1 + n, "%25", 3) != 0)
		return false;
	for (size_t i = n + 4; i < len - 1; i++) {
		if (!unreserved((unsigned char)s[i]))
			return false;
	}
	return true;
}

static const char *bad_host(const char *s, size_t len)
{
	size_t n = 0;
	uint64_t port;

	if (*s == '[') {
		while (n < len && s[n] != ']')
			n++;
		n += n < len;
		if (!is_ipv6(s, n))
			return "has no right IPv6 address in its brackets";
	} else {
		while (n < len && unreserved((unsigned char)s[n]))
			n++;
		if (n == 0 && (len == 0 || *s == ':'))
			return "has no host";
	}
	if (n < len && s[n] != ':')
		return "has a character in its host that no host has";
	if (n < len && (!ag_parse_u64(s + n + 1, len - n - 1, &port) || port == 0 || port > 65535))
		return "must have a port from 1 to 65535 behind the colon";
	return NULL;
}

const char *ag_url_bad_segment(const char *s)
{
	if (!s)
		return "is NULL";
	if (!*s)
		return "is empty";
	return strcmp(s, ".") == 0 || strcmp(s, "..") == 0 ? "is \".\" or \"..\"" : NULL;
}

/* What no URL has unescaped. */
static bool has_raw(const char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f || strchr("\"<>\\^`{|}", *s))
			return true;
	}
	return false;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The next character of a path as somebody sees it who takes the escapes away, as some proxies do. */
static char unescaped(const char **s)
{
	const char *p = *s;

	*s += *p == '%' ? 3 : 1;
	if (*p != '%')
		return *p;
	if (p[1] == '2' && (p[2] == 'e' || p[2] == 'E'))
		return '.';
	return p[1] == '2' && (p[2] == 'f' || p[2] == 'F') ? '/' : 'x';
}

/* Whether one of its parts leads elsewhere. */
static bool has_dots(const char *s, const char *end)
{
	size_t dots = 0, others = 0;

	while (s < end) {
		char c = unescaped(&s);

		if (c == '/') {
			if (!others && (dots == 1 || dots == 2))
				return true;
			dots = others = 0;
		} else if (c == '.') {
			dots++;
		} else {
			others++;
		}
	}
	return !others && (dots == 1 || dots == 2);
}

const char *ag_url_bad_target(const char *s)
{
	const char *end;

	if (!s)
		return "is NULL";
	if (*s != '/')
		return "must begin with \"/\": it is what stands behind /api/v1alpha";
	if (has_raw(s))
		return "has a character that must be escaped in a URL";
	if (strchr(s, '#'))
		return "has a fragment; a \"#\" that belongs to it is %23";
	for (const char *p = s; (p = strchr(p, '%')) != NULL; p++) {
		if (!is_hex(p[1]) || !is_hex(p[2]))
			return "has a \"%\" without two hexadecimal digits behind it; the character itself is %25";
	}
	end = s + strcspn(s, "?");
	if (end[-1] == '/' || (strstr(s, "//") && strstr(s, "//") < end))
		return "has an empty part";
	return has_dots(s, end) ? "has \".\" or \"..\" as a part" : NULL;
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
	if (has_raw(s))
		return "has a character that must be escaped in a URL";
	if (strchr(s, '?') || strchr(s, '#'))
		return "must not have a query or a fragment";
	if (memchr(host, '@', strcspn(host, "/")))
		return "must not have a user name or password; use a token";
	return bad_host(host, strcspn(host, "/"));
}
