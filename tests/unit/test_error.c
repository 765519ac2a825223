/* SPDX-License-Identifier: Apache-2.0 */
/* Error bodies of every shape. */
#include "core/core.h"
#include "unit.h"

#include <stdlib.h>

START_TEST(bodies_of_all_releases)
{
	static const struct {
		int status;
		const char *body;
		int result;
		const char *message;
		size_t n;
		const char *code, *detail, *details;
	} cases[] = {
		/* v0.1.0 to v0.6.0 */
		{ 404, "{\"message\":\"remote source \\\"x\\\" doesn't exist\"}", AGOLA_ERR_NOT_FOUND,
		  "GET /x: 404 Not Found: remote source \"x\" doesn't exist", 1, "", "remote source \"x\" doesn't exist", NULL },
		/* v0.7.0 to v0.9.2, as they are and as they were meant */
		{ 400, "{\"code\":\"\",\"message\":\"\"}", AGOLA_ERR_BAD_REQUEST, "GET /x: 400 Bad Request", 0, "", "", NULL },
		{ 400, "{\"code\":\"c\",\"message\":\"m\"}", AGOLA_ERR_BAD_REQUEST, "GET /x: 400 Bad Request: c: m", 1, "c", "m",
		  NULL },
		/* v0.10.0 on */
		{ 400, "[{\"code\":\"invalidLimit\",\"details\":null}]", AGOLA_ERR_BAD_REQUEST,
		  "GET /x: 400 Bad Request: invalidLimit", 1, "invalidLimit", "", NULL },
		{ 500, "[]", AGOLA_ERR_INTERNAL, "GET /x: 500 Internal Server Error", 0, "", "", NULL },
		{ 400, "[{\"code\":\"a\",\"details\":{\"k\":[1]}},{\"code\":\"b\"}]", AGOLA_ERR_BAD_REQUEST,
		  "GET /x: 400 Bad Request: a: {\"k\":[1]}; b", 2, "a", "", "{\"k\":[1]}" },
		/* agolad */
		{ 400,
		  "[{\"code\":\"remoteSourceAlreadyExists\",\"details\":null,\"message\":\"remote source \\\"x\\\" already "
		  "exists\"}]",
		  AGOLA_ERR_BAD_REQUEST, "GET /x: 400 Bad Request: remoteSourceAlreadyExists: remote source \"x\" already exists",
		  1, "remoteSourceAlreadyExists", "remote source \"x\" already exists", NULL },
		/* no JSON */
		{ 404, "404 page not found\n", AGOLA_ERR_NOT_FOUND, "GET /x: 404 Not Found: 404 page not found", 0, "", "",
		  NULL },
		{ 401, "\n", AGOLA_ERR_UNAUTHORIZED, "GET /x: 401 Unauthorized", 0, "", "", NULL },
		{ 417, "request too large", AGOLA_ERR_HTTP, "GET /x: 417 Expectation Failed: request too large", 0, "", "",
		  NULL },
		{ 502, "<html><h1>Bad</h1>\r\n</html>", AGOLA_ERR_HTTP,
		  "GET /x: 502 Bad Gateway: not an answer of Agola: <html><h1>Bad</h1> </html>", 0, "", "", NULL },
		{ 500, "", AGOLA_ERR_INTERNAL, "GET /x: 500 Internal Server Error", 0, "", "", NULL },
		{ 418, "", AGOLA_ERR_HTTP, "GET /x: 418", 0, "", "", NULL },
		/* cut, of another shape, hostile */
		{ 400, "[{\"code\":\"a\"", AGOLA_ERR_BAD_REQUEST, "GET /x: 400 Bad Request: [{\"code\":\"a\"", 0, "", "", NULL },
		{ 400, "[\"x\"]", AGOLA_ERR_BAD_REQUEST, "GET /x: 400 Bad Request: [\"x\"]", 0, "", "", NULL },
		{ 400, "[{\"code\":7}]", AGOLA_ERR_BAD_REQUEST, "GET /x: 400 Bad Request: [{\"code\":7}]", 0, "", "", NULL },
		{ 400, "{\"message\":null}", AGOLA_ERR_BAD_REQUEST, "GET /x: 400 Bad Request", 0, "", "", NULL },
		{ 403, "[null,{}]", AGOLA_ERR_FORBIDDEN, "GET /x: 403 Forbidden", 0, "", "", NULL },
		{ 500, "\xff\xfe\x1b[2J", AGOLA_ERR_INTERNAL, "GET /x: 500 Internal Server Error: ???[2J", 0, "", "", NULL },
		{ 400, "{\"message\":\"a\\u001b[31m\\nb\xff\"}", AGOLA_ERR_BAD_REQUEST,
		  "GET /x: 400 Bad Request: a?[31m b\xef\xbf\xbd", 1, "", "a?[31m b\xef\xbf\xbd", NULL },
	};

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		agola_error *e = ag_error_from_body(NULL, "GET /x", cases[i].status, cases[i].body, strlen(cases[i].body), false);

		ck_assert_str_eq(agola_error_message(e), cases[i].message);
		ck_assert_int_eq(agola_error_result(e), cases[i].result);
		ck_assert_int_eq(agola_error_http_status(e), cases[i].status);
		ck_assert_uint_eq(agola_error_count(e), cases[i].n);
		ck_assert_str_eq(agola_error_code(e, 0), cases[i].code);
		ck_assert_str_eq(agola_error_detail_message(e, 0), cases[i].detail);
		if (cases[i].details)
			ck_assert_str_eq(agola_error_details_json(e, 0), cases[i].details);
		else
			ck_assert_ptr_null(agola_error_details_json(e, 0));
		agola_error_free(e);
	}
}
END_TEST

