/* SPDX-License-Identifier: Apache-2.0 */
/* poll(): the loop's descriptor is one of those that a program waits for; Ctrl-C is a signal handler. */
#include "lookup.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>

static void on_interrupt(int sig)
{
	(void)sig;
	lookup_cancel_one();
}

int main(int argc, char **argv)
{
	struct pollfd p = { .fd = lookup_start(argc, argv), .events = POLLIN };
	struct sigaction sa = { .sa_handler = on_interrupt };

	if (p.fd < 0)
		return EXIT_FAILURE;
	sigaction(SIGINT, &sa, NULL);
	/* a cancel makes the descriptor readable, so an interrupted poll() is nothing to look at */
	while (lookup_go_on())
		poll(&p, 1, -1);
	return lookup_end();
}
