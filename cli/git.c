/* SPDX-License-Identifier: Apache-2.0 */
#include "git.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { MOST_ARGS = 16, MOST_SAID = 8192 };

/* ---- environment ---- */

static int set_env(struct cli_git *git, const char *name, const char *value)
{
	size_t n = strlen(name) + strlen(value) + 2;
	char *s = malloc(n);

	if (!s || git->n_env == CLI_GIT_ENV) {
		free(s);
		return cli_no_memory();
	}
	snprintf(s, n, "%s=%s", name, value);
	git->env[git->n_env++] = s;
	return 0;
}

/* Configuration for this command alone, and not among its arguments, which others see. */
static int set_config(struct cli_git *git, const char *key, const char *value)
{
	char name[48], count[24];
	int r;

	snprintf(name, sizeof(name), "GIT_CONFIG_KEY_%zu", git->n_config);
	r = set_env(git, name, key);
	snprintf(name, sizeof(name), "GIT_CONFIG_VALUE_%zu", git->n_config);
	if (r == 0)
		r = set_env(git, name, value);
	snprintf(count, sizeof(count), "%zu", ++git->n_config);
	return r ? r : set_env(git, "GIT_CONFIG_COUNT", count);
}

static bool same_name(const char *a, const char *b)
{
	size_t n = strcspn(a, "=");

	return strncmp(a, b, n + 1) == 0;
}

/* Ours, and what the environment has else. The token is none of git's business, nor of the filters that it runs. */
static char **whole_environment(const struct cli_git *git)
{
	size_t n = 0, k = 0;
	char **all;

	while (environ[n])
		n++;
	all = calloc(n + git->n_env + 1, sizeof(*all));
	for (size_t i = 0; all && i < n; i++) {
		bool ours = strncmp(environ[i], "AGOLA_TOKEN=", 12) == 0;

		for (size_t e = 0; e < git->n_env; e++)
			ours |= same_name(environ[i], git->env[e]);
		if (!ours)
			all[k++] = environ[i];
	}
	/* of two with the same name the later one counts */
	for (size_t i = 0; all && i < git->n_env; i++) {
		bool again = false;

		for (size_t e = i + 1; e < git->n_env; e++)
			again |= same_name(git->env[i], git->env[e]);
		if (!again)
			all[k++] = git->env[i];
	}
	return all;
}

/* ---- running it ---- */

static void read_said(struct cli_git *git, FILE *f)
{
	size_t n = 0;

	free(git->said);
	git->said = calloc(1, MOST_SAID + 1);
	rewind(f);
	if (git->said)
		n = fread(git->said, 1, MOST_SAID, f);
	while (n && git->said[n - 1] == '\n')
		git->said[--n] = 0;
}

/* Its output to the end, of which `line` gets the first line. */
static void read_output(int fd, char *line, struct cli_progress *progress)
{
	char buf[4096];
	size_t len = 0;
	ssize_t n;

	while (progress && progress->on && poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 200) <= 0)
		cli_progress_tick(progress);
	while ((n = read(fd, buf, sizeof(buf))) > 0 || (n < 0 && errno == EINTR)) {
		for (ssize_t i = 0; line && i < n && len + 1 < CLI_GIT_LINE; i++)
			line[len++] = buf[i];
	}
	if (line) {
		line[len] = 0;
		line[strcspn(line, "\n")] = 0;
	}
}

static int spawn(struct cli_git *git, char *const argv[], int out, int err, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	char **env = whole_environment(git);
	int r = env ? posix_spawn_file_actions_init(&actions) : ENOMEM;

	if (r == 0) {
		posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
		posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
		posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
		r = posix_spawnp(pid, "git", &actions, NULL, argv, env);
		posix_spawn_file_actions_destroy(&actions);
	}
	free(env);
	return r == 0 ? 0 : git->silent ? CLI_ERROR : cli_error("git: %s", strerror(r));
}

