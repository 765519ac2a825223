/* SPDX-License-Identifier: Apache-2.0 */
/* What a command does, by its row. */
#include "cli.h"

const char *cli_subject(const struct cli *cli)
{
	const char *text = "";

	for (size_t i = 0; i < CLI_MAX_ARGS && cli->command->args[i]; i++) {
		const struct cli_option *o = cli_option_of(cli->command, cli->command->args[i]);

		for (size_t k = 0; k < cli->n_slots; k++) {
			const struct cli_slot *s = &cli->slots[k];
			const char *value;

			if (s->option != o || o->kind != CLI_TEXT)
				continue;
			value = *(const char *const *)((const char *)s->base + o->off);
			text = value ? value : text;
		}
	}
	return text;
}

static int print_page(const struct cli *cli, void *page)
{
	struct cli_list *l = NULL;
	int r = cli_list_begin(cli, &l);

	for (size_t i = 0; r == 0 && i < agola_list_n_items(page) && cli_list_add(l, agola_list_item(page, i)) == 0; i++)
		;
	if (l)
		r = cli_list_end(l, true);
	agola_free(page);
	return r;
}

static int run_each(struct cli *cli)
{
	struct cli_list *l = NULL;
	agola_error *err = NULL;
	int r, result;

	cli_page();
	r = cli_list_begin(cli, &l);
	if (r)
		return r;
	result = cli->command->each(cli, l, cli->opts, &err);
	r = cli_list_end(l, result == 0);
	return result < 0 ? cli_fail(cli, err) : r;
}

static int run_call(struct cli *cli)
{
	void *object = NULL;
	agola_error *err = NULL;
	int result = cli->command->call(cli, cli->opts, &object, &err);

	if (result)
		return cli_fail(cli, err);
	if (object && agola_type_item(agola_type_of(object)))
		return print_page(cli, object);
	if (object)
		return cli_finish(cli, result, object, err, cli->command->done);
	if (cli->command->done)
		cli_say_done(cli, cli_subject(cli), cli->command->done);
	return 0;
}

int cli_perform(struct cli *cli)
{
	const struct cli_command *c = cli->command;
	int r;

	if (c->run)
		return c->run(cli, cli->opts);
	r = c->prepare ? c->prepare(cli, cli->opts) : 0;
	if (r == 0 && c->asks)
		r = cli_confirm(cli, c->asks, cli_subject(cli));
	if (r == 0)
		r = cli_connect(cli);
	return r ? r : c->each ? run_each(cli) : run_call(cli);
}
