/* SPDX-License-Identifier: Apache-2.0 */
#include "../progress.h"
#include "cmds.h"

#include <time.h>

struct maintenance {
	const char *service;
	int64_t interval_ms, limit_ms;
	bool wait;
};

#define AT(m) offsetof(struct maintenance, m)
static const struct cli_option status_options[] = { CLI_SERVICE(AT(service)) };
static const struct cli_option switch_options[] = {
	CLI_SERVICE(AT(service)),
	{ "wait", 0, CLI_FLAG, AT(wait), NULL, "end when it is in effect; what was asked for already is waited for", 0 },
	{ "interval", 0, CLI_SECONDS, AT(interval_ms), "SECONDS", "how often to ask, with --wait", 0, .initial = "1" },
	{ "wait-timeout", 0, CLI_SECONDS, AT(limit_ms), "SECONDS", "how long to wait (default: for ever)", 0 },
};
#undef AT

CLI_GIVES(status, struct maintenance, agola_gw_maintenance_status, agola_gw_maintenance_get_status(CLI_GW, o->service, &x, err));

/* ---- enable, disable ---- */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* *failed, if not NULL, is set instead of an error that a service that is just restarting gives. */
static int get_status(struct cli *cli, const char *service, agola_gw_maintenance_status *status, bool *failed)
{
	agola_gw_maintenance_status *s = NULL;
	agola_error *err = NULL;
	int result = agola_gw_maintenance_get_status(CLI_GW, service, &s, &err);

	if (failed)
		*failed = result == AGOLA_ERR_INTERNAL || result == AGOLA_ERR_NETWORK;
	if (failed && *failed) {
		agola_error_free(err);
		return 0;
	}
	if (result)
		return cli_fail(cli, err);
	*status = *s;
	agola_free(s);
	return 0;
}

static int wait_until(struct cli *cli, const struct maintenance *o, bool on, struct cli_progress *p)
{
	enum { PATIENCE_MS = 60000 };
	int64_t until = now_ms() + o->limit_ms, answered = now_ms();
	agola_gw_maintenance_status s = { .current_status = !on, .requested_status = on };

	for (;;) {
		bool failed = false;
		int r = get_status(cli, o->service, &s, now_ms() - answered < PATIENCE_MS ? &failed : NULL);

		if (r == CLI_INTERRUPTED)
			cli_say(cli, "It stays asked for, and comes later: agolactl maintenance status %s", o->service);
		if (r || (!failed && s.current_status == on))
			return r;
		answered = failed ? answered : now_ms();
		if (s.requested_status != on)
			return cli_error("somebody else asked for the contrary meanwhile");
		if (o->limit_ms > 0 && now_ms() >= until) {
			cli_error("it is not %s after %.3g s; it stays asked for", on ? "in effect" : "over",
			          (double)o->limit_ms / 1000);
			return CLI_UNAVAILABLE;
		}
		snprintf(p->state, sizeof(p->state), "%s", failed ? "no answer" : on ? "not yet in effect" : "not yet over");
		cli_progress_wait(p, o->interval_ms);
	}
}

static int wait_for(struct cli *cli, const struct maintenance *o, bool on)
{
	struct cli_progress p = { .what = "maintenance", .unit = "" };
	int r;

	cli_progress_begin(&p, cli, false);
	r = wait_until(cli, o, on, &p);
	cli_progress_end(&p);
	return r;
}

static int change(struct cli *cli, const struct maintenance *o, bool on)
{
	agola_gw_maintenance_status s = { .requested_status = !on };
	agola_error *err = NULL;
	int r = cli_connect(cli);

	/* what was asked for already, the server refuses */
	if (r == 0 && o->wait)
		r = get_status(cli, o->service, &s, NULL);
	if (r == 0 && s.requested_status != on &&
	    (on ? agola_gw_maintenance_enable(CLI_GW, o->service, &err) : agola_gw_maintenance_disable(CLI_GW, o->service, &err)))
		r = cli_fail(cli, err);
	if (r == 0 && o->wait)
		r = wait_for(cli, o, on);
	if (r == 0)
		cli_say_done(cli, o->service,
		             o->wait ? on ? "is in effect" : "is over"
		             : on    ? "will begin in some seconds"
		                     : "will end in some seconds");
	return r;
}

static int enable(struct cli *cli, void *opts)
{
	return change(cli, opts, true);
}

static int disable(struct cli *cli, void *opts)
{
	return change(cli, opts, false);
}

/* ---- rows ---- */

static const struct cli_command commands[] = {
	{
	        .verb = "disable|end",
	        .help = "End the maintenance of a service",
	        CLI_TAKES(struct maintenance, switch_options, "service"),
	        .run = disable,
	        .example = "maintenance disable configstore\nmaintenance disable configstore --wait --wait-timeout 60",
	},
	{
	        .verb = "enable|begin",
	        .help = "Put a service into maintenance",
	        .about = "It then answers nothing but maintenance, export and import.",
	        CLI_TAKES(struct maintenance, switch_options, "service"),
	        .run = enable,
	        .example = "maintenance enable configstore --wait",
	},
	{
	        .verb = "status|show|get",
	        .help = "Show whether a service is in maintenance, and whether that is asked for",
	        CLI_TAKES(struct maintenance, status_options, "service"),
	        .call = status,
	        .type = "agola_gw_maintenance_status",
	        .key = "CurrentStatus",
	        .example = "maintenance status configstore",
	},
};

const struct cli_group cli_maintenance = {
	.words = "maintenance",
	.noun = "maintenance of",
	.help = "maintenance of the services behind the gateway",
	.about = "For administrators; while the configstore is in maintenance only the server's own admin token is known. A "
	         "service "
	         "follows some seconds after it was asked to. Needs Agola v0.8.0 or later.",
	CLI_COMMANDS(commands),
};
