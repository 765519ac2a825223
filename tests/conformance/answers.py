# SPDX-License-Identifier: Apache-2.0
"""What the steps answer: read it, compare it with NOUN.tsv, write NOUN.tsv anew, write the table of operations and releases.

A line of NOUN.tsv is a step, servers, an answer. The servers are `*`, the usual answer, or the names, from servers.tsv, of those
that answer otherwise.
"""
import collections
import json
import re

from servers import number_of

NO_CODE = "no error code"  # as all releases before v0.10.0: that alone is no difference of an operation
JUDGE = "v0.10.0"  # whose answer is usual where ours has none

Answer = collections.namedtuple("Answer", "operation value")

ID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
VOLATILE = (
    (ID, "UUID"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"), "TIME"),
    (re.compile(r"\b[0-9a-f]{32,}\b"), "HEX"),
    (re.compile(r'"version":"[^"]+"'), '"version":"TEXT"'),
    (re.compile(r"\beyJ[\w.…-]+=*"), "JWT"),
    (re.compile(r"\b[0-9a-z]{13}-[0-9a-z]{13}\b"), "SEQUENCE"),
    (re.compile(r"\b127\.0\.0\.1:\d+"), "HOST"),
)


def answer(operation, result, detail):
    """An Answer, without what is another one each time."""
    try:
        value = json.loads(detail)
        detail = detail if without_ids(value) == value else json.dumps(without_ids(value), separators=(",", ":"))
    except ValueError:
        pass
    for pattern, word in VOLATILE:
        detail = pattern.sub(word, detail)
    result = result.removeprefix("AGOLA_").removeprefix("ERR_")
    return Answer(operation, f"{result} {detail}".strip())


def without_ids(value):
    """A map whose keys are ids comes in any order: as a list of what it holds, in order."""
    if isinstance(value, list):
        return [without_ids(v) for v in value]
    if not isinstance(value, dict):
        return value
    if value and all(ID.fullmatch(k) for k in value):
        return sorted((without_ids(v) for v in value.values()), key=lambda v: ID.sub("", json.dumps(v, sort_keys=True)))
    return {k: without_ids(v) for k, v in value.items()}


def rows(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


class Expected:
    def __init__(self, folder):
        self.folder = folder
        self.known = [row[0] for _, row in rows(folder / "servers.tsv")]
        self.nouns = {}  # {noun: {step: {server: answer}}}
        for path in sorted(folder.glob("*.tsv")):
            if path.stem != "servers":
                self.nouns[path.stem] = self._read(path)

    def _read(self, path):
        table = {}
        for number, row in rows(path):
            if len(row) != 3:
                raise ValueError(f"{path.name}:{number}: {len(row)} columns; wanted: step, servers, answer")
            for server in row[1].split(" "):
                if server != "*" and server not in self.known:
                    raise ValueError(f"{path.name}:{number}: {server} is not in servers.tsv")
                if table.setdefault(f"{path.stem}.{row[0]}", {}).setdefault(server, row[2]) != row[2]:
                    raise ValueError(f"{path.name}:{number}: {row[0]} on {server} has two answers")
        return table

    def of(self, server, nouns=None):
        """{step: answer} on a known server, of these nouns or of all."""
        return {step: by.get(server, by.get("*")) for noun, table in self.nouns.items() if nouns is None or noun in nouns
                for step, by in table.items()}

    def usual(self):
        return self.of("*")

    def nearest(self, release, seen):
        """The known release that an unknown one is compared with."""
        releases = [name for name in self.known if name == "HEAD" or name.startswith("v")]

        def weight(name):
            # HEAD comes after all that have a number
            major, minor, patch = number_of(name) or (max(number_of(n) or (0, 0, 0) for n in releases)[0:2] + (99,))
            return (major * 100 + minor) * 100 + patch

        if number_of(release):
            return min(releases, key=lambda name: abs(weight(name) - weight(release)))
        return min(releases, key=lambda name: len(differences(self.of(name), seen)))

    def write(self, seen):
        """Write all files anew from {server: {step: Answer}}; what was not run stays as it was."""
        steps = {}
        for answers in seen.values():
            for step in answers:
                steps.setdefault(step.split(".")[0], {})[step] = None
        for noun, names in steps.items():
            out = ["# What each server answers to " + noun + ".steps: \"*\" is usual, the rest differs."]
            for step in names:
                now = dict(self.nouns.get(noun, {}).get(step, {}))
                by = {server: seen[server][step].value if step in seen.get(server, {}) else now.get(server, now.get("*"))
                      for server in self.known}
                usual = by["agolad"] or by[JUDGE] or next(filter(None, by.values()))
                by = {server: value or usual for server, value in by.items()}
                name = step.split(".", 1)[1]
                out.append(f"{name}\t*\t{usual}")
                for other in dict.fromkeys(by.values()):
                    if other != usual:
                        out.append(f"{name}\t{' '.join(s for s in self.known if by[s] == other)}\t{other}")
            (self.folder / (noun + ".tsv")).write_text("\n".join(out) + "\n")


def differences(want, seen):
    """{step: (wanted, seen)}; None for what is missing on a side."""
    values = {step: answer.value for step, answer in seen.items()}
    return {step: (want.get(step), values.get(step)) for step in {**want, **values} if want.get(step) != values.get(step)}


def keys_that_differ(a, b):
    """Keys whose values differ, in objects or in lists of objects; None if that is not what they are."""
    if isinstance(a, list) and isinstance(b, list) and a and b and len(a) == len(b):
        found = [keys_that_differ(x, y) for x, y in zip(a, b)]
        return None if None in found else list(dict.fromkeys(k for keys in found for k in keys))
    if not isinstance(a, dict) or not isinstance(b, dict):
        return None
    return [k for k in {**a, **b} if a.get(k) != b.get(k)]


def parsed(detail):
    """The JSON at the beginning of a detail, which may go on with words."""
    try:
        return json.JSONDecoder().raw_decode(detail)[0]
    except ValueError:
        return None


def describe(want, value):
    """In a few words how an answer differs from the usual one."""
    kind, _, detail = value.partition(" ")
    usual_kind, _, usual_detail = want.partition(" ")
    if kind != usual_kind:
        return "absent" if kind == "VERSION" else f"{kind} {detail}" if detail and kind != "OK" else kind
    keys = keys_that_differ(parsed(usual_detail), parsed(detail))
    if keys:
        return "other " + ", ".join(keys)
    if usual_detail and not detail:
        return NO_CODE
    if parsed(detail) is not None and parsed(usual_detail) is not None:
        return "other items"
    parts, usual_parts = detail.split(", "), usual_detail.split(", ")
    if len(parts) == len(usual_parts):
        return ", ".join(f"{a} instead of {b}" for a, b in zip(parts, usual_parts) if a != b)
    return f"{detail} instead of {usual_detail}"


def cell(usual, answers):
    """What a release does with an operation: {step: answer} of its steps."""
    if not answers:
        return "not run"
    # to v0.8.0 the notification service does not listen
    if all(value in ("VERSION", "NETWORK") for value in answers.values()):
        return "absent"
    ways = {}
    for step, value in answers.items():
        if value != usual.get(step):
            way = describe(usual.get(step, "nothing"), value)
            if way != NO_CODE:
                ways.setdefault(way, []).append(step.split(".", 1)[1])
    return "ok" if not ways else "differs: " + "; ".join(f"{way} ({', '.join(steps)})" for way, steps in ways.items())


def table(usual, answers, name_of):
    """{name_of(step): {server: cell}} of {server: {step: answer}}; steps that only tidy up do not count."""
    names = {}
    for step in dict.fromkeys(step for by_step in answers.values() for step in by_step):
        if step.split(".")[1] != "clean":
            names.setdefault(name_of(step), []).append(step)
    return {name: {server: cell(usual, {s: by_step[s] for s in steps if s in by_step}) for server, by_step in answers.items()}
            for name, steps in names.items()}


def matrix(usual, seen):
    """The table of operations and releases, as Markdown, of what was seen."""
    operation = {step: answer.operation for by_step in seen.values() for step, answer in by_step.items()}
    cells = table(usual, {server: {s: a.value for s, a in by_step.items()} for server, by_step in seen.items()}, operation.get)
    services = ("gateway", "configstore", "runservice", "notification")
    lines = ["| operation | " + " | ".join(seen) + " |", "|---" * (len(seen) + 1) + "|"]
    for name in sorted(cells, key=lambda name: services.index(name.split(" ")[0])):
        lines.append(f"| {name} | " + " | ".join(c.replace("|", "\\|") for c in cells[name].values()) + " |")
    return "\n".join(lines)
