/* SPDX-License-Identifier: Apache-2.0 */
/* agolactl's machinery with other commands: a row for each thing that a row can say. With FAULTY, rows that --self-test must find. */
#include "../../cli/cli.h"
#include "unit/sink.h"

#include <stdlib.h>
#include <string.h>

/* The command files are compiled with this instead of agola_type_find(). */
const agola_type *rows_type_find(const char *name);
const agola_type *rows_type_find(const char *name)
{
	return name && strcmp(name, "sink") == 0 ? &sink_type : name && strcmp(name, "leaf") == 0 ? &leaf_type : NULL;
}

/* ---- thing make: every kind of option ---- */

struct page {
	int64_t start;
	uint64_t limit;
};

struct make {
	struct {
		const char *name;
		enum agola_tristate shiny;
	} req; /* as a request of the SDK inside a request */
	const char *branch, *tag, *key;
	struct cli_texts labels, phases;
	int64_t wait_ms;
	bool fast;
	struct page page;
};

static const struct cli_option page_options[] = {
	{ "start", 0, CLI_INT, offsetof(struct page, start), "NUMBER", "where to begin", 0 },
	{ "limit", 'l', CLI_UINT, offsetof(struct page, limit), "NUMBER", "how many", 0 },
};

#define AT(m) offsetof(struct make, m)
static const struct cli_option make_options[] = {
	{ "name|!label", 'n', CLI_TEXT, AT(req.name), "NAME", "what it is called", CLI_REQUIRED },
	{ "labels|tags", 0, CLI_LIST, AT(labels), "LABEL", "what is written on it", 0 },
	{ "phase", 'p', CLI_COMMAS, AT(phases), "PHASE", "queued or running", 0, "queued|running" },
	{ "branch", 0, CLI_TEXT, AT(branch), "BRANCH", "build it", CLI_REQUIRED, .one_of = "what" },
	{ "tag", 0, CLI_TEXT, AT(tag), "TAG", "build that", 0, .one_of = "what" },
	{ "key", 0, CLI_TEXT, AT(key), "KEY", "a secret", CLI_SECRET },
	{ "shiny", 's', CLI_TRISTATE, AT(req.shiny), NULL, "polish it", 0 },
	{ "fast", 'f', CLI_FLAG, AT(fast), NULL, "hurry", 0 },
	{ "wait", 0, CLI_SECONDS, AT(wait_ms), "TIME", "how long", 0 },
};
#undef AT

static void print_texts(const char *what, const struct cli_texts *t)
{
	printf("%s %zu:", what, t->n);
	for (size_t i = 0; t->items && t->items[i]; i++)
		printf(" [%s]", t->items[i]);
	putchar('\n');
}

static int make(struct cli *cli, void *opts)
{
	struct make *o = opts;

	(void)cli;
	printf("name [%s] shiny %d branch [%s] tag [%s] key %zu wait %lld fast %d start %lld limit %llu\n", o->req.name,
	       o->req.shiny, o->branch ? o->branch : "", o->tag ? o->tag : "", o->key ? strlen(o->key) : 0, (long long)o->wait_ms,
	       o->fast, (long long)o->page.start, (unsigned long long)o->page.limit);
	print_texts("labels", &o->labels);
	print_texts("phases", &o->phases);
	return 0;
}

/* ---- thing list: objects with everything in them, from a file ---- */

struct list {
	const char *file;
	struct page page;
};

static const struct cli_option list_options[] = {
	{ "file", 0, CLI_TEXT, offsetof(struct list, file), "FILE", "JSON of one thing", CLI_REQUIRED, .complete = "thing list" },
};

static int read_thing(const struct list *o, void **thing)
{
	static char text[65536];
	FILE *f = fopen(o->file, "re");
	size_t n = f ? fread(text, 1, sizeof(text), f) : 0;
	struct ag_buf why = { 0 };
	int r = ag_json_decode(&sink_type, NULL, text, n, thing, &why) ? cli_error("%s: %s", o->file, ag_buf_str(&why)) : 0;

	ag_buf_free(&why);
	if (f)
		fclose(f);
	return r;
}

static int list(struct cli *cli, void *opts)
{
	struct list *o = opts;
	struct cli_list *out = NULL;
	void *thing = NULL;
	int r = read_thing(o, &thing);

	if (r == 0)
		r = cli_list_begin(cli, &out);
	for (uint64_t i = 0; r == 0 && i < (o->page.limit ? o->page.limit : 1); i++)
		r = cli_list_add(out, thing);
	if (out)
		r = cli_list_end(out, r == 0);
	agola_free(thing);
	return r;
}

static int show(struct cli *cli, void *opts)
{
	void *thing = NULL;
	int r = read_thing(opts, &thing);

	return r ? r : cli_finish(cli, 0, thing, NULL, "shown");
}

static const struct cli_command thing_commands[] = {
	{
	        .verb = "make|!create",
	        .help = "Make a thing",
	        .about = "A thing has a name, and one of a branch and a tag; this text is long enough to be broken into lines "
	                 "that fit.\n"
	                 "A second paragraph.",
	        .args = { "name", "branch", "labels" },
	        .options = { CLI_OPTIONS(make_options, 0), CLI_OPTIONS(page_options, offsetof(struct make, page)) },
	        .size = sizeof(struct make),
	        .run = make,
	        .example = "thing make x --branch main\nthing make x main red blue",
	},
	{
	        .verb = "list",
	        .help = "List things",
	        .args = { "file" },
	        .options = { CLI_OPTIONS(list_options, 0), CLI_OPTIONS(page_options, offsetof(struct list, page)) },
	        .size = sizeof(struct list),
	        .run = list,
	        .type = "sink",
	        .columns = "s,phase,leaf.name,leaves,words,tasks,annotations,interval,raw",
	        .key = "i64",
	        .example = "thing list FILE",
	},
	{
	        .verb = "show",
	        .help = "Show a thing",
	        .args = { "file" },
	        .options = { CLI_OPTIONS(list_options, 0) },
	        .size = sizeof(struct list),
	        .run = show,
	        .type = "sink",
	        .example = "thing show FILE",
	},
};

