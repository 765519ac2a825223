/* SPDX-License-Identifier: Apache-2.0 */
#include "net.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_VALUES 40

static char folder[64] = "/tmp/agola-net-XXXXXX";
static struct {
	char name[40], value[200];
} values[MAX_VALUES];
static size_t n_values;
static pid_t child;
static int child_in = -1;

static void remove_folder(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL) {
		char sub[400];

		snprintf(sub, sizeof(sub), "%s/%s", path, e->d_name);
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 && unlink(sub) != 0)
			remove_folder(sub);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

static void stop(void)
{
	/* the end of its input ends it, also when this program dies before */
	close(child_in);
	waitpid(child, NULL, 0);
	remove_folder(folder);
}

static void start(void)
{
	int in[2], out[2];
	FILE *f;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(pipe2(in, O_CLOEXEC), 0);
	ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
	child = fork();
	if (child == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		execlp("python3", "python3", "-W", "ignore", NET_SERVERS, folder, (char *)NULL);
		_exit(127);
	}
	ck_assert_int_gt(child, 0);
	child_in = in[1];
	atexit(stop);
	close(in[0]);
	close(out[1]);
	f = fdopen(out[0], "r");
	ck_assert_ptr_nonnull(f);
	while (n_values < MAX_VALUES && fscanf(f, "%39s %199s", values[n_values].name, values[n_values].value) == 2 &&
	       strcmp(values[n_values].name, "ready") != 0)
		n_values++;
	ck_assert_msg(strcmp(values[n_values].name, "ready") == 0, "the servers did not start");
	fclose(f);
}

const char *net_value(const char *name)
{
	if (!child)
		start();
	for (size_t i = 0; i < n_values; i++) {
		if (strcmp(values[i].name, name) == 0)
			return values[i].value;
	}
	ck_abort_msg("no server has the name %s", name);
	return NULL;
}

static char *text(void)
{
	static char texts[64][400];
	static size_t n;

	return texts[n++ % 64];
}

const char *net_file(const char *name)
{
	char *s = text();

	net_value("http");
	snprintf(s, 400, "%s/%s", folder, name);
	return s;
}

const char *net_url(const char *scheme, const char *server, const char *path)
{
	char *s = text();

	snprintf(s, 400, "%s://127.0.0.1:%s%s%s", scheme, net_value(server), *path ? "/" : "", path);
	return s;
}

agola_gw_client *net_client(const struct agola_client_opts *o)
{
	agola_gw_client *c = NULL;
	agola_error *e = NULL;
	int r = agola_gw_client_new(o, &c, &e);

	ck_assert_msg(r == 0, "%s", agola_error_message(e));
	return c;
}

struct net_get net_get(agola_gw_client *c, agola_ctx *ctx)
{
	struct net_get g = { 0 };
	agola_gw_remote_source *rs = NULL;
	agola_error *e = NULL;
	int64_t start_us = ag_now_us();

	g.result = agola_gw_remote_source_get(c, ctx, "x", &rs, &e);
	g.ms = (ag_now_us() - start_us) / 1000;
	g.status = agola_error_http_status(e);
	snprintf(g.message, sizeof(g.message), "%s", agola_error_message(e));
	if (rs) {
		snprintf(g.id, sizeof(g.id), "%s", rs->id ? rs->id : "");
		snprintf(g.name, sizeof(g.name), "%s", rs->name ? rs->name : "");
	}
	ck_assert_ptr_null(strstr(g.message, "sesame"));
	agola_free(rs);
	agola_error_free(e);
	return g;
}

struct net_get net_get_with(const struct agola_client_opts *o, agola_ctx *ctx)
{
	agola_gw_client *c = net_client(o);
	struct net_get g = net_get(c, ctx);

	agola_gw_client_free(c);
	return g;
}
