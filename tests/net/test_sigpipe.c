/* SPDX-License-Identifier: Apache-2.0 */
/*
 * No call raises SIGPIPE, whoever goes away. Whatever libcurl and the TLS library send with comes through the functions below, so a
 * connection can be made to break right before any of it is sent.
 */
#include "core/core.h"
#include "net.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

int test_down(agola_gw_client *client, agola_ctx *ctx, const struct agola_sink *sink, agola_error **err);
int test_up(agola_gw_client *client, agola_ctx *ctx, const struct agola_source *source, agola_error **err);
AG_OP(test_down, gw, "TestDown", "GET", "/x", (SINK, sink), (ROW, .flags = AG_EP_SNIFFED));
AG_OP(test_up, gw, "TestUp", "POST", "/x", (SOURCE, source));

static volatile sig_atomic_t n_signals;
static int n_sends, break_at, n_broken; /* break_at: 0 never */

static void on_signal(int sig)
{
	(void)sig;
	n_signals++;
}

/* ---- what sends ---- */

static void pass(int fd)
{
	struct stat st;

	if (!break_at || fstat(fd, &st) != 0 || !S_ISSOCK(st.st_mode) || ++n_sends != break_at)
		return;
	shutdown(fd, SHUT_WR);
	n_broken++;
}

ssize_t send(int fd, const void *p, size_t n, int flags)
{
	pass(fd);
	return syscall(SYS_sendto, fd, p, n, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	pass(fd);
	return syscall(SYS_sendmsg, fd, m, flags);
}

ssize_t write(int fd, const void *p, size_t n)
{
	pass(fd);
	return syscall(SYS_write, fd, p, n);
}

ssize_t writev(int fd, const struct iovec *v, int n)
{
	pass(fd);
	return syscall(SYS_writev, fd, v, n);
}

/* ---- connections ---- */

static int64_t on_read(void *data, void *buf, size_t size)
{
	int64_t *left = data, n = *left < (int64_t)size ? *left : (int64_t)size;

	memset(buf, 'x', (size_t)n);
	*left -= n;
	return n;
}

static int up(const char *scheme, const char *server)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url(scheme, server, "take"), .ca_file = net_file("ca.pem"));
	struct agola_source source = AGOLA_SOURCE_INIT;
	agola_gw_client *c = net_client(&o);
	int64_t left = 300000;
	int r;

	source.read = on_read;
	source.data = &left;
	source.length = left;
	r = test_up(c, NULL, &source, NULL);
	/* the end of TLS is said on what is left of the connection */
	agola_gw_client_free(c);
	return r;
}

static void break_all(const char *scheme, const char *server)
{
	int n = 0;

	for (break_at = 1; n < 200; break_at++, n++) {
		int r;

		n_sends = n_broken = 0;
		r = up(scheme, server);
		ck_assert_msg(n_signals == 0, "%s: SIGPIPE when it breaks before send %d", scheme, break_at);
		if (!n_broken)
			break;
		/* the last of TLS is said when the answer is there */
		ck_assert_msg(r == AGOLA_ERR_NETWORK || r == AGOLA_ERR_TLS || r == 0, "%s: %s", scheme, agola_result_name(r));
	}
	ck_assert_msg(n > 1 && n < 200, "%s: %d", scheme, n);
	break_at = 0;
}

START_TEST(connections)
{
	break_all("http", "http");
	break_all("https", "tls-good");
}
END_TEST

/* What all others rely on: a SIGPIPE would have been seen. */
START_TEST(the_handler_sees_them)
{
	int pair[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	break_at = 1;
	n_sends = 0;
	ck_assert_int_eq(send(pair[0], "x", 1, 0), -1);
	ck_assert_int_eq(n_signals, 1);
	n_signals = 0;
	n_sends = 0;
	ck_assert_int_eq(send(pair[1], "x", 1, MSG_NOSIGNAL), -1);
	ck_assert_int_eq(n_signals, 0);
	break_at = 0;
	close(pair[0]);
	close(pair[1]);
}
END_TEST

/* ---- descriptors of the caller ---- */

static void down(int fd)
{
	struct agola_client_opts o = NET_OPTS(.url = net_url("http", "http", "bytes_/300000/300000"));
	agola_gw_client *c = net_client(&o);
	struct agola_sink sink = AGOLA_SINK_INIT;
	agola_error *err = NULL;

	sink.use_fd = 1;
	sink.fd = fd;
	ck_assert_int_eq(test_down(c, NULL, &sink, &err), AGOLA_ERR_IO);
	ck_assert_msg(strstr(agola_error_message(err), "Broken pipe"), "%s", agola_error_message(err));
	agola_error_free(err);
	agola_gw_client_free(c);
}

static bool is_blocked(void)
{
	sigset_t set;

	pthread_sigmask(SIG_BLOCK, NULL, &set);
	return sigismember(&set, SIGPIPE);
}

static bool is_pending(void)
{
	sigset_t set;

	sigpending(&set);
	return sigismember(&set, SIGPIPE);
}

START_TEST(descriptors)
{
	int pipes[2], pair[2];
	sigset_t set;

	ck_assert_int_eq(pipe2(pipes, O_CLOEXEC), 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	close(pipes[0]);
	close(pair[0]);
	down(pipes[1]);
	down(pair[1]);
	ck_assert_int_eq(n_signals, 0);
	ck_assert(!is_blocked() && !is_pending());
	/* the signals of the caller stay as they are */
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	down(pipes[1]);
	ck_assert(is_blocked() && !is_pending());
	pthread_kill(pthread_self(), SIGPIPE);
	down(pipes[1]);
	ck_assert(is_blocked() && is_pending());
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	ck_assert_int_eq(n_signals, 1);
	n_signals = 0;
	/* nor does it matter that nobody wants to know */
	signal(SIGPIPE, SIG_IGN);
	down(pipes[1]);
	ck_assert(!is_blocked() && !is_pending());
	signal(SIGPIPE, on_signal);
	close(pipes[1]);
	close(pair[1]);
}
END_TEST

/* Of all tests, in whatever order they run. */
__attribute__((constructor)) static void listen_to_signals(void)
{
	signal(SIGPIPE, on_signal);
}

UNIT("sigpipe", the_handler_sees_them, connections, descriptors)
