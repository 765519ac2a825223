/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of errors: the status in the first line, with a '+' behind it when the body was cut; then the body. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { (const char *)data, size };
	char *line = fuzz_line(&in);
	int status = 400 + abs(atoi(line)) % 200;
	agola_error *e = ag_error_from_body(NULL, "GET /x", status, in.at, in.len, strchr(line, '+') != NULL);
	const char *message = agola_error_message(e);

	if (fuzz_fault)
		status = 0;
	FUZZ_CHECK(agola_error_http_status(e) == status, "%d", agola_error_http_status(e));
	FUZZ_CHECK(agola_error_result(e) == ag_error_kind_of_status(status), "%d", agola_error_result(e));
	fuzz_check_words(message);
	FUZZ_CHECK(strncmp(message, "GET /x: ", 8) == 0, "%s", message);
	for (size_t i = 0; i <= agola_error_count(e); i++) {
		const char *code = agola_error_code(e, i), *words = agola_error_detail_message(e, i),
		           *details = agola_error_details_json(e, i);

		FUZZ_CHECK(strlen(code) <= 1003, "%s", code);
		FUZZ_CHECK(strlen(words) <= 1003, "%s", words);
		FUZZ_CHECK((*code || *words || details) == (i < agola_error_count(e)), "entry %zu", i);
		if (*code)
			fuzz_check_words(code);
		if (*words)
			fuzz_check_words(words);
		FUZZ_CHECK(!details || ag_utf8_valid(details, strlen(details)), "%s", details);
	}
	agola_error_free(e);
	free(line);
	return 0;
}
