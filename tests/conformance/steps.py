# SPDX-License-Identifier: Apache-2.0
"""NOUN.steps: what is asked of every server, a line each.

    NAME WHO [x65] [until OK] agola_gw_remote_source_get("gitea") [-> gitea]

WHO is admin, nobody, wrong (a token that nobody has) or $NAME, a token that was kept. The arguments are those of the files of
tests/wire. `-> NAME` keeps the id of the answer and `-> NAME:PATH` another member of it: keys with dots between them, of which `*`
is the first item, `*=WORD` the one of that name, and an empty PATH all. In the arguments, "$NAME" is what was kept, here or by a
noun before. $git is the URL of a git server. With x65 the call is made so often, and ## in its arguments is the number of the time.
`until TEXT` asks again for a while until TEXT is in the result or the answer, because the server does it in its own time. A step
named clean.… only tidies up and does not count in the table of releases. A line that begins with white space goes on with the one
before. A line `whole`: the noun needs all services of Agola.
"""
import collections
import json
import re
import subprocess
import time

Step = collections.namedtuple("Step", "name who times until function args keep")
Noun = collections.namedtuple("Noun", "name whole steps")

LINE = re.compile(r"(\S+)\s+(\S+)\s+(?:x(\d+)\s+)?(until \S+\s+)?(agola_\w+)\((.*)\)(?:\s+->\s+(\S+))?")
UNTIL_SECONDS = 20
MAX_ANSWER = 2000
DOES_NOT_SETTLE = re.compile("maintenance|import")
KEYS = ("number", "name", "username", "user_name", "counter", "id")


def arguments(text):
    """The JSON values of `"a", 1, {…}`."""
    decoder, values, at = json.JSONDecoder(), [], 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        rest = text[at:].lstrip(", ")
        at = len(text) - len(rest)
    return values


def read(path):
    lines, whole = [], False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line == "whole":
            whole = True
        elif line[:1].isspace() and lines:
            lines[-1][1] += " " + line.strip()
        elif line and not line.startswith("#"):
            lines.append([number, line])
    steps, names = [], set()
    for number, line in lines:
        m = LINE.fullmatch(line)
        try:
            steps.append(Step(m[1], m[2], int(m[3] or 0), (m[4] or "")[6:].strip(), m[5], arguments(m[6]), m[7]))
        except (TypeError, ValueError) as e:
            raise ValueError(f"{path.name}:{number}: no step: {line}: {e}") from None
        if m[1] in names:
            raise ValueError(f"{path.name}:{number}: {m[1]}: a step of this name is there already")
        names.add(m[1])
    return Noun(path.stem, whole, steps)


def read_all(folder):
    """All nouns, in the order of the file `nouns`."""
    order = [line for line in (folder / "nouns").read_text().splitlines() if line and not line.startswith("#")]
    there = {path.stem for path in folder.glob("*.steps")}
    if set(order) != there:
        raise ValueError("the file nouns and the .steps files differ: " + ", ".join(sorted(set(order) ^ there)))
    return [read(folder / (name + ".steps")) for name in order]


class Lost(Exception):
    """The program that makes the calls ended."""


