/* SPDX-License-Identifier: Apache-2.0 */
/* epoll: the loop's descriptor goes into the program's own epoll, beside a descriptor for Ctrl-C. */
#include "lookup.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

static bool watch(int epoll, int fd)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.fd = fd };

	return fd >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &ev) == 0;
}

int main(int argc, char **argv)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC), calls = lookup_start(argc, argv), interrupts;
	struct signalfd_siginfo info;
	struct epoll_event ev;
	bool go_on = true;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	interrupts = signalfd(-1, &set, SFD_CLOEXEC);
	if (!watch(epoll, calls) || !watch(epoll, interrupts))
		return EXIT_FAILURE;
	while (go_on && epoll_wait(epoll, &ev, 1, -1) == 1) {
		if (ev.data.fd == calls)
			go_on = lookup_go_on();
		else if (read(interrupts, &info, sizeof(info)) > 0)
			lookup_cancel_one();
	}
	close(interrupts);
	close(epoll);
	return lookup_end();
}
