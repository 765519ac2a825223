/* SPDX-License-Identifier: Apache-2.0 */
/* One line per event, as text or as JSON, to the function that the owner of the server gave. */
#ifndef AG_SERVER_LOG_H
#define AG_SERVER_LOG_H

#include "base/base.h"
#include <agola/server.h>

struct ag_log {
	agola_log_fn fn;
	void *data;
	enum agola_log_level level;
	bool json;
};

void ag_log(const struct ag_log *log, enum agola_log_level level, const char *fmt, ...) AG_PRINTF(3, 4);

struct ag_log_request {
	const char *component; /* "gateway" */
	const char *method;
	const char *target; /* path and query as sent, made printable by ag_log_request() */
	const char *peer;   /* address */
	int status;
	size_t bytes; /* of the answer's body */
	int64_t elapsed_us;
	const char *error; /* words, may be NULL */
};
/* At AGOLA_LOG_INFO; a status of 500 and above at AGOLA_LOG_ERROR. */
void ag_log_request(const struct ag_log *log, const struct ag_log_request *r);

#endif
