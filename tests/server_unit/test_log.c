/* SPDX-License-Identifier: Apache-2.0 */
#include "server/log.h"
#include "unit.h"

#include <stdio.h>

static char line[4096];
static int lines;

static void keep(void *data, enum agola_log_level level, const char *text)
{
	(void)data;
	(void)level;
	lines++;
	snprintf(line, sizeof(line), "%s", text);
}

static struct ag_log log_at(enum agola_log_level level, bool json)
{
	line[0] = 0;
	lines = 0;
	return (struct ag_log){ .fn = keep, .level = level, .json = json };
}

START_TEST(levels)
{
	struct ag_log log = log_at(AGOLA_LOG_WARN, false);

	ag_log(&log, AGOLA_LOG_INFO, "no");
	ck_assert_int_eq(lines, 0);
	ag_log(&log, AGOLA_LOG_WARN, "x is %d", 5);
	ag_log(&log, AGOLA_LOG_ERROR, "x is %d", 6);
	ck_assert_int_eq(lines, 2);
	/* time, level, words */
	ck_assert_uint_eq(strspn(line, "0123456789-T:.Z"), strcspn(line, " "));
	ck_assert_str_eq(line + strcspn(line, " "), " error x is 6");
	log.fn = NULL;
	ag_log(&log, AGOLA_LOG_ERROR, "nobody");
	ck_assert_int_eq(lines, 2);
}
END_TEST

START_TEST(hostile_text)
{
	static const char evil[] = "a\nb\r\x1b[31m\x7f \"q\" \\ \xff <&>";
	struct ag_log log = log_at(AGOLA_LOG_INFO, false);

	/* one line, nothing that a terminal obeys */
	for (int json = 0; json < 2; json++) {
		log.json = json;
		ag_log(&log, AGOLA_LOG_INFO, "%s", evil);
		for (const char *p = line; *p; p++)
			ck_assert_msg((unsigned char)*p >= ' ' && *p != 0x7f, "character %d", *p);
		ck_assert_ptr_null(strstr(line, "\xff"));
	}
	ck_assert_ptr_nonnull(strstr(line, ",\"level\":\"info\",\"msg\":\""));
	ck_assert_ptr_nonnull(strstr(line, "\\\"q\\\" \\\\"));
	ck_assert_int_eq(line[strlen(line) - 1], '}');
}
END_TEST

static void request(struct ag_log *log, const char *target, int status, const char *error)
{
	struct ag_log_request r = { .component = "gateway",
		                    .method = "GET",
		                    .target = target,
		                    .peer = "127.0.0.1",
		                    .status = status,
		                    .bytes = 12,
		                    .elapsed_us = 34,
		                    .error = error };

	line[0] = 0;
	ag_log_request(log, &r);
}

START_TEST(requests)
{
	struct ag_log log = log_at(AGOLA_LOG_INFO, false);

	request(&log, "/x?a=b", 200, NULL);
	ck_assert_str_eq(strchr(line, ' '), " info gateway GET /x?a=b 200 12B 34us from 127.0.0.1");
	request(&log, "/x", 500, "it broke");
	ck_assert_str_eq(strchr(line, ' '), " error gateway GET /x 500 12B 34us from 127.0.0.1: it broke");
	log.json = true;
	request(&log, "/x\"\n", 404, "it\nbroke");
	ck_assert_str_eq(
	        strstr(line, "\"level\""),
	        "\"level\":\"info\",\"msg\":\"request\",\"component\":\"gateway\",\"method\":\"GET\",\"target\":\"/x\\\"\","
	        "\"status\":404,\"bytes\":12,\"us\":34,\"peer\":\"127.0.0.1\",\"error\":\"it broke\"}");
	log.level = AGOLA_LOG_WARN;
	request(&log, "/x", 200, NULL);
	ck_assert_str_eq(line, "");
	request(&log, "/x", 503, NULL);
	ck_assert_str_ne(line, "");
}
END_TEST

START_TEST(no_secrets)
{
	static const char *const targets[] = {
		"/x?access_token=S3CRET",
		"/x?a=1&access_token=S3CRET&b=2",
		"/x?ACCESS_TOKEN=S3CRET",
		"/x?access%5Ftoken=S3CRET",
		"/users?query_type=bytoken&token=S3CRET",
		"/oauth2/callback?code=S3CRET&state=S3CRET",
		"/x??token=S3CRET",
		"/x?%zz=S3CRET",
		"/x?token=S3CRET%26&token=S3CRET",
		"/x?a=1?token=S3CRET",
	};
	struct ag_log log = log_at(AGOLA_LOG_INFO, false);

	for (size_t i = 0; i < AG_COUNT(targets); i++) {
		request(&log, targets[i], 200, NULL);
		ck_assert_msg(strstr(line, "S3CRET") == NULL && strstr(line, "***") != NULL, "%s", line);
	}
	/* the rest of the query stays */
	request(&log, "/x?a=1&token=S&b=2", 200, NULL);
	ck_assert_ptr_nonnull(strstr(line, "/x?a=1&token=***&b=2 "));
	request(&log, "/x?tokens=1&limit=5", 200, NULL);
	ck_assert_ptr_nonnull(strstr(line, "/x?tokens=1&limit=5 "));
}
END_TEST

UNIT("server-log", levels, hostile_text, requests, no_secrets)