static int run(struct cli_git *git, char *line, char *const argv[])
{
	FILE *err = tmpfile();
	int pipes[2], r;
	pid_t pid = 0;

	if (!err || pipe2(pipes, O_CLOEXEC) != 0) {
		r = cli_error("git: %s", strerror(errno));
		if (err)
			fclose(err);
		return r;
	}
	r = spawn(git, argv, pipes[1], fileno(err), &pid);
	close(pipes[1]);
	if (r == 0) {
		read_output(pipes[0], line, git->progress);
		while (waitpid(pid, &git->status, 0) < 0 && errno == EINTR)
			;
		read_said(git, err);
		r = WIFEXITED(git->status) && WEXITSTATUS(git->status) == 0 ? 0 : -1;
	}
	close(pipes[0]);
	fclose(err);
	return r;
}

int cli_git(struct cli_git *git, char *line, const char *verb, ...)
{
	const char *args[MOST_ARGS + 4] = { "git", "-C", *git->top ? git->top : ".", verb };
	size_t n = 4;
	char *argv[MOST_ARGS + 4];
	va_list ap;

	va_start(ap, verb);
	while (n < CLI_COUNT(args) - 1 && (args[n] = va_arg(ap, const char *)) != NULL)
		n++;
	va_end(ap);
	args[n] = NULL;
	/* it takes pointers that are not const, and leaves them alone */
	memcpy(argv, args, sizeof(argv));
	git->verb = verb;
	return run(git, line, argv);
}

int cli_git_fail(struct cli_git *git)
{
	char *safe = cli_safe(git->said ? git->said : ""), *line = safe;

	if (WIFSIGNALED(git->status)) {
		free(safe);
		return cli_error("git %s: signal %d", git->verb, WTERMSIG(git->status));
	}
	cli_error("git %s: exit status %d%s", git->verb, WEXITSTATUS(git->status), line && *line ? ":" : "");
	free(safe);
	for (char *p = git->said; p && *p;) {
		size_t n = strcspn(p, "\n");
		char end = p[n];

		p[n] = 0;
		cli_put_line(stderr, "  ", p);
		p += n + (end != 0);
	}
	return CLI_ERROR;
}

/* ---- the repository ---- */

int cli_git_open(struct cli_git *git, const struct cli *cli)
{
	char line[CLI_GIT_LINE];
	int r;

	*git = (struct cli_git){ .cli = cli };
	r = cli_git(git, line, "rev-parse", "--show-toplevel", NULL);
	if (r == -1 || (r == 0 && !*line))
		return cli_usage("there is no work tree of git here");
	if (r)
		return r;
	snprintf(git->top, sizeof(git->top), "%s", line);
	r = cli_git(git, line, "rev-parse", "--absolute-git-dir", NULL);
	if (r)
		return r < 0 ? cli_git_fail(git) : r;
	if (snprintf(git->folder, sizeof(git->folder), "%s/agolactl-XXXXXX", line) >= (int)sizeof(git->folder) ||
	    !mkdtemp(git->folder)) {
		git->folder[0] = 0;
		return cli_error("%s: %s", line, strerror(errno));
	}
	return 0;
}

void cli_git_close(struct cli_git *git)
{
	static const char *const files[] = { "index", "index.lock" };

	for (size_t i = 0; *git->folder && i < CLI_COUNT(files); i++) {
		char path[CLI_GIT_LINE + 16];

		snprintf(path, sizeof(path), "%s/%s", git->folder, files[i]);
		unlink(path);
	}
	if (*git->folder)
		rmdir(git->folder);
	for (size_t i = 0; i < git->n_env; i++)
		free(git->env[i]);
	free(git->said);
	*git = (struct cli_git){ 0 };
}

/* ---- snapshot ---- */

static int copy(const char *from, const char *to)
{
	FILE *in = fopen(from, "re"), *out = in ? fopen(to, "we") : NULL;
	char buf[65536];
	size_t n;
	bool ok = out != NULL;

	while (ok && (n = fread(buf, 1, sizeof(buf), in)) > 0)
		ok = fwrite(buf, 1, n, out) == n;
	ok = ok && !ferror(in);
	if (in)
		fclose(in);
	if (out)
		ok = fclose(out) == 0 && ok;
	return ok ? 0 : -1;
}

