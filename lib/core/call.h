/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of a call: call.c leads it from arguments to result, args.c checks and writes what is sent, reply.c reads the answer as it
 * comes, stream.c moves bytes of any length, follow.c reads logs, paging.c knows lists, release.c finds out which Agola answers,
 * request.c has the calls that have no operation of their own, secrets.c hides, trace.c tells.
 */
#ifndef AG_CORE_CALL_H
#define AG_CORE_CALL_H

#include "core/core.h"
#include <agola/request.h>

struct ag_running;

/* The longest thing that a gateway glues to a log. */
#define AG_MARK_MAX 24

/* The answer, fed by the transport. */
struct agola_transport_reply {
	struct ag_running *run;
	int status;
	struct ag_decoder *decoder; /* of a success that has a response type */
	struct ag_buf body;         /* of a failure: as much as is wanted; of a text: all of it */
	bool body_cut;
	bool html;
	bool typed;     /* it has a Content-Type */
	bool of_media;  /* and that of the row */
	bool odd;       /* a body where none is promised, which is not even JSON */
	bool judged;    /* whether it is, is known */
	int failed;     /* a negative result: no more is wanted */
	char *cursor;   /* X-Agola-Cursor; NULL: not sent */
	char *has_more; /* X-Agola-HasMore; NULL: not sent */
	char *location;
	int64_t length;       /* Content-Length; -1: not sent */
	agola_response *head; /* status and headers, for those who want them; NULL: nobody does */
	size_t cap_head;      /* of its headers */
};

/* Events on their way to the caller, and where in one it is. */
struct ag_events {
	ag_event_fn on_event;
	void *data;
	struct ag_decoder *decoder; /* of the event that is open */
	enum { AG_EVENT_NAME, AG_EVENT_SPACE, AG_EVENT_DATA, AG_EVENT_OTHER } at;
	unsigned n_name; /* characters of "data" that the line begins with */
	bool cr;         /* the last character */
};

/* Bytes on their way between the wire and the caller. */
struct ag_stream {
	struct agola_sink sink;
	struct agola_source source;
	int64_t done, total;   /* down */
	int64_t sent, to_send; /* up */
	struct ag_events events;
	int failed; /* a negative result, with its words in why */
	struct ag_buf why;
	/* a descriptor of the caller is no file, so it is waited for; and what ends the wait */
	bool sink_waits, source_waits;
	bool begun; /* the sink was told the head */
	agola_ctx *ctx;
	int64_t deadline_us;
	/* AG_EP_LINES: where in the JSON it is */
	uint32_t depth;
	bool in_string, escaped;
	bool whole;           /* the last character ended an object, or a line behind one */
	bool lines, line_end; /* objects are lines, as from v0.8.0 on; the last line has ended */
};

/* Headers that the caller adds. */
struct ag_own_headers {
	const char **lines;
	size_t n;
};

/* A form of the operation that can be sent: today's, or that of older releases. */
struct ag_shot {
	const struct ag_endpoint *ep;
	struct ag_buf url, body;
	struct ag_buf said; /* the body as the trace tells it; made at once, as the caller's strings may go */
	size_t path_end;    /* of url */
};

enum ag_running_state {
	AG_RUN_READY,    /* a shot is to be sent */
	AG_RUN_SENT,     /* and was */
	AG_RUN_ASKING,   /* a probe is to be sent, or was */
	AG_RUN_PAUSED,   /* following.pause_ms pass, and then a shot is to be sent */
	AG_RUN_CHECKING, /* whether what a log shows has ended is to be asked, or was */
	AG_RUN_OVER,
};

/* A log under way, in as many reads as it takes. */
struct ag_following {
	struct ag_follow_plan plan;
	struct ag_shot check;
	int64_t skip;    /* bytes of this read that are still to be passed over */
	int64_t had;     /* what was delivered before this read */
	int64_t mark_at; /* where a read ended with the mark of an error; -1: none did */
	int64_t pause_ms;
	uint32_t n_reads;
	uint32_t idle; /* reads in a row that gave nothing new */
	size_t n_tail; /* what is held back, as it may be a mark */
	char tail[AG_MARK_MAX];
};

