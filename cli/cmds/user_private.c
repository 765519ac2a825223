/* SPDX-License-Identifier: Apache-2.0 */
#include "user.h"

#include <string.h>

static bool is(const agola_gw_private_user *u, const char *ref)
{
	return !ref || (u->username && strcmp(u->username, ref) == 0) || (u->id && strcmp(u->id, ref) == 0);
}

/* Among all, which only administrators get. */
static int find(struct cli *cli, struct cli_list *l, const char *ref, cli_user_fn fn)
{
	agola_gw_user_iter *iter = NULL;
	const agola_gw_private_user *u = NULL;
	agola_error *err = NULL;
	bool found = false;
	int r = 0, result = agola_gw_user_iter_new(cli->gw, NULL, &iter, &err);

	while (result >= 0 && !found && (result = agola_gw_user_iter_next(iter, cli->ctx, &u, &err)) == 1) {
		found = is(u, ref);
		r = found ? fn(cli, l, u) : 0;
	}
	agola_gw_user_iter_free(iter);
	if (result < 0)
		return cli_fail(cli, err);
	if (found)
		return r;
	cli_error("%s: there is no such user", ref);
	return CLI_NOT_FOUND;
}

static int find_or_own(struct cli *cli, struct cli_list *l, const char *ref, cli_user_fn fn)
{
	agola_gw_private_user *own = NULL;
	agola_error *err = NULL;
	int r, result = agola_gw_user_get_current(cli->gw, cli->ctx, &own, &err);
	bool nobody = result == AGOLA_ERR_FORBIDDEN || result == AGOLA_ERR_BAD_REQUEST;

	if (result && !(nobody && ref))
		return cli_fail(cli, err);
	agola_error_free(err);
	r = own && is(own, ref) ? fn(cli, l, own) : find(cli, l, ref, fn);
	agola_free(own);
	return r;
}

int cli_user_list_of(struct cli *cli, const char *ref, cli_user_fn fn)
{
	struct cli_list *l = NULL;
	int end, r = cli_connect(cli);

	if (r == 0)
		r = cli_list_begin(cli, &l);
	if (r)
		return r;
	r = find_or_own(cli, l, ref, fn);
	end = cli_list_end(l, r == 0);
	return r ? r : end;
}
