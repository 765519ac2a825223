/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agolactl complete WORD...: what the last word can become, one a line, a tab and what it means after it. ":files" and
 * ":folders" say that the shell knows better. The scripts in completion/ call it. Names come from the command that the option's
 * row tells, run in a process of its own which ends after a second, and stay in the user's cache for a few more.
 */
#include "cli.h"
#include "lazy/nettle.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BOUND_MS = 1000, CACHE_SECONDS = 10, CACHE_FILES = 64, MOST_BYTES = 256 * 1024 };

struct word {
	const struct cli *cli;
	const char *text; /* what is to be completed */
	const char *kept; /* what stands before it in the same word, as in --phase=queued,run */
	int n_kept;
};

static void offer(const struct word *w, const char *s, int len, const char *more, const char *help)
{
	size_t n = strlen(w->text), all = (size_t)len + strlen(more);
	char text[512];

	snprintf(text, sizeof(text), "%.*s%s", len, s, more);
	if (n <= all && strncmp(text, w->text, n) == 0)
		printf("%.*s%s%s%s\n", w->n_kept, w->kept, text, help ? "\t" : "", help ? help : "");
}

/* The first of several spellings, or the one that was begun. */
static bool offer_word(const struct word *w, const char *words, const char *help)
{
	size_t n = strlen(w->text);

	for (const char *p = words; p; p = cli_next_word(p)) {
		if (*p != '!' && (int)n <= cli_first(p) && strncmp(p, w->text, n) == 0) {
			offer(w, p, cli_first(p), "", help);
			return true;
		}
	}
	return false;
}

/* ---- names from the server ---- */

struct text {
	char *data;
	size_t len;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool read_more(int fd, struct text *t)
{
	char *more = realloc(t->data, t->len + 4097);
	ssize_t n = more ? read(fd, more + t->len, 4096) : -1;

	if (more)
		t->data = more;
	if (n > 0)
		t->data[t->len += (size_t)n] = 0;
	return n > 0 || (n < 0 && errno == EINTR);
}

/* What the command prints; true if that is all of it. */
static bool run_bounded(struct cli *sub, int64_t deadline, struct text *t)
{
	int fd[2], status = -1;
	struct pollfd p;
	pid_t pid;

	if (pipe(fd) != 0)
		return false;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		dup2(fd[1], STDOUT_FILENO);
		close(fd[0]);
		close(fd[1]);
		status = cli_carry_out(sub);
		fflush(stdout);
		_exit(status);
	}
	close(fd[1]);
	p = (struct pollfd){ .fd = fd[0], .events = POLLIN };
	while (pid > 0 && t->len < MOST_BYTES && deadline > now_ms() && poll(&p, 1, (int)(deadline - now_ms())) > 0 &&
	       read_more(fd[0], t))
		;
	close(fd[0]);
	if (pid < 0)
		return false;
	/* without effect on one that has ended */
	if (deadline <= now_ms() || t->len >= MOST_BYTES)
		kill(pid, SIGKILL);
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- the cache: one file for each of the last questions, by a hash of the question and of who asks ---- */

struct question {
	char hex[2 * SHA256_DIGEST_SIZE + 1];
	unsigned file;
};

/* Whoever asks with another token, certificate or context must not get these names. The token cannot be read out of its hash. */
static struct question question(const struct cli *sub, const char *line, const char *parent)
{
	const char *const parts[] = {
		line,       parent,          sub->gateway_url, sub->unix_socket,     sub->context,
		sub->token, sub->token_file, sub->client_cert, sub->default_project,
	};
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx hash;
	struct question q;