/* A call under way: of ag_call() when it blocks, else of the loop. */
struct ag_running {
	const struct ag_endpoint *ep; /* of the shot that is fired */
	struct ag_endpoint any;       /* AG_EP_ANY: the row of this call */
	struct ag_client *client;
	agola_ctx *ctx;
	struct ag_ctx_view view;
	int64_t start_us, deadline_us;
	enum ag_running_state state;
	struct ag_shot shots[2];
	size_t n_shots, shot;
	const struct ag_probe *probe; /* what is asked now instead of a shot, to find the release */
	bool no_method;               /* its path is there, and not with this method */
	unsigned tries;
	bool desc, by_start;         /* lists */
	const struct ag_shot *fired; /* what was sent last, but for probes */
	struct ag_stream stream;
	struct ag_following following;
	struct ag_arena arena; /* what the call needs of the caller's for longer */
	struct ag_own_headers own_headers;
	struct ag_buf probe_url;
	struct ag_buf what; /* see ag_what() */
	void *query, *request;
	struct ag_buf secrets; /* see secrets.c */

	agola_transport_request out; /* what is sent now */
	agola_transport_reply reply; /* and its answer */

	void *root; /* the result */
	int result;
	agola_error *err;
};

/* ---- call.c ---- */

/* "GET /remotesources/x", for messages; made when the first one needs it. */
const char *ag_what(struct ag_running *run);
/* Choose what to send next, into run->out. False when the call is over. */
bool ag_running_next(struct ag_running *run);
/* The transport is done with run->out. @from: its error, taken. */
void ag_running_answered(struct ag_running *run, int result, agola_error *from);

/* Take over @err, or forget what was wrong. */
void ag_running_set_error(struct ag_running *run, int result, agola_error *err);
/* End it with an error of ours. */
void ag_running_fail(struct ag_running *run, int result, const char *fmt, ...) AG_PRINTF(3, 4);

/* It is over: make its result ready for the caller. */
void ag_running_close(struct ag_running *run);
/* End it before anything is sent: AGOLA_ERR_INVALID. */
int ag_running_refuse(struct ag_running *run, const char *why);
/* Free what it holds, but for the result. */
void ag_running_free(struct ag_running *run);

/* ---- async.c ---- */

/* Take over @run, which must be of malloc: AGOLA_PENDING, or it is over already and still the caller's. */
int ag_async_start(struct ag_running *run);

/* ---- reply.c ---- */

/* The error of a reply that failed. */
int ag_reply_failure(struct ag_running *run, agola_error **err);
/* The answer is complete: 0 and run->root, or the error that it is. */
int ag_reply_finish(struct ag_running *run, agola_error **err);
void ag_reply_free(agola_transport_reply *r);

/* ---- trace.c ---- */

void ag_trace_request(const struct ag_running *run);
void ag_trace_status(const struct ag_running *run);
void ag_trace_header(const struct ag_running *run, const char *name, size_t name_len, const char *value, size_t value_len);
void ag_trace_done(const struct ag_running *run);

/* ---- secrets.c ---- */

/* Append the secrets of an object of @type, at any depth. */
void ag_secrets_collect(struct ag_buf *b, const struct agola_type *type, const void *obj);
/* Append one: as it is, in a URL, and in JSON; each ends with NUL. What is short is not taken, NULL neither. */
void ag_secrets_add(struct ag_buf *b, const char *s);
/* Where the value begins when @s begins with the key of a secret in the query and "="; 0 if it does not. One of the caller's own may have
 * the keys of any operation. */
size_t ag_secrets_key(const struct ag_running *run, const char *s, size_t len);
/* Append text that may hold secrets of the call, without them. */
void ag_secrets_hide(const struct ag_running *run, struct ag_buf *b, const char *s, size_t len);

/* ---- paging.c ---- */

/* Append the query of a list in the ways of all releases at once. */
void ag_paging_query(struct ag_running *run, struct ag_buf *b, char *sep, const struct ag_endpoint *ep, const void *opts);
/* Put what continues the list into its page. */
int ag_paging_result(struct ag_running *run, agola_error **err);

/* ---- stream.c ---- */

/* Check and copy the caller's sink or source. */
int ag_stream_open(struct ag_stream *s, const struct ag_call *call, agola_error **err);
/* Next piece of a download: 0, or negative with words in s->why. */
int ag_stream_write(struct ag_stream *s, const struct ag_endpoint *ep, const void *data, size_t len);
/* The end of a download. @length: as the server said it, or -1. */
int ag_stream_finish(struct ag_stream *s, const struct ag_endpoint *ep, int64_t length);
/* The read() of a transport request. @data: the ag_stream. */
int64_t ag_stream_read(void *data, void *buf, size_t size);

/* ---- follow.c ---- */

