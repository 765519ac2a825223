# SPDX-License-Identifier: Apache-2.0
"""A case: one file with files, environment, a server, command lines and what must come out. See README.md."""
import pathlib
import re
import shlex
import time

HEX = "[0-9a-f]"
PLACEHOLDERS = {
    # YAML quotes some of them
    "id": f"\"?{HEX}{{8}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{12}}\"?",
    "ms": r"\d+(\.\d+)?",
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "version": r"\d+\.\d+\.\d+",
    "any": r".*",
}


class Bad(Exception):
    """The file itself is wrong."""


def unescape(s):
    """\\n, \\x1b, \\u202e and \\\\ of a case file to the bytes they stand for; {a*300} repeats, {now-60} is a
    time."""
    s = re.sub(r"\{([\w[])\*(\d+)\}", lambda m: m[1] * int(m[2]), s)
    s = re.sub(r"\{now([-+]\d+)\}", lambda m: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + int(m[1]))), s)

    def one(m):
        c = m[0][1]
        if c == "x":
            return bytes([int(m[0][2:], 16)]).decode("latin-1").encode("latin-1").decode("utf-8", "surrogateescape")
        if c == "u":
            return chr(int(m[0][2:], 16))
        return {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}.get(c, m[0])
    return re.sub(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)", one, s).encode("utf-8", "surrogateescape")


def show(data):
    """Output as lines that a case file can hold and a person can read."""
    text = data.decode("utf-8", "surrogateescape")

    def one(c):
        n = ord(c)
        if c == "\\":
            return "\\\\"
        if 0xdc80 <= n <= 0xdcff:
            return f"\\x{n - 0xdc00:02x}"
        return f"\\x{n:02x}" if n < 0x20 or n == 0x7f else f"\\u{n:04x}" if not c.isprintable() else c
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        lines[-1] += "\0"
    shown = ["".join(map(one, line.rstrip("\0"))) + ("\\c" if line.endswith("\0") else "") for line in lines]
    return [re.sub(r" $", r"\\x20", line) for line in shown]


def manual(page, name):
    """What a manual page shows as the file of that name, marked there."""
    text = (pathlib.Path(__file__).resolve().parents[2] / "man" / page).read_text(encoding="utf-8")
    m = re.search(r"^\.\\\" file " + re.escape(name) + r"\n\.Bd [^\n]*\n(.*?)^\.Ed$", text, re.M | re.S)
    if not m:
        raise Bad(f"{page} shows no file {name}")
    return m[1].replace("\\e", "\\\\").rstrip("\n").split("\n")


class Step:
    def __init__(self, line):
        self.argv = shlex.split(line)
        self.line = line
        self.how = {}  # the @ lines
        self.stdin = None
        self.expect = {"1": [], "2": [], "t": [], "sent": [], "argv": []}
        self.exit = "0"


class Case:
    def __init__(self, path):
        self.path = path
        self.name = path.stem
        self.title = ""
        self.server = "agolad"
        self.answers = []  # (words, body lines)
        self.files = []  # (name, mode, lines)
        self.links = []  # (name, target); a target of None: a pipe
        self.env = {}
        self.secrets = []
        self.steps = []
        self.head = []  # everything before the first step, as it stands
        lines = path.read_text(encoding="utf-8").split("\n")
        for n, line in enumerate(lines, 1):
            try:
                self.parse(line)
            except (ValueError, IndexError, KeyError, Bad) as e:
                raise Bad(f"{path}:{n}: {e}: {line}") from None
        if not self.steps or not self.title:
            raise Bad(f"{path}: a case needs a first line that says what it shows, and a command")

    def parse(self, line):
        if self.steps:
            return self.parse_step(line)
        if line.startswith("$ "):
            self.steps.append(Step(line[2:]))
            return None
        self.head.append(line)
        word, _, rest = line.partition(" ")
        if not self.title:
            self.title = line.rstrip(".")
        elif word == "server":
            self.server = rest
        elif word == "answer":
            self.answers.append((rest, []))
            self.last = self.answers[-1][1]
        elif word == "file":
            name, _, mode = rest.partition(" ")
            self.files.append((name, int(mode or "600", 8), []))
            self.last = self.files[-1][2]
        elif word == "link":
            self.links.append(tuple(rest.split()))
        elif word == "pipe":
            self.links.append((rest, None))
        elif word == "manual":
            page, name = rest.split()
            self.files.append((name, 0o600, manual(page, name)))
        elif word == ":" or line == ":":
            self.last.append(rest)
        elif word == "env":
            name, _, value = rest.partition("=")
            self.env[name] = value
        elif word == "secret":
            self.secrets.append(rest)
        elif line and not line.startswith("#"):
            raise Bad("no line of a case")
        return None

    def parse_step(self, line):
        step = self.steps[-1]
        word, _, rest = line.partition(" ")
        if word == "$":
            self.steps.append(Step(rest))
        elif word == "@":
            name, _, value = rest.partition(" ")
            if name not in ("stdout", "signal", "tty", "type", "sent", "argv", "within", "shown", "fsize"):
                raise Bad("no such @ line")
            step.how[name] = value
        elif word == "<":
            step.stdin = (step.stdin or "") + rest + "\n"
        elif word == "=":
            step.exit = rest
        elif word and word[-1] == ">" and word[:-1] in step.expect:
            step.expect[word[:-1]].append(rest)
        elif line.strip() and not line.startswith("#"):
            raise Bad("no line of a step")

    def write(self):
        """The file with what the steps hold now. Comments between steps are lost: they belong to the head."""
        out = list(self.head)
        while out and not out[-1].strip():
            out.pop()
        for step in self.steps:
            out += ["", "$ " + step.line] + [f"@ {k} {v}".rstrip() for k, v in step.how.items()]
            out += [("< " + line).rstrip() for line in (step.stdin or "").split("\n")[:-1]]
            for name, lines in step.expect.items():
                out += [f"{name}> {line}".rstrip() for line in lines]
            if step.exit != "0":
                out.append("= " + step.exit)
        self.path.write_text("\n".join(out) + "\n", encoding="utf-8")


def fill(text, values):
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def matches(expected, line, values):
    pattern = ""
    for part in re.split(r"(\{\w+\})", fill(expected, {k: v for k, v in values.items() if k != "token"})):
        name = part[1:-1] if re.fullmatch(r"\{\w+\}", part) else None
        pattern += f"({PLACEHOLDERS[name]})" if name in PLACEHOLDERS else re.escape(part)
    return re.fullmatch(pattern, line) is not None


def same(expected, lines, values):
    return len(expected) == len(lines) and all(matches(e, line, values) for e, line in zip(expected, lines))


def generalize(line, values):
    """For --update: what is different each time, as placeholders."""
    for name in ("url", "dir", "port"):
        if values.get(name):
            line = line.replace(values[name], "{" + name + "}")
    line = re.sub(PLACEHOLDERS["id"].strip('"?'), "{id}", line)
    line = re.sub(r'^([- ]*\w+: )"\{id\}"$', r"\1{id}", line)
    line = re.sub(PLACEHOLDERS["time"], "{time}", line)
    line = re.sub(r"after \d+ ms", "after {ms} ms", line)
    line = re.sub(r"after \d+\.\d+ ms", "after {ms} ms", line)
    return re.sub(r"(agolactl|libagola|agolad)([/ ])\d+\.\d+\.\d+", r"\1\2{version}", line)


def updated(expected, lines, values):
    if same(expected, lines, values):
        return expected
    return [expected[i] if i < len(expected) and matches(expected[i], line, values) else generalize(line, values)
            for i, line in enumerate(lines)]
