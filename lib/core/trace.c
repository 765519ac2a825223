/* SPDX-License-Identifier: Apache-2.0 */
/* What a call tells to the trace of its context. No token, cookie or secret reaches it. */
#include "core/call.h"
#include "core/client.h"

#include <string.h>

static void tell(const struct ag_running *run, enum agola_trace_kind kind, const char *text, int result)
{
	struct ag_buf url = { 0 };
	agola_trace_event ev = { .kind = kind,
		                 .status = run->reply.status,
		                 .method = run->out.method ? run->out.method : run->ep->method,
		                 .url = "",
		                 .text = text,
		                 .elapsed_us = ag_now_us() - run->start_us,
		                 .result = result };

	if (run->out.url)
		ag_secrets_hide(run, &url, run->out.url, strlen(run->out.url));
	if (!url.failed)
		ev.url = ag_buf_str(&url);
	run->view.trace(run->view.trace_data, &ev);
	ag_buf_free(&url);
}

static bool is(const char *name, size_t len, const char *known)
{
	return len == strlen(known) && ag_ascii_casestarts(name, known);
}

void ag_trace_header(const struct ag_running *run, const char *name, size_t name_len, const char *value, size_t value_len)
{
	struct ag_buf b = { 0 }, clean = { 0 };

	if (!run->view.trace)
		return;
	ag_buf_add_printable(&b, name, name_len, 100);
	ag_buf_adds(&b, ": ");
	if (is(name, name_len, "Set-Cookie") || is(name, name_len, "X-Csrf-Token"))
		ag_buf_adds(&b, "***");
	else
		ag_secrets_hide(run, &clean, value, value_len);
	ag_buf_add_printable(&b, ag_buf_str(&clean), clean.len, 1000);
	tell(run, AGOLA_TRACE_RESPONSE_HEADER, clean.failed || b.failed ? "***" : ag_buf_str(&b), 0);
	ag_buf_free(&clean);
	ag_buf_free(&b);
}

void ag_trace_status(const struct ag_running *run)
{
	if (run->view.trace)
		tell(run, AGOLA_TRACE_RESPONSE, NULL, 0);
}

void ag_trace_request(const struct ag_running *run)
{
	const struct ag_buf *said = &run->shots[run->shot].said;
	struct ag_buf b = { 0 };

	if (!run->view.trace)
		return;
	tell(run, AGOLA_TRACE_REQUEST, NULL, 0);
	for (size_t i = 0; i < run->out.n_headers; i++) {
		const char *h = run->out.headers[i];

		if (ag_ascii_casestarts(h, "Expect:"))
			continue;
		/* the caller's own stand last, and may be secret */
		if (run->own_headers.n && !run->probe && i >= run->out.n_headers - run->own_headers.n) {
			ag_buf_reset(&b);
			ag_buf_addf(&b, "%.*s: ***", (int)strcspn(h, ":"), h);
			h = ag_buf_str(&b);
		}
		tell(run, AGOLA_TRACE_REQUEST_HEADER, ag_ascii_casestarts(h, "Authorization:") ? "Authorization: token ***" : h,
		     0);
	}
	if (said->len && !said->failed && !run->probe)
		tell(run, AGOLA_TRACE_REQUEST_BODY, ag_buf_str(said), 0);
	ag_buf_free(&b);
}

void ag_trace_done(const struct ag_running *run)
{
	if (run->view.trace && run->out.url)
		tell(run, AGOLA_TRACE_DONE, NULL, run->result);
}
