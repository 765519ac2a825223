/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"

#include <stdlib.h>
#include <string.h>

/* Reporting that memory is out needs no memory. */
static struct agola_error out_of_memory = { .result = AGOLA_ERR_NOMEM, .message = "out of memory", .is_static = true };

static const struct {
	int value;
	const char *name;
} results[] = {
	{ AGOLA_OK, "AGOLA_OK" },
	{ AGOLA_PENDING, "AGOLA_PENDING" },
	{ AGOLA_ERR_INVALID, "AGOLA_ERR_INVALID" },
	{ AGOLA_ERR_NOMEM, "AGOLA_ERR_NOMEM" },
	{ AGOLA_ERR_CANCELLED, "AGOLA_ERR_CANCELLED" },
	{ AGOLA_ERR_TIMEOUT, "AGOLA_ERR_TIMEOUT" },
	{ AGOLA_ERR_NETWORK, "AGOLA_ERR_NETWORK" },
	{ AGOLA_ERR_TLS, "AGOLA_ERR_TLS" },
	{ AGOLA_ERR_PROTOCOL, "AGOLA_ERR_PROTOCOL" },
	{ AGOLA_ERR_VERSION, "AGOLA_ERR_VERSION" },
	{ AGOLA_ERR_CALLBACK, "AGOLA_ERR_CALLBACK" },
	{ AGOLA_ERR_IO, "AGOLA_ERR_IO" },
	{ AGOLA_ERR_BAD_REQUEST, "AGOLA_ERR_BAD_REQUEST" },
	{ AGOLA_ERR_UNAUTHORIZED, "AGOLA_ERR_UNAUTHORIZED" },
	{ AGOLA_ERR_FORBIDDEN, "AGOLA_ERR_FORBIDDEN" },
	{ AGOLA_ERR_NOT_FOUND, "AGOLA_ERR_NOT_FOUND" },
	{ AGOLA_ERR_INTERNAL, "AGOLA_ERR_INTERNAL" },
	{ AGOLA_ERR_HTTP, "AGOLA_ERR_HTTP" },
};

const char *agola_result_name(int result)
{
	for (size_t i = 0; i < AG_COUNT(results); i++) {
		if (results[i].value == result)
			return results[i].name;
	}
	return "AGOLA_ERR_?";
}

const char *agola_version(void)
{
	return AGOLA_VERSION_STRING;
}

static const struct {
	int status, kind;
	const char *reason;
} statuses[] = {
	{ 200, 0, "OK" },
	{ 201, 0, "Created" },
	{ 204, 0, "No Content" },
	{ 301, AGOLA_ERR_PROTOCOL, "Moved Permanently" },
	{ 302, AGOLA_ERR_PROTOCOL, "Found" },
	{ 303, AGOLA_ERR_PROTOCOL, "See Other" },
	{ 307, AGOLA_ERR_PROTOCOL, "Temporary Redirect" },
	{ 308, AGOLA_ERR_PROTOCOL, "Permanent Redirect" },
	{ 400, AGOLA_ERR_BAD_REQUEST, "Bad Request" },
	{ 401, AGOLA_ERR_UNAUTHORIZED, "Unauthorized" },
	{ 403, AGOLA_ERR_FORBIDDEN, "Forbidden" },
	{ 404, AGOLA_ERR_NOT_FOUND, "Not Found" },
	{ 405, AGOLA_ERR_HTTP, "Method Not Allowed" },
	{ 407, AGOLA_ERR_HTTP, "Proxy Authentication Required" },
	{ 408, AGOLA_ERR_HTTP, "Request Timeout" },
	{ 409, AGOLA_ERR_HTTP, "Conflict" },
	{ 413, AGOLA_ERR_HTTP, "Content Too Large" },
	{ 414, AGOLA_ERR_HTTP, "URI Too Long" },
	{ 417, AGOLA_ERR_HTTP, "Expectation Failed" },
	{ 429, AGOLA_ERR_HTTP, "Too Many Requests" },
	{ 431, AGOLA_ERR_HTTP, "Request Header Fields Too Large" },
	{ 500, AGOLA_ERR_INTERNAL, "Internal Server Error" },
	{ 501, AGOLA_ERR_HTTP, "Not Implemented" },
	{ 502, AGOLA_ERR_HTTP, "Bad Gateway" },
	{ 503, AGOLA_ERR_HTTP, "Service Unavailable" },
	{ 504, AGOLA_ERR_HTTP, "Gateway Timeout" },
};

int ag_error_kind_of_status(int status)
{
	for (size_t i = 0; i < AG_COUNT(statuses); i++) {
		if (statuses[i].status == status)
			return statuses[i].kind;
	}
	return status >= 200 && status < 300 ? 0 : status >= 300 && status < 400 ? AGOLA_ERR_PROTOCOL : AGOLA_ERR_HTTP;
}

