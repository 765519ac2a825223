/* SPDX-License-Identifier: Apache-2.0 */
#include "server/log.h"
#include "server/path.h"
#include "json/json.h"

#include <string.h>

static const char *const level_names[] = { "", "error", "warn", "info", "debug" };

static bool wanted(const struct ag_log *log, enum agola_log_level level)
{
	return log && log->fn && level <= log->level;
}

static void begin(struct ag_buf *b, const struct ag_log *log, enum agola_log_level level)
{
	char time[AGOLA_TIME_BUFSIZE];
	agola_time now = ag_time_now();

	now.nsec -= now.nsec % 1000000;
	agola_time_format(now, time, sizeof(time));
	if (log->json)
		ag_buf_addf(b, "{\"time\":\"%s\",\"level\":\"%s\",\"msg\":", time, level_names[level]);
	else
		ag_buf_addf(b, "%s %s ", time, level_names[level]);
}

static void add_text(struct ag_buf *b, const struct ag_log *log, const char *s)
{
	struct ag_buf clean = { 0 };

	ag_buf_add_printable(&clean, s, strlen(s), 2000);
	if (log->json)
		ag_json_string(b, ag_buf_str(&clean), clean.len);
	else
		ag_buf_adds(b, ag_buf_str(&clean));
	ag_buf_free(&clean);
}

static void end(struct ag_buf *b, const struct ag_log *log, enum agola_log_level level)
{
	if (log->json)
		ag_buf_addc(b, '}');
	if (!b->failed)
		log->fn(log->data, level, ag_buf_str(b));
	ag_buf_free(b);
}

void ag_log(const struct ag_log *log, enum agola_log_level level, const char *fmt, ...)
{
	struct ag_buf b = { 0 }, msg = { 0 };
	va_list ap;

	if (!wanted(log, level))
		return;
	va_start(ap, fmt);
	ag_buf_vaddf(&msg, fmt, ap);
	va_end(ap);
	begin(&b, log, level);
	add_text(&b, log, ag_buf_str(&msg));
	end(&b, log, level);
	ag_buf_free(&msg);
}

/* Keys of queries whose values are secrets. */
static bool is_secret_key(const char *s, size_t len)
{
	static const char *const keys[] = { "access_token", "token", "code", "state", "secret" };
	struct ag_buf key = { 0 };
	bool ret = !ag_unescape(&key, s, len, true) || key.failed;

	for (size_t i = 0; !ret && i < AG_COUNT(keys); i++)
		ret = ag_ascii_casecmp(ag_buf_str(&key), keys[i]) == 0;
	ag_buf_free(&key);
	return ret;
}

static void add_target(struct ag_buf *b, const char *target)
{
	const char *p = strchr(target, '?');

	ag_buf_add(b, target, p ? (size_t)(p - target) : strlen(target));
	while (p && *p) {
		size_t n = 1 + strcspn(p + 1, "&?"), key = strcspn(p + 1, "=&?");

		if (p[1 + key] == '=' && is_secret_key(p + 1, key)) {
			ag_buf_add(b, p, key + 2);
			ag_buf_adds(b, "***");
		} else {
			ag_buf_add(b, p, n);
		}
		p += n;
	}
}

void ag_log_request(const struct ag_log *log, const struct ag_log_request *r)
{
	enum agola_log_level level = r->status >= 500 ? AGOLA_LOG_ERROR : AGOLA_LOG_INFO;
	struct ag_buf b = { 0 }, target = { 0 };

	if (!wanted(log, level))
		return;
	add_target(&target, r->target);
	begin(&b, log, level);
	if (log->json) {
		ag_buf_addf(&b, "\"request\",\"component\":\"%s\",\"method\":", r->component);
		add_text(&b, log, r->method);
		ag_buf_adds(&b, ",\"target\":");
		add_text(&b, log, ag_buf_str(&target));
		ag_buf_addf(&b, ",\"status\":%d,\"bytes\":%zu,\"us\":%lld,\"peer\":\"%s\"", r->status, r->bytes,
		            (long long)r->elapsed_us, r->peer ? r->peer : "");
		if (r->error) {
			ag_buf_adds(&b, ",\"error\":");
			add_text(&b, log, r->error);
		}
	} else {
		ag_buf_addf(&b, "%s ", r->component);
		add_text(&b, log, r->method);
		ag_buf_addc(&b, ' ');
		add_text(&b, log, ag_buf_str(&target));
		ag_buf_addf(&b, " %d %zuB %lldus", r->status, r->bytes, (long long)r->elapsed_us);
		if (r->peer && *r->peer)
			ag_buf_addf(&b, " from %s", r->peer);
		if (r->error) {
			ag_buf_adds(&b, ": ");
			add_text(&b, log, r->error);
		}
	}
	end(&b, log, level);
	ag_buf_free(&target);
}
