/* SPDX-License-Identifier: Apache-2.0 */
/* Where the steps of a task are: their folders, their environment. */
#include "executor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *below(const char *home, const char *folder, const char *path)
{
	if (!path || !*path)
		return format("%s", folder);
	if (path[0] == '~' && (!path[1] || path[1] == '/'))
		return format("%s%s", home, path + 1);
	return path[0] == '/' ? format("%s", path) : format("%s/%s", folder, path);
}

/* "~" is the task's home; what is neither below that nor absolute is in the task's working folder, and that in the home. */
char *place_path(const struct task *task, const char *path)
{
	char *home = store_path(task, "home"), *folder = below(home, home, task->spec->spec->working_dir);
	char *ret = below(home, folder, path);

	free(home);
	free(folder);
	return ret;
}

/* mkdir -p */
int make_folders(const char *path)
{
	char *copy = format("%s", path);
	int r = 0;

	for (char *p = copy + 1; r == 0; p++)
		if (*p == '/' || !*p) {
			char c = *p;

			*p = 0;
			r = mkdir(copy, 0777) < 0 && errno != EEXIST ? -1 : 0;
			*p = c;
			if (!c)
				break;
		}
	free(copy);
	return r;
}

void strings_free(char **strings)
{
	for (size_t i = 0; strings && strings[i]; i++)
		free(strings[i]);
	free(strings);
}

static void set(char **env, const char *key, const char *value)
{
	size_t len = strlen(key);

	while (*env && !(strncmp(*env, key, len) == 0 && (*env)[len] == '='))
		env++;
	free(*env);
	*env = format("%s=%s", key, value);
}

static void set_all(char **env, const agola_string_entry *const *entries, size_t n)
{
	for (size_t i = 0; i < n; i++)
		set(env, entries[i]->key, entries[i]->value ? entries[i]->value : "");
}

/* What the step is told: of this program's own environment next to nothing, there may be secrets in it. */
char **place_environment(const struct task *task, const agola_rs_step *step)
{
	static const char *const kept[] = { "PATH", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME" };
	const size_t n_kept = sizeof(kept) / sizeof(*kept);
	const agola_rs_executor_task_spec *spec = task->spec->spec;
	const agola_rs_container *c = spec->n_containers ? spec->containers[0] : NULL;
	char *home = store_path(task, "home");
	char **env = calloc(n_kept + (c ? c->n_environment : 0) + spec->n_environment + step->n_environment + 2, sizeof(*env));

	if (!env)
		abort();
	for (size_t i = 0; i < n_kept; i++)
		if (getenv(kept[i]))
			set(env, kept[i], getenv(kept[i]));
	set(env, "HOME", home);
	if (c)
		set_all(env, c->environment, c->n_environment);
	set_all(env, spec->environment, spec->n_environment);
	set_all(env, step->environment, step->n_environment);
	free(home);
	return env;
}
