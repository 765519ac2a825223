/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML file of agolad, as `agolad --config FILE` reads it. */
#include "fuzz.h"
#include "server/config.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct agola_server_opts opts = AGOLA_SERVER_OPTS_INIT;
	struct ag_server_config c;
	agola_error *err = NULL;
	FILE *f = size ? fmemopen((void *)(uintptr_t)data, size, "r") : NULL;
	int r;

	/* there is no empty file of this kind */
	if (!f)
		return 0;
	ag_config_init(&c);
	r = ag_config_read_from(&c, "agolad.yml", f, &err);
	fclose(f);
	if (r == 0)
		r = ag_config_finish(&c, &opts, &err);
	if (fuzz_fault)
		r = 1;
	FUZZ_CHECK(r == 0 || r == AGOLA_ERR_INVALID, "%s", agola_result_name(r));
	FUZZ_CHECK((r != 0) == (err != NULL), "%s", agola_result_name(r));
	if (err) {
		FUZZ_CHECK(agola_error_result(err) == r, "%d", agola_error_result(err));
		fuzz_check_words(agola_error_message(err));
	}
	agola_error_free(err);
	ag_config_free(&c);
	return 0;
}