	lazy_load(WITH_NETTLE);
	lazy_nettle_sha256_init(&hash);
	for (size_t i = 0; i < CLI_COUNT(parts); i++) {
		/* with its NUL, so that no two lists of parts are the same bytes */
		lazy_nettle_sha256_update(&hash, 1, (const uint8_t *)(parts[i] ? "+" : "-"));
		lazy_nettle_sha256_update(&hash, parts[i] ? strlen(parts[i]) + 1 : 0, (const uint8_t *)parts[i]);
	}
	lazy_nettle_sha256_digest(&hash, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(q.hex + 2 * i, 3, "%02x", digest[i]);
	q.file = digest[0] % CACHE_FILES;
	return q;
}

/* false if the user has no such folder and none can be made. */
static bool cache_path(char *path, size_t size, unsigned file)
{
	const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	int n;

	if (base && *base == '/')
		n = snprintf(path, size, "%s", base);
	else if (home && *home == '/')
		n = snprintf(path, size, "%s/.cache", home);
	else
		return false;
	if (n < 0 || (size_t)n + 32 > size || (mkdir(path, 0700) != 0 && errno != EEXIST))
		return false;
	snprintf(path + n, size - (size_t)n, "/agola");
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return false;
	snprintf(path + n, size - (size_t)n, "/agola/names-%02u", file);
	return true;
}

/* The first line is the question, which keeps two that share a file apart. */
static bool cache_read(const char *path, const struct question *q, struct text *t)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	time_t now = time(NULL);
	struct stat st;
	char head[sizeof(q->hex) + 1];
	bool ok;

	if (fd < 0)
		return false;
	ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 077) && st.st_mtime <= now &&
	     now - st.st_mtime < CACHE_SECONDS;
	while (ok && read_more(fd, t))
		;
	close(fd);
	snprintf(head, sizeof(head), "%s\n", q->hex);
	ok = ok && t->len >= strlen(head) && strncmp(t->data, head, strlen(head)) == 0;
	if (ok)
		memmove(t->data, t->data + strlen(head), t->len -= strlen(head));
	else
		t->len = 0;
	if (t->data)
		t->data[t->len] = 0;
	return ok;
}

static void cache_write(const char *path, const struct question *q, const struct text *t)
{
	char temporary[4200];
	bool ok;
	FILE *f;
	int fd;

	snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);
	fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
	if (fd < 0)
		return;
	f = fdopen(fd, "w");
	if (!f) {
		close(fd);
		unlink(temporary);
		return;
	}
	fprintf(f, "%s\n", q->hex);
	fwrite(t->data ? t->data : "", 1, t->len, f);
	ok = !ferror(f);
	if (fclose(f) != 0 || !ok || rename(temporary, path) != 0)
		unlink(temporary);
}

/* ---- the command that knows the names ---- */

/* URL, token and so on are those of the command line that is being completed. */
static void take_over(struct cli *sub, const struct cli *cli)
{
	for (size_t i = 0; i < cli_n_globals; i++) {
		const struct cli_option *o = &cli_globals[i];

		if (!cli->slots[i].given || sub->slots[i].given || !(o->env || (o->flags & CLI_CONFIG)))
			continue;
		memcpy((char *)sub + o->off, (const char *)cli + o->off, cli_width(o->kind));
		sub->slots[i].given = cli->slots[i].given;
		sub->slots[i].where = cli->slots[i].where;
	}
}

/* The words of the line, {parent} being the one that is known. */
static int parse_line(struct cli *sub, const char *line, char *parent)
{
	enum { MOST = 16 };
	char *argv[MOST + 1] = { "agolactl" }, *rest = NULL, *copy = cli_keep(sub, strdup(line));
	int argc = 1;

	if (!copy)
		return CLI_ERROR;
	for (char *p = strtok_r(copy, " ", &rest); p && argc < MOST; p = strtok_r(NULL, " ", &rest))
		argv[argc++] = strcmp(p, "{parent}") == 0 ? parent : p;
	return cli_parse(sub, argc, argv);
}

static void fetch(const struct cli *cli, const char *line, char *parent, int64_t deadline, struct text *t)
{
	struct cli sub = { 0 };
	char path[4096];
	struct question q = { .file = 0 };
	bool cached = false, complete;
	int r = parse_line(&sub, line, parent);

	if (r == 0)
		take_over(&sub, cli);
	if (r == 0)
		r = cli_settings(&sub);
	if (r == 0 && !sub.command->local) {
		q = question(&sub, line, parent);
		cached = cache_path(path, sizeof(path), q.file);
	}
	if (r == 0 && !(cached && cache_read(path, &q, t))) {
		sub.timeout_ms = BOUND_MS;
		complete = run_bounded(&sub, deadline, t);
		if (cached && complete)
			cache_write(path, &q, t);
	}
	cli_end(&sub);
}

