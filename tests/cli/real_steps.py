# SPDX-License-Identifier: Apache-2.0
"""The files in real/: command lines for real servers of each release, and what comes out. In the order of their names:

    file NAME              a file of the folder, a git work tree; its lines follow after `:`
    $ WHO ARGUMENT...      WHO is admin, nobody, NAME (whose token was kept as NAME_token) or alone: without URL and token
    < text                 a line of standard input; the command then has a pipe there, also where the rest is a terminal
    @ asks                 it asks first: in a pipe --yes is given, on a terminal it has to ask, and y is typed
    @ until TEXT           again for a while, until TEXT is printed: the server does it in its own time
    @ keep NAME            the last word of standard output is {NAME} from now on; NAME_token must not be seen any more
    > text                 a line of standard output. On a terminal all these lines have to be among what is seen, in this order,
    2> text                of standard error, likewise. Blanks count as one; a last line `...` is all that may follow
    = 5                    the exit code, if it is not 0
    since v0.8.0           releases before that do not have it: exit 2, and a sentence that says so
    on v0.2.0 v0.7.1       the lines that follow, instead of those before, are for these releases

{on} is `pipe` or `terminal`: each line is played in both ways on one server, and what it makes has other names. {git} is the URL of a
git server with the users alice-{on} and bob-{on} and the repositories alice-{on}/app and alice-{on}/lib.
"""
import collections
import contextlib
import copy
import itertools
import pathlib
import re
import shlex

import case as cases
import executor
import gitea
import servers

HERE = pathlib.Path(__file__).resolve().parent
RELEASES = ("v0.2.0", "v0.7.1", "v0.10.0", "HEAD")
USUAL = "v0.10.0"
LACKS = "does not have the operation, which came with "
WAYS = ("pipe", "terminal")
REST = "..."

# err is None on a terminal, where all is in out
Got = collections.namedtuple("Got", "exit out err values")
# what comes where on a terminal besides the lines of the table
HEADER = re.compile(r"[A-Z][A-Z_. ]*")
AGO = r"(in )?(\d+ \w+( ago)?|now|just now)"


class Want:
    def __init__(self):
        self.exit, self.out, self.err = 0, [], []

    def lines(self):
        return self.out + self.err

    def __eq__(self, other):
        return (self.exit, self.out, self.err) == (other.exit, other.out, other.err)


class Step:
    def __init__(self, path, text):
        self.path, self.line = path, text
        self.who, *self.words = shlex.split(text)
        self.stdin, self.how, self.since, self.wants = None, {}, None, {"": Want()}

    def leading(self):
        """The words before the first option."""
        found = []
        for word in self.words:
            if word.startswith("-"):
                break
            found.append(word)
        return found

    def lacked(self, release):
        return self.since and index(release) < index(self.since)

    def want(self, release):
        if self.lacked(release):
            want = Want()
            want.exit, want.err = 2, [f"{{any}}{LACKS}{self.since}"]
            return want
        return self.wants.get(release, self.wants[""])

    def __str__(self):
        out = ["$ " + self.line]
        out += ["< " + line for line in (self.stdin or "").split("\n")[:-1]]
        out += [f"@ {k} {v}".rstrip() for k, v in self.how.items()]
        if self.since:
            out.append("since " + self.since)
        shown = []
        for release in ("", *RELEASES):
            want = self.wants.get(release)
            if want is None:
                continue
            if release:
                same = [r for r in RELEASES if r in self.wants and self.wants[r] == want]
                if release != same[0]:
                    continue
                shown.append("on " + " ".join(same))
            shown += [("> " + line).rstrip() for line in want.out] + [("2> " + line).rstrip() for line in want.err]
            shown += [f"= {want.exit}"] * bool(want.exit)
        return "\n".join(out + shown)


def index(release):
    return servers.number_of(release) or (999,)


def nearest(release):
    """The release of the files that one that they do not know is compared with."""
    if not servers.number_of(release):
        return USUAL
    return next((r for r in reversed(RELEASES) if index(r) <= index(release)), RELEASES[0])


