/* SPDX-License-Identifier: Apache-2.0 */
/* agolactl api: what the user gave, and what becomes of it. */
#ifndef CLI_CMDS_API_H
#define CLI_CMDS_API_H

#include "cmds.h"

struct cli_api {
	const char *method, *path;
	struct cli_texts raw_fields, fields, headers;
	const char *input, *out;
	bool include, paginate;
	/* what is sent */
	char *target;
	struct agola_request_opts req;
	const agola_string_entry **query; /* with room for one more */
};

/* api_body.c: all that is sent but --input. 0 or an exit code. */
int cli_api_prepare(struct cli *cli, struct cli_api *o);

#endif