/* What needs no quotes, whatever the server says. */
static bool is_plain(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z') && !strchr("0123456789._/@%+,:-", s[i]))
			return false;
	}
	return len > 0 && *s != '-';
}

/* Each line of the text, after `before` and with `after`. */
static void offer_names(const struct word *w, const struct text *t, const char *before, const char *after)
{
	for (const char *p = t->data, *end; p && *p; p = end + (*end != 0)) {
		size_t n = strcspn(p, "\n");
		char name[512];

		end = p + n;
		if (is_plain(p, n) && n < sizeof(name) / 2) {
			snprintf(name, sizeof(name), "%s%.*s", before, (int)n, p);
			offer(w, name, (int)strlen(name), after, NULL);
		}
	}
}

/* Where all paths begin, and which command knows what can follow. */
static const struct {
	const char *name, *line;
} roots[] = { { "org", "org list -o name" }, { "user", "user list -o name" } };

static void offer_roots(const struct word *w, const char *parent, int64_t deadline)
{
	for (size_t i = 0; i < CLI_COUNT(roots); i++) {
		struct text t = { NULL, 0 };
		char before[16];

		snprintf(before, sizeof(before), "%s/", roots[i].name);
		if (!parent) {
			offer(w, before, (int)strlen(before), "", NULL);
		} else if (strcmp(parent, roots[i].name) == 0 && cli_find_line(roots[i].line)) {
			fetch(w->cli, roots[i].line, NULL, deadline, &t);
			offer_names(w, &t, before, "/");
		}
		free(t.data);
	}
}

/* Lines of an option's row: what the value can be, and then what more can follow. */
static void offer_lines(const struct word *w, const char *lines)
{
	bool in_tree = strstr(lines, "{parent}") != NULL;
	const char *slash = strrchr(w->text, '/');
	char *parent = in_tree && slash ? strndup(w->text, (size_t)(slash - w->text)) : NULL;
	int64_t deadline = now_ms() + BOUND_MS;

	if (in_tree && (!parent || !strchr(parent, '/'))) {
		offer_roots(w, parent, deadline);
		free(parent);
		return;
	}
	for (const char *p = lines; p; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL) {
		char line[256];
		struct text t = { NULL, 0 };

		snprintf(line, sizeof(line), "%.*s", (int)strcspn(p, "\n"), p);
		fetch(w->cli, line, parent, deadline, &t);
		offer_names(w, &t, "", p == lines ? "" : "/");
		free(t.data);
	}
	free(parent);
}

/* ---- what a word can be ---- */

static void offer_columns(const struct word *w)
{
	const struct cli_command *c = w->cli->command;
	const agola_type *type = c ? agola_type_find(c->type) : NULL;

	for (const struct cli_column *e = c ? c->extra : NULL; e && e->key; e++)
		offer(w, e->key, (int)strlen(e->key), "", NULL);
	for (size_t i = 0; type && i < agola_type_n_fields(type); i++) {
		const char *key = agola_field_key(agola_type_field(type, i));

		offer(w, key, (int)strlen(key), "", NULL);
	}
	for (const char *p = c ? c->fields : NULL; p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL)
		offer(w, p, (int)strcspn(p, ","), "", NULL);
}

static void offer_values(struct word w, const struct cli_option *o)
{
	bool columns = o >= cli_globals && o < cli_globals + cli_n_globals && strcmp(o->name, "columns") == 0;
	const char *comma = o->kind == CLI_COMMAS || columns ? strrchr(w.text, ',') : NULL;

	if (comma) {
		/* only the last of several is still open */
		w.kept = w.n_kept ? w.kept : w.text;
		w.n_kept = (int)(comma + 1 - w.kept);
		w.text = comma + 1;
	}
	if (columns)
		offer_columns(&w);
	for (const char *p = o->kind == CLI_TRISTATE || o->kind == CLI_FLAG ? "true|false" : o->words; p; p = cli_next_word(p)) {
		if (*p != '!')
			offer(&w, p, cli_first(p), "", NULL);
	}
	if (o->complete)
		offer_lines(&w, o->complete);
	else if (o->metavar && cli_word("FILE|PATH", o->metavar))
		puts(":files");
	else if (o->metavar && strcmp(o->metavar, "DIR") == 0)
		puts(":folders");
}

