/* SPDX-License-Identifier: Apache-2.0 */
/* Remote sources: all that is checked about them is checked here. */
#include "server/configstore/remote_source.h"
#include "cs/remote_source.h"

#include <string.h>

/* Which ways to log in each type offers. */
static const struct {
	const char *type, *auth_type;
} offers[] = {
	{ "gitea", "oauth2" },
	{ "gitea", "password" },
	{ "github", "oauth2" },
	{ "gitlab", "oauth2" },
};

static bool is_empty(const char *s)
{
	return !s || !*s;
}

/* In the order in which the Go configstore checks, so that of several faults the same one is named. */
static int validate(const void *request, agola_error **err)
{
	const struct agola_cs_remote_source_req *q = request;
	bool known = false, offered = false;

	if (!q->name || !ag_is_name(q->name))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_NAME,
		                 "remote source name \"%s\" is not valid: right are 1 to 40 letters, digits and single inner "
		                 "hyphens, first a letter, "
		                 "and no UUID",
		                 q->name ? q->name : "");
	if (is_empty(q->api_url))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_API_URL, "the remote source's API URL is empty");
	if (is_empty(q->type_raw))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_TYPE,
		                 "the remote source's type is empty: right are gitea, github, gitlab");
	if (is_empty(q->auth_type_raw))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_AUTH_TYPE,
		                 "the remote source's auth type is empty: right are oauth2, and for gitea password");
	for (size_t i = 0; i < AG_COUNT(offers); i++) {
		bool same = strcmp(offers[i].type, q->type_raw) == 0;

		known |= same;
		offered |= same && strcmp(offers[i].auth_type, q->auth_type_raw) == 0;
	}
	if (!known)
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_TYPE,
		                 "remote source type \"%s\" is not known: right are gitea, github, gitlab", q->type_raw);
	if (!offered)
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_REMOTE_SOURCE_AUTH_TYPE,
		                 "auth type \"%s\" is not offered by %s: right are oauth2, and for gitea password",
		                 q->auth_type_raw, q->type_raw);
	if (q->auth_type == AGOLA_AUTH_OAUTH2 && is_empty(q->oauth2_client_id))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_OAUTH2_CLIENT_ID,
		                 "the OAuth2 client id is empty; auth type oauth2 needs one");
	if (q->auth_type == AGOLA_AUTH_OAUTH2 && is_empty(q->oauth2_client_secret))
		return AG_REFUSE(err, 400, AGOLA_CODE_INVALID_OAUTH2_CLIENT_SECRET,
		                 "the OAuth2 client secret is empty; auth type oauth2 needs one");
	return 0;
}

const struct ag_kind ag_remote_source_kind = {
	.noun = "remote source",
	.table = "remotesource",
	.type = &agola_cs_remote_source_type,
	.page = &agola_cs_remote_source_page_type,
	.request = &agola_cs_remote_source_req_type,
	.start_key = "startremotesourcename",
	.does_not_exist = AGOLA_CODE_REMOTE_SOURCE_DOES_NOT_EXIST,
	.already_exists = AGOLA_CODE_REMOTE_SOURCE_ALREADY_EXISTS,
	.validate = validate,
};