def parse(path, text, files):
    steps, heads = [], [[]]
    name = want = None
    for number, line in enumerate(text.split("\n"), 1):
        word, _, rest = line.partition(" ")
        try:
            if word == "$":
                steps.append(Step(path, rest))
                heads.append([])
                wants = [steps[-1].wants[""]]
            elif not line.strip() or word == "#" or word == "file" or word == ":":
                heads[-1].append(line)
                if word == "file":
                    name = rest
                    files[name] = ""
                elif word == ":":
                    files[name] += rest + "\n"
            elif word == "<":
                steps[-1].stdin = (steps[-1].stdin or "") + rest + "\n"
            elif word == "@" and rest.split()[0] in ("asks", "until", "keep"):
                key, _, value = rest.partition(" ")
                steps[-1].how[key] = value
            elif word == "since":
                steps[-1].since = rest
            elif word == "on":
                wants = []
                for release in rest.split():
                    if release not in RELEASES:
                        raise cases.Bad(f"{release} is none of {' '.join(RELEASES)}")
                    steps[-1].wants[release] = want = Want()
                    wants.append(want)
            elif word == ">":
                for want in wants:
                    want.out.append(rest)
            elif word == "2>":
                for want in wants:
                    want.err.append(rest)
            elif word == "=":
                for want in wants:
                    want.exit = int(rest)
            else:
                raise cases.Bad("no line of such a file")
        except (IndexError, ValueError, KeyError, cases.Bad) as e:
            raise cases.Bad(f"{path}:{number}: {e}: {line}") from None
    for step, head in zip(steps, heads):
        step.head = head
    return steps


def read_all():
    files, steps = {}, []
    for path in sorted((HERE / "real").glob("*.commands")):
        steps += parse(path, path.read_text(), files)
    return steps, files


# ---- servers ----

@contextlib.contextmanager
def ended(server):
    try:
        yield server
    finally:
        server.stop()


def start(stack, program, folder):
    """A real Agola, and a git server."""
    users, repos = {}, {}
    for way in WAYS:
        users.update({f"alice-{way}": "wonderland", f"bob-{way}": "builder"})
        config = (HERE / "real/app.yml").read_text()
        repos.update({f"alice-{way}/app": gitea.Repo({".agola/config.yml": config}), f"alice-{way}/lib": gitea.Repo()})
    git = stack.enter_context(gitea.Gitea(users, repos))
    server = stack.enter_context(ended(servers.Agola(program, folder / "agola", git=git.url)))
    stack.enter_context(executor.Executor(server.env["AGOLA_RUNSERVICE_URL"]))
    return server, git


# ---- comparing ----

def squeeze(line):
    return " ".join(line.split())


def lines_of(data):
    """As a person sees them: without colours, and a line that is written over is not there."""
    data = re.sub(rb"[^\n]*\r(?!\n)", b"", ESCAPES.sub(b"", data))
    return [squeeze(line.removesuffix("\\x20").removesuffix("\\c")) for line in cases.show(data)]


def matches(want, line, values):
    """The expected line is one of a file, in which {time} is also one in words."""
    return any(cases.matches(squeeze(w), line, values) for w in {want, want.replace("{time}", "{ago}")})


def secret_faults(step, got):
    text = got.out + (got.err or b"")
    kept = {k: v for k, v in got.values.items() if k.endswith(("_token", "admin")) and v != "nothing-kept" and k != step.how.get("keep")}
    return [f"{k} is seen" for k, v in kept.items() if v.encode() in text]


def faults(step, release, got):
    """What is not as the file says."""
    want, found = step.want(release), secret_faults(step, got)
    if got.exit != want.exit:
        found.append(f"exit {got.exit}, expected {want.exit}")
    if got.err is not None:
        for name, expected, data in ((">", want.out, got.out), ("2>", want.err, got.err)):
            lines = lines_of(data)
            if expected[-1:] == [REST]:
                expected, lines = expected[:-1], lines[:len(expected) - 1]
            if len(lines) != len(expected) or not all(matches(e, line, got.values) for e, line in zip(expected, lines)):
                found.append("\n".join([f"-{name} {squeeze(e)}" for e in expected] + [f"+{name} {line}" for line in lines]))
        if b"\x1b" in got.out + got.err:
            found.append("an escape character in a pipe")
    else:
        found += terminal_faults(want, got, None if step.lacked(release) else "asks" in step.how)
    return found