/* Not const only for tests, which have no time. */
extern uint32_t ag_follow_pauses_ms[3];
/* Before the first read. */
void ag_follow_open(struct ag_running *run);
/* Next piece of a log: 0, or negative with words in run->stream.why. */
int ag_follow_write(struct ag_running *run, const char *data, size_t len);
/* A read is over: say what comes next. */
void ag_follow_read_over(struct ag_running *run);
/* The check was answered. */
void ag_follow_checked(struct ag_running *run);

/* ---- events.c ---- */

/* Next piece of a stream of events: 0, or negative with words in run->stream.why. */
int ag_events_write(struct ag_running *run, const char *p, size_t len);
/* Its end. */
int ag_events_finish(struct ag_running *run);

/* ---- request.c ---- */

/* The row of @call, whose endpoint is one with AG_EP_ANY; refuses its method. */
int ag_request_row(struct ag_endpoint *ret, const struct ag_call *call, agola_error **err);
/* Refuses what does not go together, and collects the secrets. */
int ag_request_check(struct ag_running *run, const struct ag_call *call, agola_error **err);
/* Note the head of the answer, if anybody wants it: at its status, and at each header. 0 or AGOLA_ERR_NOMEM. */
int ag_request_head(agola_transport_reply *r);
int ag_request_header(agola_transport_reply *r, const char *name, size_t name_len, const char *value, size_t value_len);
/* Tell the sink what its answer is, once. 0, or negative with words in the stream's why. */
int ag_request_begin(agola_transport_reply *r);
/* The answer is complete: run->root. */
int ag_request_finish(struct ag_running *run, agola_error **err);

/* ---- release.c ---- */

/* Which releases the server may be, as far as is known. */
struct ag_release {
	uint32_t min, max;
};
struct ag_release ag_release_of(const struct ag_client *c);
/* What to ask next to learn more, NULL if nothing would tell. */
const struct ag_probe *ag_probe_next(const struct ag_client *c, const struct ag_probe *last);
const char *ag_probe_target(const struct ag_probe *p);
/* Whether the token goes along. */
bool ag_probe_has_token(const struct ag_probe *p);
/* Learn from its answer. */
void ag_probe_learn(struct ag_client *c, const struct ag_probe *p, const agola_transport_reply *r);
/* "v0.7.0 to v0.7.1" */
void ag_release_words(struct ag_release r, char *buf, size_t size);
/* "v0.7.1", "HEAD"; false if it is none. */
bool ag_release_parse(const char *s, uint32_t *ret);

/* ---- args.c ---- */

/* Append the path of the call's endpoint, with its arguments. */
int ag_args_path(struct ag_buf *b, const struct ag_call *call, agola_error **err);
/* Write the body: what the endpoint's row says, with @query and @request, which are of its types. @flags: enum ag_encode_flags. */
void ag_args_body(struct ag_buf *b, const struct ag_call *call, const void *query, const void *request, unsigned flags);
/* Append what is set in the options; *sep is '?' before the first pair. */
void ag_args_query(struct ag_buf *b, char *sep, const struct agola_type *type, const void *opts);
void ag_args_query_row(struct ag_buf *b, char *sep, const struct agola_field *f, const void *opts);
void ag_args_pair(struct ag_buf *b, char *sep, const char *key, const char *value);
/* URL and body of a form of the operation. @query: options of its type; NULL: none are sent. */
int ag_args_load(struct ag_running *run, struct ag_shot *s, const struct ag_call *call, const struct ag_endpoint *ep,
                 const void *query, agola_error **err);
/* A request or options struct of the caller's size as one of ours, in memory of its own; NULL gives one with nothing set.
 * AGOLA_ERR_INVALID names what is wrong in it, at any depth. */
int ag_args_copy(const struct agola_type *type, const void *src, void **ret, agola_error **err);
/* Let the texts of options outlive those of the caller, but for that of @but. False: no memory. */
bool ag_args_own(struct ag_arena *a, const struct agola_type *type, void *opts, const struct agola_field *but);
/* Check and copy the headers in options. */
int ag_args_headers(struct ag_running *run, const struct agola_type *type, const void *opts, agola_error **err);
/* Let run->out have them too; a Content-Type in place of ours. */
bool ag_args_add_headers(struct ag_running *run);
/* Fail before anything is sent: "PUT /remotesources/x: req is NULL". */
int ag_args_fail(const struct ag_call *call, int result, agola_error **err, const char *fmt, ...) AG_PRINTF(4, 5);

#endif