class Calls:
    """The program that makes the calls, on one server."""

    def __init__(self, program, server, environ, log):
        self.server, self.log = server, log
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                                        env={**environ, **server.env})

    def call(self, token, function, args):
        """(operation, method, result, codes, next, answer)"""
        words = [token, function] + [json.dumps(a, ensure_ascii=False) for a in args]
        try:
            self.process.stdin.write("\t".join(words) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line.endswith("\n"):
            self.process.wait(10)
            raise Lost(f"the calls ended with {self.process.returncode}")
        return line.rstrip("\n").split("\t", 5)

    def end(self):
        """How it ended."""
        self.process.stdin.close()
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class Player:
    """Plays steps on one server."""

    def __init__(self, calls, server):
        self.calls, self.server, self.kept = calls, server, {"git": getattr(server, "git", "")}
        self.tokens = {"admin": server.env.get("AGOLA_ADMIN_TOKEN", ""), "nobody": "", "wrong": "wrong"}

    def fill(self, value, i):
        if isinstance(value, str):
            value = re.sub(r"\$(\w+)", lambda m: str(self.kept.get(m[1], "nothing-kept")), value)
            return re.sub(r"#+", lambda m: str(i).zfill(len(m[0])), value) if i is not None else value
        if isinstance(value, list):
            return [self.fill(v, i) for v in value]
        if isinstance(value, dict):
            return {self.fill(k, i): self.fill(v, i) for k, v in value.items()}
        return value

    def token(self, step):
        if step.who.startswith("$"):
            return str(self.kept.get(step.who[1:], "nothing-kept"))
        if step.who == "admin" and not step.function.startswith("agola_gw_"):
            return self.server.env.get("AGOLA_INTERNAL_TOKEN", "")
        return self.tokens[step.who]

    def once(self, step, i):
        args = [self.fill(a, i) for a in step.args]
        limit, tries = time.monotonic() + UNTIL_SECONDS, getattr(self.server, "tries", 1)
        while True:
            operation, method, result, codes, following, answer = self.calls.call(self.token(step), step.function, args)
            write = method not in ("GET", "HEAD")
            if step.until and step.until not in f"{result} {answer}" and result != "AGOLA_ERR_VERSION" and time.monotonic() < limit:
                time.sleep(0.1)
            elif write and result == "AGOLA_ERR_INTERNAL" and tries > 1:
                # releases that keep their data in etcd answer so when a write meets another one
                tries -= 1
                time.sleep(0.05)
            else:
                break
        if result == "AGOLA_ERR_NETWORK" and step.function.endswith(("_maintenance_enable", "_maintenance_disable")):
            # some close their listener before they have answered, some not, and not each time
            result = "AGOLA_OK"
        if write and result == "AGOLA_OK" and not DOES_NOT_SETTLE.search(step.function):
            self.server.settle()
        if result == "AGOLA_OK" and step.keep:
            name, has_path, path = step.keep.partition(":")
            self.kept[name] = member(json.loads(answer), path if has_path else "id")
        return operation, result, codes, following, answer

    def play(self, step):
        """(operation, result, detail)"""
        operation, result, codes, following, answer = self.once(step, 0 if step.times else None)
        for i in range(1, step.times):
            _, other, codes, following, answer = self.once(step, i)
            if other != result:
                result = other
                break
        if result == "AGOLA_ERR_TIMEOUT" and answer.startswith("["):
            # events go on for ever: what came first
            return operation, result, json.dumps(json.loads(answer)[:1], separators=(",", ":"))
        if result != "AGOLA_OK":
            return operation, result, codes
        if step.times:
            return operation, result, f"{step.times} times"
        if step.function.endswith("_iter"):
            return operation, result, walk(json.loads(answer or "[]"))
        if step.function.endswith("_export"):
            return operation, result, "with " + ", ".join(sorted(set(re.findall(r'kind\\?":\\?"(\w+)', answer)))) if len(answer) > 2 else "empty"
        if following:
            n, more = len(json.loads(answer)), "the last page" if following == "end" else "more"
            return operation, result, f"{answer if 0 < n < 3 else n}, {more}"
        return operation, result, answer if len(answer) < MAX_ANSWER else answer[:MAX_ANSWER // 4] + "…"


def member(value, path):
    """What stands at a path of an answer; "" for nothing."""
    for key in filter(None, path.split(".")):
        items = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        if key.startswith("*"):
            word = key[2:]
            value = next((i for i in items if not word or isinstance(i, dict) and word in map(i.get, KEYS)), "")
        else:
            value = value.get(key, "") if isinstance(value, dict) else ""
    return value


def walk(items):
    """What an iterator gave, in a few words."""
    key = next((k for k in KEYS if items and k in items[0]), None)
    names = [item.get(key, "") for item in items] if key else [""] * len(items)
    order = ""
    if len(names) > 1:
        order = ", ascending" if names == sorted(set(names)) else ", descending" if names[::-1] == sorted(set(names)) else ", mixed"
    if key == "id":
        return f"{len(items)}"
    return f"{len(names)}, {names[0] if names else ''}..{names[-1] if names else ''}{order}"