static void offer_options(const struct word *w)
{
	const struct cli *cli = w->cli;

	for (size_t i = 0; i < cli->n_slots; i++) {
		const struct cli_slot *s = &cli->slots[cli->n_slots - 1 - i];
		const struct cli_option *o = s->option;
		char text[80];

		if ((o->flags & CLI_HIDDEN) || cli_other_of(cli, s) ||
		    (s->given && cli_width(o->kind) != sizeof(struct cli_texts)))
			continue;
		snprintf(text, sizeof(text), "--%.*s", cli_first(o->name), o->name);
		offer(w, text, (int)strlen(text), "", o->help);
		snprintf(text, sizeof(text), "--no-%.*s", cli_first(o->name), o->name);
		if (o->kind == CLI_TRISTATE && strncmp(w->text, "--no", 4) == 0)
			offer(w, text, (int)strlen(text), "", o->help);
	}
}

static void offer_alias(void *data, const char *name, const char *value)
{
	if (is_plain(name, strlen(name)))
		offer(data, name, (int)strlen(name), "", value);
}

static void offer_commands(const struct word *w)
{
	const struct cli_path *path = &w->cli->path;
	const char *before = NULL; /* groups that begin alike stand together */

	for (const struct cli_group *const *g = cli_groups; *g; g++) {
		const char *level = cli_below(*g, path) ? cli_level((*g)->words, path->n) : NULL;

		if (level && !(before && strncmp(before, level, strcspn(level, " ")) == 0))
			offer_word(w, level, (*g)->help);
		before = level ? level : before;
		for (size_t i = 0; cli_is_group(*g, path) && i < (*g)->n; i++)
			offer_word(w, (*g)->commands[i].verb, (*g)->commands[i].help);
	}
	if (path->n == 0 && !w->cli->help) {
		/* nothing of it stays */
		struct cli reader = { .config_file = w->cli->config_file };

		cli_each_alias(&reader, offer_alias, (void *)w);
		cli_end(&reader);
	}
	for (size_t i = 0; path->n == 0 && w->cli->help && cli_topic(i); i++)
		offer(w, cli_topic(i), (int)strlen(cli_topic(i)), "", "help topic");
	if (path->n == 0 && !w->cli->help)
		offer_word(w, "help", "explain a command or a topic");
}

static void offer_all(struct word w, const struct cli_unfinished *u)
{
	size_t n = strcspn(w.text, "=");
	const struct cli_option *o;

	if (u->value) {
		offer_values(w, u->value);
	} else if (!u->only_args && strncmp(w.text, "--", 2) == 0 && w.text[n]) {
		o = cli_option_called(w.cli, w.text + 2, n - 2);
		w = (struct word){ .cli = w.cli, .text = w.text + n + 1, .kept = w.text, .n_kept = (int)n + 1 };
		if (o)
			offer_values(w, o);
	} else if (!u->only_args && *w.text == '-') {
		offer_options(&w);
	} else if (!w.cli->command) {
		offer_commands(&w);
	} else if (u->argument) {
		offer_values(w, u->argument);
	}
}

int cli_complete(struct cli *cli, int argc, char **argv)
{
	struct cli_unfinished u = { 0 };
	int null = open("/dev/null", O_RDWR);

	/* nothing may be asked, and a fault is no answer */
	if (null < 0)
		return CLI_ERROR;
	dup2(null, STDIN_FILENO);
	dup2(null, STDERR_FILENO);
	close(null);
	if (argc < 2 || cli_parse_begun(cli, argc - 1, argv, &u) != 0)
		return 0;
	offer_all((struct word){ .cli = cli, .text = argv[argc - 1], .kept = "" }, &u);
	return 0;
}