def terminal_faults(want, got, asks):
    """`asks`: whether it has to ask; None where it may find before that it cannot do it."""
    found, lines = [], lines_of(got.out)
    rest = list(lines)
    for expected in want.lines():
        if expected == REST:
            return found
        line = next((line for line in rest if matches(expected, line, got.values)), None)
        if line is None:
            found.append("\n".join([f"not seen: {squeeze(expected)}"] + [f"+t> {line}" for line in lines]))
        else:
            rest.remove(line)
    asked = any("[y/N]" in line for line in lines)
    if asks is not None and asked != asks:
        found.append("it does not ask" if asks else "it asks")
    found += [f"too much: {line}" for line in rest
              if line and not HEADER.fullmatch(line) and "[y/N]" not in line and "-" + WAYS[0] not in line]
    return found


# escape sequences of colours, of links and of the cursor
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\\\")
cases.PLACEHOLDERS["ago"] = AGO


# ---- which commands are played ----

def levels(command):
    group = [level.split("|") for level in (command["group"] or "").split()]
    return group + [[w.lstrip("!") for w in command["verb"].split("|")]]


def spelling(command):
    return [level[0] for level in levels(command)]


def commands_of(commands, steps):
    """The first spelling of the command that each step plays; None if it is none."""
    known = {words: " ".join(spelling(c)) for c in commands for words in itertools.product(*levels(c))}
    return [next((known[words] for words in prefixes(step.leading()) if words in known), None) for step in steps]


def prefixes(words):
    return [tuple(words[:n]) for n in range(len(words), 0, -1)]


def uncovered(commands, played):
    seen = commands_of(commands, played)
    unknown = [f"no command of agolactl: {step.line}" for step, command in zip(played, seen) if command is None]
    return unknown + [f"no line of real/ plays {name}" for name in (" ".join(spelling(c)) for c in commands) if name not in seen]


# ---- writing the files ----

def seen_want(got, old):
    want = Want()
    want.exit = got.exit
    for name, data in (("out", got.out), ("err", got.err)):
        expected = getattr(old, name)
        lines = lines_of(data)
        if expected[-1:] == [REST]:
            setattr(want, name, expected)
            continue
        setattr(want, name, [expected[i] if i < len(expected) and matches(expected[i], line, got.values) else general(line, got.values)
                             for i, line in enumerate(lines)])
    return want


def general(line, values):
    line = re.sub(r"\b\d+ bytes", "{any} bytes", cases.generalize(line, values))
    for name in ("git", "on"):
        line = line.replace(values[name], "{" + name + "}")
    return re.sub(r"\b[0-9a-f]{40}\b", "{any}", line)


def update(steps, seen):
    """Write what came out in the pipe."""
    for step in steps:
        got = {release: ways["pipe"][step] for release, ways in seen.items() if step in ways["pipe"]}
        lacking = [r for r, g in got.items() if LACKS in (g.err or b"").decode(errors="replace")]
        if not lacking and any(step.lacked(r) for r in got):
            step.since = None
        if lacking:
            step.since = (got[lacking[0]].err or b"").decode().split(LACKS)[1].split()[0].rstrip(".")
        usual = USUAL if USUAL in got and not step.lacked(USUAL) else None
        if usual:
            step.wants[""] = seen_want(got[usual], step.wants[""])
        for release, g in got.items():
            step.wants.pop(release, None)
            if not step.lacked(release):
                want = seen_want(g, step.want(release))
                if want != step.wants[""]:
                    step.wants[release] = want
    for path in dict.fromkeys(step.path for step in steps):
        mine = [step for step in steps if step.path == path]
        path.write_text("\n".join("\n".join([*step.head, str(step)]) for step in mine) + "\n")


# ---- can it fail? ----

TEXT = """$ admin org list
> {id} acme {time}
2> done

$ admin org delete acme
@ asks
2> Org acme deleted.
on v0.2.0
2> agolactl: no
= 5

$ admin org update acme
2> changed
since v0.8.0
"""
ID = "00000000-0000-0000-0000-000000000001"


