/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Server-sent events (text/event-stream), each one JSON, to structs while they arrive. Lines end with LF, CR or both; an event is the
 * text of its "data:" lines, and ends with an empty line. What else the format has, names, numbers and comments, says nothing here.
 */
#include "core/call.h"
#include "core/client.h"

#include <string.h>

static int failed(struct ag_stream *s, int result, const char *why, const char *more)
{
	s->failed = result;
	ag_buf_reset(&s->why);
	ag_buf_addf(&s->why, "%s%s", why, more);
	return result;
}

static int not_json(struct ag_stream *s, int result)
{
	if (result == AGOLA_ERR_PROTOCOL)
		return failed(s, result, "the answer is not what Agola sends: an event: ", ag_decoder_error(s->events.decoder));
	return failed(s, result, "", "");
}

static int add_data(struct ag_running *run, const char *p, size_t len)
{
	struct ag_events *e = &run->stream.events;
	struct ag_decode_opts opts = { .max_bytes = (size_t)run->client->opts.max_body,
		                       .max_depth = run->client->opts.max_depth };
	int r;

	if (!e->decoder && !(e->decoder = ag_decoder_new(run->ep->events, &opts)))
		return failed(&run->stream, AGOLA_ERR_NOMEM, "", "");
	r = ag_decoder_feed(e->decoder, p, len);
	return r ? not_json(&run->stream, r) : 0;
}

/* The empty line behind an event. */
static int give(struct ag_running *run)
{
	struct ag_events *e = &run->stream.events;
	void *event = NULL;
	int r = ag_decoder_finish(e->decoder, &event);

	if (r)
		return not_json(&run->stream, r);
	ag_decoder_free(e->decoder);
	e->decoder = NULL;
	r = run->ep->give(e->on_event, e->data, event);
	agola_free(event);
	return r ? failed(&run->stream, AGOLA_ERR_CALLBACK, "on_event() asked to stop", "") : 0;
}

static int end_line(struct ag_running *run)
{
	struct ag_events *e = &run->stream.events;
	bool blank = e->at == AG_EVENT_NAME && e->n_name == 0, data = e->at == AG_EVENT_SPACE || e->at == AG_EVENT_DATA;

	e->at = AG_EVENT_NAME;
	e->n_name = 0;
	if (blank)
		return e->decoder ? give(run) : 0;
	/* lines of data are joined so */
	return data ? add_data(run, "\n", 1) : 0;
}

static void add_name(struct ag_events *e, char c)
{
	static const char data[] = "data";

	if (c == ':')
		e->at = e->n_name == 4 ? AG_EVENT_SPACE : AG_EVENT_OTHER;
	else if (e->n_name < 4 && c == data[e->n_name])
		e->n_name++;
	else
		e->at = AG_EVENT_OTHER;
}

int ag_events_write(struct ag_running *run, const char *p, size_t len)
{
	struct ag_events *e = &run->stream.events;
	const char *end = p + len;
	int r = 0;

	while (p < end && r == 0) {
		bool second = e->cr && *p == '\n';
		size_t n = 1;

		e->cr = *p == '\r';
		if (second) {
			p++;
			continue;
		}
		if (*p == '\n' || *p == '\r') {
			r = end_line(run);
		} else if (e->at == AG_EVENT_NAME) {
			add_name(e, *p);
		} else if (e->at == AG_EVENT_SPACE && *p == ' ') {
			e->at = AG_EVENT_DATA;
		} else if (e->at != AG_EVENT_OTHER) {
			e->at = AG_EVENT_DATA;
			while (p + n < end && p[n] != '\n' && p[n] != '\r')
				n++;
			r = add_data(run, p, n);
		}
		p += n;
	}
	return r;
}

int ag_events_finish(struct ag_running *run)
{
	const struct ag_events *e = &run->stream.events;

	return e->decoder || e->at != AG_EVENT_NAME || e->n_name
	               ? failed(&run->stream, AGOLA_ERR_NETWORK, "the answer ends in the middle of an event: it was cut", "")
	               : 0;
}
