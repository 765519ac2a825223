/* SPDX-License-Identifier: Apache-2.0 */
/*
 * URLs and other small texts. The first byte says what the rest is: 'b' the URL of a service, 'p' a path argument, 'q' a query value,
 * 't' a time, 'd' a duration, 'n' a number, 'i' a name or an id, 'o' options of a client in lines (URL, token, user agent, release,
 * proxy). URLs that we take are also read by libcurl.
 */
#include "fuzz.h"
#include "http/http.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *part_of(CURLU *u, CURLUPart part)
{
	char *s = NULL;

	curl_url_get(u, part, &s, 0);
	return s;
}

static void check_base(const char *s)
{
	const char *why = ag_url_bad_base(s);
	CURLU *u = curl_url();
	char *host, *scheme;

	if (why) {
		curl_url_cleanup(u);
		return;
	}
	FUZZ_CHECK(curl_url_set(u, CURLUPART_URL, s, CURLU_PATH_AS_IS) == CURLUE_OK, "libcurl refuses \"%s\"", s);
	host = part_of(u, CURLUPART_HOST);
	scheme = part_of(u, CURLUPART_SCHEME);
	FUZZ_CHECK(host && *host, "\"%s\" has no host", s);
	FUZZ_CHECK(strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0, "\"%s\" is of %s", s, scheme);
	for (int i = 0; i < 4; i++) {
		static const CURLUPart none[] = { CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT };
		char *other = part_of(u, none[i]);

		FUZZ_CHECK(!other, "\"%s\" has \"%s\"", s, other);
	}
	curl_free(host);
	curl_free(scheme);
	curl_url_cleanup(u);
}