def self_test(report, steps, commands):
    listed, deleted, updated = parse("here", TEXT, {})
    values = {"on": "pipe", "alice_token": "T0KEN"}
    row = f"{ID}  acme 2026-01-01T10:00:00Z\n".encode()

    def pipe(exit, out=b"", err=b""):
        return Got(exit, out, err, values)

    def seen(exit, text):
        return Got(exit, text, None, values)
    good = seen(0, f"\x1b[1mID NAME TIME\x1b[0m\n{ID}  acme 2 minutes ago\ndone\n".encode())
    gone = seen(0, b"Delete org acme? [y/N] y\nOrg acme deleted.\n")
    lacks = f"agolactl: PUT /orgs/acme: this Agola (v0.7.1) {LACKS}v0.8.0\n".encode()
    for what, step, release, got, finds in (
            ("all as it should be", listed, USUAL, pipe(0, row, b"done\n"), ""),
            ("all as it should be, on a terminal", listed, USUAL, good, ""),
            ("another exit code", listed, USUAL, pipe(1, row, b"done\n"), "exit 1, expected 0"),
            ("another exit code on a terminal", listed, USUAL, good._replace(exit=4), "exit 4, expected 0"),
            ("a missing line", listed, USUAL, pipe(0, b"", b"done\n"), "-> "),
            ("a line too much", listed, USUAL, pipe(0, row * 2, b"done\n"), "+> "),
            ("a line on the wrong stream", listed, USUAL, pipe(0, row + b"done\n"), "+> done"),
            ("a line that is not seen on the terminal", listed, USUAL, seen(0, b"done\n"), "not seen: "),
            ("a line too much on the terminal", listed, USUAL, good._replace(out=good.out + b"oops\n"), "too much: oops"),
            ("a question", deleted, USUAL, gone, ""),
            ("no question", deleted, USUAL, seen(0, b"Org acme deleted.\n"), "it does not ask"),
            ("a question too much", listed, USUAL, good._replace(out=good.out + b"Really? [y/N] y\n"), "it asks"),
            ("colours in a pipe", deleted, USUAL, pipe(0, b"", b"\x1b[1mOrg acme deleted.\x1b[0m\n"), "an escape character"),
            ("a token that is seen", deleted, USUAL, pipe(0, b"T0KEN\n", b"Org acme deleted.\n"), "alice_token is seen"),
            ("a release that answers otherwise", deleted, "v0.2.0", pipe(5, b"", b"agolactl: no\n"), ""),
            ("and does not", deleted, "v0.2.0", pipe(0, b"", b"Org acme deleted.\n"), "exit 0, expected 5"),
            ("a release that lacks it", updated, "v0.7.1", pipe(2, b"", lacks), ""),
            ("and does it all the same", updated, "v0.7.1", pipe(0, b"", b"changed\n"), "exit 0, expected 2"),
            ("and names another release", updated, "v0.7.1", pipe(2, b"", lacks.replace(b"v0.8.0", b"v0.9.0")), "+2> "),
            ("one that has it", updated, "v0.10.0", pipe(2, b"", lacks), "exit 2, expected 0")):
        found = faults(step, release, got)
        right = any(finds in f for f in found) if finds else not found
        report.test(f"the checker finds: {what}", [] if right else [f"wanted: {finds or 'nothing'}"] + found)
    report.test("the files have a line for each command", uncovered(commands, steps))
    names = commands_of(commands, steps)
    for name in (" ".join(spelling(c)) for c in commands):
        found = uncovered(commands, [step for step, other in zip(steps, names) if other != name])
        report.test(f"the checker finds: no line plays {name}", [] if found == [f"no line of real/ plays {name}"] else found or ["nothing"])
    more = copy.deepcopy(commands[-1])
    more["verb"] = "juggle"
    report.test("the checker finds: a new command", [] if uncovered([*commands, more], steps) else ["it does not"])
    report.test("the checker finds: a line that is no command", [] if uncovered(commands, [Step("", "admin org juggle")]) else ["it does not"])
