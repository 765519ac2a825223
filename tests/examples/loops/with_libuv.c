/* SPDX-License-Identifier: Apache-2.0 */
/* libuv: a uv_poll_t on the loop's descriptor, a uv_signal_t for Ctrl-C. */
#include "lookup.h"

#include <signal.h>
#include <stdlib.h>
#include <uv.h>

static uv_poll_t calls;
static uv_signal_t interrupts;

static void on_readable(uv_poll_t *handle, int status, int events)
{
	(void)handle;
	(void)status;
	(void)events;
	if (lookup_go_on())
		return;
	/* the loop of libuv ends when nothing is open in it */
	uv_close((uv_handle_t *)&calls, NULL);
	uv_close((uv_handle_t *)&interrupts, NULL);
}

static void on_interrupt(uv_signal_t *handle, int sig)
{
	(void)handle;
	(void)sig;
	lookup_cancel_one();
}

int main(int argc, char **argv)
{
	uv_loop_t *uv = uv_default_loop();
	int fd = lookup_start(argc, argv);

	if (fd < 0 || uv_poll_init(uv, &calls, fd) || uv_signal_init(uv, &interrupts) ||
	    uv_poll_start(&calls, UV_READABLE, on_readable) || uv_signal_start(&interrupts, on_interrupt, SIGINT))
		return EXIT_FAILURE;
	uv_run(uv, UV_RUN_DEFAULT);
	uv_loop_close(uv);
	return lookup_end();
}