/* ---- thing part: words at several levels, a value that is there without being given ---- */

struct part {
	const char *name, *size;
	uint64_t count;
};

static const struct cli_option part_options[] = {
	{ "name", 0, CLI_TEXT, offsetof(struct part, name), "NAME", "what it is called", CLI_REQUIRED },
	{ "size", 0, CLI_TEXT, offsetof(struct part, size), "SIZE", "how large", 0, "small|large", .initial = "small",
	  .one_of = "how much" },
	{ "count", 0, CLI_UINT, offsetof(struct part, count), "NUMBER", "how many", 0, .one_of = "how much" },
};

static int part_add(struct cli *cli, void *opts)
{
	struct part *o = opts;

	cli_say_done(cli, o->name, "added");
	printf("size [%s] count %llu\n", o->size ? o->size : "", (unsigned long long)o->count);
	return 0;
}

static int part_move(struct cli *cli, void *opts)
{
	(void)opts;
	return cli_error("%s", cli->typed);
}

static const struct cli_command part_commands[] = {
	{
	        .verb = "add",
	        .help = "Add a part",
	        .args = { "name" },
	        .options = { CLI_OPTIONS(part_options, 0) },
	        .size = sizeof(struct part),
	        .run = part_add,
	        .example = "thing part add x",
	},
};

static const struct cli_command screw_commands[] = {
	{ .verb = "turn", .help = "Turn a screw", .run = part_move, .example = "thing part screw turn" },
};

#ifdef FAULTY
static const struct cli_option bad_options[] = {
	{ "yes", 0, CLI_FLAG, 0, NULL, "hides a global option", 0 },
	{ "a", 'o', CLI_FLAG, 1, NULL, "its letter is global", 0 },
	{ "b", 0, CLI_FLAG, 2, "X", "a flag with a value", 0 },
	{ "c", 0, CLI_TEXT, 8, NULL, "a value without a name", 0 },
	{ "d", 0, CLI_TEXT, 4, "X", "between two members", 0 },
	{ "e", 0, CLI_LIST, 8, "X", "too large", 0 },
	{ "f", 0, CLI_TEXT, 8, "X", "Capital", 0 },
	{ "g", 0, CLI_TEXT, 8, "X", "full stop.", 0 },
	{ "h|x|!y", 0, CLI_TEXT, 8, "X", "three words", 0 },
	{ "i|y", 0, CLI_TEXT, 8, "X", "one of them again", 0 },
	{ "j", 0, CLI_FLAG, 1, NULL, "words for a flag", 0, "a|b" },
	{ "k", 0, CLI_FLAG, 1, NULL, "a secret flag", CLI_SECRET },
	{ "l", 0, CLI_TEXT, 8, "X", "from the environment", 0, .env = "X" },
	{ "m", 0, CLI_TEXT, 8, "X", "completed by nothing", 0, .complete = "thing nothere" },
	{ "n", 0, CLI_TEXT, 8, "X", "a project that is not required", CLI_DEFAULT },
};

static const struct cli_command bad_commands[] = {
	{
	        .verb = "list",
	        .help = "Ends with a full stop.",
	        .args = { "e", "nothere", "a" },
	        .options = { CLI_OPTIONS(bad_options, 0) },
	        .size = 16,
	        .type = "leaf",
	        .key = "nothere",
	        .columns = "name,nothere",
	        .example = "thing nothere",
	},
	{ .verb = "list", .help = "There is one already", .run = make, .done = "listed", .example = "thing other --nothere" },
	{ .verb = "more", .help = "An example of another command", .run = make, .example = "thing make x --branch b" },
};
static const struct cli_command bad_alone[] = { { .verb = "bad", .help = "No such type", .run = make, .type = "nothere" } };
#endif

static const struct cli_group things = {
	.words = "thing|th|!object",
	.noun = "thing",
	.help = "things",
	.about = "What they are made of is in their parts.",
	CLI_COMMANDS(thing_commands),
};
static const struct cli_group parts = {
	.words = "thing|th|!object part|parts",
	.noun = "part",
	.help = "parts of things",
	CLI_COMMANDS(part_commands),
};
static const struct cli_group screws = {
	.words = "thing|th|!object part|parts screw",
	.noun = "screw",
	.help = "screws of parts",
	CLI_COMMANDS(screw_commands),
};
#ifdef FAULTY
static const struct cli_group bad = { .words = "thing|other", .help = "Bad things.", CLI_COMMANDS(bad_commands) };
static const struct cli_group alone = { CLI_COMMANDS(bad_alone) };
static const struct cli_group verb = { .words = "thing|th|!object make", .help = "a verb", CLI_COMMANDS(screw_commands) };
static const struct cli_group again = { .words = "thing|th|!object part|parts", .help = "parts", CLI_COMMANDS(screw_commands) };
#endif

const struct cli_group *const cli_groups[] = {
	&things, &parts, &screws,
#ifdef FAULTY
	&bad,    &alone, &verb,   &again,
#endif
	NULL,
};
