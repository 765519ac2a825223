/* SPDX-License-Identifier: Apache-2.0 */
/* Values of variables as they are to be, as the server would show them, to compare the two. */
#include "values.h"

#include <stdlib.h>
#include <string.h>

typedef const agola_when_condition *const *conditions;

static int view_list(struct cli *cli, const struct agola_when_condition_req *const *in, size_t n, conditions *ret)
{
	const agola_when_condition **list = cli_keep(cli, calloc(n + 1, sizeof(*list)));
	agola_when_condition *rows = cli_keep(cli, calloc(n + 1, sizeof(*rows)));

	for (size_t i = 0; list && rows && i < n; i++) {
		rows[i] = (agola_when_condition){ .type = in[i]->type, .match = in[i]->match };
		list[i] = &rows[i];
	}
	*ret = list;
	return list && rows ? 0 : cli_no_memory();
}

static int view_conditions(struct cli *cli, const struct agola_when_conditions_req *in, const agola_when_conditions **ret)
{
	agola_when_conditions *c = in ? cli_keep(cli, calloc(1, sizeof(*c))) : NULL;
	int r = !in || c ? 0 : cli_no_memory();

	*ret = c;
	if (!c)
		return r;
	c->n_include = in->n_include;
	c->n_exclude = in->n_exclude;
	r = view_list(cli, in->include, in->n_include, &c->include);
	return r ? r : view_list(cli, in->exclude, in->n_exclude, &c->exclude);
}

static int view_when(struct cli *cli, const struct agola_when_req *in, const agola_when **ret)
{
	agola_when *when = in ? cli_keep(cli, calloc(1, sizeof(*when))) : NULL;
	int r = !in || when ? 0 : cli_no_memory();

	*ret = when;
	if (when)
		r = view_conditions(cli, in->branch, &when->branch);
	if (when && r == 0)
		r = view_conditions(cli, in->tag, &when->tag);
	return when && r == 0 ? view_conditions(cli, in->ref, &when->ref) : r;
}

int cli_view_variable_values(struct cli *cli, cli_variable_values values, size_t n, cli_variable_is *ret)
{
	const agola_gw_variable_value **list = cli_keep(cli, calloc(n + 1, sizeof(*list)));
	agola_gw_variable_value *rows = cli_keep(cli, calloc(n + 1, sizeof(*rows)));
	int r = list && rows ? 0 : cli_no_memory();

	for (size_t i = 0; r == 0 && i < n; i++) {
		rows[i].secret_name = values[i]->secret_name;
		rows[i].secret_var = values[i]->secret_var;
		r = view_when(cli, values[i]->when, &rows[i].when);
		list[i] = &rows[i];
	}
	*ret = list;
	return r;
}

/* ---- comparing ---- */

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_list(conditions a, size_t n_a, conditions b, size_t n_b)
{
	if (n_a != n_b)
		return false;
	for (size_t i = 0; i < n_a; i++) {
		if (a[i]->type != b[i]->type || !same_text(a[i]->match, b[i]->match))
			return false;
	}
	return true;
}

/* None, and some without anything in them, mean the same. */
static bool same_conditions(const agola_when_conditions *a, const agola_when_conditions *b)
{
	static const agola_when_conditions none;

	a = a ? a : &none;
	b = b ? b : &none;
	return same_list(a->include, a->n_include, b->include, b->n_include) &&
	       same_list(a->exclude, a->n_exclude, b->exclude, b->n_exclude);
}

static bool same_when(const agola_when *a, const agola_when *b)
{
	/* without a when always, with an empty one never */
	if (!a || !b)
		return !a && !b;
	return same_conditions(a->branch, b->branch) && same_conditions(a->tag, b->tag) && same_conditions(a->ref, b->ref);
}

bool cli_same_variable_values(cli_variable_is a, size_t n_a, cli_variable_is b, size_t n_b)
{
	if (n_a != n_b)
		return false;
	for (size_t i = 0; i < n_a; i++) {
		if (!same_text(a[i]->secret_name, b[i]->secret_name) || !same_text(a[i]->secret_var, b[i]->secret_var) ||
		    !same_when(a[i]->when, b[i]->when))
			return false;
	}
	return true;
}