START_TEST(large_bodies)
{
	size_t n = 100000;
	char *s = malloc(n);
	agola_error *e;

	memset(s, 'x', n);
	e = ag_error_from_body(NULL, "GET /x", 500, s, n, true);
	ck_assert_uint_lt(strlen(agola_error_message(e)), 300);
	ck_assert_ptr_nonnull(strstr(agola_error_message(e), "... (cut)"));
	agola_error_free(e);
	memset(s, '[', n);
	e = ag_error_from_body(NULL, "GET /x", 500, s, n, false);
	ck_assert_uint_lt(strlen(agola_error_message(e)), 300);
	agola_error_free(e);
	free(s);
}
END_TEST

START_TEST(null_is_no_error)
{
	ck_assert_int_eq(agola_error_result(NULL), 0);
	ck_assert_int_eq(agola_error_http_status(NULL), 0);
	ck_assert_str_eq(agola_error_message(NULL), "");
	ck_assert_uint_eq(agola_error_count(NULL), 0);
	ck_assert_str_eq(agola_error_code(NULL, 0), "");
	ck_assert_str_eq(agola_error_detail_message(NULL, 0), "");
	ck_assert_ptr_null(agola_error_details_json(NULL, 0));
	ck_assert(!agola_error_has_code(NULL, "x"));
	ck_assert(!agola_error_is_retriable(NULL));
	agola_error_free(NULL);
}
END_TEST

START_TEST(made_by_hand)
{
	agola_error *e = agola_error_new(AGOLA_ERR_NETWORK, "a\nb\x1b");

	ck_assert_str_eq(agola_error_message(e), "a b?");
	ck_assert(agola_error_is_retriable(e));
	agola_error_free(e);
	e = agola_error_new(AGOLA_ERR_TLS, NULL);
	ck_assert_str_eq(agola_error_message(e), "AGOLA_ERR_TLS");
	agola_error_free(e);
	e = agola_error_new(5, "not negative");
	ck_assert_int_lt(agola_error_result(e), 0);
	agola_error_free(e);
	e = ag_error_api(400, "someCode", "%s is wrong", "it");
	ck_assert(agola_error_has_code(e, "someCode"));
	ck_assert(!agola_error_has_code(e, "otherCode"));
	ck_assert_int_eq(agola_error_result(e), AGOLA_ERR_BAD_REQUEST);
	ck_assert_str_eq(agola_error_detail_message(e, 0), "it is wrong");
	agola_error_free(e);
}
END_TEST

START_TEST(retriable)
{
	static const struct {
		int status;
		bool yes;
	} cases[] = { { 400, false }, { 429, false }, { 500, false }, { 502, true }, { 503, true }, { 504, true } };

	for (size_t i = 0; i < AG_COUNT(cases); i++) {
		agola_error *e = ag_error_from_body(NULL, "GET /x", cases[i].status, "", 0, false);

		ck_assert_int_eq(agola_error_is_retriable(e), cases[i].yes);
		agola_error_free(e);
	}
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(agola_result_name(AGOLA_ERR_NOT_FOUND), "AGOLA_ERR_NOT_FOUND");
	ck_assert_str_eq(agola_result_name(0), "AGOLA_OK");
	ck_assert_str_eq(agola_result_name(-999), "AGOLA_ERR_?");
	ck_assert_str_eq(agola_version(), AGOLA_VERSION_STRING);
}
END_TEST

UNIT("error", bodies_of_all_releases, large_bodies, null_is_no_error, made_by_hand, retriable, names)