/* What is escaped must be plain, and come back. */
static void check_escapes(const char *s, void (*add)(struct ag_buf *b, const char *s), const char *plain)
{
	struct ag_buf b = { 0 };
	char *back;
	int len;

	add(&b, s);
	for (const char *p = ag_buf_str(&b); *p; p++)
		FUZZ_CHECK((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || strchr(plain, *p),
		           "'%c' in %s", *p, b.s);
	back = curl_easy_unescape(NULL, ag_buf_str(&b), (int)b.len, &len);
	if (fuzz_fault)
		s = "";
	FUZZ_CHECK((size_t)len == strlen(s) && memcmp(back, s, (size_t)len) == 0, "%s gives %s", ag_buf_str(&b), back);
	curl_free(back);
	ag_buf_free(&b);
}

static void check_ref(const char *s)
{
	size_t n = strlen(s);

	if (!ag_url_bad_ref(s)) {
		FUZZ_CHECK(n && s[0] != '/' && s[n - 1] != '/' && !strstr(s, "//"), "%s", s);
		FUZZ_CHECK(strcmp(s, "..") != 0 && strncmp(s, "../", 3) != 0 && !strstr(s, "/../"), "%s", s);
	}
	check_escapes(s, ag_url_add_segment, "-_.~$&+=:@%");
}

static void check_time(const char *s)
{
	char text[AGOLA_TIME_BUFSIZE];
	agola_time t, again;

	if (!ag_time_parse(s, strlen(s), &t))
		return;
	FUZZ_CHECK(t.valid == 1 && t.nsec >= 0 && t.nsec < 1000000000, "%s", s);
	agola_time_format(t, text, sizeof(text));
	FUZZ_CHECK(ag_time_parse(text, strlen(text), &again) && memcmp(&t, &again, sizeof(t)) == 0, "%s is %s", s, text);
}

static void check_duration(const char *s)
{
	int64_t ns, again;
	char text[32];

	if (!ag_duration_parse(s, strlen(s), &ns))
		return;
	ag_duration_format(ns, text, sizeof(text));
	FUZZ_CHECK(ag_duration_parse(text, strlen(text), &again) && again == ns, "%s is %s", s, text);
}

static void check_number(const char *s)
{
	size_t len = strlen(s);
	int64_t i = 0;
	uint64_t u = 0;
	char text[24];

	if (ag_parse_i64(s, len, &i)) {
		snprintf(text, sizeof(text), "%lld", (long long)i);
		FUZZ_CHECK(strtoll(s, NULL, 10) == i, "%s is %s", s, text);
	}
	if (ag_parse_u64(s, len, &u)) {
		snprintf(text, sizeof(text), "%llu", (unsigned long long)u);
		FUZZ_CHECK(strtoull(s, NULL, 10) == u, "%s is %s", s, text);
	}
}

static void check_name(const char *s)
{
	struct ag_buf b = { 0 };

	FUZZ_CHECK(!(ag_is_name(s) && ag_is_uuid(s)), "%s is a name and an id", s);
	FUZZ_CHECK(!ag_is_name(s) || !ag_url_bad_ref(s), "%s is a name and no path", s);
	ag_buf_add_printable(&b, s, strlen(s), 50);
	FUZZ_CHECK(b.len <= 50 + 3, "%s", b.s);
	if (b.len)
		fuzz_check_words(b.s);
	ag_buf_reset(&b);
	ag_buf_add_utf8(&b, s, strlen(s));
	FUZZ_CHECK(ag_utf8_valid(ag_buf_str(&b), b.len), "%s", b.s);
	FUZZ_CHECK(!ag_utf8_valid(s, strlen(s)) || strcmp(s, ag_buf_str(&b)) == 0, "%s", b.s);
	ag_buf_free(&b);
}

/* ---- options of a client ---- */

static int perform(void *data, const agola_transport_request *rq, agola_transport_reply *reply, agola_error **err)
{
	(void)data;
	(void)reply;
	for (size_t i = 0; i < rq->n_headers; i++) {
		for (const char *p = rq->headers[i]; *p; p++)
			FUZZ_CHECK((unsigned char)*p >= 0x20 && *p != 0x7f, "%s", rq->headers[i]);
	}
	check_base(rq->url);
	FUZZ_CHECK(*rq->target == '/', "%s", rq->target);
	*err = agola_error_new(AGOLA_ERR_NETWORK, "none");
	return AGOLA_ERR_NETWORK;
}

static void check_options(struct fuzz_input *in)
{
	struct agola_transport transport = { .size = sizeof(transport), .perform = perform };
	struct agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	char *lines[5];
	agola_gw_client *client = NULL;
	agola_error *err = NULL;
	static const struct ag_endpoint ep = { .name = "x", .service = "gw", .method = "GET", .path = "/version" };
	struct ag_call call = { .ep = &ep };

	for (size_t i = 0; i < AG_COUNT(lines); i++)
		lines[i] = fuzz_line(in);
	opts.url = lines[0];
	opts.token = lines[1];
	opts.user_agent = lines[2];
	opts.release = *lines[3] ? lines[3] : NULL;
	opts.proxy = lines[4];
	opts.transport = &transport;
	if (agola_gw_client_new(&opts, &client, &err) == 0)
		FUZZ_CHECK(ag_call(ag_client_of_gw(client), NULL, &call, &err) == AGOLA_ERR_NETWORK, "%s",
		           agola_error_message(err));
	fuzz_check_words(agola_error_message(err));
	agola_error_free(err);
	agola_gw_client_free(client);
	for (size_t i = 0; i < AG_COUNT(lines); i++)
		free(lines[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { (const char *)data, size };
	unsigned what = fuzz_byte(&in, 0);
	char *s;

	if (what == 'o') {
		check_options(&in);
		return 0;
	}
	s = malloc(in.len + 1);
	FUZZ_CHECK(s, "out of memory");
	memcpy(s, in.at, in.len);
	s[in.len] = 0;
	switch (what) {
	case 'b':
		check_base(s);
		break;
	case 'p':
		check_ref(s);
		break;
	case 'q':
		check_escapes(s, ag_url_add_query, "-_.~%");
		break;
	case 't':
		check_time(s);
		break;
	case 'd':
		check_duration(s);
		break;
	case 'n':
		check_number(s);
		break;
	default:
		check_name(s);
	}
	free(s);
	return 0;
}