/* An index of our own, which begins as the repository's: what it knows of files saves reading them. */
static int own_index(struct cli_git *git)
{
	char path[CLI_GIT_LINE], from[2 * CLI_GIT_LINE + 1], to[CLI_GIT_LINE + 16];
	int r = cli_git(git, path, "rev-parse", "--git-path", "index", NULL);

	if (r)
		return r < 0 ? cli_git_fail(git) : r;
	snprintf(from, sizeof(from), "%s%s%s", *path == '/' ? "" : git->top, *path == '/' ? "" : "/", path);
	snprintf(to, sizeof(to), "%s/index", git->folder);
	if (access(from, F_OK) == 0 && copy(from, to) != 0)
		return cli_error("%s: %s", to, strerror(errno));
	return set_env(git, "GIT_INDEX_FILE", to);
}

/* Who has told git no name commits as the user of Agola. */
static int identity(struct cli_git *git, const char *who)
{
	static const char *const names[] = { "GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL" };
	char email[256];
	int r = cli_git(git, NULL, "var", "GIT_COMMITTER_IDENT", NULL);

	if (r >= 0)
		return r;
	snprintf(email, sizeof(email), "%s@localhost", who);
	r = 0;
	for (size_t i = 0; r == 0 && i < CLI_COUNT(names); i++)
		r = set_env(git, names[i], i < 2 ? who : email);
	return r;
}

int cli_git_snapshot(struct cli_git *git, bool untracked, bool ignored, const char *message, const char *who, char *commit)
{
	struct cli_progress progress = { .what = "reading the work tree", .unit = "" };
	char tree[CLI_GIT_LINE];
	int r = own_index(git);

	if (r == 0)
		r = identity(git, who);
	if (r)
		return r;
	cli_progress_begin(&progress, git->cli, false);
	git->progress = &progress;
	r = cli_git(git, NULL, "add", "-u", ".", NULL);
	if (r == 0 && (untracked || ignored))
		r = ignored ? cli_git(git, NULL, "add", "-f", "-A", ".", NULL) : cli_git(git, NULL, "add", "-A", ".", NULL);
	if (r == 0)
		r = cli_git(git, tree, "write-tree", NULL);
	if (r == 0)
		r = cli_git(git, commit, "commit-tree", "-m", message, tree, NULL);
	cli_progress_end(&progress);
	git->progress = NULL;
	return r < 0 ? cli_git_fail(git) : r;
}

/* ---- push ---- */

/* As for the calls to the gateway. */
static int set_connection(struct cli_git *git)
{
	const struct cli *cli = git->cli;
	const struct {
		const char *name, *value;
	} all[] = {
		{ "GIT_SSL_CAINFO", cli->ca_file },
		{ "GIT_SSL_CAPATH", cli->ca_dir },
		{ "GIT_SSL_CERT", cli->client_cert },
		{ "GIT_SSL_KEY", cli->client_key },
		{ "GIT_SSL_NO_VERIFY", cli->insecure == AGOLA_TRUE ? "true" : NULL },
		{ "GIT_TERMINAL_PROMPT", "0" },
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < CLI_COUNT(all); i++)
		r = all[i].value ? set_env(git, all[i].name, all[i].value) : 0;
	return r || !cli->proxy ? r : set_config(git, "http.proxy", cli->proxy);
}

int cli_git_push(struct cli_git *git, const char *url, const char *target)
{
	struct cli_progress progress = { .what = "pushing", .unit = "" };
	int r = set_connection(git);

	if (r == 0)
		r = set_config(git, "remote.agolactl-direct-run.url", url);
	if (r)
		return r;
	cli_progress_begin(&progress, git->cli, false);
	git->progress = &progress;
	r = cli_git(git, NULL, "push", "--no-verify", "-q", "-f", "agolactl-direct-run", target, NULL);
	cli_progress_end(&progress);
	git->progress = NULL;
	return r < 0 ? cli_git_fail(git) : r;
}
