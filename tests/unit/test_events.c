/* SPDX-License-Identifier: Apache-2.0 */
/* Server-sent events: what a callback sees, however the stream comes. */
#include "core/core.h"
#include "unit.h"
#include <agola/client.h>

#include <stdio.h>

#define STREAM                                                                                                                   \
	"\xef\xbb\xbf: hello\r\n\r\ndata: {\"Sequence\":7,\r\ndata:\"RunID\":\"a\"}\r\n\r\n\r\nevent: x\ndata: "                 \
	"{\"Sequence\":8}\rid: 3\r"                                                                                              \
	"\rdatas: 1\ndat\ndata: {\"Sequence\":9}\n\n"

struct server {
	const char *stream;
	size_t len, piece; /* bytes of a piece; 0: whole */
	size_t repeat;     /* the stream comes so often */
};

static int perform(void *data, const agola_transport_request *r, agola_transport_reply *reply, agola_error **err)
{
	struct server *s = data;

	(void)err;
	ck_assert_int_eq(r->timeout_ms, -1);
	ck_assert_int_eq(r->idle_timeout_ms, -1);
	agola_transport_reply_status(reply, 200);
	agola_transport_reply_header(reply, "Content-Type", "text/event-stream");
	for (size_t k = 0; k < s->repeat; k++) {
		for (size_t i = 0, n; i < s->len; i += n) {
			int result;

			n = s->piece && s->len - i > s->piece ? s->piece : s->len - i;
			result = agola_transport_reply_body(reply, s->stream + i, n);
			if (result)
				return result;
		}
	}
	return 0;
}

struct seen {
	uint64_t sequences[8];
	size_t n, stop_at; /* 0: never */
};

static int see(void *data, const agola_rs_run_event *event)
{
	struct seen *s = data;

	if (s->n < AG_COUNT(s->sequences))
		s->sequences[s->n] = event->sequence;
	return ++s->n == s->stop_at;
}

static int watch(struct server *s, int64_t max_body, agola_rs_run_event_fn fn, struct seen *seen, agola_error **err)
{
	struct agola_transport t = { .size = sizeof(t), .perform = perform, .data = s };
	struct agola_client_opts o = AGOLA_CLIENT_OPTS_INIT;
	agola_rs_client *c = NULL;
	int r;

	o.url = "http://host";
	o.transport = &t;
	o.max_body = max_body;
	s->repeat = s->repeat ? s->repeat : 1;
	ck_assert_int_eq(agola_rs_client_new(&o, &c, NULL), 0);
	r = agola_rs_run_events(c, NULL, NULL, fn, seen, err);
	agola_rs_client_free(c);
	return r;
}

/* In pieces of every size, with all that the format allows: comments, other fields, each kind of line end. */
START_TEST(any_pieces)
{
	/* behind the mark of UTF-8, which Agola does not send, the first line is some other field */
	for (size_t piece = 0; piece < sizeof(STREAM); piece++) {
		struct server s = { .stream = STREAM, .len = sizeof(STREAM) - 1, .piece = piece };
		struct seen seen = { .n = 0 };

		ck_assert_int_eq(watch(&s, 0, see, &seen, NULL), 0);
		ck_assert_uint_eq(seen.n, 3);
		for (size_t i = 0; i < 3; i++)
			ck_assert_uint_eq(seen.sequences[i], 7 + i);
	}
}
END_TEST

/* Only behind an empty line is a stream whole. */
START_TEST(cut_anywhere)
{
	static const char stream[] = "data: {\"Sequence\":7}\n\ndata: {\"Sequence\":8}\n\n";

	for (size_t len = 0; len < sizeof(stream); len++) {
		struct server s = { .stream = stream, .len = len };
		struct seen seen = { .n = 0 };
		bool whole = len == 0 || len == (sizeof(stream) - 1) / 2 || len == sizeof(stream) - 1;

		ck_assert_int_eq(watch(&s, 0, see, &seen, NULL), whole ? 0 : AGOLA_ERR_NETWORK);
		ck_assert_uint_eq(seen.n, len / ((sizeof(stream) - 1) / 2));
	}
}
END_TEST

START_TEST(the_callback_stops)
{
	struct server s = { .stream = STREAM, .len = sizeof(STREAM) - 1 };
	struct seen seen = { .stop_at = 2 };
	agola_error *err = NULL;

	ck_assert_int_eq(watch(&s, 0, see, &seen, &err), AGOLA_ERR_CALLBACK);
	ck_assert_uint_eq(seen.n, 2);
	ck_assert_str_eq(agola_error_message(err), "GET /runs/events: on_event() asked to stop");
	agola_error_free(err);
	err = NULL;
	ck_assert_int_eq(watch(&s, 0, NULL, &seen, &err), AGOLA_ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(agola_error_message(err), "on_event is NULL"));
	agola_error_free(err);
}
END_TEST

/* The limit is one of each event, and not of all together. */
START_TEST(large_events_and_many)
{
	static const char event[] = "data: {\"Sequence\":7,\"RunID\":\"0123456789\"}\n\n";
	struct server s = { .stream = event, .len = sizeof(event) - 1, .repeat = 10000 };
	struct seen seen = { .n = 0 };

	ck_assert_int_eq(watch(&s, sizeof(event), see, &seen, NULL), 0);
	ck_assert_uint_eq(seen.n, 10000);
	ck_assert_int_eq(watch(&s, 20, see, &seen, NULL), AGOLA_ERR_PROTOCOL);
	ck_assert_uint_eq(seen.n, 10000);
}
END_TEST

UNIT("events", any_pieces, cut_anywhere, the_callback_stops, large_events_and_many)
