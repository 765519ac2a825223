/* SPDX-License-Identifier: Apache-2.0 */
/* GLib: a source for the loop's descriptor, and one for Ctrl-C. */
#include "lookup.h"

#include <glib-unix.h>
#include <stdlib.h>

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
	(void)fd;
	(void)condition;
	if (lookup_go_on())
		return G_SOURCE_CONTINUE;
	g_main_loop_quit(data);
	return G_SOURCE_REMOVE;
}

static gboolean on_interrupt(gpointer data)
{
	(void)data;
	lookup_cancel_one();
	return G_SOURCE_CONTINUE;
}

int main(int argc, char **argv)
{
	int fd = lookup_start(argc, argv);
	GMainLoop *loop;

	if (fd < 0)
		return EXIT_FAILURE;
	loop = g_main_loop_new(NULL, FALSE);
	g_unix_fd_add(fd, G_IO_IN, on_readable, loop);
	g_unix_signal_add(SIGINT, on_interrupt, NULL);
	g_main_loop_run(loop);
	g_main_loop_unref(loop);
	return lookup_end();
}
