# SPDX-License-Identifier: Apache-2.0
"""What agolactl has, by `agolactl --dump-cli`, that no case uses. An option counts for the command with which it is used, as an
option or as an argument: two commands that share a row still put its value into structs of their own."""

import pathlib
import re

MANUAL = pathlib.Path(__file__).resolve().parents[2] / "man" / "agolactl.1"


def exit_codes(topic):
    """Those that `agolactl help exit-codes` tells, and those of agolactl(1)."""
    section = re.search(r"^\.Sh EXIT STATUS\n(.*?)^\.Sh ", MANUAL.read_text(encoding="utf-8"), re.M | re.S)[1]
    manual = {n for line in re.findall(r"^\.It ([\d, ]+)$", section, re.M) for n in line.split(", ")}
    return set(re.findall(r"^  (\d+) ", topic, re.M)), manual


def words_of(words):
    return [w.lstrip("!") for w in words.split("|")]


def names_of(option):
    return [option["name"]] + (words_of(option["spellings"]) if "spellings" in option else [])


class Used:
    """What the command lines of the cases use."""

    def __init__(self, dump):
        self.globals = dump["options"]
        self.commands = dump["commands"]
        self.words = set()  # (command, word) of groups and verbs
        self.options = set()  # (command, option)
        self.spelled = set()  # (option, how it was written: a spelling, a letter or "argument")
        self.values = set()  # (option, value)
        self.codes = set()

    def find(self, args):
        """(index of the command, the words of it, what follows) by its first words; options may stand between them."""
        for n, c in enumerate(self.commands):
            levels = (c["group"].split() if c["group"] else []) + [c["verb"]]
            if len(args) >= len(levels) and all(a in words_of(level) for a, level in zip(args, levels)):
                return n, args[:len(levels)], args[len(levels):]
        return None, [], []

    def option(self, rows, name):
        """The row, and whether it was turned off."""
        for row in reversed(rows):
            if name in names_of(row):
                return row, False
        for row in reversed(rows):
            if name.startswith("no-") and name[3:] in names_of(row) and "value" not in row:
                return row, True
        return None, False

    def use(self, command, row, how, value):
        self.options.add((command, row["name"]))
        self.spelled.add((row["name"], how))
        for v in (value or "").split(","):
            self.values.add((row["name"], v.split("=", 1)[0] + "=" if "=" in v else v))

    def line(self, argv):
        words, given, rest = [], [], list(argv)
        command = None
        while rest:
            arg = rest.pop(0)
            rows = self.globals + (self.commands[command]["options"] if command is not None else [])
            if arg == "--":
                words += rest
                break
            if arg.startswith("--"):
                name, eq, value = arg[2:].partition("=")
                row, _ = self.option(rows, name)
                if row and "value" in row and not eq:
                    value = rest.pop(0) if rest else ""
                if row:
                    given.append((row, name, value))
            elif arg.startswith("-") and len(arg) > 1:
                letters = arg[1:]
                while letters:
                    row = next((r for r in reversed(rows) if r.get("short") == letters[0]), None)
                    letters = letters[1:]
                    if not row:
                        break
                    value = None
                    if "value" in row:
                        value = letters.removeprefix("=") or (rest.pop(0) if rest else "")
                        letters = ""
                    given.append((row, "-" + row["short"], value))
            else:
                words.append(arg)
                if command is None:
                    command, named, _ = self.find(words)
                    if command is not None:
                        self.words.update((command, w) for w in named)
                        words = []
        for row, how, value in given:
            self.use(command, row, how, value)
        if command is None:
            return
        c = self.commands[command]
        for n, value in enumerate(words):
            if c["arguments"]:
                row, _ = self.option(c["options"], c["arguments"][min(n, len(c["arguments"]) - 1)])
                self.use(command, row, "argument", value)


def used(dump, all_cases):
    u = Used(dump)
    for case in all_cases:
        for step in case.steps:
            u.codes.add(step.exit)
            if step.argv[0] == "agolactl" and step.argv[1:2] != ["complete"]:
                u.line(step.argv[1:])
    return u


def faults(dump, all_cases, topic):
    u = used(dump, all_cases)
    codes, manual = exit_codes(topic)
    ret = [f"no case exits with {c}" for c in codes | manual if c not in u.codes]
    ret += [f"a case exits with {c}, which is neither in help exit-codes nor in agolactl(1)" for c in u.codes
            if c not in codes & manual and not c.startswith("signal")]
    everywhere = {word for _, word in u.words}
    rows = [(None, o) for o in dump["options"]]
    for n, c in enumerate(dump["commands"]):
        levels = (c["group"].split() if c["group"] else []) + [c["verb"]]
        name = " ".join(words_of(level)[0] for level in levels)
        rows += [(n, o) for o in c["options"]]
        ret += [f"no case uses {name} --{o['name']}" for o in c["options"] if (n, o["name"]) not in u.options]
        ret += [f"no case uses {name} as {w}" for w in words_of(levels[-1]) if (n, w) not in u.words]
        ret += [f"no case uses the command word {w}" for level in levels[:-1] for w in words_of(level) if w not in everywhere]
    for n, o in rows:
        if n is None and not any(name == o["name"] for _, name in u.options):
            ret.append(f"no case uses --{o['name']}")
        ret += [f"no case writes --{w} for --{o['name']}" for w in names_of(o) if (o["name"], w) not in u.spelled]
        if "short" in o and (o["name"], "-" + o["short"]) not in u.spelled:
            ret.append(f"no case writes -{o['short']} for --{o['name']}")
        ret += [f"no case uses --{o['name']} {w}" for w in o.get("words", "").split("|") if w and (o["name"], w) not in u.values]
    return sorted(set(ret))


def seeds(dump, all_cases, topic):
    """[(what, faults)]: the checker must find what a case fewer, or a row more, leaves open."""
    ret = []

    def seed(what, fault, dump, all_cases, topic=topic):
        got = faults(dump, all_cases, topic)
        ret.append((what, [] if fault in got else [f"expected: {fault}"] + got[:5]))
    seed("commands that no case uses", "no case uses user list as ls", dump, all_cases[:1])
    # an option that others have, of a command with which no case uses it
    changed = [dict(c) for c in dump["commands"]]
    show = next(c for c in changed if c["group"] and c["group"].startswith("remotesource") and c["verb"].startswith("show"))
    show["options"] = show["options"] + [{"name": "visibility", "value": "WHO", "hidden": False, "required": False, "help": ""}]
    seed("an option that only other commands are tried with", "no case uses remotesource show --visibility", {**dump, "commands": changed}, all_cases)
    seed("an exit code that no case has", "no case exits with 13", dump, [c for c in all_cases if all(s.exit != "13" for s in c.steps)])
    seed("an exit code that the help does not tell", "a case exits with 11, which is neither in help exit-codes nor in agolactl(1)", dump, all_cases,
         topic.replace("\n  11 ", "\n  99 "))
    return ret