const char *ag_http_reason(int status)
{
	for (size_t i = 0; i < AG_COUNT(statuses); i++) {
		if (statuses[i].status == status)
			return statuses[i].reason;
	}
	return "";
}

agola_error *ag_error_alloc(int result)
{
	struct agola_error *e = ag_root_new(NULL, sizeof(*e));

	if (!e)
		return &out_of_memory;
	e->result = result;
	e->message = "";
	return e;
}

agola_error *ag_error_nomem(agola_error *e)
{
	agola_error_free(e);
	return &out_of_memory;
}

AG_PRINTF(2, 0) static agola_error *error_vnew(int result, const char *fmt, va_list ap)
{
	agola_error *e = ag_error_alloc(result);
	struct ag_buf b = { 0 }, clean = { 0 };

	if (e->is_static)
		return e;
	ag_buf_vaddf(&b, fmt, ap);
	ag_buf_add_printable(&clean, ag_buf_str(&b), b.len, 2000);
	e->message = b.failed || clean.failed ? NULL : ag_arena_strdup(ag_root_arena(e), ag_buf_str(&clean));
	ag_buf_free(&b);
	ag_buf_free(&clean);
	return e->message ? e : ag_error_nomem(e);
}

agola_error *ag_error_newf(int result, const char *fmt, ...)
{
	agola_error *e;
	va_list ap;

	va_start(ap, fmt);
	e = error_vnew(result, fmt, ap);
	va_end(ap);
	return e;
}

agola_error *agola_error_new(int result, const char *message)
{
	if (result >= 0)
		result = AGOLA_ERR_CALLBACK;
	return ag_error_newf(result, "%s", message ? message : agola_result_name(result));
}

int ag_fail(agola_error **err, int result, const char *fmt, ...)
{
	va_list ap;

	if (err) {
		va_start(ap, fmt);
		*err = error_vnew(result, fmt, ap);
		va_end(ap);
		/* what is returned and what the error says are the same, also when there was no memory for the words */
		result = (*err)->result;
	}
	return result;
}

int ag_fail_nomem(agola_error **err)
{
	if (err)
		*err = &out_of_memory;
	return AGOLA_ERR_NOMEM;
}

agola_error *ag_error_api(int status, const char *code, const char *fmt, ...)
{
	va_list ap;
	agola_error *e;
	struct ag_error_entry *entry;

	va_start(ap, fmt);
	e = error_vnew(ag_error_kind_of_status(status), fmt, ap);
	va_end(ap);
	if (e->is_static)
		return e;
	e->status = status;
	entry = ag_arena_alloc(ag_root_arena(e), sizeof(*entry));
	e->entries = ag_arena_alloc(ag_root_arena(e), 2 * sizeof(*e->entries));
	if (!entry || !e->entries)
		return ag_error_nomem(e);
	entry->code = code ? ag_arena_strdup(ag_root_arena(e), code) : NULL;
	entry->message = e->message;
	if (code && !entry->code)
		return ag_error_nomem(e);
	((const struct ag_error_entry **)(uintptr_t)e->entries)[0] = entry;
	e->n_entries = 1;
	return e;
}

void agola_error_free(agola_error *err)
{
	if (err && !err->is_static)
		agola_free(err);
}

int agola_error_result(const agola_error *err)
{
	return err ? err->result : 0;
}

int agola_error_http_status(const agola_error *err)
{
	return err ? err->status : 0;
}

const char *agola_error_message(const agola_error *err)
{
	return err ? err->message : "";
}

size_t agola_error_count(const agola_error *err)
{
	return err ? err->n_entries : 0;
}

static const struct ag_error_entry *entry_of(const agola_error *err, size_t i)
{
	static const struct ag_error_entry none;

	return err && i < err->n_entries ? err->entries[i] : &none;
}

const char *agola_error_code(const agola_error *err, size_t i)
{
	const char *s = entry_of(err, i)->code;

	return s ? s : "";
}

const char *agola_error_detail_message(const agola_error *err, size_t i)
{
	const char *s = entry_of(err, i)->message;

	return s ? s : "";
}

const char *agola_error_details_json(const agola_error *err, size_t i)
{
	const char *s = entry_of(err, i)->details;

	return s && strcmp(s, "null") != 0 ? s : NULL;
}

bool agola_error_has_code(const agola_error *err, const char *code)
{
	for (size_t i = 0; code && *code && i < agola_error_count(err); i++) {
		if (strcmp(agola_error_code(err, i), code) == 0)
			return true;
	}
	return false;
}

bool agola_error_is_retriable(const agola_error *err)
{
	int s = agola_error_http_status(err);

	switch (agola_error_result(err)) {
	case AGOLA_ERR_NETWORK:
	case AGOLA_ERR_TIMEOUT:
		return true;
	case AGOLA_ERR_HTTP:
		return s == 502 || s == 503 || s == 504;
	default:
		return false;
	}
}
