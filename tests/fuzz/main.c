/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a target over the files of folders, and over their beginnings: fuzz_NAME FOLDER... prints TAP. Names go to stderr before
 * they are run: the last one is that of an input which ends the program. fuzz_NAME --must-fail FILE: with a fault that the target seeds, it must abort.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Longer files are cut at some places only. */
#define ALL_CUTS 1024

static uint8_t *slurp(const char *path, size_t *len)
{
	FILE *f = fopen(path, "r");
	struct stat st;
	uint8_t *p;

	if (!f || fstat(fileno(f), &st) != 0 || !(p = malloc((size_t)st.st_size + 1))) {
		perror(path);
		exit(1);
	}
	*len = fread(p, 1, (size_t)st.st_size, f);
	fclose(f);
	return p;
}

/* In memory of just this length. */
static void run(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	if (!copy)
		abort();
	memcpy(copy, data, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static void run_file(const char *path)
{
	size_t len, step;
	uint8_t *data = slurp(path, &len);

	step = len > ALL_CUTS ? len / ALL_CUTS + 1 : 1;
	for (size_t n = 0; n < len; n += step)
		run(data, n);
	run(data, len);
	free(data);
}

/* A child must end by abort(), or a sanitizer's. */
static int must_fail(const char *path)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
		fuzz_fault = true;
		run_file(path);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 1;
	printf("1..1\n%sok 1 - a seeded fault is found\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT ? "" : "not ");
	return 0;
}

int main(int argc, char **argv)
{
	size_t n_files = 0;

	fuzz_thorough = true;
	if (argc == 3 && strcmp(argv[1], "--must-fail") == 0)
		return must_fail(argv[2]);
	for (int i = 1; i < argc; i++) {
		struct dirent **names = NULL;
		int n = scandir(argv[i], &names, NULL, alphasort);

		if (n < 0)
			perror(argv[i]);
		for (int k = 0; k < n; k++) {
			char path[4096];

			if (names[k]->d_name[0] != '.') {
				snprintf(path, sizeof(path), "%s/%s", argv[i], names[k]->d_name);
				fprintf(stderr, "%s\n", path);
				run_file(path);
				printf("ok %zu - %s\n", ++n_files, names[k]->d_name);
				fflush(stdout);
			}
			free(names[k]);
		}
		free(names);
	}
	printf("1..%zu\n", n_files);
	return n_files ? 0 : 1;
}
